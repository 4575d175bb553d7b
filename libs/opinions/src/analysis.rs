//! The whole map of a conversation: axes, places, groups, tallies, typical statements, consensus.
//!
//! This file puts the parts in order; each part says in its own file what it does. Files are read in
//! `export`, words are made in `report`.

use crate::axes::{Axes, principal_axes};
use crate::chance::scatter_by_chance;
use crate::clusters::Point;
use crate::consensus::{self, StatementConsensus, by_low};
use crate::error::OpinionError;
use crate::groups::{Groups, Mapped, find_groups, groups_from};
use crate::parallel;
use crate::representative::{self, Representation};
use crate::settings::{GroupCount, Settings, Start};
use crate::tallies::Tallies;
use crate::votes::{Cast, Vote, Votes};
use crate::weights::Weights;

/// A place on the map: along the first axis, along the second.
pub type Position = [f64; 2];

/// Chunks of parallel work at most; the cut depends on the data alone.
const CHUNKS: usize = 64;
/// Groups at most; a plane with more of them says nothing to anybody.
const MOST_GROUPS: usize = 50;

/// A map with everything that is said about it. Indices are those of the [`Votes`] it was made from.
#[derive(Clone, Debug, PartialEq)]
pub struct Analysis {
    /// The choices it was made with.
    pub settings: Settings,
    /// The plane.
    pub axes: Axes,
    /// Axes with more scatter than chance gives, as far as [`Axes::leading`] goes. With none there is
    /// nothing to divide people by; with more than two the map does not show everything.
    pub axes_above_chance: usize,
    /// Place of every person, also of those who voted too little to be in a group.
    pub positions: Vec<Position>,
    /// The groups.
    pub groups: Groups,
    /// Who said what.
    pub tallies: Tallies,
    /// How typical each statement is of each group: statement after statement, groups side by side.
    pub representations: Vec<Representation>,
    /// What each statement unites and divides.
    pub standings: Vec<StatementConsensus>,
    /// Weight of each person; 1 where nobody is weighted.
    pub weights: Vec<f64>,
}

/// Makes the map of the votes. With `weights`, every mean, axis, centre, share and test counts people
/// by their weight; without, everybody counts once.
///
/// Errors: no votes, fewer than two people or statements, nothing but passes, a start or a number of
/// groups that cannot be, weights of another set of people. Where everybody votes alike there is no
/// difference to draw: the map then has one group, and the consensus is still told.
pub fn analyse(
    votes: &Votes,
    settings: &Settings,
    weights: Option<&Weights>,
) -> Result<Analysis, OpinionError> {
    check(votes, weights)?;
    let weight_list = weights.map(|weights| weights.values.as_slice());
    let axes = principal_axes(votes, weight_list, settings.seed, settings.threads);
    let by_chance = scatter_by_chance(votes, weight_list, settings.seed, settings.threads);
    let axes_above_chance = axes.leading.iter().filter(|scatter| **scatter > by_chance).count();
    let positions = place_everybody(votes, &axes, settings.threads);
    let mapped = who_is_mapped(votes, &positions, weight_list, settings);
    let groups = match &settings.start {
        Start::Seeded => {
            check_count(settings.groups, mapped.len())?;
            let wanted = match settings.groups {
                GroupCount::UpTo(_) if axes_above_chance == 0 => GroupCount::UpTo(1),
                GroupCount::UpTo(_) | GroupCount::Exactly(_) => settings.groups,
            };
            find_groups(&mapped, votes.people().len(), wanted, settings.seed)
        }
        Start::People(names) => groups_from(&mapped, votes.people().len(), start_of(names, votes, &mapped)?),
    };
    let tallies = Tallies::count(votes, &groups.group_of, groups.count(), weight_list);
    let mut representations = Vec::with_capacity(votes.statements().len() * groups.count());
    for statement in 0..votes.statements().len() {
        representations
            .extend((0..groups.count()).map(|group| representative::represent(&tallies, statement, group)));
    }
    representative::adjust(&mut representations);
    let standing = |statement| consensus::standing(&tallies, statement, settings.bound_z);
    let standings = (0..votes.statements().len()).map(standing).collect();
    let weights = weight_list.map_or_else(|| vec![1.0; votes.people().len()], <[f64]>::to_vec);
    Ok(Analysis {
        settings: settings.clone(),
        axes,
        axes_above_chance,
        positions,
        groups,
        tallies,
        representations,
        standings,
        weights,
    })
}

impl Analysis {
    /// Statements typical of a group at the allowed rate of false discoveries, most typical first.
    pub fn typical_of(&self, group: usize) -> Vec<usize> {
        let rate = self.settings.false_discovery_rate;
        representative::ranked(&self.representations, self.groups.count(), group, rate)
    }

    /// How typical a statement is of a group.
    pub fn representation(&self, statement: usize, group: usize) -> &Representation {
        &self.representations[statement * self.groups.count() + group]
    }

    /// Statements by how surely all groups agree, best first.
    pub fn consensus(&self) -> Vec<usize> {
        by_low(&self.standings, &|standing| standing.agree)
    }

