//! Followers: exactly once inside the writer, at least once outside, parking, rebuilding, and the runner's threads.

use super::promises::{act, organisation, pledge, read_obligation};
use crate::hub::Hub;
use base::problem::Class;
use base::{Fault, Id, Ref, Result, Saying};
use kernel::fact::store::LATEST;
use kernel::follower::runner::{Duties, Runner};
use kernel::follower::{self, FAILURES_MAX, Follower, Since, Work, store};
use kernel::journal::Entry;
use kernel::policy::{Action, Role};
use kernel::{City, Tx, journal, link, obligation};
use proptest::prelude::*;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, mpsc};

const SEEN: Action = Action::new("test.follower.seen", &[]);
const NAME: &str = "test-follower";

/// Marks the entry's subject with a link and records that: two effects that must both be there once.
fn mark(tx: &mut Tx<'_>, entry: &Entry) -> Result<()> {
    let basis = entry.seq.to_string();
    link::write(tx, &Ref::new("follower", NAME), "saw", &Ref::parse(&entry.subject)?, Some(&basis))?;
    tx.record(&SEEN, Ref::new("follower", NAME), None, &json!({"position": entry.seq}), &[])?;
    Ok(())
}

fn following(work: Work) -> Follower {
    Follower { name: NAME, actions: &["kernel.obligation"], since: Since::Beginning, work }
}

/// Positions of the entries that were marked, with repetitions.
fn marked(city: &City) -> Vec<i64> {
    let links =
        city.read_blocking(|read| link::from(read, &Ref::new("follower", NAME), LATEST, 1_000)).unwrap();
    let mut marked: Vec<i64> = links.iter().map(|l| l.basis.as_deref().unwrap().parse().unwrap()).collect();
    marked.sort();
    marked
}

/// Positions of the entries of obligations.
fn expected(city: &City) -> Vec<i64> {
    let entries = city.read_blocking(|read| journal::store::page(read, 0, 1_000)).unwrap();
    entries.iter().filter(|e| e.action.starts_with("kernel.obligation.")).map(|e| e.seq).collect()
}

fn standing(city: &City) -> store::Standing {
    city.read_blocking(|read| store::standing(read, NAME)).unwrap().unwrap()
}

fn parked(city: &City) -> Vec<store::Parked> {
    city.read_blocking(|read| store::parked(read, ("", 0), 100)).unwrap()
}

fn promise(hub: &Hub) -> Id {
    super::promises::take(hub, pledge(None, Some(organisation(2)), None))
}

/// Turns until nothing waits, moving the clock to each retry.
fn to_the_end(hub: &Hub, follower: &Follower) {
    while let Some(at) = follower::turn(&hub.city, follower).unwrap().waits_until {
        let wait = at.micros() - hub.city.now().micros();
        hub.clock.step(wait / 1_000_000 + 1);
    }
}

#[test]
fn an_act_follower_sees_what_it_follows_once_and_in_order_and_never_itself() {
    Hub::on_each(&[], |hub| {
        for _ in 0..3 {
            promise(&hub);
        }
        let everything = Follower { actions: &[], ..following(Work::act(mark)) };
        let turn = follower::turn(&hub.city, &everything).unwrap();
        assert_eq!((turn.handled, turn.waits_until), (4, None), "the founding and three promises");
        assert_eq!(follower::turn(&hub.city, &everything).unwrap().handled, 0, "its own acts are not news");
        assert_eq!(standing(&hub.city).position, hub.city.position());
        let hub = hub.reopen(false);
        promise(&hub);
        follower::turn(&hub.city, &everything).unwrap();
        assert_eq!(marked(&hub.city)[1..], expected(&hub.city));
        let other = Follower { name: "later", since: Since::Now, ..everything };
        assert_eq!(follower::turn(&hub.city, &other).unwrap().handled, 0, "it begins after what is there");
    });
}

