//! The body of a problem page: what happened, where, how to mend it, and a reference number.
//!
//! The reason comes from the refusal; this file arranges it and adds nothing about causes.

use base::words::Words;
use maud::{Markup, html};

use super::list::Definition;
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
                p.problem-status.num { (t.say("web-problem-status", &[("status", i64::from(self.status).into())])) }
                h1 { (self.title) }
                @if !self.detail.is_empty() { p.problem-detail { (self.detail) } }
                dl.definitions {
                    @if let Some(place) = &self.place { (Definition::text(t.get("web-problem-place"), place).view()) }
                    @for (label, value) in &self.facts { (Definition::text(label, value).view()) }
                    @if let Some(mend) = &self.mend { (Definition::text(t.get("web-problem-mend"), mend).view()) }
                    @if let Some(reference) = &self.reference {
                        (Definition::text(t.get("web-problem-reference"), reference).view())
                    }
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
}
