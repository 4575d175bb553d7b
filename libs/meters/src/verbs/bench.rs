//! `bench`: a made-up city through the whole house, with the cost of each room.
//!
//! Meters are made, packed, unpacked, counted, billed and described a few at a time, so that a city of any
//! size needs the same memory; k-means looks at the first `SHAPES_MAX` of them. The caller brings the clock:
//! nothing here asks the machine for the time.

use super::{Input, Page, caption, picture::bars};
use crate::civil::{Calendar, number_of};
use crate::decimal::grouped;
use crate::fault::{Fault, FaultKind};
use crate::generator::{City, Generator};
use crate::pass::{Ranks, Tally};
use crate::patterns::features::features;
use crate::patterns::k_means::{How, k_means};
use crate::patterns::profile::{BINS, shape, watts};
use crate::readings::Meter;
use crate::readings::store::{Reader, Writer};
use crate::tariff::Tariff;
use crate::tariff::bill::Usage;
use crate::tariff::plan::{Period, Plan};
use crate::tariff::use_bands::measure;

#[cfg(test)]
mod tests;

/// Meters held at once.
const AT_ONCE: u64 = 16;
/// Rows of k-means: more would only cost memory (8 MB for these).
const SHAPES_MAX: usize = 20_000;

/// A moment of the caller's clock, in nanoseconds: on the wall and of this process's CPU.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    pub wall: u64,
    /// `None` where the machine does not tell.
    pub cpu: Option<u64>,
}

/// What is measured, in the order of the table.
const STAGES: [(&str, &str); 7] = [
    ("만들기", "make"),
    ("저장 형식으로 묶고 풀기", "pack and unpack the store"),
    ("기록 훑기", "pass over the readings"),
    ("달마다 요금", "monthly bills"),
    ("48칸 모양", "48-bin profiles"),
    ("스무 가지 특징", "20 features"),
    ("k-평균", "k-means"),
];

/// What is billed and how the homes are grouped.
pub struct Work<'t> {
    pub city: City,
    pub tariffs: &'t [Tariff],
    pub groups: How,
}

/// Runs a city and gives the cost of each stage.
///
/// # Errors
/// `Period` for a city without a calendar month; as the generator, the tariffs and k-means.
pub fn bench(work: Work<'_>, clock: &mut dyn FnMut() -> Moment, input: &Input) -> Result<Page, Fault> {
    let Work { city, tariffs, groups } = work;
    let (meters, interval) = (city.meters, city.interval_minutes);
    let months = months(&city)?;
    let zone = city.zone.clone();
    let generator = Generator::new(city)?;
    let slots = generator.calendar.days.iter().map(|day| u64::from(day.count)).sum::<u64>();
    let mut run = Run::new(tariffs, &months, &generator.calendar)?;
    let mut watch = Watch { clock, cost: [(0, 0); STAGES.len()], cpu_known: true };
    let mut held: Vec<Meter> = Vec::new();
    for first in (0..meters).step_by(AT_ONCE as usize) {
        let count = AT_ONCE.min(meters - first) as usize;
        held.resize_with(count, || Meter {
            id: String::new(),
            start: 0,
            interval_minutes: interval,
            wh: Vec::new(),
        });
        watch.time(0, || {
            (first..).zip(&mut held).for_each(|(number, meter)| {
                generator.fill(number, meter);
            });
        });
        watch.time(1, || run.store(&mut held))?;
        watch.time(2, || run.pass(&held, &generator.calendar));
        watch.time(3, || run.bills(&held, &zone))?;
        watch.time(4, || run.profiles());
        watch.time(5, || run.features(&held));
    }
    let found = watch.time(6, || k_means(&run.shapes, BINS, groups))?;
    let readings = meters * slots;
    Ok(page(&watch, &run, (meters, readings, found.inertia), input))
}

