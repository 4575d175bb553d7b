//! Tests of the kernel, on both databases.

mod acts;
mod promises;
mod reminders;
mod statements;
