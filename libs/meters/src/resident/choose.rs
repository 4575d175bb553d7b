//! Which tariff: the same readings billed under each, month by month.

use crate::fault::Fault;
use crate::readings::Meter;
use crate::tariff::Tariff;
use crate::tariff::bill::Usage;
use crate::tariff::plan::{Period, Plan};
use crate::tariff::use_bands::{energy, measure};
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// A tariff's outcome for a home.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    pub tariff: String,
    pub synthetic: bool,
    /// To pay in each period, in minor units; a fault where a period cannot be billed.
    pub bills: Vec<Result<i64, Fault>>,
    /// Sum over the periods that every tariff could bill.
    pub total: i64,
}

/// Bills the periods under each tariff, cheapest first. Sums are over the same periods for all, so that
/// they can be compared; the second value is the number of those periods.
pub fn choose(
    tariffs: &[Tariff],
    meter: &Meter,
    zone: &TimeZone,
    periods: &[Period],
    classes: &[String],
    holidays: &[Date],
) -> (Vec<Choice>, usize) {
    let one = |tariff: &Tariff, period: &Period| -> Result<i64, Fault> {
        // Classes are those of the home's own tariff; another tariff may not know them.
        let known: Vec<String> =
            classes.iter().filter(|class| tariff.classes().contains(&class.as_str())).cloned().collect();
        let plan = Plan::new(tariff, *period, &known)?;
        let bands = measure(&plan, meter, zone, holidays)?;
        let wh = energy(meter, zone, *period)?;
        Ok(plan.bill(Usage { wh, bands: &bands })?.total)
    };
    let mut choices: Vec<Choice> = tariffs
        .iter()
        .map(|tariff| Choice {
            tariff: tariff.id.clone(),
            synthetic: tariff.synthetic,
            bills: periods.iter().map(|period| one(tariff, period)).collect(),
            total: 0,
        })
        .collect();
    let common: Vec<usize> =
        (0..periods.len()).filter(|at| choices.iter().all(|choice| choice.bills[*at].is_ok())).collect();
    for choice in &mut choices {
        choice.total = common.iter().filter_map(|at| choice.bills[*at].as_ref().ok()).sum();
    }
    choices.sort_by(|a, b| (a.total, &a.tariff).cmp(&(b.total, &b.tariff)));
    (choices, common.len())
}
