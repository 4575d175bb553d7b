//! Published tie rules: which of several equally good projects comes first.
//!
//! A rule is a list of keys, used one after another. It does not depend on the state of the count, so it
//! can be published before the vote and gives every project one rank. When all keys are used up and two
//! projects still share a rank, the count stops with an error that names them: nobody draws in secret.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::str::FromStr;

use crate::election::Election;
use crate::utility::UnknownName;

/// One way to compare two projects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TieKey {
    /// The cheaper project first.
    LowerCost,
    /// The dearer project first.
    HigherCost,
    /// The project with more voters behind it first.
    MoreVotes,
    /// The project listed earlier first.
    ListedFirst,
    /// The smaller id first, compared byte by byte ("10" before "9").
    Id,
    /// Project ids in the order of a public draw. A project that is not in the list comes after those that are.
    Lot(Vec<String>),
}

impl TieKey {
    pub fn name(&self) -> &'static str {
        match self {
            TieKey::LowerCost => "lower-cost",
            TieKey::HigherCost => "higher-cost",
            TieKey::MoreVotes => "more-votes",
            TieKey::ListedFirst => "listed-first",
            TieKey::Id => "id",
            TieKey::Lot(_) => "lot",
        }
    }
}

/// Keys in the order they are asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TieRule {
    pub keys: Vec<TieKey>,
}

impl TieRule {
    /// Lower cost, then more votes; what then remains tied is left to a public draw. The rule published
    /// for equal shares at equalshares.net.
    pub fn published() -> TieRule {
        TieRule { keys: vec![TieKey::LowerCost, TieKey::MoreVotes] }
    }

    /// The published rule, and what then remains tied goes to the project listed first.
    pub fn published_then_listed() -> TieRule {
        TieRule { keys: vec![TieKey::LowerCost, TieKey::MoreVotes, TieKey::ListedFirst] }
    }

    /// Keys by name, separated by commas: `lower-cost,more-votes,lot:7|12|3`. The ids of a draw stand behind
    /// `lot:`, separated by `|`.
    fn parse(text: &str) -> Result<TieRule, UnknownName> {
        let mut keys = Vec::new();
        for name in text.split(',').map(str::trim) {
            keys.push(match name {
                "lower-cost" => TieKey::LowerCost,
                "higher-cost" => TieKey::HigherCost,
                "more-votes" => TieKey::MoreVotes,
                "listed-first" => TieKey::ListedFirst,
                "id" => TieKey::Id,
                _ => match name.strip_prefix("lot:") {
                    Some(ids) => TieKey::Lot(ids.split('|').map(str::to_string).collect()),
                    None => return Err(UnknownName::new("tie key", name, KEY_NAMES.to_vec())),
                },
            });
        }
        Ok(TieRule { keys })
    }

    /// The rank of each project, 0 first. Projects that no key separates share a rank. `votes[p]` is the
    /// number of voters behind project p.
    pub fn ranks(&self, election: &Election, votes: &[u64]) -> Vec<u32> {
        let lots = self.keys.iter().map(|key| lot_places(key, election)).collect::<Vec<_>>();
        let compare = |&a: &usize, &b: &usize| self.compare(election, votes, &lots, a, b);
        let mut order = (0..election.projects().len()).collect::<Vec<_>>();
        order.sort_by(compare);
        let mut ranks = vec![0; order.len()];
        let mut rank = 0;
        for pair in order.windows(2) {
            if compare(&pair[0], &pair[1]) != Ordering::Equal {
                rank += 1;
            }
            ranks[pair[1]] = rank;
        }
        ranks
    }

    /// The name of the key that separates two projects, if one does.
    pub fn deciding_key(
        &self,
        election: &Election,
        votes: &[u64],
        a: usize,
        b: usize,
    ) -> Option<&'static str> {
        let lots = self.keys.iter().map(|key| lot_places(key, election)).collect::<Vec<_>>();
        (0..self.keys.len())
            .find(|&index| self.compare_by(index, election, votes, &lots, a, b) != Ordering::Equal)
            .map(|index| self.keys[index].name())
    }

    fn compare(
        &self,
        election: &Election,
        votes: &[u64],
        lots: &[Vec<usize>],
        a: usize,
        b: usize,
    ) -> Ordering {
        (0..self.keys.len())
            .map(|index| self.compare_by(index, election, votes, lots, a, b))
            .find(|&order| order != Ordering::Equal)
            .unwrap_or(Ordering::Equal)
    }

    fn compare_by(
        &self,
        index: usize,
        election: &Election,
        votes: &[u64],
        lots: &[Vec<usize>],
        a: usize,
        b: usize,
    ) -> Ordering {
        let (first, second) = (&election.projects()[a], &election.projects()[b]);
        match &self.keys[index] {
            TieKey::LowerCost => first.cost.cmp(&second.cost),
            TieKey::HigherCost => second.cost.cmp(&first.cost),
            TieKey::MoreVotes => votes[b].cmp(&votes[a]),
            TieKey::ListedFirst => a.cmp(&b),
            TieKey::Id => first.id.cmp(&second.id),
            TieKey::Lot(_) => lots[index][a].cmp(&lots[index][b]),
        }
    }
}

const KEY_NAMES: [&str; 6] =
    ["lower-cost", "higher-cost", "more-votes", "listed-first", "id", "lot:ID|ID|.."];

impl FromStr for TieRule {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<TieRule, UnknownName> {
        TieRule::parse(text)
    }
}

/// For a drawn order the place of each project; empty for the other keys.
fn lot_places(key: &TieKey, election: &Election) -> Vec<usize> {
    let TieKey::Lot(order) = key else {
        return Vec::new();
    };
    let mut places = HashMap::new();
    for (place, id) in order.iter().enumerate() {
        places.entry(id.as_str()).or_insert(place);
    }
    let last = order.len();
    election
        .projects()
        .iter()
        .map(|project| places.get(project.id.as_str()).copied().unwrap_or(last))
        .collect()
}
