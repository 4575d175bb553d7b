//! Big doors: a few ways in, each with what is behind it; and alarms, which are doors that call.

use maud::{Markup, html};

use super::status::pin;

/// A way in.
#[derive(Clone, Debug)]
pub struct Door {
    pub title: String,
    pub text: String,
    pub href: String,
    /// The one most people come for.
    pub main: bool,
}

/// Ways in side by side, under each other on a phone.
pub fn doors(doors: &[Door]) -> Markup {
    html! {
        ul.doors {
            @for door in doors {
                li { a.door.main[door.main] href=(door.href) { b { (door.title) } span { (door.text) } } }
            }
        }
    }
}

/// How soon an alarm wants attention.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Urgency {
    Overdue,
    Check,
    Question,
}

/// Something to look at now. `about` says in words what is counted.
pub fn alarm(urgency: Urgency, title: &str, count: &str, about: &str, text: &str, href: &str) -> Markup {
    let class = match urgency {
        Urgency::Overdue => "alarm overdue",
        Urgency::Check => "alarm check",
        Urgency::Question => "alarm question",
    };
    html! { a class=(class) href=(href) { b { (title) " " (pin(count, about)) } span { (text) } } }
}
