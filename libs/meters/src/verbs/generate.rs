//! `generate`: a made-up city into a store, one meter at a time, and the truth about it as CSV.

use super::{Input, Page};
use crate::fault::Fault;
use crate::generator::{ARCHETYPES, City, Generator};
use crate::readings::Meter;
use crate::readings::store::Writer;
use std::io::Write;

/// Writes the city's meters into `store`, and `meter,archetype,district,synthetic` into `truth`.
///
/// # Errors
/// `Period` for a city that cannot be; `Io` when writing fails.
pub fn generate(
    city: City,
    store: &mut dyn Write,
    truth: &mut dyn Write,
    input: &Input,
) -> Result<Page, Fault> {
    let meters = city.meters;
    let generator = Generator::new(city)?;
    let mut writer = Writer::made_up(store)?;
    let io = |error: std::io::Error| Fault::io("truth", &error);
    writeln!(truth, "meter,archetype,district,synthetic").map_err(io)?;
    let mut meter = Meter { id: String::new(), start: 0, interval_minutes: 60, wh: Vec::new() };
    let mut counts = [0_u64; ARCHETYPES.len()];
    let mut wh = 0_i64;
    for number in 0..meters {
        let home = generator.fill(number, &mut meter);
        counts[home.archetype] += 1;
        wh += meter.wh.iter().map(|wh| i64::from(*wh)).sum::<i64>();
        writer.add(&meter)?;
        writeln!(truth, "{},{},D{:02},yes", meter.id, ARCHETYPES[home.archetype], home.district)
            .map_err(io)?;
    }
    let say = |ko: &'static str, en: &'static str| input.language.say(ko, en);
    let days = generator.calendar.days.len() as i64;
    let mut text = format!(
        "{}\n{meters} {}, {days} {}, {} kWh\n",
        say("합성 도시: 실제 가구가 아닙니다.", "A made-up city: these are no real homes."),
        say("가구", "homes"),
        say("일", "days"),
        super::kwh(wh)
    );
    for (name, count) in ARCHETYPES.iter().zip(counts) {
        text.push_str(&format!("  {name:<14} {count:>8}\n"));
    }
    let labels: Vec<String> = ARCHETYPES.iter().map(|name| (*name).to_owned()).collect();
    let values: Vec<f64> = counts.iter().map(|count| *count as f64).collect();
    let svg = super::picture::bars(
        say("합성 도시의 유형", "Patterns of the made-up city"),
        "",
        &labels,
        &values,
        &text,
    );
    Ok(Page { text, svg })
}
