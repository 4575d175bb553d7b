//! `baseline`: what an event saved by the two baselines, and how far baselines can be trusted here.

use super::picture::{Series, day_curves};
use super::{Input, Page, caption, chosen, heading, needs_hours, open};
use crate::civil::{Calendar, number_of, weekday};
use crate::fault::{Fault, FaultKind};
use crate::readings::Meter;
use crate::response::{DayHours, Method, baseline as of_method, day_hours, quality};
use jiff::civil::Date;

/// An event and the days that are no working days.
#[derive(Debug, Clone)]
pub struct Event {
    pub day: Date,
    /// Hours of the day, half-open.
    pub hours: std::ops::Range<usize>,
    pub holidays: Vec<Date>,
    /// Other days with events, which are no candidates.
    pub other_events: Vec<Date>,
}

/// The page of one meter of a file.
///
/// # Errors
/// `TooFew` without enough working days before the event, `Gap` when the event's own hours are missing.
pub fn baseline(bytes: &[u8], input: &Input, event: &Event) -> Result<Page, Fault> {
    let (loaded, input) = &open(bytes, input)?;
    let meter = chosen(loaded, input)?;
    needs_hours(meter)?;
    let calendar = Calendar::new(&input.zone, meter.start, meter.interval_minutes, meter.wh.len());
    let days = day_hours(meter, &calendar);
    let working =
        |number: i32| weekday(number) < 5 && !event.holidays.iter().any(|day| number_of(*day) == number);
    let is_event =
        |number: i32| event.other_events.iter().chain([&event.day]).any(|day| number_of(*day) == number);
    let eligible: Vec<bool> =
        calendar.days.iter().map(|day| working(day.number) && !is_event(day.number)).collect();
    let at = calendar.find(number_of(event.day));
    let Some((at, used)) = at.and_then(|at| Some((at, days[at]?))) else {
        let what = format!("readings of {} are missing", event.day);
        return Err(Fault::new(FaultKind::Gap, "event", what, "choose a day the file covers"));
    };
    let hours = event.hours.start.min(24)..event.hours.end.min(24);
    if hours.is_empty() {
        let what = "the event has no hours";
        return Err(Fault::new(FaultKind::Period, "event", what, "write hours such as 18-21"));
    }
    let say = |ko: &'static str, en: &'static str| input.language.say(ko, en);
    let mut text = heading(meter, loaded, input);
    text.push_str(&format!(
        "\n{} {}  {}-{} {}\n",
        say("감축 요청", "Event"),
        event.day,
        hours.start,
        hours.end,
        say("시", "h")
    ));
    if !working(number_of(event.day)) {
        text.push_str(say(
            "이 날은 근무일이 아닙니다. 아래 기준은 근무일의 것이라 견줄 수 없습니다.\n",
            "This is not a working day: the baselines below are of working days and do not fit it.\n",
        ));
    }
    let used_wh: i64 = used[hours.clone()].iter().sum();
    text.push_str(&format!("{:<28} {:>10} Wh\n", say("쓴 전기", "Used"), used_wh));
    let mut curve = Vec::new();
    for method in [Method::Mid6Of10, Method::Max4Of5] {
        let found = of_method(&days, &eligible, at, hours.clone(), method)?;
        let wh: i64 = found.hours.iter().sum();
        text.push_str(&format!(
            "{:<28} {wh:>10} Wh   {} {} Wh\n",
            method.name(),
            say("감축", "saved"),
            wh - used_wh
        ));
        let whole = of_method(&days, &eligible, at, 0..24, method).map(|day| day.hours);
        if curve.is_empty() {
            curve = whole.unwrap_or_default().iter().map(|wh| *wh as f64).collect();
        }
        text.push_str(&placebo(&days[..at], &eligible, &hours, method, input));
    }
    text.push_str(say(
        "\n한 집의 기준사용량은 흔들림이 큽니다. 흩어짐보다 작은 감축은 우연과 구별되지 않습니다.\n",
        "\nThe baseline of a single home is noisy: a saving smaller than the spread cannot be told from chance.\n",
    ));
    let used_curve: Vec<f64> = used.iter().map(|wh| *wh as f64).collect();
    let title = say("그날과 기준(Mid 6/10)", "The day and its baseline (Mid 6/10)");
    let svg = day_curves(
        &caption(title, input.synthetic || loaded.synthetic, input.language),
        "Wh",
        &[
            Series { name: say("쓴 전기", "used"), values: &used_curve },
            Series { name: say("기준", "baseline"), values: &curve },
        ],
        &text,
    );
    Ok(Page { text, svg })
}

