//! A register of facts in plain Rust: stating, correcting, ending, merging; and what it says at a position.

use base::query::{Changes, FactRow};
use base::{Day, Days, Id, Instant, Level, Ref, Seeded};
use std::collections::BTreeMap;

/// Kinds with facts; `company.presence` shows how a view is named.
pub const KINDS: [&str; 3] = ["company.presence", "headcount", "use"];
/// Days of the facts begin here.
pub const FIRST_DAY: i64 = 20_000;

/// What happens at one position.
#[derive(Clone, Debug)]
pub enum Act {
    /// A fact of kind, subject, other, number.
    State(u8, u8, Option<u8>, i64),
    /// A current fact is replaced by one with another number.
    Correct(u8, i64),
    /// A current fact is ended.
    End(u8),
    /// One record is another.
    Merge(u8, u8),
    /// It is not.
    Unmerge(u8),
    /// Something else happens.
    Nothing,
}

/// The register.
#[derive(Debug)]
pub struct City {
    pub facts: Vec<FactRow>,
    pub position: i64,
    source: Seeded,
}

pub fn organisation(number: u8) -> Ref {
    Ref::new("organisation", format!("{number:03}"))
}

impl City {
    pub fn new() -> City {
        City { facts: Vec::new(), position: 0, source: Seeded::new(7) }
    }

    pub fn of(acts: &[Act]) -> City {
        let mut city = City::new();
        acts.iter().for_each(|act| city.act(act));
        city
    }

    /// Takes the next position.
    pub fn act(&mut self, act: &Act) {
        self.position += 1;
        match act {
            Act::State(kind, subject, other, number) => {
                let kind = KINDS[usize::from(*kind) % KINDS.len()];
                self.state(kind, organisation(*subject), other.map(organisation), *number);
            }
            Act::Correct(which, number) => {
                if let Some(old) = self.end(*which, |kind| kind != "identity") {
                    self.state(&old.kind, old.subject, old.other, *number);
                }
            }
            Act::End(which) => {
                self.end(*which, |kind| kind != "identity");
            }
            Act::Merge(from, to) => {
                let (from, to) = (organisation(*from), organisation(*to));
                let heads = heads(&self.facts, self.position);
                let free = !heads.contains_key(&from.to_string());
                let head = heads.get(&to.to_string()).cloned().unwrap_or_else(|| to.to_string());
                if free && head != from.to_string() {
                    self.state("identity", from, Some(to), 0);
                }
            }
            Act::Unmerge(which) => {
                self.end(*which, |kind| kind == "identity");
            }
            Act::Nothing => {}
        }
    }

    pub fn state(&mut self, kind: &str, subject: Ref, other: Option<Ref>, number: i64) {
        let at = Instant::from_micros(1_700_000_000_000_000 + self.position * 1_000);
        let from = (number % 5 != 0).then(|| Day::from_number(FIRST_DAY + number));
        let to = (number % 3 == 0).then(|| Day::from_number(FIRST_DAY + number + 100));
        self.facts.push(FactRow {
            id: Id::new(at, &mut self.source),
            kind: kind.to_owned(),
            subject,
            other,
            code: (number % 7 != 0).then(|| format!("P{}", number % 6)),
            amount: (number % 4 != 0).then_some(number * 1_000),
            place: (number % 2 == 0).then(|| "광주 북구".to_owned()),
            valid: Days { from, to },
            level: Level::ALL[usize::try_from(number % 5).unwrap()],
            evidence: (number % 9 == 0).then(|| Id::new(at, &mut self.source)),
            source: (number % 8 == 0).then(|| format!("file:{number}")),
            seq_in: self.position,
            seq_out: None,
        });
    }

    fn end(&mut self, which: u8, wanted: impl Fn(&str) -> bool) -> Option<FactRow> {
        let position = self.position;
        let mut current: Vec<&mut FactRow> = self
            .facts
            .iter_mut()
            .filter(|fact| fact.seq_out.is_none() && fact.seq_in < position && wanted(&fact.kind))
            .collect();
        let count = current.len();
        let fact = current.get_mut(usize::from(which) % count.max(1))?;
        fact.seq_out = Some(position);
        Some((*fact).clone())
    }

    /// What a follower reads: all that happened in `(after, up_to]`.
    pub fn changes(&self, after: i64, up_to: i64) -> Changes {
        let inside = |seq: i64| after < seq && seq <= up_to;
        let seen =
            |fact: &FactRow| FactRow { seq_out: fact.seq_out.filter(|out| *out <= up_to), ..fact.clone() };
        let stated = self.facts.iter().filter(|fact| inside(fact.seq_in)).map(seen).collect();
        let ended = self.facts.iter().filter(|f| f.seq_in <= after && f.seq_out.is_some_and(inside));
        Changes { after, up_to, stated, ended: ended.cloned().collect() }
    }

    /// The facts of a kind at a position, with identities resolved, by id.
    pub fn at(&self, kind: &str, position: i64) -> Vec<FactRow> {
        let heads = heads(&self.facts, position);
        let name = |of: &Ref| match heads.get(&of.to_string()) {
            Some(head) if kind != "identity" => Ref::parse(head).unwrap(),
            _ => of.clone(),
        };
        let mut found: Vec<FactRow> = self
            .facts
            .iter()
            .filter(|fact| fact.kind == kind && holds(fact, position))
            .map(|fact| FactRow {
                subject: name(&fact.subject),
                other: fact.other.as_ref().map(name),
                ..fact.clone()
            })
            .collect();
        found.sort_by_key(|fact| fact.id);
        found
    }
}

fn holds(fact: &FactRow, position: i64) -> bool {
    fact.seq_in <= position && fact.seq_out.is_none_or(|out| out > position)
}

/// Who is whom, by following each fact in turn.
fn heads(facts: &[FactRow], position: i64) -> BTreeMap<String, String> {
    let next: BTreeMap<String, String> = facts
        .iter()
        .filter(|fact| fact.kind == "identity" && holds(fact, position))
        .filter_map(|fact| Some((fact.subject.to_string(), fact.other.as_ref()?.to_string())))
        .collect();
    let head = |of: &String| {
        let mut current = of;
        while let Some(following) = next.get(current) {
            current = following;
        }
        current.clone()
    };
    next.keys().map(|of| (of.clone(), head(of))).collect()
}
