//! Repeating a published draw from files alone.
//!
//! A pure function from readers and a seed to a report: the lottery is computed again from quotas
//! and people (or read, when the published lottery is given), its digest and the drawn panel are
//! compared with what was published. The program opens the files and prints `text` or `json`.

use crate::error::{Kind, Place, Problems, Source};
use crate::lottery::{Chance, Lottery, TOTAL};
use crate::pool::{Pool, Quotas};
use crate::problem::{Problem, Task};
use crate::{publish, read};
use serde::Serialize;
use std::collections::BTreeSet;
use std::io::Read;

mod spread;
#[cfg(test)]
mod tests;
mod words;

/// What to repeat. Readers may be files, slices, anything.
pub struct Request<'a> {
    pub quotas: &'a mut dyn Read,
    pub people: &'a mut dyn Read,
    pub columns: read::PeopleColumns,
    pub task: Task,
    pub seed: &'a str,
    /// The published lottery file: drawn from as it stands, after a check, instead of computed.
    pub lottery: Option<&'a mut dyn Read>,
    /// The published digest of the lottery.
    pub digest: Option<&'a str>,
    /// The published panel: ids of people.
    pub panel: Option<&'a mut dyn Read>,
}

/// One quota and how the panel meets it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct QuotaLine {
    pub feature: String,
    pub value: String,
    pub minimum: u32,
    pub maximum: u32,
    /// People of this value in the pool.
    pub in_pool: u32,
    /// People of this value on the drawn panel.
    pub drawn: u32,
}

/// A group of people with one chance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChanceLine {
    /// Decimal, nine digits, rounded down.
    pub chance: String,
    pub numerator: u64,
    pub denominator: u64,
    pub people: u32,
}

/// How a published panel compares with the repeated one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Comparison {
    pub same: bool,
    /// Published, but not drawn again.
    pub only_published: Vec<String>,
    /// Drawn again, but not published.
    pub only_repeated: Vec<String>,
}

/// The result of a recount. Serialises to stable JSON; chances are fractions, never floats.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    pub rule: String,
    pub seats: u32,
    pub people: u32,
    pub addresses: u32,
    pub classes: usize,
    pub panels: usize,
    pub total_weight: u64,
    /// Smallest chance among people who can sit at all.
    pub least_chance: String,
    /// No lottery can give a greater smallest chance; absent when the lottery was only read.
    pub least_chance_bound: Option<String>,
    /// Whether least chance and bound agree to within one millionth.
    pub proven: Option<bool>,
    /// Seats divided by people: what everybody would have without quotas.
    pub even_chance: String,
    /// How unequal the chances of all people are: 0 when all are equal (Gini coefficient), six digits.
    pub gini: String,
    /// Geometric mean of the chances of all people, six digits; zero when somebody has none.
    pub geometric_mean: String,
    /// People whom no possible panel seats.
    pub never: u32,
    pub chances: Vec<ChanceLine>,
    pub lottery_digest: String,
    /// Whether the published digest is this one; absent when none was given.
    pub digest_same: Option<bool>,
    pub seed: String,
    pub drawn: Vec<String>,
    pub quotas: Vec<QuotaLine>,
    pub published: Option<Comparison>,
}

/// Repeats a draw.
///
/// # Errors
/// Whatever is wrong with the files, all of it where possible, with places and mends; quotas that
/// contradict each other; a lottery that does not fit.
pub fn recount(request: Request) -> Result<Report, Problems> {
    let quotas = read::quotas(request.quotas)?;
    let pool = read::people(request.people, &quotas, &request.columns)?;
    let problem = Problem::new(&pool, &quotas, request.task)?;
    let (lottery, bound) = match request.lottery {
        Some(file) => (publish::read(file, &problem)?, None),
        None => {
            let mixture = problem.mixture()?;
            (Lottery::of(&mixture, TOTAL), Some(mixture.bound))
        }
    };
    let seated = lottery.draw(&problem.classes, request.seed)?;
    let published = request.panel.map(|file| compare(file, &request.columns, &pool, &seated)).transpose()?;
    let mut report = describe(&problem, &quotas, &pool, &lottery, &seated);
    report.least_chance_bound = bound.map(|bound| format!("{bound:.9}"));
    report.proven =
        bound.map(|bound| least(&problem, &lottery).is_some_and(|least| bound - least.value() <= 1e-6));
    report.digest_same =
        request.digest.map(|digest| digest.trim().eq_ignore_ascii_case(&report.lottery_digest));
    report.seed = request.seed.trim().to_string();
    report.published = published;
    Ok(report)
}

