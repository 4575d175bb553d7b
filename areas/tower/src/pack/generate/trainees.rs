//! Made-up trainees: who completed which class, and what is known of their work afterwards. A person is a random
//! number; there are no names and nothing else about them.

use super::draw;
use super::facts::{Batch, MadeFact, Whose};
use super::history::Paper;
use crate::measure::facts::{COMPLETION, EMPLOYMENT};
use crate::pack::shape::Trainees;
use base::{Day, Days, Level, PersonId, Seeded};
use std::collections::BTreeMap;

/// Courses: code, and how many of a hundred take it first.
const COURSES: [(&str, usize); 4] = [("school", 40), ("convergence", 75), ("online", 93), ("graduate", 100)];
/// Half-years of classes before the last day.
const TERMS: i64 = 12;
/// Facts about work in one batch.
const BATCH: usize = 2_000;

/// Makes the classes and what followed.
pub fn make(file: &Trainees) -> Vec<Batch> {
    let mut source = Seeded::new(u64::from_le_bytes(file.seed.get_ref().to_le_bytes()));
    let until = file.until.get_ref().0;
    let terms = terms(until);
    let mut classes: BTreeMap<String, (Day, Vec<MadeFact>)> = BTreeMap::new();
    let mut work = Vec::new();
    for _ in 0..*file.count.get_ref() {
        let person = PersonId::new(&mut source);
        let term = draw(&mut source, terms.len());
        let done = complete(person, term, &terms, &mut classes, &mut source);
        // Some come back for another class; they are one person all the same.
        if draw(&mut source, 12) == 0 && term + 1 < terms.len() {
            let later = term + 1 + draw(&mut source, terms.len() - term - 1);
            complete(person, later, &terms, &mut classes, &mut source);
        }
        afterwards(person, done, until, &mut work, &mut source);
    }
    let mut batches: Vec<Batch> = classes
        .into_iter()
        .map(|(class, (day, facts))| Batch {
            papers: class_papers(&class, day.min(until)),
            key: format!("completion/{class}"),
            kind: &COMPLETION,
            facts,
        })
        .collect();
    for (index, facts) in work.chunks(BATCH).enumerate() {
        batches.push(Batch {
            key: format!("employment/{index:03}"),
            kind: &EMPLOYMENT,
            papers: work_papers(until),
            facts: facts.to_vec(),
        });
    }
    batches
}

/// The last days of half-years with their names, oldest first.
fn terms(until: Day) -> Vec<(String, Day)> {
    let (year, months) = (until.year(), [(1, "06-30"), (2, "12-20")]);
    let mut all: Vec<(String, Day)> = (0..=TERMS / 2)
        .flat_map(|back| {
            months.map(|(half, day)| (format!("{}-{half}", year - back), format!("{}-{day}", year - back)))
        })
        .filter_map(|(name, day)| Day::parse(&day).ok().map(|day| (name, day)))
        .filter(|(_, day)| *day <= until)
        .collect();
    all.sort_by_key(|(_, day)| std::cmp::Reverse(*day));
    all.truncate(usize::try_from(TERMS).unwrap_or(12));
    all.reverse();
    all
}

fn complete(
    person: PersonId,
    term: usize,
    terms: &[(String, Day)],
    classes: &mut BTreeMap<String, (Day, Vec<MadeFact>)>,
    source: &mut Seeded,
) -> Day {
    let (name, last) = &terms[term];
    let chance = draw(source, 100);
    let course = COURSES.iter().find(|(_, below)| chance < *below).map_or("school", |(course, _)| course);
    let level = match draw(source, 20) {
        0 => Level::SelfDeclared,
        1..=5 => Level::Attested,
        _ => Level::Official,
    };
    let fact = MadeFact {
        whose: Whose::Person(person),
        code: Some(format!("{course}/{name}")),
        amount: None,
        days: Days::on(*last),
        level,
    };
    classes.entry(format!("{course}/{name}")).or_insert_with(|| (*last, Vec::new())).1.push(fact);
    *last
}

/// Spells of work from the last day of class on. For a third nothing is known; for the others the news ends some day.
fn afterwards(person: PersonId, done: Day, until: Day, work: &mut Vec<MadeFact>, source: &mut Seeded) {
    if draw(source, 3) == 0 {
        return;
    }
    // Followed up for half a year, a year, two years or longer.
    let followed = [200, 390, 390, 760, 1_200][draw(source, 5)];
    let end = done.plus(followed).min(until.plus(1));
    let level = match draw(source, 10) {
        0..=4 => Level::Official,
        5 | 6 => Level::Attested,
        _ => Level::SelfDeclared,
    };
    let mut day = done.plus(1);
    let mut state = match draw(source, 10) {
        0..=2 => "here",
        3 | 4 => "elsewhere",
        5 => "studying",
        _ => "without",
    };
    while day < end {
        let length = 40 + draw(source, 420);
        let last = day.plus(i64::try_from(length).unwrap_or(0)).min(end);
        work.push(MadeFact {
            whose: Whose::Person(person),
            code: Some(state.to_owned()),
            amount: None,
            days: Days { from: Some(day), to: Some(last) },
            level,
        });
        state = next(state, source);
        day = last;
    }
}

fn next(state: &str, source: &mut Seeded) -> &'static str {
    match (state, draw(source, 10)) {
        ("here" | "returned", 0..=6) => "here",
        ("here" | "returned", 7 | 8) => "elsewhere",
        ("elsewhere", 0..=5) => "elsewhere",
        ("elsewhere", 6 | 7) => "returned",
        ("studying" | "without", 0..=4) => "here",
        ("studying" | "without", 5 | 6) => "elsewhere",
        (_, _) => "without",
    }
}

fn class_papers(class: &str, issued: Day) -> Vec<(Level, Paper)> {
    vec![
        (
            Level::Official,
            Paper {
                reference: format!("가상-수료대장-{class}"), issuer: "미리내교육청 (가상)", issued
            },
        ),
        (
            Level::Attested,
            Paper {
                reference: format!("가상-수료확인-{class}"), issuer: "현장AI학교 (가상)", issued
            },
        ),
    ]
}

fn work_papers(issued: Day) -> Vec<(Level, Paper)> {
    vec![
        (
            Level::Official,
            Paper {
                reference: "가상-고용보험취득이력".to_owned(), issuer: "고용보험 (가상)", issued
            },
        ),
        (
            Level::Attested,
            Paper { reference: "가상-취업확인".to_owned(), issuer: "현장AI학교 (가상)", issued },
        ),
    ]
}
