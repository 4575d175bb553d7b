//! Made-up firms for made-up cities: names, numbers, dates, presence with mixed evidence, firms registered twice.
//!
//! Pure and reproducible: the same seed makes the same firms on any machine. Nothing here is drawn from real firms;
//! a made-up name may still be somebody's, which is why a city of such firms is marked as made up on every page.
//!
//! Business numbers have a check digit that holds, so that they pass every form, and begin with `0`: the first three
//! digits name the tax office, and offices have been numbered from 101 on, so no number beginning with 0 is known to
//! have been given out.

pub mod facts;
pub mod history;
pub mod names;
pub mod trainees;

use super::shape::GeneratorFile;
use base::{Day, Seeded, Tri};
use history::{Presence, history};
use kernel::organisation::NewOrganisation;

/// How many different names there are: more firms cannot be made.
pub const NAMES: usize = names::STEMS.len() * names::FIELDS.len();

/// What a generator made.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Made {
    /// Firms, in the order of their keys; those registered twice come last, once more.
    pub firms: Vec<Firm>,
    /// Which record is another: (key of the second record, key of the first).
    pub merges: Vec<(String, String)>,
    /// What is known besides: of firms, of trainees.
    pub batches: Vec<facts::Batch>,
}

/// A made-up firm.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Firm {
    /// Its key in the pack: `firm-0412`.
    pub key: String,
    /// What it is registered as; its source key is set by the loader.
    pub says: NewOrganisation,
    /// What is known of its presence, in the order of days; often nothing.
    pub presence: Vec<Presence>,
}

/// Makes the firms of a generator file that was checked.
pub fn make(file: &GeneratorFile) -> Made {
    let firms = &file.firms;
    let seed = u64::from_le_bytes(firms.seed.get_ref().to_le_bytes());
    let count = usize::try_from(*firms.count.get_ref()).unwrap_or(0).min(NAMES);
    let twice = usize::try_from(*firms.registered_twice.get_ref()).unwrap_or(0).min(count);
    let mut source = Seeded::new(seed);
    let names = shuffled(NAMES, &mut source);
    let mut made = Made::default();
    for (index, name) in names.into_iter().take(count).enumerate() {
        made.firms.push(firm(index, name, firms.until.get_ref().0, &mut source));
    }
    for (extra, index) in shuffled(count, &mut source).into_iter().take(twice).enumerate() {
        let again = registered_again(&made.firms[index], count + extra, &mut source);
        made.merges.push((again.key.clone(), made.firms[index].key.clone()));
        made.firms.push(again);
    }
    made.batches = facts::of_firms(&made.firms, firms.until.get_ref().0, seed);
    if let Some(trainees) = &file.trainees {
        made.batches.extend(trainees::make(trainees));
    }
    made
}

/// `0..count` in a drawn order (Fisher and Yates).
fn shuffled(count: usize, source: &mut Seeded) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    for last in (1..count).rev() {
        order.swap(last, draw(source, last + 1));
    }
    order
}

fn firm(index: usize, name: usize, until: Day, source: &mut Seeded) -> Firm {
    let (stem, field) = (&names::STEMS[name % names::STEMS.len()], &names::FIELDS[name / names::STEMS.len()]);
    let founded = founded(until, source);
    let says = NewOrganisation {
        kind: kind(source).to_owned(),
        name: names::name(stem, field, source),
        aliases: names::former(stem, field, source),
        business_number: Some(business_number(index)),
        founded: founded.as_ref().map(|(text, _)| text.clone()),
        homepage: (draw(source, 3) == 0).then(|| format!("https://{}{index}.example", stem.1.to_lowercase())),
        ..NewOrganisation::default()
    };
    let first = founded.map_or(until.plus(-2_000), |(_, day)| day);
    Firm { key: format!("firm-{:04}", index + 1), says, presence: history(first, until, source) }
}

/// The same firm registered once more, by another office: without its number, under a name written otherwise.
fn registered_again(of: &Firm, index: usize, source: &mut Seeded) -> Firm {
    let plain = of.says.name.ko.as_deref().map(names::bare).unwrap_or_default();
    let name = match draw(source, 3) {
        0 => Tri { ko: None, zh: None, ..of.says.name.clone() },
        1 => Tri { ko: Some(format!("주식회사 {plain}")), en: None, zh: None },
        _ => Tri { ko: Some(format!("{plain}(미리내)")), en: None, zh: None },
    };
    let says = NewOrganisation { kind: of.says.kind.clone(), name, ..NewOrganisation::default() };
    let presence = of.presence.first().cloned().into_iter().collect();
    Firm { key: format!("firm-{:04}", index + 1), says, presence }
}

fn kind(source: &mut Seeded) -> &'static str {
    match draw(source, 100) {
        0..=1 => "fund",
        2 => "institute",
        _ => "company",
    }
}

/// When it was founded: as a day, a month, a year or not known; with the last day that may be meant.
fn founded(until: Day, source: &mut Seeded) -> Option<(String, Day)> {
    // Young firms are many: the smaller of two draws.
    let age = draw(source, 5_200).min(draw(source, 5_200)) + 40;
    let day = until.plus(-i64::try_from(age).unwrap_or(0));
    let text = day.to_string();
    match draw(source, 10) {
        0 => None,
        1 => Some((
            text[..4].to_owned(),
            Day::parse(&format!("{}-12-31", &text[..4])).unwrap_or(day).min(until),
        )),
        2 | 3 => Some((text[..7].to_owned(), day.plus(31).min(until))),
        _ => Some((text, day)),
    }
}

/// `0NN-81-NNNNC`: a tax office that does not exist, the mark of a corporation, a sequence, a check digit.
fn business_number(index: usize) -> String {
    let (office, sequence) = (index / 9_000 + 1, index % 9_000 + 1_000);
    let front = format!("{office:03}81{sequence:04}");
    let digits: Vec<u8> = front.bytes().map(|b| b - b'0').collect();
    let fits = |check: &u8| tables::check_digits::business_number_holds(&[&digits[..], &[*check]].concat());
    let check = (0..10).find(fits).unwrap_or(0);
    format!("{}-{}-{}{check}", &front[..3], &front[3..5], &front[5..])
}

/// An even draw from `0..below`.
pub(super) fn draw(source: &mut Seeded, below: usize) -> usize {
    usize::try_from(source.below(u64::try_from(below).unwrap_or(0))).unwrap_or(0)
}
