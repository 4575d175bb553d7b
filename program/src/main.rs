//! `bitgoeul`: config, the list of areas, the command line. Rules live in the kernel and the areas.

mod areas;
mod cli;
mod commands;
mod config;
mod machine;
mod search;
#[cfg(test)]
mod tests;
mod told;

use clap::Parser as _;
use std::process::ExitCode;

fn main() -> ExitCode {
    let cli = cli::Cli::parse();
    machine::log(&cli);
    match commands::run(cli) {
        Ok(code) => code,
        Err(stopped) => stopped.tell(),
    }
}
