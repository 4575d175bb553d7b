//! HTTP: what a request is (`ctx`), what it brings (`posted`, `upload`), what answers it (`reply`; a form that was
//! refused, `refused`; a file, `csv`), what an area adds (`area`), how long we wait (`patience`), where people reach us
//! (`address`), where they come from (`sender`), what is counted for a while (`remembered`),
//! and the whole (`site`).

mod address;
pub mod area;
pub mod csv;
pub mod ctx;
mod patience;
pub mod posted;
pub mod preferences;
mod problems;
pub mod refused;
mod remembered;
pub mod reply;
mod sender;
pub mod site;
pub mod upload;

pub use address::Address;
pub use area::{Area, NavFor, NavItem, Routes, Who};
pub use ctx::Ctx;
pub use posted::{Asked, Posted, Sent, content};
pub use remembered::Remembered;
pub use reply::{Failure, Reply};
pub use site::{Shared, Site};
