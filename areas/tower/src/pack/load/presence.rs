//! Presence of made-up firms, and which of their records are one firm.

use super::{Loading, NOBODY, organisations};
use crate::pack::generate::history::Presence;
use crate::pack::items;
use base::{Id, Ref, Result};
use kernel::evidence::{self, Form};
use kernel::fact::{self, Statement};
use kernel::organisation::{self, KIND, PRESENCE};
use kernel::policy::Action;
use kernel::{Done, Tx};
use serde_json::json;
use std::collections::BTreeMap;

/// Stating presence of many organisations.
pub const STATE: Action = Action::new("tower.pack.presence", NOBODY);

/// Statements in one act.
const BATCH: usize = 500;

pub(super) fn load(loading: &mut Loading<'_>) -> Result<()> {
    let ids = ids_of_firms(loading)?;
    let mut all = Vec::new();
    for firm in &loading.made.firms {
        for (index, presence) in firm.presence.iter().enumerate() {
            if let Some(id) = ids.get(&firm.key) {
                all.push((format!("presence/{}/{index}", firm.key), (*id, presence.clone())));
            }
        }
    }
    let fresh = loading.fresh("presence", all)?;
    for batch in fresh.chunks(BATCH) {
        let (pack, batch) = (loading.slug(), batch.to_vec());
        loading.act(move |tx| state(tx, &pack, &batch))?;
    }
    merge(loading, &ids)
}

pub(super) fn ids_of_firms(loading: &Loading<'_>) -> Result<BTreeMap<String, Id>> {
    let (slug, keys) = (loading.slug(), loading.made.firms.iter().map(|f| f.key.clone()).collect::<Vec<_>>());
    loading.city.read_blocking(move |read| {
        let mut ids = BTreeMap::new();
        for key in keys {
            if let Some(id) = organisation::store::by_source(read, &organisations::source_key(&slug, &key))? {
                ids.insert(key, id);
            }
        }
        Ok(ids)
    })
}

fn state(tx: &mut Tx<'_>, pack: &str, batch: &[(String, (Id, Presence))]) -> Result<Done> {
    tx.allow(&STATE, &Default::default())?;
    for (item, (id, presence)) in batch {
        let evidence = match &presence.evidence {
            Some(paper) => {
                let form = Form::Reference { reference: paper.reference.clone() };
                Some(evidence::register(tx, &form, Some(paper.issuer), Some(paper.issued), presence.level)?)
            }
            None => None,
        };
        let says = Statement {
            code: Some(presence.code.to_owned()),
            evidence,
            source: Some(format!("pack:{pack}")),
            ..Statement::new(&PRESENCE, Ref::new(KIND.name, id), presence.days, presence.level)
        };
        let fact = fact::state(tx, &PRESENCE, &says)?;
        organisation::store::touch(tx, *id)?;
        items::insert(tx, pack, item, &Ref::new("fact", fact))?;
    }
    let keys: Vec<&String> = batch.iter().map(|(item, _)| item).collect();
    tx.record(&STATE, Ref::new("pack", pack), None, &json!({"pack": pack, "items": keys}), &[])
}

fn merge(loading: &mut Loading<'_>, ids: &BTreeMap<String, Id>) -> Result<()> {
    let all = loading
        .made
        .merges
        .iter()
        .map(|(second, first)| (format!("merge/{second}"), (second.clone(), first.clone())));
    let all = all.collect();
    for (item, (second, first)) in loading.fresh("merge", all)? {
        let (Some(second), Some(first)) = (ids.get(&second).copied(), ids.get(&first).copied()) else {
            continue;
        };
        let pack = loading.slug();
        loading.act(move |tx| {
            items::insert(tx, &pack, &item, &Ref::new(KIND.name, first))?;
            organisation::acts::merge(tx, second, first, "registered twice (made-up city)")
        })?;
    }
    Ok(())
}
