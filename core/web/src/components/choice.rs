//! Radio buttons, check boxes and a single tick, each in a fieldset with its question.

use base::words::Words;
use maud::{Markup, html};

use super::field::{Field, described_by, error, hint, mark};

/// One answer of a group.
#[derive(Clone, Debug)]
struct Answer {
    value: String,
    label: String,
    hint: Option<String>,
    chosen: bool,
}

/// A question with all its answers in sight.
#[derive(Clone, Debug)]
pub struct ChoiceGroup {
    input: &'static str,
    name: String,
    legend: String,
    hint: Option<String>,
    error: Option<String>,
    required: bool,
    answers: Vec<Answer>,
}

impl ChoiceGroup {
    fn new(input: &'static str, name: &str, legend: &str) -> ChoiceGroup {
        ChoiceGroup {
            input,
            name: name.to_owned(),
            legend: legend.to_owned(),
            hint: None,
            error: None,
            required: false,
            answers: Vec::new(),
        }
    }

    /// One answer can be chosen.
    pub fn one(name: &str, legend: &str) -> ChoiceGroup {
        ChoiceGroup::new("radio", name, legend)
    }

    /// Any number of answers can be chosen; the form sends `name` once for each.
    pub fn many(name: &str, legend: &str) -> ChoiceGroup {
        ChoiceGroup::new("checkbox", name, legend)
    }

    pub fn answer(self, value: &str, label: &str, chosen: bool) -> ChoiceGroup {
        self.push(value, label, None, chosen)
    }

    /// An answer with a sentence of explanation.
    pub fn answer_with_hint(self, value: &str, label: &str, hint: &str, chosen: bool) -> ChoiceGroup {
        self.push(value, label, Some(hint), chosen)
    }

    fn push(mut self, value: &str, label: &str, hint: Option<&str>, chosen: bool) -> ChoiceGroup {
        let hint = hint.map(str::to_owned);
        self.answers.push(Answer { value: value.to_owned(), label: label.to_owned(), hint, chosen });
        self
    }

    pub fn hint(mut self, hint: &str) -> ChoiceGroup {
        self.hint = Some(hint.to_owned());
        self
    }

    pub fn error(mut self, error: Option<&str>) -> ChoiceGroup {
        self.error = error.map(str::to_owned);
        self
    }

    pub fn required(mut self) -> ChoiceGroup {
        self.required = true;
        self
    }

    pub fn view(&self, t: &Words) -> Markup {
        let id = Field::id(&self.name);
        let described = described_by(&id, self.hint.is_some(), self.error.is_some(), false);
        html! {
            fieldset.field.choices.wrong[self.error.is_some()] aria-describedby=[described] {
                legend { (self.legend) (mark(self.required, t)) }
                (hint(&id, self.hint.as_deref()))
                (error(&id, self.error.as_deref(), t))
                @for (place, answer) in self.answers.iter().enumerate() { (self.row(&id, place, answer)) }
            }
        }
    }

    /// The first input carries the field's own id, so that an error at the top can lead to it.
    fn row(&self, id: &str, place: usize, answer: &Answer) -> Markup {
        let own = if place == 0 { id.to_owned() } else { format!("{id}-{place}") };
        let described = answer.hint.is_some().then(|| format!("{own}-about"));
        html! {
            div.choice {
                input #(own) type=(self.input) name=(self.name) value=(answer.value) checked[answer.chosen]
                    required[self.required && self.input == "radio"] aria-describedby=[described];
                label for=(own) { (answer.label) }
                @if let Some(hint) = &answer.hint { p.hint #{(own) "-about"} { (hint) } }
            }
        }
    }
}

/// A single statement to tick, such as a consent. Never ticked beforehand for consents.
pub fn tick(name: &str, label: &str, ticked: bool, problem: Option<&str>, t: &Words) -> Markup {
    let id = Field::id(name);
    let described = described_by(&id, false, problem.is_some(), false);
    html! {
        div.field.wrong[problem.is_some()] {
            (error(&id, problem, t))
            div.choice {
                input #(id) type="checkbox" name=(name) value="yes" checked[ticked]
                    aria-describedby=[described] aria-invalid=[problem.map(|_| "true")];
                label for=(id) { (label) }
            }
        }
    }
}
