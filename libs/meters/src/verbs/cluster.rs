//! `cluster`: the patterns of many homes, each with a sentence and how clear it is.

use super::picture::{Series, day_curves};
use super::{Input, Page, caption};
use crate::civil::Calendar;
use crate::fault::Fault;
use crate::pass::Tally;
use crate::patterns::k_means::{Groups, How, distance, k_means};
use crate::patterns::profile::{BINS, shape, watts};
use crate::patterns::score::clearness;
use crate::patterns::sentence::{describe, sureness};
use crate::readings::Meter;

/// Groups smaller than this are named, but their curve is not shown.
const HOMES_MIN: usize = 15;

/// Shapes of many meters and their groups.
pub struct Clusters {
    pub groups: Groups,
    /// Mean clearness of each group, 0 to 1.
    pub clear: Vec<f64>,
    pub ids: Vec<String>,
}

/// Groups the shapes of the meters.
///
/// # Errors
/// `TooFew` when there are fewer meters with readings than groups.
pub fn clusters(meters: &[Meter], input: &Input, how: How) -> Result<Clusters, Fault> {
    let mut table = Vec::with_capacity(meters.len() * BINS);
    let mut ids = Vec::new();
    let mut tally = Tally::new();
    let mut calendar: Option<(i64, u32, usize, Calendar)> = None;
    // Readings further apart than an hour show no shape of the day.
    for meter in meters.iter().filter(|meter| meter.interval_minutes <= 60) {
        let key = (meter.start, meter.interval_minutes, meter.wh.len());
        let fresh = || Calendar::new(&input.zone, key.0, key.1, key.2);
        let known = calendar.take().filter(|known| (known.0, known.1, known.2) == key);
        let (.., of_meter) = calendar.insert(known.unwrap_or_else(|| (key.0, key.1, key.2, fresh())));
        tally.count(meter, of_meter);
        if tally.wh > 0 {
            table.extend(shape(&watts(&tally)));
            ids.push(meter.id.clone());
        }
    }
    let groups = k_means(&table, BINS, how)?;
    let mut clear = vec![0.0; how.groups];
    for (row, &group) in groups.of.iter().enumerate() {
        let values = &table[row * BINS..(row + 1) * BINS];
        let own = distance(values, groups.centre(group)).sqrt();
        let next = (0..how.groups)
            .filter(|other| *other != group)
            .map(|other| distance(values, groups.centre(other)).sqrt())
            .fold(f64::INFINITY, f64::min);
        clear[group] += if next.is_finite() { clearness(own, next) } else { 1.0 };
    }
    groups.sizes().iter().zip(&mut clear).for_each(|(size, sum)| *sum /= (*size).max(1) as f64);
    Ok(Clusters { groups, clear, ids })
}

/// The page of a file with many meters.
///
/// # Errors
/// As `clusters`.
pub fn cluster(meters: &[Meter], input: &Input, how: How) -> Result<Page, Fault> {
    let found = clusters(meters, input, how)?;
    let sizes = found.groups.sizes();
    let mut order: Vec<usize> = (0..how.groups).collect();
    order.sort_by_key(|group| (std::cmp::Reverse(sizes[*group]), *group));
    let say = |ko: &'static str, en: &'static str| input.language.say(ko, en);
    let mut text = format!(
        "{} {}, {} {}\n",
        found.ids.len(),
        say("가구", "homes"),
        how.groups,
        say("가지 유형", "patterns")
    );
    if input.synthetic {
        text.push_str(say("합성 데이터입니다.\n", "These readings are made up.\n"));
    }
    for (place, &group) in order.iter().enumerate() {
        let sentence = describe(found.groups.centre(group));
        let sure = sureness(found.clear[group]);
        let percent = sizes[group] * 100 / found.ids.len().max(1);
        text.push_str(&format!(
            "\n{}. {} {} ({percent} %)  {}: {}\n   {}\n",
            place + 1,
            sizes[group],
            say("가구", "homes"),
            say("얼마나 뚜렷한가", "how clear"),
            input.language.say(&sure.ko, &sure.en),
            if sizes[group] >= HOMES_MIN {
                input.language.say(&sentence.ko, &sentence.en)
            } else {
                say("가구가 적어 모양을 보이지 않습니다.", "Too few homes to show their shape.")
            }
        ));
    }
    text.push_str(say(
        "\n유형은 시간대별 비율만 봅니다. 어떤 기기를 쓰는지는 알 수 없습니다.\n",
        "\nPatterns look at shares of the day alone; they do not tell which appliances are used.\n",
    ));
    let names: Vec<String> = order
        .iter()
        .take(2)
        .enumerate()
        .map(|(at, _)| format!("{} {}", say("유형", "pattern"), at + 1))
        .collect();
    let shown = order.iter().take(2).filter(|group| sizes[**group] >= HOMES_MIN);
    let series: Vec<Series<'_>> = shown
        .zip(&names)
        .map(|(group, name)| Series { name, values: &found.groups.centre(*group)[..24] })
        .collect();
    let title = say("가장 큰 두 유형의 평일", "Weekdays of the two largest patterns");
    let svg = day_curves(&caption(title, input.synthetic, input.language), "", &series, &text);
    Ok(Page { text, svg })
}
