//! Walking: both ways, in scope, through what was loaded.

use super::{meant, walk};
use base::Day;
use kernel::policy::Actor;
use kernel::scope::Sight;
use std::path::Path;
use std::sync::Arc;

fn gwangju() -> kernel::City {
    let folder = tempfile::tempdir().unwrap().keep();
    let clock: Arc<dyn base::Clock> = Arc::new(testkit::TestClock::at(testkit::hub::START));
    let migrations = [kernel::MIGRATIONS, crate::MIGRATIONS];
    let city = kernel::City::open(testkit::hub::opening(&folder, None, clock, &migrations)).unwrap();
    let pack = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cities/gwangju");
    crate::pack::load(
        &city,
        &crate::pack::read(&pack, base::Instant::parse("2026-11-20T01:00:00Z").unwrap()).unwrap(),
    )
    .unwrap();
    city
}

#[test]
fn a_number_leads_to_who_said_it_and_on_to_what_else_they_said() {
    let city = gwangju();
    let thread = |of: &'static str| {
        let sight = Sight::of(&Actor::Visitor, Day::parse("2026-11-20").unwrap());
        city.read_blocking(move |read| walk(read, &meant(read, of)?, &Actor::Visitor, &sight))
    };
    let claim = thread("claim:c030").unwrap();
    assert_eq!(claim.of.number.as_deref(), Some("c030"));
    let [by] = claim.causes.as_slice() else { panic!("{claim:?}") };
    assert_eq!(
        (by.distance, by.verb.as_str(), by.record.title.text(base::Lang::Ko)),
        (1, "said", "광주광역시")
    );
    assert!(claim.effects.is_empty());
    let name: &'static str = Box::leak(by.record.name.clone().into_boxed_str());
    let hall = thread(name).unwrap();
    let said = hall.effects.iter().filter(|step| step.verb == "said").count();
    assert_eq!(said, 21, "every number whose speaker is the city");
    for missing in ["claim:c999", "organisation:none", "nonsense", "claim_hand_in:x"] {
        assert!(thread(missing).unwrap_err().is("base-not-found"), "{missing}");
    }
}

fn walked(city: &kernel::City, of: &str) -> base::Result<super::Thread> {
    let (of, sight) = (of.to_owned(), Sight::of(&Actor::Visitor, Day::parse("2026-11-20").unwrap()));
    city.read_blocking(move |read| walk(read, &meant(read, &of)?, &Actor::Visitor, &sight))
}

fn names(steps: &[super::ThreadStep]) -> Vec<(&str, &str)> {
    steps.iter().map(|step| (step.verb.as_str(), step.record.number.as_deref().unwrap_or(""))).collect()
}

