//! `bill`: a person's own file as a page: bills month by month, the last one with its arithmetic, why it
//! changed, what comes next, which tariff, base load and carbon.

mod answers;
mod chart;
mod trust;

use super::{Input, Language, Page, chosen, heading, kwh, open};
use crate::carbon::Factor;
use crate::civil::{Calendar, date_of, offset_at};
use crate::decimal::grouped;
use crate::fault::{Fault, FaultKind};
use crate::pass::Tally;
use crate::readings::Meter;
use crate::resident::choose::choose;
use crate::resident::neighbours::Home;
use crate::tariff::bill::Usage;
use crate::tariff::plan::{Period, Plan};
use crate::tariff::use_bands::{energy, known, measure};
use crate::tariff::{Status, Tariff};
use jiff::ToSpan;
use jiff::civil::Date;

/// What billing needs beside the file.
#[derive(Debug, Clone)]
pub struct Terms<'a> {
    /// The home's own tariff first, then those to compare with.
    pub tariffs: &'a [Tariff],
    /// The household's classes (for discounts).
    pub classes: Vec<String>,
    /// Day of the month on which the meter is read (1 for calendar months; at most 28).
    pub reading_day: i8,
    pub holidays: Vec<Date>,
    /// Mean temperature of days, when known.
    pub temperatures: Vec<(Date, f32)>,
    pub factors: &'a [Factor],
    /// The home's people and floor area, and other homes to compare it with (without the home itself).
    pub neighbours: Option<(Home, &'a [Home])>,
    /// Those other homes are made up.
    pub neighbours_made_up: bool,
}

impl<'a> Terms<'a> {
    /// Calendar months of a home of which nothing is known but its tariffs.
    pub fn plain(tariffs: &'a [Tariff]) -> Terms<'a> {
        Terms {
            tariffs,
            classes: Vec::new(),
            reading_day: 1,
            holidays: Vec::new(),
            temperatures: Vec::new(),
            factors: &[],
            neighbours: None,
            neighbours_made_up: false,
        }
    }
}

struct Month {
    period: Period,
    wh: Result<i64, Fault>,
    total: Result<i64, Fault>,
}

/// The page of one meter of a file.
///
/// # Errors
/// The fault of the file's reader; `Missing` without a tariff or a meter. A month that cannot be billed is
/// a line on the page, not an error.
pub fn bill(bytes: &[u8], input: &Input, terms: &Terms<'_>) -> Result<Page, Fault> {
    let (loaded, input) = &open(bytes, input)?;
    let meter = chosen(loaded, input)?;
    let Some(tariff) = terms.tariffs.first() else {
        return Err(Fault::new(FaultKind::Missing, "bill", "no tariff", "give the home's tariff"));
    };
    let view = View::new(meter, tariff, input, terms);
    let mut text = heading(meter, loaded, input);
    let months = view.months();
    view.table(&months, &mut text);
    view.last_bill(&months, &mut text);
    view.change(&months, &mut text);
    view.ahead(&mut text);
    view.tariffs(&months, &mut text);
    view.home(&mut text);
    view.notes(&months, &mut text);
    let svg = view.chart(&months, input.synthetic || loaded.synthetic, &text);
    Ok(Page { text, svg })
}

struct View<'a> {
    meter: &'a Meter,
    tariff: &'a Tariff,
    input: &'a Input,
    terms: &'a Terms<'a>,
    calendar: Calendar,
    tally: Tally,
}

