//! The list of claims, narrowed by verdict, year, outlet and subject.

use super::{codes, judge, main_reason};
use crate::api::unknown;
use crate::claim::Recorded;
use crate::claim::names::{ClaimSpeaker, speaker};
use crate::claim::view::VERDICTS;
use crate::overview::alarms::TO_CHECK;
use base::words::Words;
use base::{Result, Saying, Tri};
use claims::Judgement;
use db::Read;
use kernel::policy::Actor;
use kernel::vault::Vault;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use utoipa::{IntoParams, ToSchema};

/// What the list is narrowed to; empty = all.
#[derive(Clone, PartialEq, Eq, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct ClaimNarrow {
    /// A code of a verdict, `run`, or `check` for all that ask for a look.
    pub verdict: String,
    /// The year of publication.
    pub year: String,
    /// The outlet, as recorded.
    pub outlet: String,
    /// The first word of the subject: `mou` of `mou.invested`.
    pub subject: String,
    /// The code of the last claim of the page before.
    pub after: String,
}

/// Claims with their verdicts.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct ClaimList {
    /// Newest publication first; one page of them.
    pub items: Vec<ClaimLine>,
    /// How many the filter lets through.
    pub found: usize,
    /// What `after` is for the next page; none = this was the last.
    pub next: Option<String>,
    /// How many there are without a filter.
    pub total: usize,
    /// How many carry each verdict, ask for a look (`check`), stand in a timeline (`run`), without a filter.
    pub verdicts: BTreeMap<String, usize>,
    /// The years of publication.
    pub years: BTreeSet<String>,
    /// The outlets.
    pub outlets: BTreeSet<String>,
    /// The first words of the subjects.
    pub subjects: BTreeSet<String>,
}

/// One line of the list.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct ClaimLine {
    /// Its code, as in the file.
    pub code: String,
    /// What the number is of.
    #[schema(value_type = Object)]
    pub label: Tri,
    /// As in the file.
    pub subject: String,
    /// Which class, programme or year it is about.
    pub scope: String,
    /// `=`, `~`, `>` or `>=`.
    pub relation: String,
    /// As published, with separators.
    pub value: String,
    /// As in the file.
    pub unit: String,
    /// Who said it.
    pub speaker: ClaimSpeaker,
    /// Where it stood.
    pub outlet: String,
    /// When it was published, as far as it is known.
    pub published: String,
    /// The days it is about.
    pub as_of: String,
    /// Codes of verdicts.
    pub verdicts: Vec<String>,
    /// The code of the earliest claim of the timeline it belongs to; empty when to none.
    pub run: String,
    /// Why, in one sentence.
    pub why: String,
    /// The line of its file, for our own file.
    #[serde(skip)]
    pub cells: Vec<(&'static str, String)>,
}

/// All verdicts that ask for a look.
pub const CHECK: &str = "check";

impl ClaimNarrow {
    fn lets_through(&self, line: &ClaimLine) -> bool {
        let is = |wanted: &str, found: &str| wanted.is_empty() || wanted == found;
        let verdict = match self.verdict.as_str() {
            "" => true,
            "run" => !line.run.is_empty(),
            CHECK => line.verdicts.iter().any(|found| TO_CHECK.contains(&found.as_str())),
            code => line.verdicts.iter().any(|found| found == code),
        };
        verdict
            && is(&self.year, year(&line.published))
            && is(&self.outlet, &line.outlet)
            && is(&self.subject, group(&line.subject))
    }

    /// A verdict that there is not, or a year that is none, would find nothing and look like an answer.
    fn check(&self) -> Result<()> {
        let mut wrong = Saying::invalid("tower-filter-unknown");
        let codes: Vec<&str> = VERDICTS.into_iter().chain([CHECK]).collect();
        if !self.verdict.is_empty() && !codes.contains(&self.verdict.as_str()) {
            wrong = wrong.field("verdict", unknown(&self.verdict, &codes));
        }
        let is_year = self.year.len() == 4 && self.year.bytes().all(|byte| byte.is_ascii_digit());
        if !self.year.is_empty() && !is_year {
            wrong = wrong.field("year", unknown(&self.year, &["2025"]));
        }
        if wrong.fields.is_empty() { Ok(()) } else { Err(wrong.into()) }
    }

