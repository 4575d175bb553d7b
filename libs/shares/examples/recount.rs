//! Counts a `.pb` file again: `recount FILE.pb [RULE] [options]`.
//!
//! Options: `--cardinality` (else cost utility), `--ties KEY,KEY`, `--ties-by-id`, `--ordinal NAME`,
//! `--step UNITS`, `--ids` (print only the
//! selected ids), `--read N` and `--count N` (repeat reading or counting N times, for measuring from outside).

use std::fs::File;
use std::process::ExitCode;

use shares::recount::{self, Options};
use shares::{TieKey, TieRule, UnknownName, Utility, pabulib};

fn main() -> ExitCode {
    match run(std::env::args().skip(1)) {
        Ok(text) => {
            print!("{text}");
            ExitCode::SUCCESS
        }
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

fn run(mut arguments: impl Iterator<Item = String>) -> Result<String, String> {
    let mut options = Options::default();
    let (mut path, mut only_ids, mut reads, mut counts) = (None, false, 0, 0);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--cardinality" => options.utility = Utility::Cardinality,
            "--ties-by-id" => options.ties = TieRule { keys: vec![TieKey::Id] },
            "--ids" => only_ids = true,
            "--ordinal" => options.ordinal = known(value(&mut arguments)?.parse())?,
            "--ties" => options.ties = known(value(&mut arguments)?.parse())?,
            "--step" => options.step = Some(number(&value(&mut arguments)?)?),
            "--read" => reads = number(&value(&mut arguments)?)?,
            "--count" => counts = number(&value(&mut arguments)?)?,
            _ if path.is_none() => path = Some(argument),
            rule => options.rule = Some(known(rule.parse())?),
        }
    }
    let path = path.ok_or("usage: recount FILE.pb [RULE] [options]")?;
    let open = || File::open(&path).map_err(|error| format!("{path}: {error}"));
    for _ in 0..reads {
        let file = pabulib::read(open()?).map_err(|error| format!("{path}: {error}"))?;
        file.election().map_err(|error| format!("{path}: {error}"))?;
    }
    let report = recount::recount(open()?, &options).map_err(|error| format!("{path}: {error}"))?;
    for _ in 0..counts {
        recount::count(&report.loaded.election, report.rule, &options).map_err(|error| error.to_string())?;
    }
    if only_ids {
        let projects = report.loaded.election.projects();
        let ids = report.outcome.winners().into_iter().map(|project| format!("{}\n", projects[project].id));
        return Ok(ids.collect());
    }
    Ok(report.to_string())
}

fn value(arguments: &mut impl Iterator<Item = String>) -> Result<String, String> {
    arguments.next().ok_or_else(|| "an option lacks its value".to_string())
}

fn number(text: &str) -> Result<u64, String> {
    text.parse().map_err(|_| format!("\"{text}\" is not a number"))
}

fn known<T>(parsed: Result<T, UnknownName>) -> Result<T, String> {
    parsed.map_err(|error| error.to_string())
}
