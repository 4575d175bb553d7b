//! `profile`: when a home uses power, in a sentence, a table and a picture.

use super::picture::{Series, day_curves};
use super::{Input, Language, Page, caption, chosen, heading, needs_hours, open};
use crate::civil::Calendar;
use crate::fault::Fault;
use crate::pass::{Ranks, Tally};
use crate::patterns::features::{COUNT, NAMES, features};
use crate::patterns::profile::watts;
use crate::patterns::sentence::{DAYS_MIN, describe, holds_on, named_hours};
use crate::readings::Meter;
use crate::response::day_hours;

/// The page of one meter of a file.
///
/// # Errors
/// The fault of the file's reader; `TooFew` when the readings are further apart than an hour.
pub fn profile(bytes: &[u8], input: &Input) -> Result<Page, Fault> {
    let (loaded, input) = &open(bytes, input)?;
    let meter = chosen(loaded, input)?;
    needs_hours(meter)?;
    let calendar = Calendar::new(&input.zone, meter.start, meter.interval_minutes, meter.wh.len());
    let mut tally = Tally::new();
    tally.count(meter, &calendar);
    let watts = watts(&tally);
    let numbers = features(meter, &tally, &mut Ranks::default());
    let say = |ko: &'static str, en: &'static str| input.language.say(ko, en);
    let mut text = heading(meter, loaded, input);
    let sentence = sentence(meter, &calendar, &tally, &watts, input);
    text.push_str(&format!("\n{sentence}\n\n"));
    text.push_str(&format!(
        "{:>6} {:>14} {:>14}\n",
        say("시", "hour"),
        say("평일 W", "weekday W"),
        say("주말 W", "weekend W")
    ));
    let known = |kind: usize, hour: usize| match tally.hour_slots[kind][hour] {
        0 => say("모름", "unknown").to_owned(),
        _ => format!("{:.0}", watts[24 * kind + hour]),
    };
    for hour in 0..24 {
        text.push_str(&format!("{hour:>6} {:>14} {:>14}\n", known(0, hour), known(1, hour)));
    }
    text.push_str(&format!("\n{}\n", say("스무 가지 특징", "Twenty features")));
    for (at, value) in numbers.into_iter().enumerate() {
        text.push_str(&feature(at, value, input));
    }
    text.push_str(say(
        "\n시간 단위 기록으로는 어떤 기기를 썼는지 알 수 없습니다.\n",
        "\nHourly readings do not show which appliances were used.\n",
    ));
    // A curve is drawn only where each of its hours is known.
    let whole = |kind: usize| tally.hour_slots[kind].iter().all(|slots| *slots > 0);
    let mut series = Vec::new();
    if whole(0) {
        series.push(Series { name: say("평일", "Monday to Friday"), values: &watts[..24] });
    }
    if whole(1) {
        series.push(Series { name: say("주말", "weekend"), values: &watts[24..] });
    }
    let title = match series.is_empty() {
        true => say("하루의 모양: 기록이 모자랍니다", "The shape of a day: too few readings to draw it"),
        false => say("하루의 모양", "The shape of a day"),
    };
    let svg = day_curves(
        &caption(title, input.synthetic || loaded.synthetic, input.language),
        "W",
        &series,
        &sentence,
    );
    Ok(Page { text, svg })
}

/// What each feature says, in the order of `NAMES`, and how its number is written.
const SAID: [(&str, &str, As); COUNT] = [
    ("하루에 쓰는 전기", "used on a mean day", As::Kwh),
    ("늘 켜져 있는 전기", "always on", As::Watts),
    ("절반의 시간은 이보다 적게", "half of the time less than", As::Watts),
    ("스무 시간에 한 시간은 이보다 많이", "one hour in twenty more than", As::Watts),
    ("가장 많이 쓴 때", "the most in one interval", As::Watts),
    ("평균은 가장 많이 쓴 때의", "the mean is, of that most,", As::Percent),
    ("밤(0-6시)에 쓰는 몫", "share of the night (0-6)", As::Percent),
    ("아침(6-10시)에 쓰는 몫", "share of the morning (6-10)", As::Percent),
    ("낮(10-17시)에 쓰는 몫", "share of the day (10-17)", As::Percent),
    ("저녁(17-22시)에 쓰는 몫", "share of the evening (17-22)", As::Percent),
    ("늦은 밤(22-24시)에 쓰는 몫", "share of the late evening (22-24)", As::Percent),
    ("주말 하루는 평일 하루의", "a weekend day against a weekday", As::Percent),
    ("평일에 가장 많이 쓰는 시", "busiest hour from Monday to Friday", As::Hour),
    ("주말에 가장 많이 쓰는 시", "busiest hour of a weekend", As::Hour),
    ("날마다 다른 정도", "how much days differ", As::Percent),
    ("시간마다 다른 정도", "how much hours differ", As::Percent),
    ("어제 같은 시각과 닮은 정도 (1이 같음)", "likeness to the day before (1 is the same)", As::Plain),
    ("7~8월은 한 해 평균의", "July and August against the year", As::Percent),
    ("12~2월은 한 해 평균의", "December to February against the year", As::Percent),
    ("평균의 절반도 안 쓰는 시간", "hours below half the mean", As::Percent),
];

/// How a number is written.
enum As {
    Kwh,
    Watts,
    Percent,
    Hour,
    Plain,
}

/// One feature as a line: what it says, its number, and the name it has in a table of many homes.
fn feature(at: usize, value: f64, input: &Input) -> String {
    let (ko, en, written) = &SAID[at];
    let number = match written {
        _ if value.is_nan() => input.language.say("모름", "unknown").to_owned(),
        As::Kwh => format!("{:.1} kWh", value / 1_000.0),
        As::Watts => format!("{value:.0} W"),
        As::Percent => format!("{:.0} %", value * 100.0),
        As::Hour => match input.language {
            Language::Ko => format!("{value:.0}시"),
            Language::En => format!("{value:.0}:00"),
        },
        As::Plain => format!("{value:.2}"),
    };
    format!("  {number:>10}  {}  [{}]\n", input.language.say(ko, en), NAMES[at])
}

/// The home's day in a sentence and how sure it is, or why there is none.
fn sentence(meter: &Meter, calendar: &Calendar, tally: &Tally, watts: &[f64], input: &Input) -> String {
    let days = tally.days[0] + tally.days[1];
    let missing = tally.hour_slots.iter().flatten().any(|slots| *slots == 0);
    if days < DAYS_MIN || missing {
        return match input.language {
            Language::Ko => format!("온전한 날이 {days}일뿐이라 하루를 한 문장으로 말하지 않습니다."),
            Language::En => format!("{days} whole days are too few to say in a sentence how the day goes."),
        };
    }
    let said = describe(watts);
    let said = input.language.say(&said.ko, &said.en);
    let Some(holds) = holds_on(&named_hours(watts), &day_hours(meter, calendar)) else {
        return said.to_owned();
    };
    let percent = (holds * 100.0).round() as i64;
    match input.language {
        Language::Ko => format!("{said} 기록된 날의 {percent} %가 그렇습니다."),
        Language::En => format!("{said} So it is on {percent} % of the days on record."),
    }
}
