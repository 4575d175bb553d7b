//! `bitgoeul measure`: numbers from their rows - list, show, keep, compare.

use crate::cli::{Measure, MeasureDiff, MeasureKeep, MeasureShow, MeasureWhen};
use crate::config::Config;
use crate::told::{Stopped, print};
use area_tower::measure::count::{Asked, Counted, count_blocking};
use area_tower::measure::pages::{amount_text, group_word, part_word, reasons, series_word};
use area_tower::measure::shown::Seen;
use area_tower::measure::store::Seeing;
use area_tower::measure::view::{self, CountView};
use area_tower::measure::{Held, acts, store};
use base::words::Words;
use base::{Day, Level};
use kernel::policy::Depth;
use kernel::{Caller, City};
use measures::{How, Part};
use serde_json::json;

/// Whoever has the folder sees everything in it.
const SEES: Depth = Depth::Audit;

pub fn run(config: &Config, measure: &Measure) -> Result<(), Stopped> {
    match measure {
        Measure::List(when) => list(config, when),
        Measure::Show(asked) => show(config, asked),
        Measure::Snapshot(asked) => snapshot(config, asked),
        Measure::Diff(asked) => diff(config, asked),
    }
}

/// The city with its engine, to read.
fn open(config: &Config) -> Result<City, Stopped> {
    let city = config.open_to_read(&config.slug()?)?;
    crate::engines::attach(&city)?;
    kernel::fact::feed::catch_up(&city)?;
    Ok(city)
}

fn asked(city: &City, when: &MeasureWhen) -> Result<Asked, Stopped> {
    let as_of = match &when.as_of {
        Some(text) => Day::parse(text)?,
        None => city.today(),
    };
    let (at, zone, until) = (when.at.clone(), city.zone(), (city.today(), city.position()));
    let position =
        city.read_blocking(move |read| at.map(|at| view::position(read, &at, until, &zone)).transpose())?;
    let minimum = match &when.min_evidence {
        Some(text) => Some(Level::parse(text).ok_or_else(|| {
            Stopped::input(format!("{text:?} is not a level of evidence; use one of E0, E1, E2, E3, E4"))
        })?),
        None => None,
    };
    Ok(Asked { as_of, position, minimum })
}

fn held(city: &City, id: &str, version: Option<i64>) -> Result<Held, Stopped> {
    let id = id.to_owned();
    Ok(city.read_blocking(move |read| match version {
        None => store::newest(read, &id, Seeing::Internal),
        Some(version) => {
            store::find(read, &id, version)?.ok_or_else(|| base::Saying::not_found("base-not-found").into())
        }
    })?)
}

fn list(config: &Config, when: &MeasureWhen) -> Result<(), Stopped> {
    let (city, words) = (open(config)?, crate::areas::words(config.lang)?);
    let asked = asked(&city, when)?;
    for held in city.read_blocking(|read| store::latest(read, Seeing::Internal))? {
        let definition = &held.definition;
        let (line, value) = match count_blocking(&city, &held, asked) {
            Ok(counted) => (number(&counted, &words), json!(CountView::new(&counted, SEES))),
            Err(base::Error::Refused(saying)) => {
                let why = crate::told::sentence(&saying, &words);
                (why.clone(), json!({"problem": why}))
            }
            Err(fault) => return Err(fault.into()),
        };
        match config.json {
            true => {
                print(json!({"id": definition.id, "version": definition.version, "published": held.published,
                "title": definition.title, "unit": definition.unit, "count": value}))
            }
            false => print(format!("{:20} {}  {line}", definition.id, definition.title.text(config.lang))),
        }
    }
    Ok(())
}

fn number(counted: &Counted, words: &Words) -> String {
    let view = CountView::new(counted, SEES);
    match view.whole().filter(|_| view.has_list) {
        Some(cells) => amount_text(cells, &counted.definition().unit, words),
        None => words.get("web-unknown").to_owned(),
    }
}