#[test]
fn every_part_of_the_public_record_can_be_walked() {
    let city = gwangju();
    let plan = city.read_blocking(|read| crate::plan::store::get(read, 1)).unwrap();
    let strategy = &plan.strategies[0];
    let task = &strategy.tasks[0];
    let walked_task = walked(&city, &format!("plan_element:{}", task.id)).unwrap();
    assert_eq!(
        names(&walked_task.causes),
        [
            ("sets_out", strategy.strategy.code.as_str()),
            ("sets_out", plan.plan.code.as_str()),
            ("led_to", "")
        ],
        "the strategy, the plan, and the event that led to the plan"
    );
    let of_strategy = walked(&city, &format!("plan_element:{}", strategy.strategy.id)).unwrap();
    let tasks = of_strategy.effects.iter().filter(|step| step.distance == 1).count();
    assert_eq!(tasks, strategy.tasks.len());
    let target = walked(&city, &format!("target:{}", plan.targets[0].code)).unwrap();
    assert_eq!(target.of.page.as_deref(), Some(format!("/plan#{}", plan.targets[0].code).as_str()));
    assert_eq!(names(&target.causes)[0], ("sets_out", plan.plan.code.as_str()));
    let of_plan = walked(&city, &format!("plan:{}", plan.plan.id)).unwrap();
    let parts = of_plan.effects.iter().filter(|step| step.distance == 1 && step.verb == "sets_out").count();
    assert_eq!(parts, plan.values.len() + plan.strategies.len() + plan.targets.len());

    let short = walked(&city, &format!("task:{}", task.code)).unwrap();
    assert_eq!(short, walked_task, "a task by the word that people use");

    let budget = city.read_blocking(|read| crate::budget::store::list(read)).unwrap();
    assert!(!budget.is_empty());
    for line in &budget {
        let found = walked(&city, &format!("budget_line:{}", line.code)).unwrap();
        assert_eq!(found, walked(&city, &format!("budget_line:{}", line.id)).unwrap());
        assert_eq!(found.of.page.as_deref(), Some(format!("/budget#{}", line.code).as_str()));
    }
    let mut served = 0;
    for task in plan.strategies.iter().flat_map(|strategy| &strategy.tasks) {
        let own = walked(&city, &format!("plan_element:{}", task.id)).unwrap();
        for step in &own.beside {
            let back = walked(&city, &step.record.name).unwrap();
            assert!(names(&back.beside).contains(&("served_by", task.code.as_str())), "{step:?}");
            let caused = names(&back.causes).iter().any(|(verb, _)| *verb == "served_by");
            assert!(!caused, "what serves a task may be older than the plan: {step:?}");
            served += 1;
        }
    }
    assert!(served > 10, "what serves a task leads back to it: {served}");
}

#[test]
fn a_published_number_stands_beside_the_tasks_that_name_its_subject() {
    let city = gwangju();
    let claim = walked(&city, "c030").unwrap();
    assert_eq!(claim, walked(&city, "claim:c030").unwrap(), "the number alone is enough");
    let tasks = names(&claim.beside);
    assert!(!tasks.is_empty() && tasks.iter().all(|(verb, _)| *verb == "served_by"), "{tasks:?}");
    let [(_, code), ..] = tasks[..] else { panic!("{tasks:?}") };
    let (vault, code) = (Arc::clone(city.vault()), code.to_owned());
    let task = walked(&city, &format!("task:{code}")).unwrap();
    let numbers: Vec<&str> = task
        .beside
        .iter()
        .filter(|step| step.record.kind == "claim")
        .filter_map(|step| step.record.number.as_deref())
        .collect();
    let reader = crate::who::Reader {
        actor: Actor::Visitor,
        today: Day::parse("2026-11-20").unwrap(),
        now: city.position(),
        vault,
    };
    let shown = city.read_blocking(move |read| crate::task::stored(read, &code, &reader)).unwrap().0.said;
    let shown: Vec<&str> = shown.iter().map(|said| said.code.as_str()).collect();
    assert_eq!(numbers, shown, "as the page of the task shows them");
    assert!(numbers.contains(&"c030"));
}

#[test]
fn an_obligation_leads_to_who_gave_it_and_to_its_agreement() {
    let city = gwangju();
    let sight = Sight::of(&Actor::Visitor, Day::parse("2026-11-20").unwrap());
    let all = city
        .read_blocking(move |read| {
            let filter = kernel::obligation::board::Filter::default();
            kernel::obligation::board::page(read, &filter, None, i64::MAX - 1, &sight, 500)
        })
        .unwrap()
        .rows;
    let (mut given, mut bound) = (0, 0);
    for one in &all {
        let found = walked(&city, &one.number).unwrap();
        let near =
            |name: String| found.causes.iter().any(|step| step.distance == 1 && step.record.name == name);
        // A person is no record of a thread.
        if let Some(from) = one.content.from.as_ref().filter(|from| from.kind != "person") {
            assert!(near(from.to_string()), "{} of {from}: {:?}", one.number, found.causes);
            let back = walked(&city, &from.to_string()).unwrap();
            let there = back.effects.iter().any(|step| step.record.name == one.name().to_string());
            assert!(there || back.not_shown > 0, "{from} does not lead to {}", one.number);
            given += 1;
        }
        if let Some(agreement) = one.content.agreement {
            assert!(near(format!("agreement:{agreement}")), "{}: {:?}", one.number, found.causes);
            bound += 1;
        }
        assert!(found.causes.iter().all(|step| step.record.kind != "person"));
    }
    assert!(given >= 5 && bound >= 10, "{given} given, {bound} bound");
}