#[test]
fn an_entry_that_always_fails_is_parked_and_the_others_go_on() {
    Hub::on_each(&[], |hub| {
        let subjects: Vec<Id> = (0..3).map(|_| promise(&hub)).collect();
        let (bad, healed) = (subjects[1].to_string(), Arc::new(AtomicUsize::new(0)));
        let cure = Arc::clone(&healed);
        let work = Work::Act(Arc::new(move |tx, entry| {
            mark(tx, entry)?;
            match entry.subject.contains(&bad) && cure.load(Ordering::SeqCst) == 0 {
                true => Err(Fault::new("marking", "this one never works").into()),
                false => Ok(()),
            }
        }));
        let follower = following(work);
        let positions = expected(&hub.city);
        let start = hub.city.now();
        let first = follower::turn(&hub.city, &follower).unwrap();
        assert_eq!((first.handled, first.waits_until), (1, Some(start.plus_seconds(1))));
        assert_eq!(
            follower::turn(&hub.city, &follower).unwrap().handled,
            0,
            "it is not tried before its time"
        );
        assert_eq!(standing(&hub.city).error.as_deref(), Some("marking: this one never works"));
        let hub = hub.reopen(false);
        to_the_end(&hub, &follower);
        assert_eq!(hub.city.now(), start.plus_seconds(2 + 5 + 17 + 65), "each wait is four times the last");
        assert_eq!(marked(&hub.city), [positions[0], positions[2]], "what failed left nothing");
        let waiting = parked(&hub.city);
        assert_eq!(
            waiting.iter().map(|p| (p.seq, p.attempts)).collect::<Vec<_>>(),
            [(positions[1], FAILURES_MAX)]
        );
        follower::turn(&hub.city, &follower).unwrap();
        assert_eq!(standing(&hub.city).position, hub.city.position());

        let (seq, operator) = (positions[1], hub.caller(Role::Operator, None));
        let by_officer = hub.caller(Role::Officer, None);
        let refused = hub.city.act_blocking(by_officer, None, move |tx| follower::acts::retry(tx, NAME, seq));
        assert!(refused.unwrap_err().is("kernel-not-allowed"));
        let retry =
            || hub.city.act_blocking(operator.clone(), None, move |tx| follower::acts::retry(tx, NAME, seq));
        retry().unwrap();
        follower::turn(&hub.city, &follower).unwrap();
        assert_eq!((parked(&hub.city)[0].attempts, parked(&hub.city)[0].wanted), (FAILURES_MAX + 1, false));
        healed.store(1, Ordering::SeqCst);
        retry().unwrap();
        follower::turn(&hub.city, &follower).unwrap();
        assert_eq!(marked(&hub.city), positions);
        assert!(parked(&hub.city).is_empty());
        assert!(retry().unwrap_err().is("follower-not-parked"));
    });
}

#[test]
fn a_parked_entry_is_dismissed_with_a_reason() {
    let hub = Hub::new(&[]);
    promise(&hub);
    let follower = following(Work::act(|_, _| Err(Saying::invalid("test-never").into())));
    to_the_end(&hub, &follower);
    let seq = parked(&hub.city)[0].seq;
    let dismiss = |reason: &'static str| act(&hub, move |tx| follower::acts::dismiss(tx, NAME, seq, reason));
    assert!(dismiss(" ").unwrap_err().is("follower-reason-missing"));
    dismiss("사본").unwrap();
    assert!(dismiss("사본").unwrap_err().is("follower-not-parked"));
    assert!(parked(&hub.city).is_empty());
}

#[test]
fn what_cannot_be_reached_is_waited_for_and_parks_nothing() {
    let hub = Hub::new(&[]);
    promise(&hub);
    let tries = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&tries);
    let take = move |_: &City, _: &[Entry]| match count.fetch_add(1, Ordering::SeqCst) {
        0..20 => Err(Saying::new(Class::Unavailable, "test-mail-server-away").into()),
        _ => Ok(()),
    };
    let follower = following(Work::Outside { reset: Arc::new(|_| Ok(())), take: Arc::new(take) });
    follower::turn(&hub.city, &follower).unwrap();
    assert_eq!(standing(&hub.city).error.as_deref(), Some("test-mail-server-away"));
    to_the_end(&hub, &follower);
    assert_eq!((tries.load(Ordering::SeqCst), parked(&hub.city).len()), (21, 0));
    assert_eq!((standing(&hub.city).failures, standing(&hub.city).error), (0, None));
}

