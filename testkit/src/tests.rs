//! Tests of the kernel, on both databases.

mod acts;
mod copies;
mod fence;
mod kill;
mod poison;
mod power;
mod replay;
mod server;
mod statements;
mod survivors;
