//! Chart: the picture of the page: what is to be paid each month; where nothing can be billed, what was
//! used each month; where no month is whole, what was used each day.

use super::{Month, View};
use crate::civil::date_of;
use crate::verbs::caption;
use crate::verbs::picture::bars;

/// Days that fit beside each other.
const DAYS_MAX: usize = 62;

/// Bars and what they are.
struct Chart<'a> {
    title: &'a str,
    unit: &'a str,
    bars: Vec<(String, f64)>,
}

impl View<'_> {
    /// The picture, with the page's text for those who cannot see it.
    pub(super) fn chart(&self, months: &[Month], synthetic: bool, text: &str) -> String {
        let charts = [self.paid(months), self.used_by_month(months), self.used_by_day()];
        let chart = charts.iter().find(|chart| !chart.bars.is_empty()).unwrap_or(&charts[0]);
        let (labels, values): (Vec<String>, Vec<f64>) = chart.bars.iter().cloned().unzip();
        bars(&caption(chart.title, synthetic, self.input.language), chart.unit, &labels, &values, text)
    }

    fn paid(&self, months: &[Month]) -> Chart<'_> {
        let scale = 10_f64.powi(self.tariff.minor_digits as i32);
        let bar = |month: &Month| Some((label(month), *month.total.as_ref().ok()? as f64 / scale));
        Chart {
            title: self.say("달마다 낼 금액", "To pay each month"),
            unit: &self.tariff.currency,
            bars: months.iter().filter_map(bar).collect(),
        }
    }

    fn used_by_month(&self, months: &[Month]) -> Chart<'_> {
        let bar = |month: &Month| Some((label(month), *month.wh.as_ref().ok()? as f64 / 1_000.0));
        Chart {
            title: self.say("달마다 쓴 전기", "Used each month"),
            unit: "kWh",
            bars: months.iter().filter_map(bar).collect(),
        }
    }

    fn used_by_day(&self) -> Chart<'_> {
        let days = self.calendar.days.iter().zip(&self.tally.by_day);
        let bar = |(day, wh): (&crate::civil::Day, &Option<i64>)| {
            Some((date_of(day.number).to_string()[5..].to_owned(), (*wh)? as f64 / 1_000.0))
        };
        let mut bars: Vec<(String, f64)> = days.filter_map(bar).collect();
        let first = bars.len().saturating_sub(DAYS_MAX);
        Chart {
            title: self.say("날마다 쓴 전기", "Used each day"), unit: "kWh", bars: bars.split_off(first)
        }
    }
}

fn label(month: &Month) -> String {
    month.period.start.to_string()[2..7].to_owned()
}
