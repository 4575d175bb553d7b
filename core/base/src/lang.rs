//! Languages of the interface, and a text said in up to three of them.
//!
//! Words of the interface live in `words`; this file knows only codes and fallback. It does not
//! translate and does not guess the language of a text.
//!
//! Fallback is always the asked language, then ko, en, zh. Whoever shows the text is told which
//! language it really got, so that a page can mark a foreign span with its own `lang`.

use serde::{Deserialize, Serialize};

#[cfg(test)]
mod tests;

/// A language the interface speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    #[default]
    Ko,
    En,
    Zh,
}

impl Lang {
    /// All languages, in the order of fallback and of the switch on a page.
    pub const ALL: [Lang; 3] = [Lang::Ko, Lang::En, Lang::Zh];

    /// The short code used in addresses, cookies and column suffixes: `ko`, `en`, `zh`.
    pub fn code(self) -> &'static str {
        match self {
            Lang::Ko => "ko",
            Lang::En => "en",
            Lang::Zh => "zh",
        }
    }

    /// The BCP 47 tag for an HTML `lang` attribute. Chinese is written in simplified characters.
    pub fn html(self) -> &'static str {
        match self {
            Lang::Ko => "ko",
            Lang::En => "en",
            Lang::Zh => "zh-Hans",
        }
    }

    /// The language's name in itself, for the switch on a page.
    pub fn own_name(self) -> &'static str {
        match self {
            Lang::Ko => "한국어",
            Lang::En => "English",
            Lang::Zh => "中文",
        }
    }

    /// Reads a tag such as `ko`, `en-GB` or `zh-Hans-CN`; only the primary subtag counts.
    pub fn from_tag(tag: &str) -> Option<Lang> {
        let primary = tag.trim().split(['-', '_']).next().unwrap_or("");
        Lang::ALL.into_iter().find(|lang| primary.eq_ignore_ascii_case(lang.code()))
    }

    /// Reads an `Accept-Language` header: the spoken language of highest weight, the earlier one
    /// of equals. A weight of 0 refuses a language; parts that cannot be read are passed over.
    pub fn from_accept_language(header: &str) -> Option<Lang> {
        let mut best: Option<(u16, Lang)> = None;
        for part in header.split(',').take(64) {
            let mut pieces = part.split(';');
            let Some(lang) = Lang::from_tag(pieces.next().unwrap_or("")) else { continue };
            let weight = pieces.find_map(|piece| piece.trim().strip_prefix("q=").map(weight_per_mille));
            let weight = weight.unwrap_or(1000);
            if weight > 0 && best.is_none_or(|(highest, _)| weight > highest) {
                best = Some((weight, lang));
            }
        }
        best.map(|(_, lang)| lang)
    }

    /// The language of a request: what the address says, else the cookie, else the browser, else ko.
    pub fn choose(address: Option<&str>, cookie: Option<&str>, accept_language: Option<&str>) -> Lang {
        address
            .and_then(Lang::from_tag)
            .or_else(|| cookie.and_then(Lang::from_tag))
            .or_else(|| accept_language.and_then(Lang::from_accept_language))
            .unwrap_or_default()
    }

    /// The order in which texts are looked for: this language, then ko, en, zh.
    pub fn fallback(self) -> [Lang; 3] {
        match self {
            Lang::Ko => [Lang::Ko, Lang::En, Lang::Zh],
            Lang::En => [Lang::En, Lang::Ko, Lang::Zh],
            Lang::Zh => [Lang::Zh, Lang::Ko, Lang::En],
        }
    }
}

/// A quality value (`0.8`) in thousandths; what cannot be read weighs nothing.
fn weight_per_mille(text: &str) -> u16 {
    let (whole, fraction) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
    let digits: String = fraction.chars().chain("000".chars()).take(3).collect();
    match (whole, digits.parse::<u16>()) {
        ("1", Ok(_)) => 1000,
        ("0", Ok(thousandths)) => thousandths,
        (_, Ok(_) | Err(_)) => 0,
    }
}

/// A text in up to three languages. An empty string counts as absent.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tri {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ko: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub en: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zh: Option<String>,
}

/// A text together with the language it is really in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spoken<'a> {
    pub text: &'a str,
    pub lang: Lang,
}

impl Tri {
    /// A text in all three languages; pass "" for one that is absent.
    pub fn new(ko: &str, en: &str, zh: &str) -> Tri {
        let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        Tri { ko: some(ko), en: some(en), zh: some(zh) }
    }

    /// A text known in Korean only.
    pub fn korean(ko: &str) -> Tri {
        Tri::new(ko, "", "")
    }

    /// The text in exactly this language, without fallback.
    pub fn only(&self, lang: Lang) -> Option<&str> {
        let text = match lang {
            Lang::Ko => &self.ko,
            Lang::En => &self.en,
            Lang::Zh => &self.zh,
        };
        text.as_deref().filter(|text| !text.is_empty())
    }

    /// The text for a reader of `lang`, with the language it was found in.
    pub fn get(&self, lang: Lang) -> Option<Spoken<'_>> {
        lang.fallback().into_iter().find_map(|lang| self.only(lang).map(|text| Spoken { text, lang }))
    }

    /// The text for a reader of `lang`, or "" when no language has one.
    pub fn text(&self, lang: Lang) -> &str {
        self.get(lang).map_or("", |spoken| spoken.text)
    }

    pub fn is_empty(&self) -> bool {
        Lang::ALL.into_iter().all(|lang| self.only(lang).is_none())
    }
}
