//! The query engine over five million facts of ten kinds: filling it, thirty measures after a restart, and thirty
//! again after a thousand new facts. `bench/engine/run.py` runs it beside a peer on the same files.
//!
//! `engine fill FOLDER FACTS` and `engine ask FOLDER MEASURES PASSES` print one JSON object.

use base::query::{Changes, Engine as _, FactRow, Limits, Question, Value};
use base::{Day, Days, Id, Instant, Level, Ref, Seeded};
use bench::measure::Cpu;
use query::{Query, Settings};
use serde_json::{Value as Json, json};
use std::path::Path;
use std::time::Instant as Clock;

type Fallible<T> = Result<T, Box<dyn std::error::Error>>;

/// The day that stands for `:as_of`.
const AS_OF: &str = "2026-11-21";
const SEED: u64 = 20_261_121;
/// Facts stated by one act.
const FACTS_OF_AN_ACT: u64 = 20;
const FACTS_OF_A_PUSH: u64 = 50_000;
/// Of so many facts one is corrected later.
const CORRECTED: u64 = 50;

/// A kind of the benchmark: its share of all facts in percent, whom it is about and how many of them there are.
struct Made {
    kind: &'static str,
    percent: u64,
    subject: (&'static str, u64),
    other: Option<(&'static str, u64)>,
    codes: &'static [&'static str],
    amount: u64,
    /// Days that a fact lasts; 0 = some end and some do not.
    days: i64,
}

const fn made(kind: &'static str, percent: u64, subject: (&'static str, u64)) -> Made {
    Made { kind, percent, subject, other: None, codes: &[], amount: 0, days: 0 }
}

const FIRMS: (&str, u64) = ("organisation", 50_000);
const PEOPLE: (&str, u64) = ("person", 300_000);

const KINDS: [Made; 10] = [
    Made { codes: &["P0", "P1", "P2", "P3", "P4", "P5"], ..made("presence", 6, FIRMS) },
    Made { amount: 400, days: 30, ..made("headcount", 18, FIRMS) },
    Made { other: Some(FIRMS), ..made("employment", 14, PEOPLE) },
    Made { codes: &["basic", "expert", "school"], amount: 120, days: 1, ..made("training", 12, PEOPLE) },
    Made { days: 1, ..made("visit", 10, FIRMS) },
    Made { codes: &["a100", "h100", "npu"], amount: 5_000, days: 1, ..made("gpu", 12, FIRMS) },
    Made { other: Some(("dataset", 2_000)), amount: 90_000, days: 1, ..made("data_use", 10, FIRMS) },
    Made { amount: 900_000_000, days: 365, ..made("revenue", 6, FIRMS) },
    Made { codes: &["mou", "gpu", "data", "award"], ..made("agreement", 4, FIRMS) },
    Made {
        codes: &["planned", "done", "changed", "elsewhere", "dropped"],
        ..made("obligation", 8, ("obligation", 150_000))
    },
];

const PLACES: [&str; 5] = ["광주 북구", "광주 서구", "광주 동구", "전남 나주시", "서울 강남구"];

fn main() -> Fallible<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let told = match arguments.as_slice() {
        ["fill", folder, facts] => fill(Path::new(folder), facts.parse()?)?,
        ["ask", folder, measures, passes] => ask(Path::new(folder), Path::new(measures), passes.parse()?)?,
        _ => return Err("usage: engine fill FOLDER FACTS | engine ask FOLDER MEASURES PASSES".into()),
    };
    println!("{told}");
    Ok(())
}

fn settings() -> Settings {
    // All columns that the measures read stay decoded: this is a machine for analysis, not the smallest one.
    Settings { cache_bytes: 768 << 20, kept_bytes: 768 << 20, ..Settings::default() }
}

/// Makes facts; the same seed gives the same.
struct Maker {
    source: Seeded,
}

