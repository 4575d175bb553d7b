//! Reading a tariff: TOML to a checked `Tariff`, or a fault with the line.
//!
//! Prices are text (`"214.6"`), because a TOML number with a point is a float.

mod rates;

use self::rates::RateFile;
use super::*;
use crate::fault::{Fault, FaultKind};
use serde::Deserialize;
use toml::Spanned;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    format: u32,
    id: String,
    title_ko: String,
    title_en: String,
    currency: String,
    minor_digits: u32,
    zone: String,
    #[serde(default)]
    synthetic: bool,
    usage: String,
    season_share: String,
    period_days: [i64; 2],
    total_round: String,
    #[serde(default)]
    total_least: i64,
    #[serde(default)]
    source: Vec<SourceFile>,
    season: Vec<SeasonFile>,
    item: Vec<ItemFile>,
    #[serde(default)]
    open: Vec<OpenFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SourceFile {
    id: String,
    what: String,
    #[serde(default)]
    link: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OpenFile {
    ko: String,
    en: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SeasonFile {
    name: String,
    months: Vec<u8>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ItemFile {
    name: Spanned<String>,
    title_ko: String,
    title_en: String,
    kind: String,
    #[serde(default)]
    of: Vec<String>,
    #[serde(default)]
    apply: String,
    round: String,
    #[serde(default)]
    optional: bool,
    #[serde(default)]
    class: String,
    #[serde(default)]
    unless_class: bool,
    #[serde(default)]
    any_class: bool,
    #[serde(default)]
    exclusive: String,
    #[serde(default)]
    bands: Vec<String>,
    #[serde(default)]
    clock: Vec<ClockFile>,
    #[serde(default)]
    rate: Vec<Spanned<RateFile>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ClockFile {
    #[serde(default)]
    season: String,
    days: String,
    /// `["night 0-8", "day 8-22", "night 22-24"]`
    hours: Vec<String>,
}

/// Reads and checks a tariff.
///
/// # Errors
/// `Format` for broken TOML or unknown words, `Number` for prices, `Reference` for names that point at
/// nothing, `Overlap` for two rates of one item on the same day; all with the line.
pub fn read(text: &str) -> Result<Tariff, Fault> {
    let file: File = toml::from_str(text).map_err(|error| {
        let line = error.span().map_or(0, |span| line_at(text, span.start));
        let what = error.message().to_owned();
        Fault::new(FaultKind::Format, "tariff", what, "see the description of the tariff format").at(line, 0)
    })?;
    if file.format != 1 {
        let what = format!("format {} is not known", file.format);
        return Err(Fault::new(FaultKind::Format, "tariff", what, "write format = 1"));
    }
    let [least, most] = file.period_days;
    if least < 1 || most < least || most > 400 {
        let what = format!("period_days = [{least}, {most}] holds no period");
        return Err(Fault::new(
            FaultKind::Period,
            "tariff",
            what,
            "write the shortest and the longest, such as [25, 36]",
        ));
    }
    let mut tariff = Tariff {
        usage: word(&file.usage, &USAGES, "usage")?,
        proration: Proration { season: word(&file.season_share, &SHARES, "season_share")? },
        period: PeriodRule { least_days: file.period_days[0], most_days: file.period_days[1] },
        total: TotalRule { rounding: rounding(&file.total_round)?, least: file.total_least },
        sources: file
            .source
            .into_iter()
            .map(|source| Source { id: source.id, what: source.what, link: source.link })
            .collect(),
        seasons: seasons(file.season)?,
        open: file.open.into_iter().map(|open| Open { ko: open.ko, en: open.en }).collect(),
        items: Vec::new(),
        id: file.id,
        title_ko: file.title_ko,
        title_en: file.title_en,
        currency: file.currency,
        minor_digits: file.minor_digits.min(6),
        zone: file.zone,
        synthetic: file.synthetic,
    };
    for item in file.item {
        let line = line_at(text, item.name.span().start);
        let name = item.name.get_ref().clone();
        if tariff.item(&name).is_some() {
            let what = "two items have this name";
            let fault = Fault::new(FaultKind::Overlap, "", what, "give each line of the bill its own name");
            return Err(placed(fault, &name, line));
        }
        let item = self::item(&tariff, item, text).map_err(|fault| placed(fault, &name, line))?;
        overlaps(&tariff, &item)?;
        tariff.items.push(item);
    }
    Ok(tariff)
}

fn line_at(text: &str, byte: usize) -> u64 {
    text.as_bytes()[..byte.min(text.len())].iter().filter(|byte| **byte == b'\n').count() as u64 + 1
}

fn placed(mut fault: Fault, item: &str, line: u64) -> Fault {
    fault.place.part = format!("tariff item {item}");
    if fault.place.line == 0 {
        fault.place.line = line;
    }
    fault
}

const USAGES: [(&str, UsageRule); 2] =
    [("whole-kwh-down", UsageRule::WholeKwhDown), ("every-wh", UsageRule::EveryWattHour)];
const SHARES: [(&str, Share); 2] = [("exact", Share::Exact), ("whole-kwh", Share::WholeKwh)];
const APPLIES: [(&str, Apply); 4] =
    [("", Apply::ByDays), ("by-days", Apply::ByDays), ("at-start", Apply::AtStart), ("at-end", Apply::AtEnd)];
const DAYS: [(&str, Days); 5] = [
    ("all", Days::All),
    ("weekdays", Days::Weekdays),
    ("saturdays", Days::Saturdays),
    ("holidays", Days::Holidays),
    ("weekends", Days::Weekends),
];
const STATUSES: [(&str, Status); 5] = [
    ("published", Status::Published),
    ("secondary", Status::Secondary),
    ("derived", Status::Derived),
    ("recalled", Status::Recalled),
    ("synthetic", Status::Synthetic),
];

fn word<T: Copy>(text: &str, known: &[(&str, T)], field: &str) -> Result<T, Fault> {
    known.iter().find(|(name, _)| *name == text).map(|(_, value)| *value).ok_or_else(|| {
        let names: Vec<&str> = known.iter().map(|(name, _)| *name).filter(|name| !name.is_empty()).collect();
        let what = format!("{field} = \"{text}\" is not known");
        Fault::new(FaultKind::Format, "tariff", what, format!("write one of: {}", names.join(", ")))
    })
}

/// `none`, `down`, `down 10`, `half-up`, `half-up 10`.
fn rounding(text: &str) -> Result<Rounding, Fault> {
    let (word, step) = text.split_once(' ').unwrap_or((text, "1"));
    let step: i64 = step.parse().ok().filter(|step| *step > 0).unwrap_or(0);
    match (word, step) {
        ("none", 1) => Ok(Rounding::None),
        ("down", 1..) => Ok(Rounding::Down(step)),
        ("half-up", 1..) => Ok(Rounding::HalfUp(step)),
        _ => {
            let what = format!("rounding \"{text}\" is not known");
            Err(Fault::new(
                FaultKind::Format,
                "tariff",
                what,
                "write none, down, down 10, half-up, half-up 10",
            ))
        }
    }
}

fn seasons(files: Vec<SeasonFile>) -> Result<Vec<Season>, Fault> {
    let mut months: Vec<u8> = files.iter().flat_map(|season| season.months.iter().copied()).collect();
    months.sort_unstable();
    if months != (1..=12).collect::<Vec<u8>>() {
        let what = "the seasons do not hold each month exactly once";
        return Err(Fault::new(FaultKind::Overlap, "tariff seasons", what, "share out months 1 to 12"));
    }
    Ok(files.into_iter().map(|season| Season { name: season.name, months: season.months }).collect())
}

fn item(tariff: &Tariff, file: ItemFile, text: &str) -> Result<Item, Fault> {
    let earlier = |name: &String| {
        tariff.item(name).ok_or_else(|| {
            let what = format!("'{name}' is not an earlier item");
            Fault::new(FaultKind::Reference, "", what, "name items that stand above this one")
        })
    };
    let of: Vec<usize> = file.of.iter().map(earlier).collect::<Result<_, _>>()?;
    let rounding = rounding(&file.round)?;
    let kind = match file.kind.as_str() {
        "tiers" => ItemKind::Tiers,
        "tier-fee" => ItemKind::TierFee { of: tiers_of(tariff, &of)? },
        "per-kwh" => ItemKind::PerKwh,
        "fee" => ItemKind::Fee,
        "daily-fee" => ItemKind::DailyFee,
        "time-of-use" => {
            let clocks = file.clock.into_iter().map(|clock| self::clock(tariff, clock, &file.bands));
            ItemKind::TimeOfUse { clocks: clocks.collect::<Result<_, _>>()?, bands: file.bands }
        }
        "percent" => ItemKind::Percent { of },
        "relief" => ItemKind::Relief { of },
        "discount" => ItemKind::Discount { of },
        other => {
            let what = format!("kind = \"{other}\" is not known");
            let mend =
                "write tiers, tier-fee, per-kwh, fee, daily-fee, time-of-use, percent, relief or discount";
            return Err(Fault::new(FaultKind::Format, "", what, mend));
        }
    };
    let derived =
        matches!(kind, ItemKind::Percent { .. } | ItemKind::Relief { .. } | ItemKind::Discount { .. });
    if derived && rounding == Rounding::None {
        let what = "a line computed from other lines must say how it is rounded";
        return Err(Fault::new(FaultKind::Format, "", what, "write round = \"half-up\" or \"down\""));
    }
    let mut rates = Vec::new();
    for rate in file.rate {
        let line = line_at(text, rate.span().start);
        rates.push(rates::rate(tariff, &kind, rate.into_inner(), line).map_err(|fault| fault.at(line, 0))?);
    }
    Ok(Item {
        name: file.name.into_inner(),
        title_ko: file.title_ko,
        title_en: file.title_en,
        kind,
        apply: word(&file.apply, &APPLIES, "apply")?,
        rounding,
        optional: file.optional,
        class: file.class,
        unless_class: file.unless_class,
        any_class: file.any_class,
        exclusive: file.exclusive,
        rates,
    })
}

fn tiers_of(tariff: &Tariff, of: &[usize]) -> Result<usize, Fault> {
    match of {
        [one] if tariff.items[*one].kind == ItemKind::Tiers => Ok(*one),
        _ => {
            let what = "a tier fee follows the tiers of one item";
            Err(Fault::new(FaultKind::Reference, "", what, "write of = [\"the item with the tiers\"]"))
        }
    }
}

fn season(tariff: &Tariff, name: &str) -> Result<Option<usize>, Fault> {
    if name.is_empty() {
        return Ok(None);
    }
    let found = tariff.seasons.iter().position(|season| season.name == name);
    found.map(Some).ok_or_else(|| {
        let what = format!("season '{name}' is not declared");
        Fault::new(FaultKind::Reference, "", what, "declare it under [[season]]")
    })
}

fn clock(tariff: &Tariff, file: ClockFile, bands: &[String]) -> Result<Clock, Fault> {
    let mut hours = [u8::MAX; 24];
    for span in &file.hours {
        let fault = || {
            let what = format!("'{span}' is not a band and its hours");
            Fault::new(FaultKind::Format, "", what, "write \"band 8-22\" with bands that are declared")
        };
        let (name, range) = span.rsplit_once(' ').ok_or_else(fault)?;
        let (from, to) = range.split_once('-').ok_or_else(fault)?;
        let band = bands.iter().position(|band| band == name).ok_or_else(fault)?;
        let (from, to): (usize, usize) =
            (from.parse().map_err(|_| fault())?, to.parse().map_err(|_| fault())?);
        if from >= to || to > 24 || hours[from..to].iter().any(|band| *band != u8::MAX) {
            return Err(fault());
        }
        hours[from..to].fill(band as u8);
    }
    if hours.contains(&u8::MAX) {
        let what = "a clock leaves hours without a band";
        return Err(Fault::new(FaultKind::Format, "", what, "cover 0-24"));
    }
    Ok(Clock { season: season(tariff, &file.season)?, days: word(&file.days, &DAYS, "days")?, hours })
}

/// Two rates of one item must not claim the same day of the same season.
fn overlaps(tariff: &Tariff, item: &Item) -> Result<(), Fault> {
    for (at, one) in item.rates.iter().enumerate() {
        for two in &item.rates[..at] {
            let all = one.seasons.is_empty() || two.seasons.is_empty();
            let same_season = all || one.seasons.iter().any(|season| two.seasons.contains(season));
            let apart = one.to.is_some_and(|to| to <= two.from) || two.to.is_some_and(|to| to <= one.from);
            if same_season && !apart {
                let shared = one.seasons.iter().find(|season| two.seasons.contains(season));
                let season = shared.map_or("", |at| tariff.seasons[*at].name.as_str());
                let what = format!(
                    "rates of lines {} and {} both hold on {} {season}",
                    two.line,
                    one.line,
                    one.from.max(two.from)
                );
                let mend = "end the older rate (`to`) on the day the newer begins";
                let part = format!("tariff item {}", item.name);
                return Err(Fault::new(FaultKind::Overlap, part, what, mend).at(one.line, 0));
            }
        }
    }
    Ok(())
}
