//! Made-up facts beside presence: which firms the city lists, what they signed, how many worked there in each month.
//! Much is missing, as in life.

use super::history::{Paper, Presence};
use super::{Firm, draw};
use crate::measure::facts::{FIRM, HEADCOUNT, SIGNING};
use base::{Day, Days, Level, PersonId, Seeded};
use kernel::Kind;

/// Of whom a fact is told.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Whose {
    /// A firm, by its key in the pack.
    Firm(String),
    /// A person, by a random number.
    Person(PersonId),
}

/// A fact to be stated.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MadeFact {
    pub whose: Whose,
    pub code: Option<String>,
    pub amount: Option<i64>,
    pub days: Days,
    pub level: Level,
}

/// Facts of one kind that come in together, with the papers they rest on by level.
#[derive(Clone, Debug)]
pub struct Batch {
    /// Its key in the pack: `headcount/2026-08`.
    pub key: String,
    pub kind: &'static Kind,
    pub papers: Vec<(Level, Paper)>,
    pub facts: Vec<MadeFact>,
}

impl PartialEq for Batch {
    fn eq(&self, other: &Batch) -> bool {
        (&self.key, self.kind.name, &self.papers, &self.facts)
            == (&other.key, other.kind.name, &other.papers, &other.facts)
    }
}

impl Eq for Batch {}

/// Months of headcounts before the last day.
const MONTHS: i64 = 36;

/// What is known of firms. A second record of the same firm adds nothing. Draws are its own, so that firms stay as
/// they were made.
pub fn of_firms(firms: &[Firm], until: Day, seed: u64) -> Vec<Batch> {
    let mut source = Seeded::new(seed ^ 0x5EED_FAC7);
    let (mut listed, mut signed) = (Vec::new(), Vec::new());
    let months = months(until);
    let mut counts: Vec<Vec<MadeFact>> = vec![Vec::new(); months.len()];
    for firm in firms.iter().filter(|firm| firm.says.business_number.is_some() && firm.says.kind == "company")
    {
        let whose = Whose::Firm(firm.key.clone());
        listed.push(MadeFact {
            whose: whose.clone(),
            code: Some(["founded", "founded", "moved", "branch"][draw(&mut source, 4)].to_owned()),
            amount: None,
            days: Days { from: founded(firm), to: None },
            level: Level::Official,
        });
        if let Some(day) = signing(firm, until, &mut source) {
            signed.push(MadeFact {
                whose: whose.clone(),
                code: Some(
                    ["mou", "mou", "mou", "investment", "cooperation"][draw(&mut source, 5)].to_owned(),
                ),
                amount: None,
                days: Days::on(day),
                level: if draw(&mut source, 5) == 0 { Level::SelfDeclared } else { Level::Attested },
            });
        }
        headcounts(&firm.presence, &whose, &months, &mut counts, &mut source);
    }
    let mut batches = vec![
        Batch {
            key: "firm_listed".into(),
            kind: &FIRM,
            papers: vec![(Level::Official, register(until))],
            facts: listed,
        },
        Batch {
            key: "signing".into(),
            kind: &SIGNING,
            papers: vec![(Level::Attested, agreements(until))],
            facts: signed,
        },
    ];
    for (month, facts) in months.iter().zip(counts) {
        let papers = month_papers(*month, until);
        batches.push(Batch {
            key: format!("headcount/{}", &month.to_string()[..7]),
            kind: &HEADCOUNT,
            papers,
            facts,
        });
    }
    batches
}

/// The first days of the months that end before or on the last day.
fn months(until: Day) -> Vec<Day> {
    let mut found = Vec::new();
    let mut month = first_of(until.plus(1)).unwrap_or(until);
    for _ in 0..MONTHS {
        let Some(before) = first_of(month.plus(-1)) else { break };
        month = before;
        found.push(month);
    }
    found.reverse();
    found
}

fn first_of(day: Day) -> Option<Day> {
    Day::parse(&format!("{}-01", &day.to_string()[..7])).ok()
}

fn founded(firm: &Firm) -> Option<Day> {
    firm.says.founded.as_ref().and_then(|text| base::When::parse(text).ok()).and_then(|when| when.days().from)
}

fn signing(firm: &Firm, until: Day, source: &mut Seeded) -> Option<Day> {
    let first = firm.presence.first().and_then(|presence| presence.days.from);
    let chance = draw(source, 100);
    match first {
        Some(first) if chance < 85 => Some(first.plus(-i64::try_from(draw(source, 200)).unwrap_or(0))),
        None if chance < 35 => Some(until.plus(-i64::try_from(draw(source, 2_000)).unwrap_or(0))),
        _ => None,
    }
}

/// Staff from month to month while the firm is here with staff; some months nobody reported, some firms never do.
fn headcounts(
    presence: &[Presence],
    whose: &Whose,
    months: &[Day],
    counts: &mut [Vec<MadeFact>],
    source: &mut Seeded,
) {
    let mut staff = 1 + draw(source, 12) + draw(source, 12) * draw(source, 3);
    let silent = draw(source, 6) == 0;
    let habit = draw(source, 10);
    for (month, counted) in months.iter().zip(counts) {
        let here = presence.iter().any(|held| held.code >= "P3" && held.days.holds(*month));
        if !here {
            continue;
        }
        staff = (staff + draw(source, 3)).saturating_sub(1).max(1);
        let missing = silent || draw(source, 12) == 0;
        let level = match (habit, draw(source, 10)) {
            (0..=4, 0..=8) => Level::Official,
            (5 | 6, 0..=7) => Level::Attested,
            (_, _) => Level::SelfDeclared,
        };
        if missing {
            continue;
        }
        counted.push(MadeFact {
            whose: whose.clone(),
            code: None,
            amount: Some(i64::try_from(staff).unwrap_or(0)),
            days: Days { from: Some(*month), to: first_of(month.plus(31)) },
            level,
        });
    }
}

fn month_papers(month: Day, until: Day) -> Vec<(Level, Paper)> {
    let name = &month.to_string()[..7];
    let issued = month.plus(40).min(until);
    let paper = |reference: String, issuer: &'static str| Paper { reference, issuer, issued };
    vec![
        (Level::Official, paper(format!("가상-고용보험명부-{name}"), "고용보험 (가상)")),
        (Level::Attested, paper(format!("가상-재직확인-{name}"), "미리내AI산업진흥원 (가상)")),
    ]
}

fn register(until: Day) -> Paper {
    Paper {
        reference: "가상-사업자등록".to_owned(), issuer: "미리내세무서 (가상)", issued: until
    }
}

fn agreements(until: Day) -> Paper {
    Paper { reference: "가상-협약대장".to_owned(), issuer: "미리내시 (가상)", issued: until }
}
