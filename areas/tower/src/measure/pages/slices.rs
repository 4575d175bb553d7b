//! Slices of a number: a drawing and the table that it is drawn from.

use super::{count_of, group_word, reason_word, seen, series_word};
use crate::measure::Definition;
use crate::measure::shown::{Cells, Group, Seen};
use ::web::Ctx;
use ::web::charts::{ChartRow, ChartTable, bar, stacked};
use ::web::components::date::unknown;
use ::web::components::notice::empty;
use ::web::components::number::Count;
use ::web::components::table::{Column, Row, Table};
use maud::{Markup, html};
use measures::Part;

/// More bars than this tell nothing.
const BARS_MAX: usize = 60;

/// All slices of a measure; nothing when it has no series.
pub fn slices(ctx: &Ctx, definition: &Definition, groups: &[Group]) -> Markup {
    let t = ctx.words();
    html! {
        @if !definition.axes.is_empty() {
            h2 #series { (t.get("tower-measure-series")) }
            @if definition.headline().is_some() { (over_groups(ctx, definition, groups)) }
            @for group in in_order(definition, groups) {
                @let title = group_word(definition, &group.code, ctx.lang());
                @if !title.is_empty() { h3 { (title) } }
                @if definition.headline().is_none() { (bars(ctx, definition, group)) }
                (table(ctx, definition, group))
            }
        }
    }
}

/// As the axis has them: the headline is first in the answer, not on its axis.
fn in_order<'a>(definition: &Definition, groups: &'a [Group]) -> Vec<&'a Group> {
    let codes = definition.axes.last().map_or(&[][..], |axis| &axis.codes);
    let mut all: Vec<&Group> = groups.iter().collect();
    all.sort_by_key(|group| codes.iter().position(|known| known.code == group.code).unwrap_or(usize::MAX));
    all
}

fn drawn(number: Seen) -> Count {
    number.number().map_or(Count::Hidden, Count::Exact)
}

/// How the parts stand at each code of the last axis.
fn over_groups(ctx: &Ctx, definition: &Definition, groups: &[Group]) -> Markup {
    let t = ctx.words();
    let reasons: Vec<&str> = yes_reasons(definition, groups);
    let mut series: Vec<String> = reasons.iter().map(|code| reason_word(definition, code, t)).collect();
    if reasons.is_empty() {
        series.push(t.get("tower-part-yes").to_owned());
    }
    series.push(t.get("tower-part-no").to_owned());
    series.push(t.get("tower-part-unknown").to_owned());
    let rows = in_order(definition, groups).into_iter().map(|group| {
        let cells = &group.whole;
        let mut values: Vec<Count> = reasons.iter().map(|code| drawn(yes_cell(cells, code))).collect();
        if reasons.is_empty() {
            values.push(drawn(cells.yes));
        }
        values.extend([drawn(cells.no), drawn(cells.unknown)]);
        ChartRow::new(&group_word(definition, &group.code, ctx.lang()), values)
    });
    let axis = definition.axes.last().map_or("", |axis| axis.title.text(ctx.lang()));
    let chart = ChartTable {
        id: "over-time".to_owned(),
        title: definition.title.text(ctx.lang()).to_owned(),
        unit: crate::pages::unit_word(&definition.unit, t),
        label_title: axis.to_owned(),
        series,
        rows: rows.collect(),
    };
    stacked(&chart, t)
}

/// Reasons that counted rows give, at most three: a drawing has five series.
fn yes_reasons<'a>(definition: &'a Definition, groups: &[Group]) -> Vec<&'a str> {
    let used = |code: &str| {
        groups.iter().any(|group| group.whole.reasons.iter().any(|r| r.part == Part::Yes && r.reason == code))
    };
    definition.reasons.iter().map(|reason| reason.code.as_str()).filter(|code| used(code)).take(3).collect()
}

fn yes_cell(cells: &Cells, code: &str) -> Seen {
    cells
        .reasons
        .iter()
        .find(|cell| cell.part == Part::Yes && cell.reason == code)
        .map_or(Seen::Number(0), |cell| cell.units)
}

