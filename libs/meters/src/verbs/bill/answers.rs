//! The page's answers: why the bill changed, what comes next, and the home itself.

use super::{Month, View};
use crate::carbon::{find, grams};
use crate::civil::{date_of, number_of, weekday};
use crate::decimal::grouped;
use crate::pass::Ranks;
use crate::resident::base::base;
use crate::resident::forecast::forecast;
use crate::resident::neighbours::{Home, compare};
use crate::resident::next_tier::next_tier;
use crate::resident::weather::fit;
use crate::resident::why::{Side, why};
use crate::tariff::bill::Usage;
use crate::tariff::plan::{Period, Plan};
use crate::tariff::use_bands::energy;
use crate::verbs::{Language, kwh};
use jiff::ToSpan;

impl View<'_> {
    pub(super) fn change(&self, months: &[Month], text: &mut String) {
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
        let against = if before.period.end == after.period.start {
            self.say("앞달보다", "Against the month before:").to_owned()
        } else {
            match self.input.language {
                Language::Ko => format!("{}보다 (그 사이의 달은 모릅니다)", before.period),
                Language::En => format!("Against {} (the months between are unknown):", before.period),
            }
        };
        let dearer = if split.total >= 0 { self.say("더", "more") } else { self.say("덜", "less") };
        text.push_str(&format!(
            "\n{} {} {dearer} ({} -> {})\n",
            against,
            self.money(split.total.abs()),
            self.money(split.before),
            self.money(split.after)
        ));
        let part = |name: &str, minor: i64| format!("  {:>12}  {name}\n", self.money(minor));
        text.push_str(&part(self.say("날수", "number of days"), split.days));
        match split.weather {
            Some(minor) => text.push_str(&part(self.say("날씨(기온)", "weather (temperature)"), minor)),
            None => text.push_str(&format!(
                "  {:>12}  {}\n",
                self.say("모름", "unknown"),
                self.say(
                    "날씨: 기온을 몰라 생활에 들어 있습니다",
                    "weather: no temperatures, inside behaviour"
                )
            )),
        }
        text.push_str(&part(self.say("생활", "behaviour"), split.behaviour));
        text.push_str(&part(self.say("단가와 계절 구간", "rates and seasonal tiers"), split.price));
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
    pub(super) fn ahead(&self, text: &mut String) {
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
            "\n{} ({period}): {}{}, {} kWh\n",
            self.say("이번 달", "This month"),
            passed,
            self.say("일째", " days so far"),
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
        let (step, beyond) = (self.money(border.step), self.money(border.ten_kwh_beyond));
        let at = border.at_kwh;
        text.push_str(&match (self.input.language, border.on) {
            (Language::Ko, Some(day)) => {
                format!("  이대로면 {day}에 {at} kWh를 넘어 다음 단계: 넘는 순간 {step}이 붙고 10 kWh마다 {beyond}\n")
            }
            (Language::Ko, None) => {
                format!("  다음 단계({at} kWh)는 이번 달에 닿지 않을 듯합니다: 넘으면 {step}이 붙고 10 kWh마다 {beyond}\n")
            }
            (Language::En, Some(day)) => format!(
                "  At this pace {at} kWh and the next tier come on {day}: crossing costs {step} at once, then 10 kWh cost {beyond}\n"
            ),
            (Language::En, None) => format!(
                "  The next tier ({at} kWh) will hardly be reached this month: crossing would cost {step} at once, then 10 kWh {beyond}\n"
            ),
        });
    }

    pub(super) fn home(&self, text: &mut String) {
        let hours = self.meter.interval_minutes <= 60;
        if let Some(base) = base(self.meter, &self.tally, &mut Ranks::default()).filter(|_| hours) {
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
        self.beside(text);
        self.carbon(text);
    }

    /// Greenhouse gas of the whole record, each day by the factor of its own time.
    fn carbon(&self, text: &mut String) {
        let (mut wh, mut exact, mut carried) = (0, 0, false);
        let mut days = self.calendar.days.as_slice();
        while let Some(first) = days.first() {
            let year = date_of(first.number).year();
            let count = days.iter().take_while(|day| date_of(day.number).year() == year).count();
            let Ok(found) = find(self.terms.factors, "KR", "inventory", date_of(first.number)) else {
                return;
            };
            let slots = first.first as usize
                ..days[..count].iter().map(|day| day.first + day.count).max().unwrap_or(0) as usize;
            let of_year: i64 =
                self.meter.wh[slots].iter().filter(|wh| **wh >= 0).map(|wh| i64::from(*wh)).sum();
            wh += of_year;
            exact += grams(of_year, found.factor);
            carried |= found.carried;
            days = &days[count..];
        }
        let carried = if carried { self.say(" (마지막 계수)", " (last known factor)") } else { "" };
        text.push_str(&format!(
            "{} {} kWh -> {} kg CO2eq{carried}\n",
            self.say("이 기록 전체", "All of this record"),
            kwh(wh),
            grouped((exact + 500) / 1_000)
        ));
    }

    fn beside(&self, text: &mut String) {
        let Some((home, others)) = self.terms.neighbours else { return };
        let days = (self.tally.days[0] + self.tally.days[1]).max(1);
        let wh_per_day = (self.tally.day_wh[0] + self.tally.day_wh[1]) / days;
        let line = match compare(Home { wh_per_day, ..home }, others) {
            Err(_) => self
                .say(
                    "비슷한 집이 15가구가 안 되어 견주지 않습니다",
                    "Fewer than 15 similar homes: no comparison",
                )
                .to_owned(),
            Ok(found) => match self.input.language {
                Language::Ko => format!(
                    "비슷한 집 {}가구: 하루 {} kWh, 가운데 절반은 {} .. {} kWh. 우리 집 {} kWh는 {} %보다 많습니다",
                    found.homes,
                    kwh(found.median),
                    kwh(found.low_quartile),
                    kwh(found.high_quartile),
                    kwh(wh_per_day),
                    found.less_percent
                ),
                Language::En => format!(
                    "{} similar homes ({}): {} kWh a day, the middle half {} .. {}; this home {} kWh, more than {} % of them",
                    found.homes,
                    found.alike,
                    kwh(found.median),
                    kwh(found.low_quartile),
                    kwh(found.high_quartile),
                    kwh(wh_per_day),
                    found.less_percent
                ),
            },
        };
        let made_up =
            if self.terms.neighbours_made_up { self.say(" (합성 가구)", " (made-up homes)") } else { "" };
        text.push_str(&format!("{line}{made_up}\n"));
    }
}