    /// Statements by how surely all groups disagree, best first.
    pub fn rejection(&self) -> Vec<usize> {
        by_low(&self.standings, &|standing| standing.disagree)
    }

    /// Statements by how surely they divide two groups, widest first.
    pub fn division(&self) -> Vec<usize> {
        by_low(&self.standings, &|standing| standing.division)
    }
}

fn check(votes: &Votes, weights: Option<&Weights>) -> Result<(), OpinionError> {
    let people = votes.people().len();
    if votes.is_empty() {
        return Err(OpinionError::NoVotes);
    }
    if people < 2 {
        return Err(OpinionError::TooFewPeople { found: people });
    }
    if votes.statements().len() < 2 {
        return Err(OpinionError::TooFewStatements { found: votes.statements().len() });
    }
    let takes_side = |person: usize| votes.row(person).iter().any(|cast| cast.vote() != Vote::Pass);
    if !(0..people).any(takes_side) {
        return Err(OpinionError::OnlyPasses { votes: votes.len() });
    }
    match weights {
        Some(weights) if weights.values.len() != people => {
            Err(OpinionError::WrongWeights { weights: weights.values.len(), people })
        }
        Some(_) | None => Ok(()),
    }
}

fn check_count(wanted: GroupCount, mapped: usize) -> Result<(), OpinionError> {
    let (asked, most) = match wanted {
        GroupCount::Exactly(asked) => (asked, mapped.min(MOST_GROUPS)),
        GroupCount::UpTo(asked) => (asked, MOST_GROUPS),
    };
    if asked == 0 || asked > most { Err(OpinionError::ImpossibleGroups { asked, most }) } else { Ok(()) }
}

fn place_everybody(votes: &Votes, axes: &Axes, threads: usize) -> Vec<Position> {
    let worth = Worth::of(axes);
    let chunks = parallel::chunks(votes.people().len(), CHUNKS.min(votes.len() / 4096 + 1));
    let parts = parallel::over_chunks(&chunks, threads, &|people| {
        people.map(|person| worth.place(votes.row(person))).collect::<Vec<Position>>()
    });
    parts.concat()
}

/// What each vote adds to a person's place.
#[derive(Clone, Debug)]
pub(crate) struct Worth {
    entries: Vec<Position>,
}

impl Worth {
    pub(crate) fn of(axes: &Axes) -> Worth {
        let mut entries = vec![[0.0; 2]; axes.means.len() * 4];
        for (statement, mean) in axes.means.iter().enumerate() {
            for slot in 0..3 {
                let value = slot as f64 - 1.0 - mean;
                entries[statement * 4 + slot] =
                    [value * axes.directions[0][statement], value * axes.directions[1][statement]];
            }
        }
        Worth { entries }
    }

    /// Place of a person with these votes. Who votes on few statements would stand near the middle
    /// only because the rest is missing; the root of (statements / votes) undoes that, as Polis does.
    pub(crate) fn place(&self, row: &[Cast]) -> Position {
        let mut place = [0.0; 2];
        for cast in row {
            let entry = self.entries[cast.entry()];
            place[0] += entry[0];
            place[1] += entry[1];
        }
        let statements = (self.entries.len() / 4) as f64;
        let stretch = (statements / row.len().max(1) as f64).sqrt();
        [place[0] * stretch, place[1] * stretch]
    }
}

/// Votes a person needs to be in a group.
pub(crate) fn votes_needed(votes: &Votes, settings: &Settings) -> usize {
    settings.votes_to_be_mapped.min(votes.statements().len())
}

fn who_is_mapped(
    votes: &Votes,
    positions: &[Position],
    weights: Option<&[f64]>,
    settings: &Settings,
) -> Vec<Mapped> {
    let needed = votes_needed(votes, settings);
    let people = 0..votes.people().len();
    let mut chosen: Vec<usize> = people.clone().filter(|person| votes.count_of(*person) >= needed).collect();
    if chosen.len() < settings.people_wanted {
        let mut by_votes: Vec<usize> = people.collect();
        by_votes.sort_by_key(|person| (std::cmp::Reverse(votes.count_of(*person)), *person));
        chosen = by_votes.into_iter().take(settings.people_wanted).collect();
        chosen.sort_unstable();
    }
    let mapped = |person: usize| {
        let weight = weights.map_or(1.0, |weights| weights[person]);
        Mapped { person, point: Point { at: positions[person], weight } }
    };
    chosen.into_iter().map(mapped).collect()
}

fn start_of(names: &[String], votes: &Votes, mapped: &[Mapped]) -> Result<Vec<Position>, OpinionError> {
    check_count(GroupCount::Exactly(names.len()), mapped.len())?;
    let place = |name: &String| {
        let person = votes.person(name);
        let one = mapped.iter().find(|one| Some(one.person) == person);
        one.map(|one| one.point.at).ok_or_else(|| OpinionError::UnknownStart { person: name.clone() })
    };
    names.iter().map(place).collect()
}
