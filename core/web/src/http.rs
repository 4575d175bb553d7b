//! HTTP: what a request is (`ctx`), what answers it (`reply`), what an area adds (`area`), and the whole (`site`).

pub mod area;
pub mod ctx;
pub mod posted;
pub mod preferences;
pub mod reply;
pub mod site;

pub use area::{Area, NavFor, NavItem, Routes, Who};
pub use ctx::Ctx;
pub use posted::{Asked, Posted, Sent};
pub use reply::{Failure, Reply};
pub use site::{Shared, Site};
