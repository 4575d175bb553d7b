//! Made-up presence: from an agreement over a room to staff and a head office, or away again. For a quarter of the
//! firms nothing is known, as in life.

use super::draw;
use base::{Day, Days, Level, Seeded};

/// One statement of presence.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Presence {
    /// `P0` to `P5`.
    pub code: &'static str,
    /// From when to when.
    pub days: Days,
    /// How it is known.
    pub level: Level,
    /// What it rests on; from `Attested` on there always is something.
    pub evidence: Option<Paper>,
}

/// A paper outside the system.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Paper {
    /// Its number.
    pub reference: String,
    /// Who issued it.
    pub issuer: &'static str,
    /// When.
    pub issued: Day,
}

/// What is known of a firm between its first day and `until`.
pub fn history(first: Day, until: Day, source: &mut Seeded) -> Vec<Presence> {
    let span = usize::try_from(until.number() - first.number()).unwrap_or(0);
    if draw(source, 4) == 0 || span < 30 {
        return Vec::new();
    }
    let mut codes = match draw(source, 20) {
        0..=5 => vec!["P0"],
        6 | 7 => vec!["P1"],
        8 | 9 => vec!["P0", "P1"],
        10 | 11 => vec!["P2"],
        12 => vec!["P0", "P2"],
        13 | 14 => vec!["P3"],
        15 => vec!["P0", "P2", "P3"],
        16 => vec!["P2", "P3"],
        17 => vec!["P4"],
        18 => vec!["P3", "P4"],
        _ => vec!["P5"],
    };
    let gone = draw(source, 11) == 0;
    // The days on which one step followed another, and at the end perhaps the day of leaving.
    let mut turns: Vec<Day> = (0..codes.len() + usize::from(gone))
        .map(|_| first.plus(i64::try_from(draw(source, span)).unwrap_or(0)))
        .collect();
    turns.sort();
    turns.dedup();
    codes.truncate(turns.len());
    let steps = codes.len();
    codes
        .into_iter()
        .enumerate()
        .map(|(step, code)| {
            let to = turns.get(step + 1).copied().filter(|_| step + 1 < steps || gone);
            presence(code, Days { from: Some(turns[step]), to }, until, source)
        })
        .collect()
}

fn presence(code: &'static str, days: Days, until: Day, source: &mut Seeded) -> Presence {
    let level = match (draw(source, 10), code) {
        (0..=3, "P0") => Level::Intention,
        (0..=3, _) => Level::SelfDeclared,
        (4..=6, _) => Level::Attested,
        (7 | 8, _) => Level::Official,
        (_, _) => Level::Audited,
    };
    let evidence = (level >= Level::Attested).then(|| paper(code, level, days, until, source));
    Presence { code, days, level, evidence }
}

fn paper(code: &str, level: Level, days: Days, until: Day, source: &mut Seeded) -> Paper {
    let number = draw(source, 90_000) + 10_000;
    let (word, issuer) = match (level, code) {
        (Level::Audited, _) => ("가상-감사", "미리내시 감사위원회 (가상)"),
        (Level::Official, "P0") => ("가상-협약대장", "미리내시 (가상)"),
        (Level::Official, _) => ("가상-고용보험명부", "고용보험 (가상)"),
        (_, "P0") => ("가상-협약서", "미리내AI산업진흥원 (가상)"),
        (_, "P1" | "P2") => ("가상-입주확인", "미리내테크노파크 (가상)"),
        (_, _) => ("가상-재직확인", "미리내AI산업진흥원 (가상)"),
    };
    let from = days.from.unwrap_or(until);
    let issued = from.plus(i64::try_from(draw(source, 60)).unwrap_or(0)).min(until);
    Paper { reference: format!("{word}-{number}"), issuer, issued }
}
