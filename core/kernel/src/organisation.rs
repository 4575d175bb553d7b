//! Organisations: firms, agencies, universities, hospitals, funds - whoever signs, gives, receives or employs.
//!
//! Invariant: an organisation is never deleted. Two records of one organisation are joined by the fact "A is B", and
//! taking that fact back takes the merge back.
//! Invariant: presence is a fact with its own scale, P0 to P5; what is not known is not written down as no.

pub mod acts;
pub mod bulk;
pub mod search;
pub mod store;

use crate::policy::{FactKind, Kind, Retention, Visibility};
use base::lang::Lang;
use base::{Error, Id, Result, Saying, Tri};

/// Organisations are public; they are kept for good.
pub const KIND: Kind = Kind {
    name: "organisation",
    area: "register",
    visibility: Visibility::Public,
    retention: Retention { years: None, basis: "public records" },
    fact: None,
};

/// Presence in the city: a code of the scale, from day to day.
pub const PRESENCE: Kind = Kind {
    name: "presence",
    area: "register",
    visibility: Visibility::Public,
    retention: Retention { years: None, basis: "public records" },
    fact: Some(FactKind {
        subject: "organisation",
        codes: &["P0", "P1", "P2", "P3", "P4", "P5"],
        unit: None,
    }),
};

/// "A is B", of organisations.
pub const IDENTITY: Kind = Kind {
    name: crate::fact::IDENTITY,
    area: "register",
    visibility: Visibility::Public,
    retention: Retention { years: None, basis: "public records" },
    fact: Some(FactKind { subject: "organisation", codes: &[], unit: None }),
};

/// The kinds of organisations.
pub const KINDS: [&str; 14] = [
    "agency",
    "city",
    "ministry",
    "university",
    "institute",
    "company",
    "utility",
    "telecom",
    "hospital",
    "public-body",
    "fund",
    "network",
    "school",
    "other",
];

/// The longest name, in characters.
pub const NAME_MAX: usize = 200;
/// The most aliases of one organisation.
pub const ALIASES_MAX: usize = 40;

/// An organisation to be registered.
#[derive(Clone, PartialEq, Eq, Debug, Default, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewOrganisation {
    /// One of the kinds; `other` when empty.
    #[serde(default)]
    pub kind: String,
    /// At least one language.
    #[schema(value_type = Object)]
    pub name: Tri,
    /// Other names it is known by.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Ten digits with a check digit; hyphens are allowed.
    #[serde(default)]
    pub business_number: Option<String>,
    /// Thirteen digits with a check digit; hyphens are allowed.
    #[serde(default)]
    pub corporate_number: Option<String>,
    /// An address beginning with https:// or http://.
    #[serde(default)]
    pub homepage: Option<String>,
    /// When it was founded, as far as it is known: `2024`, `2024-11`, `2024-11-25`.
    #[serde(default)]
    pub founded: Option<String>,
    /// The key of an imported record; unique.
    #[serde(default)]
    pub source_key: Option<String>,
}

impl NewOrganisation {
    /// The same with every part in its one form, or what is wrong with which field.
    pub fn checked(self) -> Result<NewOrganisation> {
        let mut problems: Vec<(&str, Saying)> = Vec::new();
        let mut keep = |field: &'static str, found: Result<Option<String>>| match found {
            Ok(value) => value,
            Err(Error::Refused(saying)) => {
                problems.push((field, *saying));
                None
            }
            Err(Error::Fault(_)) => None,
        };
        let name = Tri {
            ko: keep("name_ko", name_text(self.name.ko)),
            en: keep("name_en", name_text(self.name.en)),
            zh: keep("name_zh", name_text(self.name.zh)),
        };
        let kind = keep("kind", kind_code(&self.kind).map(Some)).unwrap_or_default();
        let business_number =
            keep("business_number", self.business_number.map(|n| business_number(&n)).transpose());
        let corporate_number =
            keep("corporate_number", self.corporate_number.map(|n| corporate_number(&n)).transpose());
        let homepage = keep("homepage", self.homepage.map(|h| homepage_text(&h)).transpose());
        let founded = keep(
            "founded",
            self.founded.map(|w| base::When::parse(w.trim()).map(|w| w.to_string())).transpose(),
        );
        let aliases = keep("aliases", aliases(&self.aliases).map(|list| Some(list.join("\n"))));
        if name.is_empty() && problems.is_empty() {
            problems.push(("name_ko", Saying::invalid("organisation-name-missing")));
        }
        if !problems.is_empty() {
            let all = Saying::invalid("organisation-not-right");
            return Err(problems
                .into_iter()
                .fold(all, |all, (field, saying)| all.field(field, saying))
                .into());
        }
        let aliases = aliases.unwrap_or_default().lines().map(str::to_owned).collect();
        Ok(NewOrganisation {
            kind,
            name,
            aliases,
            business_number,
            corporate_number,
            homepage,
            founded,
            ..self
        })
    }
}

fn name_text(text: Option<String>) -> Result<Option<String>> {
    let text = text.map(|text| one_line(&text)).filter(|text| !text.is_empty());
    match text {
        Some(text) if text.chars().count() > NAME_MAX => {
            Err(Saying::invalid("organisation-name-long").with("max", NAME_MAX).into())
        }
        other => Ok(other),
    }
}