/// The whole calendar months of the city.
fn months(city: &City) -> Result<Vec<Period>, Fault> {
    let end = number_of(city.start) + city.days as i32;
    let mut months = Vec::new();
    let (mut year, mut month) = (city.start.year(), city.start.month());
    while let Some(period) = Period::month(year, month).filter(|period| number_of(period.end) <= end) {
        if period.start >= city.start {
            months.push(period);
        }
        (year, month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
    }
    if months.is_empty() {
        let what = format!("{} days from {} hold no calendar month", city.days, city.start);
        return Err(Fault::new(
            FaultKind::Period,
            "bench",
            what,
            "ask for 31 days or more from a first of a month",
        ));
    }
    Ok(months)
}

/// Adds up the cost of the stages.
struct Watch<'c> {
    clock: &'c mut dyn FnMut() -> Moment,
    /// Wall and CPU nanoseconds of each stage.
    cost: [(u64, u64); STAGES.len()],
    cpu_known: bool,
}

impl Watch<'_> {
    fn time<T>(&mut self, stage: usize, work: impl FnOnce() -> T) -> T {
        let before = (self.clock)();
        let done = work();
        let after = (self.clock)();
        self.cost[stage].0 += after.wall.saturating_sub(before.wall);
        match (before.cpu, after.cpu) {
            (Some(before), Some(after)) => self.cost[stage].1 += after.saturating_sub(before),
            _ => self.cpu_known = false,
        }
        done
    }
}

/// What the stages hand to each other.
struct Run<'t> {
    /// First and last day of each month in the calendar, and its plan for each tariff.
    plans: Vec<(usize, usize, Vec<Plan<'t>>)>,
    tallies: Vec<Tally>,
    ranks: Ranks,
    lines: Vec<i128>,
    shapes: Vec<f64>,
    stored: u64,
    bills: u64,
    minor: i128,
    /// A sum of all features, so that none is left uncounted.
    features: f64,
}

