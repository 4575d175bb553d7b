//! How council questions look. Arranges what the views hold; decides nothing.

use super::acts::{AMEND, ANSWER, ASK, WITHDRAW};
use super::view::{PromiseView, QuestionView};
use super::{Answer, Question, State, pack};
use ::web::components::button::{self, Weight};
use ::web::components::field::Field;
use ::web::components::form::{Filled, Form, section};
use ::web::components::list::{Definition, definitions};
use ::web::components::status::{Meaning, tag};
use ::web::components::table::{Column, Row, Table, text};
use ::web::{Ctx, Page};
use axum::http::StatusCode;
use axum::response::Response;
use base::Instant;
use base::words::{Arg, Words};
use kernel::policy::Target;
use maud::{Markup, html};

/// Rows for promises on the form.
pub const PROMISE_ROWS: usize = 3;

/// The list: what waits first, with the time left.
pub fn list(ctx: &Ctx, found: &[Question], now: Instant) -> Response {
    let t = ctx.words();
    let page = Page::new(t.get("tower-questions")).below(t.get("tower-questions-below"));
    let columns = vec![
        Column::head(t.get("tower-question-number")),
        Column::text(t.get("tower-question")),
        Column::text(t.get("tower-question-session")),
        Column::text(t.get("tower-question-due")),
        Column::text(t.get("tower-question-state")),
    ];
    let row = |question: &Question| {
        let short: String = question.says.text.chars().take(80).collect();
        Row::new(vec![
            html! { a href=(ctx.url(&format!("/questions/{}", question.number))) { (question.number) } },
            text(&short),
            text(&question.says.session),
            html! { (question.says.due.local(&ctx.about().zone)) " " (clock(question, now, t)) },
            state(question.state, t),
        ])
    };
    let rows = found.iter().map(row).collect();
    let empty = html! { (t.get("tower-questions-none")) };
    let body = html! {
        @if ctx.may(&ASK, &Target::default()) {
            p { (button::link(t.get("tower-question-ask"), &ctx.url("/questions/new"), Weight::Main)) }
        }
        (Table::new(t.get("tower-questions"), columns, rows, empty).caption_hidden().view(t))
    };
    ctx.page(&page, body)
}

/// One question.
pub fn show(ctx: &Ctx, view: &QuestionView) -> Response {
    let (t, question, zone) = (ctx.words(), &view.question, &ctx.about().zone);
    let page = Page::new(&question.number)
        .above(t.get("tower-question"))
        .crumb(t.get("tower-questions"), &ctx.url("/questions"));
    let asker = view.asker.as_ref().map_or(t.get("tower-person-removed"), |name| name.text(ctx.lang()));
    let at = |path: &str| ctx.url(&format!("/questions/{}/{path}", question.number));
    let may = |action| ctx.may(action, &Target::default());
    let body = html! {
        p { (question.says.text) }
        (definitions(&[
            Definition::text(t.get("tower-question-session"), &question.says.session),
            Definition::text(t.get("tower-question-asker"), asker),
            Definition::text(t.get("tower-question-asked"), &question.says.asked.local(zone)),
            Definition::new(t.get("tower-question-due"),
                html! { (question.says.due.local(zone)) " " (clock(question, view.now, t)) }),
            Definition::new(t.get("tower-question-state"), state(question.state, t)),
        ]))
        @if let Some(reason) = &question.reason { p { (t.get("tower-question-why")) ": " (reason) } }
        @if question.state.is_open() && may(&ANSWER) {
            p { (button::link(t.get("tower-question-to-answer"), &at("answer"), Weight::Main)) }
        }
        @if question.state.is_open() && may(&WITHDRAW) {
            (Form::post(&at("withdrawal"), ctx.csrf()).view(t, html! {
                (Field::text("why", t.get("tower-question-why")).required().view(t))
                (button::submit(t.get("tower-question-withdraw"), Weight::Plain))
            }))
        }
        @if !view.answers.is_empty() {
            p { @for name in ["answer.zip"].iter().chain(&pack::FILES) { a href=(at(name)) { (name) } " " } }
        }
        @for answer in &view.answers { (answered(ctx, answer)) }
        @if !view.promises.is_empty() { (promises(&view.promises, t)) }
        @if question.state == State::Answered && may(&AMEND) {
            p { (button::link(t.get("tower-question-amend"), &at("amendment"), Weight::Plain)) }
        }
    };
    ctx.page(&page, body)
}

fn answered(ctx: &Ctx, answer: &Answer) -> Markup {
    let t = ctx.words();
    let (version, when) = (answer.version.to_string(), answer.answered.local(&ctx.about().zone));
    let title = t.say(
        "tower-question-answer-of",
        &[("version", Arg::from(version.as_str())), ("when", Arg::from(when.as_str()))],
    );
    let body = html! {
        @if let Some(why) = &answer.why { p { (t.get("tower-question-why")) ": " (why) } }
        @for line in answer.text.lines() { p { (line) } }
        @for pin in &answer.pins {
            p { a href=(ctx.url(&pin.path)) { (pin.shown) } " " code { (pin.hash) } }
        }
    };
    section(&title, body)
}

