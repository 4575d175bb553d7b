//! Many organisations at once: one act, one entry, everything or nothing.
//!
//! The file was read, checked and previewed before; the act only inserts. Its entry holds the file's digest and the
//! counts, not the rows: those stand in the tables at its position.

use super::acts::NewPresence;
use super::{NewOrganisation, PRESENCE, store};
use crate::evidence::{self, Form};
use crate::fact::{self, Statement};
use crate::policy::{ALWAYS, Action, Role, Target, rule};
use crate::tx::{Done, Tx};
use base::{Fault, Id, Ref, Result, Saying};
use serde_json::json;

/// Taking in a whole file.
pub const IMPORT: Action =
    Action::new("register.organisation.import", &[rule(Role::Officer, ALWAYS), rule(Role::Head, ALWAYS)]);

/// An act is bounded: larger files become several.
pub const ROWS_MAX: usize = 100_000;

/// One checked line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewLine {
    /// The organisation, already checked.
    pub organisation: NewOrganisation,
    /// Its presence, when the file says it.
    pub presence: Option<NewPresence>,
}

/// Where the lines came from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Origin {
    /// The id of the import; the journal's subject.
    pub import: Id,
    /// Hex of SHA-256 of the file.
    pub digest: String,
    /// Lines of the file that were left out because they were explained as wrong.
    pub left_out: i64,
}

/// Inserts all lines. Lines must be checked before: this refuses, as a whole, only what changed since.
pub fn import(tx: &mut Tx<'_>, origin: &Origin, lines: Vec<NewLine>) -> Result<Done> {
    tx.allow(&IMPORT, &Target::default())?;
    if lines.len() > ROWS_MAX {
        return Err(Saying::invalid("import-too-many-rows").with("max", ROWS_MAX).into());
    }
    let year = tx.today().year();
    let count = i64::try_from(lines.len()).map_err(|e| Fault::new("counting lines", e))?;
    let first = tx.reserve_numbers("ORG", year, count)?;
    let mut presences = 0;
    for (offset, line) in (0i64..).zip(&lines) {
        let (id, number) = (tx.new_id(), format!("{year}-ORG-{:04}", first + offset));
        store::insert(tx, id, &number, &line.organisation)?;
        if let Some(presence) = &line.presence {
            state(tx, id, presence)?;
            presences += 1;
        }
    }
    let body = json!({"file": origin.digest, "organisations": count, "presences": presences, "left_out": origin.left_out,
        "first": first});
    tx.record(&IMPORT, as_ref(origin.import), None, &body, &[])
}

/// An import as the journal's subject.
pub fn as_ref(import: Id) -> Ref {
    Ref::new("import", import)
}

fn state(tx: &mut Tx<'_>, id: Id, new: &NewPresence) -> Result<()> {
    let evidence = match &new.evidence {
        Some(form @ Form::Reference { .. }) => {
            Some(evidence::register(tx, form, new.issuer.as_deref(), new.issued, new.level)?)
        }
        Some(Form::File(_)) | None => None,
    };
    let subject = Ref::new(super::KIND.name, id);
    let says = Statement {
        code: Some(new.code.clone()),
        evidence,
        ..Statement::new(&PRESENCE, subject, new.days, new.level)
    };
    fact::state(tx, &PRESENCE, &says)?;
    Ok(())
}
