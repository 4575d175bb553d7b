//! `acts`: full acts per second on a city that is already large.
//!
//! 64 callers state presence of organisations: roles are looked up, the request is checked, the organisation and its
//! names are read in scope, the policy decides, evidence and a fact are written, the journal gets its entry with
//! commitment, the tree grows and its head is signed, the request is kept. Beside them a reader holds
//! snapshots of 5 s and one act imports 100,000 organisations. Every row in place before is a valid one: the journal
//! of the bench verifies.
//!
//! `acts [--entries N] [--seconds S] [--callers N] [--postgres] [--import N] [--folder DIR] [--verify]`

use base::{Day, Days, Id, Level, PersonId, Source, Tri};
use bench::fill;
use bench::measure::{Cpu, Latencies};
use db::{Migrations, Place, Read, Sql};
use kernel::account::{Caller, NewGrant};
use kernel::evidence::Form;
use kernel::organisation::NewOrganisation;
use kernel::organisation::acts::{self, NewPresence};
use kernel::organisation::bulk::{self, NewLine, Origin};
use kernel::policy::Role;
use kernel::{About, City, Opening, Request};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// Organisations of a large city.
const ORGANISATIONS: usize = 50_000;
const READ: Sql =
    Sql::new("bench.read", "select count(*) from organisation o where o.changed > ?1 and o.kind = 'company'");

struct Wanted {
    entries: i64,
    seconds: u64,
    callers: usize,
    import: usize,
    postgres: bool,
    verify: bool,
    folder: Option<PathBuf>,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let wanted = wanted()?;
    let temporary = tempfile::tempdir()?;
    let folder = wanted.folder.clone().unwrap_or_else(|| temporary.path().to_owned());
    std::fs::create_dir_all(&folder)?;
    let place = match wanted.postgres {
        false => Place::file(folder.join("city.db")),
        true => {
            let server = tempfile::Builder::new().prefix("bitgoeul-bench-").tempdir()?.keep();
            let settings = ["shared_buffers=1GB", "max_wal_size=8GB"];
            let url = testkit::postgres::start_in(&server, &settings).ok_or("there is no PostgreSQL here")?;
            Place::schema(&url, "bench")?
        }
    };
    let officer = prepare(&folder, &place, wanted.entries)?;
    let city = open(&folder, &place)?;
    println!("load of the machine before: {}", std::fs::read_to_string("/proc/loadavg")?.trim());
    run(&city, officer, &wanted)?;
    println!("load of the machine after: {}", std::fs::read_to_string("/proc/loadavg")?.trim());
    if wanted.verify {
        let started = Instant::now();
        let verdict = kernel::journal::verify::of_city(&city, &Default::default())?;
        println!("verified in {:.1} s: {:?}", started.elapsed().as_secs_f64(), verdict);
    }
    Ok(())
}

fn wanted() -> Result<Wanted, Box<dyn std::error::Error>> {
    let mut wanted = Wanted {
        entries: 1_000_000,
        seconds: 60,
        callers: 64,
        import: 100_000,
        postgres: false,
        verify: false,
        folder: None,
    };
    let mut args = std::env::args().skip(1);
    while let Some(name) = args.next() {
        match name.as_str() {
            "--postgres" => wanted.postgres = true,
            "--verify" => wanted.verify = true,
            _ => {
                let value = args.next().ok_or(format!("{name} needs a value"))?;
                match name.as_str() {
                    "--entries" => wanted.entries = value.parse()?,
                    "--seconds" => wanted.seconds = value.parse()?,
                    "--callers" => wanted.callers = value.parse()?,
                    "--import" => wanted.import = value.parse()?,
                    "--folder" => wanted.folder = Some(value.into()),
                    _ => return Err(format!("{name} is not known").into()),
                }
            }
        }
    }
    Ok(wanted)
}

struct Machine;

impl base::Clock for Machine {
    fn now(&self) -> base::Instant {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        base::Instant::from_micros(since.as_micros() as i64)
    }
}

struct Random;

impl Source for Random {
    fn fill(&mut self, bytes: &mut [u8]) {
        getrandom::fill(bytes).expect("a machine has randomness");
    }
}

fn open(folder: &Path, place: &Place) -> base::Result<City> {
    let migrations: Vec<Migrations> = vec![kernel::MIGRATIONS];
    City::open(Opening {
        folder: folder.to_owned(),
        place: Some(place.clone()),
        master_key: None,
        migrations,
        clock: Arc::new(Machine),
        source: Arc::new(|| Box::new(Random)),
        readers: 4,
        accept_clock: false,
    })
}

/// Founds the city, gives an officer a role, registers organisations, and fills the journal up to `entries`.
fn prepare(folder: &Path, place: &Place, entries: i64) -> base::Result<PersonId> {
    let started = Instant::now();
    let city = open(folder, place)?;
    if city.position() == 0 {
        let name = Tri { ko: Some("시험시".into()), ..Tri::default() };
        let (slug, zone, branch) = ("bench".into(), "Asia/Seoul".into(), "main".into());
        city.found(About { slug, name, zone, synthetic: true, official: false, branch })?;
        city.act_blocking(Caller::System("bench"), None, |tx| {
            bulk::import(tx, &origin(1), lines("company", ORGANISATIONS))
        })?;
    }
    let person = kernel::person::acts::new_key(&city)?;
    let days = Days::ALWAYS;
    let grant =
        NewGrant { person, role: Role::Officer, organisation: None, office: None, deputy_of: None, days };
    city.act_blocking(Caller::System("bench"), None, move |tx| {
        kernel::person::acts::register(tx, person, &[])
    })?;
    city.act_blocking(Caller::System("bench"), None, move |tx| kernel::account::acts::grant(tx, &grant))?;
    let organisations = organisations(&city)?;
    drop(city);
    let before = fill::fill(folder, place, &organisations, entries)?;
    let seconds = started.elapsed().as_secs_f64();
    println!("{before} entries were in place, {entries} are now; preparing took {seconds:.1} s");
    Ok(person)
}

