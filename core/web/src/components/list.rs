//! Definition lists: what is known of one record, label and value; and blocks set apart.

use maud::{Markup, html};

/// A label with its value.
#[derive(Clone, Debug)]
pub struct Definition {
    label: String,
    value: Markup,
}

impl Definition {
    pub fn new(label: &str, value: Markup) -> Definition {
        Definition { label: label.to_owned(), value }
    }

    pub fn text(label: &str, value: &str) -> Definition {
        Definition::new(label, html! { (value) })
    }

    pub(super) fn view(&self) -> Markup {
        html! { div { dt { (self.label) } dd { (self.value) } } }
    }
}

/// What is known of a record, label beside value.
pub fn definitions(rows: &[Definition]) -> Markup {
    html! { dl.definitions { @for row in rows { (row.view()) } } }
}

/// A few figures side by side: value above, what it is below.
pub fn figures(rows: &[Definition]) -> Markup {
    html! { dl.figures { @for row in rows { div { dt { (row.label) } dd.num { (row.value) } } } } }
}

/// Text to be copied as it stands: a token shown once, a command, a hash. Scrolls when it is wide.
pub fn code(label: &str, text: &str) -> Markup {
    html! { pre.code role="region" tabindex="0" aria-label=(label) { code { (text) } } }
}

/// What most readers need not see, behind its summary. Opens without script.
pub fn more(summary: &str, body: Markup) -> Markup {
    html! { details.more { summary { (summary) } div { (body) } } }
}
