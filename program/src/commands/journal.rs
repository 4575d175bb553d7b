//! `bitgoeul journal`: verify and export.

use crate::cli::{Journal, Verify};
use crate::config::Config;
use crate::told::{Stopped, sentence};
use base::Fault;
use kernel::journal::export;
use kernel::journal::verify::{self, Trusted, Verdict};
use serde_json::json;
use std::io::{BufReader, BufWriter, Write as _};
use std::path::Path;
use std::process::ExitCode;

pub fn run(config: &Config, journal: &Journal) -> Result<ExitCode, Stopped> {
    match journal {
        Journal::Verify(asked) => check(config, asked),
        Journal::Export => write(config),
    }
}

fn write(config: &Config) -> Result<ExitCode, Stopped> {
    let city = config.open_to_read(&config.slug()?)?;
    let mut out = BufWriter::new(std::io::stdout().lock());
    let end = export::export(&city, &mut out)?;
    out.flush().map_err(|e| Fault::new("writing the export", e))?;
    eprintln!("{} entries, {} checkpoints", end.entries, end.checkpoints);
    Ok(ExitCode::SUCCESS)
}

fn check(config: &Config, asked: &Verify) -> Result<ExitCode, Stopped> {
    let text = |path: &Path| {
        std::fs::read_to_string(path).map_err(|e| Fault::new(format!("reading {}", path.display()), e))
    };
    let kept = asked.checkpoint.iter().map(|path| text(path)).collect::<Result<_, _>>()?;
    let trusted = Trusted { public_key: asked.key.clone(), kept };
    let verdict = match &asked.export {
        Some(path) => {
            let file = std::fs::File::open(path)
                .map_err(|e| Fault::new(format!("opening {}", path.display()), e))?;
            verify::of_export(&mut BufReader::new(file), &trusted)?
        }
        None => verify::of_city(&config.open_to_read(&config.slug()?)?, &trusted)?,
    };
    tell(config, &verdict)
}

/// Says what was found; a journal that does not hold ends with code 1.
pub fn tell(config: &Config, verdict: &Verdict) -> Result<ExitCode, Stopped> {
    let words = crate::areas::words(config.lang)?;
    let sentences: Vec<String> = verdict.say().iter().map(|saying| sentence(saying, &words)).collect();
    let holds = verdict.finding().is_none();
    match config.json {
        true => crate::told::print(json!({"holds": holds, "report": verdict.report(), "says": sentences})),
        false => crate::told::print(sentences.join("\n")),
    }
    Ok(if holds { ExitCode::SUCCESS } else { ExitCode::from(1) })
}
