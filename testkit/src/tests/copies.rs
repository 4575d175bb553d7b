//! Journals that leave the city and backups that come back, on both databases and from one to the other.

use crate::hub::{Database, Hub, opening};
use base::{PersonId, Tri};
use kernel::account::Caller;
use kernel::backup::{self, Target};
use kernel::journal::export::{self, Line};
use kernel::journal::verify::{self, Finding, Trusted, Verdict};
use kernel::journal::{Entry, store};
use kernel::organisation::{NewOrganisation, acts};
use kernel::person::{self, NewField};
use std::sync::Arc;

fn register(hub: &Hub, name: &str) {
    register_in(&hub.city, name);
}

fn person(hub: &Hub, name: &'static str) -> PersonId {
    let person = person::acts::new_key(&hub.city).unwrap();
    hub.city
        .act_blocking(Caller::System("test"), None, move |tx| {
            person::acts::register(tx, person, &[NewField::public("name_ko", name)])
        })
        .unwrap();
    person
}

fn erase(city: &kernel::City, person: PersonId) {
    city.act_blocking(Caller::System("test"), None, move |tx| {
        person::acts::erase(tx, person, "개인정보보호법 제36조", "")
    })
    .unwrap();
    person::acts::destroy_ordered(city).unwrap();
}

fn name_of(city: &kernel::City, person: PersonId) -> Option<String> {
    let vault = Arc::clone(city.vault());
    city.read_blocking(move |read| person::public_name(read, &vault, person))
        .unwrap()
        .and_then(|name| name.ko)
}

fn trusted(hub: &Hub) -> Trusted {
    let newest = hub.city.read_blocking(|read| store::latest_checkpoint(read)).unwrap();
    Trusted {
        public_key: Some(hub.city.public_key().to_owned()),
        kept: newest.into_iter().map(|head| head.note).collect(),
    }
}

fn exported(city: &kernel::City) -> Vec<u8> {
    let mut out = Vec::new();
    export::export(city, &mut out).unwrap();
    out
}

fn verify(bytes: &[u8], trusted: &Trusted) -> Verdict {
    verify::of_export(&mut &bytes[..], trusted).unwrap()
}

#[test]
fn an_exported_journal_verifies_without_the_city() {
    Hub::on_each(&[], |hub| {
        let forgotten = person(&hub, "홍길동");
        (0..40).for_each(|n| register(&hub, &format!("기관 {n}")));
        let early = trusted(&hub);
        erase(&hub.city, forgotten);
        (0..3).for_each(|n| register(&hub, &format!("뒤 {n}")));
        let late = trusted(&hub);
        let bytes = exported(&hub.city);
        assert!(!String::from_utf8_lossy(&bytes).contains("홍길동"));
        let both = Trusted { kept: [early.kept.clone(), late.kept.clone()].concat(), ..late.clone() };
        let verdict = verify(&bytes, &both);
        assert_eq!(verdict.finding(), None);
        assert_eq!((verdict.report().erased, verdict.report().confirmed), (1, 2));
        assert_eq!(verdict.report().proven, hub.city.position());
        assert_eq!(verify::of_city(&hub.city, &both).unwrap(), verdict);
        // The same journal, cut back to before the newer checkpoint, with an end that fits.
        let mut lines = Vec::new();
        export::read_lines(&mut &bytes[..], &mut |line| {
            lines.push(line);
            Ok(())
        })
        .unwrap();
        lines.truncate(lines.len() - 5);
        let count = |what: fn(&Line) -> bool| lines.iter().filter(|line| what(line)).count() as i64;
        let entries = count(|line| matches!(line, Line::Entry(_)));
        let checkpoints = count(|line| matches!(line, Line::Checkpoint(_)));
        lines.push(Line::End(export::End { entries, checkpoints }));
        let short: String = lines.iter().map(|line| serde_json::to_string(line).unwrap() + "\n").collect();
        assert_eq!(verify(short.as_bytes(), &early).finding(), None);
        let covers = hub.city.position();
        assert_eq!(
            verify(short.as_bytes(), &late).finding(),
            Some(&Finding::Shorter { ends: entries, covers })
        );
    });
}

