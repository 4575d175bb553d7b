//! `bitgoeul meters`: a file of readings gives a page of text and a picture. Nothing leaves this machine.

use crate::cli::{
    MeterBaseline, MeterBench, MeterBill, MeterCluster, MeterDistrict, MeterFile, MeterGenerate, Meters,
};
use crate::config::Config;
use crate::told::{Stopped, print};
use base::{Fault, Lang};
use jiff::civil::Date;
use meters::readings::csv::Unit;
use meters::verbs::{self, Input, Language, Page};
use std::io::{BufWriter, Write as _};
use std::path::Path;

/// Rounds of k-means before it gives up, and starts of which the best is kept.
const ROUNDS_MAX: usize = 200;
const RESTARTS: usize = 8;
/// The clock of files that name none.
const ZONE: &str = "Asia/Seoul";

pub fn run(config: &Config, asked: &Meters) -> Result<(), Stopped> {
    match asked {
        Meters::Bill(bill) => self::bill(config, bill),
        Meters::Profile(of) => {
            let page = verbs::profile::profile(&bytes(&of.file)?, &input(config, of)?).map_err(wrong)?;
            show(&page, of.svg.as_deref())
        }
        Meters::Cluster(cluster) => self::cluster(config, cluster),
        Meters::Baseline(baseline) => self::baseline(config, baseline),
        Meters::District(district) => self::district(config, district),
        Meters::Generate(new) => generate(config, new),
        Meters::Bench(asked) => bench(config, asked),
    }
}

/// The library's faults carry place and mend in one line.
fn wrong(fault: meters::fault::Fault) -> Stopped {
    Stopped::input(fault.to_string())
}

fn bytes(path: &Path) -> Result<Vec<u8>, Stopped> {
    std::fs::read(path).map_err(|e| Fault::new(format!("reading {}", path.display()), e).into())
}

fn text(path: &Path) -> Result<String, Stopped> {
    std::fs::read_to_string(path).map_err(|e| Fault::new(format!("reading {}", path.display()), e).into())
}

fn day(text: &str) -> Result<Date, Stopped> {
    Ok(base::Day::parse(text)?.date())
}

fn input(config: &Config, of: &MeterFile) -> Result<Input, Stopped> {
    let unit = of.unit.as_deref().map(|unit| match unit {
        "wh" => Unit::WattHour,
        "kwh" => Unit::KilowattHour,
        "w" => Unit::Watt,
        _ => Unit::Kilowatt,
    });
    Ok(Input {
        zone: zone(of.zone.as_deref().unwrap_or(ZONE))?,
        zone_named: of.zone.is_some(),
        language: language(config),
        unit,
        marks_end: of.marks_end,
        synthetic: of.synthetic,
        meter: of.meter.clone(),
    })
}

fn zone(name: &str) -> Result<jiff::tz::TimeZone, Stopped> {
    meters::civil::zone(name).or_else(|fault| jiff::tz::TimeZone::get(name).map_err(|_| wrong(fault)))
}

fn language(config: &Config) -> Language {
    match config.lang {
        Lang::Ko => Language::Ko,
        Lang::En | Lang::Zh => Language::En,
    }
}

fn show(page: &Page, svg: Option<&Path>) -> Result<(), Stopped> {
    print(&page.text);
    match svg {
        None => Ok(()),
        Some(path) => std::fs::write(path, &page.svg)
            .map_err(|e| Fault::new(format!("writing {}", path.display()), e).into()),
    }
}

fn bill(config: &Config, asked: &MeterBill) -> Result<(), Stopped> {
    let read = |path: &std::path::PathBuf| meters::tariff::read::read(&text(path)?).map_err(wrong);
    let tariffs: Vec<_> = asked.tariff.iter().map(read).collect::<Result<_, Stopped>>()?;
    let factors = match &asked.factors {
        Some(path) => meters::carbon::read(&text(path)?).map_err(wrong)?,
        None => Vec::new(),
    };
    let temperatures = match &asked.temperatures {
        Some(path) => verbs::hints::read_temperatures(&text(path)?).map_err(wrong)?,
        None => Vec::new(),
    };
    let (input, bytes) = (input(config, &asked.of)?, bytes(&asked.of.file)?);
    let homes = asked.others.as_deref().map(|path| others(path, &bytes, &input)).transpose()?;
    let own = meters::resident::neighbours::Home { wh_per_day: 0, people: None, area_m2: None };
    let terms = verbs::bill::Terms {
        tariffs: &tariffs,
        classes: asked.class.clone(),
        reading_day: asked.reading_day,
        holidays: days(&asked.holiday)?,
        temperatures,
        factors: &factors,
        neighbours: homes.as_ref().map(|(homes, _)| (own, homes.as_slice())),
        neighbours_made_up: homes.as_ref().is_some_and(|(_, made_up)| *made_up),
    };
    let page = verbs::bill::bill(&bytes, &input, &terms).map_err(wrong)?;
    show(&page, asked.of.svg.as_deref())
}

