//! `profile`: when a home uses power, in a sentence, a table and a picture.

use super::picture::{Series, day_curves};
use super::{Input, Page, caption, chosen, heading, load, needs_hours};
use crate::civil::Calendar;
use crate::fault::Fault;
use crate::pass::{Ranks, Tally};
use crate::patterns::features::{NAMES, features};
use crate::patterns::profile::watts;
use crate::patterns::sentence::describe;

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
    let sentence = describe(&watts);
    text.push_str(&format!("\n{}\n\n", input.language.say(&sentence.ko, &sentence.en)));
    text.push_str(&format!(
        "{:>6} {:>14} {:>14}\n",
        say("시", "hour"),
        say("평일 W", "weekday W"),
        say("주말 W", "weekend W")
    ));
    for hour in 0..24 {
        text.push_str(&format!("{hour:>6} {:>14.0} {:>14.0}\n", watts[hour], watts[24 + hour]));
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
    let svg = day_curves(
        &caption(title, input.synthetic || loaded.synthetic, input.language),
        "W",
        &[
            Series { name: say("평일", "Monday to Friday"), values: &watts[..24] },
            Series { name: say("주말", "weekend"), values: &watts[24..] },
        ],
        input.language.say(&sentence.ko, &sentence.en),
    );
    Ok(Page { text, svg })
}