#[test]
fn tables_changed_by_hand_are_found_from_the_running_city() {
    Hub::on_each(&[], |hub| {
        (0..12).for_each(|n| register(&hub, &format!("기관 {n}")));
        let conn = db::Conn::open(hub.city.place()).unwrap();
        let off = if conn.is_postgres() {
            "alter table journal_entry disable trigger all"
        } else {
            "drop trigger journal_entry_fixed; drop trigger journal_entry_kept"
        };
        conn.script("as an intruder", off).unwrap();
        let change = |sql: &str, expected: Finding| {
            conn.script("as an intruder", sql).unwrap();
            let verdict = verify::of_city(&hub.city, &Trusted::default()).unwrap();
            assert_eq!(verdict.finding(), Some(&expected), "{sql}");
        };
        change("delete from journal_entry where seq = 11", Finding::Removed { from: 11, to: 11 });
        change(
            "update journal_entry set actor = 'person:1' where seq = 9",
            Finding::HeaderAltered { seq: 9 },
        );
        change("update journal_entry set body = '{}' where seq = 7", Finding::BodyAltered { seq: 7 });
        change("update journal_entry set salt = null where seq = 5", Finding::HalfErased { seq: 5 });
        let examined = kernel::doctor::examine(&hub.city).unwrap();
        let broken: Vec<&str> = examined
            .iter()
            .filter(|check| check.state == kernel::doctor::State::Broken)
            .map(|check| check.says.key)
            .collect();
        assert_eq!(broken, ["doctor-journal-disagrees", "doctor-bodies-half"]);
    });
}

#[test]
fn a_healthy_city_is_well() {
    Hub::on_each(&[], |hub| {
        person(&hub, "홍길동");
        register(&hub, "기관");
        for check in kernel::doctor::examine(&hub.city).unwrap() {
            let well = check.state == kernel::doctor::State::Well || check.says.key.contains("-space-");
            assert!(well, "{:?}", check.says);
            assert!(kernel::WORDS.contains(&format!("[{}]", check.says.key)));
        }
        person::acts::new_key(&hub.city).unwrap();
        let checks = kernel::doctor::examine(&hub.city).unwrap();
        assert!(checks.iter().any(|check| check.says.key == "doctor-keys-orphaned"));
    });
}

/// Backs a city up, lets its life go on, and restores the backup on another database.
fn restore_from(hub: Hub, to: Database) {
    let (anna, berta, carl) = (person(&hub, "안나"), person(&hub, "베르타"), person(&hub, "카를"));
    (0..30).for_each(|n| register(&hub, &format!("기관 {n}")));
    erase(&hub.city, anna);
    std::fs::write(hub.path("files/a1"), b"bytes").unwrap();
    let (rows, keys, into) = (hub.path("b/rows"), hub.path("b/keys"), hub.path("restored"));
    let manifest = backup::backup(&hub.city, &rows, &keys).unwrap();
    assert_eq!((manifest.position, manifest.files), (hub.city.position(), 1));
    assert!(backup::backup(&hub.city, &rows, &keys).err().unwrap().is("backup-not-empty"));
    let old = trusted(&hub);
    erase(&hub.city, berta);
    (0..4).for_each(|n| register(&hub, &format!("뒤 {n}")));
    let newer = trusted(&hub);
    let journal = exported(&hub.city);
    let erased = backup::erasures(&mut &journal[..], manifest.position).unwrap();
    assert_eq!(erased, [berta]);

    let Some(place) = Hub::place(to, &into) else { return crate::skip::skipped("restore", "PostgreSQL") };
    let clock = Arc::clone(&hub.clock) as Arc<dyn base::Clock>;
    let target = Target {
        opening: opening(&into, Some(place), clock, &[kernel::MIGRATIONS]),
        branch: "restored-1".into(),
    };
    let restored = backup::restore(&rows, &keys, &erased, target).unwrap();
    let city = &restored.city;
    assert_eq!(restored.verdict.finding(), None);
    assert_eq!(restored.verdict.report().proven, manifest.position);
    assert_eq!(city.about().unwrap().branch, "restored-1");
    assert_eq!(restored.erased_again, 1);
    assert_eq!([anna, berta, carl].map(|p| name_of(city, p)), [None, None, Some("카를".into())]);
    assert_eq!(std::fs::read(into.join("files/a1")).unwrap(), b"bytes");
    // Every entry up to the backup is the one that the old city has.
    let upto = manifest.position;
    let read = |city: &kernel::City| -> Vec<Entry> {
        let mut entries = city.read_blocking(|read| store::page(read, 0, 1_000)).unwrap();
        entries.retain(|entry| entry.seq <= upto);
        entries
    };
    assert_eq!(read(city), read(&hub.city));
    // Against the old line's newer checkpoint: told apart by name, not called altered.
    let verdict = verify(&exported(city), &newer);
    let Some(Finding::OtherBranch { left, covers, .. }) = verdict.finding() else { panic!("{verdict:?}") };
    assert_eq!((*left, *covers), (upto, hub.city.position()));
    assert_eq!(verify(&exported(city), &old).finding(), None);
}