fn show(config: &Config, wanted: &MeasureShow) -> Result<(), Stopped> {
    let (city, words) = (open(config)?, crate::areas::words(config.lang)?);
    let counted = one(&city, wanted)?;
    let view = CountView::new(&counted, SEES);
    if config.json {
        let rows = if wanted.rows { json!(counted.rows) } else { json!(null) };
        print(json!({"definition": counted.definition(), "count": view, "rows": rows}));
        return Ok(());
    }
    let definition = counted.definition();
    print(definition.title.text(config.lang));
    print(format!("  {}", number(&counted, &words)));
    if let Some(text) = area_tower::measure::pages::show::beside(&view, definition, &words) {
        print(format!("  {text}"));
    }
    print(format!("  {}", area_tower::measure::pages::stand(counted.as_of, counted.position, &words)));
    let Some(whole) = view.whole().filter(|_| view.has_list) else {
        print(format!("  {}", words.get("tower-measure-no-list")));
        return Ok(());
    };
    let parts = [
        (Part::Yes, whole.yes),
        (Part::No, whole.no),
        (Part::Unknown, whole.unknown),
        (Part::Out, whole.out),
    ];
    for (part, units) in parts {
        let why = reasons(definition, whole, part, &words);
        print(format!("  {}  {}  {why}", part_word(part, &words), written(units, &words)));
    }
    let levels: Vec<String> = whole
        .levels
        .iter()
        .rev()
        .filter_map(|cell| Some((Level::from_number(cell.level)?, cell.value)))
        .map(|(level, value)| {
            let word = web::components::evidence::Level::from(level).word(&words).to_owned();
            format!("{word} {}", written(value, &words))
        })
        .collect();
    print(format!("  {}", levels.join(" · ")));
    for group in &view.groups {
        let of = group_word(definition, &group.code, config.lang);
        for slice in &group.series {
            let name = series_word(definition, &slice.code, config.lang);
            let cells = &slice.cells;
            let amount = amount_text(cells, &definition.unit, &words);
            let unknown = format!("{} {}", part_word(Part::Unknown, &words), written(cells.unknown, &words));
            print(format!("    {name} {of}  {amount}  {unknown}"));
        }
    }
    if wanted.rows {
        print(measures::row::canonical(&counted.rows).trim_end());
    }
    print(format!("  {}", counted.digest));
    Ok(())
}

fn one(city: &City, wanted: &MeasureShow) -> Result<std::sync::Arc<Counted>, Stopped> {
    if let Some(number) = &wanted.snapshot {
        let (id, number) = (wanted.id.clone(), number.clone());
        let kept = city.read_blocking(move |read| view::kept(read, &id, &number, Seeing::Internal))?;
        return Ok(std::sync::Arc::new(kept));
    }
    let held = held(city, &wanted.id, wanted.version)?;
    Ok(count_blocking(city, &held, asked(city, &wanted.when)?)?)
}

fn written(seen: Seen, words: &Words) -> String {
    seen.number().map_or_else(|| words.get("web-hidden").to_owned(), |number| words.number(number))
}

fn snapshot(config: &Config, wanted: &MeasureKeep) -> Result<(), Stopped> {
    let city = config.open(&config.slug()?, false, false)?;
    crate::engines::attach(&city)?;
    kernel::fact::feed::catch_up(&city)?;
    let words = crate::areas::words(config.lang)?;
    let held = held(&city, &wanted.id, None)?;
    let counted = count_blocking(&city, &held, asked(&city, &wanted.when)?)?;
    let line = number(&counted, &words);
    let caller = Caller::System("command-line");
    let kept = std::sync::Arc::clone(&counted);
    let done = city.act_blocking(caller.clone(), None, move |tx| acts::take(tx, &kept))?;
    let number = done.number.clone().unwrap_or_default();
    if wanted.publish {
        let name = number.clone();
        city.act_blocking(caller, None, move |tx| acts::publish_snapshot(tx, &name))?;
    }
    let value = json!({"number": number, "position": done.position, "published": wanted.publish,
        "digest": counted.digest, "count": CountView::new(&counted, SEES)});
    super::answer(config, &value, &format!("{number}  {line}  {}", counted.digest));
    Ok(())
}

fn diff(config: &Config, wanted: &MeasureDiff) -> Result<(), Stopped> {
    let (city, words) = (open(config)?, crate::areas::words(config.lang)?);
    let (before, after) = (side(&city, &wanted.id, &wanted.from)?, side(&city, &wanted.id, &wanted.to)?);
    let later = Asked { as_of: before.as_of, position: Some(after.position), minimum: Some(before.minimum) };
    let known_later = match before.position < after.position && before.as_of != after.as_of {
        true => Some(count_blocking(&city, &before.held, later)?),
        false => None,
    };
    let changes = view::changes(&before, known_later.as_deref(), &after);
    let sums = view::sums(&changes, after.definition().counts, SEES);
    if config.json {
        let views = (CountView::new(&before, SEES), CountView::new(&after, SEES));
        print(json!({"before": views.0, "after": views.1, "changes": sums, "units": changes}));
        return Ok(());
    }
    print(format!("{} -> {}", number(&before, &words), number(&after, &words)));
    for how in How::ALL {
        let Some(sum) = sums.iter().find(|sum| sum.how == how) else { continue };
        let word = area_tower::measure::pages::difference::how_word(how, &words);
        print(format!("  {word}  {}  ({:+})", written(sum.units, &words), sum.delta.number().unwrap_or(0)));
    }
    let total: i64 = changes.iter().map(|change| change.delta).sum();
    print(format!("  = {total:+}"));
    Ok(())
}

fn side(city: &City, id: &str, text: &str) -> Result<std::sync::Arc<Counted>, Stopped> {
    let which = area_tower::measure::api::side(text)?;
    let when =
        MeasureWhen { as_of: which.as_of.map(|day| day.to_string()), at: which.at, min_evidence: None };
    let (id, snapshot, version) = (id.to_owned(), which.snapshot, None);
    one(city, &MeasureShow { id, when, snapshot, version, rows: false })
}
