//! Dates and periods as they are known: a day, a month, a year, a range, or not at all.
//!
//! Civil dates are shown as they are written in records (`2024-11`), the same in every language.
//! Nothing here computes with dates.

use base::words::Words;
use maud::{Markup, html};

/// A date as known. `text` is `2024`, `2024-11`, `2024-11-05` or a range `2021..2024`; "" is unknown.
pub fn when(text: &str, t: &Words) -> Markup {
    match text.split_once("..") {
        Some((from, to)) => period(from, to, t),
        None => point(text, t),
    }
}

/// A period whose end may be open: "" as `to` reads "to today", "" as `from` reads "unknown".
pub fn period(from: &str, to: &str, t: &Words) -> Markup {
    html! {
        span.period.num {
            (point(from, t)) span.dash aria-hidden="true" { "–" }
            span.hidden { " " (t.get("web-date-to")) " " }
            @if to.is_empty() { span.open { (t.get("web-date-open")) } } @else { (point(to, t)) }
        }
    }
}

fn point(text: &str, t: &Words) -> Markup {
    html! {
        @if text.is_empty() { (unknown(t)) }
        @else if is_civil(text) { time.num datetime=(text) { (text) } }
        @else { span.num { (text) } }
    }
}

/// The word for what is not known, drawn like the unknown part of a bar.
pub fn unknown(t: &Words) -> Markup {
    html! { span.unknown { (t.get("web-unknown")) } }
}

/// An instant for people, already in the city's zone: `2026-11-20 14:03`.
pub fn instant(text: &str, zone: &str) -> Markup {
    html! { span.num { (text) " " span.zone { (zone) } } }
}

/// `2024`, `2024-11` or `2024-11-05`: what a `datetime` attribute may hold.
fn is_civil(text: &str) -> bool {
    let digits = |part: &str, count: usize| part.len() == count && part.bytes().all(|b| b.is_ascii_digit());
    let mut parts = text.split('-');
    let year = parts.next().is_some_and(|part| digits(part, 4));
    let rest: Vec<&str> = parts.collect();
    year && rest.len() <= 2 && rest.iter().all(|part| digits(part, 2))
}