#[test]
fn a_backup_comes_back_on_either_database_as_a_branch_and_forgets_again() {
    for from in [Database::Sqlite, Database::Postgres] {
        for to in [Database::Sqlite, Database::Postgres] {
            match Hub::on(from, &[]) {
                Some(hub) => restore_from(hub, to),
                None => crate::skip::skipped("a_backup_comes_back_on_either_database", "PostgreSQL"),
            }
        }
    }
}

#[test]
fn a_broken_or_cut_backup_is_refused_with_its_line() {
    let hub = Hub::new(&[]);
    register(&hub, "기관");
    let conn = db::Conn::open(hub.city.place()).unwrap();
    let mut bytes = Vec::new();
    db::dump::write(&conn, &mut bytes, |_| Ok(())).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let load = |name: &str, text: &str| {
        let conn = db::Conn::open(&db::Place::file(folder.path().join(name))).unwrap();
        let now = base::Instant::from_micros(0);
        db::dump::read(&conn, &mut text.as_bytes(), &[kernel::MIGRATIONS], now)
    };
    assert!(load("whole", &text).unwrap() > 10);
    assert!(load("whole", &text).unwrap_err().is("db-dump-not-empty"));
    let cut = &text[..text.trim_end().rfind('\n').unwrap() + 1];
    assert!(load("cut", cut).unwrap_err().is("db-dump-broken"));
    let fewer = text.replace("{\"rows\":", "{\"rows\":9");
    assert!(load("fewer", &fewer).unwrap_err().is("db-dump-broken"));
    let newer = text.replacen("0001_journal", "9999_future", 1);
    assert!(load("newer", &newer).unwrap_err().is("db-dump-newer"));
    let name = text.replacen("{\"table\":{\"name\":\"account\"", "{\"table\":{\"name\":\"account; drop\"", 1);
    assert!(load("name", &name).unwrap_err().is("db-dump-broken"));
}

/// What stands beside a folder, and what stands in it.
fn listed(folder: &std::path::Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .map(|all| all.filter_map(|one| one.ok()?.file_name().into_string().ok()).collect())
        .unwrap_or_default();
    names.sort();
    names
}

#[test]
fn a_restore_that_fails_leaves_nothing_and_touches_nothing() {
    let hub = Hub::new(&[]);
    register(&hub, "기관");
    let (rows, keys) = (hub.path("b/rows"), hub.path("b/keys"));
    backup::backup(&hub.city, &rows, &keys).unwrap();
    let other = Hub::new(&[]);
    std::fs::write(other.path("keys/signing.key"), "00".repeat(32)).unwrap();
    for database in [Database::Sqlite, Database::Postgres] {
        let town = tempfile::tempdir().unwrap();
        let into = town.path().join("restored");
        let Some(place) = Hub::place(database, &into) else {
            return crate::skip::skipped("a_restore_that_fails_leaves_nothing", "PostgreSQL");
        };
        let restore = |keys: &std::path::Path| {
            let clock = Arc::clone(&hub.clock) as Arc<dyn base::Clock>;
            let opening = opening(&into, Some(place.clone()), clock, &[kernel::MIGRATIONS]);
            backup::restore(&rows, keys, &[], Target { opening, branch: "restored-1".into() })
        };
        // Keys of another city open nothing of this one; it is noticed when everything was copied.
        let wrong = restore(&other.path("keys")).err().unwrap();
        assert!(wrong.is("backup-other-signing-key"), "{wrong}");
        assert_eq!(listed(town.path()), Vec::<String>::new());
        // What stands at the place is left as it is.
        std::fs::create_dir(&into).unwrap();
        std::fs::write(into.join("mine.txt"), b"mine").unwrap();
        assert!(restore(&keys).err().unwrap().is("backup-not-empty"));
        assert_eq!((listed(town.path()), listed(&into)), (vec!["restored".into()], vec!["mine.txt".into()]));
        std::fs::remove_file(into.join("mine.txt")).unwrap();
        // With the right keys the same place, an empty folder by now, takes the city.
        let restored = restore(&keys).unwrap();
        assert_eq!(restored.verdict.finding(), None);
        assert_eq!(listed(town.path()), ["restored"]);
        register_in(&restored.city, "뒤");
        let full = restore(&keys).err().unwrap();
        assert!(full.is("backup-not-empty"), "{full}");
    }
}

fn register_in(city: &kernel::City, name: &str) {
    let new = NewOrganisation { name: Tri { ko: Some(name.into()), ..Tri::default() }, ..Default::default() };
    city.act_blocking(Caller::System("test"), None, move |tx| acts::register(tx, new)).unwrap();
}
