//! Neighbours: a home beside similar homes, never beside a few.
//!
//! Fewer than fifteen homes give no answer, and the answer holds quartiles, not the least or the most, so
//! that no single neighbour can be read out of it.

use crate::fault::{Fault, FaultKind};

/// The smallest group that is compared with.
pub const HOMES_MIN: usize = 15;

/// What makes homes similar; `None` where it is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Home {
    pub wh_per_day: i64,
    pub people: Option<u8>,
    pub area_m2: Option<u16>,
}

/// A home beside its group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    pub homes: usize,
    /// What the group has in common.
    pub alike: &'static str,
    pub low_quartile: i64,
    pub median: i64,
    pub high_quartile: i64,
    /// Homes of the group that use less, in per cent.
    pub less_percent: i64,
}

/// Compares a home with the others: of the same number of people and floor area (within a fifth) when
/// there are fifteen of them, else of the same number of people, else with all. The home itself must not
/// be among the others.
///
/// # Errors
/// `TooFew` when there are fewer than fifteen homes in all.
pub fn compare(home: Home, others: &[Home]) -> Result<Comparison, Fault> {
    let people = |other: &&Home| home.people.is_some() && other.people == home.people;
    let area = |other: &&Home| match (home.area_m2, other.area_m2) {
        (Some(own), Some(area)) => u32::from(own.abs_diff(area)) * 5 <= u32::from(own),
        _ => false,
    };
    let groups = [
        ("people and floor area", others.iter().filter(people).filter(area).collect::<Vec<&Home>>()),
        ("people", others.iter().filter(people).collect()),
        ("all homes", others.iter().collect()),
    ];
    let Some((alike, group)) = groups.into_iter().find(|(_, group)| group.len() >= HOMES_MIN) else {
        let what = format!("{} homes are too few to compare with", others.len());
        let mend = format!("a comparison needs at least {HOMES_MIN} homes");
        return Err(Fault::new(FaultKind::TooFew, "neighbours", what, mend));
    };
    let mut uses: Vec<i64> = group.iter().map(|other| other.wh_per_day).collect();
    uses.sort_unstable();
    let at = |percent: usize| uses[(uses.len() - 1) * percent / 100];
    let less = uses.partition_point(|wh| *wh < home.wh_per_day);
    Ok(Comparison {
        homes: uses.len(),
        alike,
        low_quartile: at(25),
        median: at(50),
        high_quartile: at(75),
        less_percent: (less * 100 / uses.len()) as i64,
    })
}
