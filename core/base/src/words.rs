//! Words of the interface: one catalogue for the whole program, merged from one TOML text per crate.
//!
//! ```toml
//! [register-merged]
//! ko = "{name|을를} {other|으로} 합쳤습니다."
//! en = "Merged {name} into {other}."
//! zh = "已将{name}并入{other}。"
//! ```
//!
//! Keys begin with the name of the crate. Staff words may leave out `zh`; words of public pages may
//! not (`Catalogue::gaps` is the test for both). Texts are written without plural forms: say
//! "Organisations: 3", not "3 organisations". A missing key shows itself and never panics.
//!
//! Texts that people enter (names, titles) are not here; they are `lang::Tri`.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use crate::lang::{Lang, Spoken};

pub mod number;
pub mod particle;
mod template;
#[cfg(test)]
mod tests;

use template::Template;
pub use template::{Arg, TemplateError};

/// Whose pages a catalogue serves, and so which languages it must hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// ko, en and zh.
    Public,
    /// ko and en.
    Staff,
}

impl Audience {
    pub fn languages(self) -> &'static [Lang] {
        match self {
            Audience::Public => &Lang::ALL,
            Audience::Staff => &[Lang::Ko, Lang::En],
        }
    }
}

/// One phrase in the languages it was written in. `staff = true` marks a word of staff pages only.
#[derive(Clone, Debug)]
struct Phrase {
    audience: Audience,
    ko: Option<Template>,
    en: Option<Template>,
    zh: Option<Template>,
}

impl Phrase {
    fn only(&self, lang: Lang) -> Option<&Template> {
        match lang {
            Lang::Ko => self.ko.as_ref(),
            Lang::En => self.en.as_ref(),
            Lang::Zh => self.zh.as_ref(),
        }
    }

    fn get(&self, lang: Lang) -> Option<(&Template, Lang)> {
        lang.fallback().into_iter().find_map(|lang| self.only(lang).map(|template| (template, lang)))
    }
}

/// Every phrase of the program by key.
#[derive(Clone, Debug, Default)]
pub struct Catalogue {
    phrases: BTreeMap<String, Phrase>,
}

impl Catalogue {
    pub fn new() -> Catalogue {
        Catalogue::default()
    }

    /// Adds one crate's TOML text. `source` names the text in errors, as in `areas/register/words.toml`.
    pub fn with(mut self, source: &str, toml_text: &str) -> Result<Catalogue, CatalogueError> {
        let fault = |place: &str, what: String| CatalogueError {
            source: source.to_owned(),
            place: place.to_owned(),
            what,
        };
        let table: BTreeMap<String, RawPhrase> =
            toml::from_str(toml_text).map_err(|error| fault("", error.to_string()))?;
        for (key, raw) in table {
            let phrase = raw.compile().map_err(|what| fault(&key, what))?;
            if self.phrases.insert(key.clone(), phrase).is_some() {
                return Err(fault(&key, "the key is already taken; begin it with the crate's name".into()));
            }
        }
        Ok(self)
    }

    /// What is missing or uneven: a language the audience needs, arguments that differ between
    /// languages. Empty when all is well; a test asserts that and prints the lines otherwise.
    pub fn gaps(&self) -> Vec<String> {
        let mut gaps = Vec::new();
        for (key, phrase) in &self.phrases {
            for lang in phrase.audience.languages() {
                if phrase.only(*lang).is_none() {
                    gaps.push(format!("{key}: no text in {}", lang.code()));
                }
            }
            let mut written = Lang::ALL.into_iter().filter_map(|lang| phrase.only(lang).map(|t| (lang, t)));
            let Some((_, first)) = written.next() else { continue };
            for (lang, template) in written {
                if template.names() != first.names() {
                    gaps.push(format!("{key}: the arguments of {} differ from the first text", lang.code()));
                }
            }
        }
        gaps
    }

