//! Replay: whatever happens later, a read at an old position says what it said then.

use crate::hub::{Database, Hub};
use base::{Day, Days, Id, Level, Ref, Tri};
use kernel::account::Caller;
use kernel::fact::store::{self as facts, LATEST};
use kernel::journal::verify::{self, Trusted};
use kernel::organisation::acts::{self, NewPresence};
use kernel::organisation::{NewOrganisation, store};
use kernel::{Done, Tx};
use proptest::prelude::*;
use std::cell::RefCell;

/// One step of a made-up history. Numbers choose among what is there.
#[derive(Clone, Debug)]
enum Step {
    Register(u8),
    Correct(u8, u8),
    State(u8, u8, u16),
    End(u8, bool),
    Merge(u8, u8),
    Unmerge(u8),
    Clock(i8),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => any::<u8>().prop_map(Step::Register),
        3 => any::<(u8, u8)>().prop_map(|(a, b)| Step::Correct(a, b)),
        4 => any::<(u8, u8, u16)>().prop_map(|(a, b, c)| Step::State(a, b, c)),
        2 => any::<(u8, bool)>().prop_map(|(a, b)| Step::End(a, b)),
        3 => any::<(u8, u8)>().prop_map(|(a, b)| Step::Merge(a, b)),
        2 => any::<u8>().prop_map(Step::Unmerge),
        2 => (-5i8..100).prop_map(Step::Clock),
    ]
}

fn named(number: u8) -> NewOrganisation {
    NewOrganisation {
        name: Tri {
            ko: Some(format!("기관 {}", number % 16)),
            en: number.is_multiple_of(3).then(|| format!("Body {number}")),
            zh: None,
        },
        aliases: (0..number % 4).map(|n| format!("별명 {n}")).collect(),
        ..Default::default()
    }
}

struct History {
    hub: Hub,
    known: RefCell<Vec<Id>>,
    /// What everything said at a position.
    said: RefCell<Vec<(i64, String)>>,
}

impl History {
    fn pick(&self, number: u8) -> Option<Id> {
        let known = self.known.borrow();
        (!known.is_empty()).then(|| known[usize::from(number) % known.len()])
    }

    fn act(&self, act: impl FnOnce(&mut Tx<'_>) -> base::Result<Done> + Send + 'static) -> Option<Done> {
        match self.hub.city.act_blocking(Caller::System("test"), None, act) {
            Ok(done) => Some(done),
            // Circles, merges twice, a clock too far behind: refused, and nothing may have changed.
            Err(base::Error::Refused(_)) => None,
            Err(fault) => panic!("{fault}"),
        }
    }

    fn take(&self, step: &Step) {
        let done = match *step {
            Step::Register(n) => self.act(move |tx| acts::register(tx, named(n))),
            Step::Correct(a, n) => {
                self.pick(a).and_then(|id| self.act(move |tx| acts::correct(tx, id, named(n), "시험", None)))
            }
            Step::State(a, code, from) => self.pick(a).and_then(|id| {
                let from = Day::from_number(15_000 + i64::from(from % 4_000));
                let new = NewPresence {
                    code: format!("P{}", code % 6),
                    days: Days { from: Some(from), to: None },
                    level: Level::SelfDeclared,
                    evidence: None,
                    issuer: None,
                    issued: None,
                };
                self.act(move |tx| acts::state_presence(tx, id, new))
            }),
            Step::End(a, left) => self.pick(a).and_then(|id| self.end(id, left)),
            Step::Merge(a, b) => self
                .pick(a)
                .zip(self.pick(b))
                .filter(|(a, b)| a != b)
                .and_then(|(id, kept)| self.act(move |tx| acts::merge(tx, id, kept, "시험"))),
            Step::Unmerge(a) => self.pick(a).and_then(|id| self.act(move |tx| acts::unmerge(tx, id, "시험"))),
            Step::Clock(seconds) => {
                self.hub.clock.step(seconds.into());
                None
            }
        };
        let Some(done) = done else { return };
        if matches!(step, Step::Register(_)) {
            self.known.borrow_mut().push(Id::parse(&done.subject.id).unwrap());
        }
        let said = (done.position, self.read(done.position));
        self.said.borrow_mut().push(said);
    }

    fn end(&self, id: Id, left: bool) -> Option<Done> {
        let subject = Ref::new("organisation", id);
        let fact = self
            .hub
            .city
            .read_blocking(move |read| facts::of_subject(read, &subject, "presence", LATEST, 1))
            .unwrap()
            .pop()?;
        let day = fact.says.valid.from.filter(|_| left).map(|day| day.plus(30));
        self.act(move |tx| acts::end_presence(tx, id, fact.id, day, "시험"))
    }

    /// Everything that can be read as of a position, in words.
    fn read(&self, position: i64) -> String {
        let known = self.known.borrow().clone();
        self.hub
            .city
            .read_blocking(move |read| {
                let mut out = String::new();
                for id in known {
                    let subject = Ref::new("organisation", id);
                    // Registered later: at this position it has neither names nor facts.
                    let names = store::names(read, id, position)?;
                    let presence = acts::presence(read, id, position)?;
                    if names.is_empty() && presence.is_empty() {
                        continue;
                    }
                    let mut names: Vec<_> = names.into_iter().map(|n| (n.lang, n.alias, n.text)).collect();
                    names.sort_by_key(|(lang, alias, text)| (lang.code(), *alias, text.clone()));
                    let presence: Vec<_> = presence
                        .into_iter()
                        .map(|fact| (fact.id, fact.seq_in, fact.says.code, fact.says.valid))
                        .collect();
                    let is = facts::resolve(read, &subject, position)?;
                    let merged = facts::merged_into(read, &subject, position, 100)?;
                    out.push_str(&format!("{id}: {names:?} {presence:?} is {is} has {merged:?}\n"));
                }
                Ok(out)
            })
            .unwrap()
    }

    /// At the end every old position says what it said then, also after a restart.
    fn check(self) {
        let said = self.said.borrow().clone();
        for (position, said) in &said {
            assert_eq!(&self.read(*position), said, "position {position}");
        }
        let again = History { hub: self.hub.reopen(false), ..self };
        for (position, said) in &said {
            assert_eq!(&again.read(*position), said, "position {position} after a restart");
        }
        let verdict = verify::of_city(&again.hub.city, &Trusted::default()).unwrap();
        assert_eq!(verdict.finding(), None);
    }
}

fn replay(database: Database, cases: u32, length: usize) {
    if Hub::place(database, std::path::Path::new("nowhere")).is_none() {
        return crate::skip::skipped("an_old_position_says_what_it_said", "PostgreSQL");
    }
    let config =
        ProptestConfig { cases, failure_persistence: None, max_shrink_iters: 200, ..Default::default() };
    proptest!(config, |(steps in proptest::collection::vec(step(), 1..length))| {
        let hub = Hub::on(database, &[]).expect("it was there a moment ago");
        let history = History { hub, known: RefCell::default(), said: RefCell::default() };
        steps.iter().for_each(|step| history.take(step));
        history.check();
    });
}

fn cases(few: u32) -> u32 {
    if std::env::var_os("BITGOEUL_TEST_ALL").is_some() { few * 10 } else { few }
}

#[test]
fn an_old_position_says_what_it_said_on_sqlite() {
    replay(Database::Sqlite, cases(12), 60);
}

#[test]
fn an_old_position_says_what_it_said_on_postgres() {
    replay(Database::Postgres, cases(4), 40);
}