fn bars(ctx: &Ctx, definition: &Definition, group: &Group) -> Markup {
    let t = ctx.words();
    let rows = group.series.iter().take(BARS_MAX).map(|slice| {
        let value = count_of(&slice.cells).unwrap_or(Count::Hidden);
        ChartRow::new(&series_word(definition, &slice.code, ctx.lang()), vec![value])
    });
    let chart = ChartTable {
        id: "slices".to_owned(),
        title: definition.title.text(ctx.lang()).to_owned(),
        unit: crate::pages::unit_word(&definition.unit, t),
        label_title: definition.axes.first().map_or("", |axis| axis.title.text(ctx.lang())).to_owned(),
        series: vec![t.get("tower-measure-value").to_owned()],
        rows: rows.collect(),
    };
    bar(&chart, t)
}

fn table(ctx: &Ctx, definition: &Definition, group: &Group) -> Markup {
    let (t, lang) = (ctx.words(), ctx.lang());
    let axis = definition.axes.first().map_or("", |axis| axis.title.text(lang));
    let reasons: Vec<(Part, &str)> = group
        .whole
        .reasons
        .iter()
        .filter(|cell| matches!(cell.part, Part::Yes | Part::No))
        .map(|cell| (cell.part, cell.reason.as_str()))
        .collect();
    let mut columns = vec![Column::head(axis), Column::number(t.get("tower-measure-value"))];
    let words: Vec<String> = reasons.iter().map(|(_, reason)| reason_word(definition, reason, t)).collect();
    columns.extend(words.iter().map(|word| Column::number(word)));
    // Where no unit may be known not to count, a rate among the known says nothing.
    let may_not_count = definition.parts.contains(&Part::No);
    let heads: &[&str] = match may_not_count {
        true => &["tower-part-no", "tower-part-unknown", "tower-part-out", "tower-measure-among-known"],
        false => &["tower-part-unknown", "tower-part-out"],
    };
    columns.extend(heads.iter().map(|head| Column::number(t.get(head))));
    let line = |cells: &Cells, name: Markup| {
        let mut row = vec![name, value(ctx, cells)];
        row.extend(reasons.iter().map(|(part, reason)| {
            let found = cells.reasons.iter().find(|cell| cell.part == *part && cell.reason == *reason);
            seen(found.map_or(Seen::Number(0), |cell| cell.units), t)
        }));
        let (unknown, out) = (seen(cells.unknown, t), seen(cells.out, t));
        match may_not_count {
            true => row.extend([seen(cells.no, t), unknown, out, rate(cells, ctx)]),
            false => row.extend([unknown, out]),
        }
        row
    };
    let rows = group
        .series
        .iter()
        .map(|slice| {
            let name = series_word(definition, &slice.code, lang);
            let href = format!("?series={}#rows", ::web::http::reply::percent(&slice.code));
            Row::new(line(&slice.cells, html! { a href=(href) { (name) } }))
        })
        .collect();
    let none = empty(t.get("tower-measure-no-list"), "", None);
    Table::new(t.get("tower-measure-series"), columns, rows, none)
        .caption_hidden()
        .sums(line(&group.whole, html! { (t.get("tower-measure-whole")) }))
        .view(t)
}

fn value(ctx: &Ctx, cells: &Cells) -> Markup {
    let t = ctx.words();
    html! {
        (seen(cells.value, t))
        @match (cells.high, cells.value) {
            (Some(Seen::Number(high)), Seen::Number(low)) if high > low => { "–" (t.number(high)) },
            (None, Seen::Number(_)) => "–",
            (_, _) => {},
        }
    }
}

/// The rate among what is known, with its denominator.
pub fn rate(cells: &Cells, ctx: &Ctx) -> Markup {
    let t = ctx.words();
    html! {
        @match (cells.yes, cells.no) {
            (Seen::Number(yes), Seen::Number(no)) => @match measures::value::per_mille(yes, yes + no) {
                Some(rate) => { (super::percent(rate)) " " span.row-below.num { (t.number(yes)) "/" (t.number(yes + no)) } },
                None => (unknown(t)),
            },
            (_, _) => (seen(Seen::HIDDEN, t)),
        }
    }
}
