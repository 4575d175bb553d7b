//! Bringing in a file of claims. What is known stays; a line that says something else than before is refused with the
//! whole file, because a published number is not edited: if we copied it wrongly, `correct` mends our copy with a
//! reason; if somebody published another number, it is another claim.

use super::{check_published, people, state_named};
use crate::claim::names::{Names, organisation_named, stored_speaker};
use crate::claim::{KIND, store};
use base::{Day, Id, Ref, Result, Saying};
use db::Read;
use kernel::policy::{Action, Target};
use kernel::{Done, Tx};
use serde_json::json;
use std::collections::BTreeMap;

/// Bringing in a file of claims.
pub const IMPORT: Action = Action::new("tower.claim.import", super::OFFICE);

/// Changed lines that a refusal tells one by one.
const TOLD_MAX: usize = 20;
/// The longest code of a claim.
const CODE_CHARS_MAX: usize = 40;

/// The file that claims come from.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct File {
    /// What it is called.
    pub name: String,
    /// Hex of SHA-256 over its bytes.
    pub digest: String,
}

/// What a file would do.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Compared {
    /// Not known before; the speaker as it is stored.
    pub fresh: Vec<claims::Claim>,
    /// Known, and the same as one of its versions.
    pub known: usize,
    /// Known, and said otherwise: code and the columns that differ.
    pub changed: Vec<(String, Vec<&'static str>)>,
}

impl Compared {
    /// Refuses a file with changed lines.
    ///
    /// # Errors
    /// A conflict that names every changed claim, at most twenty.
    pub fn unchanged(self) -> Result<Vec<claims::Claim>> {
        if self.changed.is_empty() {
            return Ok(self.fresh);
        }
        let mut saying = Saying::conflict("tower-claim-file-changes").with("count", self.changed.len());
        for (id, columns) in self.changed.iter().take(TOLD_MAX) {
            let one =
                Saying::conflict("tower-claim-changed").with("id", id).with("columns", columns.join(", "));
            saying = saying.field(id, one);
        }
        Err(saying.into())
    }
}

/// Columns in which two claims differ.
pub fn differing(a: &claims::Claim, b: &claims::Claim) -> Vec<&'static str> {
    let pairs = a.cells().into_iter().zip(b.cells());
    pairs.filter(|((_, a), (_, b))| a != b).map(|((column, _), _)| column).collect()
}

/// Holds a file against what stands.
///
/// # Errors
/// Refuses a speaker that is neither a role nor registered, a text that names a person, a day that has not come.
pub fn compare(read: &impl Read, names: &Names, lines: &[claims::Claim], today: Day) -> Result<Compared> {
    let mut compared = Compared::default();
    let mut speakers: BTreeMap<String, String> = BTreeMap::new();
    for line in lines {
        check_code(&line.id)?;
        check_published(line, today)?;
        names.refuse_in_claim(line)?;
        let speaker = match speakers.get(&line.speaker) {
            Some(known) => known.clone(),
            None => {
                stored_speaker(read, names, &line.speaker, today).map_err(|error| in_line(error, line))?
            }
        };
        speakers.insert(line.speaker.clone(), speaker.clone());
        let line = claims::Claim { speaker, ..line.clone() };
        let Some(known) = store::by_code(read, &line.id)? else {
            compared.fresh.push(line);
            continue;
        };
        let versions = store::versions(read, known.id)?;
        match versions.iter().any(|version| differing(&version.claim, &line).is_empty()) {
            true => compared.known += 1,
            false => compared.changed.push((line.id.clone(), differing(&known.claim, &line))),
        }
    }
    Ok(compared)
}

/// The refusal of a speaker names its line, not what stood there: it may be a person's name.
fn in_line(error: base::Error, line: &claims::Claim) -> base::Error {
    match error.is("tower-claim-speaker-unknown") {
        true => Saying::invalid("tower-claim-speaker-in").with("id", &line.id).into(),
        false => error,
    }
}

/// A code stands in an address.
///
/// # Errors
/// Refuses what could not.
pub fn check_code(code: &str) -> Result<()> {
    let plain = code.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'));
    let reserved =
        ["method", "new", "hand-in", "hand-ins", "received", "requests", "desk", "import"].contains(&code);
    match plain && !reserved && !code.is_empty() && code.len() <= CODE_CHARS_MAX {
        true => Ok(()),
        false => Err(Saying::invalid("tower-claim-code").with("id", crate::pack::value::short(code)).into()),
    }
}

/// Brings in what is new. Nothing new is refused: an act says something.
pub fn import(tx: &mut Tx<'_>, names: &Names, lines: &[claims::Claim], file: &File) -> Result<Done> {
    tx.allow(&IMPORT, &Target::default())?;
    let today = tx.today();
    let fresh = compare(tx, names, lines, today)?.unchanged()?;
    if fresh.is_empty() {
        return Err(Saying::conflict("tower-claim-nothing-new").with("name", &file.name).into());
    }
    if store::count(tx)? + fresh.len() as i64 > store::CLAIMS_MAX as i64 {
        return Err(Saying::conflict("tower-claim-too-many").with("max", store::CLAIMS_MAX).into());
    }
    let mut about = Vec::new();
    let mut named: BTreeMap<&str, Option<Id>> = BTreeMap::new();
    for claim in &fresh {
        let by = match named.get(claim.speaker.as_str()) {
            Some(known) => *known,
            None => organisation_named(tx, &claim.speaker, today)?,
        };
        named.insert(&claim.speaker, by);
        write(tx, claim, by)?;
        about.extend(people(claim));
    }
    about.sort();
    about.dedup();
    let codes: Vec<&str> = fresh.iter().map(|claim| claim.id.as_str()).collect();
    let body = json!({"file": file.name, "digest": file.digest, "count": codes.len(), "claims": codes});
    tx.record(&IMPORT, Ref::new("claims", &file.digest), None, &body, &about)
}

/// One new claim with whom it is by, inside an act.
pub(super) fn write(tx: &mut Tx<'_>, claim: &claims::Claim, by: Option<Id>) -> Result<Id> {
    let id = tx.new_id();
    store::insert(tx, id, claim, None)?;
    if let Some(by) = by {
        state_named(tx, id, by, &claim.source)?;
        let organisation = Ref::new(kernel::organisation::KIND.name, by);
        kernel::link::write(tx, &organisation, "said", &Ref::new(KIND.name, id), Some(&claim.source))?;
    }
    Ok(id)
}