#[test]
fn an_outside_follower_finds_the_entry_at_fault_and_is_rebuilt_from_nothing() {
    Hub::on_each(&[], |hub| {
        let ids: Vec<Id> = (0..5).map(|_| promise(&hub)).collect();
        let built: Arc<Mutex<BTreeMap<i64, String>>> = Arc::default();
        let broken: Arc<Mutex<Option<String>>> = Arc::new(Mutex::new(Some(ids[3].to_string())));
        let (index, fault, emptied) = (Arc::clone(&built), Arc::clone(&broken), Arc::clone(&built));
        let take = move |_: &City, entries: &[Entry]| {
            for entry in entries {
                if fault.lock().unwrap().as_deref().is_some_and(|bad| entry.subject.contains(bad)) {
                    panic!("an index that breaks");
                }
                index.lock().unwrap().insert(entry.seq, entry.subject.clone());
            }
            Ok(())
        };
        let reset = move |_: &City| {
            emptied.lock().unwrap().clear();
            Ok(())
        };
        let follower = following(Work::Outside { reset: Arc::new(reset), take: Arc::new(take) });
        to_the_end(&hub, &follower);
        let positions = expected(&hub.city);
        assert_eq!(parked(&hub.city).iter().map(|p| p.seq).collect::<Vec<_>>(), [positions[3]]);
        assert_eq!(built.lock().unwrap().len(), 4, "the others passed");

        *broken.lock().unwrap() = None;
        built.lock().unwrap().insert(-1, "left over".into());
        act(&hub, |tx| follower::acts::rebuild(tx, NAME)).unwrap();
        assert!(standing(&hub.city).reset && standing(&hub.city).position == 0);
        let hub = hub.reopen(false);
        to_the_end(&hub, &follower);
        assert_eq!(built.lock().unwrap().keys().copied().collect::<Vec<_>>(), positions);
        assert!(parked(&hub.city).is_empty());
        let other = Follower { name: "acting", ..following(Work::act(mark)) };
        follower::turn(&hub.city, &other).unwrap();
        let refused = act(&hub, |tx| follower::acts::rebuild(tx, "acting")).unwrap_err();
        assert!(refused.is("follower-not-rebuildable"), "what it did are acts, and they stand");
    });
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() })]
    /// 0 = a new promise, 1 = a turn, 2 = a turn of a second thread's copy, 3 = a restart; every third call panics,
    /// fails or is refused before or after it wrote.
    #[test]
    fn under_failures_and_restarts_every_entry_takes_effect_exactly_once(steps in prop::collection::vec(0_u8..4, 1..30)) {
        let mut hub = Hub::new(&[]);
        let calls = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&calls);
        let follower = following(Work::Act(Arc::new(move |tx, entry| {
            let call = count.fetch_add(1, Ordering::SeqCst);
            match call % 9 {
                0 => panic!("before writing"),
                3 => Err(Fault::new("following", "before writing").into()),
                6 => mark(tx, entry).and(Err(Saying::invalid("test-after-writing").into())),
                _ => mark(tx, entry),
            }
        })));
        let copy = follower.clone();
        for step in steps {
            match step {
                0 => {
                    promise(&hub);
                }
                1 => drop(follower::turn(&hub.city, &follower).unwrap()),
                2 => drop(follower::turn(&hub.city, &copy).unwrap()),
                _ => hub = hub.reopen(false),
            }
            hub.clock.step(2);
        }
        to_the_end(&hub, &follower);
        prop_assert_eq!(marked(&hub.city), expected(&hub.city));
        prop_assert!(parked(&hub.city).is_empty());
    }
}

#[test]
fn two_threads_of_one_follower_never_do_an_entry_twice() {
    let hub = Hub::new(&[]);
    let ids: BTreeSet<Id> = (0..40).map(|_| promise(&hub)).collect();
    assert_eq!(ids.len(), 40);
    let follower = following(Work::act(mark));
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                // A turn that finds its cursor moved ends early and is begun again, as the runner does.
                while follower::turn(&hub.city, &follower).is_err_and(|e| e.is("follower-moved")) {}
            });
        }
    });
    assert_eq!(marked(&hub.city), expected(&hub.city));
}

#[test]
fn the_runner_follows_new_acts_and_ends_with_the_city() {
    Hub::on_each(&[], |hub| {
        let (tell, told) = mpsc::channel::<i64>();
        let tell = Mutex::new(tell);
        let take = move |_: &City, entries: &[Entry]| {
            let tell = tell.lock().map_err(|_| Fault::new("telling", "poisoned"))?;
            entries.iter().try_for_each(|e| tell.send(e.seq)).map_err(|e| Fault::new("telling", e).into())
        };
        let follower = following(Work::Outside { reset: Arc::new(|_| Ok(())), take: Arc::new(take) });
        let duties = Duties { followers: vec![follower], daily: true, ..Duties::default() };
        let runner = Runner::start(&hub.city, duties).unwrap();
        let first = promise(&hub);
        let wait = std::time::Duration::from_secs(30);
        let seen = told.recv_timeout(wait).unwrap();
        let found = read_obligation(&hub, first, seen).unwrap();
        assert_eq!(found.seq_in, seen);
        let promised = obligation::Content {
            escalation: obligation::Escalation::None,
            ..pledge(None, Some(organisation(3)), None)
        };
        super::promises::take(&hub, promised);
        assert!(told.recv_timeout(wait).unwrap() > seen);
        let weak = hub.city.downgrade();
        drop(hub);
        drop(runner);
        assert!(weak.upgrade().is_none(), "nothing holds the city any more");
        assert!(told.recv_timeout(wait).is_err(), "the follower went with its thread");
    });
}
