//! An election: a budget, projects with costs, ballots.
//!
//! It knows no rule and no file format. Money is a whole number of the smallest unit the election uses
//! (`decimals` = 2: cents), points likewise, so that rules can be exact.
//!
//! Invariant: every ballot names known projects, each once, in ascending order of index.
//! Invariant: equal ballots are one class with a number of voters; classes stand in order of first sight.
//! Invariant: amounts are at most [`LARGEST_AMOUNT`], so that an `f64` holds each exactly.

use std::collections::HashMap;

/// The largest budget or cost, in smallest units: 2^53.
pub const LARGEST_AMOUNT: u64 = 1 << 53;
/// The largest number of points one voter can give one project, in smallest units.
pub const LARGEST_MARK: u32 = 1_000_000;
/// The most projects in an election.
pub const MOST_PROJECTS: usize = 1_000_000;
/// The most decimals that an amount of money or points may have.
pub const MOST_DECIMALS: u8 = 6;

/// How residents voted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BallotKind {
    /// A set of projects. The mark of each is 1.
    Approval,
    /// Points shared out over projects, at most a given sum. The mark is the points.
    Cumulative,
    /// Points for each project by itself. The mark is the points.
    Scoring,
    /// A ranking. The mark is the place, 1 is best.
    Ordinal,
}

/// A project that asks for money.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Project {
    /// The name that ballots use.
    pub id: String,
    /// The title for people; may be empty.
    pub title: String,
    /// In smallest units of money.
    pub cost: u64,
}

/// What a ballot says about one project.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Mark {
    /// Index into [`Election::projects`].
    pub project: u32,
    /// 1, points or place, see [`BallotKind`].
    pub value: u32,
}

/// One distinct ballot and how many voters cast it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BallotClass<'a> {
    /// In ascending order of project.
    pub marks: &'a [Mark],
    pub voters: u32,
}

/// A checked election. Build it with [`ElectionBuilder`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Election {
    kind: BallotKind,
    budget: u64,
    money_decimals: u8,
    point_decimals: u8,
    projects: Vec<Project>,
    voters: u32,
    longest_ballot: u32,
    starts: Vec<u32>,
    marks: Vec<Mark>,
    class_voters: Vec<u32>,
}

impl Election {
    pub fn kind(&self) -> BallotKind {
        self.kind
    }

    /// The money to give away, in smallest units.
    pub fn budget(&self) -> u64 {
        self.budget
    }

    /// How many decimals an amount of money has: smallest units per currency unit = 10^decimals.
    pub fn money_decimals(&self) -> u8 {
        self.money_decimals
    }

    /// How many decimals points have.
    pub fn point_decimals(&self) -> u8 {
        self.point_decimals
    }

    /// Smallest units in one currency unit.
    pub fn currency_unit(&self) -> u64 {
        10_u64.pow(u32::from(self.money_decimals))
    }

    pub fn projects(&self) -> &[Project] {
        &self.projects
    }

    /// Everybody who cast a ballot, empty ballots included.
    pub fn voters(&self) -> u32 {
        self.voters
    }

    /// The most projects that a ballot ranks or may rank.
    pub fn longest_ballot(&self) -> u32 {
        self.longest_ballot
    }

    /// Number of distinct ballots that name a project.
    pub fn class_count(&self) -> usize {
        self.class_voters.len()
    }

    /// The distinct ballots in order of first sight.
    pub fn classes(&self) -> impl Iterator<Item = BallotClass<'_>> {
        self.starts.windows(2).zip(&self.class_voters).map(|(range, &voters)| BallotClass {
            marks: &self.marks[range[0] as usize..range[1] as usize],
            voters,
        })
    }

    /// The sum of the costs of some projects, in smallest units.
    pub fn cost_of(&self, projects: &[usize]) -> u64 {
        projects.iter().map(|&project| self.projects[project].cost).sum()
    }

    /// An amount as people write it: `1234.50`.
    pub fn money_text(&self, amount: u64) -> String {
        decimal_text(amount, self.money_decimals)
    }
}

/// A whole number of smallest units as a decimal number.
pub fn decimal_text(amount: u64, decimals: u8) -> String {
    if decimals == 0 {
        return amount.to_string();
    }
    let unit = 10_u64.pow(u32::from(decimals));
    format!("{}.{:0width$}", amount / unit, amount % unit, width = usize::from(decimals))
}

