//! What the founding texts ask for, and which screens serve it. The texts stay as loaded; the screens are those of the
//! pack that was loaded last.

use super::Loading;
use crate::origin::{Origin, store};
use base::Result;

pub(super) fn load(loading: &mut Loading<'_>) -> Result<()> {
    let (known, now) = loading.city.read_blocking(|read| Ok((store::list(read)?, store::screens(read)?)))?;
    let all = loading.pack.origins.iter().zip(0i64..);
    let fresh = all.filter(|(origin, _)| !known.iter().any(|old| old.code == origin.code));
    let fresh: Vec<(i64, Origin)> = fresh.map(|(origin, place)| (place, origin.clone())).collect();
    let tally = loading.report.items.entry("origin").or_default();
    (tally.new, tally.known) = (fresh.len(), loading.pack.origins.len() - fresh.len());
    let (slug, screens) = (loading.slug(), loading.pack.screens.clone());
    if !fresh.is_empty() {
        let slug = slug.clone();
        loading.act(move |tx| store::import(tx, &slug, &fresh))?;
    }
    if screens != now {
        loading.act(move |tx| store::serve(tx, &slug, &screens))?;
    }
    Ok(())
}
