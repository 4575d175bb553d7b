//! The measured side of `bench/meters`: one process for each job, so that CPU time and memory are its own.
//!
//! `generate N DAYS STORE TRUTH`, `raw STORE OUT`, `pass` and `brief KIND FILE LOW HIGH OUT` (KIND store, narrow, days, unsorted),
//! `scan KIND FILE`, `city N LOW HIGH`, `pipeline KIND FILE LOW HIGH GROUPS OUT`, `shape CSV GROUPS RESTARTS OUT`, `response N`,
//! `means CSV GROUPS RESTARTS OUT`, `forecast CSV OUT`, `page FILE ZONE LOW OTHER SVG`.
//! Results go to files; the process measures nothing itself.

use meters::civil::{Calendar, date_of, number_of, weekday, zone};
use meters::fault::Fault;
use meters::generator::{City, Generator};
use meters::pass::{Ranks, Tally};
use meters::patterns::features::{COUNT, features};
use meters::patterns::k_means::{How, k_means};
use meters::patterns::k_shape::{How as ShapeHow, k_shape};
use meters::patterns::profile::{BINS, shape, watts};
use meters::readings::Meter;
use meters::readings::store::Reader;
use meters::resident::forecast::forecast;
use meters::tariff::bill::Usage;
use meters::tariff::plan::{Period, Plan};
use meters::tariff::read::read as read_tariff;
use meters::verbs::{Input, Language, bill, generate};
use std::fs::File;
use std::io::{BufReader, BufWriter, Write};

type Outcome = Result<(), Box<dyn std::error::Error>>;

fn main() -> Outcome {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let word = |at: usize| words.get(at).map_or("", String::as_str);
    match word(0) {
        "generate" => make(word(1).parse()?, word(2).parse()?, word(3), word(4)),
        "raw" => raw(word(1), word(2)),
        "scan" => scan(word(1), word(2)),
        "pass" => pass(word(1), word(2), word(3), word(4), word(5)),
        "brief" => brief(word(1), word(2), word(3), word(4), word(5)),
        "pipeline" => pipeline(word(1), word(2), word(3), word(4), word(5).parse()?, word(6)),
        "city" => city(word(1).parse()?, word(2), word(3)),
        "shape" => shapes(word(1), word(2).parse()?, word(3).parse()?, word(4)),
        "response" => response(word(1).parse()?),
        "means" => means(word(1), word(2).parse()?, word(3).parse()?, word(4)),
        "forecast" => forecasts(word(1), word(2)),
        "page" => page(word(1), word(2), word(3), word(4), word(5)),
        other => Err(format!("unknown job '{other}'").into()),
    }
}

fn seoul() -> Result<jiff::tz::TimeZone, Fault> {
    zone("Asia/Seoul")
}

fn year(meters: u64, days: u32) -> Result<City, Box<dyn std::error::Error>> {
    let start = jiff::civil::Date::new(2025, 1, 1)?;
    Ok(City { seed: 20_250_101, meters, start, days, interval_minutes: 60, zone: seoul()? })
}

fn input() -> Result<Input, Fault> {
    Ok(Input {
        zone: seoul()?,
        zone_named: true,
        language: Language::En,
        unit: None,
        marks_end: false,
        synthetic: true,
        meter: None,
    })
}

fn make(meters: u64, days: u32, store: &str, truth: &str) -> Outcome {
    let mut store = BufWriter::with_capacity(1 << 20, File::create(store)?);
    let mut truth = BufWriter::new(File::create(truth)?);
    let page = generate::generate(year(meters, days)?, &mut store, &mut truth, &input()?)?;
    store.flush()?;
    truth.flush()?;
    println!("{}", page.text);
    Ok(())
}

