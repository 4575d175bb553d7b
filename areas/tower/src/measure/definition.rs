//! Reading a definition: a TOML file of a pack, or the text that the city keeps of it. What is wrong is a finding with
//! its place and its mend.

use super::{Axis, Definition, Elsewhere, Quality, Revision, Titled, Whom};
use crate::pack::PackFinding;
use crate::pack::finding::nearest;
use crate::pack::parse;
use crate::pack::value::{Said, Spanned, Text, short};
use base::{Fault, Level, Saying, Tri, Unit};
use measures::Part;
use measures::row::BELOW_LEVEL;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Characters of the SQL of a definition.
const SQL_CHARS_MAX: usize = 20_000;
/// The most codes of an axis, reasons, kinds, comparison rows.
const LIST_MAX: usize = 200;

/// A definition as its file writes it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DefinitionFile {
    pub id: Spanned<Text>,
    pub version: Spanned<i64>,
    /// Made public when the pack is loaded; otherwise an act publishes it.
    #[serde(default)]
    pub published: bool,
    pub title: Said,
    pub rule: Said,
    pub unit: Spanned<Text>,
    pub counts: Spanned<Text>,
    pub minimum: Spanned<Text>,
    pub parts: Vec<Spanned<Text>>,
    pub kinds: Vec<Spanned<Text>>,
    pub rows: Spanned<String>,
    pub target: Option<Spanned<Text>>,
    pub quality: QualityPart,
    #[serde(default)]
    pub reason: Vec<TitledPart>,
    #[serde(default)]
    pub axis: Vec<AxisPart>,
    #[serde(default)]
    pub elsewhere: Vec<ElsewherePart>,
    #[serde(default)]
    pub revision: Vec<RevisionPart>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QualityPart {
    pub verification: Said,
    pub sources: Said,
    pub accuracy: Said,
    pub limits: Said,
    pub compensation: Said,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TitledPart {
    pub code: Spanned<Text>,
    pub title: Said,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AxisPart {
    pub code: Spanned<Text>,
    pub title: Said,
    #[serde(default)]
    pub codes: Vec<TitledPart>,
    pub headline: Option<Spanned<Text>>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ElsewherePart {
    pub place: Said,
    pub value: Said,
    pub as_of: Text,
    pub definition: Said,
    pub source: Text,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RevisionPart {
    pub version: Spanned<i64>,
    pub what: Said,
}

/// A definition, and whether its file asks to publish it.
pub type Asked = (Definition, bool);

/// Reads and checks a text. `file` is what findings call it.
///
/// # Errors
/// Everything that is wrong, in the order of the file.
pub fn read(file: &str, text: &str) -> Result<Asked, Vec<PackFinding>> {
    let shape: DefinitionFile = parse::one(file, text).map_err(|finding| vec![*finding])?;
    let mut checker = Checker { file, text, findings: Vec::new() };
    let definition = checker.definition(&shape);
    let mut findings = checker.findings;
    findings.sort_by_key(|finding| (finding.line, finding.column));
    match findings.is_empty() {
        true => Ok((definition, shape.published)),
        false => Err(findings),
    }
}

/// Definitions that were read, by the digest of their text: pages that everybody opens read them all the time.
static READ: Mutex<BTreeMap<String, Arc<Definition>>> = Mutex::new(BTreeMap::new());
/// How many are kept.
const READ_MAX: usize = 1_000;

/// A text that was checked before it was stored, from memory when it was read before.
///
/// # Errors
/// A fault when the stored text is broken.
pub fn remembered(text: &str, digest: &str) -> base::Result<Arc<Definition>> {
    let known = READ.lock().unwrap_or_else(PoisonError::into_inner).get(digest).map(Arc::clone);
    if let Some(found) = known {
        return Ok(found);
    }
    let (definition, _) = read("measure", text)
        .map_err(|found| Fault::new("reading a definition that was checked", format!("{found:?}")))?;
    let found = Arc::new(definition);
    let mut known = READ.lock().unwrap_or_else(PoisonError::into_inner);
    if known.len() >= READ_MAX {
        known.clear();
    }
    known.insert(digest.to_owned(), Arc::clone(&found));
    Ok(found)
}

/// The line of the file on which the SQL begins, to tell places in the SQL as places in the file.
pub fn line_of_sql(text: &str) -> usize {
    let Ok(shape) = toml::from_str::<DefinitionFile>(text) else { return 0 };
    let start = shape.rows.span().start;
    let opened =
        text.get(start..).is_some_and(|rest| rest.starts_with("\"\"\"\n") || rest.starts_with("'''\n"));
    text.get(..start).map_or(0, |before| before.matches('\n').count()) + usize::from(opened)
}

struct Checker<'a> {
    file: &'a str,
    text: &'a str,
    findings: Vec<PackFinding>,
}

impl Checker<'_> {
    fn found<T>(&mut self, at: &Spanned<T>, saying: Saying) {
        self.findings.push(PackFinding::at(self.file, self.text, at.span().start, saying));
    }

    fn definition(&mut self, shape: &DefinitionFile) -> Definition {
        self.id(&shape.id);
        if !(1..=9_999).contains(shape.version.get_ref()) {
            let version = *shape.version.get_ref();
            self.found(&shape.version, Saying::invalid("tower-measure-version").with("version", version));
        }
        if Unit::find(shape.unit.get_ref().as_str()).is_err() {
            let known: Vec<&str> = base::quantity::UNITS.iter().map(|unit| unit.code).collect();
            let saying =
                Saying::invalid("tower-pack-unit").with("unit", short(shape.unit.get_ref().as_str()));
            self.found(&shape.unit, saying.with("known", known.join(", ")));
        }
        let counts = self.word(&shape.counts, &Whom::ALL.map(Whom::code), Whom::parse);
        let minimum = self.word(&shape.minimum, &["E0", "E1", "E2", "E3", "E4"], Level::parse);
        self.sql(shape);
        let reasons = self.titled(&shape.reason);
        if let Some(own) = shape.reason.iter().find(|reason| reason.code.get_ref().as_str() == BELOW_LEVEL) {
            self.found(&own.code, Saying::invalid("tower-measure-reason-own").with("code", BELOW_LEVEL));
        }
        Definition {
            id: shape.id.get_ref().0.clone(),
            version: *shape.version.get_ref(),
            title: shape.title.0.clone(),
            rule: shape.rule.0.clone(),
            unit: shape.unit.get_ref().0.clone(),
            counts: counts.unwrap_or(Whom::People),
            minimum: minimum.unwrap_or(Level::Audited),
            parts: self.parts(&shape.parts),
            reasons,
            axes: self.axes(&shape.axis),
            kinds: self.kinds(&shape.kinds),
            rows: shape.rows.get_ref().trim_end().to_owned(),
            target: shape.target.as_ref().map(|target| target.get_ref().0.clone()),
            quality: quality(&shape.quality),
            elsewhere: shape.elsewhere.iter().map(elsewhere).collect(),
            revisions: shape.revision.iter().map(revision).collect(),
        }
    }

    fn id(&mut self, id: &Spanned<Text>) {
        if !is_plain(id.get_ref().as_str()) {
            self.found(id, Saying::invalid("tower-pack-id").with("id", short(id.get_ref().as_str())));
        }
    }

    fn word<T>(
        &mut self,
        value: &Spanned<Text>,
        allowed: &[&str],
        parse: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let text = value.get_ref().as_str();
        let parsed = parse(text);
        if parsed.is_none() {
            let saying = Saying::invalid("tower-pack-word").with("word", short(text));
            self.found(value, saying.with("allowed", allowed.join(", ")));
        }
        parsed
    }

    fn parts(&mut self, parts: &[Spanned<Text>]) -> Vec<Part> {
        let codes = Part::ALL.map(Part::code);
        let mut found: Vec<Part> = Vec::new();
        for part in parts {
            match self.word(part, &codes, Part::parse) {
                Some(known) if found.contains(&known) => self.twice(part),
                Some(known) => found.push(known),
                None => {}
            }
        }
        found.sort();
        found
    }

    fn twice(&mut self, at: &Spanned<Text>) {
        self.found(at, Saying::invalid("tower-measure-twice").with("code", short(at.get_ref().as_str())));
    }

    fn titled(&mut self, parts: &[TitledPart]) -> Vec<Titled> {
        let mut found: Vec<Titled> = Vec::new();
        for part in parts.iter().take(LIST_MAX) {
            let code = part.code.get_ref().as_str();
            if found.iter().any(|known| known.code == code) {
                self.twice(&part.code);
            }
            if code.contains('|') {
                self.found(&part.code, Saying::invalid("tower-pack-id").with("id", short(code)));
            }
            found.push(Titled { code: code.to_owned(), title: part.title.0.clone() });
        }
        if parts.len() > LIST_MAX {
            self.found(&parts[LIST_MAX].code, Saying::invalid("tower-pack-items").with("max", LIST_MAX));
        }
        found
    }

    fn axes(&mut self, parts: &[AxisPart]) -> Vec<Axis> {
        if let Some(third) = parts.get(2) {
            self.found(&third.code, Saying::invalid("tower-measure-axes"));
        }
        let last = parts.len().saturating_sub(1);
        let mut found = Vec::new();
        for (index, part) in parts.iter().enumerate() {
            let codes = self.titled(&part.codes);
            if let Some(headline) = &part.headline {
                let near = codes.iter().map(|code| code.code.as_str());
                let code = headline.get_ref().as_str();
                if index != last || !codes.iter().any(|known| known.code == code) {
                    let near = nearest(code, near).unwrap_or("-").to_owned();
                    let saying = Saying::invalid("tower-measure-headline").with("code", short(code));
                    self.found(headline, saying.with("near", near));
                }
            }
            found.push(Axis {
                code: part.code.get_ref().0.clone(),
                title: part.title.0.clone(),
                codes,
                headline: part.headline.as_ref().map(|headline| headline.get_ref().0.clone()),
            });
        }
        found
    }

    fn kinds(&mut self, kinds: &[Spanned<Text>]) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        for kind in kinds {
            let code = kind.get_ref().as_str();
            if found.iter().any(|known| known == code) {
                self.twice(kind);
            }
            found.push(code.to_owned());
        }
        found
    }

    fn sql(&mut self, shape: &DefinitionFile) {
        let sql = shape.rows.get_ref();
        if sql.trim().is_empty() {
            self.found(&shape.rows, Saying::invalid("tower-pack-text-empty"));
        }
        let count = sql.chars().count();
        if count > SQL_CHARS_MAX {
            let saying = Saying::invalid("tower-pack-text-long").with("count", count);
            self.found(&shape.rows, saying.with("max", SQL_CHARS_MAX));
        }
        if !sql.contains(":as_of") {
            self.found(&shape.rows, Saying::invalid("tower-measure-no-day"));
        }
    }
}

/// Small letters, digits, hyphens: it stands in addresses.
pub fn is_plain(id: &str) -> bool {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    !id.is_empty() && id.len() <= 60 && id.bytes().all(plain)
}

fn quality(part: &QualityPart) -> Quality {
    let text = |said: &Said| Tri::clone(&said.0);
    Quality {
        verification: text(&part.verification),
        sources: text(&part.sources),
        accuracy: text(&part.accuracy),
        limits: text(&part.limits),
        compensation: text(&part.compensation),
    }
}

fn elsewhere(part: &ElsewherePart) -> Elsewhere {
    Elsewhere {
        place: part.place.0.clone(),
        value: part.value.0.clone(),
        as_of: part.as_of.0.clone(),
        definition: part.definition.0.clone(),
        source: part.source.0.clone(),
    }
}

fn revision(part: &RevisionPart) -> Revision {
    Revision { version: *part.version.get_ref(), what: part.what.0.clone() }
}
