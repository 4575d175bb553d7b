//! Periods on a common axis: a table with a span in each row, painted by how firmly it stands.

use base::words::Words;
use maud::{Markup, html};

use super::scale::position;
use crate::components::date::period;
use crate::components::evidence::{Level, level};
use crate::components::notice::empty;

/// One period of something: a degree of presence, a generation of a plan.
#[derive(Clone, Debug)]
pub struct Span {
    pub label: String,
    pub href: Option<String>,
    /// Day numbers on any common count; half-open. `None` as the end is "still so", as the start
    /// "unknown since when".
    pub from: Option<i64>,
    pub to: Option<i64>,
    /// The same as known dates: `2024-03`, "" for open or unknown.
    pub from_text: String,
    pub to_text: String,
    pub level: Level,
}

/// Periods drawn under each other.
#[derive(Clone, Debug)]
pub struct SpanChart {
    pub id: String,
    pub title: String,
    pub label_title: String,
    pub level_title: String,
    /// The ends of the axis as day numbers.
    pub from: i64,
    pub to: i64,
    /// Lines to write on the axis: day number and text, as the beginnings of years.
    pub ticks: Vec<(i64, String)>,
    pub rows: Vec<Span>,
}

impl SpanChart {
    pub fn view(&self, t: &Words) -> Markup {
        if self.rows.is_empty() {
            return html! { figure.chart #(self.id) { (empty(&self.title, t.get("web-chart-empty"), None)) } };
        }
        html! {
            figure.chart #(self.id) {
                table.bars.spans {
                    caption { (self.title) }
                    thead {
                        tr {
                            th scope="col" { (self.label_title) }
                            td aria-hidden="true" { (self.axis()) }
                            th scope="col" { (t.get("web-chart-period")) }
                            th scope="col" { (self.level_title) }
                        }
                    }
                    tbody { @for span in &self.rows { (self.row(span, t)) } }
                }
            }
        }
    }

    fn axis(&self) -> Markup {
        html! {
            svg.axis focusable="false" {
                @for (day, text) in &self.ticks {
                    text.tick x=(position(*day, self.from, self.to)) y="1.1em" { (text) }
                }
            }
        }
    }

    fn row(&self, span: &Span, t: &Words) -> Markup {
        let from = span.from.unwrap_or(self.from).max(self.from);
        let to = span.to.unwrap_or(self.to).min(self.to);
        html! {
            tr {
                th scope="row" {
                    @match &span.href {
                        Some(href) => a href=(href) { (span.label) },
                        None => (span.label),
                    }
                }
                td.drawn aria-hidden="true" {
                    svg.bar focusable="false" {
                        @for (day, _) in &self.ticks {
                            line.grid y1="0" y2="100%" x1=(position(*day, self.from, self.to))
                                x2=(position(*day, self.from, self.to)) {}
                        }
                        rect.part y="20%" height="60%" fill=(span.level.paint())
                            x=(position(from, self.from, self.to))
                            width=(position(to.saturating_sub(from), 0, self.to.saturating_sub(self.from))) {}
                    }
                }
                td { (period(&span.from_text, &span.to_text, t)) }
                td { (level(span.level, t)) }
            }
        }
    }
}
