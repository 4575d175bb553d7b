//! All measures.

use super::{amount_text, bar, unit_after};
use crate::measure::Whom;
use crate::measure::view::{MeasureLine, MeasureList};
use ::web::components::date::unknown;
use ::web::components::notice::empty;
use ::web::components::table::{Column, Row, Table};
use ::web::{Ctx, Page};
use axum::response::Response;
use base::Day;
use base::words::Arg;
use maud::{Markup, html};

pub fn list(ctx: &Ctx, view: &MeasureList) -> Response {
    let t = ctx.words();
    let page = Page::new(t.get("tower-measures"))
        .below(t.get("tower-measures-below"))
        .crumb(t.get("tower-nav"), &ctx.url("/"))
        .api(&ctx.url("/api/v1/measures"));
    let columns = vec![
        Column::head(t.get("tower-measure")),
        Column::number(t.get("tower-measure-value")),
        Column::text(t.get("tower-measure-firmness")),
        Column::number(t.get("tower-part-unknown")),
    ];
    let rows = view.items.iter().map(|line| row(ctx, line, view.as_of)).collect();
    let none = empty(t.get("tower-measures-none"), t.get("tower-measures-none-text"), None);
    let body = html! {
        (Table::new(t.get("tower-measures"), columns, rows, none).caption_hidden().view(t))
        p { a href=(ctx.url("/measures.atom")) { (t.get("tower-feed")) } }
    };
    ctx.page(&page, body)
}

fn row(ctx: &Ctx, line: &MeasureLine, today: Day) -> Row {
    let (t, lang) = (ctx.words(), ctx.lang());
    let href = ctx.url(&format!("/measures/{}", line.id));
    let counted = line.count.as_ref().filter(|_| line.has_list);
    let of = line.headline.text(lang);
    let day = line.as_of.filter(|day| *day != today).map(|day| day.to_string());
    Row::new(vec![
        html! {
            a.row-name href=(href) { (line.title.text(lang)) }
            @if !of.is_empty() { span.row-below { (of) } }
            @if let Some(day) = &day {
                span.row-below { (t.say("tower-as-of", &[("day", Arg::from(day.as_str()))])) }
            }
            @if !line.published { span.row-below { (t.get("tower-measure-internal")) } }
        },
        number(ctx, line),
        html! { @if let Some(cells) = counted { (bar(cells, line.counts, None).view(t)) } @else { (unknown(t)) } },
        html! {
            @if let Some(cells) = counted {
                (super::seen(cells.unknown, t))
                @if line.counts == Whom::PeopleOfOrganisations { (unit_after(&line.unknown_unit, t)) }
            } @else { (unknown(t)) }
        },
    ])
    .muted(counted.is_none())
    .id(&line.id)
}

fn number(ctx: &Ctx, line: &MeasureLine) -> Markup {
    let t = ctx.words();
    let href = ctx.url(&format!("/measures/{}", line.id));
    html! {
        @match line.count.as_ref().filter(|_| line.has_list) {
            Some(cells) => a.amount.num href=(href) { (amount_text(cells, &line.unit, t)) },
            None => (unknown(t)),
        }
    }
}
