//! The rows that a chart and its table share.

use base::words::Words;
use maud::{Markup, html};

use crate::components::date::unknown;
use crate::components::number::Count;

/// Values by label and series. At most a few hundred rows: a drawing of more tells nothing.
#[derive(Clone, Debug, Default)]
pub struct ChartTable {
    /// Unique on its page, Latin letters, digits and `-`.
    pub id: String,
    /// What is drawn.
    pub title: String,
    /// The unit of all values, "" when the title says it.
    pub unit: String,
    /// What the labels are: `연도`, `전략`.
    pub label_title: String,
    /// Names of the series; one at least, five at most.
    pub series: Vec<String>,
    pub rows: Vec<ChartRow>,
}

/// One label with a value for each series.
#[derive(Clone, Debug)]
pub struct ChartRow {
    pub label: String,
    /// Where the records behind this row are.
    pub href: Option<String>,
    /// Its place on the axis of a line, as a day number; rows are spaced evenly unless all have one.
    pub day: Option<i64>,
    pub values: Vec<Count>,
}

impl ChartRow {
    pub fn new(label: &str, values: Vec<Count>) -> ChartRow {
        ChartRow { label: label.to_owned(), href: None, day: None, values }
    }

    pub fn href(mut self, href: &str) -> ChartRow {
        self.href = Some(href.to_owned());
        self
    }

    pub fn day(mut self, day: i64) -> ChartRow {
        self.day = Some(day);
        self
    }

    /// The sum of what is known for certain.
    pub(super) fn known_sum(&self) -> i64 {
        self.values.iter().filter_map(|value| low(*value)).fold(0_i64, i64::saturating_add)
    }
}

impl ChartTable {
    /// Lowest and highest number that must fit on the axis; both 0 when nothing is known.
    pub(super) fn extent(&self) -> (i64, i64) {
        let values = self.rows.iter().flat_map(|row| &row.values);
        let numbers = values.flat_map(|value| [low(*value), high(*value)]).flatten();
        numbers.fold((0, 0), |(least, most), number| (least.min(number), most.max(number)))
    }

    /// Whether any value can be drawn.
    pub(super) fn is_empty(&self) -> bool {
        self.rows.iter().flat_map(|row| &row.values).all(|value| low(*value).is_none())
    }

    pub(super) fn caption(&self, t: &Words) -> Markup {
        html! {
            caption {
                (self.title)
                @if !self.unit.is_empty() {
                    " " span.chart-unit { (t.say("web-chart-unit", &[("unit", (&self.unit).into())])) }
                }
            }
        }
    }

    pub(super) fn label(row: &ChartRow) -> Markup {
        html! {
            @match &row.href {
                Some(href) => a href=(href) { (row.label) },
                None => (row.label),
            }
        }
    }
}

/// The drawn value: what is certain.
pub(super) fn low(value: Count) -> Option<i64> {
    match value {
        Count::Exact(value) => Some(value),
        Count::Between { low, high: _ } | Count::About { low, high: _ } => Some(low),
        Count::Hidden | Count::Unknown => None,
    }
}

/// The upper end, where there is one beyond the certain part.
pub(super) fn high(value: Count) -> Option<i64> {
    match value {
        Count::Between { low: _, high } | Count::About { low: _, high } => high,
        Count::Exact(_) | Count::Hidden | Count::Unknown => None,
    }
}

/// A value as the table writes it: `412`, `412–530`, `412–`, hidden, unknown.
pub(super) fn written(value: Option<&Count>, t: &Words) -> Markup {
    html! {
        @match value {
            Some(Count::Exact(value)) => (t.number(*value)),
            Some(Count::About { low, high: Some(high) }) if low == high => (t.number(*low)),
            Some(Count::Between { low, high: Some(high) } | Count::About { low, high: Some(high) }) => { (t.number(*low)) "–" (t.number(*high)) },
            Some(Count::Between { low, high: None } | Count::About { low, high: None }) => { (t.number(*low)) "–" },
            Some(Count::Hidden) => (t.get("web-hidden")),
            Some(Count::Unknown) | None => (unknown(t)),
        }
    }
}
