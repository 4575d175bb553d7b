//! Components: small values that draw themselves. `view(t)` gives markup; nothing here asks a
//! question or decides a right.

pub mod button;
pub mod choice;
pub mod date;
pub mod door;
pub mod evidence;
pub mod field;
pub mod form;
pub mod list;
pub mod nav;
pub mod notice;
pub mod number;
pub mod overview;
pub mod problem;
pub mod status;
pub mod table;
pub mod timeline;
