//! How claims look. Arranges what the views hold; decides nothing.

pub mod desk;
pub mod file;
pub mod forms;
pub mod list;
pub mod method;
pub mod receipt;
pub mod show;

use super::codes;
use super::names::ClaimSpeaker;
use base::Lang;
use base::words::{Arg, Words};
use maud::{Markup, html};
use web::Ctx;
use web::components::status::{Meaning, tag};
use web::text::tri;

/// A word of a list of codes: `tower-claim-speaker-city`; the code itself, marked as English, when there is none.
pub fn code_word(list: &str, code: &str, t: &Words) -> Markup {
    match codes::word(list, code, t) {
        Some(word) => html! { (word) },
        None => as_printed(code, t),
    }
}

/// What a number is about, in the reader's words where there are some.
pub fn scope(code: &str, t: &Words) -> Markup {
    match codes::scope(code, t) {
        Some(word) => html! { (word) },
        None => as_printed(code, t),
    }
}

/// The same as text, for lists to pick from.
pub fn code_text(list: &str, code: &str, t: &Words) -> String {
    codes::text(list, code, t)
}

/// A text of the file: Latin letters are marked as English on a page in another language.
pub fn as_printed(text: &str, t: &Words) -> Markup {
    let foreign = t.lang() != Lang::En && text.chars().any(|c| c.is_ascii_alphabetic()) && text.is_ascii();
    html! { @if foreign { span lang="en" { (text) } } @else { (text) } }
}

/// `약 160곳`, `71.2%`, `4,061억 원`: the number as published with its unit.
pub fn amount(relation: &str, value: &str, unit: &str, t: &Words) -> String {
    let key = format!("tower-claim-unit-{}", unit.replace('_', "-"));
    let word = if t.has(&key) { t.get(&key) } else { unit };
    let number = match (t.lang(), t.has(&key)) {
        (Lang::Ko | Lang::Zh, true) => format!("{value}{word}"),
        _ => format!("{value} {word}"),
    };
    let key = match relation {
        "~" => "tower-claim-about",
        ">" => "tower-claim-more",
        ">=" => "tower-claim-least",
        _ => return number,
    };
    t.say(key, &[("amount", Arg::from(number.as_str()))])
}

/// Who said it.
pub fn speaker(ctx: &Ctx, by: &ClaimSpeaker) -> Markup {
    let t = ctx.words();
    match (&by.role, &by.organisation, &by.name) {
        (Some(role), _, _) => code_word("speaker", role, t),
        (None, Some(number), Some(name)) => {
            html! { a href=(ctx.url(&format!("/organisations/{number}"))) { (tri(name, ctx.lang())) } }
        }
        (None, _, Some(name)) => tri(name, ctx.lang()),
        (None, _, None) => html! { span.unknown { (t.get("tower-person-removed")) } },
    }
}

/// The word of a verdict, or of belonging to a timeline.
pub fn verdict_word<'a>(code: &str, t: &'a Words) -> &'a str {
    t.get(match code {
        "reproduced" => "claims-verdict-reproduced",
        "differs_with_reason" => "claims-verdict-differs-with-reason",
        "arithmetic" => "claims-verdict-arithmetic",
        "conflict" => "claims-verdict-conflict",
        "range_only" => "claims-verdict-range-only",
        "no_list" => "claims-verdict-no-list",
        _ => "tower-claim-run",
    })
}

/// Tags of the verdicts. That nobody published a list says least: it stands alone only.
pub fn verdicts(codes: &[String], is_run: bool, t: &Words) -> Markup {
    let several = codes.len() > 1;
    html! {
        @for code in codes.iter().filter(|code| !several || *code != "no_list") {
            (tag(verdict_word(code, t), meaning(code))) " "
        }
        @if is_run { (tag(t.get("tower-claim-run"), Meaning::Active)) }
    }
}

fn meaning(code: &str) -> Meaning {
    match code {
        "arithmetic" => Meaning::Bad,
        "conflict" | "range_only" | "differs_with_reason" => Meaning::Warning,
        "reproduced" => Meaning::Good,
        _ => Meaning::Neutral,
    }
}
