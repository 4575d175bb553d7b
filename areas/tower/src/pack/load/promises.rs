//! Budget lines. Agreements, directives, proposals and events of the pack are read and checked, and kept for later.

use super::{Loading, NOBODY};
use crate::budget::{self, BudgetLine, store};
use crate::pack::items;
use crate::pack::promised;
use base::{Id, Quantity, Ref, Result};
use kernel::policy::Action;
use serde_json::json;

/// Bringing in budget lines.
pub const BUDGET: Action = Action::new("tower.budget_line.import", NOBODY);

pub(super) fn load(loading: &mut Loading<'_>) -> Result<()> {
    let file = &loading.pack.promises;
    let kept = [
        ("agreement", file.agreement.len()),
        ("directive", file.directive.len()),
        ("proposal", file.proposal.len()),
        ("event", file.event.len()),
    ];
    loading.report.kept_for_later.extend(kept.into_iter().filter(|(_, count)| *count > 0));
    budget(loading)
}

fn budget(loading: &mut Loading<'_>) -> Result<()> {
    let file = &loading.pack.promises.budget_line;
    let all = file.iter().map(|from| (format!("budget/{}", from.id.get_ref().as_str()), from.clone())).collect();
    let mut fresh = Vec::new();
    for (item, from) in loading.fresh("budget_line", all)? {
        let id = Id::new(loading.city.now(), loading.city.source().as_mut());
        fresh.push((item, line(id, &from)?));
    }
    if fresh.is_empty() {
        return Ok(());
    }
    let pack = loading.slug();
    loading
        .act(move |tx| {
            tx.allow(&BUDGET, &Default::default())?;
            for (item, new) in &fresh {
                store::insert(tx, new)?;
                items::insert(tx, &pack, item, &Ref::new(budget::KIND.name, new.id))?;
            }
            let lines: Vec<&BudgetLine> = fresh.iter().map(|(_, new)| new).collect();
            tx.record(&BUDGET, Ref::new("pack", &pack), None, &json!({"pack": pack, "lines": lines}), &[])
        })
        .map(|_| ())
}

fn line(id: Id, from: &promised::BudgetLine) -> Result<BudgetLine> {
    let unit = from.unit.as_ref().ok_or_else(|| crate::pack::parse::broken("the unit of a budget line"))?;
    let quantity = Quantity::of(*from.amount.get_ref(), unit.get_ref().as_str())?;
    Ok(BudgetLine {
        id,
        code: from.id.get_ref().0.clone(),
        title: from.title.0.clone(),
        programme: from.programme.as_ref().map(|programme| programme.get_ref().0.clone()),
        version: from.version.as_ref().map(|version| version.0.clone()),
        amount: quantity.amount,
        unit: quantity.unit,
        said_amount: *from.amount.get_ref(),
        said_unit: unit.get_ref().0.clone(),
        source: from.source.as_ref().map(|source| source.0.clone()),
    })
}