    /// Keys that some text or code uses and the catalogue lacks; for tests that scan a crate.
    pub fn missing<'a>(&self, used: &[&'a str]) -> Vec<&'a str> {
        used.iter().copied().filter(|key| !self.phrases.contains_key(*key)).collect()
    }

    pub fn contains(&self, key: &str) -> bool {
        self.phrases.contains_key(key)
    }

    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.phrases.keys().map(String::as_str)
    }
}

/// The keys that a source text names: string literals that begin with `prefix`, such as `web-`.
/// For tests that hold a crate's code against its words.
pub fn keys_in<'a>(source: &'a str, prefix: &str) -> Vec<&'a str> {
    let key = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let literals = source.split('"').skip(1).step_by(2);
    let mut keys: Vec<&str> = literals
        .filter(|text| text.len() > prefix.len() && text.starts_with(prefix) && text.chars().all(key))
        .collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// A phrase as written in TOML.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPhrase {
    ko: Option<String>,
    en: Option<String>,
    zh: Option<String>,
    #[serde(default)]
    staff: bool,
}

impl RawPhrase {
    fn compile(self) -> Result<Phrase, String> {
        let compile = |text: Option<String>, lang: Lang| match text {
            None => Ok(None),
            Some(text) if text.trim().is_empty() => Err(format!("the text in {} is empty", lang.code())),
            Some(text) => {
                Template::parse(&text).map(Some).map_err(|error| format!("in {}: {error}", lang.code()))
            }
        };
        let audience = if self.staff { Audience::Staff } else { Audience::Public };
        let phrase = Phrase {
            audience,
            ko: compile(self.ko, Lang::Ko)?,
            en: compile(self.en, Lang::En)?,
            zh: compile(self.zh, Lang::Zh)?,
        };
        if phrase.get(Lang::Ko).is_none() {
            return Err("no text in any language".into());
        }
        Ok(phrase)
    }
}

/// Why a crate's words could not be read: where, and what to mend.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CatalogueError {
    /// The name given to the text.
    pub source: String,
    /// The key, or "" when the TOML itself is broken (its message carries line and column).
    pub place: String,
    pub what: String,
}

impl fmt::Display for CatalogueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.place.as_str() {
            "" => write!(f, "{}: {}", self.source, self.what),
            key => write!(f, "{}: [{key}] {}", self.source, self.what),
        }
    }
}

impl std::error::Error for CatalogueError {}

/// The words for one reader: a catalogue and a language. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Words {
    lang: Lang,
    catalogue: Arc<Catalogue>,
}

impl Words {
    pub fn new(lang: Lang, catalogue: Arc<Catalogue>) -> Words {
        Words { lang, catalogue }
    }

    pub fn lang(&self) -> Lang {
        self.lang
    }

    /// True when the catalogue has this key.
    pub fn has(&self, key: &str) -> bool {
        self.catalogue.contains(key)
    }

    /// A phrase without arguments. A phrase with arguments shows its placeholders; a missing key
    /// shows itself.
    pub fn get<'a>(&'a self, key: &'a str) -> &'a str {
        self.spoken(key).text
    }

    /// A phrase without arguments, with the language it was found in.
    pub fn spoken<'a>(&'a self, key: &'a str) -> Spoken<'a> {
        match self.catalogue.phrases.get(key).and_then(|phrase| phrase.get(self.lang)) {
            Some((template, lang)) => Spoken { text: template.source(), lang },
            None => Spoken { text: key, lang: self.lang },
        }
    }

    /// A phrase with arguments: `words.say("web-rows", &[("count", 1_204.into())])`.
    /// An argument that is not given shows its placeholder.
    pub fn say(&self, key: &str, args: &[(&str, Arg<'_>)]) -> String {
        match self.catalogue.phrases.get(key).and_then(|phrase| phrase.get(self.lang)) {
            Some((template, _)) => template.fill(args),
            None => key.to_owned(),
        }
    }

    /// `1,204`.
    pub fn number(&self, value: i64) -> String {
        number::grouped(value)
    }
}
