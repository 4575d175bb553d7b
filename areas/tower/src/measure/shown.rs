//! What of a count a reader sees: the whole, or - where people are counted and the reader has no entitlement - without
//! the small counts and without those that would give them away.

use super::Definition;
use super::count::Counted;
use measures::small::{Arc, hidden};
use measures::value::Tally;
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
    /// So small, or so telling, that it is not shown.
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
    let mut rows: BTreeMap<&str, BTreeMap<&str, Vec<&Row>>> = BTreeMap::new();
    for row in &counted.rows {
        let series = row.series.as_deref().unwrap_or("");
        rows.entry(definition.group(series)).or_default().entry(series).or_default().push(row);
    }
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

fn group(definition: &Definition, code: &str, slices: &BTreeMap<&str, Vec<&Row>>, whole: bool) -> Group {
    let values: BTreeMap<&str, Value> =
        slices.iter().map(|(series, rows)| (*series, measures::of(rows.iter().copied()))).collect();
    let total = measures::of(slices.values().flatten().copied());
    let veil = match (whole, definition.counts.is_of_people()) {
        (true, _) | (_, false) => Veil::default(),
        (false, true) if definition.counts == super::Whom::People => Veil::of_units(&total, &values),
        (false, true) => Veil::of_amounts(&total, &values),
    };
    let has_series = !definition.axes.is_empty();
    Group {
        code: code.to_owned(),
        whole: cells(&total, "", &veil, true),
        series: match has_series {
            true => values
                .iter()
                .map(|(series, value)| Slice {
                    code: (*series).to_owned(),
                    cells: cells(value, series, &veil, false),
                })
                .collect(),
            false => Vec::new(),
        },
    }
}

fn cells(value: &Value, of: &str, veil: &Veil, with_levels: bool) -> Cells {
    let units = |name: &str, count: i64| veil.see(&format!("{of}/{name}"), count);
    let amount = match veil.kind {
        Kind::Units => units("yes", value.yes).number().map_or(Seen::HIDDEN, |_| Seen::Number(value.value)),
        Kind::Amounts | Kind::Nothing => veil.see(&format!("{of}/value"), value.value),
    };
    let unknown = units("unknown", value.unknown);
    let high = value.high.map(|high| match (amount, unknown) {
        (Seen::Number(_), Seen::Number(_)) => Seen::Number(high),
        (_, _) => Seen::HIDDEN,
    });
    let reasons = value.reasons.iter().flat_map(|(part, reasons)| {
        reasons.iter().filter(|(reason, _)| !reason.is_empty()).map(|(reason, tally)| ReasonCell {
            part: *part,
            reason: reason.clone(),
            units: units(&format!("{}:{reason}", part.code()), tally.rows),
        })
    });
    let levels = value.by_level.iter().enumerate().map(|(level, tally)| LevelCell {
        level: i64::try_from(level).unwrap_or(0),
        value: level_seen(veil, of, level, *tally),
    });
    Cells {
        value: amount,
        high,
        population: units("population", value.population),
        yes: units("yes", value.yes),
        no: units("no", value.no),
        unknown,
        out: units("out", value.out),
        reasons: reasons.collect(),
        levels: if with_levels { levels.collect() } else { Vec::new() },
    }
}

fn level_seen(veil: &Veil, of: &str, level: usize, tally: Tally) -> Seen {
    let units = veil.see(&format!("{of}/level:{level}"), tally.rows);
    match (veil.kind, units) {
        (Kind::Units, Seen::Hidden(_)) => Seen::HIDDEN,
        (Kind::Amounts, _) => veil.see(&format!("{of}/level:{level}"), tally.low),
        (_, _) => Seen::Number(tally.low),
    }
}

/// Which counts are hidden, by `series/name`; "" is the whole.
#[derive(Default)]
struct Veil {
    kind: Kind,
    hidden: std::collections::BTreeSet<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, Default)]
enum Kind {
    /// Nothing is hidden.
    #[default]
    Nothing,
    /// Numbers of units.
    Units,
    /// What units add up to.
    Amounts,
}