impl<'t> Run<'t> {
    fn new(tariffs: &'t [Tariff], months: &[Period], calendar: &Calendar) -> Result<Run<'t>, Fault> {
        let mut plans = Vec::new();
        for period in months {
            let first = calendar.find(number_of(period.start)).unwrap_or(0);
            let of: Result<Vec<Plan<'t>>, Fault> =
                tariffs.iter().map(|tariff| Plan::new(tariff, *period, &[])).collect();
            plans.push((first, first + period.days() as usize, of?));
        }
        Ok(Run {
            plans,
            tallies: Vec::new(),
            ranks: Ranks::default(),
            lines: Vec::new(),
            shapes: Vec::new(),
            stored: 0,
            bills: 0,
            minor: 0,
            features: 0.0,
        })
    }

    fn store(&mut self, meters: &mut [Meter]) -> Result<(), Fault> {
        let mut bytes = Vec::new();
        let mut writer = Writer::made_up(&mut bytes)?;
        meters.iter().try_for_each(|meter| writer.add(meter))?;
        self.stored += bytes.len() as u64;
        let mut slice = &bytes[..];
        let mut reader = Reader::new(&mut slice)?;
        for meter in meters {
            reader.next(meter)?;
        }
        Ok(())
    }

    fn pass(&mut self, meters: &[Meter], calendar: &Calendar) {
        self.tallies.resize_with(meters.len(), Tally::new);
        self.tallies.iter_mut().zip(meters).for_each(|(tally, meter)| tally.count(meter, calendar));
    }

    fn bills(&mut self, meters: &[Meter], zone: &jiff::tz::TimeZone) -> Result<(), Fault> {
        for (meter, tally) in meters.iter().zip(&self.tallies) {
            for (first, last, plans) in &self.plans {
                let wh: i64 = tally.by_day[*first..*last].iter().flatten().sum();
                for plan in plans {
                    let bands = measure(plan, meter, zone, &[])?;
                    self.minor += i128::from(plan.total(Usage { wh, bands: &bands }, &mut self.lines)?);
                    self.bills += 1;
                }
            }
        }
        Ok(())
    }

    fn profiles(&mut self) {
        for tally in &self.tallies {
            let shape = shape(&watts(tally));
            if self.shapes.len() < SHAPES_MAX * BINS {
                self.shapes.extend(shape);
            }
        }
    }

    fn features(&mut self, meters: &[Meter]) {
        for (meter, tally) in meters.iter().zip(&self.tallies) {
            let numbers = features(meter, tally, &mut self.ranks);
            self.features += numbers.iter().filter(|number| number.is_finite()).sum::<f64>();
        }
    }
}

fn page(watch: &Watch<'_>, run: &Run<'_>, of: (u64, u64, f64), input: &Input) -> Page {
    let (meters, readings, inertia) = of;
    let say = |ko: &'static str, en: &'static str| input.language.say(ko, en);
    let count = |number: u64| grouped(i64::try_from(number).unwrap_or(i64::MAX));
    let mut text = format!(
        "{}\n{} {}, {} {}\n\n",
        say("합성 도시: 실제 가구가 아닙니다.", "A made-up city: these are no real homes."),
        count(meters),
        say("가구", "homes"),
        count(readings),
        say("기록", "readings")
    );
    let seconds = say("CPU 초", "CPU s");
    text.push_str(&format!(
        "{seconds:>9} {:>9} {:>16}\n",
        say("벽시계 초", "wall s"),
        say("기록/CPU 초", "rows/CPU s")
    ));
    let mut sum = (0, 0);
    let mut labels = Vec::new();
    let mut values = Vec::new();
    for (name, (wall, cpu)) in STAGES.iter().zip(watch.cost) {
        (sum.0, sum.1) = (sum.0 + wall, sum.1 + cpu);
        text.push_str(&row(watch, (wall, cpu), readings, say(name.0, name.1)));
        labels.push(say(name.0, name.1).to_owned());
        values.push(if watch.cpu_known { cpu } else { wall } as f64 / 1e9);
    }
    text.push_str(&row(watch, sum, readings, say("모두", "all")));
    text.push_str(&format!(
        "\n{} {}, {} {}; {:.2} {}; k-means {} {inertia:.5}\n",
        count(run.bills),
        say("장의 요금", "bills"),
        say("합계", "sum"),
        grouped(i64::try_from(run.minor).unwrap_or(i64::MAX)),
        run.stored as f64 / readings.max(1) as f64,
        say("바이트/기록", "bytes a reading"),
        say("관성", "inertia"),
    ));
    text.push_str(say(
        "견주기: bench/meters/README.md대로 run.py를 돌리면 같은 바이트를 DuckDB, pandas, scikit-learn, tslearn, statsmodels로도 잽니다.\n",
        "To compare: run.py, as bench/meters/README.md says, measures DuckDB, pandas, scikit-learn, tslearn and statsmodels on the same bytes.\n",
    ));
    let svg = bars(
        &caption(say("단계마다 든 시간", "Cost of each stage"), true, input.language),
        "s",
        &labels,
        &values,
        &text,
    );
    Page { text, svg }
}

/// Clocks of CPU time tick every few milliseconds: a stage shorter than this has no rate worth a number.
const TOO_SHORT: u64 = 50_000_000;

fn row(watch: &Watch<'_>, (wall, cpu): (u64, u64), readings: u64, name: &str) -> String {
    let seconds = |nanos: u64| format!("{:.3}", nanos as f64 / 1e9);
    let (cpu, rate) = match (watch.cpu_known, cpu) {
        (false, _) => ("?".to_owned(), "?".to_owned()),
        (true, 0..TOO_SHORT) => (seconds(cpu), "-".to_owned()),
        (true, _) => (seconds(cpu), grouped((readings as f64 / (cpu as f64 / 1e9)) as i64)),
    };
    format!("{cpu:>9} {:>9} {rate:>16}  {name}\n", seconds(wall))
}
