//! The desk of the office: what waits, deciding a hand-in, answering a request, mending our copy, bringing in a file.

use super::amount;
use super::forms::{outcomes, relation, text_field};
use crate::claim::api::office::ClaimTakenIn;
use crate::claim::finding::Finding;
use crate::claim::handed::HandedIn;
use crate::claim::said::Said;
use crate::claim::view::list::ClaimLine;
use axum::response::Response;
use base::Saying;
use base::words::{Arg, Words};
use maud::{Markup, html};
use web::components::button::{self, Weight};
use web::components::date;
use web::components::field::Field;
use web::components::form::{Filled, Form};
use web::components::notice::{Notice, Tone, empty};
use web::components::table::{Column, Row, Table, name, text};
use web::http::refused::with_status;
use web::http::reply::sentence;
use web::http::reply::with_mend;
use web::{Ctx, Page};

/// What waits for the office.
pub struct Desk {
    /// Numbers that were handed in.
    pub waiting: Vec<HandedIn>,
    /// Requests to correct, with the code of the claim.
    pub requests: Vec<(String, Said)>,
    /// Findings that are not published, with the code of the claim.
    pub inside: Vec<(String, Finding)>,
    /// How many claims there are.
    pub total: i64,
}

fn staff(ctx: &Ctx, title: &str) -> Page {
    Page::new(title).staff().crumb(ctx.words().get("tower-claims"), &ctx.url("/claims"))
}

pub fn desk(ctx: &Ctx, desk: &Desk) -> Response {
    let t = ctx.words();
    let page = staff(ctx, t.get("tower-claim-desk"))
        .below(&t.say("tower-claim-desk-below", &[("count", Arg::Number(desk.total))]));
    let body = html! {
        h2 { (t.get("tower-claim-desk-waiting")) }
        (waiting(ctx, &desk.waiting))
        h2 { (t.get("tower-claim-desk-requests")) }
        (requests(ctx, &desk.requests))
        h2 { (t.get("tower-claim-desk-inside")) }
        (inside(ctx, &desk.inside))
        (button::row(&[
            button::link(t.get("tower-claim-import-file"), &ctx.url("/claims/import"), Weight::Plain),
        ]))
    };
    ctx.page(&page, body)
}

fn waiting(ctx: &Ctx, handed: &[HandedIn]) -> Markup {
    let t = ctx.words();
    let columns = vec![
        Column::head(t.get("tower-claim-label")),
        Column::number(t.get("tower-claim-number")),
        Column::text(t.get("tower-claim-outlet")),
        Column::text(t.get("tower-claim-received")),
    ];
    let rows = handed.iter().map(|one| {
        let href = ctx.url(&format!("/claims/hand-ins/{}", one.number));
        Row::new(vec![
            name(one.cell("label_ko"), &href, &one.number),
            html! { (amount(one.cell("relation"), one.cell("value"), one.cell("unit"), t)) },
            html! { div { (one.cell("outlet")) ", " (date::when(one.cell("published"), t)) } },
            text(&one.received.local(&ctx.about().zone)),
        ])
    });
    let none = empty(t.get("tower-claim-desk-none"), "", None);
    Table::new(t.get("tower-claim-desk-waiting"), columns, rows.collect(), none).caption_hidden().view(t)
}

fn requests(ctx: &Ctx, requests: &[(String, Said)]) -> Markup {
    let t = ctx.words();
    let columns = vec![
        Column::head(t.get("tower-claim-request")),
        Column::text(t.get("tower-claim")),
        Column::text(t.get("tower-claim-until")),
    ];
    let rows = requests.iter().map(|(code, said)| {
        let start: String = said.says.says.chars().take(80).collect();
        let due = said.due.map(|day| day.to_string()).unwrap_or_default();
        Row::new(vec![
            name(&start, &ctx.url(&format!("/claims/requests/{}", said.number)), &said.number),
            html! { a href=(ctx.url(&format!("/claims/{code}"))) { (code) } },
            date::when(&due, t),
        ])
    });
    let none = empty(t.get("tower-claim-desk-none"), "", None);
    Table::new(t.get("tower-claim-desk-requests"), columns, rows.collect(), none).caption_hidden().view(t)
}

