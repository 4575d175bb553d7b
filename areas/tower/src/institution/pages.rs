//! How the board of institutions looks. Arranges what the view holds; decides nothing.

use super::{Institution, Institutions, Query};
use crate::obligation::pages::{outcome_tag, party};
use axum::response::Response;
use base::words::Arg;
use maud::{Markup, html};
use web::components::button::{self, Weight};
use web::components::date;
use web::components::field::{Choice, Field};
use web::components::form::Form;
use web::components::notice::empty;
use web::components::table::{Column, Row, Table};
use web::http::reply::percent;
use web::text::tri;
use web::{Ctx, Page};

pub fn show(ctx: &Ctx, query: &Query, found: &Institutions) -> Response {
    let (t, lang) = (ctx.words(), ctx.lang());
    let conditions = format!("agreement={}", percent(&query.agreement));
    let mut page = Page::new(t.get("tower-institutions"))
        .below(t.get("tower-institutions-below"))
        .crumb(t.get("tower-nav"), &ctx.url("/"))
        .crumb(t.get("tower-agreements"), &ctx.url("/agreements"))
        .api(&ctx.url(&format!("/api/v1/institutions?{conditions}")));
    if let Some(agreement) = &found.agreement {
        page = page.above(&t.say(
            "tower-institutions-of",
            &[
                ("agreement", Arg::from(agreement.name.text(lang))),
                ("signed", Arg::from(found.signed.as_deref().unwrap_or(t.get("web-unknown")))),
            ],
        ));
    }
    let columns = vec![
        Column::head(t.get("tower-institution")),
        Column::text(t.get("tower-institution-in-charge")),
        Column::text(t.get("tower-obligation-due")),
        Column::text(t.get("tower-obligation-outcome")),
        Column::number(t.get("tower-institution-listed")),
        Column::text(t.get("tower-institution-first-row")),
        Column::number(t.get("tower-institution-waiting")),
        Column::number(t.get("tower-institution-uses")),
        Column::text(t.get("tower-institution-news")),
    ];
    let rows = found.items.iter().map(|row| row_of(ctx, row)).collect();
    let none = empty(t.get("tower-institutions-none"), t.get("tower-institutions-none-text"), None);
    let body = html! {
        @if found.agreements.len() > 1 { (choose(ctx, query, found)) }
        (Table::new(t.get("tower-institutions"), columns, rows, none).caption_hidden().view(t))
        p.hint { (t.get("tower-institutions-unknown")) }
        (button::row(&[
            button::download(t.get("tower-download"), &ctx.url(&format!("/institutions.csv?{conditions}")), "CSV"),
            button::link(t.get("tower-agreements"), &ctx.url("/agreements"), Weight::Plain),
        ]))
    };
    ctx.page(&page, body)
}

fn choose(ctx: &Ctx, query: &Query, found: &Institutions) -> Markup {
    let t = ctx.words();
    let all = found
        .agreements
        .iter()
        .map(|of| Choice::new(&of.number, &format!("{} ({})", of.name.text(ctx.lang()), of.number)))
        .collect();
    Form::get(&ctx.url("/institutions")).inline().view(
        t,
        html! {
            (Field::filter("agreement", t.get("tower-agreement"), all).value(&query.agreement).view(t))
            (button::submit(t.get("tower-find"), Weight::Plain))
        },
    )
}

fn row_of(ctx: &Ctx, row: &Institution) -> Row {
    let (t, lang) = (ctx.words(), ctx.lang());
    let href = ctx.url(&format!("/obligations/{}", row.number));
    let number = |number: Option<i64>| match number {
        Some(number) => html! { (t.number(number)) },
        None => date::unknown(t),
    };
    let day = |day: Option<base::Day>| date::when(&day.map(|day| day.to_string()).unwrap_or_default(), t);
    Row::new(vec![
        html! {
            a.row-name href=(href) {
                @match &row.who.name { Some(name) => (tri(name, lang)), None => (t.get("web-unknown")) }
            }
            span.row-below { (tri(&row.promised, lang)) " " span.num { (row.number) } }
        },
        html! { @match &row.in_charge { Some(person) => (party(ctx, person)), None => (date::unknown(t)) } },
        date::when(row.due.as_deref().unwrap_or(""), t),
        outcome_tag(&row.outcome, t),
        number(row.listed),
        day(row.first_row),
        html! {
            @match row.waiting_days {
                Some(days) => (t.say("tower-institution-days", &[("days", Arg::Number(days))])),
                None => (date::unknown(t)),
            }
        },
        number(row.uses),
        day(row.last_news),
    ])
}
