//! Finding what an answer pins. Which kinds can be pinned is a list of finders; each knows one kind of record.

use super::Pin;
use base::{Ref, Result, Saying};
use kernel::Tx;

/// Finds a record of one kind and says how it is shown now; none when there is no such record in scope.
pub type Find = fn(&Tx<'_>, &Ref) -> Result<Option<Pin>>;

/// The kinds that answers of this program may pin. A kind that is not here cannot be pinned.
pub const FINDERS: &[(&str, Find)] = &[];

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
