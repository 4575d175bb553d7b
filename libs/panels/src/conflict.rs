//! Which quotas contradict each other, and a smallest change that makes a panel possible.
//!
//! The conflict is irreducible: starting from all minimums and maximums, each is dropped in turn
//! and stays dropped when the rest still cannot be met (deletion filter, Chinneck & Dravnieks
//! 1991). The mend minimises the total number of people by which quotas are missed.
//!
//! Both ask whether whole-number panels exist, so conflicts that only whole numbers have are found too.

use crate::classes::Classes;
use crate::error::{Kind, PanelError, Place, Problems, QuotaChange, QuotaSide, Source};
use crate::pool::Quotas;
use crate::problem::Task;
use crate::program::{Label, Program};
use crate::search::{Effort, Search, any_panel};

#[cfg(test)]
mod tests;

/// Search nodes per question; a side whose question stays open is kept in the conflict.
const NODES: u64 = 20_000;

/// The error for a programme without any panel.
pub(crate) fn explain(classes: &Classes, quotas: &Quotas, program: &Program, task: Task) -> Problems {
    let in_pool = classes.counts(quotas);
    let side = |row: usize, is_minimum: bool| side_of(quotas, &in_pool, program, row, is_minimum);
    let kept = irreducible(program, task.seats);
    let conflict: Vec<QuotaSide> =
        kept.iter().filter_map(|&(row, is_minimum)| side(row, is_minimum)).collect();
    let mend = smallest_mend(program, task, &side);
    let line = conflict.iter().find_map(|side| side.line);
    let kind = Kind::QuotasConflict { seats: task.seats, conflict, mend };
    PanelError::new(kind, Place { source: Source::Quotas, line, column: None }).into()
}

fn side_of(
    quotas: &Quotas,
    in_pool: &[Vec<u32>],
    program: &Program,
    row: usize,
    is_minimum: bool,
) -> Option<QuotaSide> {
    let Label::Quota { feature, value } = program.rows[row].label else { return None };
    let quota = &quotas.features[feature].values[value];
    Some(QuotaSide {
        feature: quotas.features[feature].name.clone(),
        value: quota.name.clone(),
        is_minimum,
        bound: if is_minimum { quota.minimum } else { quota.maximum },
        in_pool: in_pool[feature][value],
        line: quota.line,
    })
}

/// Row and side of each quota that is needed for the contradiction.
fn irreducible(program: &Program, seats: u32) -> Vec<(usize, bool)> {
    let mut program = program.clone();
    let mut kept = Vec::new();
    for row in 0..program.rows.len() {
        if !matches!(program.rows[row].label, Label::Quota { .. }) {
            continue;
        }
        for is_minimum in [true, false] {
            let (low, high) = (program.rows[row].low, program.rows[row].high);
            let idle = if is_minimum { low == 0 } else { high >= seats };
            if idle {
                continue;
            }
            if is_minimum {
                program.rows[row].low = 0;
            } else {
                program.rows[row].high = seats.max(low);
            }
            let (panel, settled) = any_panel(&program, NODES);
            if panel.is_some() || !settled {
                (program.rows[row].low, program.rows[row].high) = (low, high);
                kept.push((row, is_minimum));
            }
        }
    }
    kept
}

fn smallest_mend(
    program: &Program,
    task: Task,
    side: &dyn Fn(usize, bool) -> Option<QuotaSide>,
) -> Vec<QuotaChange> {
    let (wider, slack) = program.with_slack(task.seats);
    let mut prices = vec![0.0; wider.most.len()];
    for &(_, short, over) in &slack {
        prices[short] = -1.0;
        prices[over] = -1.0;
    }
    let floor = -f64::from(task.seats) * wider.rows.len() as f64 - 1.0;
    let found = Search::new(&wider).best(&prices, Effort { floor, share: 2.0, nodes: NODES });
    let Some(panel) = found.panels.last() else { return vec![] };
    let mut changes = Vec::new();
    for (label, short, over) in slack {
        let Some(row) = program.rows.iter().position(|row| row.label == label) else { continue };
        let net = i64::from(panel[short]) - i64::from(panel[over]);
        if let Some(side) = side(row, net > 0).filter(|_| net != 0) {
            let to = (i64::from(side.bound) - net).max(0) as u32;
            changes.push(QuotaChange { side, to });
        }
    }
    changes
}