fn inside(ctx: &Ctx, inside: &[(String, Finding)]) -> Markup {
    let t = ctx.words();
    let columns = vec![
        Column::head(t.get("tower-claim")),
        Column::text(t.get("tower-claim-definition")),
        Column::number(t.get("tower-claim-counted")),
        Column::text(t.get("tower-claim-until")),
    ];
    let rows = inside.iter().map(|(code, found)| {
        let high = found.counted.high.as_ref().map_or_else(|| "∞".to_owned(), claims::number::Printed::text);
        let low = found.counted.low.text();
        let until = found.answer_by.map(|day| day.to_string()).unwrap_or_default();
        Row::new(vec![
            name(code, &ctx.url(&format!("/claims/{code}")), ""),
            text(&found.counted.definition),
            text(&if low == high { low } else { format!("{low}–{high}") }),
            html! {
                @if until.is_empty() { (t.get("tower-claim-inside-not-shown")) } @else { (date::when(&until, t)) }
            },
        ])
    });
    let none = empty(t.get("tower-claim-desk-none"), "", None);
    Table::new(t.get("tower-claim-desk-inside"), columns, rows.collect(), none).caption_hidden().view(t)
}

/// The fields of a claim, for who writes a line.
fn line_fields(filled: &Filled, is_new: bool, t: &Words) -> Markup {
    html! {
        @if is_new {
            (text_field("id", "tower-claim-code-label", filled, t).hint(t.get("tower-claim-code-hint")).required().short().view(t))
        } @else { input type="hidden" name="id" value=(filled.value("id")); }
        (text_field("label_ko", "tower-claim-label-ko", filled, t).view(t))
        (text_field("label_en", "tower-claim-label-en", filled, t).lang(base::Lang::En).view(t))
        (text_field("label_zh", "tower-claim-label-zh", filled, t).lang(base::Lang::Zh).view(t))
        (text_field("subject", "tower-claim-subject", filled, t).hint(t.get("tower-claim-subject-hint")).required().middle().view(t))
        (text_field("scope", "tower-claim-scope", filled, t).hint(t.get("tower-claim-scope-hint")).required().middle().view(t))
        (relation(filled, t).required().view(t))
        (text_field("value", "tower-claim-value", filled, t).hint(t.get("tower-claim-value-hint")).required().short().view(t))
        (text_field("unit", "tower-claim-unit", filled, t).required().short().view(t))
        (text_field("numerator", "tower-claim-numerator", filled, t).short().view(t))
        (text_field("denominator", "tower-claim-denominator", filled, t).short().view(t))
        (text_field("parts", "tower-claim-parts", filled, t).hint(t.get("tower-claim-parts-hint")).view(t))
        (text_field("basis", "tower-claim-basis", filled, t).hint(t.get("tower-claim-parts-hint")).view(t))
        (text_field("outlet", "tower-claim-outlet", filled, t).required().middle().view(t))
        (text_field("speaker", "tower-claim-speaker", filled, t).hint(t.get("tower-claim-speaker-hint")).required().middle().view(t))
        (Field::date("published", t.get("tower-claim-published")).value(filled.value("published")).error(filled.error("published")).required().view(t))
        (Field::date("as_of", t.get("tower-claim-as-of")).value(filled.value("as_of")).error(filled.error("as_of")).required().view(t))
        (text_field("source", "tower-source", filled, t).required().view(t))
    }
}

/// A hand-in: take it in with what is missing, or refuse it.
pub fn decision(ctx: &Ctx, handed: &HandedIn, filled: &Filled, status: u16) -> Response {
    let t = ctx.words();
    let page = staff(ctx, handed.cell("label_ko"))
        .above(&format!("{} · {}", t.get("tower-claim-receipt"), handed.number))
        .crumb(t.get("tower-claim-desk"), &ctx.url("/claims/desk"));
    let at = |what: &str| ctx.url(&format!("/claims/hand-ins/{}/{what}", handed.number));
    let (of_refusal, of_line): (Vec<_>, Vec<_>) =
        filled.errors.iter().cloned().partition(|error| error.field == "why");
    let source = handed.cell("source");
    let body = html! {
        p { a href=(source) rel="nofollow noopener" { (source) } }
        h2 { (t.get("tower-claim-accept")) }
        (Form::post(&at("acceptance"), ctx.csrf()).errors(&of_line).view(t, html! {
            (line_fields(filled, true, t))
            (button::submit(t.get("tower-claim-accept"), Weight::Main))
        }))
        h2 { (t.get("tower-claim-refuse")) }
        (Form::post(&at("refusal"), ctx.csrf()).errors(&of_refusal).view(t, html! {
            (Field::lines("why", t.get("tower-claim-reason"), 3).hint(t.get("tower-claim-reason-hint"))
                .value(filled.value("why")).error(filled.error("why")).required().view(t))
            (button::submit(t.get("tower-claim-refuse"), Weight::Plain))
        }))
    };
    with_status(ctx.page(&page, body), status)
}

