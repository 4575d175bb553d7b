//! One question on its page: what was asked, each version of the answer with its numbers, what it promised, its files,
//! and what the reader may do.

use super::super::view::{AnswerView, FileView, PromiseView, QuestionView};
use super::super::{KIND, Pin, pins};
use super::{due, owner, state};
use crate::obligation::pages::{outcome_tag, party};
use ::web::components::button::{self, Weight};
use ::web::components::date;
use ::web::components::field::Field;
use ::web::components::form::{Filled, Form};
use ::web::components::list::{Definition, code, definitions, more};
use ::web::components::notice::{Notice, Tone};
use ::web::components::overview::with_side;
use ::web::components::status::{Meaning, tag};
use ::web::components::table::{Column, Row, Table, name, text};
use ::web::http::refused::with_status;
use ::web::{Ctx, Page};
use axum::response::Response;
use base::words::{Arg, Words};
use maud::{Markup, html};

/// Characters of a hash in a row; the whole stands below the table.
const HASH_SHORT: usize = 16;

/// What somebody was doing on the page when it was refused.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Doing {
    /// Saying who prepares the answer.
    Assign,
    /// Taking it back.
    Withdraw,
}

/// The page; `refused` is the form that was refused, to be shown again.
pub fn show(
    ctx: &Ctx,
    view: &QuestionView,
    owners: &[String],
    refused: Option<(Doing, &Filled)>,
    status: u16,
) -> Response {
    let (t, line) = (ctx.words(), &view.line);
    let page = Page::new(&line.number)
        .above(&format!("{} · {}", t.get("tower-questions"), line.session))
        .crumb(t.get("tower-nav"), &ctx.url("/"))
        .crumb(t.get("tower-questions"), &ctx.url("/questions"))
        .api(&ctx.url(&format!("/api/v1/questions/{}", line.number)));
    let main = html! {
        p.lines { (line.text) }
        (definitions(&facts(ctx, view)))
        p { (crate::thread::pages::link(ctx, &format!("{}:{}", KIND.name, line.number))) }
        @if view.can.answer { (preparing(ctx, view)) }
        @for answer in &view.answers { (answered(ctx, answer)) }
        @if !view.promises.is_empty() {
            h2 { (t.get("tower-question-promises")) }
            (promises(ctx, &view.promises))
        }
        @if view.can.amend {
            (button::row(&[button::link(t.get("tower-question-amend"), &at(ctx, view, "amendment"), Weight::Plain)]))
        }
    };
    let side = html! {
        @if !view.files.is_empty() { h2 { (t.get("tower-question-files")) } (files(&view.files, t)) }
        @if view.can.assign || view.can.withdraw { h2 { (t.get("tower-question-doings")) } }
        @if view.can.assign { (assigning(ctx, view, owners, again(refused, Doing::Assign))) }
        @if view.can.withdraw { (withdrawing(ctx, view, again(refused, Doing::Withdraw))) }
    };
    let has_side = !view.files.is_empty() || view.can.assign || view.can.withdraw;
    let body = if has_side { with_side(main, side) } else { main };
    with_status(ctx.page(&page, body), status)
}

fn at(ctx: &Ctx, view: &QuestionView, path: &str) -> String {
    ctx.url(&format!("/questions/{}/{path}", view.line.number))
}

fn again(refused: Option<(Doing, &Filled)>, doing: Doing) -> Option<&Filled> {
    refused.filter(|(tried, _)| *tried == doing).map(|(_, filled)| filled)
}

fn facts(ctx: &Ctx, view: &QuestionView) -> Vec<Definition> {
    let (t, line) = (ctx.words(), &view.line);
    let asker = view.asker.as_ref().map_or(t.get("tower-person-removed"), |name| name.text(ctx.lang()));
    let mut rows = vec![
        Definition::new(t.get("tower-question-state"), state(line.state, t)),
        Definition::text(t.get("tower-question-asker"), asker),
        Definition::new(
            t.get("tower-question-asked"),
            html! { span.num { (line.asked.local(&ctx.about().zone)) } },
        ),
        Definition::new(t.get("tower-question-due"), due(ctx, line)),
    ];
    if line.owner.is_some() || line.state.is_open() {
        rows.push(Definition::new(t.get("tower-question-prepares"), owner(ctx, line)));
    }
    if let Some(reason) = &view.reason {
        rows.push(Definition::text(t.get("tower-question-why"), reason));
    }
    rows
}

