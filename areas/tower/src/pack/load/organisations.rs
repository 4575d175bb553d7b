//! Organisations of a pack: those of its file and those that were made up, by the kernel's import in bulk.
//!
//! An organisation is known by its source key, `pack:<slug>/<id>`: no table of ours is needed for it.

use super::Loading;
use crate::pack::{Pack, shape};
use base::{Id, Ref, Result};
use kernel::City;
use kernel::organisation::bulk::{NewLine, Origin, import};
use kernel::organisation::{KIND, NewOrganisation, store};

/// Organisations in one act.
const BATCH: usize = 1_000;

/// The source key of an organisation of a pack.
pub fn source_key(slug: &str, id: &str) -> String {
    format!("pack:{slug}/{id}")
}

/// An organisation of the file as the register takes it.
pub fn of_file(slug: &str, from: &shape::Organisation) -> NewOrganisation {
    NewOrganisation {
        kind: from.kind.get_ref().0.clone(),
        name: from.name.get_ref().0.clone(),
        aliases: from.aliases.iter().map(|alias| alias.0.clone()).collect(),
        business_number: from.business_number.as_ref().map(|number| number.get_ref().0.clone()),
        homepage: from.homepage.as_ref().map(|text| text.0.clone()),
        founded: from.founded.as_ref().map(|when| when.get_ref().0.to_string()),
        source_key: Some(source_key(slug, from.id.get_ref().as_str())),
        ..NewOrganisation::default()
    }
}

/// The organisation that an id of the pack became.
pub fn find(city: &City, pack: &Pack, id: &str) -> Result<Option<Ref>> {
    let key = source_key(pack.slug(), id);
    let found = city.read_blocking(move |read| store::by_source(read, &key))?;
    Ok(found.map(|id| Ref::new(KIND.name, id)))
}

pub(super) fn load(loading: &mut Loading<'_>) -> Result<()> {
    let slug = loading.slug();
    let mut all: Vec<NewOrganisation> =
        loading.pack.partners.organisation.iter().map(|from| of_file(&slug, from)).collect();
    for firm in &loading.made.firms {
        all.push(NewOrganisation { source_key: Some(source_key(&slug, &firm.key)), ..firm.says.clone() });
    }
    let lines = fresh(loading, all)?;
    for batch in lines.chunks(BATCH) {
        let (batch, digest) = (batch.to_vec(), loading.pack.digest.clone());
        let number = Id::new(loading.city.now(), loading.city.source().as_mut());
        let origin = Origin { import: number, digest, left_out: 0 };
        loading.act(move |tx| import(tx, &origin, batch))?;
    }
    Ok(())
}

fn fresh(loading: &mut Loading<'_>, all: Vec<NewOrganisation>) -> Result<Vec<NewLine>> {
    let mut lines = Vec::new();
    for new in all {
        let key = new.source_key.clone().unwrap_or_default();
        let known = loading.city.read_blocking(move |read| store::by_source(read, &key))?.is_some();
        let tally = loading.report.items.entry("organisation").or_default();
        if known {
            tally.known += 1;
            continue;
        }
        tally.new += 1;
        lines.push(NewLine { organisation: new.checked()?, presence: None });
    }
    Ok(lines)
}
