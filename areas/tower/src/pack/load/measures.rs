//! Definitions of measures: each version once. What is public in the pack becomes public here by an act of its own, and
//! where it counts people, of whom everybody sees published counts only, so does a first count.

use super::Loading;
use crate::measure::count::{Asked, count_blocking};
use crate::measure::target::STRETCH;
use crate::measure::{Held, acts, store, trial};
use crate::pack::items;
use base::{Error, Ref, Result, Saying};
use std::sync::Arc;

pub(super) fn load(loading: &mut Loading<'_>) -> Result<()> {
    let all = loading.pack.measures.iter().map(|file| {
        let definition = &file.definition;
        (format!("measure/{}/{}", definition.id, definition.version), file.clone())
    });
    let all: Vec<_> = all.collect();
    for (_, file) in &all {
        unchanged(loading, file)?;
    }
    let mut refused: Vec<(String, Saying)> = Vec::new();
    for (item, file) in loading.fresh("measure", all)? {
        match if file.published { tried(loading, &file) } else { Ok(()) } {
            Ok(()) => {}
            // Nothing of it is kept, so that the mended file can be loaded under the same version.
            Err(Error::Refused(saying)) => {
                refused.push((file.file.clone(), *saying));
                continue;
            }
            Err(fault) => return Err(fault),
        }
        let (id, version) = (file.definition.id.clone(), file.definition.version);
        let (pack, text, name) = (loading.slug(), file.text.clone(), id.clone());
        loading.act(move |tx| {
            items::insert(tx, &pack, &item, &Ref::new(crate::measure::KIND.name, &name))?;
            acts::define(tx, &name, version, &text)
        })?;
        if file.published {
            let name = id.clone();
            loading.act(move |tx| acts::publish(tx, &name, version))?;
            let brought =
                loading.pack.snapshots.snapshot.iter().any(|one| one.measure.get_ref().as_str() == id);
            if file.definition.counts.is_of_people() && !brought {
                first_counts(loading, &id)?;
            }
        }
    }
    if refused.is_empty() {
        return Ok(());
    }
    let all = Saying::invalid("tower-pack-measures-refused").with("count", refused.len());
    Err(refused.into_iter().fold(all, |all, (file, saying)| all.field(&file, saying)).into())
}

/// A version that was loaded keeps its text: who changes a definition gives it a new version.
fn unchanged(loading: &Loading<'_>, file: &crate::pack::MeasureFile) -> Result<()> {
    let (id, version) = (file.definition.id.clone(), file.definition.version);
    let known = loading.city.read_blocking(move |read| store::find(read, &id, version))?;
    match known {
        Some(known) if known.digest != acts::digest(&file.text) => {
            Err(Saying::conflict("tower-measure-changed")
                .with("file", &file.file)
                .with("version", version)
                .into())
        }
        Some(_) | None => Ok(()),
    }
}

/// With an engine at hand, a definition that it refuses is not loaded, and the loading says why.
fn tried(loading: &Loading<'_>, file: &crate::pack::MeasureFile) -> Result<()> {
    if loading.city.engine().is_err() {
        return Ok(());
    }
    let held = Held {
        definition: Arc::new(file.definition.clone()),
        text: file.text.clone(),
        digest: acts::digest(&file.text),
        seq: 0,
        published: None,
    };
    let today = loading.city.today();
    trial::trial(loading.city, &held, today)
}

/// Keeps and publishes a first count of people where the pack brings none, and where a pace is told, one of a year before. A count that may not be
/// public stays internal; without an engine there is none.
fn first_counts(loading: &Loading<'_>, id: &str) -> Result<()> {
    if loading.city.engine().is_err() {
        return Ok(());
    }
    let name = id.to_owned();
    let held = loading.city.read_blocking(move |read| store::newest(read, &name, store::Seeing::Public))?;
    let today = loading.city.today();
    let a_year_before = held.definition.target.is_some().then(|| today.plus(-STRETCH));
    for as_of in a_year_before.into_iter().chain([today]) {
        let asked = Asked { as_of, position: None, minimum: None };
        let counted = count_blocking(loading.city, &held, asked)?;
        if counted.rows.is_empty() {
            continue;
        }
        let kept = loading.act(move |tx| acts::take(tx, &counted))?;
        let number = kept.number.unwrap_or_default();
        match loading.act(move |tx| acts::publish_snapshot(tx, &number)) {
            Ok(_) => {}
            Err(error) if error.is("tower-snapshot-near") || error.is("tower-snapshot-gives-away") => {}
            Err(other) => return Err(other),
        }
    }
    Ok(())
}
