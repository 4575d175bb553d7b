//! The choices a map is made with. They are printed in every report, so that anyone can repeat it.

/// How the groups start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Start {
    /// Seeded starts; the best of twenty counts.
    Seeded,
    /// One start: the positions of these people, one per group. The names do not depend on the sign or
    /// scale of the axes, so a run of another program can be compared from the same start.
    People(Vec<String>),
}

/// How many groups.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GroupCount {
    /// Two up to this many; the mean silhouette chooses. With 1 there is no choice; at most 50.
    UpTo(usize),
    /// Exactly this many, 1 to 50; fewer where people stand in fewer places.
    Exactly(usize),
}

/// Which statements count, by what their moderators decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strictness {
    /// All of them, also rejected ones.
    Everything,
    /// All but rejected ones.
    AllButRejected,
    /// Accepted ones only.
    OnlyAccepted,
}

/// The choices a map is made with.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// Which statements of the files count; [`crate::analyse`] takes the votes as they are.
    pub strictness: Strictness,
    /// Seed of all start values.
    pub seed: u64,
    /// Threads to work on; changes the time, never a bit of the result.
    pub threads: usize,
    /// Votes a person needs to be put into a group (or all statements, where there are fewer).
    pub votes_to_be_mapped: usize,
    /// People the map should have: when fewer voted often enough, those with most votes are added.
    pub people_wanted: usize,
    /// How many groups.
    pub groups: GroupCount,
    /// How the groups start.
    pub start: Start,
    /// Standard normal quantile of the one-sided bounds; 1.6449 is 95 percent.
    pub bound_z: f64,
    /// Share of false discoveries allowed among the representative statements.
    pub false_discovery_rate: f64,
}

impl Default for Settings {
    /// Thresholds 7, 15 and 5 as Polis documents them; seed 1, one thread, 95 percent bounds, 10 percent
    /// false discoveries.
    fn default() -> Settings {
        Settings {
            strictness: Strictness::AllButRejected,
            seed: 1,
            threads: 1,
            votes_to_be_mapped: 7,
            people_wanted: 15,
            groups: GroupCount::UpTo(5),
            start: Start::Seeded,
            bound_z: 1.644_853_626_951_472_2,
            false_discovery_rate: 0.10,
        }
    }
}
