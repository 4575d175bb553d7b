//! How the tower looks. Arranges what the views hold; decides nothing.

pub mod home;
pub mod lists;
pub mod plan;

use crate::plan::Target;
use base::words::{Arg, Words};
use base::{Lang, Tri};
use maud::{Markup, html};
use web::components::status::{Meaning, tag};
use web::text::tri;

/// The word of a unit; its code when there is no word.
pub fn unit_word(code: &str, t: &Words) -> String {
    let key = format!("tower-unit-{}", code.replace('_', "-"));
    if t.has(&key) { t.get(&key).to_owned() } else { code.to_owned() }
}

/// `≥` and the like in words; nothing for an exact number.
pub fn relation_word<'a>(relation: &str, t: &'a Words) -> &'a str {
    match relation {
        "~" => t.get("tower-relation-about"),
        ">=" => t.get("tower-relation-least"),
        ">" => t.get("tower-relation-more"),
        _ => "",
    }
}

/// `1,000곳`, with how it is meant.
fn target_amount(target: &Target, t: &Words) -> String {
    let number = format!("{}{}", t.number(target.amount), unit_part(&unit_word(&target.unit, t), t.lang()));
    match relation_word(&target.relation, t) {
        "" => number,
        word => format!("{word} {number}"),
    }
}

/// A unit after its number: Korean and Chinese write it without a space.
pub fn unit_part(unit: &str, lang: Lang) -> String {
    match lang {
        Lang::Ko | Lang::Zh => unit.to_owned(),
        Lang::En => format!(" {unit}"),
    }
}

/// What is known of a task's name, in a list.
fn status_word(status: &str, t: &Words) -> Markup {
    match status {
        "official" => html! { (t.get("tower-task-official")) },
        "reconstructed" => html! { (t.get("tower-task-reconstructed")) },
        _ => html! { span.unknown { (t.get("tower-task-open")) } },
    }
}

/// The same as a tag, in a table.
pub fn status_tag(status: &str, t: &Words) -> Markup {
    match status {
        "official" => tag(t.get("tower-task-official"), Meaning::Good),
        "reconstructed" => tag(t.get("tower-task-reconstructed"), Meaning::Neutral),
        _ => status_word(status, t),
    }
}

/// A public role in the reader's language when it is one of the usual ones, otherwise as printed.
pub fn role_word(role: &str, t: &Words) -> Markup {
    let key = format!("tower-role-{}", role.replace(' ', "-"));
    match t.has(&key) {
        true => html! { (t.get(&key)) },
        false => html! { span lang="en" { (role) } },
    }
}

/// The title of a task; a slot whose name nobody found says so.
fn task_title(title: &Tri, status: Option<&str>, t: &Words) -> Markup {
    match status {
        Some("open") => html! { (t.get("tower-task-open-title")) },
        _ => tri(title, t.lang()),
    }
}

fn also_called(names: &[String], t: &Words) -> Markup {
    html! {
        @if !names.is_empty() {
            span.row-below { (t.say("tower-also-called", &[("names", Arg::from(names.join(" · ").as_str()))])) }
        }
    }
}

pub fn source_cell(source: &Option<String>, t: &Words) -> Markup {
    html! { @match source { Some(source) => span.num { (source) }, None => (web::components::date::unknown(t)) } }
}
