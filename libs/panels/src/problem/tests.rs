use super::{Problem, Task};
use crate::columns::Rule;
use crate::columns::tests::leximin_oracle;
use crate::lottery::{Lottery, TOTAL};
use crate::pool::{Feature, Person, Pool, Quotas, Value};
use proptest::prelude::*;

fn quotas(lows: &[u32], widths: &[u32]) -> Quotas {
    let value = |index: usize| Value {
        name: format!("v{index}"),
        minimum: lows[index],
        maximum: lows[index] + widths[index],
        line: None,
    };
    let feature =
        |f: usize| Feature { name: format!("f{f}"), values: (0..2).map(|v| value(2 * f + v)).collect() };
    Quotas::new((0..lows.len() / 2).map(feature).collect()).expect("quotas")
}

fn pool(values: &[usize], homes: &[usize], features: usize, quotas: &Quotas) -> Pool {
    let person = |p: usize| Person {
        id: format!("p{p}"),
        values: (0..features).map(|f| values[p * features + f]).collect(),
        address: (homes[p] < 3).then(|| format!("home {}", homes[p])),
    };
    Pool::new((0..homes.len()).map(person).collect(), quotas).expect("pool")
}

/// Every panel of named people, by trying all sets: the oracle that knows nothing of classes.
fn panels_of_people(pool: &Pool, quotas: &Quotas, seats: u32) -> Vec<Vec<u32>> {
    let count = pool.people.len();
    let sets = (0_u32..1 << count).filter(|set| set.count_ones() == seats);
    let seated = sets.map(|set| (0..count).map(|p| set >> p & 1).collect::<Vec<u32>>());
    seated
        .filter(|panel| {
            let people: Vec<&Person> = pool
                .people
                .iter()
                .zip(panel)
                .filter(|(_, sits)| **sits == 1)
                .map(|(person, _)| person)
                .collect();
            let mut homes: Vec<_> = people.iter().filter_map(|person| person.address.as_ref()).collect();
            let at_home = homes.len();
            homes.sort();
            homes.dedup();
            homes.len() == at_home
                && quotas.pairs().all(|(f, v, _, value)| {
                    let held = people.iter().filter(|person| person.values[f] == v).count() as u32;
                    value.minimum <= held && held <= value.maximum
                })
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, max_global_rejects: 50_000, ..ProptestConfig::default() })]
    #[test]
    fn chances_of_named_people_are_leximin_over_all_sets(
        values in prop::collection::vec(0_usize..2, 24),
        homes in prop::collection::vec(0_usize..6, 8),
        lows in prop::collection::vec(0_u32..2, 6),
        widths in prop::collection::vec(0_u32..3, 6),
        seats in 2_u32..5,
    ) {
        let quotas = quotas(&lows, &widths);
        let pool = pool(&values, &homes, 3, &quotas);
        let panels = panels_of_people(&pool, &quotas, seats);
        let made = Problem::new(&pool, &quotas, Task::new(seats, Rule::Leximin));
        prop_assert_eq!(made.is_ok(), !panels.is_empty());
        let Ok(problem) = made else { return Err(TestCaseError::reject("no panel")) };
        let wanted = leximin_oracle(&panels, &[1; 8]);
        let lottery = Lottery::of(&problem.mixture().expect("a mixture"), TOTAL);
        lottery.check(&problem).expect("possible panels");
        let chances = lottery.chances(&problem.classes);
        for (person, wanted) in wanted.iter().enumerate() {
            let own = chances[problem.classes.of_person[person]].value();
            prop_assert!((own - wanted).abs() < 1e-6, "person {}: {} instead of {}", person, own, wanted);
        }
    }
}

#[test]
fn where_relaxed_chances_need_half_people_the_exact_way_takes_over() {
    // Each pair of the first three shares a value of which one may sit: relaxed chances of these
    // three are greater than any lottery of whole panels can give.
    let table = "feature,value,min,max\na,x,0,1\na,y,0,4\nb,x,0,1\nb,y,0,4\nc,x,0,1\nc,y,0,4\n";
    let rows = "a,b,c\nx,x,y\nx,y,x\ny,x,x\ny,y,y\ny,y,y\ny,y,y\n";
    let quotas = crate::read::quotas(table.as_bytes()).expect("quotas");
    let pool =
        crate::read::people(rows.as_bytes(), &quotas, &crate::read::PeopleColumns::default()).expect("pool");
    let problem = Problem::new(&pool, &quotas, Task::new(3, Rule::Leximin)).expect("a problem");
    let mixture = problem.mixture().expect("a mixture");
    assert!((mixture.least - 1.0 / 3.0).abs() < 1e-8 && (mixture.bound - mixture.least).abs() < 1e-8);
}

#[test]
fn people_whom_no_panel_seats_have_no_chance_and_others_share_it() {
    // The lone "old" person is never seated: at most 0.
    let table = "feature,value,min,max\nage,old,0,0\nage,young,2,2\n";
    let quotas = crate::read::quotas(table.as_bytes()).expect("quotas");
    let rows = "age\nold\nyoung\nyoung\nyoung\n";
    let pool =
        crate::read::people(rows.as_bytes(), &quotas, &crate::read::PeopleColumns::default()).expect("pool");
    let problem = Problem::new(&pool, &quotas, Task::new(2, Rule::Maximin)).expect("a problem");
    let mixture = problem.mixture().expect("a mixture");
    assert!((mixture.least - 2.0 / 3.0).abs() < 1e-9);
}