impl<'a> View<'a> {
    fn new(meter: &'a Meter, tariff: &'a Tariff, input: &'a Input, terms: &'a Terms<'a>) -> View<'a> {
        let calendar = Calendar::new(&input.zone, meter.start, meter.interval_minutes, meter.wh.len());
        let mut tally = Tally::new();
        tally.count(meter, &calendar);
        View { meter, tariff, input, terms, calendar, tally }
    }

    fn say<'b>(&self, ko: &'b str, en: &'b str) -> &'b str {
        self.input.language.say(ko, en)
    }

    fn money(&self, minor: i64) -> String {
        let digits = self.tariff.minor_digits;
        if digits == 0 {
            return match self.input.language {
                Language::Ko => format!("{}원", grouped(minor)),
                Language::En => format!("{} {}", grouped(minor), self.tariff.currency),
            };
        }
        format!("{} {}", crate::decimal::text(minor, digits), self.tariff.currency)
    }

    /// Periods from reading day to reading day that the readings cover wholly.
    fn months(&self) -> Vec<Month> {
        let last = self.end_day();
        let mut months = Vec::new();
        let mut start = self.first_start();
        loop {
            let Ok(end) = start.checked_add(1.month()) else { break };
            if end > last {
                break;
            }
            let period = Period { start, end };
            let wh = energy(self.meter, &self.input.zone, period);
            let total = self.total(self.tariff, period);
            months.push(Month { period, wh, total });
            start = end;
        }
        months
    }

    /// The first day without complete readings after the end.
    fn end_day(&self) -> Date {
        let end = self.meter.end();
        date_of((end + offset_at(&self.input.zone, end)).div_euclid(86_400) as i32)
    }

    fn first_start(&self) -> Date {
        let start = self.meter.start;
        let seconds = start + offset_at(&self.input.zone, start);
        let mut first = date_of(
            seconds.div_euclid(86_400) as i32 + i32::from(seconds.rem_euclid(86_400) > self.meter.slack()),
        );
        let day = self.terms.reading_day.clamp(1, 28);
        while first.day() != day {
            first = match first.tomorrow() {
                Ok(next) => next,
                Err(_) => return first,
            };
        }
        first
    }

    fn total(&self, tariff: &Tariff, period: Period) -> Result<i64, Fault> {
        let plan = Plan::new(tariff, period, &self.terms.classes)?;
        let bands = measure(&plan, self.meter, &self.input.zone, &self.terms.holidays)?;
        let wh = energy(self.meter, &self.input.zone, period)?;
        Ok(plan.bill(Usage { wh, bands: &bands })?.total)
    }

    fn table(&self, months: &[Month], text: &mut String) {
        let title = self.say(&self.tariff.title_ko, &self.tariff.title_en);
        text.push_str(&format!("\n{}: {title}\n", self.say("요금표", "Tariff")));
        if months.is_empty() {
            text.push_str(self.say(
                "검침일에서 검침일까지 온전한 달이 없습니다.\n",
                "No month from reading day to reading day is complete.\n",
            ));
        }
        for month in months {
            let energy = match &month.wh {
                Ok(wh) => format!("{:>9} kWh", kwh(*wh)),
                Err(_) => format!("{:>13}", self.say("모름", "unknown")),
            };
            let total = match &month.total {
                Ok(total) => self.money(*total),
                Err(fault) => self.why_not(month, fault),
            };
            text.push_str(&format!("  {}  {energy}  {total}\n", month.period));
        }
        self.mends(months, text);
    }

    /// Why a month has no sum, in a few words, and what is known of it all the same.
    fn why_not(&self, month: &Month, fault: &Fault) -> String {
        match (fault.kind, self.input.language) {
            (FaultKind::Gap, language) => {
                let known = known(self.meter, &self.input.zone, month.period);
                let (wh, gaps) = (kwh(known.wh), known.gaps);
                match language {
                    Language::Ko => format!("기록 {gaps}개가 없습니다. 나머지는 {wh} kWh입니다"),
                    Language::En if gaps == 1 => format!("a reading is missing; the others are {wh} kWh"),
                    Language::En => format!("{gaps} readings are missing; the others are {wh} kWh"),
                }
            }
            (FaultKind::NoRate, Language::Ko) => "요금표에 이때의 단가가 없습니다".to_owned(),
            _ => fault.what.clone(),
        }
    }

    /// What to do about months without a sum, once for each kind of reason.
    fn mends(&self, months: &[Month], text: &mut String) {
        let mut told: Vec<FaultKind> = Vec::new();
        for fault in months.iter().filter_map(|month| month.total.as_ref().err()) {
            if told.contains(&fault.kind) {
                continue;
            }
            told.push(fault.kind);
            let mend = match (fault.kind, self.input.language) {
                (FaultKind::Gap, Language::Ko) => {
                    "빠진 기록을 받거나, 두 검침일의 계량기 지침으로 계산하십시오"
                }
                (FaultKind::NoRate, Language::Ko) => "그때의 단가와 출처를 요금표에 더하십시오",
                _ => &fault.mend,
            };
            text.push_str(&format!("  ! {mend}\n"));
        }
    }

    fn last_bill(&self, months: &[Month], text: &mut String) {
        let Some(month) = months.iter().rev().find(|month| month.total.is_ok()) else { return };
        let Ok(plan) = Plan::new(self.tariff, month.period, &self.terms.classes) else { return };
        let Ok(bands) = measure(&plan, self.meter, &self.input.zone, &self.terms.holidays) else { return };
        let usage = Usage { wh: month.wh.as_ref().copied().unwrap_or(0), bands: &bands };
        let Ok(bill) = plan.bill(usage) else { return };
        text.push_str(&format!(
            "\n{} ({})\n",
            self.say("마지막 달의 계산", "The last bill in full"),
            month.period
        ));
        let mut shown = Vec::new();
        for line in plan.explain(usage, &bill) {
            let item = &self.tariff.items[line.item];
            let name = self.say(&item.title_ko, &item.title_en);
            text.push_str(&format!("  {:>12}  {name}", self.money(line.amount)));
            if !line.arithmetic.is_empty() {
                text.push_str(&format!("  = {}", line.arithmetic));
            }
            if plan.status_of(line.item) == Some(Status::Recalled) {
                text.push_str(self.say("  [확인되지 않은 단가]", "  [rate not confirmed]"));
            }
            text.push('\n');
            shown.push(line.item);
        }
        text.push_str(&format!("  {:>12}  {}\n", self.money(bill.total), self.say("낼 금액", "to pay")));
        self.sources(&plan, &shown, text);
    }

    fn tariffs(&self, months: &[Month], text: &mut String) {
        if self.terms.tariffs.len() < 2 {
            return;
        }
        let periods: Vec<Period> = months.iter().map(|month| month.period).collect();
        let terms = self.terms;
        let (choices, common) =
            choose(terms.tariffs, self.meter, &self.input.zone, &periods, &terms.classes, &terms.holidays);
        if common == 0 {
            return;
        }
        text.push_str(&format!(
            "\n{} ({common} {})\n",
            self.say("같은 사용을 다른 요금표로", "The same use under other tariffs"),
            self.say("달", "months")
        ));
        for choice in &choices {
            let note = if choice.synthetic { self.say(" (가상)", " (made up)") } else { "" };
            text.push_str(&format!("  {:>12}  {}{note}\n", self.money(choice.total), choice.tariff));
        }
    }

    fn notes(&self, months: &[Month], text: &mut String) {
        self.unconfirmed(months, text);
        // Without a bill nothing was decided.
        if months.iter().all(|month| month.total.is_err()) {
            return;
        }
        if !self.tariff.open.is_empty() {
            text.push_str(&format!(
                "\n{}\n",
                self.say("출처가 답하지 않는 것", "What the sources leave open")
            ));
        }
        for open in &self.tariff.open {
            text.push_str(&format!("  - {}\n", self.say(&open.ko, &open.en)));
        }
    }
}