fn organisations(city: &City) -> base::Result<Vec<Id>> {
    const IDS: Sql = Sql::new("bench.ids", "select id from organisation order by id limit 50000");
    city.read_blocking(|read| read.list(&IDS, &[], |row| row.get(0)))
}

fn origin(number: u8) -> Origin {
    let mut source = base::Seeded::new(number.into());
    Origin {
        import: Id::new(base::Instant::from_micros(1), &mut source),
        digest: "0".repeat(64),
        left_out: 0,
    }
}

fn lines(kind: &str, count: usize) -> Vec<NewLine> {
    let line = |number: usize| NewLine {
        organisation: NewOrganisation {
            kind: kind.into(),
            name: Tri { ko: Some(format!("{kind} 기관 {number}")), ..Tri::default() },
            ..Default::default()
        },
        presence: None,
    };
    (0..count).map(line).collect()
}

fn run(city: &City, officer: PersonId, wanted: &Wanted) -> Result<(), Box<dyn std::error::Error>> {
    let organisations = Arc::new(organisations(city)?);
    let over = Arc::new(AtomicBool::new(false));
    let (reader, import) = (long_reader(city, &over), import(city, wanted));
    let (cpu, started) = (Cpu::now(), Instant::now());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build()?;
    let until = started + Duration::from_secs(wanted.seconds);
    let latencies = runtime.block_on(async {
        let callers: Vec<_> = (0..wanted.callers)
            .map(|number| {
                tokio::spawn(caller(city.clone(), officer, Arc::clone(&organisations), number, until))
            })
            .collect();
        let mut all = Latencies::default();
        for caller in callers {
            all.join(caller.await.expect("no caller panics"));
        }
        all
    });
    let (took, cpu) = (started.elapsed(), cpu.since());
    over.store(true, Ordering::Relaxed);
    let reads = reader.join().expect("the reader does not panic");
    let import = import.join().expect("the import does not panic");
    println!("{}", latencies.say(took, cpu));
    println!("{reads} long reads; the import of {} lines took {import:.2} s", wanted.import);
    Ok(())
}

async fn caller(
    city: City,
    officer: PersonId,
    organisations: Arc<Vec<Id>>,
    number: usize,
    until: Instant,
) -> Latencies {
    let mut random = base::Seeded::new(city.position() as u64 * 1_000 + number as u64);
    let mut latencies = Latencies::default();
    while Instant::now() < until {
        let id = organisations[random.below(organisations.len() as u64) as usize];
        let key = format!("{:016x}{:016x}", random.next_u64(), random.next_u64());
        let request = Request { fingerprint: key.clone(), id: key };
        let presence = NewPresence {
            code: "P3".into(),
            days: Days { from: Some(Day::from_number(20_000 - random.below(3_000) as i64)), to: None },
            level: Level::Attested,
            evidence: Some(Form::Reference { reference: format!("bench {}", random.next_u64()) }),
            issuer: Some("bench".into()),
            issued: Some(Day::from_number(20_000)),
        };
        let started = Instant::now();
        let act = move |tx: &mut kernel::Tx<'_>| acts::state_presence(tx, id, presence);
        let done = city.act(Caller::Person(officer), Some(request), act).await;
        match done {
            Ok(_) => latencies.add(started.elapsed()),
            Err(error) => latencies.fail(error.saying().map_or("fault", |saying| saying.key)),
        }
    }
    latencies
}

/// Holds one snapshot after another, each for 5 s, and reads in it all the time.
fn long_reader(city: &City, over: &Arc<AtomicBool>) -> std::thread::JoinHandle<u64> {
    let (city, over) = (city.clone(), Arc::clone(over));
    std::thread::spawn(move || {
        let mut reads = 0;
        while !over.load(Ordering::Relaxed) {
            let over = Arc::clone(&over);
            let read = city.read_blocking(move |read| {
                let started = Instant::now();
                while started.elapsed() < Duration::from_secs(5) && !over.load(Ordering::Relaxed) {
                    let _: i64 = read.one(&READ, &[0i64.into()], |row| row.get(0))?;
                    // The snapshot is held for 5 s; a page also waits for its reader.
                    std::thread::sleep(Duration::from_millis(20));
                }
                Ok(())
            });
            reads += u64::from(read.is_ok());
        }
        reads
    })
}

/// One act that imports many lines, a third of the time into the run; seconds it took.
fn import(city: &City, wanted: &Wanted) -> std::thread::JoinHandle<f64> {
    let (city, count, wait) = (city.clone(), wanted.import, Duration::from_secs(wanted.seconds / 3));
    std::thread::spawn(move || {
        let lines = lines("school", count);
        std::thread::sleep(wait);
        let started = Instant::now();
        let done =
            city.act_blocking(Caller::System("bench"), None, move |tx| bulk::import(tx, &origin(2), lines));
        done.map_or(f64::NAN, |_| started.elapsed().as_secs_f64())
    })
}