impl Veil {
    fn see(&self, name: &str, count: i64) -> Seen {
        if self.hidden.contains(name) { Seen::HIDDEN } else { Seen::Number(count) }
    }

    /// Every count of the page as an arc between two sums: slice -> part of the slice -> class -> part -> whole.
    fn of_units(total: &Value, slices: &BTreeMap<&str, Value>) -> Veil {
        let mut net = Net::default();
        for (series, value) in slices {
            // A measure without series has the whole as its only slice: each count stands once.
            let own = |name: &str| if series.is_empty() { String::new() } else { format!("{series}/{name}") };
            net.arc("end", &format!("{series}#"), &own("rows"), value.population + value.out);
            net.arc(&format!("{series}#"), &format!("{series}#in"), &own("population"), value.population);
            net.arc(&format!("{series}#"), &format!("{series}#out"), &own("out"), value.out);
            for (part, count) in
                [(Part::Yes, value.yes), (Part::No, value.no), (Part::Unknown, value.unknown)]
            {
                let code = part.code();
                net.arc(&format!("{series}#in"), &format!("{series}#{code}"), &own(code), count);
            }
            for (part, reasons) in &value.reasons {
                for (reason, tally) in reasons {
                    let class = format!("{}:{reason}", part.code());
                    net.arc(&format!("{series}#{}", part.code()), &class, &own(&class), tally.rows);
                }
            }
        }
        for (part, reasons) in &total.reasons {
            for (reason, tally) in reasons {
                let class = format!("{}:{reason}", part.code());
                net.arc(&class, &format!("all {}", part.code()), &format!("/{class}"), tally.rows);
            }
        }
        net.arc("all yes", "levels", "/yes", total.yes);
        for (level, tally) in total.by_level.iter().enumerate() {
            net.arc("levels", "in", &format!("/level:{level}"), tally.rows);
        }
        net.arc("all no", "in", "/no", total.no);
        net.arc("all unknown", "in", "/unknown", total.unknown);
        net.arc("in", "last", "/population", total.population);
        net.arc("all out", "last", "/out", total.out);
        net.arc("last", "end", "/rows", total.population + total.out);
        Veil { kind: Kind::Units, hidden: net.hidden() }
    }

    /// What organisations add up to: slice -> whole -> levels. How many organisations there are is shown.
    fn of_amounts(total: &Value, slices: &BTreeMap<&str, Value>) -> Veil {
        let mut net = Net::default();
        for (series, value) in slices.iter().filter(|(series, _)| !series.is_empty()) {
            net.arc("end", "whole", &format!("{series}/value"), value.value);
        }
        if slices.len() < 2 {
            net.arc("end", "whole", "", total.value);
        }
        net.arc("whole", "levels", "/value", total.value);
        for (level, tally) in total.by_level.iter().enumerate() {
            net.arc("levels", "end", &format!("/level:{level}"), tally.low);
        }
        Veil { kind: Kind::Amounts, hidden: net.hidden() }
    }
}

/// A network whose nodes and arcs have names.
#[derive(Default)]
struct Net {
    nodes: BTreeMap<String, usize>,
    arcs: Vec<Arc>,
    names: Vec<String>,
}

impl Net {
    fn node(&mut self, name: &str) -> usize {
        let next = self.nodes.len();
        *self.nodes.entry(name.to_owned()).or_insert(next)
    }

    /// A count that goes from one sum to another. One without a name is not shown anywhere, so hiding it is free; it
    /// is still an arc that a walk may take.
    fn arc(&mut self, from: &str, to: &str, name: &str, count: i64) {
        let (from, to) = (self.node(from), self.node(to));
        self.arcs.push(Arc { from, to, count });
        self.names.push(name.to_owned());
    }

    fn hidden(self) -> std::collections::BTreeSet<String> {
        let hide = hidden(self.nodes.len(), &self.arcs);
        self.names
            .into_iter()
            .zip(hide)
            .filter(|(name, hide)| *hide && !name.is_empty())
            .map(|(name, _)| name)
            .collect()
    }
}