impl Maker {
    fn fact(&mut self, made: &Made, seq_in: i64) -> FactRow {
        let at = Instant::from_micros(1_600_000_000_000_000 + seq_in * 1_000_000);
        let id = Id::new(at, &mut self.source);
        let below = |maker: &mut Maker, n: u64| maker.source.below(n);
        let of = |maker: &mut Maker, (kind, count): (&str, u64)| {
            // A uuid that is the number's own, so that refs are as long as real ones.
            let number = below(maker, count);
            Ref::new(
                kind,
                format!(
                    "0192f0c1-7000-7000-8000-{:012x}",
                    number.wrapping_mul(0x9E37_79B9_7F4A) & 0xFFFF_FFFF_FFFF
                ),
            )
        };
        let subject = of(self, made.subject);
        let other = made.other.map(|other| of(self, other));
        let pick = |maker: &mut Maker, all: &[&str]| {
            (!all.is_empty()).then(|| all[below(maker, all.len() as u64) as usize].to_owned())
        };
        let code = pick(self, made.codes);
        let from = Day::parse("2021-01-01").map_or(0, Day::number) + below(self, 2_200) as i64;
        let from = if made.days == 30 { from / 30 * 30 } else { from };
        let to = match made.days {
            0 => (below(self, 3) == 0).then(|| from + 30 + below(self, 900) as i64),
            days => Some(from + days),
        };
        let place = (below(self, 10) != 0).then(|| PLACES[below(self, 5) as usize].to_owned());
        FactRow {
            id,
            kind: made.kind.to_owned(),
            subject,
            other,
            code,
            amount: (made.amount > 0).then(|| below(self, made.amount) as i64),
            place,
            valid: Days { from: Some(Day::from_number(from)), to: to.map(Day::from_number) },
            level: Level::ALL[below(self, 5) as usize],
            evidence: (below(self, 4) == 0).then(|| Id::new(at, &mut self.source)),
            source: (below(self, 3) == 0).then(|| format!("import-{}", below(self, 40))),
            seq_in,
            seq_out: None,
        }
    }

    /// The kind of the next fact, by its share.
    fn kind(&mut self) -> &'static Made {
        let mut draw = self.source.below(100);
        for made in &KINDS {
            match draw.checked_sub(made.percent) {
                Some(rest) => draw = rest,
                None => return made,
            }
        }
        &KINDS[0]
    }
}

fn fill(folder: &Path, facts: u64) -> Fallible<Json> {
    let engine = Query::open(folder, "bench", settings())?;
    let (clock, cpu) = (Clock::now(), Cpu::now());
    let mut maker = Maker { source: Seeded::new(SEED) };
    let (mut made, mut pushing) = (0, 0.0);
    while made < facts {
        let after = engine.reached();
        let mut changes = Changes { after, up_to: after, ..Changes::default() };
        for n in 0..FACTS_OF_A_PUSH.min(facts - made) {
            let seq = after + 1 + (n / FACTS_OF_AN_ACT) as i64;
            let kind = maker.kind();
            let mut fact = maker.fact(kind, seq);
            // A corrected fact is of the past at once, so that it lies in a file that the peer can be given apart.
            if maker.source.below(CORRECTED) == 0 {
                fact.seq_out = Some(seq + 1);
            }
            changes.up_to = seq + 1;
            changes.stated.push(fact);
        }
        made += changes.stated.len() as u64;
        let push = Clock::now();
        engine.push(changes)?;
        pushing += push.elapsed().as_secs_f64();
    }
    engine.flush()?;
    let bytes: u64 =
        std::fs::read_dir(folder)?.filter_map(|f| f.ok()?.metadata().ok()).map(|m| m.len()).sum();
    Ok(json!({"facts": made, "wall_s": clock.elapsed().as_secs_f64(), "cpu_s": cpu.since(),
        "push_s": pushing, "bytes": bytes, "position": engine.reached()}))
}

/// One measure: its name, and the SQL that counts its rows as the platform does.
fn measures(path: &Path) -> Fallible<Vec<(String, String, bool)>> {
    let text = std::fs::read_to_string(path)?;
    let parts = text.split("-- measure: ").skip(1);
    Ok(parts
        .filter_map(|part| part.split_once('\n'))
        .map(|(name, sql)| {
            let series = sql.contains(" as series");
            (name.trim().to_owned(), counted(sql.trim(), series), series)
        })
        .collect())
}

/// The same text as in `run.py`.
fn counted(sql: &str, series: bool) -> String {
    let series = if series { "series, " } else { "" };
    format!(
        "select {series}part, count(*) as n, sum(low) as low, sum(high) as high from (\n{sql}\n) as counted \
         group by {series}part order by {series}part"
    )
}

