//! A number that leads to its rows, with unit and bounds. What is unknown is written as unknown.

use base::words::Words;
use maud::{Markup, html};

use super::date::unknown;
use super::evidence::EvidenceBar;

/// A counted value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Count {
    Exact(i64),
    /// At least `low`; at most `high`, or without a known bound.
    Between {
        low: i64,
        high: Option<i64>,
    },
    /// The same about so much: rounded, so that neither end is a bound.
    About {
        low: i64,
        high: Option<i64>,
    },
    /// Known, and not shown to this reader.
    Hidden,
    Unknown,
}

/// A number with what it takes to read it.
#[derive(Clone, Debug)]
pub struct Figure {
    count: Count,
    unit: String,
    rows_href: Option<String>,
    /// In place of a count: a number as somebody published it.
    published: Option<String>,
}

impl Figure {
    pub fn new(count: Count, unit: &str) -> Figure {
        Figure { count, unit: unit.to_owned(), rows_href: None, published: None }
    }

    /// A number as somebody published it, in quotation marks: it stands where nothing could be counted.
    pub fn published(text: &str) -> Figure {
        Figure { published: Some(text.to_owned()), ..Figure::new(Count::Unknown, "") }
    }

    /// Where the rows behind the number are.
    pub fn rows(mut self, href: &str) -> Figure {
        self.rows_href = Some(href.to_owned());
        self
    }

    /// In a sentence or a cell: `412곳`.
    pub fn inline(&self, t: &Words) -> Markup {
        let value = html! {
            @match (&self.published, self.count) {
                (Some(text), _) => q.quoted { (text) },
                (None, Count::Exact(value) | Count::Between { low: value, high: _ }) => (self.value(value, t)),
                (None, Count::About { low, high: _ }) => { small.unit { (t.get("web-about")) } " " (self.value(low, t)) },
                (None, Count::Hidden) => (t.get("web-hidden")),
                (None, Count::Unknown) => (unknown(t)),
            }
        };
        html! {
            @match &self.rows_href {
                Some(href) => a.amount.num href=(href) { (value) },
                None => span.amount.num { (value) },
            }
        }
    }

    /// Large, with its bounds below.
    pub fn large(&self, t: &Words) -> Markup {
        html! {
            div.figure {
                div.figure-value.long[self.is_long(t)] { (self.inline(t)) }
                @if let Some(bounds) = bounds(self.count, t).filter(|_| self.published.is_none()) {
                    p.bounds.num { (bounds) }
                }
            }
        }
    }

    /// Too wide for the large size on a phone.
    fn is_long(&self, t: &Words) -> bool {
        match self.count {
            Count::Exact(value)
            | Count::Between { low: value, high: _ }
            | Count::About { low: value, high: _ } => t.number(value).chars().count() > 11,
            Count::Hidden | Count::Unknown => false,
        }
    }

    fn value(&self, value: i64, t: &Words) -> Markup {
        html! { (t.number(value)) @if !self.unit.is_empty() { small.unit { (self.unit) } } }
    }
}

/// The bounds in words, when they say more than the number.
pub fn bounds(count: Count, t: &Words) -> Option<String> {
    match count {
        Count::Exact(_) | Count::Hidden => None,
        Count::Unknown => Some(t.get("web-bounds-none").to_owned()),
        Count::Between { low, high: Some(high) } | Count::About { low, high: Some(high) } if low == high => {
            None
        }
        Count::Between { low, high: Some(high) } => {
            Some(t.say("web-bounds", &[("low", low.into()), ("high", high.into())]))
        }
        Count::About { low, high: Some(high) } => {
            Some(t.say("web-bounds-about", &[("low", low.into()), ("high", high.into())]))
        }
        Count::About { low, high: None } => Some(t.say("web-bounds-about-open", &[("low", low.into())])),
        Count::Between { low, high: None } => Some(t.say("web-bounds-open", &[("low", low.into())])),
    }
}

/// A measure on an overview: what, target, number, bounds, how firm, a line about pace.
#[derive(Clone, Debug)]
pub struct Tile {
    pub title: String,
    pub figure: Figure,
    /// Target and year in words: `목표 1,000 · 2030`.
    pub target: Option<String>,
    pub bar: Option<EvidenceBar>,
    pub note: Option<Markup>,
}

/// Measures side by side.
pub fn tiles(tiles: &[Tile], t: &Words) -> Markup {
    html! {
        div.tiles {
            @for tile in tiles {
                section.tile {
                    div.tile-head {
                        h2 { (tile.title) }
                        @if let Some(target) = &tile.target { p.num { (target) } }
                    }
                    (tile.figure.large(t))
                    @match (&tile.bar, &tile.target) {
                        (Some(bar), Some(_)) => (bar.view_under_target(t)),
                        (Some(bar), None) => (bar.view(t)),
                        (None, _) => {}
                    }
                    @if let Some(note) = &tile.note { p.note.num { (note) } }
                }
            }
        }
    }
}