/// Gives each meter of a file to `each`.
fn each_meter(kind: &str, path: &str, each: &mut dyn FnMut(&Meter) -> Result<(), Fault>) -> Outcome {
    match kind {
        "store" => {
            let mut file = BufReader::with_capacity(1 << 18, File::open(path)?);
            let mut reader = Reader::new(&mut file)?;
            let mut meter = Meter { id: String::new(), start: 0, interval_minutes: 60, wh: Vec::new() };
            while reader.next(&mut meter)? {
                each(&meter)?;
            }
            Ok(())
        }
        #[cfg(feature = "parquet")]
        "narrow" | "unsorted" => {
            use meters::readings::parquet::{Order, read_narrow};
            let order = if kind == "narrow" { Order::Sorted } else { Order::Any };
            let outcome = read_narrow(File::open(path)?, order, each)?;
            println!("{} meters, {} findings", outcome.meters, outcome.findings.len());
            Ok(())
        }
        #[cfg(feature = "parquet")]
        "days" => {
            meters::readings::parquet::read_days(File::open(path)?, 9 * 3_600, each)?;
            Ok(())
        }
        other => Err(format!("'{other}' is not store, narrow or days (Parquet needs the feature)").into()),
    }
}

fn raw(store: &str, out: &str) -> Outcome {
    let mut out = BufWriter::with_capacity(1 << 20, File::create(out)?);
    let mut failed = None;
    each_meter("store", store, &mut |meter| {
        let bytes: Vec<u8> = meter.wh.iter().flat_map(|wh| wh.to_le_bytes()).collect();
        failed = out.write_all(&bytes).err().or(failed.take());
        Ok(())
    })?;
    failed.map_or(Ok(()), |error| Err(error.into()))
}

fn scan(kind: &str, path: &str) -> Outcome {
    let mut total = 0_i64;
    each_meter(kind, path, &mut |meter| {
        total += meter.wh.iter().map(|wh| i64::from(*wh)).sum::<i64>();
        Ok(())
    })?;
    println!("{total}");
    Ok(())
}

/// Bills of a meter's months under two tariffs, its profile and its features.
struct Work<'t> {
    plans: Vec<(usize, usize, Plan<'t>, Plan<'t>)>,
    calendar: Calendar,
    tally: Tally,
    ranks: Ranks,
    lines: Vec<i128>,
    bills: Vec<i64>,
    key: (i64, u32, usize),
}

impl<'t> Work<'t> {
    fn new(low: &'t meters::tariff::Tariff, high: &'t meters::tariff::Tariff) -> Result<Work<'t>, Fault> {
        let start = meters::civil::day_begins(&seoul()?, meters::civil::day_number(2025, 1, 1).unwrap_or(0));
        let calendar = Calendar::new(&seoul()?, start, 60, 8_760);
        let mut plans = Vec::new();
        for month in 1..=12 {
            let Some(period) = Period::month(2025, month) else { continue };
            let first = calendar.find(number_of(period.start)).unwrap_or(0);
            let plan = |tariff| Plan::new(tariff, period, &[]);
            plans.push((first, first + period.days() as usize, plan(low)?, plan(high)?));
        }
        let key = (start, 60, 8_760);
        Ok(Work {
            plans,
            calendar,
            tally: Tally::new(),
            ranks: Ranks::default(),
            lines: Vec::new(),
            bills: Vec::new(),
            key,
        })
    }

    fn count(&mut self, meter: &Meter) -> Result<[f64; COUNT], Fault> {
        self.bills(meter)?;
        Ok(features(meter, &self.tally, &mut self.ranks))
    }

    fn bills(&mut self, meter: &Meter) -> Result<(), Fault> {
        let key = (meter.start, meter.interval_minutes, meter.wh.len());
        if key != self.key {
            self.calendar = Calendar::new(&seoul()?, key.0, key.1, key.2);
            self.key = key;
        }
        self.tally.count(meter, &self.calendar);
        self.bills.clear();
        for (first, last, low, high) in &self.plans {
            let days = self.tally.by_day.get(*first..*last).unwrap_or_default();
            let wh: Option<i64> = days.iter().copied().sum();
            for plan in [low, high] {
                let total = match wh {
                    Some(wh) => plan.total(Usage { wh, bands: &[] }, &mut self.lines)?,
                    None => -1,
                };
                self.bills.push(total);
            }
        }
        Ok(())
    }
}

