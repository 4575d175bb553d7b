//! What of a count a reader sees: the whole, or - where people are counted and the reader has no entitlement - classes
//! of counts and sums of them.
//!
//! Invariant: nothing that everybody sees of a count of people depends on more than the class of each of its smallest
//! cells: people of one slice, part, reason and - where they count - level.

use super::Definition;
use super::count::Counted;
use measures::coarse::{self, Coarse};
use measures::row::LEVEL_MAX;
use measures::{Part, Row, Value};
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// A count that may be hidden.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, ToSchema)]
#[serde(untagged)]
pub enum Seen {
    /// As it is.
    Number(i64),
    /// So small that it is not shown.
    Hidden(Hidden),
}

/// How a hidden count is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub enum Hidden {
    /// In place of the number.
    #[serde(rename = "hidden")]
    Hidden,
}

impl Seen {
    /// In place of a number.
    pub const HIDDEN: Seen = Seen::Hidden(Hidden::Hidden);

    /// The number, when it is shown.
    pub fn number(self) -> Option<i64> {
        match self {
            Seen::Number(number) => Some(number),
            Seen::Hidden(_) => None,
        }
    }
}

/// What rows of one slice come to, as far as the reader sees it.
///
/// Of people, without an entitlement, each number is about so much: its smallest cells stand to the nearest five.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct Cells {
    /// At least so much.
    pub value: Seen,
    /// At most so much; null = nobody can say.
    pub high: Option<Seen>,
    /// Units that were counted over: yes, no and unknown.
    pub population: Seen,
    /// Units that count.
    pub yes: Seen,
    /// Units known not to count.
    pub no: Seen,
    /// Units nobody can tell.
    pub unknown: Seen,
    /// Units that do not belong.
    pub out: Seen,
    /// Units by part and reason.
    pub reasons: Vec<ReasonCell>,
    /// What counts, by level of evidence, weakest first; only of a whole.
    pub levels: Vec<LevelCell>,
    /// True when the numbers are rounded: then neither `value` nor `high` is a bound.
    pub about: bool,
}

impl Cells {
    /// True when nobody can tell of a single unit whether it counts: the number is unknown, not nought.
    pub fn is_unknown(&self) -> bool {
        let none = |seen: Seen| seen.number() == Some(0);
        none(self.yes) && none(self.no) && !none(self.unknown)
    }

    /// The number; none when it is unknown.
    pub fn known(&self) -> Option<Seen> {
        (!self.is_unknown()).then_some(self.value)
    }
}

/// Units of one part and reason.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct ReasonCell {
    /// `yes`, `no`, `unknown` or `out`.
    #[schema(value_type = String)]
    pub part: Part,
    /// A code of the definition, or `below-level`.
    pub reason: String,
    /// How many units.
    pub units: Seen,
}

/// What counts at one level.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct LevelCell {
    /// 0 (intention) to 4 (audited).
    pub level: i64,
    /// What they add up to.
    pub value: Seen,
}

/// Slices that add up to a whole.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct Group {
    /// The code on the last axis over which values are not added; "" when there is one whole.
    pub code: String,
    /// All of it.
    pub whole: Cells,
    /// Its slices; none when the measure has no series.
    pub series: Vec<Slice>,
}

/// One slice.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct Slice {
    /// The code of the series.
    pub code: String,
    /// What it comes to.
    pub cells: Cells,
}

/// All groups of a count; the one that stands for the whole first, which is always there. `whole` = nothing is hidden.
pub(super) fn groups(counted: &Counted, whole: bool) -> Vec<Group> {
    let definition = counted.definition();
    let mut rows = by_group(counted);
    rows.entry(definition.headline().unwrap_or("")).or_default();
    let mut groups: Vec<Group> =
        rows.iter().map(|(code, slices)| group(definition, code, slices, whole)).collect();
    let order = |code: &str| {
        let codes = definition.axes.last().map_or(&[][..], |axis| &axis.codes);
        codes.iter().position(|known| known.code == code).unwrap_or(usize::MAX)
    };
    let headline = definition.headline().unwrap_or("");
    groups.sort_by_key(|group| (group.code != headline, order(&group.code), group.code.clone()));
    groups
}

