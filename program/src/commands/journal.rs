//! `bitgoeul journal`: checkpoints to keep elsewhere, verify, export.

use super::answer;
use crate::cli::{Journal, Verify, Witness};
use crate::config::Config;
use crate::told::{Stopped, sentence};
use base::Fault;
use kernel::journal::verify::{self, Trusted, Verdict};
use kernel::journal::{export, store};
use serde_json::json;
use std::io::{BufReader, BufWriter, Write as _};
use std::path::Path;
use std::process::ExitCode;

pub fn run(config: &Config, journal: &Journal) -> Result<ExitCode, Stopped> {
    match journal {
        Journal::Verify(asked) => check(config, asked),
        Journal::Checkpoint => checkpoint(config),
        Journal::Witness(asked) => witness(config, asked),
        Journal::Export => write(config),
    }
}

/// The newest signed head, to be kept where the keeper of this city cannot change it.
fn checkpoint(config: &Config) -> Result<ExitCode, Stopped> {
    let city = config.open_to_read(&config.slug()?)?;
    let Some(newest) = city.read_blocking(|read| store::latest_checkpoint(read))? else {
        return Err(Stopped::input("the city has no checkpoint yet: nothing was recorded"));
    };
    let value = json!({"size": newest.size, "public_key": city.public_key(), "note": newest.note});
    answer(config, &value, newest.note.trim_end());
    Ok(ExitCode::SUCCESS)
}

fn witness(config: &Config, asked: &Witness) -> Result<ExitCode, Stopped> {
    let city = config.open_to_read(&config.slug()?)?;
    let mut trusted = Trusted { public_key: asked.key.clone(), kept: Vec::new() };
    for file in &asked.files {
        let held = held(file)?;
        trusted.kept.extend(held.notes);
        trusted.public_key = trusted.public_key.or(held.key);
    }
    tell(config, &verify::of_city(&city, &trusted)?)
}

/// Checkpoints that were held elsewhere.
#[derive(Debug, PartialEq)]
struct Held {
    notes: Vec<String>,
    key: Option<String>,
}

/// A signed note as it is, what `journal checkpoint --json` printed, or the list that the API gave.
fn held(file: &Path) -> Result<Held, Stopped> {
    let text =
        std::fs::read_to_string(file).map_err(|e| Fault::new(format!("reading {}", file.display()), e))?;
    if !text.trim_start().starts_with(['{', '[']) {
        return Ok(Held { notes: vec![text], key: None });
    }
    let value: serde_json::Value = serde_json::from_str(&text).map_err(|e| Stopped::input_in(file, e))?;
    let key = value.get("public_key").and_then(|text| text.as_str()).map(str::to_owned);
    let all = match value {
        serde_json::Value::Array(all) => all,
        one => vec![one],
    };
    let note = |one: &serde_json::Value| Some(one.get("note")?.as_str()?.to_owned());
    let notes: Vec<String> = all.iter().filter_map(note).collect();
    match notes.is_empty() || notes.len() != all.len() {
        true => Err(Stopped::input_in(file, "not every checkpoint in it has a `note`")),
        false => Ok(Held { notes, key }),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_checkpoint_is_read_as_a_note_or_as_what_was_printed() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("kept");
        let read = |text: &str| {
            std::fs::write(&file, text).expect("writing");
            held(&file).map_err(|stopped| format!("{stopped:?}"))
        };
        let note = "bitgoeul/x/main\n3\nroot=\ntime 5\n\n\u{2014} bitgoeul/x/main sig\n";
        let one = |key: Option<&str>| Held { notes: vec![note.into()], key: key.map(str::to_owned) };
        assert_eq!(read(note), Ok(one(None)));
        let printed = json!({"size": 3, "public_key": "k", "note": note});
        assert_eq!(read(&printed.to_string()), Ok(one(Some("k"))));
        let listed = json!([printed, printed]).to_string();
        assert_eq!(read(&listed).expect("a list").notes.len(), 2);
        assert!(read("{\"size\": 3}").is_err() && read("{").is_err() && read("[]").is_err());
    }
}
