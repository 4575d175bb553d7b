//! The commands, one file each.

mod account;
mod backup;
mod claim;
mod doctor;
mod import;
mod init;
mod journal;
mod load;
mod measure;
mod meters;
mod orders;
mod question;
mod recount;
mod serve;

use crate::cli::{Cli, Command};
use crate::config::Config;
use crate::told::Stopped;
use std::process::ExitCode;

/// Does what was asked.
pub fn run(cli: Cli) -> Result<ExitCode, Stopped> {
    let config = Config::new(&cli.common)?;
    match cli.command {
        Command::Serve(serve) => serve::run(&config, &serve)?,
        Command::Init(new) => init::run(&config, new)?,
        Command::Load(load) => load::run(&config, &load)?,
        Command::Import(import) => return import::run(&config, &import),
        Command::Account(account) => account::run(&config, &account)?,
        Command::Claim(asked) => claim::run(&config, &asked)?,
        Command::Journal(journal) => return journal::run(&config, &journal),
        Command::Backup(asked) => backup::run(&config, &asked)?,
        Command::Restore(asked) => return backup::restore(&config, &asked),
        Command::Doctor(asked) => return doctor::run(&config, &asked),
        Command::Measure(asked) => measure::run(&config, &asked)?,
        Command::Question(asked) => question::run(&config, &asked)?,
        Command::Meters(asked) => meters::run(&config, &asked)?,
        Command::Orders(asked) => orders::run(&config, &asked)?,
        Command::Recount(recount) => recount::run(&config, &recount)?,
        Command::OpenApi => {
            let (_, api) = web::http::site::api(&crate::areas::areas());
            println!(
                "{}",
                serde_json::to_string_pretty(&api)
                    .map_err(|e| base::Fault::new("writing the API's description", e))?
            );
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Prints a line for people, or a value for programs.
fn answer(config: &Config, value: &serde_json::Value, line: &str) {
    match config.json {
        true => crate::told::print(value),
        false => crate::told::print(line),
    }
}
