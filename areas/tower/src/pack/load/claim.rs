//! Published numbers of a pack: one act for what is new. What is known stays as it is; a line that says something else
//! than before is refused before anything of the pack is loaded, because a published number is not edited.

use super::{Loading, PACK};
use crate::claim::acts::import;
use crate::claim::names::Names;
use crate::claim::{store, upload};
use crate::pack::Pack;
use base::Result;
use kernel::City;
use std::sync::Arc;

/// Refuses a pack whose claims changed since it was loaded.
pub(super) fn refuse_changed(city: &City, pack: &Pack) -> Result<()> {
    let (lines, vault, zone) = (pack.claims.clone(), Arc::clone(city.vault()), pack.about().zone);
    let today = city.now().day_in(&zone);
    city.read_blocking(move |read| {
        if store::count(read)? == 0 {
            return Ok(());
        }
        let names = Names::open(read, &vault)?;
        import::compare(read, &names, &lines, today)?.unchanged().map(|_| ())
    })
}

pub(super) fn load(loading: &mut Loading<'_>) -> Result<()> {
    let lines = loading.pack.claims.clone();
    let text =
        loading.pack.carried.iter().find(|(name, _)| name == "claims.csv").map(|(_, text)| text.as_bytes());
    let Some(bytes) = text.filter(|_| !lines.is_empty()) else { return Ok(()) };
    let (new, known) = upload::take_in(loading.city, PACK, "claims.csv", bytes, lines)?;
    let tally = loading.report.items.entry("claim").or_default();
    (tally.new, tally.known) = (new, known);
    Ok(())
}
