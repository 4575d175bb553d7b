use super::{TICKETS_MOST, tickets};
use crate::columns::Rule;
use crate::error::Kind;
use crate::generate::Profile;
use crate::lottery::{Lottery, TOTAL};
use crate::problem::{Problem, Task};

#[test]
fn a_thousand_tickets_keep_quotas_households_and_nearly_the_chances() {
    let profile = Profile::city(150, 22);
    let quotas = profile.quotas().expect("quotas");
    let pool = profile.pool(&quotas, "tickets").expect("people");
    let problem = Problem::new(&pool, &quotas, Task::new(22, Rule::Leximin)).expect("a problem");
    let lottery = Lottery::of(&problem.mixture().expect("a mixture"), TOTAL);
    let list = tickets(&lottery, &problem.classes, 1000).expect("tickets");
    assert_eq!(list.panels.len(), 1000);
    for panel in &list.panels {
        let mut homes: Vec<_> = panel.iter().map(|&person| &pool.people[person].address).collect();
        homes.sort();
        homes.dedup();
        assert_eq!((panel.len(), homes.len()), (22, 22));
        for (f, v, _, value) in quotas.pairs() {
            let held = panel.iter().filter(|&&person| pool.people[person].values[f] == v).count() as u32;
            assert!(value.minimum <= held && held <= value.maximum);
        }
    }
    let exact = lottery.chances(&problem.classes).into_iter().min().expect("chances");
    let least = list.least(&lottery, &problem.classes);
    assert!(exact.value() - least.value() < 0.02, "{} of {}", least.digits(4), exact.digits(4));
    assert_eq!(list, tickets(&lottery, &problem.classes, 1000).expect("tickets"));
    assert!(list.pick("seed") < 1000);
    let mut file = Vec::new();
    list.write(&mut file, &pool).expect("a buffer takes everything");
    assert_eq!(file.iter().filter(|&&byte| byte == b'\n').count(), 1 + 22 * 1000);
    assert!(matches!(
        tickets(&lottery, &problem.classes, 0).expect_err("none").list[0].kind,
        Kind::TooFewTickets { .. }
    ));
    let many = tickets(&lottery, &problem.classes, TICKETS_MOST + 1).expect_err("too many");
    assert!(matches!(many.list[0].kind, Kind::TooLarge { .. }));
}