/// Everything about a lottery and a panel drawn from it, but for seed and comparisons.
pub fn describe(
    problem: &Problem,
    quotas: &Quotas,
    pool: &Pool,
    lottery: &Lottery,
    seated: &[usize],
) -> Report {
    let chances = lottery.chances(&problem.classes);
    let never = problem.classes.classes.iter().zip(&chances).filter(|(_, chance)| chance.numerator == 0);
    let least_chance = least(problem, lottery).unwrap_or(Chance::new(0, 1));
    let sizes = problem.classes.classes.iter().map(|class| class.people);
    let groups: Vec<(Chance, u32)> = chances.iter().copied().zip(sizes).collect();
    let people = pool.people.len() as u32;
    Report {
        rule: problem.task.rule.name().to_string(),
        seats: problem.task.seats,
        people,
        addresses: problem.classes.homes(),
        classes: chances.len(),
        panels: lottery.draws.len(),
        total_weight: lottery.total,
        least_chance: least_chance.digits(9),
        least_chance_bound: None,
        proven: None,
        even_chance: Chance::new(u64::from(problem.task.seats), u64::from(people)).digits(9),
        gini: format!("{:.6}", spread::gini(&groups)),
        geometric_mean: format!("{:.6}", spread::geometric_mean(&groups)),
        never: never.map(|(class, _)| class.people).sum(),
        chances: chance_lines(problem, &chances),
        lottery_digest: publish::digest(lottery, problem, quotas),
        digest_same: None,
        seed: String::new(),
        drawn: sorted_ids(pool, seated),
        quotas: quota_lines(quotas, pool, seated),
        published: None,
    }
}

fn least(problem: &Problem, lottery: &Lottery) -> Option<Chance> {
    let chances = lottery.chances(&problem.classes);
    chances.into_iter().filter(|chance| chance.numerator > 0).min()
}

fn chance_lines(problem: &Problem, chances: &[Chance]) -> Vec<ChanceLine> {
    let mut sorted: Vec<(Chance, u32)> =
        chances.iter().copied().zip(problem.classes.classes.iter().map(|class| class.people)).collect();
    sorted.sort();
    let mut lines: Vec<ChanceLine> = Vec::new();
    for (chance, people) in sorted {
        let Chance { numerator, denominator } = chance;
        match lines.last_mut() {
            Some(last) if last.numerator == numerator && last.denominator == denominator => {
                last.people += people
            }
            _ => lines.push(ChanceLine { chance: chance.digits(9), numerator, denominator, people }),
        }
    }
    lines
}

fn quota_lines(quotas: &Quotas, pool: &Pool, seated: &[usize]) -> Vec<QuotaLine> {
    let in_pool = pool.counts(quotas);
    let mut lines = Vec::new();
    for (f, v, feature, value) in quotas.pairs() {
        let drawn = seated.iter().filter(|&&person| pool.people[person].values[f] == v).count() as u32;
        lines.push(QuotaLine {
            feature: feature.name.clone(),
            value: value.name.clone(),
            minimum: value.minimum,
            maximum: value.maximum,
            in_pool: in_pool[f][v],
            drawn,
        });
    }
    lines
}

fn sorted_ids(pool: &Pool, seated: &[usize]) -> Vec<String> {
    let ids: BTreeSet<&str> = seated.iter().map(|&person| pool.people[person].id.as_str()).collect();
    ids.into_iter().map(str::to_string).collect()
}

fn compare(
    file: &mut dyn Read,
    columns: &read::PeopleColumns,
    pool: &Pool,
    seated: &[usize],
) -> Result<Comparison, Problems> {
    let listed: BTreeSet<String> = read::ids(file, columns.id.as_deref())?.into_iter().collect();
    let known: BTreeSet<&str> = pool.people.iter().map(|person| person.id.as_str()).collect();
    if let Some(id) = listed.iter().find(|id| !known.contains(id.as_str())) {
        return Err(Problems::one(Kind::UnknownId { id: id.clone() }, Place::whole(Source::Ids)));
    }
    let drawn: BTreeSet<String> = sorted_ids(pool, seated).into_iter().collect();
    Ok(Comparison {
        same: listed == drawn,
        only_published: listed.difference(&drawn).cloned().collect(),
        only_repeated: drawn.difference(&listed).cloned().collect(),
    })
}

impl Report {
    /// One JSON object, indented, keys in the order of the struct.
    pub fn json(&self) -> String {
        // A struct of strings, integers and lists always serialises.
        serde_json::to_string_pretty(self).unwrap_or_default()
    }

    /// For a person to read.
    pub fn text(&self) -> String {
        words::text(self)
    }

    /// True when nothing that was published differs.
    pub fn agrees(&self) -> bool {
        self.digest_same != Some(false) && self.published.as_ref().is_none_or(|published| published.same)
    }
}
