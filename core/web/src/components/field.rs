//! One question of a form that is answered by typing, picking from a list or handing in a file.
//!
//! Choices with radio buttons and check boxes are in `choice`.

use base::words::Words;
use maud::{Markup, html};

/// An `autocomplete` purpose (WCAG 1.3.5) and an input type travel together in `Kind`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Text,
    Email,
    Url,
    Password,
    /// Whole numbers; a text box with a number keyboard, since number boxes change by scrolling.
    Number,
    /// A civil day, or part of one, typed as `2026-11-20`, `2026-11` or `2026`.
    Date,
    Lines(u16),
    Select,
    File,
}

/// An entry of a select field.
#[derive(Clone, Debug)]
pub struct Choice {
    pub value: String,
    pub label: String,
}

impl Choice {
    pub fn new(value: &str, label: &str) -> Choice {
        Choice { value: value.to_owned(), label: label.to_owned() }
    }
}

/// A labelled field with hint and error.
#[derive(Clone, Debug)]
pub struct Field {
    kind: Kind,
    name: String,
    label: String,
    value: String,
    hint: Option<String>,
    error: Option<String>,
    autocomplete: Option<&'static str>,
    required: bool,
    max_length: Option<u32>,
    unit: Option<String>,
    width: &'static str,
    choices: Vec<Choice>,
    accept: Option<String>,
    lang: Option<&'static str>,
    any: bool,
    row: Option<String>,
    suggestions: Vec<String>,
}

impl Field {
    fn new(kind: Kind, name: &str, label: &str) -> Field {
        Field {
            kind,
            name: name.to_owned(),
            label: label.to_owned(),
            value: String::new(),
            hint: None,
            error: None,
            autocomplete: None,
            required: false,
            max_length: None,
            unit: None,
            width: "wide",
            choices: Vec::new(),
            accept: None,
            lang: None,
            any: false,
            row: None,
            suggestions: Vec::new(),
        }
    }

    pub fn text(name: &str, label: &str) -> Field {
        Field::new(Kind::Text, name, label)
    }

    pub fn email(name: &str, label: &str) -> Field {
        Field { autocomplete: Some("email"), ..Field::new(Kind::Email, name, label) }
    }

    pub fn url(name: &str, label: &str) -> Field {
        Field { autocomplete: Some("url"), ..Field::new(Kind::Url, name, label) }
    }

    /// `autocomplete` is `current-password` at sign-in and `new-password` where one is chosen.
    pub fn password(name: &str, label: &str, autocomplete: &'static str) -> Field {
        Field { autocomplete: Some(autocomplete), width: "middle", ..Field::new(Kind::Password, name, label) }
    }

    /// A whole number, with its unit shown after the box.
    pub fn number(name: &str, label: &str, unit: &str) -> Field {
        let unit = Some(unit.to_owned()).filter(|unit| !unit.is_empty());
        Field { unit, width: "short", ..Field::new(Kind::Number, name, label) }
    }

    /// A day, month or year, typed.
    pub fn date(name: &str, label: &str) -> Field {
        Field { width: "short", ..Field::new(Kind::Date, name, label) }
    }

    pub fn lines(name: &str, label: &str, rows: u16) -> Field {
        Field::new(Kind::Lines(rows), name, label)
    }

    /// A list to pick one from. With `required` nothing is picked beforehand.
    pub fn select(name: &str, label: &str, choices: Vec<Choice>) -> Field {
        Field { choices, width: "middle", ..Field::new(Kind::Select, name, label) }
    }

    /// A list to narrow a page of records by; the first entry is "all".
    pub fn filter(name: &str, label: &str, choices: Vec<Choice>) -> Field {
        Field { any: true, ..Field::select(name, label, choices) }
    }

    /// A file; `accept` as in HTML, `.csv,.xlsx`. The form must be `multipart`.
    pub fn file(name: &str, label: &str, accept: &str) -> Field {
        Field { accept: Some(accept.to_owned()), ..Field::new(Kind::File, name, label) }
    }

    pub fn value(mut self, value: &str) -> Field {
        self.value = value.to_owned();
        self
    }

    /// How to answer, shown between label and box.
    pub fn hint(mut self, hint: &str) -> Field {
        self.hint = Some(hint.to_owned());
        self
    }

    /// What is wrong and how to mend it.
    pub fn error(mut self, error: Option<&str>) -> Field {
        self.error = error.map(str::to_owned);
        self
    }

    pub fn required(mut self) -> Field {
        self.required = true;
        self
    }

    /// A purpose from the HTML list, as `organization` or `one-time-code`; `off` where a browser
    /// must not remember.
    pub fn autocomplete(mut self, purpose: &'static str) -> Field {
        self.autocomplete = Some(purpose);
        self
    }

    pub fn max_length(mut self, characters: u32) -> Field {
        self.max_length = Some(characters);
        self
    }

    /// For short answers such as a number of ten digits.
    pub fn short(mut self) -> Field {
        self.width = "short";
        self
    }

    pub fn middle(mut self) -> Field {
        self.width = "middle";
        self
    }

    /// The language of the answer, when it is not the page's: the name in English, in Chinese.
    pub fn lang(mut self, lang: base::lang::Lang) -> Field {
        self.lang = Some(lang.html());
        self
    }

