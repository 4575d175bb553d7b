//! The answer as files: a page, a document of Hangul Office, its pinned numbers as rows, what stands behind each of
//! them (`attached`), and checksums over all.
//!
//! Made from the newest version only; the same view gives the same bytes.

use super::attached::{self, Note};
use super::view::QuestionView;
use super::{Amount, Pin, pins};
use crate::bundle::{self, File};
use crate::claim::pages::file::relation;
use crate::who::Party;
use ::web::http::csv::cell;
use base::words::Words;
use base::{Day, Fault, Result, Saying};
use db::Read;
use hwpx::{Block, Document};
use kernel::obligation::Outcome;
use maud::{DOCTYPE, PreEscaped, html};
use std::io::Cursor;

/// Names of the files that tell the answer, in the order of the pack.
pub const FILES: [&str; 3] = ["answer.html", "answer.hwpx", "numbers.csv"];

/// The name of the zip of them all.
pub const ZIP: &str = "answer.zip";
/// How the page looks where no other style reaches it.
const STYLE: &str = "body{max-width:44rem;margin:2rem auto;padding:0 1rem;font:1rem/1.7 sans-serif;word-break:keep-all;\
overflow-wrap:anywhere}h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2rem}table{width:100%;border-collapse:collapse}\
th,td{padding:.4rem .6rem;border:1px solid #999;text-align:left;vertical-align:top}";

/// What a file says besides the question.
pub struct About<'a> {
    /// Who gives it out.
    pub city: String,
    /// What the addresses of its pages begin with: `https://hub.example/mirinae`, or `/mirinae` where no host is known.
    pub at: String,
    /// The zone of its times.
    pub zone: String,
    /// The line that says what the data is: made up, or not official.
    pub line: Option<String>,
    /// The language of the file.
    pub words: &'a Words,
}

