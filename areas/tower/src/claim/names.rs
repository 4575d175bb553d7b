//! Who speaks, and that no person is named: a claim holds roles and numbers, the vault holds names.
//!
//! A speaker is a role in small letters (`city`, `council`), the exact name of an organisation, or the exact public name
//! of a person in a public role. The last two become refs, which a page writes out again.

use crate::people;
use base::{Day, Id, Lang, Ref, Result, Saying, Tri};
use db::Read;
use kernel::fact::store::LATEST;
use kernel::organisation::{self, store::Filter};
use kernel::person::public_name;
use kernel::vault::Vault;
use serde::Serialize;
use utoipa::ToSchema;

/// A name shorter than this stands in too many other words to be looked for.
const NAME_CHARS_MIN: usize = 2;
/// Organisations looked through for an exact name.
const FOUND_MAX: i64 = 50;

/// Names of people in public roles, opened for one comparison and not kept.
#[derive(Clone, Default)]
pub struct Names {
    people: Vec<(String, Ref)>,
}

impl Names {
    /// Opens the names of everyone in a public role.
    pub fn open(read: &impl Read, vault: &Vault) -> Result<Names> {
        let mut names = Names::default();
        for person in people::list(read, vault)? {
            for text in Lang::ALL.into_iter().filter_map(|lang| person.name.as_ref()?.only(lang)) {
                names.people.push((text.to_owned(), Ref::person(person.person)));
            }
        }
        Ok(names)
    }

    /// The person of exactly this name.
    fn person(&self, text: &str) -> Option<&Ref> {
        self.people.iter().find(|(name, _)| name == text).map(|(_, of)| of)
    }

    /// Refuses a text that names one of them: it would be a copy of what only the vault holds.
    pub fn refuse_in(&self, text: &str) -> Result<()> {
        let named = self
            .people
            .iter()
            .any(|(name, _)| name.chars().count() >= NAME_CHARS_MIN && text.contains(name.as_str()));
        match named {
            // The name is not repeated: refusals are logged and shown.
            true => Err(Saying::invalid("tower-claim-names-person").into()),
            false => Ok(()),
        }
    }

    /// The same for every text of a claim; the speaker has a rule of its own.
    pub fn refuse_in_claim(&self, claim: &claims::Claim) -> Result<()> {
        claim.cells().iter().filter(|(column, _)| *column != "speaker").try_for_each(|(column, text)| {
            self.refuse_in(text).map_err(|_| {
                Saying::invalid("tower-claim-names-person-in")
                    .with("id", &claim.id)
                    .with("column", column)
                    .into()
            })
        })
    }
}

/// The speaker as it is stored: a role, `organisation:…` or `person:…`.
///
/// # Errors
/// Refuses a name that nobody registered.
pub fn stored_speaker(read: &impl Read, names: &Names, text: &str, today: Day) -> Result<String> {
    if is_role(text) {
        return Ok(text.to_owned());
    }
    if let Some(person) = names.person(text) {
        return Ok(person.to_string());
    }
    match organisation_called(read, text, today)? {
        Some(id) => Ok(Ref::new(organisation::KIND.name, id).to_string()),
        None => Err(Saying::invalid("tower-claim-speaker-unknown").into()),
    }
}

/// `city`, `city council`: small letters, digits, spaces and hyphens.
pub fn is_role(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.len() <= 40
        && text
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b' ' | b'-' | b'_'))
}

fn organisation_called(read: &impl Read, name: &str, today: Day) -> Result<Option<Id>> {
    let filter = Filter { query: name.to_owned(), ..Filter::default() };
    for (id, _) in organisation::store::list(read, &filter, today, ("", ""), FOUND_MAX)?.page {
        let found = organisation::store::find(read, id, LATEST)?;
        if Lang::ALL.into_iter().any(|lang| found.name.only(lang) == Some(name)) {
            return Ok(Some(id));
        }
    }
    Ok(None)
}

/// The organisation that a stored speaker is: itself, or the only one of the kind that the role names. A role that
/// several could hold names nobody; an officer says then who is meant.
pub fn organisation_named(read: &impl Read, stored: &str, today: Day) -> Result<Option<Id>> {
    if let Some(id) = stored.strip_prefix("organisation:") {
        return Id::parse(id).map(Some);
    }
    if !organisation::KINDS.contains(&stored) {
        return Ok(None);
    }
    let filter = Filter { kind: stored.to_owned(), ..Filter::default() };
    let found = organisation::store::list(read, &filter, today, ("", ""), 2)?;
    Ok(match found.page.as_slice() {
        [(only, _)] => Some(*only),
        _ => None,
    })
}

/// Who said it, for pages and the API.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, ToSchema)]
pub struct ClaimSpeaker {
    /// The role in the words of the file; none when an organisation or a person spoke.
    pub role: Option<String>,
    /// The organisation's number.
    pub organisation: Option<String>,
    /// The name of the organisation, or the public name of the person; none when it was removed.
    #[schema(value_type = Option<Object>)]
    pub name: Option<Tri>,
}

/// Writes a stored speaker out again. A person's name is opened here and nowhere kept.
pub fn speaker(read: &impl Read, vault: &Vault, stored: &str) -> Result<ClaimSpeaker> {
    let of = Ref::parse(stored).ok().filter(|of| matches!(of.kind.as_str(), "organisation" | "person"));
    let Some(of) = of else {
        return Ok(ClaimSpeaker { role: Some(stored.to_owned()), ..ClaimSpeaker::default() });
    };
    if of.kind == organisation::KIND.name {
        let found = crate::body::store::named(read, &of)?;
        return Ok(ClaimSpeaker { role: None, organisation: Some(found.number), name: Some(found.name) });
    }
    let name = public_name(read, vault, base::PersonId::parse(&of.id)?)?;
    Ok(ClaimSpeaker { name, ..ClaimSpeaker::default() })
}