/// The way to the answer, and what is known of a draft.
fn preparing(ctx: &Ctx, view: &QuestionView) -> Markup {
    let t = ctx.words();
    let label = match view.draft {
        Some(_) => "tower-question-draft-continue",
        None => "tower-question-to-answer",
    };
    html! {
        @if let Some(draft) = &view.draft {
            p.small { (saved(ctx, draft.saved, &draft.by)) }
        }
        (button::row(&[button::link(t.get(label), &at(ctx, view, "answer"), Weight::Main)]))
    }
}

/// Who saved a draft, and when.
pub(super) fn saved(ctx: &Ctx, when: base::Instant, by: &crate::who::Party) -> Markup {
    let (t, when) = (ctx.words(), when.local(&ctx.about().zone));
    html! {
        (t.say("tower-question-draft-saved", &[("when", Arg::from(when.as_str()))])) " · " (party(ctx, by))
    }
}

fn answered(ctx: &Ctx, answer: &AnswerView) -> Markup {
    let t = ctx.words();
    let (version, when) = (answer.version.to_string(), answer.answered.local(&ctx.about().zone));
    let title = t.say(
        "tower-question-answer-of",
        &[("version", Arg::from(version.as_str())), ("when", Arg::from(when.as_str()))],
    );
    html! {
        section {
            h2 { (title) }
            @if let Some(why) = &answer.why { p.small { (t.get("tower-question-why")) ": " (why) } }
            p.lines { (answer.text) }
            @if !answer.pins.is_empty() { (numbers(ctx, &answer.pins)) }
        }
    }
}

/// The pinned numbers as they stood, with their hashes behind a summary.
fn numbers(ctx: &Ctx, all: &[Pin]) -> Markup {
    let t = ctx.words();
    let columns = vec![
        Column::head(t.get("tower-question-pin")),
        Column::text(t.get("tower-question-shown")),
        Column::text(t.get("tower-question-as-of")),
        Column::text(t.get("tower-question-hash")).wide_only(),
    ];
    let row = |pin: &Pin| {
        let short: String = pin.hash.chars().take(HASH_SHORT).collect();
        Row::new(vec![
            name(&pins::title(pin, t), &ctx.url(&pin.path), &pin.of),
            html! { b.num { (pins::amount(pin, t)) } },
            date::when(&pin.as_of, t),
            html! { span.num { (short) } },
        ])
    };
    let rows = all.iter().map(row).collect();
    let hashes: Vec<String> = all.iter().map(|pin| format!("{}  {}", pin.hash, pin.of)).collect();
    html! {
        (Table::new(t.get("tower-question-numbers"), columns, rows, html! {}).view(t))
        (more(t.get("tower-question-hashes"), code(t.get("tower-question-hashes"), &hashes.join("\n"))))
    }
}

fn promises(ctx: &Ctx, all: &[PromiseView]) -> Markup {
    let t = ctx.words();
    let columns = vec![
        Column::head(t.get("tower-question-promise")),
        Column::text(t.get("tower-question-owing")),
        Column::text(t.get("tower-question-due")),
        Column::text(t.get("tower-question-outcome")),
    ];
    let row = |promise: &PromiseView| {
        let href = ctx.url(&format!("/obligations/{}", promise.number));
        Row::new(vec![
            name(promise.what.text(t.lang()), &href, &promise.number),
            html! { @match &promise.owner { Some(owner) => (party(ctx, owner)), None => (date::unknown(t)) } },
            html! { @match promise.due { Some(day) => (text(&day.to_string())), None => (date::unknown(t)) } },
            html! {
                (outcome_tag(&promise.outcome, t))
                @if promise.overdue == Some(true) { " " (tag(t.get("tower-question-overdue"), Meaning::Bad)) }
            },
        ])
    };
    let rows = all.iter().map(row).collect();
    Table::new(t.get("tower-question-promises"), columns, rows, html! {}).caption_hidden().view(t)
}

