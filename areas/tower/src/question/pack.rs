//! The answer as files: a page, a document of Hangul Office, its pinned numbers as rows, and checksums over them.
//!
//! Made from the newest version only; the same view gives the same bytes.

use super::view::QuestionView;
use crate::bundle::{self, File, SUMS};
use ::web::http::csv::guarded;
use base::words::Words;
use base::{Fault, Result, Saying};
use hwpx::{Block, Document};
use maud::{DOCTYPE, html};
use std::io::Cursor;

/// Names of the files, in the order of the pack.
pub const FILES: [&str; 4] = ["answer.html", "answer.hwpx", "numbers.csv", SUMS];

/// What a file says besides the question.
pub struct About<'a> {
    /// Who gives it out.
    pub city: String,
    /// The zone of its times.
    pub zone: String,
    /// The line that says what the data is: made up, or not official.
    pub line: Option<String>,
    /// The language of the file.
    pub words: &'a Words,
}

/// All files.
///
/// # Errors
/// Refuses a question without an answer.
pub fn files(view: &QuestionView, about: &About<'_>) -> Result<Vec<File>> {
    if view.answers.is_empty() {
        return Err(Saying::conflict("tower-question-not-answered").into());
    }
    let blocks = blocks(view, about);
    let mut out = Cursor::new(Vec::new());
    let title = format!("{} {}", about.words.get("tower-question-answer"), view.question.number);
    let document = Document { title: title.clone(), creator: about.city.clone(), blocks: blocks.clone() };
    hwpx::write(&document, &mut out).map_err(|error| Fault::new("writing an answer as a document", error))?;
    Ok(bundle::summed(vec![
        (FILES[0], page(&title, about.words.lang().code(), &blocks).into_bytes()),
        (FILES[1], out.into_inner()),
        (FILES[2], numbers(view, about).into_bytes()),
    ]))
}

/// What is said, in the order of reading: the page and the document show the same.
fn blocks(view: &QuestionView, about: &About<'_>) -> Vec<Block> {
    let (t, question) = (about.words, &view.question);
    let asker = match &view.asker {
        Some(name) => name.text(t.lang()).to_owned(),
        None => t.get("tower-person-removed").to_owned(),
    };
    let line = |key: &str, text: &str| format!("{}: {text}", t.get(key));
    let mut out = vec![
        Block::Title(format!("{} {}", t.get("tower-question-answer"), question.number)),
        Block::Paragraph(line("tower-question-session", &question.says.session)),
        Block::Paragraph(line("tower-question-asker", &asker)),
        Block::Paragraph(line("tower-question-asked", &question.says.asked.local(&about.zone))),
        Block::Heading(t.get("tower-question").to_owned()),
        Block::Paragraph(question.says.text.clone()),
    ];
    if let Some(text) = &about.line {
        out.insert(1, Block::Paragraph(text.clone()));
    }
    let Some(answer) = view.answers.first() else { return out };
    out.push(Block::Heading(t.get("tower-question-answer").to_owned()));
    out.push(Block::Paragraph(line("tower-question-answered-at", &answer.answered.local(&about.zone))));
    out.push(Block::Paragraph(line("tower-question-version", &answer.version.to_string())));
    out.push(Block::Paragraph(answer.text.clone()));
    if !answer.pins.is_empty() {
        let head = ["tower-question-pin", "tower-question-shown", "tower-question-hash"];
        let rows = answer.pins.iter().map(|pin| vec![pin.of.clone(), pin.shown.clone(), pin.hash.clone()]);
        out.push(Block::Heading(t.get("tower-question-numbers").to_owned()));
        out.push(table(&head, rows.collect(), t));
    }
    if !view.promises.is_empty() {
        let head = [
            "tower-question-promise",
            "tower-question-owner",
            "tower-question-due",
            "tower-question-outcome",
        ];
        let rows = view.promises.iter().map(|promise| {
            vec![
                format!("{} {}", promise.number, promise.what.text(t.lang())),
                promise.owner.as_ref().map_or("-".to_owned(), |name| name.text(t.lang()).to_owned()),
                promise.due.map_or("-".to_owned(), |day| day.to_string()),
                t.get(&format!("tower-question-outcome-{}", promise.outcome)).to_owned(),
            ]
        });
        out.push(Block::Heading(t.get("tower-question-promises").to_owned()));
        out.push(table(&head, rows.collect(), t));
    }
    out
}

fn table(head: &[&str], rows: Vec<Vec<String>>, t: &Words) -> Block {
    let head = head.iter().map(|key| t.get(key).to_owned()).collect();
    Block::Table(std::iter::once(head).chain(rows).collect())
}

fn page(title: &str, lang: &str, blocks: &[Block]) -> String {
    html! {
        (DOCTYPE)
        html lang=(lang) {
            head { meta charset="utf-8"; title { (title) } }
            body {
                @for block in blocks {
                    @match block {
                        Block::Title(text) => { h1 { (text) } }
                        Block::Heading(text) => { h2 { (text) } }
                        Block::Paragraph(text) => { @for line in text.lines() { p { (line) } } }
                        Block::Table(rows) => {
                            table {
                                @for (at, row) in rows.iter().enumerate() {
                                    tr { @for cell in row { @if at == 0 { th { (cell) } } @else { td { (cell) } } } }
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

/// Pinned numbers, one a row. A cell that a spreadsheet would run is written as text.
fn numbers(view: &QuestionView, about: &About<'_>) -> String {
    let mut out = String::from("\u{FEFF}question,version,of,shown,path,sha256,about\r\n");
    if let Some(answer) = view.answers.first() {
        for pin in &answer.pins {
            let version = answer.version.to_string();
            let line = about.line.as_deref().unwrap_or("");
            let cells = [&view.question.number, &version, &pin.of, &pin.shown, &pin.path, &pin.hash, line];
            out.push_str(&cells.map(|text| format!("\"{}\"", guarded(text).replace('"', "\"\""))).join(","));
            out.push_str("\r\n");
        }
    }
    out
}
