//! Charts drawn from the rows of the table beside them: one value gives both, so they cannot differ.
//!
//! `bar`, `stacked` and `spans` are tables with a drawing in each row; `line` and `steps` are a
//! drawing above its table. Lengths are percentages, so that letters grow without the drawing.

pub use bars::{bar, stacked};
pub use lines::{line, steps};
pub(crate) use paint::patterns;
pub use rows::{ChartRow, ChartTable};
pub use spans::{Span, SpanChart};

mod bars;
mod lines;
mod paint;
mod rows;
mod scale;
mod spans;
#[cfg(test)]
mod tests;
