//! Buttons and links that look like buttons. A link goes somewhere, a button changes something.

use maud::{Markup, html};

/// How much a button calls for attention; one `Main` on a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    Main,
    Plain,
    /// For what cannot be taken back.
    Danger,
}

impl Weight {
    fn class(self) -> &'static str {
        match self {
            Weight::Main => "button main",
            Weight::Plain => "button",
            Weight::Danger => "button danger",
        }
    }
}

/// Submits the form it stands in.
pub fn submit(label: &str, weight: Weight) -> Markup {
    html! { button type="submit" class=(weight.class()) { (label) } }
}

/// Submits the form it stands in to another address: one form, several verbs.
pub fn submit_to(label: &str, action: &str, weight: Weight) -> Markup {
    html! { button type="submit" formaction=(action) class=(weight.class()) { (label) } }
}

/// A link in the shape of a button.
pub fn link(label: &str, href: &str, weight: Weight) -> Markup {
    html! { a class=(weight.class()) href=(href) { (label) } }
}

/// A link that saves a file; `about` is its kind and size, as `CSV, 48 KB`.
pub fn download(label: &str, href: &str, about: &str) -> Markup {
    html! { a.button href=(href) download="" { (label) " " span.about { (about) } } }
}

/// Buttons side by side.
pub fn row(buttons: &[Markup]) -> Markup {
    html! { div.buttons { @for button in buttons { (button) } } }
}
