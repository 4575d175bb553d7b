//! Days that meet, as stretches of claims sorted by first and last day.
//!
//! A printed date is a day, a month or a year ([`crate::day::Days::parse`]), so of two that meet one contains the
//! other. Those that meet a claim's days begin within them (one stretch), or are the month or the year around them.

use std::ops::Range;

use crate::claim::Claim;
use crate::day::{Day, Days};

/// Places whose days meet those of the claim at `place`, itself among them: sorted and without overlap.
pub fn same_days(claims: &[&Claim], place: usize) -> Vec<Range<usize>> {
    let days = &claims[place].as_of;
    let start = claims.partition_point(|claim| claim.as_of.first < days.first);
    let end = claims.partition_point(|claim| claim.as_of.first <= days.last);
    let mut stretches: Vec<Range<usize>> = Vec::with_capacity(3);
    stretches.push(start..end);
    for around in around(days) {
        let from = claims.partition_point(|claim| key(&claim.as_of) < around);
        let to = claims.partition_point(|claim| key(&claim.as_of) <= around);
        // One that begins on the same day is in the stretch already.
        if from < to && to <= start {
            stretches.push(from..to);
        }
    }
    stretches.sort_by_key(|stretch| stretch.start);
    stretches
}

/// All other places.
pub fn others(claims: &[&Claim], place: usize) -> Vec<Range<usize>> {
    let mut gaps = Vec::new();
    let mut from = 0;
    for stretch in same_days(claims, place) {
        gaps.push(from..stretch.start);
        from = stretch.end;
    }
    gaps.push(from..claims.len());
    gaps.retain(|gap| !gap.is_empty());
    gaps
}

fn key(days: &Days) -> (Day, Day) {
    (days.first, days.last)
}

/// The month and the year that a day lies in, the year of a month.
fn around(days: &Days) -> Vec<(Day, Day)> {
    let year = days.first.year;
    let texts = [format!("{year:04}-{:02}", days.first.month), format!("{year:04}")];
    let wider = texts.iter().filter_map(|text| Days::parse(text)).map(|wide| key(&wide));
    wider
        .filter(|(first, last)| *first <= days.first && days.last <= *last && (*first, *last) != key(days))
        .collect()
}
