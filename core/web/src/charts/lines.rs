//! Lines over time above their table. A value that is not known leaves a gap, a value between
//! bounds gets a bar from the lower to the upper one.

use base::words::{Words, number};
use maud::{Markup, html};

use super::bars::nothing;
use super::rows::{ChartTable, high, low, written};
use super::scale::{from_top, labelled, position, ticks};

/// How one point is joined to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Join {
    Straight,
    /// Stays until it changes, as a balance or a state does.
    Step,
}

/// Lines, one a series.
pub fn line(chart: &ChartTable, t: &Words) -> Markup {
    drawn(chart, Join::Straight, t)
}

/// Steps, one a series: each value holds until the next.
pub fn steps(chart: &ChartTable, t: &Words) -> Markup {
    drawn(chart, Join::Step, t)
}

fn drawn(chart: &ChartTable, join: Join, t: &Words) -> Markup {
    if chart.is_empty() {
        return nothing(chart, t);
    }
    html! {
        figure.chart.plotted #(chart.id) {
            figcaption #{(chart.id) "-title"} {
                (chart.title)
                @if !chart.unit.is_empty() {
                    " " span.chart-unit { (t.say("web-chart-unit", &[("unit", (&chart.unit).into())])) }
                }
            }
            @if chart.series.len() > 1 { (legend(chart)) }
            (plot(chart, join, t))
            details.chart-table open {
                summary { (t.get("web-chart-table")) }
                (table(chart, t))
            }
        }
    }
}

fn legend(chart: &ChartTable) -> Markup {
    html! {
        ul.legend aria-hidden="true" {
            @for (place, name) in chart.series.iter().enumerate() {
                li {
                    svg class={ "line-swatch " (series_class(place)) } focusable="false" {
                        line x1="0" x2="100%" y1="50%" y2="50%" {}
                        circle.hollow[place % 2 == 1] cx="50%" cy="50%" r="3.5" {}
                    }
                    (name)
                }
            }
        }
    }
}

/// The drawing. Its inner frame has percentages for both axes; letters keep their size.
fn plot(chart: &ChartTable, join: Join, t: &Words) -> Markup {
    let (least, most) = chart.extent();
    let marks = ticks(least, most);
    let (bottom, top) = (marks.first().copied().unwrap_or(0), marks.last().copied().unwrap_or(1));
    let places = places(chart);
    let description =
        t.say("web-chart-range", &[("low", lowest(chart).into()), ("high", highest(chart).into())]);
    html! {
        svg.plot role="img" aria-labelledby={ (chart.id) "-title " (chart.id) "-about" } focusable="false" {
            desc #{(chart.id) "-about"} { (description) }
            svg x="0" y="8%" width="100%" height="76%" overflow="visible" {
                @for mark in &marks {
                    @let y = from_top(*mark, bottom, top);
                    line.grid.zero[*mark == 0] x1="0" x2="100%" y1=(y) y2=(y) {}
                    text.tick x="0" y=(y) dy="-0.3em" { (number::short(*mark, t.lang())) }
                }
                svg x="13%" y="0" width="84%" height="100%" overflow="visible" {
                    @for place in 0..chart.series.len() {
                        g class=(series_class(place)) { (one_series(chart, place, &places, (bottom, top), join)) }
                    }
                }
            }
            svg x="13%" y="84%" width="84%" height="16%" overflow="visible" {
                @for at in labelled(chart.rows.len(), 4) {
                    @let anchor = anchor(at, chart.rows.len());
                    text.tick.below text-anchor=(anchor) x=(places[at]) y="0" dy="1.4em" {
                        (chart.rows[at].label)
                    }
                }
            }
        }
    }
}

fn one_series(chart: &ChartTable, series: usize, places: &[String], ends: (i64, i64), join: Join) -> Markup {
    let value = |at: usize| chart.rows[at].values.get(series).copied();
    let y = |at: usize| value(at).and_then(low).map(|low| from_top(low, ends.0, ends.1));
    html! {
        @for at in 0..chart.rows.len() {
            @if let Some(here) = y(at) {
                @if let Some(next) = (at + 1 < chart.rows.len()).then(|| y(at + 1)).flatten() {
                    @match join {
                        Join::Straight => line x1=(places[at]) y1=(here) x2=(places[at + 1]) y2=(next) {},
                        Join::Step => {
                            line x1=(places[at]) y1=(here) x2=(places[at + 1]) y2=(here) {}
                            line x1=(places[at + 1]) y1=(here) x2=(places[at + 1]) y2=(next) {}
                        }
                    }
                }
                @if let Some(upper) = value(at).and_then(high) {
                    line.range x1=(places[at]) x2=(places[at]) y1=(here) y2=(from_top(upper, ends.0, ends.1)) {}
                }
                (mark(series, &places[at], &here))
            }
        }
    }
}

/// A point: round for even series, hollow for odd ones.
fn mark(series: usize, x: &str, y: &str) -> Markup {
    html! { circle.hollow[series % 2 == 1] cx=(x) cy=(y) r="3.5" {} }
}

fn table(chart: &ChartTable, t: &Words) -> Markup {
    html! {
        div.scroll role="region" tabindex="0" aria-labelledby={ (chart.id) "-title" } {
            table.table.values {
                caption.hidden { (chart.title) }
                thead {
                    tr {
                        th scope="col" { (chart.label_title) }
                        @for name in &chart.series { th.number scope="col" { (name) } }
                    }
                }
                tbody {
                    @for row in &chart.rows {
                        tr {
                            th.num scope="row" { (ChartTable::label(row)) }
                            @for place in 0..chart.series.len() {
                                td.number.num { (written(row.values.get(place), t)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Where each row lies on the axis: by day when every row has one, else evenly.
fn places(chart: &ChartTable) -> Vec<String> {
    let days: Option<Vec<i64>> = chart.rows.iter().map(|row| row.day).collect();
    let even = || (0..chart.rows.len()).map(|at| i64::try_from(at).unwrap_or(i64::MAX)).collect();
    let values = days.unwrap_or_else(even);
    let from = values.iter().copied().min().unwrap_or(0);
    let to = values.iter().copied().max().unwrap_or(0);
    values.into_iter().map(|value| position(value, from, to)).collect()
}

fn lowest(chart: &ChartTable) -> i64 {
    chart.rows.iter().flat_map(|row| &row.values).filter_map(|value| low(*value)).min().unwrap_or(0)
}

fn highest(chart: &ChartTable) -> i64 {
    let values = chart.rows.iter().flat_map(|row| &row.values);
    values.filter_map(|value| high(*value).or(low(*value))).max().unwrap_or(0)
}

fn anchor(at: usize, count: usize) -> &'static str {
    match at {
        0 if count > 1 => "start",
        last if last + 1 == count && count > 1 => "end",
        _ => "middle",
    }
}

fn series_class(place: usize) -> &'static str {
    const CLASSES: [&str; 5] = ["series-1", "series-2", "series-3", "series-4", "series-5"];
    CLASSES[place.min(4)]
}