/// Why no election can be built.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ElectionError {
    #[error("the budget is zero")]
    BudgetZero,
    #[error("there is no project")]
    NoProjects,
    #[error("there is no ballot")]
    NoVoters,
    #[error("more than {MOST_DECIMALS} decimals")]
    TooManyDecimals,
    #[error("the amount {} is larger than {LARGEST_AMOUNT} smallest units", named(*amount))]
    AmountTooLarge { amount: u64 },
    #[error("the costs of all projects together are larger than {LARGEST_AMOUNT} smallest units")]
    CostsTooLarge,
    #[error("there are more than {MOST_PROJECTS} projects")]
    TooManyProjects,
    #[error("the project id is empty")]
    EmptyId,
    #[error("the project id \"{id}\" stands twice")]
    IdTwice { id: String },
    #[error("the ballot names project number {project}, and there are {count}")]
    UnknownProject { project: u32, count: usize },
    #[error("the ballot names project \"{id}\" twice")]
    ProjectTwice { id: String },
    #[error("the ballot gives project \"{id}\" the mark {value}")]
    BadMark { id: String, value: u32 },
    #[error("more than 4,294,967,295 voters or marks")]
    TooManyVoters,
}

impl ElectionError {
    /// What to do about it.
    pub fn mend(&self) -> &'static str {
        match self {
            ElectionError::BudgetZero => "give the amount of money that can be spent",
            ElectionError::NoProjects => "list at least one project",
            ElectionError::NoVoters => "list at least one ballot",
            ElectionError::TooManyDecimals => "round the amounts or use a larger unit",
            ElectionError::AmountTooLarge { .. } | ElectionError::CostsTooLarge => {
                "count in a larger unit of money"
            }
            ElectionError::TooManyProjects => "split the election by district",
            ElectionError::EmptyId => "give every project an id",
            ElectionError::IdTwice { .. } => "give every project its own id, or remove the second line",
            ElectionError::UnknownProject { .. } => "add the project to the list or take it off the ballot",
            ElectionError::ProjectTwice { .. } => "name each project once on a ballot",
            ElectionError::BadMark { .. } => {
                "approvals are 1, points at most 1,000,000, places run from 1 without gaps"
            }
            ElectionError::TooManyVoters => "split the election by district",
        }
    }
}

/// Collects projects, then ballots, and merges equal ballots.
#[derive(Clone, Debug)]
pub struct ElectionBuilder {
    kind: BallotKind,
    budget: u64,
    money_decimals: u8,
    point_decimals: u8,
    longest_ballot: u32,
    projects: Vec<Project>,
    index_by_id: HashMap<String, usize>,
    voters: u64,
    class_by_marks: HashMap<Vec<Mark>, u32>,
    starts: Vec<u32>,
    marks: Vec<Mark>,
    class_voters: Vec<u32>,
    sorted: Vec<Mark>,
}

impl ElectionBuilder {
    /// `budget` is in smallest units, of which one currency unit has 10^`money_decimals`.
    pub fn new(kind: BallotKind, budget: u64, money_decimals: u8) -> Result<ElectionBuilder, ElectionError> {
        if budget == 0 {
            return Err(ElectionError::BudgetZero);
        }
        if money_decimals > MOST_DECIMALS {
            return Err(ElectionError::TooManyDecimals);
        }
        check_amount(budget)?;
        Ok(ElectionBuilder {
            kind,
            budget,
            money_decimals,
            point_decimals: 0,
            longest_ballot: 0,
            projects: Vec::new(),
            index_by_id: HashMap::new(),
            voters: 0,
            class_by_marks: HashMap::new(),
            starts: vec![0],
            marks: Vec::new(),
            class_voters: Vec::new(),
            sorted: Vec::new(),
        })
    }

    /// Points are whole numbers of 10^-`decimals`.
    pub fn point_decimals(mut self, decimals: u8) -> Result<ElectionBuilder, ElectionError> {
        if decimals > MOST_DECIMALS {
            return Err(ElectionError::TooManyDecimals);
        }
        self.point_decimals = decimals;
        Ok(self)
    }

    /// The most projects a voter may rank. Without it the longest ballot cast counts.
    pub fn longest_ballot(mut self, length: u32) -> ElectionBuilder {
        self.longest_ballot = length;
        self
    }

    /// Adds a project and returns its index. `cost` is in smallest units and may be zero (a withdrawn project).
    pub fn project(&mut self, id: &str, title: &str, cost: u64) -> Result<usize, ElectionError> {
        if id.is_empty() {
            return Err(ElectionError::EmptyId);
        }
        check_amount(cost)?;
        let index = self.projects.len();
        if index == MOST_PROJECTS {
            return Err(ElectionError::TooManyProjects);
        }
        if self.index_by_id.insert(id.to_string(), index).is_some() {
            return Err(ElectionError::IdTwice { id: id.to_string() });
        }
        self.projects.push(Project { id: id.to_string(), title: title.to_string(), cost });
        Ok(index)
    }

