//! Loading: twice changes nothing; both databases hold the same; real cities are refused what only made-up ones have.

use super::{folder, now, pack, today};
use crate::pack::load::Tally;
use crate::pack::{Pack, Report, load, read};
use crate::{MIGRATIONS, body, budget, people, plan};
use kernel::City;
use kernel::fact::store::LATEST;
use kernel::organisation::store::{Filter, by_source, count, find};
use std::sync::Arc;
use testkit::{Database, Hub, TestClock};

/// A city that nobody founded: the pack names it.
fn empty(folder: &std::path::Path, database: Database) -> Option<City> {
    let place = Hub::place(database, folder)?;
    let clock = Arc::new(TestClock::at(testkit::hub::START));
    let migrations = [kernel::MIGRATIONS, MIGRATIONS];
    Some(City::open(testkit::hub::opening(folder, Some(place), clock, &migrations)).unwrap())
}

fn loaded_twice(pack: &Pack, database: Database) -> Option<(City, Report, String)> {
    let folder = tempfile::tempdir().unwrap().keep();
    let city = empty(&folder, database)?;
    let first = load(&city, pack).unwrap();
    assert!(first.items.values().all(|tally| tally.known == 0 && tally.new > 0), "{first:?}");
    let dump = testkit::dump::dump(&db::Conn::open(city.place()).unwrap()).unwrap();
    let second = load(&city, pack).unwrap();
    assert!(second.changed_nothing(), "{second:?}");
    for (kind, tally) in &second.items {
        assert_eq!(*tally, Tally { new: 0, known: first.items[kind].new }, "{kind}");
    }
    assert_eq!(dump, testkit::dump::dump(&db::Conn::open(city.place()).unwrap()).unwrap());
    Some((city, first, dump))
}

#[test]
fn the_public_record_of_gwangju_loads_and_loading_again_changes_nothing() {
    let pack = pack("gwangju");
    let (city, report, dump) = loaded_twice(&pack, Database::Sqlite).unwrap();
    // Four pledges of one agreement, three of another, and one that each of twelve institutions owes.
    let new = |kind: &str| report.items[kind].new;
    assert_eq!((new("agreement"), new("pledge"), new("directive"), new("proposal")), (4, 19, 7, 7));
    assert_eq!((new("event"), report.kept_for_later.len()), (8, 0));
    let about = city.about().unwrap();
    assert!(!about.synthetic && !about.official);
    let vault = Arc::clone(city.vault());
    city.read_blocking(move |read| {
        let plan = plan::store::get(read, 0)?;
        let tasks: Vec<usize> = plan.strategies.iter().map(|s| s.tasks.len()).collect();
        assert_eq!(tasks, [5, 6, 5, 4]);
        let targets: Vec<(i64, &str)> = plan.targets.iter().map(|t| (t.amount, t.unit.as_str())).collect();
        assert_eq!(targets, [(1_000, "company"), (7_000, "person"), (5_150, "person"), (200, "person")]);
        assert_eq!(plan.later.len(), 2);
        assert_eq!(count(read, &Filter::default(), today())?, 31);
        let bodies = body::store::list(read)?;
        assert_eq!(bodies.iter().map(|b| b.members.len()).collect::<Vec<_>>(), [0, 0, 0, 6]);
        let line = &budget::store::list(read)?[0];
        assert_eq!((line.amount, line.unit.as_str(), line.said_amount), (3_100_000_000, "krw", 31));
        let people = people::list(read, &vault)?;
        assert_eq!(people.len(), 8);
        let mayor = people.iter().find(|p| p.roles.iter().any(|r| r.role == "mayor")).unwrap();
        assert_eq!(mayor.name.as_ref().unwrap().text(base::Lang::Ko), "이용섭");
        // Two sources print two dean's offices of one person: both stay.
        assert!(
            people.iter().any(|p| p.roles.len() == 2 && p.roles.iter().all(|r| r.role.starts_with("dean, ")))
        );
        Ok(())
    })
    .unwrap();
    for (ko, id) in [("이용섭", "lee-yong-sup"), ("차상균", "cha-sang-kyun"), ("물릭", "moulic")] {
        assert!(!dump.contains(ko) && !dump.contains(id), "{id} stands outside the vault");
    }
    match loaded_twice(&pack, Database::Postgres) {
        Some((_, _, other)) => assert_eq!(dump, other),
        None => testkit::skip::skipped("the_public_record_of_gwangju_loads", "PostgreSQL"),
    }
}

#[test]
fn the_made_up_city_has_its_firms_and_its_doors() {
    let pack = pack("mirinae");
    let (city, _, dump) = loaded_twice(&pack, Database::Sqlite).unwrap();
    let own = pack.partners.organisation.len() as i64;
    city.read_blocking(move |read| {
        // Twenty firms were registered twice and merged: they count once.
        assert_eq!(count(read, &Filter::default(), today())?, 1_200 + own);
        let firm = by_source(read, "pack:mirinae/firm-0001")?.unwrap();
        assert!(find(read, firm, LATEST)?.business_number.unwrap().starts_with('0'));
        Ok(())
    })
    .unwrap();
    for sign_in in &pack.city.sign_in {
        let (login, password) = (sign_in.login.get_ref().as_str(), sign_in.password.get_ref().as_str());
        kernel::account::acts::sign_in(&city, login, password).unwrap();
    }
    match loaded_twice(&pack, Database::Postgres) {
        Some((_, _, other)) => assert!(dump == other, "the tables of the two databases differ"),
        None => testkit::skip::skipped("the_made_up_city_has_its_firms_and_its_doors", "PostgreSQL"),
    }
}

#[test]
fn a_pack_of_another_city_is_refused() {
    let hub = Hub::new(&[MIGRATIONS]);
    let before = hub.dump();
    let refused = load(&hub.city, &pack("gwangju")).unwrap_err();
    assert!(refused.is("tower-pack-other-city"), "{refused}");
    assert_eq!(before, hub.dump());
}

#[test]
fn what_people_corrected_since_is_theirs() {
    let folder = tempfile::tempdir().unwrap();
    let city = empty(folder.path(), Database::Sqlite).unwrap();
    let pack = read(&super::folder("gwangju"), now()).unwrap();
    load(&city, &pack).unwrap();
    let aica = city.read_blocking(|read| by_source(read, "pack:gwangju/aica")).unwrap().unwrap();
    city.act_blocking(kernel::Caller::System("test"), None, move |tx| {
        let old = find(tx, aica, LATEST)?;
        let new = kernel::organisation::NewOrganisation {
            kind: old.kind.clone(),
            name: base::Tri::korean("새 이름"),
            ..Default::default()
        };
        kernel::organisation::acts::correct(tx, aica, new, "renamed", None)
    })
    .unwrap();
    assert!(load(&city, &pack).unwrap().changed_nothing());
    let name = city.read_blocking(move |read| find(read, aica, LATEST)).unwrap().name;
    assert_eq!(name.ko.as_deref(), Some("새 이름"));
    assert!(self::folder("gwangju").is_dir());
}
