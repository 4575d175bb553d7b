//! How budget requests look. Arranges what the views hold; decides nothing.

use super::{BudgetRequest, BudgetRequests, STAGES, Stage};
use crate::obligation::pages::outcome_tag;
use crate::pages::{unit_part, unit_word};
use ::web::http::refused::with_status;
use axum::response::Response;
use base::words::{Arg, Words};
use maud::{Markup, html};
use web::components::button::{self, Weight};
use web::components::date;
use web::components::field::{Choice, Field};
use web::components::form::{Filled, Form};
use web::components::notice::empty;
use web::components::table::{Column, Row, Table, name};
use web::{Ctx, Page};

fn stage_word(stage: &str, t: &Words) -> String {
    t.say(&format!("tower-request-stage-{stage}"), &[])
}

/// The page; `refused` is the request whose form was refused.
pub fn show(ctx: &Ctx, found: &BudgetRequests, refused: Option<(&str, &Filled)>, status: u16) -> Response {
    let t = ctx.words();
    let page = Page::new(t.get("tower-requests"))
        .below(t.get("tower-requests-below"))
        .crumb(t.get("tower-nav"), &ctx.url("/"))
        .crumb(t.get("tower-budget"), &ctx.url("/budget"))
        .api(&ctx.url("/api/v1/budget/requests"));
    let mut columns =
        vec![Column::head(t.get("tower-request")), Column::number(t.get("tower-request-year-word"))];
    columns.extend(STAGES.map(|stage| Column::number(&stage_word(stage, t))));
    columns.push(Column::text(t.get("tower-obligation-outcome")));
    let rows = found.items.iter().map(|request| row(ctx, request)).collect();
    let none = empty(t.get("tower-requests-none"), t.get("tower-requests-none-text"), None);
    let body = html! {
        (Table::new(t.get("tower-requests"), columns, rows, none).caption_hidden().view(t))
        (button::row(&[button::download(t.get("tower-download"), &ctx.url("/budget/requests.csv"), "CSV")]))
        @if found.can_tell {
            @for request in &found.items {
                @let filled = refused.filter(|(number, _)| *number == request.line.number).map(|(_, filled)| filled);
                (form(ctx, request, filled))
            }
        }
    };
    with_status(ctx.page(&page, body), status)
}

fn row(ctx: &Ctx, request: &BudgetRequest) -> Row {
    let t = ctx.words();
    let href = ctx.url(&format!("/obligations/{}", request.line.number));
    let mut cells = vec![
        name(request.line.what.text(ctx.lang()), &href, &request.line.number),
        html! { @match request.year { Some(year) => (year), None => (date::unknown(t)) } },
    ];
    for stage in STAGES {
        cells.push(amount(request.stages.iter().find(|known| known.stage == stage), t));
    }
    cells.push(html! {
        div {
            (outcome_tag(&request.line.outcome, t))
            @if let Some(share) = request.secured_permyriad {
                @let tenths = format!("{}.{}", share / 100, share % 100 / 10);
                " " span.row-below.num { (t.say("tower-request-share", &[("share", Arg::from(tenths.as_str()))])) }
            }
        }
    });
    Row::new(cells).id(&request.line.number)
}

fn amount(stage: Option<&Stage>, t: &Words) -> Markup {
    let Some(stage) = stage else { return date::unknown(t) };
    html! {
        div {
            (t.number(stage.said_amount)) (unit_part(&unit_word(&stage.said_unit, t), t.lang()))
            @if let Some(source) = &stage.source { " " span.row-below { (source) } }
        }
    }
}

fn form(ctx: &Ctx, request: &BudgetRequest, refused: Option<&Filled>) -> Markup {
    let t = ctx.words();
    let number = &request.line.number;
    let nothing = Filled::default();
    let filled = refused.unwrap_or(&nothing);
    let view = |field: Field, name: &str| {
        let field = field.value(filled.value(name)).error(filled.error(name));
        if refused.is_some() { field.view(t) } else { field.row(number).view(t) }
    };
    let stages = STAGES.iter().map(|stage| Choice::new(stage, &stage_word(stage, t))).collect();
    let units = ["eok_krw", "krw"].map(|unit| Choice::new(unit, &unit_word(unit, t))).to_vec();
    let action = ctx.url(&format!("/budget/requests/{number}/stages"));
    html! {
        details.more open[refused.is_some()] {
            summary { (t.say("tower-request-tell", &[("number", Arg::from(number.as_str()))])) }
            div {
                (Form::post(&action, ctx.csrf()).errors(&filled.errors).view(t, html! {
                    (view(Field::select("stage", t.get("tower-request-stage-label"), stages).required(), "stage"))
                    (view(Field::number("year", t.get("tower-request-year-word"), "").required(), "year"))
                    (view(Field::number("amount", t.get("tower-budget-amount"), "").required(), "amount"))
                    (view(Field::select("unit", t.get("tower-request-unit-label"), units).required(), "unit"))
                    (view(Field::text("source", t.get("tower-source")).middle(), "source"))
                    (button::submit(t.get("tower-request-save"), Weight::Plain))
                }))
            }
        }
    }
}
