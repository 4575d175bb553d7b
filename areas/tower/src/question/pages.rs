//! How council questions look: the list and one question. Arranges what the views hold; decides nothing.

mod forms;
mod show;

pub use forms::{AnswerForm, TICKED, answer, ask};
pub use show::{Doing, show};

use super::State;
use super::view::{QuestionLine, QuestionList};
use crate::obligation::pages::party;
use ::web::components::button::{self, Weight};
use ::web::components::notice::empty;
use ::web::components::status::{Meaning, tag};
use ::web::components::table::{Column, Row, Table, name, text};
use ::web::{Ctx, Page};
use axum::response::Response;
use base::words::{Arg, Words};
use maud::{Markup, html};

/// Characters of a question in the list.
const SHORT: usize = 80;

/// The list: what waits first, with the time left.
pub fn list(ctx: &Ctx, found: &QuestionList) -> Response {
    let t = ctx.words();
    let page = Page::new(t.get("tower-questions"))
        .below(t.get("tower-questions-below"))
        .crumb(t.get("tower-nav"), &ctx.url("/"))
        .api(&ctx.url("/api/v1/questions"));
    let columns = vec![
        Column::head(t.get("tower-question")),
        Column::text(t.get("tower-question-session")).wide_only(),
        Column::text(t.get("tower-question-owner")),
        Column::text(t.get("tower-question-due")),
        Column::text(t.get("tower-question-state")),
    ];
    let rows = found.items.iter().map(|line| row(ctx, line)).collect();
    let none = empty(t.get("tower-questions-none"), t.get("tower-questions-none-text"), None);
    let body = html! {
        @if found.can_ask {
            (button::row(&[button::link(t.get("tower-question-ask"), &ctx.url("/questions/new"), Weight::Main)]))
        }
        (Table::new(t.get("tower-questions"), columns, rows, none).caption_hidden().view(t))
    };
    ctx.page(&page, body)
}

fn row(ctx: &Ctx, line: &QuestionLine) -> Row {
    let t = ctx.words();
    let href = ctx.url(&format!("/questions/{}", line.number));
    Row::new(vec![
        name(&super::short(&line.text, SHORT), &href, &line.number),
        text(&line.session),
        owner(ctx, line),
        due(ctx, line),
        state(line.state, t),
    ])
}

/// Who prepares the answer, or that nobody does.
fn owner(ctx: &Ctx, line: &QuestionLine) -> Markup {
    match (&line.owner, line.state.is_open()) {
        (Some(owner), _) => party(ctx, owner),
        (None, true) => html! { span.unknown { (ctx.words().get("tower-question-owner-none")) } },
        (None, false) => html! { "-" },
    }
}

/// When it is due, with the clock while it runs.
fn due(ctx: &Ctx, line: &QuestionLine) -> Markup {
    html! {
        span.num { (line.due.local(&ctx.about().zone)) }
        @if let Some(left) = line.seconds_left { " " (clock(left, ctx.words())) }
    }
}

fn clock(left: i64, t: &Words) -> Markup {
    let (hours, minutes) = (left.abs() / 3_600, left.abs() / 60 % 60);
    let facts = [("hours", Arg::Number(hours)), ("minutes", Arg::Number(minutes))];
    let (key, meaning) = match (left < 0, hours) {
        (true, 0) => ("tower-question-overdue-by-minutes", Meaning::Bad),
        (true, _) => ("tower-question-overdue-by", Meaning::Bad),
        (false, 0) => ("tower-question-left-minutes", Meaning::Warning),
        (false, _) => ("tower-question-left", Meaning::Warning),
    };
    tag(&t.say(key, &facts), meaning)
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
