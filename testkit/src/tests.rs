//! Tests of the kernel, on both databases.

mod accounts;
mod acts;
mod board;
mod copies;
mod days;
mod doctor;
mod fence;
mod followers;
mod jobs;
mod kill;
mod organisations;
mod poison;
mod power;
mod promise_replay;
mod promises;
mod reader;
mod reminders;
mod replay;
mod retention;
mod server;
mod statements;
mod survivors;
mod sweep;
