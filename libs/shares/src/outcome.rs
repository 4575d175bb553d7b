//! What a rule found, with the facts that explain it.

/// A tie that the tie rule broke.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tie {
    /// The number of projects selected before it.
    pub after: usize,
    /// All projects that were equally good, by index, the chosen one included.
    pub tied: Vec<usize>,
    pub chosen: usize,
    /// The name of the tie key that put the chosen one before the next.
    pub by: &'static str,
}

/// One selected project.
#[derive(Clone, Debug, PartialEq)]
pub struct Selection {
    /// Index into the election's projects.
    pub project: usize,
    /// What one score point pays for it at most, in smallest units of money (for approvals: the most that
    /// one voter pays). 0 for rules without payments.
    pub price: f64,
    /// Voters with a positive score for it.
    pub supporters: u64,
    /// Of these, how many had less money left than the full price and paid what they had.
    pub paid_less: u64,
}

/// A project that was not selected, and what it lacked.
#[derive(Clone, Debug, PartialEq)]
pub struct Miss {
    pub project: usize,
    /// Money that its supporters had left at the end, in smallest units.
    pub money_left: f64,
}

/// How comparisons were decided. Floats decide only where their error bound leaves no doubt.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Decisions {
    pub by_float: u64,
    pub by_small_fraction: u64,
    pub by_exact_rational: u64,
}

/// How far the budget was raised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Raise {
    /// Number of steps by which each voter's share was raised.
    pub steps: u64,
    /// Size of a step, in smallest units of money per voter.
    pub step: u64,
    /// Counts really run; fewer than `steps` when a stretch of steps was proved to change nothing.
    pub counts: u64,
}

/// The result of a rule.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// In order of selection.
    pub selections: Vec<Selection>,
    /// Projects not selected, in the election's order, for rules with payments; else empty.
    pub misses: Vec<Miss>,
    /// The sum of the costs, in smallest units.
    pub cost: u64,
    /// What each voter could spend in the count that stands, in smallest units; None for rules without shares.
    pub share: Option<f64>,
    /// How many of the selections, at the end, come from a completion by votes.
    pub completed: usize,
    pub ties: Vec<Tie>,
    pub raise: Option<Raise>,
    pub decisions: Decisions,
}

impl Outcome {
    /// Indexes of the selected projects in order of selection.
    pub fn winners(&self) -> Vec<usize> {
        self.selections.iter().map(|selection| selection.project).collect()
    }

    /// For each project of the election whether it was selected.
    pub fn selected(&self, projects: usize) -> Vec<bool> {
        let mut selected = vec![false; projects];
        for selection in &self.selections {
            selected[selection.project] = true;
        }
        selected
    }
}

/// Why a rule has no result.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RuleError {
    /// No key of the tie rule separates these projects.
    #[error("the projects {} are tied and the tie rule does not separate them", .ids.join(", "))]
    UnresolvedTie { ids: Vec<String>, after: usize },
    #[error("the step by which shares are raised is zero")]
    ZeroStep,
    /// Raising the shares step by step would take more counts than the limit.
    #[error("raising the shares by {step} a step needs more than {limit} counts")]
    TooManySteps { step: u64, limit: u64 },
}

impl RuleError {
    /// What to do about it.
    pub fn mend(&self) -> String {
        match self {
            RuleError::UnresolvedTie { ids, .. } => {
                format!(
                    "draw {} by lot in public and give the drawn order as the last key of the tie rule",
                    ids.join(", ")
                )
            }
            RuleError::ZeroStep => "give a step of at least one smallest unit of money".to_string(),
            RuleError::TooManySteps { .. } => "give a larger step".to_string(),
        }
    }
}
