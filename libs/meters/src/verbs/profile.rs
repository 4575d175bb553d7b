//! `profile`: when a home uses power, in a sentence, a table and a picture.

use super::picture::{Series, day_curves};
use super::{Input, Language, Page, caption, chosen, heading, load, needs_hours};
use crate::civil::Calendar;
use crate::fault::Fault;
use crate::pass::{Ranks, Tally};
use crate::patterns::features::{NAMES, features};
use crate::patterns::profile::watts;
use crate::patterns::sentence::{DAYS_MIN, describe, holds_on, named_hours};
use crate::readings::Meter;
use crate::response::day_hours;

/// The page of one meter of a file.
///
/// # Errors
/// The fault of the file's reader; `TooFew` when the readings are further apart than an hour.
pub fn profile(bytes: &[u8], input: &Input) -> Result<Page, Fault> {
    let loaded = load(bytes, input)?;
    let meter = chosen(&loaded, input)?;
    needs_hours(meter)?;
    let calendar = Calendar::new(&input.zone, meter.start, meter.interval_minutes, meter.wh.len());
    let mut tally = Tally::new();
    tally.count(meter, &calendar);
    let watts = watts(&tally);
    let numbers = features(meter, &tally, &mut Ranks::default());
    let say = |ko: &'static str, en: &'static str| input.language.say(ko, en);
    let mut text = heading(meter, &loaded, input);
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
    for (name, value) in NAMES.iter().zip(numbers) {
        let digits =
            if name.ends_with("_w") || name.ends_with("_day") && value > 10.0 || name.ends_with("hour") {
                0
            } else {
                3
            };
        text.push_str(&match value.is_nan() {
            true => format!("  {name:<20} {:>12}\n", say("모름", "unknown")),
            false => format!("  {name:<20} {value:>12.digits$}\n"),
        });
    }
    text.push_str(say(
        "\n시간 단위 기록으로는 어떤 기기를 썼는지 알 수 없습니다.\n",
        "\nHourly readings do not show which appliances were used.\n",
    ));
    let title = say("하루의 모양", "The shape of a day");
    // A curve is drawn only where each of its hours is known.
    let whole = |kind: usize| tally.hour_slots[kind].iter().all(|slots| *slots > 0);
    let mut series = Vec::new();
    if whole(0) {
        series.push(Series { name: say("평일", "Monday to Friday"), values: &watts[..24] });
    }
    if whole(1) {
        series.push(Series { name: say("주말", "weekend"), values: &watts[24..] });
    }
    let svg = day_curves(
        &caption(title, input.synthetic || loaded.synthetic, input.language),
        "W",
        &series,
        &sentence,
    );
    Ok(Page { text, svg })
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
