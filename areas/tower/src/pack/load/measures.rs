//! Definitions of measures: each version once. What is public in the pack becomes public here by an act of its own.

use super::Loading;
use crate::measure::{acts, store, trial};
use crate::pack::items;
use base::{Ref, Result, Saying};

pub(super) fn load(loading: &mut Loading<'_>) -> Result<()> {
    let all = loading.pack.measures.iter().map(|file| {
        let definition = &file.definition;
        (format!("measure/{}/{}", definition.id, definition.version), file.clone())
    });
    let all: Vec<_> = all.collect();
    for (_, file) in &all {
        unchanged(loading, file)?;
    }
    for (item, file) in loading.fresh("measure", all)? {
        let (id, version) = (file.definition.id.clone(), file.definition.version);
        let (pack, text, name) = (loading.slug(), file.text.clone(), id.clone());
        loading.act(move |tx| {
            items::insert(tx, &pack, &item, &Ref::new(crate::measure::KIND.name, &name))?;
            acts::define(tx, &name, version, &text)
        })?;
        if file.published {
            tried(loading, &id, version)?;
            loading.act(move |tx| acts::publish(tx, &id, version))?;
        }
    }
    Ok(())
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

/// With an engine at hand, what it refuses stays internal and the loading says why.
fn tried(loading: &Loading<'_>, id: &str, version: i64) -> Result<()> {
    if loading.city.engine().is_err() {
        return Ok(());
    }
    let name = id.to_owned();
    let held = loading.city.read_blocking(move |read| store::find(read, &name, version))?;
    let held = held.ok_or_else(|| crate::pack::parse::broken("the definition"))?;
    let today = loading.city.now().day_in(&loading.city.zone());
    trial::trial(loading.city, &held, today)
}