/// Answering a request to correct.
pub fn answer(ctx: &Ctx, asked: &Said, filled: &Filled, status: u16) -> Response {
    let t = ctx.words();
    let page = staff(ctx, t.get("tower-claim-answer"))
        .above(&asked.number)
        .crumb(t.get("tower-claim-desk"), &ctx.url("/claims/desk"));
    let body = html! {
        blockquote { p { (asked.says.says) } }
        (Form::post(&ctx.url(&format!("/claims/requests/{}/answer", asked.number)), ctx.csrf())
            .errors(&filled.errors)
            .view(t, html! {
                (outcomes(filled, t))
                (Field::lines("says", t.get("tower-claim-answer-says"), 5).hint(t.get("tower-claim-answer-hint"))
                    .value(filled.value("says")).error(filled.error("says")).required().max_length(2_000).view(t))
                (button::submit(t.get("tower-claim-answer"), Weight::Main))
            }))
    };
    with_status(ctx.page(&page, body), status)
}

/// Mending our copy of a number.
pub fn correction(ctx: &Ctx, line: &ClaimLine, filled: &Filled, status: u16) -> Response {
    let t = ctx.words();
    let label = line.label.text(ctx.lang());
    let page = staff(ctx, t.get("tower-claim-correct"))
        .above(&format!("{} · {label}", line.code))
        .below(t.get("tower-claim-correct-below"))
        .crumb(label, &ctx.url(&format!("/claims/{}", line.code)));
    let body = Form::post(&ctx.url(&format!("/claims/{}/correction", line.code)), ctx.csrf())
        .errors(&filled.errors)
        .view(
            t,
            html! {
                (line_fields(filled, false, t))
                (Field::lines("why", t.get("tower-claim-correct-why"), 3)
                    .value(filled.value("why")).error(filled.error("why")).required().view(t))
                (button::submit(t.get("tower-claim-correct"), Weight::Main))
            },
        );
    with_status(ctx.page(&page, body), status)
}

/// Bringing in a file; with what was wrong with the last one, or what it did.
pub fn import(ctx: &Ctx, wrong: Option<&Saying>, taken: Option<ClaimTakenIn>, status: u16) -> Response {
    let t = ctx.words();
    let number = |count: usize| Arg::Number(i64::try_from(count).unwrap_or(i64::MAX));
    let done = taken.map(|taken| {
        let said =
            t.say("tower-claim-taken-in", &[("new", number(taken.new)), ("known", number(taken.known))]);
        Notice::new(Tone::Good, &said)
    });
    let page = staff(ctx, t.get("tower-claim-import-file"))
        .below(t.get("tower-claim-import-below"))
        .message(wrong.map(|saying| Notice::new(Tone::Bad, &sentence(saying, t))).or(done));
    let body = html! {
        @if let Some(saying) = wrong { (wrongs(saying, t)) }
        (Form::post(&ctx.url("/claims/import"), ctx.csrf()).multipart().view(t, html! {
            (Field::file("file", t.get("tower-claim-file"), ".csv").hint(t.get("tower-claim-file-hint")).required().view(t))
            (button::submit(t.get("tower-claim-import-file"), Weight::Main))
        }))
        p { (t.get("tower-claim-file-columns")) }
        p { code { (crate::claim::upload::COLUMNS) } }
    };
    with_status(ctx.page(&page, body), status)
}

/// Everything that is wrong with a file, by line and column.
fn wrongs(saying: &Saying, t: &Words) -> Markup {
    let columns = vec![Column::head(t.get("tower-claim-place")), Column::text(t.get("tower-claim-wrong"))];
    let rows = saying.fields.iter().map(|(place, inner)| {
        let place = match place.split_once(':') {
            Some((line, column)) => {
                t.say("tower-claim-line-column", &[("line", Arg::from(line)), ("column", Arg::from(column))])
            }
            None => place.clone(),
        };
        Row::new(vec![text(&place), text(&with_mend(inner, t))])
    });
    Table::new(t.get("tower-claim-wrong"), columns, rows.collect(), html! {}).caption_hidden().view(t)
}
