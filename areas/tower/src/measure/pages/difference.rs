//! Two counts against each other.

use super::{part_word, reason_word, seen, series_word, stand, unit_cell};
use crate::measure::view::{ChangeSum, CountView, DifferenceView, UnitChange};
use crate::measure::{Definition, Snapshot};
use ::web::components::button::{Weight, submit};
use ::web::components::field::Field;
use ::web::components::notice::empty;
use ::web::components::table::{Column, Row, Table};
use ::web::{Ctx, Page};
use axum::response::Response;
use base::words::Words;
use maud::{Markup, html};
use measures::{How, Part};

fn head(ctx: &Ctx, definition: &Definition) -> Page {
    let t = ctx.words();
    let title = definition.title.text(ctx.lang());
    Page::new(t.get("tower-difference"))
        .above(title)
        .below(t.get("tower-difference-below"))
        .crumb(t.get("tower-nav"), &ctx.url("/"))
        .crumb(t.get("tower-measures"), &ctx.url("/measures"))
        .crumb(title, &ctx.url(&format!("/measures/{}", definition.id)))
        .api(&ctx.url(&format!("/api/v1/measures/{}/difference", definition.id)))
}

/// No count was kept yet.
pub fn none(ctx: &Ctx, definition: &Definition) -> Response {
    let t = ctx.words();
    let body = html! {
        (empty(t.get("tower-snapshots-none"), t.get("tower-snapshots-none-text"), None))
        (choose(ctx, definition, &[]))
    };
    ctx.page(&head(ctx, definition), body)
}

pub fn difference(ctx: &Ctx, view: &DifferenceView) -> Response {
    let (t, definition) = (ctx.words(), &view.definition);
    let columns = vec![
        Column::head(t.get("tower-difference-how")),
        Column::number(t.get("tower-difference-units")),
        Column::number(t.get("tower-difference-delta")),
    ];
    let rows = view
        .changes
        .iter()
        .map(|sum| Row::new(vec![html! { (how_word(sum.how, t)) }, seen(sum.units, t), signed(sum, t)]));
    let sums = vec![html! { (t.get("tower-difference-sum")) }, html! {}, delta(view.delta.number(), t)];
    let body = html! {
        (Table::new(t.get("tower-difference"), sides(ctx), vec![
            side(ctx, definition, t.get("tower-difference-before"), &view.before),
            side(ctx, definition, t.get("tower-difference-after"), &view.after),
        ], empty("", "", None)).caption_hidden().view(t))
        h2 { (t.get("tower-difference-changes")) }
        (Table::new(t.get("tower-difference-changes"), columns, rows.collect(), empty("", "", None)).caption_hidden().sums(sums).view(t))
        h2 { (t.get("tower-difference-rows")) }
        (units(ctx, view))
        (choose(ctx, definition, &view.snapshots))
    };
    ctx.page(&head(ctx, definition), body)
}

fn sides(ctx: &Ctx) -> Vec<Column> {
    let t = ctx.words();
    vec![
        Column::head(t.get("tower-difference-side")),
        Column::number(t.get("tower-measure-value")),
        Column::text(t.get("tower-measure-as-of")),
        Column::number(t.get("tower-snapshot-version")),
    ]
}

fn side(ctx: &Ctx, definition: &Definition, name: &str, count: &CountView) -> Row {
    let t = ctx.words();
    let href = super::show::permalink(ctx, definition, count);
    Row::new(vec![
        html! { a.row-name href=(href) { (name) } @if let Some(number) = &count.snapshot { span.row-below.num { (number) } } },
        html! { @if let Some(cells) = count.whole() { (seen(cells.value, t)) } },
        html! { (stand(count.as_of, count.position, t)) },
        html! { (t.number(count.version)) },
    ])
}

/// The word of what happened.
pub fn how_word(how: How, t: &Words) -> &str {
    t.get(match how {
        How::Entered => "tower-how-entered",
        How::Left => "tower-how-left",
        How::Reclassified => "tower-how-reclassified",
        How::Amount => "tower-how-amount",
        How::Corrected => "tower-how-corrected",
    })
}

fn signed(sum: &ChangeSum, t: &Words) -> Markup {
    delta(sum.delta.number(), t)
}

fn delta(number: Option<i64>, t: &Words) -> Markup {
    html! {
        @match number {
            Some(number) if number > 0 => { "+" (t.number(number)) },
            Some(number) if number < 0 => { "−" (t.number(number.saturating_abs())) },
            Some(_) => "0",
            None => span.unknown { (t.get("web-hidden")) },
        }
    }
}

fn units(ctx: &Ctx, view: &DifferenceView) -> Markup {
    let (t, definition) = (ctx.words(), &view.definition);
    let mut columns = vec![
        Column::head(t.get("tower-measure-unit")),
        Column::text(t.get("tower-difference-how")),
        Column::text(t.get("tower-difference-parts")),
        Column::number(t.get("tower-difference-delta")),
    ];
    if !definition.axes.is_empty() {
        columns.push(Column::text(t.get("tower-measure-slice")));
    }
    let rows = view.units.iter().map(|change| unit_row(ctx, definition, change)).collect();
    let none = empty(t.get("tower-difference-none"), t.get("tower-difference-none-text"), None);
    html! {
        (Table::new(t.get("tower-difference-rows"), columns, rows, none).caption_hidden().view(t))
        @if view.more { p { (t.get("tower-difference-more")) } }
    }
}

fn unit_row(ctx: &Ctx, definition: &Definition, change: &UnitChange) -> Row {
    let t = ctx.words();
    let part =
        |part: Option<Part>| part.map_or_else(|| t.get("tower-difference-absent"), |part| part_word(part, t));
    let mut cells = vec![
        unit_cell(ctx, &change.unit),
        html! { (how_word(change.how, t)) },
        html! {
            (part(change.before)) " → " (part(change.after))
            @if let Some(reason) = &change.reason { span.row-below { (reason_word(definition, reason, t)) } }
        },
        delta(change.delta.number(), t),
    ];
    if !definition.axes.is_empty() {
        cells.push(html! { (series_word(definition, &change.series, ctx.lang())) });
    }
    Row::new(cells)
}

/// Which two: kept counts, days, or now.
fn choose(ctx: &Ctx, definition: &Definition, snapshots: &[Snapshot]) -> Markup {
    let t = ctx.words();
    let known: Vec<&str> = snapshots.iter().take(8).map(|kept| kept.number.as_str()).collect();
    html! {
        h2 { (t.get("tower-difference-choose")) }
        @if !known.is_empty() { p.num { (known.join(" · ")) } }
        form.filter method="get" action=(ctx.url(&format!("/measures/{}/difference", definition.id))) {
            (Field::text("from", t.get("tower-difference-before")).hint(t.get("tower-difference-hint")).middle().view(t))
            (Field::text("to", t.get("tower-difference-after")).middle().view(t))
            div.buttons { (submit(t.get("tower-difference-compare"), Weight::Plain)) }
        }
    }
}
