//! The board: gaps, who sees what, pages and counts.

use super::promises::{act, day, id, id_of, mou, organisation, pledge, settled, sight, states, take};
use crate::hub::Hub;
use base::{Id, Level};
use kernel::Caller;
use kernel::agreement::{self, State};
use kernel::fact::store::LATEST;
use kernel::obligation::board::{self, Cursor, Filter};
use kernel::obligation::{self, Imported, Outcome};
use kernel::policy::{Depth, Role};
use kernel::scope::Sight;
use std::collections::BTreeSet;

fn imported(outcome: Outcome, since: Option<&str>) -> Imported {
    Imported { outcome, since: since.map(day), level: Level::Official, evidence: None, reason: None }
}

#[test]
fn an_imported_promise_without_owner_is_a_gap_until_somebody_takes_it() {
    Hub::on_each(&[], |hub| {
        let old = agreement::Content { source: Some("gj-017".into()), ..mou() };
        let unnamed = agreement::Content { source: None, ..mou() };
        let import = |content, state, since: &'static str| {
            act(&hub, move |tx| {
                agreement::acts::import(tx, content, state, Some(day(since)), Level::Official)
            })
        };
        assert!(import(unnamed, State::Ended, "2026-05-01").unwrap_err().is("agreement-source-missing"));
        let bound = id_of(&import(old, State::Ended, "2026-05-01").unwrap());
        let now = ["in_force 2026-03-02..2026-05-01 E3", "ended 2026-05-01.. E3"];
        assert_eq!(states(&hub, &agreement::STATE_INTERNAL, bound, LATEST), now);

        let content =
            obligation::Content { source: Some("gj-017".into()), ..pledge(Some(bound), None, Some("2024")) };
        let told = imported(Outcome::Unknown, None);
        let gap = id_of(&act(&hub, move |tx| obligation::acts::import(tx, content, &told)).unwrap());
        assert_eq!(states(&hub, &obligation::STATE_INTERNAL, gap, LATEST), ["unknown .. E3"]);
        let officer = hub.caller(Role::Officer, None);
        let by_hand = pledge(None, None, None);
        let told = imported(Outcome::Done, None);
        let refused = hub
            .city
            .act_blocking(officer.clone(), None, move |tx| obligation::acts::import(tx, by_hand, &told));
        assert!(refused.unwrap_err().is("kernel-not-allowed"));

        let gaps = |hub: &Hub| {
            let filter = Filter { no_owner: true, ..Filter::default() };
            hub.city
                .read_blocking(move |read| board::page(read, &filter, None, LATEST, &sight(), 10))
                .unwrap()
                .rows
        };
        assert_eq!(gaps(&hub).iter().map(|o| o.id).collect::<Vec<_>>(), [gap]);
        let hand = |caller| {
            hub.city.act_blocking(caller, None, move |tx| {
                obligation::acts::hand_over(tx, gap, organisation(7), None, "소관 지정")
            })
        };
        assert!(
            hand(officer).unwrap_err().is("kernel-not-allowed"),
            "an officer hands over what the own office owns"
        );
        hand(hub.caller(Role::Head, None)).unwrap();
        assert!(gaps(&hub).is_empty());
    });
}

#[test]
fn a_member_sees_and_settles_only_what_the_own_organisation_owes() {
    Hub::on_each(&[], |hub| {
        let own = take(&hub, pledge(None, Some(organisation(2)), None));
        let other = take(&hub, pledge(None, Some(organisation(3)), None));
        let public =
            take(&hub, obligation::Content { open: true, ..pledge(None, Some(organisation(3)), None) });
        let member = hub.person(Role::Member, Some(id(2)));
        let seen = |sight: Sight| -> BTreeSet<Id> {
            let page = hub
                .city
                .read_blocking(move |read| board::page(read, &Filter::default(), None, LATEST, &sight, 10))
                .unwrap();
            page.rows.iter().map(|o| o.id).collect()
        };
        let today = day("2026-11-20");
        let of_member = Sight { depth: Depth::Signed, person: member.to_string(), day: today };
        assert_eq!(seen(of_member), BTreeSet::from([own, public]));
        let visitor = Sight { depth: Depth::Public, person: String::new(), day: today };
        assert_eq!(seen(visitor), BTreeSet::from([public]));
        assert_eq!(seen(sight()), BTreeSet::from([own, other, public]));
        let drop = |id| {
            let how = settled(Outcome::Dropped, "2026-11-20", None, Some("철회"));
            hub.city
                .act_blocking(Caller::Person(member), None, move |tx| obligation::acts::settle(tx, id, &how))
        };
        assert!(drop(other).unwrap_err().is("base-not-found"));
        assert!(drop(public).unwrap_err().is("kernel-not-allowed"));
        drop(own).unwrap();
        let now = states(&hub, &obligation::STATE_INTERNAL, own, LATEST);
        assert_eq!(now, ["dropped 2026-11-20.. E1"], "a member speaks for themselves");
    });
}

#[test]
fn the_board_pages_by_due_day_and_counts_what_it_shows() {
    Hub::on_each(&[], |hub| {
        let dues = [Some("2026-12-31"), None, Some("2026-11-20"), Some("2026-12-31"), Some("2027"), None];
        for (number, due) in (2..).zip(dues) {
            take(&hub, pledge(None, Some(organisation(number % 2)), due));
        }
        let start = hub.city.position();
        hub.clock.step(2 * 86_400);
        let late = Sight { day: day("2026-11-22"), ..sight() };
        let walk = |filter: Filter, limit| {
            let (mut rows, mut after) = (Vec::new(), None::<Cursor>);
            loop {
                let (filter, from, sight) = (filter.clone(), after.clone(), late.clone());
                let page = hub
                    .city
                    .read_blocking(move |read| {
                        board::page(read, &filter, from.as_ref(), start, &sight, limit)
                    })
                    .unwrap();
                rows.extend(page.rows);
                match page.next {
                    Some(next) => after = Some(Cursor::parse(&next.text()).unwrap()),
                    None => return rows,
                }
            }
        };
        let all = walk(Filter::default(), 100);
        let due: Vec<_> = all.iter().map(|o| o.due_by().map(|d| d.to_string()).unwrap_or_default()).collect();
        assert_eq!(due, ["2026-11-20", "2026-12-31", "2026-12-31", "2027-12-31", "", ""]);
        for limit in 1..=7 {
            assert_eq!(walk(Filter::default(), limit), all, "pages of {limit}");
        }
        let overdue = Filter { overdue: true, ..Filter::default() };
        assert_eq!(walk(overdue.clone(), 2).len(), 1);
        let before = Filter { due_before: Some(day("2027-01-01")), ..Filter::default() };
        assert_eq!(walk(before, 2).len(), 3);
        let owned = Filter { owner: Some(organisation(1)), ..Filter::default() };
        assert_eq!(walk(owned.clone(), 2).len(), 3);
        let kind = Filter { kind: Some("directive".into()), ..Filter::default() };
        assert!(walk(kind, 2).is_empty());
        let totals = hub
            .city
            .read_blocking(move |read| board::totals(read, &Filter::default(), start, &late))
            .unwrap();
        assert_eq!(
            totals.iter().map(|t| (t.outcome, t.count, t.overdue, t.no_owner)).collect::<Vec<_>>(),
            [(Outcome::Planned, 6, 1, 0)]
        );
    });
    assert!(Cursor::parse("2026-13-01~x").unwrap_err().is("obligation-cursor-broken"));
}
