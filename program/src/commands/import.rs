//! `bitgoeul import`: a file of organisations.

use super::answer;
use crate::cli::Import;
use crate::config::Config;
use crate::told::{Problem, Stopped, sentence};
use area_register::import::{import_now, plan};
use base::Fault;
use serde_json::json;
use std::process::ExitCode;
use tables::words::Language;
use tables::{Options, Severity};

/// Lines explained on a terminal.
const SHOWN: usize = 20;

pub fn run(config: &Config, import: &Import) -> Result<ExitCode, Stopped> {
    let words = crate::areas::words(config.lang)?;
    let doing = || format!("reading {}", import.file.display());
    let limits = Options::default();
    let file = std::fs::File::open(&import.file).map_err(|e| Fault::new(doing(), e))?;
    let bytes =
        tables::read_capped(file, limits.limits.file_bytes).map_err(|finding| stopped(config, &finding))?;
    let slug = config.slug()?;
    let city = match import.preview {
        true => config.open_to_read(&slug)?,
        false => config.open(&slug, false, false)?,
    };
    let (preview, done) = match import.preview {
        true => {
            let table = tables::read(&bytes, &limits).map_err(|finding| stopped(config, &finding))?;
            (plan::preview(&city, &table)?, None)
        }
        false => match tables::read(&bytes, &limits) {
            Err(finding) => return Err(stopped(config, &finding)),
            Ok(_) => import_now(&city, &bytes)?,
        },
    };
    if let Some(stop) = preview.stop() {
        return Err(stopped(config, stop));
    }
    if !config.json {
        for finding in preview.findings.iter().filter(|f| f.severity() < Severity::Stop).take(SHOWN) {
            crate::told::print(told(config, finding));
        }
        for bad in preview.bad.iter().take(SHOWN) {
            for (column, saying) in &bad.problems {
                crate::told::print(format!(
                    "{}:{} {column}: {}",
                    import.file.display(),
                    bad.line,
                    sentence(saying, &words)
                ));
            }
        }
    }
    let line = match &done {
        Some(done) => format!(
            "{} registered, {} left out, at position {}.",
            preview.good_count, preview.left_out, done.position
        ),
        None => format!(
            "{} would be registered, {} left out. Nothing was written.",
            preview.good_count, preview.left_out
        ),
    };
    let value = json!({"good": preview.good_count, "left_out": preview.left_out, "encoding": preview.encoding,
        "position": done.as_ref().map(|d| d.position),
        "bad": preview.bad.iter().flat_map(|bad| bad.problems.iter().map(|(column, saying)|
            json!({"line": bad.line, "column": column, "why": sentence(saying, &words)})).collect::<Vec<_>>()).collect::<Vec<_>>()});
    answer(config, &value, &line);
    Ok(if preview.good_count == 0 && preview.left_out > 0 { ExitCode::from(1) } else { ExitCode::SUCCESS })
}

fn told(config: &Config, finding: &tables::Finding) -> String {
    area_register::import::sentence_of(finding, config.lang)
}

fn stopped(config: &Config, finding: &tables::Finding) -> Stopped {
    let language = match config.lang {
        base::Lang::Ko => Language::Korean,
        base::Lang::En => Language::English,
        base::Lang::Zh => Language::Chinese,
    };
    let said = tables::words::say(finding, language);
    let some = |text: String| Some(text).filter(|text| !text.is_empty());
    let (place, mend) = (some(said.place), some(said.mend));
    Stopped::Input(Problem { code: finding.code().into(), message: said.wrong, place, mend }, Vec::new())
}