/// The files, the zip of all of them first: what each is, and its size.
fn files(all: &[FileView], t: &Words) -> Markup {
    let label = |name: &str| match name {
        super::super::pack::ZIP => t.get("tower-question-file-zip").to_owned(),
        "answer.html" => t.get("tower-question-file-html").to_owned(),
        "answer.hwpx" => t.get("tower-question-file-hwpx").to_owned(),
        "numbers.csv" => t.get("tower-question-file-csv").to_owned(),
        other => other.to_owned(),
    };
    let about = |file: &FileView| {
        let kind = file.name.rsplit_once('.').map_or("TXT", |(_, kind)| kind).to_uppercase();
        file.bytes.map_or(kind.clone(), |bytes| format!("{kind}, {}", size(bytes, t)))
    };
    let link = |file: &FileView| button::download(&label(&file.name), &file.href, &about(file));
    html! {
        @for file in all { p { (link(file)) } }
    }
}

/// `812 B`, `12 KB`.
fn size(bytes: i64, t: &Words) -> String {
    match bytes {
        small if small < 1_024 => format!("{} B", t.number(small)),
        large => format!("{} KB", t.number((large + 512) / 1_024)),
    }
}

fn assigning(ctx: &Ctx, view: &QuestionView, owners: &[String], refused: Option<&Filled>) -> Markup {
    let (t, nothing) = (ctx.words(), Filled::default());
    let filled = refused.unwrap_or(&nothing);
    let form = Form::post(&at(ctx, view, "owner"), ctx.csrf())
        .errors(&filled.errors)
        .hidden("version", &view.version.to_string());
    let field = Field::text("owner", t.get("tower-question-prepares"))
        .hint(t.get("tower-question-owner-hint"))
        .suggestions(owners)
        .value(filled.value("owner"))
        .error(filled.error("owner"))
        .required();
    let take = Form::post(&at(ctx, view, "owner"), ctx.csrf())
        .hidden("version", &view.version.to_string())
        .hidden("owner", "me");
    html! {
        @if !view.line.owner.as_ref().is_some_and(|owner| owner.me) {
            (take.view(t, button::submit(t.get("tower-question-take"), Weight::Plain)))
        }
        details.more open[refused.is_some()] {
            summary { (t.get("tower-question-assign-other")) }
            div { (form.view(t, html! {
                (field.view(t))
                (button::submit(t.get("tower-question-assign-do"), Weight::Plain))
            })) }
        }
    }
}

fn withdrawing(ctx: &Ctx, view: &QuestionView, refused: Option<&Filled>) -> Markup {
    let (t, nothing) = (ctx.words(), Filled::default());
    let filled = refused.unwrap_or(&nothing);
    let form = Form::post(&at(ctx, view, "withdrawal"), ctx.csrf())
        .errors(&filled.errors)
        .hidden("version", &view.version.to_string());
    let field = Field::text("why", t.get("tower-question-why"))
        .value(filled.value("why"))
        .error(filled.error("why"))
        .required();
    html! {
        details.more open[refused.is_some()] {
            summary { (t.get("tower-question-withdraw")) }
            div { (form.view(t, html! {
                (field.view(t))
                (button::submit(t.get("tower-question-withdraw"), Weight::Plain))
            })) }
        }
    }
}

/// A notice above a form that continues what somebody typed.
pub(super) fn continued(ctx: &Ctx, view: &QuestionView) -> Option<Notice> {
    let (t, draft) = (ctx.words(), view.draft.as_ref()?);
    let when = draft.saved.local(&ctx.about().zone);
    let title = t.say("tower-question-draft-saved", &[("when", Arg::from(when.as_str()))]);
    Some(Notice::new(Tone::Info, &title).text(t.get("tower-question-draft-seen")))
}
