//! Bars: a table with a bar in each row. What may be true beyond the certain part is hatched.

use base::words::Words;
use maud::{Markup, html};

use super::paint;
use super::rows::{ChartTable, high, low, written};
use super::scale::position;
use crate::components::evidence::{Level, swatch};
use crate::components::notice::empty;
use crate::components::number::Count;

/// One bar a row, of the first series. Values below zero go to the left of a zero line.
pub fn bar(chart: &ChartTable, t: &Words) -> Markup {
    if chart.is_empty() {
        return nothing(chart, t);
    }
    let (least, most) = chart.extent();
    html! {
        figure.chart #(chart.id) {
            table.bars {
                (chart.caption(t))
                thead {
                    tr {
                        th scope="col" { (chart.label_title) }
                        td aria-hidden="true" {}
                        th.number scope="col" { (chart.series.first().map_or("", String::as_str)) }
                    }
                }
                tbody {
                    @for row in &chart.rows {
                        @let value = row.values.first();
                        tr {
                            th scope="row" { (ChartTable::label(row)) }
                            td.drawn aria-hidden="true" {
                                @if let Some(certain) = value.and_then(|value| low(*value)) {
                                    (one_bar(certain, value.and_then(|value| high(*value)), least, most))
                                } @else { (unknown_bar()) }
                            }
                            td.number.num { (written(value, t)) }
                        }
                    }
                }
            }
        }
    }
}

/// One bar a row, split by series in the order given. Values below zero are not drawn: parts of a
/// whole have none.
pub fn stacked(chart: &ChartTable, t: &Words) -> Markup {
    if chart.is_empty() {
        return nothing(chart, t);
    }
    let most = chart.rows.iter().map(|row| row.known_sum()).max().unwrap_or(0);
    html! {
        figure.chart #(chart.id) {
            table.bars.stacked {
                (chart.caption(t))
                thead {
                    tr {
                        th scope="col" { (chart.label_title) }
                        td aria-hidden="true" {}
                        @for (place, name) in chart.series.iter().enumerate() {
                            th.number scope="col" { (swatch(paint::series(place))) (name) }
                        }
                        th.number scope="col" { (t.get("web-chart-total")) }
                    }
                }
                tbody {
                    @for row in &chart.rows {
                        tr {
                            th scope="row" { (ChartTable::label(row)) }
                            td.drawn aria-hidden="true" { (parts(&row.values, most)) }
                            @for (place, name) in chart.series.iter().enumerate() {
                                td.number.num data-label=(name) { (written(row.values.get(place), t)) }
                            }
                            td.number.num data-label=(t.get("web-chart-total")) { b { (t.number(row.known_sum())) } }
                        }
                    }
                }
            }
        }
    }
}

fn one_bar(certain: i64, upper: Option<i64>, least: i64, most: i64) -> Markup {
    let (start, end) = (certain.min(0), certain.max(0));
    html! {
        svg.bar focusable="false" {
            rect.part x=(position(start, least, most)) y="0" height="100%" fill=(paint::series(0))
                width=(position(end.saturating_sub(start), 0, most.saturating_sub(least))) {}
            @if let Some(upper) = upper.filter(|upper| *upper > certain) {
                rect.part x=(position(end, least, most)) y="0" height="100%" fill=(Level::Unknown.paint())
                    width=(position(upper.saturating_sub(end), 0, most.saturating_sub(least))) {}
            }
            @if least < 0 {
                line.zero x1=(position(0, least, most)) x2=(position(0, least, most)) y1="0" y2="100%" {}
            }
        }
    }
}

fn unknown_bar() -> Markup {
    html! {
        svg.bar.unknown-bar focusable="false" {
            rect.part x="0" y="0" width="100%" height="100%" fill=(Level::Unknown.paint()) {}
        }
    }
}

fn parts(values: &[Count], most: i64) -> Markup {
    let mut start = 0_i64;
    let mut drawn = Vec::new();
    for (place, value) in values.iter().enumerate() {
        let size = low(*value).unwrap_or(0).max(0);
        drawn.push((place, start, size));
        start = start.saturating_add(size);
    }
    html! {
        svg.bar focusable="false" {
            @for (place, start, size) in drawn.into_iter().filter(|(_, _, size)| *size > 0) {
                rect.part x=(position(start, 0, most)) y="0" height="100%"
                    width=(position(size, 0, most)) fill=(paint::series(place)) {}
            }
        }
    }
}

pub(super) fn nothing(chart: &ChartTable, t: &Words) -> Markup {
    html! { figure.chart #(chart.id) { (empty(&chart.title, t.get("web-chart-empty"), None)) } }
}
