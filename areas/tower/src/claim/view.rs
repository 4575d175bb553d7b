//! Claims as pages and the API show them: the records, judged by the rules, in the reader's words.

pub mod calculation;
pub mod list;
pub mod show;

use super::finding::{self, Finding};
use super::{Recorded, codes, rules, store};
use base::Result;
use base::words::{Arg, Words};
use claims::{Counted, Judgement, Saying, Verdict};
use db::Read;
use kernel::policy::Actor;
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// All verdicts, in the order in which pages list them; `run` is no verdict.
pub const VERDICTS: [&str; 7] =
    ["arithmetic", "conflict", "range_only", "reproduced", "differs_with_reason", "no_list", "run"];

/// All claims with what is found of each, for one reader.
pub struct Judged {
    /// In the order of their codes.
    pub claims: Vec<(Recorded, Judgement)>,
    /// The timelines, as places among the claims.
    pub runs: Vec<claims::Run>,
    /// The newest finding that this reader sees, by claim.
    pub findings: BTreeMap<base::Id, Finding>,
}

impl Judged {
    /// The code of the earliest claim of the timeline that a claim belongs to; the same for all of its members.
    pub fn run_of(&self, judgement: &Judgement) -> String {
        let first = judgement.run.and_then(|run| self.runs.get(run)).and_then(|run| run.members.first());
        let first = first.and_then(|place| self.claims.get(*place));
        first.map(|(record, _)| record.claim.id.clone()).unwrap_or_default()
    }

    /// The timeline of a claim with itself in it, by date; without those that it is in conflict with, and no more than
    /// a page can show.
    pub fn timeline(&self, of: &Recorded, judgement: &Judgement) -> Vec<&Recorded> {
        let at = |place: usize| self.claims.get(place).map(|(record, _)| record);
        let Some(run) = judgement.run.and_then(|run| self.runs.get(run)) else { return Vec::new() };
        let own = run.members.iter().find(|place| at(**place).is_some_and(|record| record.id == of.id));
        let around = own.map(|own| run.around(*own, move |place| at(place).map(|record| &record.claim)));
        around.into_iter().flatten().take(TIMELINE_MAX).filter_map(at).collect()
    }
}

/// Members of a timeline that one page shows.
const TIMELINE_MAX: usize = 200;

/// Reads and judges. Everyone gets the same rules; a finding that is not published enters only what its readers see.
pub fn judge(read: &impl Read, actor: &Actor) -> Result<Judged> {
    judge_these(read, store::list(read)?, actor)
}

/// The same for one claim and those about the same thing.
pub fn judge_alike(read: &impl Read, claim: &claims::Claim, actor: &Actor) -> Result<Judged> {
    judge_these(read, store::alike(read, claim)?, actor)
}

fn judge_these(read: &impl Read, records: Vec<Recorded>, actor: &Actor) -> Result<Judged> {
    let mut findings: BTreeMap<base::Id, Finding> = BTreeMap::new();
    for found in finding::list(read)?.into_iter().filter(|found| rules::sees(actor, found)) {
        findings.entry(found.claim).or_insert(found);
    }
    let counted = records.iter().filter_map(|record| {
        let found = findings.get(&record.id)?;
        Some(Counted {
            claim: record.claim.id.clone(),
            definition: found.counted.definition.clone(),
            low: found.counted.low.clone(),
            high: found.counted.high.clone(),
        })
    });
    let counted: Vec<Counted> = counted.collect();
    let lines: Vec<claims::Claim> = records.iter().map(|record| record.claim.clone()).collect();
    let checked = claims::check_with(&lines, &counted);
    let claims = records.into_iter().zip(checked.judgements).collect();
    Ok(Judged { claims, runs: checked.runs, findings })
}

/// A sentence with the key of its rule.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct ClaimExplained {
    /// The rule that says it.
    pub rule: String,
    /// In the reader's language.
    pub text: String,
}

/// A saying of the library in the reader's words.
pub fn explained(saying: &Saying, words: &Words) -> ClaimExplained {
    ClaimExplained { rule: saying.key.to_owned(), text: sentence(saying, words) }
}

/// A saying of the library as one text, its bounds ("more than 70") in words.
pub fn sentence(saying: &Saying, words: &Words) -> String {
    let told = |(name, value): &(&'static str, String)| {
        let text = match saying.words_of(name) {
            Some(key) => words.say(key, &[("value", Arg::from(value.as_str()))]),
            None => named(name, value, words),
        };
        (*name, text)
    };
    let facts: Vec<(&str, String)> = saying.facts.iter().map(told).collect();
    let facts: Vec<(&str, Arg<'_>)> =
        facts.iter().map(|(name, text)| (*name, Arg::from(text.as_str()))).collect();
    words.say(saying.key, &facts)
}

/// A fact of a sentence in the reader's words, where it is a code of the file.
fn named(name: &str, value: &str, words: &Words) -> String {
    match name {
        "other_outlet" => codes::text("outlet", value, words),
        "basis" => codes::basis(value, words),
        "part" => codes::text("figure", value, words),
        _ => value.to_owned(),
    }
}

/// The sentence that says why in one line: that of the gravest verdict, then of the timeline.
pub fn main_reason(judgement: &Judgement, words: &Words) -> String {
    let gravest = [
        Verdict::Arithmetic,
        Verdict::Conflict,
        Verdict::DiffersWithReason,
        Verdict::RangeOnly,
        Verdict::Reproduced,
    ];
    let keys = gravest.into_iter().filter(|verdict| judgement.has(*verdict)).flat_map(keys_of);
    let keys = keys.chain(["claims-run", "claims-about-later-days", "claims-no-list"]);
    for key in keys {
        if let Some(saying) = judgement.explanation.iter().find(|saying| saying.key == key) {
            return explained(saying, words).text;
        }
    }
    String::new()
}

/// The sentences that state a verdict.
fn keys_of(verdict: Verdict) -> Vec<&'static str> {
    match verdict {
        Verdict::Arithmetic => vec![
            "claims-ratio-differs",
            "claims-parts-differ",
            "claims-numerator-differs",
            "claims-denominator-nought",
        ],
        Verdict::Conflict => vec!["claims-conflict-days", "claims-conflict-basis"],
        Verdict::DiffersWithReason => vec!["claims-counted-otherwise", "claims-outside-range"],
        Verdict::RangeOnly => vec!["claims-within-range", "claims-bounds"],
        Verdict::Reproduced => vec!["claims-counted-equal"],
        Verdict::NoList => vec!["claims-no-list"],
    }
}

/// Codes of verdicts, the gravest first, as pages show them.
pub fn codes(judgement: &Judgement) -> Vec<String> {
    judgement.verdicts.iter().map(|verdict| verdict.code().to_owned()).collect()
}
