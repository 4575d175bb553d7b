//! What goes into the zip of an answer besides the answer: of each kept count that it pins the definition, a table of its
//! values and its rows, and the published numbers that it pins as they stood.
//!
//! An answer is handed on, so everybody gets the same: what the public sees. Small cells and lists of people are as
//! hidden here as on every page.

use super::Pin;
use crate::bundle::File;
use crate::claim::{self, pages::file::of_cells};
use crate::measure::count::Counted;
use crate::measure::files::csv;
use crate::measure::shown::{Cells, Seen};
use crate::measure::store::{self, Seeing};
use crate::measure::view::{CountView, rows::read_rows, with_rows};
use ::web::http::csv::cell;
use base::words::Words;
use base::{Day, Error, Id, Ref, Result};
use db::Read;
use kernel::policy::{Actor, Depth};
use kernel::scope::Sight;

/// The file of pinned published numbers.
pub const CLAIMS: &str = "claims.csv";
/// In place of rows that are not public.
const NO_ROWS: &str = "rows-not-public.txt";

/// What the files say of their city, in a language.
#[derive(Clone, Debug)]
pub struct Note {
    /// The data is made up.
    pub synthetic: bool,
    /// The city itself publishes it.
    pub official: bool,
    /// Why there is no list where people are counted.
    pub no_rows: String,
}

impl Note {
    /// What a city says of itself.
    pub fn of(city: &kernel::About, words: &Words) -> Note {
        let (why, instead) =
            (words.get("tower-measure-people-list"), words.get("tower-question-rows-values"));
        let no_rows = format!("{why} {instead}\r\n");
        Note { synthetic: city.synthetic, official: city.official, no_rows }
    }
}

/// Where the files of a pin stand in the zip, for the page that lists them; none for a kind without files.
pub fn places(pin: &Pin) -> Option<String> {
    let of = Ref::parse(&pin.of).ok()?;
    match of.kind.as_str() {
        "snapshot" => Some(format!("{}/", folder(&of.id))),
        "claim" => Some(CLAIMS.to_owned()),
        _ => None,
    }
}

fn folder(number: &str) -> String {
    format!("counts/{number}")
}

/// The files, in the order of the pins.
pub fn files(read: &impl Read, pins: &[Pin], note: &Note, today: Day) -> Result<Vec<File>> {
    let (mut files, mut claims) = (Vec::new(), Vec::new());
    for pin in pins {
        let Ok(of) = Ref::parse(&pin.of) else { continue };
        match of.kind.as_str() {
            "snapshot" => files.extend(counted(read, &of.id, note, today)?),
            "claim" => claims.extend(published(read, pin)?),
            _ => {}
        }
    }
    if !claims.is_empty() {
        let text = of_cells(&claims, note.synthetic, note.official);
        files.push((CLAIMS.to_owned(), text.into_bytes()));
    }
    Ok(files)
}

/// Definition, values and rows of a kept count; nothing for one that is not public.
fn counted(read: &impl Read, number: &str, note: &Note, today: Day) -> Result<Vec<File>> {
    let snapshot = match store::snapshot(read, number, Seeing::Public) {
        Ok(found) => found,
        Err(Error::Refused(_)) => return Ok(Vec::new()),
        Err(fault) => return Err(fault),
    };
    let counted = with_rows(read, snapshot)?;
    let at = |name: &str| format!("{}/{name}", folder(number));
    let sight = Sight::of(&Actor::Visitor, today);
    let rows = read_rows(read, &counted, &sight, &Default::default(), 0, usize::MAX)?;
    let list = match rows.withheld {
        true => (at(NO_ROWS), note.no_rows.clone().into_bytes()),
        false => (at("rows.csv"), csv(&rows, note.synthetic).into_bytes()),
    };
    Ok(vec![
        (at("definition.toml"), counted.held.text.clone().into_bytes()),
        (at("values.csv"), values(&counted).into_bytes()),
        list,
    ])
}

/// One line for the whole of each group and one for each slice of it. `hidden` is too small to be shown, `unknown` is
/// what nobody can say.
fn values(counted: &Counted) -> String {
    let mut out = String::from(
        "\u{FEFF}group,series,value,lower,upper,about,population,yes,no,unknown,left_out,unit\r\n",
    );
    let (view, unit) = (CountView::new(counted, Depth::Public), &counted.definition().unit);
    for group in &view.groups {
        out.push_str(&line(&group.code, "", &group.whole, view.has_list, unit));
        for slice in &group.series {
            out.push_str(&line(&group.code, &slice.code, &slice.cells, view.has_list, unit));
        }
    }
    out
}

fn line(group: &str, series: &str, cells: &Cells, has_list: bool, unit: &str) -> String {
    let told = |seen: Seen| match (has_list, seen.number()) {
        (false, _) => "unknown".to_owned(),
        (true, Some(number)) => number.to_string(),
        (true, None) => "hidden".to_owned(),
    };
    let upper = cells.high.map_or_else(|| "unknown".to_owned(), told);
    let lower = told(cells.value);
    let exact = if upper == lower { lower.clone() } else { String::new() };
    let all = [
        group.to_owned(),
        series.to_owned(),
        exact,
        lower,
        upper,
        cells.about.to_string(),
        told(cells.population),
        told(cells.yes),
        told(cells.no),
        told(cells.unknown),
        told(cells.out),
        unit.to_owned(),
    ];
    all.map(|text| cell(&text)).join(",") + "\r\n"
}

/// A published number as it stood when it was pinned: the version of our copy that the pin's hash is of.
fn published(read: &impl Read, pin: &Pin) -> Result<Option<Vec<(&'static str, String)>>> {
    let Some(id) = Ref::parse(&pin.record).ok().and_then(|of| Id::parse(&of.id).ok()) else {
        return Ok(None);
    };
    let versions = claim::store::versions(read, id)?;
    let is_it = |cells: &[(&'static str, String)]| hash(cells) == pin.hash;
    Ok(versions.into_iter().map(|version| version.claim.cells()).find(|cells| is_it(cells)))
}

/// The hash of the cells of a published number, as pins carry it.
pub fn hash(cells: &[(&'static str, String)]) -> String {
    let lines: Vec<String> = cells.iter().map(|(column, cell)| format!("{column}={cell}\n")).collect();
    claim::upload::digest(lines.concat().as_bytes())
}
