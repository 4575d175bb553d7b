//! Finding what an answer pins. Which kinds can be pinned is a list of finders; each knows one kind of record.

use super::{Amount, Pin};
use crate::claim;
use crate::claim::pages::amount as published_amount;
use crate::measure::pages::unit_after;
use crate::measure::shown::Seen;
use crate::measure::store::Seeing;
use crate::measure::{self, view};
use ::web::components::number::{Count, bounds};
use base::problem::Wrong;
use base::words::Words;
use base::{Error, Lang, Ref, Result, Saying, Tri};
use db::Read;
use kernel::Tx;

/// Finds a record of one kind and says how it is shown now; none when there is no such record in scope.
pub type Find = fn(&Tx<'_>, &Ref) -> Result<Option<Pin>>;

/// The kinds that answers of this program may pin. A kind that is not here cannot be pinned.
pub const FINDERS: &[(&str, Find)] =
    &[("claim", published_number), ("snapshot", |tx, of| kept_count(tx, of))];

/// Kept counts that the form offers.
const OFFERED: i64 = 12;

/// `claim:c030`: a published number as it was published; never a verdict, which may still be internal.
fn published_number(tx: &Tx<'_>, of: &Ref) -> Result<Option<Pin>> {
    let Some(found) = claim::store::by_code(tx, &of.id)? else { return Ok(None) };
    let (claim, label) = (&found.claim, found.label());
    let (relation, value) = (claim.relation.code().to_owned(), claim.value.text());
    Ok(Some(Pin {
        of: of.to_string(),
        record: claim::acts::as_ref(&found).to_string(),
        title: if label.is_empty() { Tri::new(&claim.subject, "", "") } else { label },
        as_of: claim.as_of.printed.clone(),
        amount: Amount::Published { relation, value },
        unit: claim.unit.clone(),
        path: format!("/claims/{}", of.id),
        hash: super::attached::hash(&claim.cells()),
    }))
}

/// `snapshot:2026-SNP-0003`: a kept count. Answers are public, so only a published count is found, and what is shown of
/// it is what everyone sees.
fn kept_count(read: &impl Read, of: &Ref) -> Result<Option<Pin>> {
    let snapshot = match measure::store::snapshot(read, &of.id, Seeing::Public) {
        Ok(found) => found,
        Err(Error::Refused(_)) => return Ok(None),
        Err(fault) => return Err(fault),
    };
    let counted = view::kept(read, &snapshot.measure, &of.id, Seeing::Public)?;
    let cells = counted.headline(false);
    let amount = match (counted.rows.is_empty(), cells.value, cells.high) {
        (true, _, _) => Amount::Unknown,
        (false, Seen::Hidden(_), _) => Amount::Hidden,
        (false, Seen::Number(low), high) => {
            let high = high.map(|high| high.number().unwrap_or(low));
            Amount::Counted { low, high, about: cells.about }
        }
    };
    Ok(Some(Pin {
        of: of.to_string(),
        record: Ref::new(measure::SNAPSHOT.name, snapshot.id).to_string(),
        title: titled(counted.definition()),
        as_of: snapshot.as_of.to_string(),
        amount,
        unit: counted.definition().unit.clone(),
        path: format!("/measures/{}?snapshot={}", snapshot.measure, snapshot.number),
        hash: snapshot.digest,
    }))
}

/// The title of a measure, with what on its last axis the number stands for.
fn titled(definition: &measure::Definition) -> Tri {
    let (title, of) = (&definition.title, definition.headline_title());
    let both = |lang: Lang| {
        let title = title.only(lang)?;
        Some(of.only(lang).map_or_else(|| title.to_owned(), |of| format!("{title} ({of})")))
    };
    Tri { ko: both(Lang::Ko), en: both(Lang::En), zh: both(Lang::Zh) }
}

/// The newest published counts, ready to be pinned.
pub fn offered(read: &impl Read) -> Result<Vec<Pin>> {
    let mut found = Vec::new();
    for snapshot in measure::store::newest_snapshots(read, OFFERED)? {
        found.extend(kept_count(read, &Ref::new(measure::SNAPSHOT.name, &snapshot.number))?);
    }
    Ok(found)
}

/// All pins of an answer, in order; a record that is named twice is pinned once.
///
/// # Errors
/// A kind without a finder and a record that does not exist are told at the field `pins`, naming it.
pub fn resolve(
    tx: &Tx<'_>,
    finders: &[(&str, Find)],
    wanted: &[String],
    wrong: &mut Wrong,
) -> Result<Vec<Pin>> {
    let mut found = Vec::with_capacity(wanted.len());
    for text in wanted.iter().map(|text| text.trim()).filter(|text| !text.is_empty()) {
        let pin = wrong.take("pins", one(tx, finders, text))?;
        found.extend(pin.filter(|pin: &Pin| found.iter().all(|known: &Pin| known.record != pin.record)));
    }
    Ok(found)
}

fn one(tx: &Tx<'_>, finders: &[(&str, Find)], text: &str) -> Result<Pin> {
    let shown: String = text.chars().take(80).collect();
    let missing = || Error::from(Saying::invalid("tower-question-pin-missing").with("pin", shown));
    let Ok(of) = Ref::parse(&with_kind(text)) else { return Err(missing()) };
    let Some((_, find)) = finders.iter().find(|(kind, _)| *kind == of.kind) else { return Err(missing()) };
    find(tx, &of)?.ok_or_else(missing)
}

/// The number alone means a kept count when it is numbered as one, `2026-SNP-0003`, and a published number otherwise.
fn with_kind(text: &str) -> String {
    match (text.contains(':'), text.contains("-SNP-")) {
        (true, _) => text.to_owned(),
        (false, true) => format!("{}:{text}", measure::SNAPSHOT.name),
        (false, false) => format!("{}:{text}", claim::KIND.name),
    }
}

/// What the hash of a pin is of: a key of the words.
pub fn hashed(pin: &Pin) -> &'static str {
    match Ref::parse(&pin.of) {
        Ok(of) if of.kind == measure::SNAPSHOT.name => "tower-question-hash-rows",
        Ok(_) | Err(_) => "tower-question-hash-cells",
    }
}

/// What a pin is of, in the reader's language.
pub fn title(pin: &Pin, t: &Words) -> String {
    pin.title.text(t.lang()).to_owned()
}

/// How much a pin says, with its unit and bounds, in the reader's language: `412곳 (적어도 412, 많아도 530)`.
pub fn amount(pin: &Pin, t: &Words) -> String {
    let (low, high, about) = match &pin.amount {
        Amount::Published { relation, value } => return published_amount(relation, value, &pin.unit, t),
        Amount::Hidden => return t.get("tower-measure-hidden-value").to_owned(),
        Amount::Unknown => return t.get("web-unknown").to_owned(),
        Amount::Counted { low, high, about } => (*low, *high, *about),
    };
    let mut number = format!("{}{}", t.number(low), unit_after(&pin.unit, t));
    let mut count = Count::Between { low, high };
    if about {
        number = format!("{} {number}", t.get("web-about"));
        count = Count::About { low, high };
    }
    match bounds(count, t) {
        Some(bounds) => format!("{number} ({bounds})"),
        None => number,
    }
}

/// One line for files and lists: `정착한 기업, 2026-10-31: 412곳`.
pub fn line(pin: &Pin, t: &Words) -> String {
    format!("{}, {}: {}", title(pin, t), pin.as_of, amount(pin, t))
}
