//! Finding what an answer pins. Which kinds can be pinned is a list of finders; each knows one kind of record.

use super::Pin;
use crate::claim;
use crate::measure::store::Seeing;
use crate::measure::{self, view};
use base::{Error, Lang, Ref, Result, Saying};
use kernel::Tx;
use sha2::{Digest as _, Sha256};

/// Finds a record of one kind and says how it is shown now; none when there is no such record in scope.
pub type Find = fn(&Tx<'_>, &Ref) -> Result<Option<Pin>>;

/// The kinds that answers of this program may pin. A kind that is not here cannot be pinned.
pub const FINDERS: &[(&str, Find)] = &[("claim", published_number), ("snapshot", kept_count)];

/// `claim:c030`: a published number as it was published; never a verdict, which may still be internal.
fn published_number(tx: &Tx<'_>, of: &Ref) -> Result<Option<Pin>> {
    let Some(found) = claim::store::by_code(tx, &of.id)? else { return Ok(None) };
    let (cells, label) = (found.claim.cells(), found.label());
    let text: Vec<String> = cells.iter().map(|(column, cell)| format!("{column}={cell}\n")).collect();
    Ok(Some(Pin {
        of: of.to_string(),
        shown: format!("{}: {} {}", label.text(Lang::Ko), found.claim.value.text(), found.claim.unit),
        path: format!("/claims/{}", of.id),
        hash: kernel::journal::hex(&Sha256::digest(text.concat().as_bytes())),
    }))
}

/// `snapshot:2026-SNP-0003`: a kept count. Answers are public, so only a published count is found, and what is shown of
/// it is what everyone sees.
fn kept_count(tx: &Tx<'_>, of: &Ref) -> Result<Option<Pin>> {
    let snapshot = match measure::store::snapshot(tx, &of.id, Seeing::Public) {
        Ok(found) => found,
        Err(Error::Refused(_)) => return Ok(None),
        Err(fault) => return Err(fault),
    };
    let counted = view::kept(tx, &snapshot.measure, &of.id, Seeing::Public)?;
    let (title, cells) = (counted.definition().title.text(Lang::Ko).to_owned(), counted.headline(false));
    let number =
        |seen: &measure::shown::Seen| seen.number().map_or_else(|| "<5".to_owned(), |n| n.to_string());
    let high = cells.high.as_ref().map_or_else(|| "?".to_owned(), number);
    Ok(Some(Pin {
        of: of.to_string(),
        shown: format!(
            "{title} {}: {} ({}–{high})",
            snapshot.as_of,
            number(&cells.value),
            number(&cells.value)
        ),
        path: format!("/measures/{}?snapshot={}", snapshot.measure, snapshot.number),
        hash: snapshot.digest,
    }))
}

/// All pins of an answer, in order.
///
/// # Errors
/// Refuses a kind without a finder and a record that does not exist, naming it.
pub fn resolve(tx: &Tx<'_>, finders: &[(&str, Find)], wanted: &[String]) -> Result<Vec<Pin>> {
    wanted.iter().map(|text| one(tx, finders, text)).collect()
}

fn one(tx: &Tx<'_>, finders: &[(&str, Find)], text: &str) -> Result<Pin> {
    let shown: String = text.chars().take(80).collect();
    let missing = || base::Error::from(Saying::invalid("tower-question-pin-missing").with("pin", shown));
    let Ok(of) = Ref::parse(text) else { return Err(missing()) };
    let Some((_, find)) = finders.iter().find(|(kind, _)| *kind == of.kind) else { return Err(missing()) };
    find(tx, &of)?.ok_or_else(missing)
}
