//! The forms: to write a question down, and to answer it or amend an answer. Shown again with everything that was typed.

use super::super::form::{SentAnswer, at};

use super::super::view::QuestionView;
use super::super::{LABEL_MAX, PROMISES_MAX, Pin, TEXT_MAX, pins};
use super::{due, show};
use crate::api::today;
use ::web::components::button::{self, Weight};
use ::web::components::choice::ChoiceGroup;
use ::web::components::field::Field;
use ::web::components::form::{Filled, Form, section};
use ::web::components::list::{Definition, definitions};
use ::web::components::overview::with_side;
use ::web::http::refused::with_status;
use ::web::{Ctx, Page};
use axum::response::Response;
use base::words::Arg;
use maud::{Markup, html};

/// The name of the ticks at published counts; what else is pinned is typed into `pins`.
pub const TICKED: &str = "pin";
/// Rows for promises that an empty form has.
const PROMISE_ROWS: usize = 2;

/// The form to write a question down.
pub fn ask(ctx: &Ctx, filled: &Filled, status: u16) -> Response {
    let t = ctx.words();
    let page = Page::new(t.get("tower-question-ask"))
        .below(t.get("tower-question-ask-below"))
        .staff()
        .crumb(t.get("tower-questions"), &ctx.url("/questions"));
    let view = |field: Field, name: &str| field.value(filled.value(name)).error(filled.error(name)).view(t);
    let (today, tomorrow) = (today(ctx).to_string(), today(ctx).plus(1).to_string());
    let near = |key: &str, day: &str| t.say(key, &[("day", Arg::from(day))]);
    let text = |name: &str, key: &str| Field::text(name, t.get(key)).max_length(LABEL_MAX as u32);
    let form = Form::post(&ctx.url("/questions/new"), ctx.csrf()).errors(&filled.errors);
    let body = html! {
        (view(text("session", "tower-question-session").hint(t.get("tower-question-session-hint")).required(), "session"))
        (view(text("asker", "tower-question-asker").hint(t.get("tower-question-asker-hint")).required(), "asker"))
        (view(Field::lines("text", t.get("tower-question"), 6).max_length(TEXT_MAX as u32).required(), "text"))
        (view(text("asked", "tower-question-asked").hint(&near("tower-question-asked-hint", &today)).middle(), "asked"))
        (view(text("due", "tower-question-due").hint(&near("tower-question-time-hint", &tomorrow)).middle().required(), "due"))
        (button::submit(t.get("tower-question-ask"), Weight::Main))
    };
    with_status(ctx.page(&page, form.view(t, body)), status)
}

/// What the form of an answer offers besides empty fields.
pub struct AnswerForm<'a> {
    /// The question.
    pub view: &'a QuestionView,
    /// True when there is an answer already.
    pub is_amendment: bool,
    /// Kept counts that may be pinned.
    pub pins: &'a [Pin],
    /// Names to choose an owner from.
    pub owners: &'a [String],
}

impl AnswerForm<'_> {
    /// What the form begins with: the draft, the answer that is amended, or nothing.
    pub fn begun(&self) -> Filled {
        let latest = self.view.answers.first().filter(|_| self.is_amendment);
        match (latest, &self.view.draft) {
            (Some(answer), _) => {
                let pins = answer.pins.iter().map(|pin| pin.of.clone()).collect();
                self.filled(&SentAnswer { text: answer.text.clone(), pins, ..SentAnswer::default() })
            }
            (None, Some(draft)) => self.filled(&draft.says),
            (None, None) => Filled::default(),
        }
    }

    /// What is offered is ticked, what else is pinned stands as a line.
    fn filled(&self, says: &SentAnswer) -> Filled {
        let is_offered = |pin: &&String| self.pins.iter().any(|offered| offered.of == **pin);
        let (ticked, typed): (Vec<&String>, Vec<&String>) = says.pins.iter().partition(is_offered);
        let typed: Vec<&str> = typed.into_iter().map(String::as_str).collect();
        let mut values = vec![
            ("text".to_owned(), says.text.clone()),
            ("pins".to_owned(), typed.join("\n")),
            ("why".to_owned(), says.why.clone()),
        ];
        values.extend(ticked.into_iter().map(|pin| (TICKED.to_owned(), pin.clone())));
        for (index, (_, promise)) in says.promised().enumerate() {
            values.push((at(index, "what"), promise.what.clone()));
            values.push((at(index, "owner"), promise.owner.clone()));
            values.push((at(index, "due"), promise.due.clone()));
        }
        Filled { values, errors: Vec::new() }
    }
}

