//! `bitgoeul claim`: the published numbers of a city.

use super::answer;
use crate::cli::{CheckClaims, Claim, CompareClaim, ImportClaims};
use crate::config::Config;
use crate::told::{Stopped, sentence};
use area_tower::claim::acts::publish;
use area_tower::claim::{upload, view};
use base::Fault;
use base::words::Words;
use claims::Judgement;
use kernel::{Actor, Caller};
use serde_json::json;
use std::io::Read as _;

/// Members of a timeline that each of them lists.
pub(super) const RUN_MAX: usize = 200;
/// More than any file of claims; the reader refuses it with a sentence.
const BYTES_MAX: u64 = 17 * 1024 * 1024;

pub fn run(config: &Config, asked: &Claim) -> Result<(), Stopped> {
    match asked {
        Claim::Check(asked) => check(config, asked),
        Claim::Compare(asked) => compare(config, asked),
        Claim::Import(asked) => import(config, asked),
    }
}

fn compare(config: &Config, asked: &CompareClaim) -> Result<(), Stopped> {
    let words = crate::areas::words(config.lang)?;
    let city = config.open(&config.slug()?, false, false)?;
    let (code, number) = (asked.claim.clone(), asked.snapshot.clone());
    city.act_blocking(Caller::System("operator"), None, move |tx| publish::compare(tx, &code, &number))?;
    let judged = city.read_blocking(|read| view::judge(read, &Actor::System("operator")))?;
    for (_, judgement) in judged.claims.iter().filter(|(record, _)| record.claim.id == asked.claim) {
        tell(config, judgement, &run_of(&judged, judgement), &words);
    }
    Ok(())
}

/// The codes of a timeline.
fn run_of<'a>(judged: &'a view::Judged, judgement: &Judgement) -> Vec<&'a str> {
    let run = judgement.run.and_then(|run| judged.runs.get(run));
    let members = run.into_iter().flat_map(|run| run.members.iter().take(RUN_MAX));
    members
        .filter_map(|place| judged.claims.get(*place).map(|(record, _)| record.claim.id.as_str()))
        .collect()
}

/// As everyone sees it: a finding that is not published stays inside.
fn check(config: &Config, asked: &CheckClaims) -> Result<(), Stopped> {
    let words = crate::areas::words(config.lang)?;
    let city = config.open_to_read(&config.slug()?)?;
    let judged = city.read_blocking(|read| view::judge(read, &Actor::Visitor))?;
    for (_, judgement) in judged.claims.iter().filter(|(_, one)| !asked.disputed || one.is_disputed()) {
        tell(config, judgement, &run_of(&judged, judgement), &words);
    }
    Ok(())
}

/// One verdict: a JSON object in a line of its own, or a few lines for people.
pub(super) fn tell(config: &Config, judgement: &Judgement, run: &[&str], words: &Words) {
    let explanation: Vec<String> =
        judgement.explanation.iter().map(|saying| view::sentence(saying, words)).collect();
    let verdicts: Vec<&str> = judgement.verdicts.iter().map(|verdict| words.get(verdict.key())).collect();
    let line = format!("{}  {}\n      {}", judgement.id, verdicts.join(" · "), explanation.join("\n      "));
    let value = json!({"id": judgement.id, "verdict": judgement.verdicts, "run": run,
        "computed": judgement.computed, "explanation": explanation});
    answer(config, &value, &line);
}

fn import(config: &Config, asked: &ImportClaims) -> Result<(), Stopped> {
    let words = crate::areas::words(config.lang)?;
    let doing = || format!("reading {}", asked.file.display());
    let mut bytes = Vec::new();
    let file = std::fs::File::open(&asked.file).map_err(|e| Fault::new(doing(), e))?;
    file.take(BYTES_MAX).read_to_end(&mut bytes).map_err(|e| Fault::new(doing(), e))?;
    let lines = upload::read(&bytes).map_err(|wrong| {
        let told = wrong.iter().map(|one| {
            let place = if one.column.is_empty() { String::new() } else { format!(" {}", one.column) };
            let said = sentence(&one.saying, &words).replace('\n', " ");
            format!("{}:{}{place}: {said}", asked.file.display(), one.line)
        });
        let lines: Vec<String> =
            std::iter::once("the file was not brought in:".to_owned()).chain(told).collect();
        Stopped::input(lines.join("\n"))
    })?;
    let city = config.open(&config.slug()?, false, false)?;
    let name = asked.file.file_name().and_then(|name| name.to_str()).unwrap_or("claims.csv");
    let (new, known) = upload::take_in(&city, Caller::System("operator"), name, &bytes, lines)?;
    let value = json!({"new": new, "known": known, "position": city.position()});
    answer(config, &value, &format!("{new} new, {known} known, at position {}.", city.position()));
    Ok(())
}
