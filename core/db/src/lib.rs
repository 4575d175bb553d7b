//! Where rows live: one writer, many readers, the same SQL on SQLite and PostgreSQL.
//!
//! `db` knows nothing of what the rows mean. It gives each act its position, runs acts one after another in
//! savepoints, commits them in batches with one sync, and asks the kernel to seal each batch before it commits.

pub mod conn;
pub mod dump;
mod gather;
mod log;
pub mod migrate;
pub mod place;
mod postgres;
pub mod readers;
pub mod sql;
mod sqlite;
pub mod writer;

pub use conn::{Conn, Read};
pub use migrate::{Migration, Migrations};
pub use place::Place;
pub use readers::{Readers, Reading};
pub use sql::{Cell, FromCell, Param, Row, Sql};
pub use writer::{Seal, Write, Writer};
