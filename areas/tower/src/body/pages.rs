//! How one body looks. Arranges what the view holds; decides nothing.

use super::page::{BodyPage, Holder, Seat};
use crate::obligation::pages::{party, table};
use crate::pages::{relation_word, role_word, source_cell};
use ::web::http::refused::with_status;
use axum::response::Response;
use base::{Day, Id};
use maud::{Markup, html};
use web::components::button::{self, Weight};
use web::components::date;
use web::components::field::Field;
use web::components::form::{Filled, Form};
use web::components::list::{Definition, definitions, more};
use web::components::notice::empty;
use web::components::table::{Column, Row, Table};
use web::text::tri;
use web::{Ctx, Page};

/// Which form of a body was sent.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tried {
    /// A new seat.
    Seat,
    /// The end of a seat: the fact that states it.
    End(Id),
}

/// The page of one; `refused` is the form that was refused.
pub fn show(ctx: &Ctx, view: &BodyPage, refused: Option<(Tried, &Filled)>, status: u16) -> Response {
    let (t, lang) = (ctx.words(), ctx.lang());
    let page = Page::new(view.body.name.text(lang))
        .above(t.get("tower-meeting-body"))
        .below(view.body.duties.text(lang))
        .crumb(t.get("tower-nav"), &ctx.url("/"))
        .crumb(t.get("tower-bodies"), &ctx.url("/bodies"))
        .api(&ctx.url(&format!("/api/v1/bodies/{}", view.body.code)));
    let given =
        table(ctx, t.get("tower-body-given"), &view.given, empty(t.get("tower-body-given-none"), "", None));
    let body = html! {
        (about(ctx, view))
        h2 { (t.get("tower-body-seats")) }
        (seats(ctx, view, refused))
        @if view.can_seat { (seat_form(ctx, view, sent(refused, Tried::Seat))) }
        @if !view.people.is_empty() { h2 { (t.get("tower-people")) } (people(ctx, &view.people)) }
        h2 { (t.get("tower-meetings")) }
        (crate::meeting::pages::rows(ctx, t.get("tower-meetings"), &view.meetings).view(t))
        h2 { (t.get("tower-body-given")) }
        (given.view(t))
    };
    with_status(ctx.page(&page, body), status)
}

/// What was typed into this form, when it is the one that was refused.
fn sent(refused: Option<(Tried, &Filled)>, form: Tried) -> Option<&Filled> {
    refused.filter(|(tried, _)| *tried == form).map(|(_, filled)| filled)
}

fn about(ctx: &Ctx, view: &BodyPage) -> Markup {
    let (t, body) = (ctx.words(), &view.body);
    let size = match body.size {
        Some(size) => {
            html! { (relation_word(body.size_relation.as_deref().unwrap_or("="), t)) " " (t.number(size)) " " (t.get("tower-unit-person")) }
        }
        None => date::unknown(t),
    };
    definitions(&[
        Definition::new(t.get("tower-body-founded"), date::when(body.founded.as_deref().unwrap_or(""), t)),
        Definition::new(t.get("tower-body-size"), size),
        Definition::new(t.get("tower-source"), source_cell(&body.source, t)),
    ])
}

/// A term: its days as known. A range names the first day that no longer belongs, a page the last one that does.
fn term(from: Option<Day>, to: Option<Day>, ctx: &Ctx) -> Markup {
    let day = |day: Option<Day>| day.map(|day| day.to_string()).unwrap_or_default();
    match (from, to) {
        (None, None) => date::unknown(ctx.words()),
        (from, to) => date::period(&day(from), &day(to.map(|to| to.plus(-1))), ctx.words()),
    }
}

fn seats(ctx: &Ctx, view: &BodyPage, refused: Option<(Tried, &Filled)>) -> Markup {
    let t = ctx.words();
    let mut columns = vec![
        Column::head(t.get("tower-body-member")),
        Column::text(t.get("tower-body-term")),
        Column::text(t.get("tower-source")),
    ];
    if view.can_seat {
        columns.push(Column::text(t.get("tower-body-unseat")));
    }
    let rows = view.seats.iter().map(|seat| seat_row(ctx, view, seat, refused)).collect();
    Table::new(t.get("tower-body-seats"), columns, rows, empty(t.get("tower-body-seats-none"), "", None))
        .caption_hidden()
        .view(t)
}

fn seat_row(ctx: &Ctx, view: &BodyPage, seat: &Seat, refused: Option<(Tried, &Filled)>) -> Row {
    let t = ctx.words();
    let action = ctx.url(&format!("/bodies/{}/seats/{}/end", view.body.code, seat.fact));
    let filled = sent(refused, Tried::End(seat.fact));
    let until = Field::date("until", t.get("tower-body-until")).required();
    // The field that an error leads to keeps its plain name; the others are told apart by their rows.
    let until = match filled {
        Some(filled) => until.value(filled.value("until")).error(filled.error("until")),
        None => until.row(&seat.fact.to_string()),
    };
    let errors = filled.map(|filled| filled.errors.clone()).unwrap_or_default();
    Row::new(vec![
        party(ctx, &seat.member),
        term(seat.from, seat.to, ctx),
        source_cell(&seat.source, t),
        html! {
            @if seat.to.is_none() {
                details open[filled.is_some()] {
                    summary { (t.get("tower-body-unseat")) }
                    (Form::post(&action, ctx.csrf()).errors(&errors).view(t, html! {
                        (until.view(t))
                        (button::submit(t.get("tower-body-unseat"), Weight::Danger))
                    }))
                }
            }
        },
    ])
    .muted(seat.to.is_some())
}

fn seat_form(ctx: &Ctx, view: &BodyPage, refused: Option<&Filled>) -> Markup {
    let (t, empty) = (ctx.words(), Filled::default());
    let filled = refused.unwrap_or(&empty);
    let field = |field: Field, name: &str| {
        // Where another form of the page was refused, its fields have the plain names.
        let field = field.value(filled.value(name)).error(filled.error(name));
        if refused.is_some() { field.view(t) } else { field.row("new").view(t) }
    };
    let action = ctx.url(&format!("/bodies/{}/seats", view.body.code));
    let form = Form::post(&action, ctx.csrf()).errors(&filled.errors).view(
        t,
        html! {
            (field(Field::text("organisation", t.get("tower-body-member-number")).hint("2026-ORG-0001").required().middle(), "organisation"))
            (field(Field::date("from", t.get("tower-body-from")), "from"))
            (field(Field::date("until", t.get("tower-body-until")), "until"))
            (button::submit(t.get("tower-body-seat"), Weight::Plain))
        },
    );
    match refused {
        None => more(t.get("tower-body-seat"), form),
        Some(_) => form,
    }
}

fn people(ctx: &Ctx, all: &[Holder]) -> Markup {
    let (t, lang) = (ctx.words(), ctx.lang());
    let columns = vec![
        Column::head(t.get("tower-person")),
        Column::text(t.get("tower-role")),
        Column::text(t.get("tower-body-term")),
    ];
    let rows = all
        .iter()
        .map(|holder| {
            Row::new(vec![
                match &holder.name {
                    Some(name) => tri(name, lang),
                    None => html! { span.unknown { (t.get("tower-person-removed")) } },
                },
                role_word(&holder.role.role, t),
                term(holder.role.from, holder.role.to, ctx),
            ])
        })
        .collect();
    Table::new(t.get("tower-people"), columns, rows, empty("", "", None)).caption_hidden().view(t)
}
