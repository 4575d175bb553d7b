//! `bitgoeul doctor`.

use crate::cli::Doctor;
use crate::config::Config;
use crate::told::{Stopped, sentence};
use kernel::doctor::{State, examine};
use serde_json::json;
use std::process::ExitCode;

/// Looks at the city; something broken ends with code 1.
pub fn run(config: &Config, asked: &Doctor) -> Result<ExitCode, Stopped> {
    let slug = config.slug()?;
    let city = match asked.accept_clock {
        true => config.open(&slug, false, true)?,
        false => config.open_to_read(&slug)?,
    };
    let words = crate::areas::words(config.lang)?;
    let checks = examine(&city)?;
    for check in &checks {
        let told = match check.state {
            State::Well => words.say(check.says.key, &crate::told::args(&check.says)),
            State::Attention | State::Broken => sentence(&check.says, &words),
        };
        match config.json {
            true => crate::told::print(json!({"state": check.state, "check": check.says.key, "says": told})),
            false => crate::told::print(format!("{} {told}", mark(check.state))),
        }
    }
    Ok(if checks.iter().any(|check| check.state == State::Broken) {
        ExitCode::from(1)
    } else {
        ExitCode::SUCCESS
    })
}

fn mark(state: State) -> &'static str {
    match state {
        State::Well => "well     ",
        State::Attention => "attention",
        State::Broken => "broken   ",
    }
}
