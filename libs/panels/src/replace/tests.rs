use super::replace;
use crate::columns::Rule;
use crate::error::Kind;
use crate::generate::Profile;
use crate::lottery::{Lottery, TOTAL};
use crate::pool::{Pool, Quotas};
use crate::problem::{Problem, Task};

fn drawn() -> (Quotas, Pool, Task, Vec<String>) {
    let profile = Profile::city(150, 20);
    let quotas = profile.quotas().expect("quotas");
    let pool = profile.pool(&quotas, "replace").expect("people");
    let task = Task::new(20, Rule::Maximin);
    let problem = Problem::new(&pool, &quotas, task).expect("a problem");
    let lottery = Lottery::of(&problem.mixture().expect("a mixture"), TOTAL);
    let panel = lottery.draw(&problem.classes, "first").expect("a panel");
    let ids = panel.into_iter().map(|person| pool.people[person].id.clone()).collect();
    (quotas, pool, task, ids)
}

#[test]
fn the_mended_panel_meets_all_quotas_again() {
    let (quotas, pool, task, panel) = drawn();
    let gone = vec![panel[2].clone(), panel[7].clone(), panel[11].clone()];
    let done = replace(&pool, &quotas, task, &panel, &gone, &[], "second").expect("replacements");
    assert_eq!(done.drawn.len(), 3);
    let members: Vec<_> = pool
        .people
        .iter()
        .filter(|person| {
            done.drawn.contains(&person.id) || panel.contains(&person.id) && !gone.contains(&person.id)
        })
        .collect();
    assert_eq!(members.len(), 20);
    for (f, v, _, value) in quotas.pairs() {
        let seated = members.iter().filter(|person| person.values[f] == v).count() as u32;
        assert!(value.minimum <= seated && seated <= value.maximum);
    }
    let mut homes: Vec<_> = members.iter().map(|person| &person.address).collect();
    homes.sort();
    homes.dedup();
    assert_eq!(homes.len(), 20);
}

#[test]
fn refused_people_are_never_drawn_and_the_draw_repeats() {
    let (quotas, pool, task, panel) = drawn();
    let mut refused = 0;
    for gone in &panel {
        let draw = |refused: &[String]| {
            replace(&pool, &quotas, task, &panel, std::slice::from_ref(gone), refused, "s")
        };
        // Some seats only one person can take, or nobody else.
        let Ok(first) = draw(&[]) else { continue };
        assert_eq!(first.drawn, draw(&[]).expect("a replacement").drawn);
        let Ok(other) = draw(&first.drawn) else { continue };
        assert_ne!(first.drawn, other.drawn);
        refused += 1;
    }
    assert!(refused > 5, "{refused}");
}

#[test]
fn ids_off_the_panel_and_nobody_gone_are_errors() {
    let (quotas, pool, task, panel) = drawn();
    let stranger = replace(&pool, &quotas, task, &panel, &["x".into()], &[], "s").expect_err("a stranger");
    assert_eq!(stranger.list[0].kind, Kind::UnknownId { id: "x".into() });
    let nobody = replace(&pool, &quotas, task, &panel, &[], &[], "s").expect_err("nobody gone");
    assert_eq!(nobody.list[0].kind, Kind::NoSeats);
}
