//! Texts whose language may differ from the page's, and visually hidden text.

use base::lang::{Lang, Spoken, Tri};
use maud::{Markup, html};

/// A text in the reader's language, or in another one marked with its own `lang`. Nothing when the
/// text has no language at all.
pub fn tri(text: &Tri, reader: Lang) -> Markup {
    html! { @if let Some(found) = text.get(reader) { (spoken(found, reader)) } }
}

/// A found text, marked with its `lang` when that is not the page's.
pub fn spoken(found: Spoken<'_>, reader: Lang) -> Markup {
    html! {
        @if found.lang == reader { (found.text) }
        @else { span lang=(found.lang.html()) { (found.text) } }
    }
}

/// Text for screen readers only.
pub fn hidden(text: &str) -> Markup {
    html! { span.hidden { (text) } }
}
