//! The body of a problem page: what happened, where, how to mend it, and a reference number.
//!
//! The reason comes from the refusal; this file arranges it and adds nothing about causes.

use base::words::Words;
use maud::{Markup, html};

use super::list::Definition;
use super::table::{Column, Row, Table, text};
use crate::page::Link;

/// A refusal or a fault for people to read.
#[derive(Clone, Debug, Default)]
pub struct ProblemView {
    /// The HTTP status.
    pub status: u16,
    /// What happened, one sentence.
    pub title: String,
    /// More about it, "" when the title says all.
    pub detail: String,
    /// Where: a file with line and column, a field, a record.
    pub place: Option<String>,
    /// What to do now.
    pub mend: Option<String>,
    /// Facts of the refusal, already in words: (label, value).
    pub facts: Vec<(String, String)>,
    /// The number under which a fault is kept in the log.
    pub reference: Option<String>,
    /// Ways on, the best first.
    pub ways: Vec<Link>,
}

impl ProblemView {
    /// Goes into a page without heading of its own (`Page::without_heading`).
    pub fn view(&self, t: &Words) -> Markup {
        html! {
            div.problem {
                p.problem-status.num { (t.get("web-problem-word")) " " (self.status) }
                h1 { (self.title) }
                @if !self.detail.is_empty() { p.problem-detail { (self.detail) } }
                dl.definitions {
                    @for row in self.rows(t) { (row.view()) }
                }
                @if self.reference.is_some() { p.small { (t.get("web-problem-reference-use")) } }
                @if !self.ways.is_empty() {
                    div.buttons {
                        @for (place, way) in self.ways.iter().enumerate() {
                            a.button.main[place == 0] href=(way.href) { (way.label) }
                        }
                    }
                }
            }
        }
    }

    fn rows(&self, t: &Words) -> Vec<Definition> {
        let row = |key: &'static str, value: &String| Definition::text(t.get(key), value);
        let facts = self.facts.iter().map(|(label, value)| Definition::text(label, value));
        let mut rows: Vec<Definition> = Vec::new();
        rows.extend(self.place.iter().map(|place| row("web-problem-place", place)));
        rows.extend(facts);
        rows.extend(self.mend.iter().map(|mend| row("web-problem-mend", mend)));
        rows.extend(self.reference.iter().map(|reference| row("web-problem-reference", reference)));
        rows
    }
}

/// One bad line of a file: where, what is wrong, how to mend it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineProblem {
    pub place: String,
    pub what: String,
    pub mend: String,
}

/// The bad lines of a file in its order, before anything is written. `caption` says how many are
/// shown of how many.
pub fn line_problems(caption: &str, problems: &[LineProblem], t: &Words) -> Markup {
    let columns = vec![
        Column::head(t.get("web-problem-place")),
        Column::text(t.get("web-problem-what")),
        Column::text(t.get("web-problem-mend")),
    ];
    let rows = problems.iter().map(|problem| {
        Row::new(vec![html! { span.num { (problem.place) } }, text(&problem.what), text(&problem.mend)])
    });
    Table::new(caption, columns, rows.collect(), html! {}).view(t)
}
