//! `bill`: a person's own file as a page: bills month by month, the last one with its arithmetic, why it
//! changed, what comes next, which tariff, base load and carbon.

use super::picture::bars;
use super::{Input, Language, Page, heading, kwh, load};
use crate::carbon::{Factor, find, grams};
use crate::civil::{Calendar, date_of, number_of, offset_at, weekday};
use crate::decimal::grouped;
use crate::fault::{Fault, FaultKind};
use crate::pass::{Ranks, Tally};
use crate::readings::{Loaded, Meter};
use crate::resident::base::base;
use crate::resident::choose::choose;
use crate::resident::forecast::forecast;
use crate::resident::next_tier::next_tier;
use crate::resident::weather::fit;
use crate::resident::why::{Side, why};
use crate::tariff::bill::Usage;
use crate::tariff::plan::{Period, Plan};
use crate::tariff::use_bands::{energy, measure};
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
}

struct Month {
    period: Period,
    wh: Result<i64, Fault>,
    total: Result<i64, Fault>,
}

/// The page of the first meter of a file.
///
/// # Errors
/// The fault of the file's reader; `Missing` without a tariff or a meter. A month that cannot be billed is
/// a line on the page, not an error.
pub fn bill(bytes: &[u8], input: &Input, terms: &Terms<'_>) -> Result<Page, Fault> {
    let loaded = load(bytes, input)?;
    let (Some(meter), Some(tariff)) = (loaded.meters.first(), terms.tariffs.first()) else {
        return Err(Fault::new(FaultKind::Missing, "bill", "no meter or no tariff", "give both"));
    };
    let view = View::new(meter, tariff, input, terms);
    let mut text = heading(meter, &loaded, input);
    others(&loaded, input, &mut text);
    let months = view.months();
    view.table(&months, &mut text);
    view.last_bill(&months, &mut text);
    view.change(&months, &mut text);
    view.ahead(&mut text);
    view.tariffs(&months, &mut text);
    view.home(&mut text);
    view.notes(&months, &mut text);
    let known: Vec<(&Month, i64)> =
        months.iter().filter_map(|month| Some((month, *month.total.as_ref().ok()?))).collect();
    let labels: Vec<String> =
        known.iter().map(|(month, _)| month.period.start.to_string()[2..7].to_owned()).collect();
    let values: Vec<f64> = known.iter().map(|(_, total)| *total as f64).collect();
    let svg = bars(
        input.language.say("달마다 낼 금액", "To pay each month"),
        &tariff.currency,
        &labels,
        &values,
        &text,
    );
    Ok(Page { text, svg })
}

