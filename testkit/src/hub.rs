//! A small city of its own for one test.

use crate::clock::TestClock;
use crate::postgres;
use base::{Seeded, Source, Tri};
use db::{Migrations, Place};
use kernel::{About, City, Opening};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Which database the city stands on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Database {
    /// A file.
    Sqlite,
    /// A schema.
    Postgres,
}

/// A city with a clock that can be moved and randomness that repeats.
pub struct Hub {
    /// The city.
    pub city: City,
    /// Its clock.
    pub clock: Arc<TestClock>,
    folder: tempfile::TempDir,
    place: Option<Place>,
    migrations: Vec<Migrations>,
}

/// The first moment of every test city.
pub const START: &str = "2026-11-20T01:00:00Z";

impl Hub {
    /// A founded city on SQLite with the kernel's tables and those of the areas.
    pub fn new(areas: &[Migrations]) -> Hub {
        Hub::on(Database::Sqlite, areas).expect("SQLite is always there")
    }

    /// The same on either database; none when this machine has no PostgreSQL.
    pub fn on(database: Database, areas: &[Migrations]) -> Option<Hub> {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let place = Some(Hub::place(database, folder.path())?);
        let clock = Arc::new(TestClock::at(START));
        let migrations = [&[kernel::MIGRATIONS], areas].concat();
        let city = open(folder.path(), place.clone(), &clock, &migrations, false);
        let name = Tri { ko: Some("시험시".into()), en: Some("Testville".into()), zh: None };
        let about = About {
            slug: "testville".into(),
            name,
            zone: "Asia/Seoul".into(),
            synthetic: true,
            official: false,
            branch: "main".into(),
        };
        city.found(about).expect("founding a test city");
        Some(Hub { city, clock, folder, place, migrations })
    }

    /// An empty place of a database; none when this machine has no PostgreSQL. A file stands in `folder`.
    pub fn place(database: Database, folder: &Path) -> Option<Place> {
        match database {
            Database::Sqlite => Some(Place::file(folder.join("city.db"))),
            Database::Postgres => {
                Some(Place::schema(&postgres::url()?, &postgres::new_schema()).expect("a plain name"))
            }
        }
    }

    /// Every database this machine has.
    pub fn on_each(areas: &[Migrations], test: impl Fn(Hub)) {
        test(Hub::new(areas));
        match Hub::on(Database::Postgres, areas) {
            Some(hub) => test(hub),
            None => crate::skip::skipped(std::thread::current().name().unwrap_or("a test"), "PostgreSQL"),
        }
    }

    /// The data folder.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Ends the writer and opens the same folder again, as after a restart.
    pub fn reopen(self, accept_clock: bool) -> Hub {
        let Hub { city, clock, folder, place, migrations } = self;
        drop(city);
        let city = open(folder.path(), place.clone(), &clock, &migrations, accept_clock);
        Hub { city, clock, folder, place, migrations }
    }

    /// All tables as text.
    pub fn dump(&self) -> String {
        let conn = db::Conn::open(self.city.place()).expect("a second connection");
        crate::dump::dump(&conn).expect("reading all tables")
    }

    /// A path in the data folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder().join(name)
    }
}

/// How test cities are opened: seeded randomness, two readers.
pub fn opening(
    folder: &Path,
    place: Option<Place>,
    clock: Arc<dyn base::Clock>,
    migrations: &[Migrations],
) -> Opening {
    let seeds = AtomicU64::new(20_261_120);
    let source = move || Box::new(Seeded::new(seeds.fetch_add(1, Ordering::SeqCst))) as Box<dyn Source>;
    Opening {
        folder: folder.to_owned(),
        place,
        master_key: None,
        migrations: migrations.to_vec(),
        clock,
        source: Arc::new(source),
        readers: 2,
        accept_clock: false,
    }
}

fn open(
    folder: &Path,
    place: Option<Place>,
    clock: &Arc<TestClock>,
    migrations: &[Migrations],
    accept_clock: bool,
) -> City {
    let opening = opening(folder, place, Arc::clone(clock) as Arc<dyn base::Clock>, migrations);
    City::open(Opening { accept_clock, ..opening }).expect("opening a test city")
}