fn pass(kind: &str, path: &str, low: &str, high: &str, out: &str) -> Outcome {
    let (low, high) = (tariff(low)?, tariff(high)?);
    let mut work = Work::new(&low, &high)?;
    let mut out = BufWriter::with_capacity(1 << 20, File::create(out)?);
    let mut failed = None;
    each_meter(kind, path, &mut |meter| {
        let features = work.count(meter)?;
        let profile = watts(&work.tally);
        failed = write_row(&mut out, &work.bills, &profile, &features).err().or(failed.take());
        Ok(())
    })?;
    out.flush()?;
    failed.map_or(Ok(()), |error| Err(error.into()))
}

/// Bills and profiles alone, without the features.
fn brief(kind: &str, path: &str, low: &str, high: &str, out: &str) -> Outcome {
    let (low, high) = (tariff(low)?, tariff(high)?);
    let mut work = Work::new(&low, &high)?;
    let mut out = BufWriter::with_capacity(1 << 20, File::create(out)?);
    let mut failed = None;
    each_meter(kind, path, &mut |meter| {
        work.bills(meter)?;
        let profile = watts(&work.tally);
        failed = write_row(&mut out, &work.bills, &profile, &[]).err().or(failed.take());
        Ok(())
    })?;
    out.flush()?;
    failed.map_or(Ok(()), |error| Err(error.into()))
}

/// 24 bills (i64), 48 bins and 20 features (f64), little-endian.
fn write_row(out: &mut dyn Write, bills: &[i64], profile: &[f64], features: &[f64]) -> std::io::Result<()> {
    for bill in bills {
        out.write_all(&bill.to_le_bytes())?;
    }
    for value in profile.iter().chain(features) {
        out.write_all(&value.to_le_bytes())?;
    }
    Ok(())
}

fn tariff(path: &str) -> Result<meters::tariff::Tariff, Box<dyn std::error::Error>> {
    Ok(read_tariff(&std::fs::read_to_string(path)?)?)
}

fn pipeline(kind: &str, path: &str, low: &str, high: &str, groups: usize, out: &str) -> Outcome {
    let (low, high) = (tariff(low)?, tariff(high)?);
    let mut work = Work::new(&low, &high)?;
    let mut table = Vec::new();
    let (mut won, mut fifth_feature) = (0_i64, 0.0);
    each_meter(kind, path, &mut |meter| {
        let numbers = work.count(meter)?;
        won += work.bills.iter().sum::<i64>();
        fifth_feature += numbers[4];
        table.extend(shape(&watts(&work.tally)));
        Ok(())
    })?;
    let found = k_means(&table, BINS, How { groups, restarts: 10, rounds_max: 100, seed: 1 })?;
    let mut out = BufWriter::new(File::create(out)?);
    for group in &found.of {
        writeln!(out, "{group}")?;
    }
    println!("{{\"inertia\": {}, \"won\": {won}, \"sum_of_fifth_feature\": {fifth_feature}}}", found.inertia);
    Ok(())
}

/// Generates, stores, reads back, bills and describes a city, one meter at a time.
fn city(meters: u64, low: &str, high: &str) -> Outcome {
    let (low, high) = (tariff(low)?, tariff(high)?);
    let mut work = Work::new(&low, &high)?;
    let generator = Generator::new(year(meters, 365)?)?;
    let mut meter = Meter { id: String::new(), start: 0, interval_minutes: 60, wh: Vec::new() };
    let (mut bytes, mut sum, mut back) = (0_u64, 0_i64, meter.clone());
    for number in 0..meters {
        generator.fill(number, &mut meter);
        let mut stored = Vec::with_capacity(16_384);
        meters::readings::store::Writer::new(&mut stored)?.add(&meter)?;
        bytes += stored.len() as u64;
        let mut slice = &stored[..];
        Reader::new(&mut slice)?.next(&mut back)?;
        work.count(&back)?;
        sum += work.bills.iter().sum::<i64>();
    }
    println!("{{\"meters\": {meters}, \"stored_bytes\": {bytes}, \"won\": {sum}}}");
    Ok(())
}