/// Characters that show nothing or turn the direction of reading: a name made of them could not be seen or clicked.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// NFC, without control and invisible characters, single spaces.
pub fn one_line(text: &str) -> String {
    let plain: String = base::canon::nfc(text)
        .chars()
        .filter(|c| !is_invisible(*c))
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn aliases(list: &[String]) -> Result<Vec<String>> {
    if list.len() > ALIASES_MAX {
        return Err(Saying::invalid("organisation-aliases-many").with("max", ALIASES_MAX).into());
    }
    let mut found = Vec::new();
    for alias in list {
        if let Some(alias) = name_text(Some(alias.clone()))?
            && !found.contains(&alias)
        {
            found.push(alias);
        }
    }
    Ok(found)
}

fn kind_code(kind: &str) -> Result<String> {
    match kind.trim() {
        "" => Ok("other".into()),
        kind if KINDS.contains(&kind) => Ok(kind.into()),
        kind => Err(Saying::invalid("organisation-kind-unknown")
            .with("kind", kind)
            .with("kinds", KINDS.join(", "))
            .into()),
    }
}

/// `123-45-67890` with a check digit that holds, or why not.
pub fn business_number(text: &str) -> Result<String> {
    let digits = tables::check_digits::digits_of(text).filter(|digits| digits.len() == 10);
    let Some(digits) = digits else {
        return Err(Saying::invalid("organisation-business-number-form").into());
    };
    if !tables::check_digits::business_number_holds(&digits) {
        return Err(Saying::invalid("organisation-business-number-wrong").with("number", text.trim()).into());
    }
    let text: String = digits.iter().map(|d| char::from(b'0' + d)).collect();
    Ok(format!("{}-{}-{}", &text[..3], &text[3..5], &text[5..]))
}

/// `123456-1234567` with a check digit that holds, or why not.
pub fn corporate_number(text: &str) -> Result<String> {
    let digits = tables::check_digits::digits_of(text).filter(|digits| digits.len() == 13);
    let Some(digits) = digits else {
        return Err(Saying::invalid("organisation-corporate-number-form").into());
    };
    if !tables::check_digits::corporate_number_holds(&digits) {
        // The number is not repeated: it could be a person's.
        return Err(Saying::invalid("organisation-corporate-number-wrong").into());
    }
    let text: String = digits.iter().map(|d| char::from(b'0' + d)).collect();
    Ok(format!("{}-{}", &text[..6], &text[6..]))
}

fn homepage_text(text: &str) -> Result<String> {
    let text = text.trim();
    let plain = text.len() <= 500
        && ["https://", "http://"]
            .iter()
            .any(|scheme| text.strip_prefix(scheme).is_some_and(|rest| rest.contains('.')))
        && !text.contains(|c: char| c.is_whitespace() || c.is_control() || c == '"' || c == '<');
    match plain {
        true => Ok(text.to_owned()),
        false => Err(Saying::invalid("organisation-homepage-form").into()),
    }
}

/// The form under which a name is found and sorted: lower case, without spaces and without the words for a company.
pub fn search_key(text: &str) -> String {
    let lower = base::canon::nfc(text).to_lowercase();
    let bare = ["주식회사", "유한회사", "㈜", "(주)", "（주）"]
        .iter()
        .fold(lower, |text, word| text.replace(word, ""));
    bare.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The key by which an organisation is sorted.
pub fn sort_key(name: &Tri) -> String {
    let first = [Lang::Ko, Lang::En, Lang::Zh].into_iter().find_map(|lang| name.only(lang));
    search_key(first.unwrap_or(""))
}

/// One organisation, in the past or now.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize, utoipa::ToSchema)]
pub struct Organisation {
    /// Its id.
    #[schema(value_type = String)]
    pub id: Id,
    /// Its human number: `2026-ORG-0412`.
    pub number: String,
    /// One of the kinds.
    pub kind: String,
    /// Its names.
    #[schema(value_type = Object)]
    pub name: Tri,
    /// Its other names, former ones among them.
    pub aliases: Vec<String>,
    /// With hyphens.
    pub business_number: Option<String>,
    /// With hyphens.
    pub corporate_number: Option<String>,
    /// An address.
    pub homepage: Option<String>,
    /// As far as it is known.
    pub founded: Option<String>,
    /// The key of an imported record.
    pub source_key: Option<String>,
    /// The position that registered it.
    pub registered: i64,
    /// The position of its last change: its version.
    pub version: i64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_business_number_keeps_its_check_digit() {
        assert_eq!(business_number("1248100998").unwrap(), "124-81-00998");
        assert_eq!(business_number(" 124-81-00998 ").unwrap(), "124-81-00998");
        assert!(business_number("124-81-00999").unwrap_err().is("organisation-business-number-wrong"));
        assert!(business_number("124-81-0099").unwrap_err().is("organisation-business-number-form"));
    }

    #[test]
    fn every_wrong_field_is_named_at_once() {
        let new = NewOrganisation {
            kind: "bakery".into(),
            name: Tri { ko: Some("가".repeat(201)), en: None, zh: None },
            business_number: Some("1".into()),
            homepage: Some("javascript:alert(1)".into()),
            founded: Some("yesterday".into()),
            ..NewOrganisation::default()
        };
        let error = new.checked().unwrap_err();
        let fields: Vec<&str> = error.saying().unwrap().fields.iter().map(|(f, _)| f.as_str()).collect();
        assert_eq!(fields, ["name_ko", "kind", "business_number", "homepage", "founded"]);
        assert!(NewOrganisation::default().checked().unwrap_err().is("organisation-not-right"));
    }

    #[test]
    fn names_are_found_without_the_words_for_a_company() {
        assert_eq!(search_key("㈜ 에스오에스랩"), "에스오에스랩");
        assert_eq!(search_key("주식회사 가온 AI"), "가온ai");
    }
}
