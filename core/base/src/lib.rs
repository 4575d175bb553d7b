//! What every room stands on: ids, refs, civil time, quantities, words in three languages, problems.
//!
//! Nothing here reads a file, a clock or the network; clock and randomness are ports (`Clock`, `Source`),
//! and so are the query engine (`query`) and the search index (`search`).

pub mod canon;
pub mod id;
pub mod lang;
pub mod level;
pub mod ports;
pub mod problem;
pub mod quantity;
pub mod query;
pub mod search;
pub mod time;
pub mod words;

pub use id::{Id, PersonId, Ref};
pub use lang::{Lang, Tri};
pub use level::Level;
pub use ports::{Clock, Seeded, Source};
pub use problem::{Error, Fault, FaultKind, Problem, Result, Saying};
pub use quantity::{Quantity, Unit};
pub use time::{Day, Days, Instant, When};