fn numbers(path: &str) -> Result<(Vec<f64>, usize), Box<dyn std::error::Error>> {
    let text = std::fs::read_to_string(path)?;
    let mut table = Vec::new();
    let mut width = 0;
    for line in text.lines() {
        let before = table.len();
        for value in line.split(',') {
            table.push(value.parse()?);
        }
        width = table.len() - before;
    }
    Ok((table, width))
}

fn write_groups(path: &str, of: &[usize]) -> Outcome {
    let text: String = of.iter().map(|group| format!("{group}\n")).collect();
    Ok(std::fs::write(path, text)?)
}

fn shapes(csv: &str, groups: usize, restarts: usize, out: &str) -> Outcome {
    let (table, width) = numbers(csv)?;
    let found = k_shape(&table, width, ShapeHow { groups, restarts, rounds_max: 50, seed: 1 })?;
    write_groups(out, &found.of)
}

fn means(csv: &str, groups: usize, restarts: usize, out: &str) -> Outcome {
    let (table, width) = numbers(csv)?;
    let found = k_means(&table, width, How { groups, restarts, rounds_max: 300, seed: 1 })?;
    println!("{{\"inertia\": {}}}", found.inertia);
    write_groups(out, &found.of)
}

/// Bias and spread of both Korean baselines on five evenings, by archetype of a made-up city.
fn response(homes: u64) -> Outcome {
    let generator = Generator::new(year(homes, 365)?)?;
    let mut list = Vec::new();
    let mut of = Vec::new();
    for number in 0..homes {
        let mut meter = Meter { id: String::new(), start: 0, interval_minutes: 60, wh: Vec::new() };
        of.push(generator.fill(number, &mut meter).archetype);
        list.push(meter);
    }
    let day = |month, day| jiff::civil::Date::new(2025, month, day);
    let events = [day(7, 9)?, day(7, 23)?, day(8, 6)?, day(8, 20)?, day(11, 26)?];
    let city = meters::verbs::baseline::City {
        of: &of,
        names: &meters::generator::ARCHETYPES,
        events: &events,
        hours: 18..21,
        holidays: &[],
    };
    println!("{}", meters::verbs::baseline::trust(&list, &city, &input()?)?.text);
    Ok(())
}

/// Lines `home,first_day_number,wh;wh;...` (empty: unknown). For each home, each calendar month after the
/// fourth and each of days 5, 10, 15, 20, 25: `home,cut,ahead,low,middle,high` in Wh, for 80 per cent.
fn forecasts(csv: &str, out: &str) -> Outcome {
    let mut out = BufWriter::new(File::create(out)?);
    for line in std::fs::read_to_string(csv)?.lines() {
        let fields: Vec<&str> = line.split(',').collect();
        let [home, first, days] = fields[..] else { return Err("a line is not home,first,days".into()) };
        let first: i32 = first.parse()?;
        let days: Vec<Option<i64>> = days.split(';').map(|wh| wh.parse().ok()).collect();
        for cut in 1..days.len() {
            let day = date_of(first + cut as i32);
            if ![6, 11, 16, 21, 26].contains(&day.day()) {
                continue;
            }
            let ahead = (day.days_in_month() - day.day() + 1) as usize;
            if cut + ahead > days.len() {
                continue;
            }
            if let Ok(coming) = forecast(&days[..cut], ahead, weekday(first + cut as i32), 80) {
                writeln!(out, "{home},{cut},{ahead},{},{},{}", coming.low, coming.middle, coming.high)?;
            }
        }
    }
    Ok(())
}

fn page(path: &str, zone_name: &str, low: &str, other: &str, svg: &str) -> Outcome {
    let tariffs = [tariff(low)?, tariff(other)?];
    let input = Input { zone: zone(zone_name)?, synthetic: false, ..input()? };
    let terms = bill::Terms::plain(&tariffs);
    let page = bill::bill(&std::fs::read(path)?, &input, &terms)?;
    println!("{}", page.text);
    Ok(std::fs::write(svg, page.svg)?)
}
