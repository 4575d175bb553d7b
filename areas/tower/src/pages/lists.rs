//! The lists behind the numbers of the first page: bodies, people in public roles, announced budgets.

use super::{also_called, relation_word, role_word, source_cell, unit_part, unit_word};
use crate::body::{BodyView, Named};
use crate::budget::BudgetLine;
use crate::people::{PersonView, RoleView};
use axum::response::Response;
use base::Level;
use base::words::Arg;
use maud::{Markup, html};
use web::components::button::{self, Weight};
use web::components::date;
use web::components::evidence::{self, level};
use web::components::notice::empty;
use web::components::table::{Column, Row, Table};
use web::text::tri;
use web::{Ctx, Page};

fn page(ctx: &Ctx, title: &str, below: &str, api: &str) -> Page {
    let t = ctx.words();
    Page::new(t.get(title)).below(t.get(below)).crumb(t.get("tower-nav"), &ctx.url("/")).api(&ctx.url(api))
}

/// A link to an organisation.
fn organisation(ctx: &Ctx, of: &Named) -> Markup {
    html! { a href=(ctx.url(&format!("/organisations/{}", of.number))) { (tri(&of.name, ctx.lang())) } }
}

pub fn bodies(ctx: &Ctx, items: &[BodyView]) -> Response {
    let t = ctx.words();
    let page = page(ctx, "tower-bodies", "tower-bodies-below", "/api/v1/bodies");
    let columns = vec![
        Column::head(t.get("tower-body")),
        Column::text(t.get("tower-body-founded")),
        Column::number(t.get("tower-body-size")),
        Column::text(t.get("tower-body-duties")),
        Column::text(t.get("tower-body-members")),
        Column::text(t.get("tower-source")),
    ];
    let rows = items.iter().map(|item| body_row(ctx, item)).collect();
    let none = empty(t.get("tower-bodies-none"), "", None);
    let table = Table::new(t.get("tower-bodies"), columns, rows, none).caption_hidden();
    let body = html! {
        (table.view(t))
        (button::row(&[button::link(t.get("tower-meetings"), &ctx.url("/meetings"), Weight::Plain)]))
    };
    ctx.page(&page, body)
}

fn body_row(ctx: &Ctx, item: &BodyView) -> Row {
    let (t, lang, body) = (ctx.words(), ctx.lang(), &item.body);
    let size = match body.size {
        Some(size) => {
            let relation = relation_word(body.size_relation.as_deref().unwrap_or("="), t);
            let unit = unit_part(t.get("tower-unit-person"), lang);
            html! { @if !relation.is_empty() { (relation) " " } (t.number(size)) (unit) }
        }
        None => date::unknown(t),
    };
    Row::new(vec![
        html! { a.row-name href=(ctx.url(&format!("/bodies/{}", body.code))) { (tri(&body.name, lang)) } (also_called(&body.aliases, t)) },
        date::when(body.founded.as_deref().unwrap_or(""), t),
        size,
        html! { @if body.duties.is_empty() { (date::unknown(t)) } @else { (tri(&body.duties, lang)) } },
        html! {
            @if item.members.is_empty() { (date::unknown(t)) }
            @for (index, member) in item.members.iter().enumerate() {
                @if index > 0 { " · " }
                (organisation(ctx, member))
            }
            @if let Some(office) = &item.office_at {
                span.row-below { (t.say("tower-body-office", &[("name", Arg::from(office.name.text(lang)))])) }
            }
        },
        source_cell(&body.source, t),
    ])
    .id(&body.code)
}

pub fn people(ctx: &Ctx, items: &[PersonView]) -> Response {
    let t = ctx.words();
    let page = page(ctx, "tower-people", "tower-people-below", "/api/v1/people");
    let columns = vec![
        Column::head(t.get("tower-person")),
        Column::text(t.get("tower-role")),
        Column::text(t.get("tower-role-at")),
        Column::text(t.get("tower-role-period")),
        Column::text(t.get("tower-source")),
    ];
    let rows =
        items.iter().flat_map(|person| person.roles.iter().map(move |role| role_row(ctx, person, role)));
    let none = empty(t.get("tower-people-none"), "", None);
    let table = Table::new(t.get("tower-people"), columns, rows.collect(), none).caption_hidden();
    ctx.page(&page, table.view(t))
}

fn role_row(ctx: &Ctx, person: &PersonView, role: &RoleView) -> Row {
    let (t, lang) = (ctx.words(), ctx.lang());
    let day = |day: Option<base::Day>| day.map(|day| day.to_string()).unwrap_or_default();
    // A range names the first day that no longer belongs, a page the last one that does.
    let (from, to) = (day(role.from), day(role.to.map(|to| to.plus(-1))));
    Row::new(vec![
        match &person.name {
            Some(name) => tri(name, lang),
            None => html! { span.unknown { (t.get("tower-person-removed")) } },
        },
        role_word(&role.role, t),
        html! {
            @match (&role.organisation, &role.body) {
                (Some(at), _) => (organisation(ctx, at)),
                (None, Some(body)) => a href=(ctx.url("/bodies")) { (tri(body, lang)) },
                (None, None) => span aria-hidden="true" { "–" },
            }
        },
        html! {
            @if from.is_empty() && to.is_empty() { (date::unknown(t)) } @else { (date::period(&from, &to, t)) }
        },
        html! {
            (source_cell(&role.source, t)) " "
            (level(Level::parse(&role.level).map_or(evidence::Level::Unknown, evidence::Level::from), t))
        },
    ])
}

pub fn budget(ctx: &Ctx, items: &[BudgetLine]) -> Response {
    let t = ctx.words();
    let page = page(ctx, "tower-budget", "tower-budget-below", "/api/v1/budget");
    let columns = vec![
        Column::head(t.get("tower-budget-line")),
        Column::text(t.get("tower-budget-version")),
        Column::number(t.get("tower-budget-amount")),
        Column::number(t.get("tower-budget-won")),
        Column::text(t.get("tower-source")),
    ];
    let rows = items.iter().map(|line| budget_row(ctx, line, tellings(items, line))).collect();
    let none = empty(t.get("tower-budget-none"), "", None);
    let table = Table::new(t.get("tower-budget"), columns, rows, none).caption_hidden();
    let body = html! {
        (table.view(t))
        (button::row(&[button::link(t.get("tower-requests"), &ctx.url("/budget/requests"), Weight::Plain)]))
    };
    ctx.page(&page, body)
}

/// How many totals are told of the programme of a line.
fn tellings(items: &[BudgetLine], line: &BudgetLine) -> usize {
    match &line.programme {
        Some(programme) => items.iter().filter(|other| other.programme.as_ref() == Some(programme)).count(),
        None => 1,
    }
}

fn budget_row(ctx: &Ctx, line: &BudgetLine, tellings: usize) -> Row {
    let (t, lang) = (ctx.words(), ctx.lang());
    let amount = |amount: i64, unit: &str| {
        html! { (t.number(amount)) (unit_part(&unit_word(unit, t), lang)) }
    };
    let several = Arg::Number(i64::try_from(tellings).unwrap_or(i64::MAX));
    Row::new(vec![
        html! {
            (tri(&line.title, lang))
            @if tellings > 1 { span.row-below { (t.say("tower-budget-side-by-side", &[("count", several)])) } }
        },
        html! { @match &line.version { Some(version) => (version), None => (date::unknown(t)) } },
        amount(line.said_amount, &line.said_unit),
        amount(line.amount, &line.unit),
        source_cell(&line.source, t),
    ])
    .id(&line.code)
}