fn promises(all: &[PromiseView], t: &Words) -> Markup {
    let columns = vec![
        Column::head(t.get("tower-question-promise")),
        Column::text(t.get("tower-question-owner")),
        Column::text(t.get("tower-question-due")),
        Column::text(t.get("tower-question-outcome")),
    ];
    let row = |promise: &PromiseView| {
        let due = promise.due.map_or("-".to_owned(), |day| day.to_string());
        Row::new(vec![
            text(&format!("{} {}", promise.number, promise.what.text(t.lang()))),
            text(promise.owner.as_ref().map_or("-", |name| name.text(t.lang()))),
            text(&due),
            html! {
                (t.get(&format!("tower-question-outcome-{}", promise.outcome)))
                @if promise.overdue { " " (tag(t.get("tower-question-overdue"), Meaning::Bad)) }
            },
        ])
    };
    Table::new(t.get("tower-question-promises"), columns, all.iter().map(row).collect(), html! {}).view(t)
}

/// The form to write a question down.
pub fn ask(ctx: &Ctx, filled: &Filled, status: u16) -> Response {
    let t = ctx.words();
    let page = Page::new(t.get("tower-question-ask"))
        .staff()
        .crumb(t.get("tower-questions"), &ctx.url("/questions"));
    let field = |name: &str, key: &str| {
        Field::text(name, t.get(key)).value(filled.value(name)).error(filled.error(name)).required()
    };
    let form = Form::post(&ctx.url("/questions/new"), ctx.csrf()).errors(&filled.errors).view(
        t,
        html! {
            (field("session", "tower-question-session").view(t))
            (field("asker", "tower-question-asker").hint(t.get("tower-question-asker-hint")).view(t))
            (Field::lines("text", t.get("tower-question"), 6).value(filled.value("text")).error(filled.error("text")).required().view(t))
            (field("asked", "tower-question-asked").hint(t.get("tower-question-time-hint")).view(t))
            (field("due", "tower-question-due").hint(t.get("tower-question-time-hint")).view(t))
            (button::submit(t.get("tower-question-ask"), Weight::Main))
        },
    );
    with_status(ctx.page(&page, form), status)
}

/// The form to answer, or to amend an answer.
pub fn answer(ctx: &Ctx, view: &QuestionView, is_amendment: bool, filled: &Filled, status: u16) -> Response {
    let (t, number) = (ctx.words(), &view.question.number);
    let (title, path) = match is_amendment {
        true => ("tower-question-amend", "amendment"),
        false => ("tower-question-to-answer", "answer"),
    };
    let page = Page::new(t.get(title))
        .staff()
        .crumb(t.get("tower-questions"), &ctx.url("/questions"))
        .crumb(number, &ctx.url(&format!("/questions/{number}")));
    let plain = |name: String, key: &str| {
        Field::text(&name, t.get(key)).value(filled.value(&name)).error(filled.error(&name)).view(t)
    };
    let form = Form::post(&ctx.url(&format!("/questions/{number}/{path}")), ctx.csrf()).errors(&filled.errors).view(
        t,
        html! {
            p { (view.question.says.text) }
            (Field::lines("text", t.get("tower-question-answer"), 12).value(filled.value("text")).error(filled.error("text")).required().view(t))
            @if is_amendment { (plain("why".into(), "tower-question-why")) }
            (Field::lines("pins", t.get("tower-question-numbers"), 4).hint(t.get("tower-question-pins-hint")).value(filled.value("pins")).error(filled.error("pins")).view(t))
            @for at in 1..=PROMISE_ROWS {
                (section(t.get("tower-question-promise"), html! {
                    (plain(format!("what_{at}"), "tower-question-promise"))
                    (plain(format!("owner_{at}"), "tower-question-owner-number"))
                    (Field::date(&format!("due_{at}"), t.get("tower-question-due")).value(filled.value(&format!("due_{at}"))).view(t))
                }))
            }
            (button::submit(t.get(title), Weight::Main))
        },
    );
    with_status(ctx.page(&page, form), status)
}

fn clock(question: &Question, now: Instant, t: &Words) -> Markup {
    let Some(left) = question.seconds_left(now) else { return html! {} };
    let minutes = left.abs() / 60;
    let (hours, minutes) = ((minutes / 60).to_string(), (minutes % 60).to_string());
    let facts = [("hours", Arg::from(hours.as_str())), ("minutes", Arg::from(minutes.as_str()))];
    match left < 0 {
        true => tag(&t.say("tower-question-overdue-by", &facts), Meaning::Bad),
        false => tag(&t.say("tower-question-left", &facts), Meaning::Warning),
    }
}

fn state(state: State, t: &Words) -> Markup {
    let meaning = match state {
        State::Asked => Meaning::Warning,
        State::Drafting => Meaning::Active,
        State::Answered => Meaning::Good,
        State::Withdrawn => Meaning::Past,
    };
    tag(t.get(&format!("tower-question-state-{}", state.code())), meaning)
}

fn with_status(mut response: Response, status: u16) -> Response {
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
    response
}
