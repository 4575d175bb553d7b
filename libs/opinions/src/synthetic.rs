//! Made-up conversations with known groups: for tests, benchmarks and pictures. They say so.
//!
//! Groups have their own chance to agree on divisive statements and a common one on the others; people
//! see a random part of the statements. Nothing here is taken from a real conversation.

use crate::random::Random;
use crate::votes::Vote;

#[cfg(test)]
mod tests;

/// Votes and the truth behind them.
#[derive(Clone, Debug, PartialEq)]
pub struct SyntheticConversation {
    /// Person, statement, vote, in the order in which they are given. Both are numbers from 0.
    pub votes: Vec<(u32, u32, Vote)>,
    /// True group of each person.
    pub truth: Vec<u32>,
    /// Statements on which all groups agree alike.
    pub shared: Vec<u32>,
}

/// A conversation of `people` on `statements` in `groups` true groups, with about `votes` votes.
///
/// A third of the statements divides the groups, a tenth is shared by all, on the rest everybody
/// tosses a coin of the statement's own. One vote in ten is a pass. Group g holds a share of the
/// people proportional to `groups - g + 1`. The same arguments give the same votes.
pub fn synthetic_conversation(
    seed: u64,
    people: u32,
    statements: u32,
    groups: u32,
    votes: u64,
) -> SyntheticConversation {
    let mut random = Random::new(seed);
    let groups = groups.max(1);
    let mut chances: Vec<Vec<f64>> = Vec::with_capacity(statements as usize);
    let mut shared = Vec::new();
    for statement in 0..statements {
        chances.push(match statement % 30 {
            0..10 => divisive(&mut random, groups),
            10..13 => {
                shared.push(statement);
                vec![0.9; groups as usize]
            }
            _ => vec![0.2 + 0.6 * random.unit(); groups as usize],
        });
    }
    let truth: Vec<u32> = (0..people).map(|_| some_group(&mut random, groups)).collect();
    let each = votes as f64 / f64::from(people.max(1));
    let mut rows = Vec::with_capacity(votes as usize);
    let mut deck: Vec<u32> = (0..statements).collect();
    for (person, group) in truth.iter().enumerate() {
        // Between half and one and a half times the mean, as in real conversations nobody is alike.
        let count = ((each * (0.5 + random.unit())).round() as usize).clamp(1.min(deck.len()), deck.len());
        for place in 0..count {
            let chosen = place + random.below(deck.len() - place);
            deck.swap(place, chosen);
            let agree = chances[deck[place] as usize][*group as usize];
            let vote = match random.unit() {
                draw if draw < 0.1 => Vote::Pass,
                draw if (draw - 0.1) / 0.9 < agree => Vote::Agree,
                _ => Vote::Disagree,
            };
            rows.push((person as u32, deck[place], vote));
        }
    }
    SyntheticConversation { votes: rows, truth, shared }
}

/// Chance to agree per group: high in some groups, low in the others, never the same in all of two or
/// more groups.
fn divisive(random: &mut Random, groups: u32) -> Vec<f64> {
    loop {
        let sides: Vec<bool> = (0..groups).map(|_| random.unit() < 0.5).collect();
        if groups == 1 || (sides.contains(&true) && sides.contains(&false)) {
            return sides.iter().map(|agrees| if *agrees { 0.88 } else { 0.12 }).collect();
        }
    }
}

fn some_group(random: &mut Random, groups: u32) -> u32 {
    let all: u32 = (0..groups).map(|group| groups - group + 1).sum();
    let mut left = random.below(all as usize) as u32;
    for group in 0..groups {
        let part = groups - group + 1;
        if left < part {
            return group;
        }
        left -= part;
    }
    groups - 1
}