/// Rows by series, and those by group.
fn by_group(counted: &Counted) -> BTreeMap<&str, BTreeMap<&str, Vec<&Row>>> {
    let mut groups: BTreeMap<&str, BTreeMap<&str, Vec<&Row>>> = BTreeMap::new();
    for row in &counted.rows {
        let series = row.series.as_deref().unwrap_or("");
        groups.entry(counted.definition().group(series)).or_default().entry(series).or_default().push(row);
    }
    groups
}

fn group(definition: &Definition, code: &str, slices: &BTreeMap<&str, Vec<&Row>>, whole: bool) -> Group {
    let slice = |code: &str, cells: Cells| Slice { code: code.to_owned(), cells };
    let (all, series): (Cells, Vec<Slice>) = match (whole, definition.counts.is_of_people()) {
        (true, _) | (_, false) => {
            let total = measures::of(slices.values().flatten().copied());
            let of = |(code, rows): (&&str, &Vec<&Row>)| {
                slice(code, exact(&measures::of(rows.iter().copied()), false))
            };
            (exact(&total, true), slices.iter().map(of).collect())
        }
        (false, true) => {
            let units = definition.counts == super::Whom::People;
            let sums: Vec<(&str, Sums)> = slices.iter().map(|(code, rows)| (*code, Sums::of(rows))).collect();
            let mut total = Sums::default();
            sums.iter().for_each(|(_, sums)| total.add(sums));
            let of = |(code, sums): &(&str, Sums)| slice(code, sums.cells(units, false));
            (total.cells(units, true), sums.iter().map(of).collect())
        }
    };
    let series = if definition.axes.is_empty() { Vec::new() } else { series };
    Group { code: code.to_owned(), whole: all, series }
}

/// Every count as it is.
fn exact(value: &Value, with_levels: bool) -> Cells {
    let reasons = value.reasons.iter().flat_map(|(part, reasons)| {
        reasons.iter().filter(|(reason, _)| !reason.is_empty()).map(|(reason, tally)| ReasonCell {
            part: *part,
            reason: reason.clone(),
            units: Seen::Number(tally.rows),
        })
    });
    let levels = value.by_level.iter().enumerate().map(|(level, tally)| LevelCell {
        level: i64::try_from(level).unwrap_or(0),
        value: Seen::Number(tally.low),
    });
    Cells {
        value: Seen::Number(value.value),
        high: value.high.map(Seen::Number),
        population: Seen::Number(value.population),
        yes: Seen::Number(value.yes),
        no: Seen::Number(value.no),
        unknown: Seen::Number(value.unknown),
        out: Seen::Number(value.out),
        reasons: reasons.collect(),
        levels: if with_levels { levels.collect() } else { Vec::new() },
        about: false,
    }
}

/// The smallest cells of a count, and sums of such cells: by part, reason and, where rows count, level.
#[derive(Default)]
struct Sums {
    cells: BTreeMap<Cell, Sum>,
}

/// What everybody may know of some rows.
#[derive(Clone, Copy, Default)]
struct Sum {
    /// How many, for organisations: these are public.
    rows: i64,
    /// How many, for people.
    people: Coarse,
    low: Coarse,
    /// None = one of them has no bound.
    high: Option<Coarse>,
}

/// A smallest cell: part, reason, and the level of what counts.
type Cell = (Part, String, u8);

/// Rows, their `low` and their `high` of each smallest cell, as they are.
fn smallest(rows: &[&Row]) -> BTreeMap<Cell, (i64, i64, Option<i64>)> {
    let mut cells = BTreeMap::new();
    for row in rows {
        let level = if row.part == Part::Yes { row.level } else { 0 };
        let cell = cells.entry((row.part, row.reason.clone().unwrap_or_default(), level)).or_insert((
            0_i64,
            0_i64,
            Some(0_i64),
        ));
        cell.0 += 1;
        cell.1 = cell.1.saturating_add(row.low);
        cell.2 = cell.2.and_then(|high| row.high.map(|more| high.saturating_add(more)));
    }
    cells
}