    /// A field that stands once in each row of a table: its id carries the row's.
    pub fn row(mut self, key: &str) -> Field {
        self.row = Some(key.to_owned());
        self
    }

    /// Answers to choose from while typing; any other may be typed too.
    pub fn suggestions(mut self, suggestions: &[String]) -> Field {
        self.suggestions = suggestions.to_vec();
        self
    }

    /// The id of the box, which errors at the top link to.
    pub fn id(name: &str) -> String {
        format!("field-{name}")
    }

    pub fn view(&self, t: &Words) -> Markup {
        let id = match &self.row {
            Some(row) => format!("{}-{row}", Field::id(&self.name)),
            None => Field::id(&self.name),
        };
        html! {
            div.field.wrong[self.error.is_some()] {
                label for=(id) { (self.label) (mark(self.required, t)) }
                (hint(&id, self.hint.as_deref()))
                (error(&id, self.error.as_deref(), t))
                @if let Some(unit) = &self.unit {
                    div.with-unit { (self.control(&id, t)) span.unit #{(id) "-unit"} { (unit) } }
                } @else { (self.control(&id, t)) }
            }
        }
    }

    fn control(&self, id: &str, t: &Words) -> Markup {
        let described = described_by(id, self.hint.is_some(), self.error.is_some(), self.unit.is_some());
        let invalid = self.error.is_some().then_some("true");
        match self.kind {
            Kind::Lines(rows) => html! {
                textarea #(id) name=(self.name) rows=(rows) required[self.required] lang=[self.lang]
                    autocomplete=[self.autocomplete] maxlength=[self.max_length]
                    aria-describedby=[described] aria-invalid=[invalid] { (self.value) }
            },
            Kind::Select => self.select_control(id, described.as_deref(), invalid, t),
            Kind::File => html! {
                input #(id) type="file" name=(self.name) accept=[self.accept.as_deref()]
                    required[self.required] aria-describedby=[described] aria-invalid=[invalid];
            },
            kind => {
                let (input_type, mode) = input_type(kind);
                html! {
                    input #(id) type=(input_type) inputmode=[mode] class=(self.width) name=(self.name)
                        value=(self.value) required[self.required] lang=[self.lang]
                        autocomplete=[self.autocomplete] maxlength=[self.max_length]
                        placeholder=[(kind == Kind::Date).then_some("2026-11-20")]
                        spellcheck=[(kind != Kind::Text).then_some("false")]
                        list=[(!self.suggestions.is_empty()).then(|| format!("{id}-list"))]
                        aria-describedby=[described] aria-invalid=[invalid];
                    @if !self.suggestions.is_empty() {
                        datalist #{(id) "-list"} { @for text in &self.suggestions { option value=(text); } }
                    }
                }
            }
        }
    }

    fn select_control(&self, id: &str, described: Option<&str>, invalid: Option<&str>, t: &Words) -> Markup {
        html! {
            select #(id) class=(self.width) name=(self.name) required[self.required]
                autocomplete=[self.autocomplete] aria-describedby=[described] aria-invalid=[invalid] {
                option value="" selected[self.value.is_empty()] {
                    (self.nothing_picked(t))
                }
                @for choice in &self.choices {
                    option value=(choice.value) selected[!self.value.is_empty() && choice.value == self.value] {
                        (choice.label)
                    }
                }
            }
        }
    }

    /// What a list shows while nothing is picked.
    fn nothing_picked<'a>(&self, t: &'a Words) -> &'a str {
        match (self.any, self.required) {
            (true, _) => t.get("web-pick-any"),
            (false, true) => t.get("web-pick-one"),
            (false, false) => t.get("web-pick-none"),
        }
    }
}

/// The HTML input type and keyboard of a kind that is one line of text.
fn input_type(kind: Kind) -> (&'static str, Option<&'static str>) {
    match kind {
        Kind::Email => ("email", None),
        Kind::Url => ("url", None),
        Kind::Password => ("password", None),
        Kind::Number => ("text", Some("numeric")),
        Kind::Text | Kind::Date | Kind::Lines(_) | Kind::Select | Kind::File => ("text", None),
    }
}

/// Required fields say so in words; a star alone would need a legend.
pub(super) fn mark(required: bool, t: &Words) -> Markup {
    html! {
        " "
        @if required { span.need { (t.get("web-required")) } }
        @else { span.optional { (t.get("web-optional")) } }
    }
}

pub(super) fn hint(id: &str, hint: Option<&str>) -> Markup {
    html! { @if let Some(hint) = hint { p.hint #{(id) "-hint"} { (hint) } } }
}

pub(super) fn error(id: &str, error: Option<&str>, t: &Words) -> Markup {
    html! {
        @if let Some(error) = error {
            p.error #{(id) "-error"} { b { (t.get("web-error-mark")) } " " (error) }
        }
    }
}

pub(super) fn described_by(id: &str, hint: bool, error: bool, unit: bool) -> Option<String> {
    let parts = [(hint, "hint"), (error, "error"), (unit, "unit")];
    let ids: Vec<String> =
        parts.into_iter().filter(|(there, _)| *there).map(|(_, part)| format!("{id}-{part}")).collect();
    (!ids.is_empty()).then(|| ids.join(" "))
}
