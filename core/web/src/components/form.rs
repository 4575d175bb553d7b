//! Forms: hidden token, errors at the top that lead to their fields, the buttons at the end.

use super::field::Field;
use crate::http::posted::{CSRF_FIELD, ONCE_FIELD};
use base::words::Words;
use maud::{Markup, PreEscaped, html};
use std::hash::{BuildHasher as _, RandomState};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};

/// What is wrong with one field, as the act or the reader of the form found it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// The `name` of the field, or "" when the whole form is meant.
    pub field: String,
    /// What is wrong and how to mend it, one sentence.
    pub message: String,
}

impl FieldError {
    pub fn new(field: &str, message: &str) -> FieldError {
        FieldError { field: field.to_owned(), message: message.to_owned() }
    }
}

/// What was typed and what is wrong with it: fills a form again after a refusal.
#[derive(Clone, Debug, Default)]
pub struct Filled {
    pub values: Vec<(String, String)>,
    pub errors: Vec<FieldError>,
}

impl Filled {
    /// What was typed into this field, else "".
    pub fn value(&self, name: &str) -> &str {
        self.values.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value)
    }

    /// Whether this value of a group of check boxes was ticked.
    pub fn ticked(&self, name: &str, value: &str) -> bool {
        self.values.iter().any(|(field, typed)| field == name && typed == value)
    }

    pub fn error(&self, name: &str) -> Option<&str> {
        self.errors.iter().find(|error| error.field == name).map(|error| error.message.as_str())
    }
}

/// The frame of a form.
#[derive(Clone, Debug)]
pub struct Form {
    action: String,
    csrf: Option<String>,
    multipart: bool,
    errors: Vec<FieldError>,
    hidden: Vec<(String, String)>,
    inline: bool,
}

impl Form {
    /// A form that changes something. `csrf` is the token of the session.
    pub fn post(action: &str, csrf: &str) -> Form {
        Form { csrf: Some(csrf.to_owned()), ..Form::get(action) }
    }

    /// A form that asks something, such as filters of a list.
    pub fn get(action: &str) -> Form {
        Form {
            action: action.to_owned(),
            csrf: None,
            multipart: false,
            errors: Vec::new(),
            hidden: Vec::new(),
            inline: false,
        }
    }

    /// The form carries files.
    pub fn multipart(mut self) -> Form {
        self.multipart = true;
        self
    }

    /// Fields beside each other, for filters.
    pub fn inline(mut self) -> Form {
        self.inline = true;
        self
    }

    pub fn hidden(mut self, name: &str, value: &str) -> Form {
        self.hidden.push((name.to_owned(), value.to_owned()));
        self
    }

    pub fn errors(mut self, errors: &[FieldError]) -> Form {
        self.errors = errors.to_vec();
        self
    }

    /// The form around its fields and buttons. An error whose field is not there stands over the whole form.
    pub fn view(&self, t: &Words, body: Markup) -> Markup {
        let method = if self.csrf.is_some() { "post" } else { "get" };
        html! {
            form.form.inline[self.inline] method=(method) action=(self.action)
                enctype=[self.multipart.then_some("multipart/form-data")]
                novalidate[self.csrf.is_some()] accept-charset="utf-8" {
                (error_summary(&self.errors, &body, t))
                @if let Some(csrf) = &self.csrf {
                    input type="hidden" name=(CSRF_FIELD) value=(csrf);
                    input type="hidden" name=(ONCE_FIELD) value=(next_number());
                }
                @for (name, value) in &self.hidden { input type="hidden" name=(name) value=(value); }
                (body)
            }
        }
    }
}

/// A number that no other form has: pressing a button twice, or sending again after a lost answer, acts once. It is no
/// secret, so the randomness with which hash tables are keyed is enough.
fn next_number() -> String {
    static SHOWN: AtomicU64 = AtomicU64::new(0);
    static KEYS: LazyLock<[RandomState; 2]> = LazyLock::new(|| [RandomState::new(), RandomState::new()]);
    let shown = SHOWN.fetch_add(1, Ordering::Relaxed);
    KEYS.iter().map(|key| format!("{:016x}", key.hash_one(shown))).collect()
}

/// Where a field stands in a form, and what the form calls it; none when it is not there.
fn seat<'a>(name: &str, body: &'a Markup) -> Option<(usize, &'a str)> {
    let (id, whole) = (Field::id(name), body.0.as_str());
    let at = whole.find(&format!("id=\"{id}\""))?;
    let label = format!("for=\"{id}\">");
    let label = whole.find(&label).and_then(|start| whole[start + label.len()..].split('<').next());
    Some((at, label.unwrap_or("").trim()))
}

/// All errors of a form in the order of its fields, each leading to its field; an error of the whole form, or of a field
/// that is not there, stands alone. The page is served with the focus on it by `autofocus`, so that a screen reader begins
/// here.
fn error_summary(errors: &[FieldError], body: &Markup, t: &Words) -> Markup {
    let (mut fields, mut whole) = (Vec::new(), Vec::new());
    for error in errors {
        match seat(&error.field, body).filter(|_| !error.field.is_empty()) {
            Some((at, label)) => fields.push((at, label, error)),
            None => whole.push(error),
        }
    }
    fields.sort_by_key(|(at, _, _)| *at);
    let count = i64::try_from(fields.len()).unwrap_or(i64::MAX);
    html! {
        @if !errors.is_empty() {
            div.notice.bad.error-summary role="alert" tabindex="-1" autofocus {
                @for error in whole {
                    p.notice-title { span.notice-word { (t.get("web-error-mark")) } " " (error.message) }
                }
                @if !fields.is_empty() {
                    p.notice-title { (t.say("web-form-errors", &[("count", count.into())])) }
                    ul {
                        @for (_, label, error) in fields {
                            li {
                                a href={ "#" (Field::id(&error.field)) } {
                                    @if !label.is_empty() { (PreEscaped(label)) ": " }
                                    (error.message)
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Fields that belong together under a heading.
pub fn section(heading: &str, body: Markup) -> Markup {
    html! { fieldset.form-section { legend { (heading) } (body) } }
}