fn others(loaded: &Loaded, input: &Input, text: &mut String) {
    let more = loaded.meters.len() - 1;
    if more > 0 {
        text.push_str(&match input.language {
            Language::Ko => format!("파일에 계량기 {more}개가 더 있습니다. 이 쪽은 첫째 것입니다.\n"),
            Language::En => format!("The file holds {more} more meters; this page is about the first.\n"),
        });
    }
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
        let mut first =
            date_of(seconds.div_euclid(86_400) as i32 + i32::from(seconds.rem_euclid(86_400) > 0));
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
                Err(fault) => fault.to_string(),
            };
            text.push_str(&format!("  {}  {energy}  {total}\n", month.period));
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
        for line in plan.explain(usage, &bill) {
            let item = &self.tariff.items[line.item];
            let name = self.say(&item.title_ko, &item.title_en);
            text.push_str(&format!("  {:>12}  {name}", self.money(line.amount)));
            if !line.arithmetic.is_empty() {
                text.push_str(&format!("  = {}", line.arithmetic));
            }
            text.push('\n');
        }
        text.push_str(&format!("  {:>12}  {}\n", self.money(bill.total), self.say("낼 금액", "to pay")));
    }

    fn change(&self, months: &[Month], text: &mut String) {
        let billed: Vec<&Month> = months.iter().filter(|month| month.total.is_ok()).collect();
        let [.., before, after] = billed[..] else { return };
        let side_plan = |month: &Month| Plan::new(self.tariff, month.period, &self.terms.classes).ok();
        let (Some(plan_before), Some(plan_after)) = (side_plan(before), side_plan(after)) else { return };
        if plan_before.bands > 0 {
            return;
        }
        let weather = self.weather_of(&[before.period, after.period]);
        let side = |month: &Month, at: usize| {
            (month.wh.as_ref().copied().unwrap_or(0), weather.as_ref().map(|w| w[at]))
        };
        let ((wh_before, warm_before), (wh_after, warm_after)) = (side(before, 0), side(after, 1));
        let split = why(
            Side { plan: &plan_before, wh: wh_before, weather_wh: warm_before },
            Side { plan: &plan_after, wh: wh_after, weather_wh: warm_after },
        );
        let Ok(split) = split else { return };
        let dearer = if split.total >= 0 { self.say("더", "more") } else { self.say("덜", "less") };
        text.push_str(&format!(
            "\n{} {} {dearer} ({} -> {})\n",
            self.say("앞달보다", "Against the month before:"),
            self.money(split.total.abs()),
            self.money(split.before),
            self.money(split.after)
        ));
        let mut part =
            |name: &str, minor: i64| text.push_str(&format!("  {:>12}  {name}\n", self.money(minor)));
        part(self.say("날수", "number of days"), split.days);
        match split.weather {
            Some(minor) => part(self.say("날씨(기온)", "weather (temperature)"), minor),
            None => part(
                self.say(
                    "날씨: 기온을 몰라 생활에 들어 있습니다",
                    "weather: temperatures unknown, inside behaviour",
                ),
                0,
            ),
        }
        part(self.say("생활", "behaviour"), split.behaviour);
        part(self.say("단가와 계절 구간", "rates and seasonal tiers"), split.price);
    }

    /// Wh that the weather accounts for in each period, when temperatures are known for all their days.
    fn weather_of(&self, periods: &[Period]) -> Option<Vec<i64>> {
        let temperature = |number: i32| {
            let day = date_of(number);
            self.terms.temperatures.iter().find(|known| known.0 == day).map(|known| known.1)
        };
        let known: Vec<(Option<i64>, f32)> = (self.calendar.days.iter().zip(&self.tally.by_day))
            .filter_map(|(day, wh)| Some((*wh, temperature(day.number)?)))
            .collect();
        let (days, temperatures): (Vec<Option<i64>>, Vec<f32>) = known.into_iter().unzip();
        let answer = fit(&days, &temperatures)?;
        let of = |period: &Period| {
            let mut wh = 0.0;
            for number in number_of(period.start)..number_of(period.end) {
                wh += answer.of_weather(f64::from(temperature(number)?));
            }
            Some(wh.round() as i64)
        };
        periods.iter().map(of).collect()
    }

    /// The month that is not over yet: the next tier and a forecast.
    fn ahead(&self, text: &mut String) {
        let today = self.end_day();
        let mut start = self.first_start();
        while let Ok(next) = start.checked_add(1.month()) {
            if next > today {
                break;
            }
            start = next;
        }
        let Ok(end) = start.checked_add(1.month()) else { return };
        let period = Period { start, end };
        let passed = i64::from(number_of(today) - number_of(start));
        let Ok(plan) = Plan::new(self.tariff, period, &self.terms.classes) else { return };
        let Ok(wh) = energy(self.meter, &self.input.zone, Period { start, end: today }) else { return };
        let left = plan.days - passed;
        let upto = self.calendar.find(number_of(today)).unwrap_or(self.calendar.days.len());
        let Ok(coming) = forecast(&self.tally.by_day[..upto], left as usize, weekday(number_of(today)), 80)
        else {
            return;
        };
        text.push_str(&format!(
            "\n{} ({period}): {} {}, {} kWh\n",
            self.say("이번 달", "This month"),
            passed,
            self.say("일째", "days so far"),
            kwh(wh)
        ));
        if plan.bands == 0 {
            let cost = |wh: i64| plan.bill(Usage { wh, bands: &[] }).map(|bill| self.money(bill.total));
            if let (Ok(low), Ok(middle), Ok(high)) =
                (cost(wh + coming.low), cost(wh + coming.middle), cost(wh + coming.high))
            {
                let word = self.say("예상 요금", "Bill expected");
                let often = self.say("열에 여덟은 이 사이", "eight times in ten between");
                text.push_str(&format!("  {word} {middle} ({often} {low} .. {high})\n"));
            }
            self.tier(&plan, wh, passed, coming.middle / left.max(1), text);
        }
    }

    fn tier(&self, plan: &Plan<'_>, wh: i64, passed: i64, per_day: i64, text: &mut String) {
        let Ok(Some(next)) = next_tier(plan, wh, passed, per_day) else { return };
        text.push_str(&format!(
            "  {} {}: 10 kWh {} {}\n",
            self.say("지금 단계", "Tier now"),
            next.tier,
            self.say("더 쓰면", "more cost"),
            self.money(next.ten_kwh_now)
        ));
        let Some(border) = next.next else { return };
        let when = match border.on {
            Some(day) => format!("{} {day}", self.say("이대로면", "at this pace on")),
            None => self.say("이번 달에는 닿지 않을 듯합니다", "not this month at this pace").to_owned(),
        };
        text.push_str(&format!(
            "  {} kWh{} {when}; {} {} {} 10 kWh {} {}\n",
            border.at_kwh,
            self.say("에서 다음 단계,", " begins the next tier,"),
            self.say("넘는 순간", "crossing costs"),
            self.money(border.step),
            self.say("이 붙고", "at once, then"),
            self.say("마다", "cost"),
            self.money(border.ten_kwh_beyond)
        ));
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

    fn home(&self, text: &mut String) {
        if let Some(base) = base(self.meter, &self.tally, &mut Ranks::default()) {
            text.push_str(&format!(
                "\n{} {} W: {} {} kWh, {} {} %\n",
                self.say("늘 켜져 있는 전기", "Always on"),
                base.watts,
                self.say("한 해", "a year of it is"),
                kwh(base.wh_year),
                self.say("전체의", "of all use"),
                base.percent
            ));
        }
        let first = date_of(self.calendar.days.first().map_or(0, |day| day.number));
        if let Ok(found) = find(self.terms.factors, "KR", "inventory", first) {
            let kilograms = (grams(self.tally.wh, found.factor) + 500) / 1_000;
            let carried =
                if found.carried { self.say(" (마지막 계수)", " (last known factor)") } else { "" };
            text.push_str(&format!(
                "{} {} kWh -> {} kg CO2eq{carried}\n",
                self.say("이 기록 전체", "All of this record"),
                kwh(self.tally.wh),
                grouped(kilograms)
            ));
        }
    }

    fn notes(&self, months: &[Month], text: &mut String) {
        let plans =
            months.iter().filter_map(|month| Plan::new(self.tariff, month.period, &self.terms.classes).ok());
        match plans.map(|plan| plan.status()).max() {
            Some(Status::Recalled) => text.push_str(self.say(
                "\n단가의 일부는 확인되지 않았습니다. 고지서와 견주어 보십시오.\n",
                "\nSome of these rates are not confirmed: compare with the printed bill.\n",
            )),
            Some(Status::Synthetic) => {
                text.push_str(self.say("\n가상의 요금표입니다.\n", "\nThis tariff is made up.\n"));
            }
            _ => {}
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