/// How the baseline did on earlier working days without an event, where the truth is what was used.
fn placebo(
    days: &[DayHours],
    eligible: &[bool],
    hours: &std::ops::Range<usize>,
    method: Method,
    input: &Input,
) -> String {
    let rows: Vec<(usize, i64, i64)> = (0..days.len())
        .filter(|day| eligible[*day])
        .filter_map(|day| {
            let truth = days[day]?[hours.clone()].iter().sum();
            let guess = of_method(days, eligible, day, hours.clone(), method).ok()?;
            Some((0, truth, guess.hours.iter().sum()))
        })
        .collect();
    let Some(Some(quality)) = quality(&rows, 1).pop() else { return String::new() };
    format!(
        "  {} {}: {} {:+.1} %, {} {:.1} %\n",
        quality.events,
        input.language.say("일의 시험(감축 없는 날)", "trial days without an event"),
        input.language.say("치우침", "bias"),
        quality.bias_percent,
        input.language.say("흩어짐", "spread"),
        quality.spread_percent
    )
}

/// A city whose baselines are judged: the group of each meter, and days on which nobody was asked to save,
/// so that what was used is the truth.
pub struct City<'a> {
    pub of: &'a [usize],
    pub names: &'a [&'a str],
    pub events: &'a [Date],
    pub hours: std::ops::Range<usize>,
    pub holidays: &'a [Date],
}

/// Bias and spread of both baselines for each group of homes, against the true use of the same days.
/// Event days are kept out of each other's candidates, as they would be in earnest.
///
/// # Errors
/// `TooFew` when no home has readings and enough working days before any event.
pub fn trust(meters: &[Meter], city: &City<'_>, input: &Input) -> Result<Page, Fault> {
    let mut rows: [Vec<(usize, i64, i64)>; 2] = [Vec::new(), Vec::new()];
    let methods = [Method::Mid6Of10, Method::Max4Of5];
    for (meter, group) in meters.iter().zip(city.of) {
        let calendar = Calendar::new(&input.zone, meter.start, meter.interval_minutes, meter.wh.len());
        let days = day_hours(meter, &calendar);
        let named = |number: i32, list: &[Date]| list.iter().any(|day| number_of(*day) == number);
        let working = |number: i32| weekday(number) < 5 && !named(number, city.holidays);
        let eligible: Vec<bool> =
            calendar.days.iter().map(|day| working(day.number) && !named(day.number, city.events)).collect();
        for event in city.events {
            let Some(at) = calendar.find(number_of(*event)) else { continue };
            let Some(used) = days[at] else { continue };
            let hours = city.hours.start.min(24)..city.hours.end.min(24);
            for (method, rows) in methods.iter().zip(&mut rows) {
                if let Ok(found) = of_method(&days, &eligible, at, hours.clone(), *method) {
                    rows.push((*group, used[hours.clone()].iter().sum(), found.hours.iter().sum()));
                }
            }
        }
    }
    if rows[0].is_empty() {
        let what = "no event has a home with enough working days before it";
        return Err(Fault::new(FaultKind::TooFew, "baseline", what, "choose later events"));
    }
    let say = |ko: &'static str, en: &'static str| input.language.say(ko, en);
    let mut text = format!("{} {}\n", rows[0].len(), say("건의 시험", "events"));
    if input.synthetic {
        text.push_str(say("합성 데이터입니다.\n", "These readings are made up.\n"));
    }
    text.push_str(&format!(
        "{:<16} {:<10} {:>8} {:>10} {:>10}\n",
        say("유형", "pattern"),
        "",
        say("평균 Wh", "mean Wh"),
        say("치우침 %", "bias %"),
        say("흩어짐 %", "spread %")
    ));
    let mut labels = Vec::new();
    let mut values = Vec::new();
    for (method, rows) in methods.iter().zip(&rows) {
        for (name, found) in city.names.iter().zip(quality(rows, city.names.len())) {
            let Some(found) = found else { continue };
            text.push_str(&format!(
                "{name:<16} {:<10} {:>8.0} {:>+10.1} {:>10.1}\n",
                method.name(),
                found.mean_wh,
                found.bias_percent,
                found.spread_percent
            ));
            if *method == Method::Mid6Of10 {
                labels.push((*name).to_owned());
                values.push(found.spread_percent);
            }
        }
    }
    let title = say("유형별 흩어짐, Mid(6/10)", "Spread by pattern, Mid(6/10)");
    let title = caption(title, input.synthetic, input.language);
    let svg = super::picture::bars(&title, "%", &labels, &values, &text);
    Ok(Page { text, svg })
}