    /// The index of a project by its id.
    pub fn index_of(&self, id: &str) -> Option<usize> {
        self.index_by_id.get(id).copied()
    }

    /// Adds `voters` equal ballots. Marks may come in any order; marks of 0 points are dropped.
    pub fn ballot(&mut self, marks: &[Mark], voters: u32) -> Result<(), ElectionError> {
        self.sorted.clear();
        self.sorted.extend_from_slice(marks);
        self.sorted.sort_unstable();
        self.check_marks()?;
        if matches!(self.kind, BallotKind::Cumulative | BallotKind::Scoring) {
            self.sorted.retain(|mark| mark.value > 0);
        }
        self.voters += u64::from(voters);
        if u32::try_from(self.voters).is_err() || self.marks.len() + marks.len() > u32::MAX as usize {
            return Err(ElectionError::TooManyVoters);
        }
        self.longest_ballot = self.longest_ballot.max(self.sorted.len() as u32);
        if self.sorted.is_empty() || voters == 0 {
            return Ok(());
        }
        if let Some(&class) = self.class_by_marks.get(self.sorted.as_slice()) {
            self.class_voters[class as usize] += voters;
            return Ok(());
        }
        self.class_by_marks.insert(self.sorted.clone(), self.class_voters.len() as u32);
        self.marks.extend_from_slice(&self.sorted);
        self.starts.push(self.marks.len() as u32);
        self.class_voters.push(voters);
        Ok(())
    }

    fn check_marks(&self) -> Result<(), ElectionError> {
        let count = self.projects.len();
        for mark in &self.sorted {
            let Some(project) = self.projects.get(mark.project as usize) else {
                return Err(ElectionError::UnknownProject { project: mark.project, count });
            };
            let most = match self.kind {
                BallotKind::Approval => 1,
                BallotKind::Ordinal => self.sorted.len() as u32,
                BallotKind::Cumulative | BallotKind::Scoring => LARGEST_MARK,
            };
            let least = match self.kind {
                BallotKind::Approval | BallotKind::Ordinal => 1,
                BallotKind::Cumulative | BallotKind::Scoring => 0,
            };
            if mark.value < least || mark.value > most {
                return Err(ElectionError::BadMark { id: project.id.clone(), value: mark.value });
            }
        }
        for pair in self.sorted.windows(2) {
            if pair[0].project == pair[1].project {
                let id = self.projects[pair[0].project as usize].id.clone();
                return Err(ElectionError::ProjectTwice { id });
            }
        }
        if self.kind == BallotKind::Ordinal {
            return self.check_places();
        }
        Ok(())
    }

    /// Places 1..=n, each once: n places within 1..=n (checked before), so it is enough that none repeats.
    fn check_places(&self) -> Result<(), ElectionError> {
        let mut taken = vec![false; self.sorted.len()];
        for mark in &self.sorted {
            let place = &mut taken[mark.value as usize - 1];
            if *place {
                let id = self.projects[mark.project as usize].id.clone();
                return Err(ElectionError::BadMark { id, value: mark.value });
            }
            *place = true;
        }
        Ok(())
    }

    pub fn build(self) -> Result<Election, ElectionError> {
        if self.projects.is_empty() {
            return Err(ElectionError::NoProjects);
        }
        if self.voters == 0 {
            return Err(ElectionError::NoVoters);
        }
        let all = self.projects.iter().map(|project| u128::from(project.cost)).sum::<u128>();
        if all > u128::from(LARGEST_AMOUNT) {
            return Err(ElectionError::CostsTooLarge);
        }
        Ok(Election {
            kind: self.kind,
            budget: self.budget,
            money_decimals: self.money_decimals,
            point_decimals: self.point_decimals,
            projects: self.projects,
            voters: self.voters as u32,
            longest_ballot: self.longest_ballot,
            starts: self.starts,
            marks: self.marks,
            class_voters: self.class_voters,
        })
    }
}

/// The amount, unless it has more digits than this program counts in.
fn named(amount: u64) -> String {
    if amount == u64::MAX { "written here".to_owned() } else { amount.to_string() }
}

fn check_amount(amount: u64) -> Result<(), ElectionError> {
    if amount > LARGEST_AMOUNT {
        return Err(ElectionError::AmountTooLarge { amount });
    }
    Ok(())
}

#[cfg(test)]
mod tests;