#[test]
fn a_number_that_people_see_is_an_address_without_its_kind() {
    let city = gwangju();
    for (alone, whole) in [
        ("2020-MOU-0001", "agreement:2020-MOU-0001"),
        ("2026-ORG-0001", "organisation:2026-ORG-0001"),
        ("c101", "claim:c101"),
        ("firms-present", "measure:firms-present"),
    ] {
        assert_eq!(walked(&city, alone).unwrap(), walked(&city, whole).unwrap(), "{alone}");
    }
    for missing in ["2020-MOU-9999", "c999", "jobs-hidden", "아무것도"] {
        assert!(walked(&city, missing).unwrap_err().is("base-not-found"), "{missing}");
    }
}

#[test]
fn a_fact_leads_to_whom_it_is_about_and_people_stay_where_they_are() {
    let city = gwangju();
    let of_kind = |kind: &'static str| {
        city.read_blocking(move |read| kernel::fact::store::of_kind(read, kind, i64::MAX - 1, None, 1))
            .unwrap()
    };
    let member = of_kind(crate::body::MEMBER.name).remove(0);
    let found = walked(&city, &format!("fact:{}", member.id)).unwrap();
    assert_eq!((found.of.number.as_deref(), found.causes[0].verb.as_str()), (Some("body_member"), "about"));
    assert_eq!(found.causes[0].record.name, member.says.subject.to_string());
    assert_eq!(found.effects[0].record.name, member.says.other.unwrap().to_string());
    let role = of_kind(crate::people::ROLE.name).remove(0);
    let found = walked(&city, &format!("fact:{}", role.id)).unwrap();
    assert!(found.of.title.is_empty() && found.causes.is_empty(), "no name and no person: {found:?}");
}

#[test]
fn measures_and_their_counts_are_walked_as_far_as_they_are_published() {
    let hub = testkit::Hub::new(&[crate::MIGRATIONS]);
    let text = include_str!("../../../../cities/mirinae/measures/firms-present.toml");
    let held = crate::measure::definition::read("firms", text).unwrap().0;
    let id = base::Id::new(hub.city.now(), &mut base::Seeded::new(1));
    let snapshot = crate::measure::Snapshot {
        id,
        number: "2026-SNP-0001".into(),
        measure: held.id.clone(),
        version: held.version,
        position: 1,
        as_of: Day::parse("2026-11-20").unwrap(),
        minimum: base::Level::Official,
        engine: "table 1".into(),
        rows: Some(0),
        digest: "0".repeat(64),
        seq: 0,
        published: None,
    };
    let key = held.id.clone();
    let stored = hub.city.tidy_blocking(move |tx| {
        crate::measure::store::insert(tx, &key, held.version, text, "digest")?;
        crate::measure::store::insert_snapshot(tx, &snapshot, "")
    });
    stored.unwrap();
    let of = |name: &str| walked(&hub.city, name);
    for hidden in ["measure:firms-present", "snapshot:2026-SNP-0001", "measure:none"] {
        assert!(of(hidden).unwrap_err().is("base-not-found"), "{hidden}");
    }
    hub.city.tidy_blocking(|tx| crate::measure::store::publish(tx, "firms-present", 3).map(|_| ())).unwrap();
    let measure = of("measure:firms-present").unwrap();
    assert!(
        measure.effects.is_empty() && measure.not_shown == 0,
        "an internal count is not told: {measure:?}"
    );
    hub.city
        .tidy_blocking(|tx| crate::measure::store::publish_snapshot(tx, "2026-SNP-0001").map(|_| ()))
        .unwrap();
    assert_eq!(names(&of("measure:firms-present").unwrap().effects), [("kept_as", "2026-SNP-0001")]);
    assert_eq!(names(&of(&format!("snapshot:{id}")).unwrap().causes), [("kept_as", "firms-present")]);
}