fn question(sql: &str) -> Fallible<Question> {
    Ok(Question {
        sql: sql.to_owned(),
        position: None,
        as_of: Day::parse(AS_OF)?,
        kinds: KINDS.iter().map(|made| made.kind.to_owned()).chain(["identity".to_owned()]).collect(),
        limits: Limits { time: std::time::Duration::from_secs(120), ..Limits::default() },
    })
}

/// All measures, as many at once as the engine has threads, as a page or a server would ask them.
fn pass(engine: &Query, measures: &[(String, String, bool)]) -> Fallible<Json> {
    let (clock, cpu) = (Clock::now(), Cpu::now());
    let next = std::sync::atomic::AtomicUsize::new(0);
    let one = |(name, sql, _): &(String, String, bool)| -> Result<Json, String> {
        let one = Clock::now();
        let asked = question(sql).map_err(|e| e.to_string())?;
        let answer = engine.ask_blocking(asked).map_err(|e| format!("{name}: {e:?}"))?;
        let wall = one.elapsed().as_secs_f64();
        let rows: Vec<Json> = (0..answer.rows).map(|row| answer.row(row).map(plain).collect()).collect();
        Ok(json!({"name": name, "wall_s": wall, "rows": rows}))
    };
    let some = || {
        let mut found = Vec::new();
        loop {
            let at = next.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            let Some(measure) = measures.get(at) else { return found };
            found.push((at, one(measure)));
        }
    };
    let mut each: Vec<(usize, Result<Json, String>)> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..settings().threads).map(|_| scope.spawn(some)).collect();
        threads.into_iter().filter_map(|thread| thread.join().ok()).flatten().collect()
    });
    let (wall, cpu) = (clock.elapsed().as_secs_f64(), cpu.since());
    each.sort_by_key(|(at, _)| *at);
    let each: Vec<Json> = each.into_iter().map(|(_, one)| one).collect::<Result<_, _>>()?;
    Ok(json!({"wall_s": wall, "cpu_s": cpu, "measures": each}))
}

fn plain(value: Value<'_>) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Text(text) => json!(text),
        Value::Integer(number) => json!(number),
        Value::Day(day) => json!(day.to_string()),
        Value::Bool(yes) => json!(yes),
    }
}

/// A thousand new facts of all kinds, twenty corrections and five merges, as a follower would push them.
fn news(maker: &mut Maker, after: i64) -> Changes {
    let mut changes = Changes { after, up_to: after + 50, ..Changes::default() };
    for n in 0..1_000 {
        let kind = &KINDS[n % KINDS.len()];
        let mut fact = maker.fact(kind, after + 1 + n as i64 / 25);
        if n % CORRECTED as usize == 0 {
            fact.seq_out = Some(after + 50);
        }
        changes.stated.push(fact);
    }
    for _ in 0..5 {
        let (from, to) = (maker.fact(&KINDS[0], after + 50), maker.fact(&KINDS[0], after + 50));
        let same = FactRow { kind: "identity".into(), other: Some(to.subject), ..from };
        changes.stated.push(FactRow { code: None, ..same });
    }
    changes
}

fn ask(folder: &Path, path: &Path, passes: usize) -> Fallible<Json> {
    let measures = measures(path)?;
    let (clock, cpu) = (Clock::now(), Cpu::now());
    let engine = Query::open(folder, "bench", settings())?;
    let open = json!({"wall_s": clock.elapsed().as_secs_f64(), "cpu_s": cpu.since()});
    let restarted = pass(&engine, &measures)?;
    let again = pass(&engine, &measures)?;
    let mut fresh = Vec::new();
    let mut maker = Maker { source: Seeded::new(SEED + 1) };
    for _ in 0..passes {
        let (clock, changes) = (Clock::now(), news(&mut maker, engine.reached()));
        let made = clock.elapsed().as_secs_f64();
        engine.push(changes)?;
        let push = clock.elapsed().as_secs_f64() - made;
        let mut asked = pass(&engine, &measures)?;
        asked["push_s"] = json!(push);
        fresh.push(asked);
    }
    let (_, cache) = engine.in_memory();
    Ok(
        json!({"engine": engine.version(), "open": open, "restarted": restarted, "again": again, "fresh": fresh,
        "cache_bytes": cache}),
    )
}
