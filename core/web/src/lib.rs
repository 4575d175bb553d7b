//! How the hub looks and reads: the shell of a page, components, charts drawn from tables.
//!
//! Everything here is a pure function from values to markup: no request, no query, no clock, no
//! decision. What a page says comes from `Words` and from the view it is given. Extractors, replies
//! and the manifest of an area are HTTP and have their own room, `http`.
//!
//! Nothing writes a `style` or an event attribute, so pages stand under a strict policy
//! (`assets::CONTENT_SECURITY_POLICY`). Everything works without script.

pub mod assets;
pub mod charts;
pub mod components;
pub mod http;
pub mod page;
#[cfg(test)]
mod tests;
pub mod text;

pub use http::{Area, Ctx, Failure, Reply, Shared, Site};
pub use page::{Frame, Page};

/// The words of the kit itself; the program merges them with those of its areas.
pub const WORDS: &str = include_str!("words.toml");

/// The words of requests and answers.
pub const HTTP_WORDS: &str = include_str!("http/words.toml");
