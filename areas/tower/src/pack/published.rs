//! `claims.csv` of a pack: published numbers, read by the rules of the library, each fault at its place.

use super::Pack;
use super::files::Texts;
use super::finding::PackFinding;
use crate::claim::{names::is_role, upload};
use base::{Day, Lang, Saying};
use claims::Claim;

const FILE: &str = "claims.csv";

/// Reads the file; every fault becomes a finding.
pub fn parsed(texts: &Texts, findings: &mut Vec<PackFinding>) -> Vec<Claim> {
    let Some(text) = texts.get(FILE) else { return Vec::new() };
    match claims::read(text.as_bytes()) {
        Ok(claims) => claims,
        Err(faults) => {
            findings.extend(faults.iter().map(|fault| PackFinding {
                file: FILE.to_owned(),
                line: usize::try_from(fault.line).ok().filter(|line| *line > 0),
                column: place_of(text, fault.line, &fault.column),
                saying: Box::new(upload::saying(fault)),
            }));
            Vec::new()
        }
    }
}

/// Where the cell of a column begins in its line, in characters from 1. None when the line is not one line of text.
fn place_of(text: &str, line: u64, column: &str) -> Option<usize> {
    let header = text.lines().next()?;
    let index = header.split(',').position(|name| name.trim() == column)?;
    let line = text.lines().nth(usize::try_from(line).ok()?.checked_sub(1)?)?;
    let (mut commas, mut quoted) = (0, false);
    for (at, letter) in line.chars().enumerate() {
        if commas == index {
            return Some(at + 1);
        }
        match letter {
            '"' => quoted = !quoted,
            ',' if !quoted => commas += 1,
            _ => {}
        }
    }
    (commas == index).then(|| line.chars().count() + 1)
}

/// What must be true beyond the form: days that have come, speakers that the pack knows, nobody's name.
pub fn check(pack: &Pack, texts: &Texts, today: Day) -> Vec<PackFinding> {
    let text = texts.get(FILE).map_or("", String::as_str);
    let mut findings = Vec::new();
    let mut found = |claim: &Claim, column: &str, saying: Saying| {
        let line =
            text.lines().position(|line| line.split(',').next() == Some(&claim.id)).map_or(1, |at| at + 1);
        findings.push(PackFinding {
            file: FILE.to_owned(),
            line: Some(line),
            column: place_of(text, line as u64, column),
            saying: Box::new(saying),
        });
    };
    let organisations: Vec<&str> =
        pack.partners.organisation.iter().flat_map(|from| names(&from.name.get_ref().0)).collect();
    let people: Vec<&str> = pack.partners.person.iter().flat_map(|from| names(&from.name.0)).collect();
    for claim in &pack.claims {
        let speaker = claim.speaker.as_str();
        if !is_role(speaker) && !organisations.contains(&speaker) && !people.contains(&speaker) {
            found(claim, "speaker", Saying::invalid("tower-claim-speaker-in").with("id", &claim.id));
        }
        if crate::claim::acts::check_published(claim, today).is_err() {
            let saying = Saying::invalid("tower-claim-future").with("id", &claim.id);
            found(claim, "published", saying.with("day", &claim.published.printed));
        }
        if crate::claim::acts::import::check_code(&claim.id).is_err() {
            found(
                claim,
                "id",
                Saying::invalid("tower-claim-code").with("id", super::value::short(&claim.id)),
            );
        }
        for (column, cell) in claim.cells().iter().filter(|(column, _)| *column != "speaker") {
            if people.iter().any(|name| cell.contains(name)) {
                let saying = Saying::invalid("tower-claim-names-person-in").with("id", &claim.id);
                found(claim, column, saying.with("column", column));
            }
        }
    }
    findings
}

fn names(name: &base::Tri) -> Vec<&str> {
    Lang::ALL.into_iter().filter_map(|lang| name.only(lang)).collect()
}