impl<'a> About<'a> {
    /// What a city says of itself, in a language; its pages are `at` this address.
    pub fn of(city: &kernel::About, at: String, words: &'a Words) -> About<'a> {
        let line = match (city.synthetic, city.official) {
            (true, _) => Some(words.get("web-line-synthetic").to_owned()),
            (false, false) => Some(words.get("web-line-public-record").to_owned()),
            (false, true) => None,
        };
        About { city: city.name.text(words.lang()).to_owned(), at, zone: city.zone.clone(), line, words }
    }
}

/// All files: what tells the answer, what stands behind its numbers, checksums.
///
/// # Errors
/// Refuses a question without an answer.
pub fn files(
    read: &impl Read,
    view: &QuestionView,
    documents: Vec<File>,
    note: &Note,
    today: Day,
) -> Result<Vec<File>> {
    let pins = view.answers.first().map_or(&[][..], |answer| &answer.pins);
    let behind = attached::files(read, pins, note, today)?;
    Ok(bundle::summed(documents.into_iter().chain(behind).collect()))
}

/// The files that tell the answer.
///
/// # Errors
/// Refuses a question without an answer.
pub fn documents(view: &QuestionView, about: &About<'_>) -> Result<Vec<File>> {
    if view.answers.is_empty() {
        return Err(Saying::conflict("tower-question-not-answered").into());
    }
    let blocks = blocks(view, about);
    let mut out = Cursor::new(Vec::new());
    let title = format!("{} {}", about.words.get("tower-question-answer"), view.line.number);
    let document = Document { title: title.clone(), creator: about.city.clone(), blocks: blocks.clone() };
    hwpx::write(&document, &mut out).map_err(|error| Fault::new("writing an answer as a document", error))?;
    Ok(vec![
        (FILES[0].to_owned(), page(&title, about.words.lang().code(), &blocks).into_bytes()),
        (FILES[1].to_owned(), out.into_inner()),
        (FILES[2].to_owned(), numbers(view, about).into_bytes()),
    ])
}

/// What is said, in the order of reading: the page and the document show the same.
fn blocks(view: &QuestionView, about: &About<'_>) -> Vec<Block> {
    let (t, question) = (about.words, &view.line);
    let asker = match &view.asker {
        Some(name) => name.text(t.lang()).to_owned(),
        None => t.get("tower-person-removed").to_owned(),
    };
    let line = |key: &str, text: &str| format!("{}: {text}", t.get(key));
    let mut out = vec![
        Block::Title(format!("{} {}", t.get("tower-question-answer"), question.number)),
        Block::Paragraph(line("tower-question-from", &about.city)),
        Block::Paragraph(line("tower-question-session", &question.session)),
        Block::Paragraph(line("tower-question-asker", &asker)),
        Block::Paragraph(line("tower-question-asked", &question.asked.local(&about.zone))),
        Block::Heading(t.get("tower-question").to_owned()),
        Block::Paragraph(question.text.clone()),
    ];
    if let Some(text) = &about.line {
        out.insert(1, Block::Paragraph(text.clone()));
    }
    let Some(answer) = view.answers.first() else { return out };
    out.push(Block::Heading(t.get("tower-question-answer").to_owned()));
    out.push(Block::Paragraph(line("tower-question-answered-at", &answer.answered.local(&about.zone))));
    out.push(Block::Paragraph(line("tower-question-version", &answer.version.to_string())));
    if let Some(why) = &answer.why {
        out.push(Block::Paragraph(line("tower-question-why", why)));
    }
    out.push(Block::Paragraph(answer.text.clone()));
    if !answer.pins.is_empty() {
        out.push(Block::Heading(t.get("tower-question-numbers").to_owned()));
        out.push(pinned(&answer.pins, t));
        // Hashes are long: each in a line of its own below the table.
        for pin in &answer.pins {
            let of = t.get(pins::hashed(pin));
            out.push(Block::Paragraph(format!("{} SHA-256 {} ({of})", pin.of, pin.hash)));
        }
        let places =
            answer.pins.iter().filter_map(|pin| Some(format!("{}: {}", pin.of, attached::places(pin)?)));
        let places: Vec<String> = places.collect();
        if !places.is_empty() {
            out.push(Block::Paragraph(line("tower-question-behind", &places.join(" · "))));
        }
    }
    if !view.promises.is_empty() {
        out.push(Block::Heading(t.get("tower-question-promises").to_owned()));
        out.push(promised(view, t));
    }
    out
}

fn pinned(pins: &[Pin], t: &Words) -> Block {
    let head =
        ["tower-question-pin", "tower-question-as-of", "tower-question-shown", "tower-question-record"];
    let rows = pins
        .iter()
        .map(|pin| vec![pins::title(pin, t), pin.as_of.clone(), pins::amount(pin, t), pin.of.clone()]);
    table(&head, rows.collect(), t)
}

fn promised(view: &QuestionView, t: &Words) -> Block {
    let head =
        ["tower-question-promise", "tower-question-owner", "tower-question-due", "tower-question-outcome"];
    let rows = view.promises.iter().map(|promise| {
        vec![
            format!("{} {}", promise.number, promise.what.text(t.lang())),
            party(&promise.owner, t),
            promise.due.map_or_else(|| t.get("web-unknown").to_owned(), |day| day.to_string()),
            outcome(&promise.outcome, t),
        ]
    });
    table(&head, rows.collect(), t)
}

/// Who owes it, as everyone may read it in a file that is handed on.
fn party(of: &Option<Party>, t: &Words) -> String {
    match of {
        Some(Party { name: Some(name), .. }) => name.text(t.lang()).to_owned(),
        Some(other) if other.kind == "person" => t.get("tower-who-person").to_owned(),
        Some(_) | None => t.get("web-unknown").to_owned(),
    }
}

fn outcome(code: &str, t: &Words) -> String {
    match Outcome::parse(code) {
        Some(known) => t.get(&format!("tower-outcome-{}", known.code())).to_owned(),
        None => t.get("web-unknown").to_owned(),
    }
}

fn table(head: &[&str], rows: Vec<Vec<String>>, t: &Words) -> Block {
    let head = head.iter().map(|key| t.get(key).to_owned()).collect();
    Block::Table(std::iter::once(head).chain(rows).collect())
}

fn page(title: &str, lang: &str, blocks: &[Block]) -> String {
    html! {
        (DOCTYPE)
        html lang=(lang) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                @for block in blocks {
                    @match block {
                        Block::Title(text) => { h1 { (text) } }
                        Block::Heading(text) => { h2 { (text) } }
                        Block::Paragraph(text) => { @for line in text.lines() { p { (line) } } }
                        Block::Table(rows) => {
                            table {
                                @for (at, row) in rows.iter().enumerate() {
                                    tr { @for cell in row { @if at == 0 { th scope="col" { (cell) } } @else { td { (cell) } } } }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
    .into_string()
}

/// Pinned numbers, one a row: the value where it is known exactly, its bounds, its unit, its day and its address each in
/// a column. A cell that a spreadsheet would run is written as text.
fn numbers(view: &QuestionView, about: &About<'_>) -> String {
    let mut out = String::from(
        "\u{FEFF}question,version,record,title,relation,value,lower,upper,unit,as_of,permalink,shown,sha256,sha256_of,about\r\n",
    );
    let Some(answer) = view.answers.first() else { return out };
    for pin in &answer.pins {
        let [relation, value, lower, upper] = figures(&pin.amount);
        let cells = [
            view.line.number.clone(),
            answer.version.to_string(),
            pin.of.clone(),
            pins::title(pin, about.words),
            relation,
            value,
            lower,
            upper,
            pin.unit.clone(),
            pin.as_of.clone(),
            format!("{}{}", about.at, pin.path),
            pins::amount(pin, about.words),
            pin.hash.clone(),
            about.words.get(pins::hashed(pin)).to_owned(),
            about.line.clone().unwrap_or_default(),
        ];
        out.push_str(&cells.map(|text| cell(&text)).join(","));
        out.push_str("\r\n");
    }
    out
}

/// How it is meant, how much exactly, at least and at most so much; `unknown` and `hidden` are written so. What was
/// published stands as it was printed: its bounds are what its relation says.
fn figures(amount: &Amount) -> [String; 4] {
    let all = |relation: &str, value: &str, lower: &str, upper: &str| {
        [relation, value, lower, upper].map(str::to_owned)
    };
    match amount {
        Amount::Published { relation: sign, value } => match sign.as_str() {
            ">" | ">=" => all(relation(sign), value, value, "unknown"),
            "~" => all(relation(sign), value, "unknown", "unknown"),
            _ => all(relation(sign), value, value, value),
        },
        Amount::Hidden => all("", "hidden", "hidden", "hidden"),
        Amount::Unknown => all("", "unknown", "unknown", "unknown"),
        Amount::Counted { low, high, about: true } => {
            let upper = high.map_or_else(|| "unknown".to_owned(), |high| high.to_string());
            all(relation("~"), "", &low.to_string(), &upper)
        }
        Amount::Counted { low, high, .. } if *high == Some(*low) => {
            let exact = low.to_string();
            all(relation("="), &exact, &exact, &exact)
        }
        Amount::Counted { low, high, .. } => {
            let upper = high.map_or_else(|| "unknown".to_owned(), |high| high.to_string());
            all(relation(">="), "", &low.to_string(), &upper)
        }
    }
}
