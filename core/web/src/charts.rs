//! Charts drawn from the rows of the table beside them: one value gives both, so they cannot differ.

pub(crate) use paint::patterns;

mod paint;
