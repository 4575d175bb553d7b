//! `bitgoeul recount`: anyone repeats a published result from its files alone. Nothing here needs a city.

use crate::cli::{Recount, RecountClaims, RecountOpinions, RecountPanels, RecountShares};
use crate::config::Config;
use crate::told::Stopped;
use base::Fault;
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// More than any file of claims; the reader refuses it with a sentence.
const CLAIMS_BYTES_MAX: u64 = 17 * 1024 * 1024;

pub fn run(config: &Config, recount: &Recount) -> Result<(), Stopped> {
    match recount {
        Recount::Shares(asked) => shares(config, asked),
        Recount::Claims(asked) => claims(config, asked),
        Recount::Opinions(asked) => opinions(config, asked),
        Recount::Panels(asked) => panels(config, asked),
    }
}

fn open(path: &Path) -> Result<File, Stopped> {
    File::open(path).map_err(|e| Fault::new(format!("opening {}", path.display()), e).into())
}

fn wrong(path: &Path, error: impl std::fmt::Display) -> Stopped {
    Stopped::input_in(path, error)
}

fn shares(config: &Config, asked: &RecountShares) -> Result<(), Stopped> {
    use shares::recount::{Options, recount};
    let mut options = Options::default();
    let unknown = |error: shares::UnknownName| Stopped::input(error.to_string());
    if let Some(rule) = &asked.rule {
        options.rule = Some(rule.parse().map_err(unknown)?);
    }
    if let Some(ties) = &asked.ties {
        options.ties = ties.parse().map_err(unknown)?;
    }
    if asked.cardinality {
        options.utility = shares::Utility::Cardinality;
    }
    let report = recount(open(&asked.file)?, &options).map_err(|error| wrong(&asked.file, error))?;
    let projects = report.loaded.election.projects();
    let selected: Vec<&str> =
        report.outcome.winners().into_iter().map(|project| projects[project].id.as_str()).collect();
    match (config.json, asked.ids) {
        (true, _) => crate::told::print(serde_json::json!({"title": report.title, "selected": selected})),
        (false, true) => crate::told::print(selected.join("\n")),
        (false, false) => crate::told::print(report),
    }
    Ok(())
}

fn opinions(config: &Config, asked: &RecountOpinions) -> Result<(), Stopped> {
    use opinions::{Files, Settings, recount};
    let mut opened = Vec::new();
    for path in &asked.files {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
        opened.push((name, open(path)?));
    }
    let mut files = Files::default();
    for (name, file) in &mut opened {
        let file: &mut dyn Read = file;
        match name.as_str() {
            "votes.csv" => files.votes = Some(file),
            "participants-votes.csv" => files.matrix = Some(file),
            "comments.csv" => files.statements = Some(file),
            "people.csv" => files.people = Some(file),
            "population.csv" => files.population = Some(file),
            "banned.csv" => files.banned = Some(file),
            other => {
                return Err(Stopped::input(format!(
                    "{other} is not a name of an export; files are told apart by votes.csv, participants-votes.csv, comments.csv, people.csv, population.csv, banned.csv"
                )));
            }
        }
    }
    let report = recount(files, &Settings::default())
        .map_err(|error| Stopped::input(format!("{error}. {}", error.mend())))?;
    match (&asked.svg, config.json) {
        (Some(title), _) => crate::told::print(report.to_svg(title)),
        (None, true) => crate::told::print(report.to_json()),
        (None, false) => crate::told::print(report.to_text()),
    }
    Ok(())
}

fn panels(config: &Config, asked: &RecountPanels) -> Result<(), Stopped> {
    use panels::columns::Rule;
    use panels::problem::Task;
    use panels::read::PeopleColumns;
    use panels::recount::{Request, recount};
    let rule = if asked.rule == "maximin" { Rule::Maximin } else { Rule::Leximin };
    let (mut quotas, mut people) = (open(&asked.quotas)?, open(&asked.people)?);
    let mut lottery = asked.lottery.as_deref().map(open).transpose()?;
    let mut panel = asked.panel.as_deref().map(open).transpose()?;
    let request = Request {
        quotas: &mut quotas,
        people: &mut people,
        columns: PeopleColumns { id: asked.id.clone(), address: asked.address.clone() },
        task: Task::new(asked.seats, rule),
        seed: &asked.seed,
        lottery: lottery.as_mut().map(|file| file as &mut dyn Read),
        digest: None,
        panel: panel.as_mut().map(|file| file as &mut dyn Read),
    };
    let report = recount(request).map_err(|problems| Stopped::input(problems.to_string()))?;
    crate::told::print(if config.json { report.json() } else { report.text() });
    Ok(())
}

fn claims(config: &Config, asked: &RecountClaims) -> Result<(), Stopped> {
    let mut bytes = Vec::new();
    open(&asked.file)?
        .take(CLAIMS_BYTES_MAX)
        .read_to_end(&mut bytes)
        .map_err(|e| Fault::new(format!("reading {}", asked.file.display()), e))?;
    let words = crate::areas::words(config.lang)?;
    let read = claims::read(&bytes).map_err(|faults| {
        let lines: Vec<String> =
            faults.iter().map(|fault| format!("{}: {fault}", asked.file.display())).collect();
        Stopped::input(lines.join("\n"))
    })?;
    let checked = claims::check(&read);
    let wanted = |judgement: &&claims::Judgement| !asked.disputed || judgement.is_disputed();
    for judgement in checked.judgements.iter().filter(wanted) {
        let run = judgement.run.and_then(|run| checked.runs.get(run));
        let members: Vec<&str> = run
            .iter()
            .flat_map(|run| run.members.iter().take(super::claim::RUN_MAX))
            .filter_map(|place| read.get(*place).map(|claim| claim.id.as_str()))
            .collect();
        super::claim::tell(config, judgement, &members, &words);
    }
    Ok(())
}
