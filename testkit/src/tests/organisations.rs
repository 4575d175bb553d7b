//! Organisations found through their merges: one record is shown, whatever the order in which the others became it.

use crate::hub::Hub;
use base::{Day, Days, Id, Level, Tri};
use kernel::Caller;
use kernel::organisation::acts::{self, NewPresence};
use kernel::organisation::store::{self, Filter};
use kernel::organisation::{NewOrganisation, search_key};

fn act<F>(hub: &Hub, act: F) -> base::Result<kernel::Done>
where
    F: FnOnce(&mut kernel::Tx<'_>) -> base::Result<kernel::Done> + Send + 'static,
{
    hub.city.act_blocking(Caller::System("test"), None, act)
}

fn register(hub: &Hub, name: &str) -> Id {
    let new = NewOrganisation {
        name: Tri { ko: Some(name.into()), ..Tri::default() },
        kind: "company".into(),
        ..Default::default()
    };
    let done = act(hub, move |tx| acts::register(tx, new)).unwrap();
    Id::parse(&done.subject.id).unwrap()
}

fn found(hub: &Hub, query: &str, presence: &str) -> (Vec<Id>, i64) {
    let filter = Filter { query: query.into(), kind: String::new(), presence: presence.into() };
    let today = Day::parse("2026-11-20").unwrap();
    hub.city
        .read_blocking(move |read| {
            let found = store::list(read, &filter, today, ("", ""), 10)?;
            assert_eq!(found.total, store::count(read, &filter, today)?);
            Ok((found.page.into_iter().map(|(id, _)| id).collect(), found.total))
        })
        .unwrap()
}

#[test]
fn a_record_is_found_through_any_number_of_merges() {
    Hub::on_each(&[], |hub| {
        let [first, second, third, last] = ["가온", "나래", "다솜", "라온"].map(|name| register(&hub, name));
        let new = NewPresence {
            code: "P4".into(),
            days: Days::since(Day::parse("2026-01-01").unwrap()),
            level: Level::SelfDeclared,
            evidence: None,
            issuer: None,
            issued: None,
        };
        act(&hub, move |tx| acts::state_presence(tx, first, new)).unwrap();
        for (gone, kept) in [(first, second), (second, third), (third, last)] {
            act(&hub, move |tx| acts::merge(tx, gone, kept, "한 곳")).unwrap();
        }
        for (query, presence) in [("가온", ""), ("나래", ""), ("다솜", "P4"), ("", "P4"), ("", "")] {
            assert_eq!(found(&hub, query, presence), (vec![last], 1), "{query} {presence}");
        }
        // Parted in the middle, each half is found by its own names and presence.
        act(&hub, move |tx| acts::unmerge(tx, second, "다른 곳")).unwrap();
        assert_eq!(found(&hub, "가온", ""), (vec![second], 1));
        assert_eq!(found(&hub, "", "P4"), (vec![second], 1));
        assert_eq!(found(&hub, "다솜", ""), (vec![last], 1));
        assert_eq!(found(&hub, "다솜", "P4"), (vec![], 0));
        assert_eq!(found(&hub, "", "").1, 2);
    });
}

#[test]
fn pages_follow_the_names_and_say_the_same_total() {
    Hub::on_each(&[], |hub| {
        let mut names: Vec<String> = (0..25).map(|n| format!("기관 {:02}", n * 7 % 25)).collect();
        names.iter().for_each(|name| {
            register(&hub, name);
        });
        names.sort();
        let (mut seen, mut after) = (Vec::new(), (String::new(), String::new()));
        loop {
            let (filter, today, cursor) =
                (Filter::default(), Day::parse("2026-11-20").unwrap(), after.clone());
            let found = hub
                .city
                .read_blocking(move |read| store::list(read, &filter, today, (&cursor.0, &cursor.1), 10))
                .unwrap();
            assert_eq!(found.total, 25);
            let Some((id, sort_key)) = found.page.last() else { break };
            after = (sort_key.clone(), id.to_string());
            seen.extend(found.page.into_iter().map(|(_, sort_key)| sort_key));
        }
        assert_eq!(seen, names.iter().map(|name| search_key(name)).collect::<Vec<_>>());
    });
}

#[test]
fn a_record_is_not_merged_into_itself() {
    Hub::on_each(&[], |hub| {
        let [own, kept] = ["가온", "나래"].map(|name| register(&hub, name));
        let before = hub.dump();
        let refused = act(&hub, move |tx| acts::merge(tx, own, own, "같은 곳")).unwrap_err();
        assert!(refused.is("organisation-merge-self"), "{refused}");
        assert_eq!(hub.dump(), before);
        act(&hub, move |tx| acts::merge(tx, own, kept, "한 곳")).unwrap();
        let circle = act(&hub, move |tx| acts::merge(tx, kept, own, "거꾸로")).unwrap_err();
        assert!(circle.is("organisation-merge-circle"), "{circle}");
    });
}