/// Other homes to compare with, without the one the page is about, and whether they are made up.
fn others(
    path: &Path,
    own: &[u8],
    input: &Input,
) -> Result<(Vec<meters::resident::neighbours::Home>, bool), Stopped> {
    let first = verbs::load(own, input).map_err(wrong)?.meters.into_iter().next().map(|meter| meter.id);
    let own = input.meter.clone().or(first).unwrap_or_default();
    let loaded = verbs::load(&bytes(path)?, input).map_err(wrong)?;
    Ok((verbs::hints::homes(&loaded.meters, &own, &input.zone), loaded.synthetic))
}

fn days(texts: &[String]) -> Result<Vec<Date>, Stopped> {
    texts.iter().map(|text| day(text)).collect()
}

fn cluster(config: &Config, asked: &MeterCluster) -> Result<(), Stopped> {
    let mut input = input(config, &asked.of)?;
    let loaded = verbs::load(&bytes(&asked.of.file)?, &input).map_err(wrong)?;
    input.synthetic |= loaded.synthetic;
    let how = meters::patterns::k_means::How {
        groups: asked.groups,
        restarts: RESTARTS,
        rounds_max: ROUNDS_MAX,
        seed: asked.seed,
    };
    let page = verbs::cluster::cluster(&loaded.meters, &input, how).map_err(wrong)?;
    show(&page, asked.of.svg.as_deref())
}

fn baseline(config: &Config, asked: &MeterBaseline) -> Result<(), Stopped> {
    if asked.from_hour >= asked.to_hour {
        return Err(Stopped::input("--to-hour must come after --from-hour"));
    }
    let event = verbs::baseline::Event {
        day: day(&asked.day)?,
        hours: usize::from(asked.from_hour)..usize::from(asked.to_hour),
        holidays: days(&asked.holiday)?,
        other_events: Vec::new(),
    };
    let page = verbs::baseline::baseline(&bytes(&asked.of.file)?, &input(config, &asked.of)?, &event)
        .map_err(wrong)?;
    show(&page, asked.of.svg.as_deref())
}

fn district(config: &Config, asked: &MeterDistrict) -> Result<(), Stopped> {
    let mut input = input(config, &asked.of)?;
    let loaded = verbs::load(&bytes(&asked.of.file)?, &input).map_err(wrong)?;
    input.synthetic |= loaded.synthetic;
    let of = verbs::district::read_districts(&text(&asked.districts)?).map_err(wrong)?;
    if !asked.factors.is_file() {
        let path = asked.factors.display();
        return Err(Stopped::input(format!(
            "there are no carbon factors at {path}; name the file with --factors (it comes with cities/korea_reference)"
        )));
    }
    let factors = meters::carbon::read(&text(&asked.factors)?).map_err(wrong)?;
    let period = meters::tariff::plan::Period { start: day(&asked.from)?, end: day(&asked.to)? };
    let page = verbs::district::district(&loaded.meters, &of, period, &factors, &asked.purpose, &input)
        .map_err(wrong)?;
    show(&page, asked.of.svg.as_deref())
}

fn generate(config: &Config, asked: &MeterGenerate) -> Result<(), Stopped> {
    let create = |path: &Path| {
        std::fs::File::create_new(path).map(BufWriter::new).map_err(|e| {
            Fault::new(format!("writing {}; choose a file that is not there yet", path.display()), e)
        })
    };
    let zone = zone(&asked.zone)?;
    let city = meters::generator::City {
        seed: asked.seed,
        meters: asked.meters,
        start: day(&asked.start)?,
        days: asked.days,
        interval_minutes: asked.interval,
        zone: zone.clone(),
    };
    let input = made_up(config, zone);
    let (mut out, mut truth) = (create(&asked.out)?, create(&asked.truth)?);
    let page = verbs::generate::generate(city, &mut out, &mut truth, &input).map_err(wrong)?;
    out.flush().and_then(|()| truth.flush()).map_err(|e| Fault::new("writing the made-up city", e))?;
    show(&page, None)
}

fn made_up(config: &Config, zone: jiff::tz::TimeZone) -> Input {
    let language = language(config);
    Input { zone, zone_named: true, language, unit: None, marks_end: false, synthetic: true, meter: None }
}

fn bench(config: &Config, asked: &MeterBench) -> Result<(), Stopped> {
    let read = |path: &std::path::PathBuf| meters::tariff::read::read(&text(path)?).map_err(wrong);
    let tariffs: Vec<_> = asked.tariff.iter().map(read).collect::<Result<_, Stopped>>()?;
    let zone = zone("Asia/Seoul")?;
    let city = meters::generator::City {
        seed: asked.seed,
        meters: asked.meters,
        start: day("2025-01-01")?,
        days: asked.days,
        interval_minutes: 60,
        zone: zone.clone(),
    };
    let groups = meters::patterns::k_means::How {
        groups: asked.groups,
        restarts: RESTARTS,
        rounds_max: ROUNDS_MAX,
        seed: asked.seed,
    };
    let begun = std::time::Instant::now();
    let mut clock = || verbs::bench::Moment {
        wall: u64::try_from(begun.elapsed().as_nanos()).unwrap_or(u64::MAX),
        cpu: crate::machine::cpu_nanos(),
    };
    let work = verbs::bench::Work { city, tariffs: &tariffs, groups };
    let page = verbs::bench::bench(work, &mut clock, &made_up(config, zone)).map_err(wrong)?;
    show(&page, asked.svg.as_deref())
}
