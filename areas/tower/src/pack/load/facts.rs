//! Facts of made-up firms and trainees, batch by batch: each batch is one act and comes in once.

use super::{Loading, NOBODY, presence};
use crate::pack::generate::facts::{Batch, Whose};
use crate::pack::items;
use base::{Id, Level, Ref, Result};
use kernel::evidence::{self, Form};
use kernel::fact::{self, Statement};
use kernel::organisation;
use kernel::policy::Action;
use kernel::{Done, Tx};
use serde_json::json;
use std::collections::BTreeMap;

/// Stating many facts of one kind.
pub const STATE: Action = Action::new("tower.pack.facts", NOBODY);

/// The most facts of one act.
const FACTS_MAX: usize = 2_500;

pub(super) fn load(loading: &mut Loading<'_>) -> Result<()> {
    let ids = presence::ids_of_firms(loading)?;
    let batches = std::mem::take(&mut loading.made.batches);
    for (part, batch) in batches.into_iter().flat_map(parts) {
        let kind = batch.kind.name;
        let all = vec![(format!("facts/{}/{part}", batch.key), batch)];
        for (item, batch) in loading.fresh(kind, all)? {
            let (pack, ids) = (loading.slug(), ids.clone());
            loading.act(move |tx| state(tx, &pack, &item, &batch, &ids))?;
        }
    }
    Ok(())
}

/// A batch in parts that one act may hold.
fn parts(batch: Batch) -> Vec<(usize, Batch)> {
    let parts = batch.facts.chunks(FACTS_MAX).map(|facts| Batch { facts: facts.to_vec(), ..batch.clone() });
    parts.enumerate().collect()
}

fn state(tx: &mut Tx<'_>, pack: &str, item: &str, batch: &Batch, ids: &BTreeMap<String, Id>) -> Result<Done> {
    tx.allow(&STATE, &Default::default())?;
    let mut papers: BTreeMap<Level, Id> = BTreeMap::new();
    for (level, paper) in &batch.papers {
        let form = Form::Reference { reference: paper.reference.clone() };
        papers.insert(*level, evidence::register(tx, &form, Some(paper.issuer), Some(paper.issued), *level)?);
    }
    let mut stated = 0_i64;
    for made in &batch.facts {
        let subject = match &made.whose {
            Whose::Firm(key) => match ids.get(key) {
                Some(id) => Ref::new(organisation::KIND.name, id),
                None => continue,
            },
            Whose::Person(id) => Ref::person(*id),
        };
        let says = Statement {
            code: made.code.clone(),
            amount: made.amount,
            evidence: papers.get(&made.level).copied(),
            source: Some(format!("pack:{pack}")),
            ..Statement::new(batch.kind, subject, made.days, made.level)
        };
        fact::state(tx, batch.kind, &says)?;
        stated += 1;
    }
    items::insert(tx, pack, item, &Ref::new("pack", pack))?;
    let body = json!({"pack": pack, "item": item, "kind": batch.kind.name, "facts": stated});
    tx.record(&STATE, Ref::new("pack", pack), None, &body, &[])
}