    /// As the query of an address.
    pub fn query(&self) -> String {
        let pairs = [
            ("verdict", &self.verdict),
            ("year", &self.year),
            ("outlet", &self.outlet),
            ("subject", &self.subject),
            ("after", &self.after),
        ];
        let pairs = pairs.into_iter().filter(|(_, value)| !value.is_empty());
        let pairs: Vec<String> =
            pairs.map(|(name, value)| format!("{name}={}", web::http::reply::percent(value))).collect();
        pairs.join("&")
    }
}

fn year(published: &str) -> &str {
    published.split('-').next().unwrap_or(published)
}

/// The first word of a subject.
pub fn group(subject: &str) -> &str {
    subject.split('.').next().unwrap_or(subject)
}

/// True for a number about what is named: its subject, or the first word of that.
pub fn is_about(subject: &str, named: &str) -> bool {
    subject == named || group(subject) == named
}

/// Lines of one page.
pub const PAGE: usize = 200;

/// Reads the list for a reader: at most `limit` lines.
pub fn read(
    read: &impl Read,
    vault: &Vault,
    actor: &Actor,
    narrow: &ClaimNarrow,
    limit: usize,
    words: &Words,
) -> Result<ClaimList> {
    narrow.check()?;
    let judged = judge(read, actor)?;
    let mut list = ClaimList {
        items: Vec::new(),
        found: 0,
        next: None,
        total: judged.claims.len(),
        verdicts: BTreeMap::new(),
        years: BTreeSet::new(),
        outlets: BTreeSet::new(),
        subjects: BTreeSet::new(),
    };
    let mut speakers: BTreeMap<String, ClaimSpeaker> = BTreeMap::new();
    for (record, judgement) in &judged.claims {
        let by = match speakers.get(&record.claim.speaker) {
            Some(known) => known.clone(),
            None => speaker(read, vault, &record.claim.speaker)?,
        };
        speakers.insert(record.claim.speaker.clone(), by.clone());
        let line = line(record, judgement, judged.run_of(judgement), by, words);
        for verdict in &line.verdicts {
            *list.verdicts.entry(verdict.clone()).or_default() += 1;
        }
        if line.verdicts.iter().any(|found| TO_CHECK.contains(&found.as_str())) {
            *list.verdicts.entry(CHECK.into()).or_default() += 1;
        }
        if !line.run.is_empty() {
            *list.verdicts.entry("run".into()).or_default() += 1;
        }
        list.years.insert(year(&line.published).to_owned());
        list.outlets.insert(line.outlet.clone());
        list.subjects.insert(group(&line.subject).to_owned());
        if narrow.lets_through(&line) {
            list.items.push(line);
        }
    }
    list.items.sort_by(|a, b| (&b.published, &a.code).cmp(&(&a.published, &b.code)));
    list.found = list.items.len();
    turn_to(&mut list, &narrow.after, limit)?;
    Ok(list)
}

/// Leaves the page behind a claim.
fn turn_to(list: &mut ClaimList, after: &str, limit: usize) -> Result<()> {
    if !after.is_empty() {
        let place = list.items.iter().position(|line| line.code == after);
        let place = place.ok_or_else(|| Saying::invalid("tower-claim-page"))?;
        list.items.drain(..=place);
    }
    if list.items.len() > limit {
        list.items.truncate(limit);
        list.next = list.items.last().map(|line| line.code.clone());
    }
    Ok(())
}

/// One line.
pub fn line(
    record: &Recorded,
    judgement: &Judgement,
    run: String,
    by: ClaimSpeaker,
    words: &Words,
) -> ClaimLine {
    let claim = &record.claim;
    ClaimLine {
        code: claim.id.clone(),
        label: record.label(),
        subject: claim.subject.clone(),
        scope: claim.scope.clone(),
        relation: claim.relation.code().to_owned(),
        value: claim.value.text(),
        unit: claim.unit.clone(),
        speaker: by,
        outlet: claim.outlet.clone(),
        published: claim.published.printed.clone(),
        as_of: claim.as_of.printed.clone(),
        verdicts: codes(judgement),
        run,
        why: main_reason(judgement, words),
        cells: claim.cells(),
    }
}