/// The form to answer, or to amend an answer.
pub fn answer(ctx: &Ctx, form: &AnswerForm<'_>, filled: &Filled, status: u16) -> Response {
    let (t, line) = (ctx.words(), &form.view.line);
    let (title, path) = match form.is_amendment {
        true => ("tower-question-amend", "amendment"),
        false => ("tower-question-to-answer", "answer"),
    };
    let message = show::continued(ctx, form.view).filter(|_| filled.errors.is_empty() && !form.is_amendment);
    let page = Page::new(t.get(title))
        .above(&line.number)
        .staff()
        .message(message)
        .crumb(t.get("tower-questions"), &ctx.url("/questions"))
        .crumb(&line.number, &ctx.url(&format!("/questions/{}", line.number)));
    let version = form.view.draft.as_ref().map_or(0, |draft| draft.version);
    let frame = Form::post(&ctx.url(&format!("/questions/{}/{path}", line.number)), ctx.csrf())
        .errors(&filled.errors)
        .hidden("version", &form.view.version.to_string())
        // What was typed over a newer draft stays typed; saving it again is then meant.
        .hidden("draft", &version.to_string());
    let body = frame.view(t, fields(ctx, form, filled, title));
    let asked = definitions(&[
        Definition::text(t.get("tower-question-session"), &line.session),
        Definition::new(t.get("tower-question-due"), due(ctx, line)),
    ]);
    let side = html! {
        h2 { (t.get("tower-question")) }
        p.lines { (line.text) }
        (asked)
    };
    with_status(ctx.page(&page, with_side(body, side)), status)
}

fn fields(ctx: &Ctx, form: &AnswerForm<'_>, filled: &Filled, title: &str) -> Markup {
    let t = ctx.words();
    let view = |field: Field, name: &str| field.value(filled.value(name)).error(filled.error(name)).view(t);
    let text = Field::lines("text", t.get("tower-question-answer"), 12).max_length(TEXT_MAX as u32);
    let why = Field::text("why", t.get("tower-question-why")).max_length(LABEL_MAX as u32);
    let pins = Field::lines("pins", t.get("tower-question-pins-more"), 3);
    html! {
        (view(text.hint(t.get("tower-question-answer-hint")).required(), "text"))
        @if form.is_amendment { (view(why.required(), "why")) }
        (offered(ctx, form.pins, filled))
        (view(pins.hint(t.get("tower-question-pins-hint")), "pins"))
        p.hint { a href=(ctx.url("/claims")) { (t.get("tower-question-offered-claims")) } }
        @for index in 0..rows(filled) { (promise(ctx, form, filled, index)) }
        (button::row(&[
            button::submit(t.get(title), Weight::Main),
            if form.is_amendment { html! {} } else {
                let draft = ctx.url(&format!("/questions/{}/draft", form.view.line.number));
                button::submit_to(t.get("tower-question-draft-save"), &draft, Weight::Plain)
            },
        ]))
    }
}

/// One more row than are filled: saving a draft gives the next one.
fn rows(filled: &Filled) -> usize {
    let typed =
        |index: usize| ["what", "owner", "due"].iter().any(|name| !filled.value(&at(index, name)).is_empty());
    let used = (0..PROMISES_MAX).rev().find(|index| typed(*index)).map_or(0, |last| last + 1);
    (used + 1).clamp(PROMISE_ROWS, PROMISES_MAX)
}

fn promise(ctx: &Ctx, form: &AnswerForm<'_>, filled: &Filled, index: usize) -> Markup {
    let t = ctx.words();
    let view = |field: fn(&str, &str) -> Field, name: &str, key: &str| {
        let name = at(index, name);
        field(&name, t.get(key)).value(filled.value(&name)).error(filled.error(&name))
    };
    let number = i64::try_from(index + 1).unwrap_or(0);
    let legend = t.say("tower-question-promise-nth", &[("number", Arg::Number(number))]);
    let owner = view(Field::text, "owner", "tower-question-owing").hint(t.get("tower-question-owner-hint"));
    section(
        &legend,
        html! {
            (view(Field::text, "what", "tower-question-promise-what").view(t))
            (owner.suggestions(form.owners).view(t))
            (view(Field::date, "due", "tower-question-promise-day").view(t))
        },
    )
}

/// Published counts to tick.
fn offered(ctx: &Ctx, all: &[Pin], filled: &Filled) -> Markup {
    let t = ctx.words();
    if all.is_empty() {
        return html! { p.hint { (t.get("tower-question-offered-none")) } };
    }
    let group = ChoiceGroup::many(TICKED, t.get("tower-question-offered"))
        .hint(t.get("tower-question-offered-hint"))
        .error(filled.error(TICKED));
    let tick = |group: ChoiceGroup, pin: &Pin| {
        let number = pin.of.split_once(':').map_or(pin.of.as_str(), |(_, number)| number);
        group.answer_with_hint(&pin.of, &pins::line(pin, t), number, filled.ticked(TICKED, &pin.of))
    };
    all.iter().fold(group, tick).view(t)
}
