//! Tests of the kernel, on both databases.

mod acts;
mod board;
mod followers;
mod jobs;
mod promises;
mod reminders;
mod replay;
mod statements;
mod sweep;