impl Sums {
    fn of(rows: &[&Row]) -> Sums {
        let cells = smallest(rows).into_iter().map(|(key, (rows, low, high))| {
            let (people, low) = (Coarse::of(rows), Coarse::of(low));
            (key, Sum { rows, people, low, high: high.map(Coarse::of) })
        });
        Sums { cells: cells.collect() }
    }

    fn add(&mut self, other: &Sums) {
        for (key, more) in &other.cells {
            let sum = self
                .cells
                .entry(key.clone())
                .or_insert(Sum { high: Some(Coarse::default()), ..Sum::default() });
            sum.rows += more.rows;
            sum.people += more.people;
            sum.low += more.low;
            sum.high = sum.high.zip(more.high).map(|(one, other)| one + other);
        }
    }

    /// `units` = each row is a person; otherwise rows are organisations and only what they add up to is of people.
    fn cells(&self, units: bool, with_levels: bool) -> Cells {
        let some = |fits: &dyn Fn(Part) -> bool| {
            self.cells
                .iter()
                .filter(|((part, _, _), _)| fits(*part))
                .map(|(_, sum)| *sum)
                .collect::<Vec<Sum>>()
        };
        let count = |sums: &[Sum]| match units {
            true => seen(sums.iter().map(|sum| sum.people).sum()),
            false => Seen::Number(sums.iter().map(|sum| sum.rows).sum()),
        };
        let of = |part: Part| count(&some(&|other| other == part));
        let counted = some(&|part| part == Part::Yes);
        let bounded = some(&|part| matches!(part, Part::Yes | Part::Unknown));
        let high = bounded.iter().try_fold(Coarse::default(), |sum, one| one.high.map(|high| sum + high));
        let mut reasons: BTreeMap<(Part, &str), Vec<Sum>> = BTreeMap::new();
        for ((part, reason, _), sum) in self.cells.iter().filter(|((_, reason, _), _)| !reason.is_empty()) {
            reasons.entry((*part, reason)).or_default().push(*sum);
        }
        let reasons = reasons.into_iter().map(|((part, reason), sums)| ReasonCell {
            part,
            reason: reason.to_owned(),
            units: count(&sums),
        });
        let level = |level: u8| {
            let own = self.cells.iter().filter(|((part, _, of), _)| (*part, *of) == (Part::Yes, level));
            LevelCell { level: i64::from(level), value: seen(own.map(|(_, sum)| sum.low).sum()) }
        };
        Cells {
            value: seen(counted.iter().map(|sum| sum.low).sum()),
            high: high.map(seen),
            population: count(&some(&|part| part != Part::Out)),
            yes: of(Part::Yes),
            no: of(Part::No),
            unknown: of(Part::Unknown),
            out: of(Part::Out),
            reasons: reasons.collect(),
            levels: if with_levels { (0..=LEVEL_MAX).map(level).collect() } else { Vec::new() },
            about: true,
        }
    }
}

fn seen(sum: Coarse) -> Seen {
    sum.number().map_or(Seen::HIDDEN, Seen::Number)
}

/// True when a count of people would give a cell away although only classes are shown: the same people stand in each
/// group, so that the groups of a slice have one sum without saying so.
pub fn gives_away(counted: &Counted) -> bool {
    let definition = counted.definition();
    if definition.counts != super::Whom::People || definition.headline().is_none() {
        return false;
    }
    // Tables of one slice over all groups, by their sum: only equal sums can be known to be equal.
    let mut tables: BTreeMap<(&str, i64), Vec<Vec<i64>>> = BTreeMap::new();
    for slices in by_group(counted).values() {
        for (series, rows) in slices {
            let slice = series.rsplit_once('|').map_or("", |(slice, _)| slice);
            let cells: Vec<i64> = smallest(rows).values().map(|(rows, _, _)| *rows).collect();
            tables.entry((slice, cells.iter().sum())).or_default().push(cells);
        }
    }
    tables.values().any(|tables| coarse::gives_away(tables))
}
