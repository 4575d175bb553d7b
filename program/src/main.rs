//! `bitgoeul`: config, the list of areas, the command line. Rules live in the kernel and the areas.

mod areas;
mod cli;
mod commands;
mod config;
mod engines;
mod machine;
mod search;
#[cfg(test)]
mod tests;
mod told;

use clap::Parser as _;
use std::process::ExitCode;

fn main() -> ExitCode {
    let cli = match cli::Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return told::unknown_words(&error),
    };
    machine::log(&cli);
    let common = cli.common.clone();
    match commands::run(cli) {
        Ok(code) => code,
        Err(stopped) => stopped.tell(&common),
    }
}
