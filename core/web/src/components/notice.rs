//! Notices: a message in the flow of the page, with the kind written in words.

use base::words::Words;
use maud::{Markup, html};

/// What a notice is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Something was done.
    Good,
    Info,
    Warning,
    /// Something went wrong; read out at once.
    Bad,
}

/// A message with an optional link to go on.
#[derive(Clone, Debug)]
pub struct Notice {
    tone: Tone,
    title: String,
    text: Option<String>,
    link: Option<(String, String)>,
}

impl Notice {
    pub fn new(tone: Tone, title: &str) -> Notice {
        Notice { tone, title: title.to_owned(), text: None, link: None }
    }

    pub fn text(mut self, text: &str) -> Notice {
        self.text = Some(text.to_owned());
        self
    }

    pub fn link(mut self, label: &str, href: &str) -> Notice {
        self.link = Some((label.to_owned(), href.to_owned()));
        self
    }

    pub fn view(&self, t: &Words) -> Markup {
        let (class, role, word) = match self.tone {
            Tone::Good => ("notice good", "status", t.get("web-notice-good")),
            Tone::Info => ("notice info", "note", t.get("web-notice-info")),
            Tone::Warning => ("notice warning", "note", t.get("web-notice-warning")),
            Tone::Bad => ("notice bad", "alert", t.get("web-notice-bad")),
        };
        html! {
            div class=(class) role=(role) {
                p.notice-title { span.notice-word { (word) } " " (self.title) }
                @if let Some(text) = &self.text { p { (text) } }
                @if let Some((label, href)) = &self.link { p { a href=(href) { (label) } } }
            }
        }
    }
}

/// A list or section with nothing in it: what would be here, and what to do.
pub fn empty(title: &str, text: &str, action: Option<Markup>) -> Markup {
    html! {
        div.empty {
            p.empty-title { (title) }
            @if !text.is_empty() { p { (text) } }
            @if let Some(action) = action { div.buttons { (action) } }
        }
    }
}
