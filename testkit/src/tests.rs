//! Tests of the kernel, on both databases.

mod acts;
mod copies;
mod statements;
