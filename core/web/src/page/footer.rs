//! The footer: how far the journal stood when the page was read, and how anyone can check it.

use base::words::Words;
use maud::{Markup, html};

use super::{Frame, JournalFoot};

pub(super) fn view(frame: &Frame, api_href: Option<&str>, t: &Words) -> Markup {
    html! {
        footer.foot {
            div.wrap {
                @if let Some(journal) = &frame.journal { (journal_line(journal, t)) }
                @if api_href.is_some() || !frame.footer_links.is_empty() {
                    ul.foot-links {
                        @if let Some(href) = api_href { li { a href=(href) { (t.get("web-api")) } } }
                        @for link in &frame.footer_links { li { a href=(link.href) { (link.label) } } }
                    }
                }
            }
        }
    }
}

fn journal_line(journal: &JournalFoot, t: &Words) -> Markup {
    html! {
        p.journal.num {
            span { (t.say("web-journal-position", &[("position", journal.position.into())])) }
            " "
            span {
                @match &journal.checkpoint_at {
                    Some(at) => (t.say("web-journal-checkpoint", &[("at", at.into())])),
                    None => (t.get("web-journal-no-checkpoint")),
                }
            }
            " "
            a href=(journal.verify_href) { (t.get("web-journal-verify")) }
        }
    }
}
