//! People: a random number everywhere, a name only in the vault.
//!
//! A name in a public role is a vault field with public visibility: decrypted when the page is drawn, never copied.

pub mod acts;
pub mod store;

use base::{Day, Lang, PersonId, Result, Tri};
use db::Read;

/// Who may see a field of a person.
#[derive(Clone, Copy, PartialEq, Eq, Debug, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldVisibility {
    /// Everyone: a name in a public role.
    Public,
    /// Members of the same organisation and entitled readers.
    Organisation,
    /// The office that works with the person.
    Office,
    /// Only the person.
    Own,
}

impl FieldVisibility {
    /// The stored code.
    pub fn code(self) -> &'static str {
        match self {
            FieldVisibility::Public => "public",
            FieldVisibility::Organisation => "organisation",
            FieldVisibility::Office => "office",
            FieldVisibility::Own => "own",
        }
    }
}

/// A field to be sealed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewField {
    /// `name_ko`, `name_en`, `email`, `phone`, ….
    pub field: String,
    /// The plain text; it exists only in memory.
    pub text: String,
    /// Who may see it.
    pub visibility: FieldVisibility,
    /// Swept after this day.
    pub keep_until: Option<Day>,
}

impl NewField {
    /// A public field: a name in a public role.
    pub fn public(field: &str, text: &str) -> NewField {
        NewField {
            field: field.into(),
            text: text.into(),
            visibility: FieldVisibility::Public,
            keep_until: None,
        }
    }
    /// A field that only the person sees.
    pub fn own(field: &str, text: &str) -> NewField {
        NewField { visibility: FieldVisibility::Own, ..NewField::public(field, text) }
    }
}

/// The owner of a person's key in the vault.
pub fn key_owner(person: PersonId) -> String {
    format!("person:{person}")
}

/// A field as the person sees it who it is about, whatever its visibility; none when there is none.
pub fn own_field(
    read: &impl Read,
    vault: &crate::vault::Vault,
    person: PersonId,
    field: &str,
) -> Result<Option<String>> {
    let stored = store::fields(read, person)?.into_iter().find(|(name, _, _)| name == field);
    match stored {
        Some((_, visibility, _)) => store::open_field(read, vault, person, field, &visibility),
        None => Ok(None),
    }
}

/// A person's public name; none when there is none or the person was forgotten.
pub fn public_name(read: &impl Read, vault: &crate::vault::Vault, person: PersonId) -> Result<Option<Tri>> {
    let mut name = Tri::default();
    for (lang, field) in [(Lang::Ko, "name_ko"), (Lang::En, "name_en"), (Lang::Zh, "name_zh")] {
        let text = store::open_field(read, vault, person, field, "public")?;
        match lang {
            Lang::Ko => name.ko = text,
            Lang::En => name.en = text,
            Lang::Zh => name.zh = text,
        }
    }
    Ok((name != Tri::default()).then_some(name))
}
