use proptest::prelude::*;

use super::raise::raise_with;
use super::*;
use crate::election::BallotKind;
use crate::fraction::ratio;
use crate::outcome::Decisions;
use crate::pabulib;
use crate::testing::{approvals, election, real_files, slow_equal_shares, slow_ranks, small_elections};
use crate::ties::TieKey;

fn rule(utility: Utility, ordinal: OrdinalScore, completion: Completion) -> EqualShares {
    EqualShares { utility, ordinal, completion, ties: TieRule::published_then_listed() }
}

fn plain(election: &Election) -> Outcome {
    EqualShares::with(Completion::Plain).count(election).expect("a result")
}

#[test]
fn each_side_spends_its_own_share() {
    // 6 voters want 0, 1, 2; 4 voters want 3, 4, 5. Each project costs 20, each voter has 10.
    let six: &[u32] = &[0, 1, 2];
    let four: &[u32] = &[3, 4, 5];
    let ballots = [six, six, six, six, six, six, four, four, four, four];
    let outcome = plain(&approvals(100, &[20; 6], &ballots));
    assert_eq!(outcome.winners(), [0, 1, 2, 3, 4]);
    assert_eq!(outcome.cost, 100);
    let first = &outcome.selections[0];
    assert_eq!((first.supporters, first.paid_less), (6, 0));
    assert!((first.price - 20.0 / 6.0).abs() < 1e-12);
    assert_eq!(outcome.misses.len(), 1);
    assert!(outcome.misses[0].money_left.abs() < 1e-9);
}

#[test]
fn who_cannot_pay_the_full_price_pays_what_is_left() {
    // Shares of 10. Project 0 (cost 16) takes 8 from voters 0 and 1; project 1 (cost 18) then has 2 + 10 + 10.
    let outcome = plain(&approvals(30, &[16, 18], &[&[0], &[0, 1], &[1]]));
    assert_eq!(outcome.winners(), [0]);
    // Project 1 takes 6 from voters 1, 2, 3; of the 13 for project 0 voter 1 pays the last 4, voter 0 pays 9.
    let outcome = plain(&approvals(40, &[13, 18], &[&[0], &[0, 1], &[1], &[1]]));
    assert_eq!(outcome.winners(), [1, 0]);
    let second = &outcome.selections[1];
    assert_eq!((second.supporters, second.paid_less), (2, 1));
    assert!((second.price - 9.0).abs() < 1e-9, "{second:?}");
}

#[test]
fn exact_affordability_is_decided_exactly() {
    // Three voters share 10: each has 10/3, and together exactly the cost.
    let outcome = plain(&approvals(10, &[10], &[&[0], &[0], &[0]]));
    assert_eq!(outcome.winners(), [0]);
    assert_eq!(outcome.decisions, Decisions { by_float: 0, by_small_fraction: 0, by_exact_rational: 1 });
    // One of three may not use the others' shares.
    assert!(plain(&approvals(10, &[4], &[&[0], &[], &[]])).winners().is_empty());
}

#[test]
fn ties_go_by_the_published_rule_and_are_listed() {
    let cheap_last = approvals(100, &[9, 8], &[&[0], &[1]]);
    let outcome = plain(&cheap_last);
    assert_eq!(outcome.winners(), [1, 0]);
    assert_eq!(outcome.ties.len(), 1);
    let tie = &outcome.ties[0];
    assert_eq!((tie.after, tie.tied.as_slice(), tie.chosen, tie.by), (0, [1, 0].as_slice(), 1, "lower-cost"));
}

#[test]
fn an_open_tie_is_an_error_that_names_the_projects() {
    let even = approvals(10, &[8, 8], &[&[0, 1], &[0, 1]]);
    let rule = EqualShares { ties: TieRule::published(), ..EqualShares::with(Completion::Plain) };
    let error = rule.count(&even).expect_err("nothing separates them");
    assert_eq!(error, RuleError::UnresolvedTie { ids: vec!["p0".into(), "p1".into()], after: 0 });
    assert!(error.mend().contains("draw p0, p1 by lot"), "{}", error.mend());
    let drawn = TieRule { keys: vec![TieKey::LowerCost, TieKey::Lot(vec!["p1".into(), "p0".into()])] };
    let rule = EqualShares { ties: drawn, ..rule };
    assert_eq!(rule.count(&even).expect("a result").winners(), [1]);
}

#[test]
fn utility_decides_between_one_dear_and_many_cheap_projects() {
    // Two voters with 12 each: 0 costs 12 for both, 1 to 3 cost 4 each for one of them.
    let both = approvals(24, &[12, 4, 4, 4], &[&[0, 1, 2, 3], &[0, 1, 2, 3]]);
    let by = |utility| {
        rule(utility, OrdinalScore::LongestBallot, Completion::Plain).count(&both).expect("a result")
    };
    assert_eq!(by(Utility::Cost).winners(), [1, 2, 3, 0], "a tie of all by effective votes, cheap first");
    assert_eq!(by(Utility::Cardinality).winners(), [1, 2, 3, 0]);
    let one = approvals(24, &[13, 4, 4, 4], &[&[0, 1, 2, 3], &[0]]);
    let by = |utility| {
        rule(utility, OrdinalScore::LongestBallot, Completion::Plain).count(&one).expect("a result")
    };
    assert_eq!(by(Utility::Cost).winners(), [0, 1], "two supporters beat one whatever the cost");
    assert_eq!(by(Utility::Cardinality).winners(), [1, 2, 3], "cheap projects first, then 0 lacks money");
}

#[test]
fn points_set_how_the_cost_is_shared() {
    // Voter 0 gives 3 points, voter 1 gives 1: of 8 they pay 6 and 2.
    let points = election(BallotKind::Cumulative, 14, &[8], &[vec![(0, 3)], vec![(0, 1)]]);
    let outcome = plain(&points);
    assert_eq!(outcome.winners(), [0]);
    assert!((outcome.selections[0].price - 2.0).abs() < 1e-12);
    // With shares of 5, voter 0 pays 5 and voter 1 pays 3.
    let points = election(BallotKind::Cumulative, 10, &[8], &[vec![(0, 3)], vec![(0, 1)]]);
    let outcome = plain(&points);
    assert!((outcome.selections[0].price - 3.0).abs() < 1e-12);
    assert_eq!(outcome.selections[0].paid_less, 1);
}

#[test]
fn withdrawn_projects_cost_nobody_anything() {
    let withdrawn = approvals(10, &[0, 5], &[&[0, 1], &[0]]);
    assert_eq!(plain(&withdrawn).winners(), [1]);
    let by_number = rule(Utility::Cardinality, OrdinalScore::LongestBallot, Completion::Plain);
    assert_eq!(by_number.count(&withdrawn).expect("a result").winners(), [0, 1]);
}

#[test]
fn a_raise_spends_more_and_never_too_much() {
    let ballots: [&[u32]; 4] = [&[0, 1], &[0, 2], &[3], &[3]];
    let split = approvals(40, &[18, 9, 9, 21], &ballots);
    assert_eq!(plain(&split).winners(), [0], "10 each: only 0 is affordable");
    let add1 = EqualShares::with(Completion::Add1(Add1::official())).count(&split).expect("a result");
    assert_eq!(add1.winners(), [0, 3]);
    assert_eq!((add1.cost, add1.raise.map(|raise| raise.steps)), (39, Some(7)));
    let error = EqualShares::with(Completion::Add1(Add1 { step: Some(0), ..Add1::official() })).count(&split);
    assert_eq!(error, Err(RuleError::ZeroStep));
}

#[test]
fn what_is_left_goes_by_votes() {
    let ballots: [&[u32]; 4] = [&[0, 1], &[0, 2], &[3], &[3, 2]];
    let split = approvals(40, &[18, 9, 12, 21], &ballots);
    let outcome = EqualShares::with(Completion::Utilitarian).count(&split).expect("a result");
    assert_eq!(outcome.winners(), [2, 1, 0], "2 and 1 by shares; of the 19 left, 0 by votes");
    assert_eq!((outcome.completed, outcome.cost), (1, 39));
    assert_eq!(outcome.misses.iter().map(|miss| miss.project).collect::<Vec<_>>(), [3]);
}

/// The raise by the definition, with slow counts. None when it would take too long for a test.
fn slow_raise(
    election: &Election,
    utility: Utility,
    ordinal: OrdinalScore,
    add1: Add1,
) -> Option<Vec<usize>> {
    let (budget, voters) = (election.budget(), u64::from(election.voters()));
    let exact = ratio(u128::from(budget), u128::from(voters));
    let mut best = slow_equal_shares(election, utility, ordinal, &exact);
    let mut share = if add1.start == Start::Exact { exact } else { ratio(u128::from(budget / voters), 1) };
    let can_be_bought = |project: &usize| {
        let supported = election.classes().any(|class| {
            let length = class.marks.len();
            let mark = class.marks.iter().find(|mark| mark.project as usize == *project);
            mark.is_some_and(|mark| crate::utility::score(election, ordinal, mark.value, length) > 0)
        });
        supported && (election.projects()[*project].cost > 0 || utility == Utility::Cardinality)
    };
    let buyable = (0..election.projects().len()).filter(can_be_bought).count();
    // At the latest when each voter alone can pay for everything: costs add up to less than 1,400.
    for _ in 0..1_400 {
        let left = budget - election.cost_of(&best);
        let mut others = (0..election.projects().len()).filter(|project| !best.contains(project));
        let exhausted = !others.any(|project| election.projects()[project].cost <= left);
        if best.len() == buyable || (add1.stop == Stop::ExhaustedOrOverspent && exhausted) {
            return Some(best);
        }
        share += ratio(1, 1);
        let next = slow_equal_shares(election, utility, ordinal, &share);
        if election.cost_of(&next) > budget {
            return Some(best);
        }
        best = next;
    }
    None
}

fn ordinals() -> impl Strategy<Value = OrdinalScore> {
    prop_oneof![
        Just(OrdinalScore::BordaOfBallot),
        Just(OrdinalScore::BallotLength),
        Just(OrdinalScore::LongestBallot),
        Just(OrdinalScore::ProjectCount),
    ]
}

fn utilities() -> impl Strategy<Value = Utility> {
    prop_oneof![Just(Utility::Cost), Just(Utility::Cardinality)]
}

proptest! {
    #![proptest_config(crate::testing::cases(600))]

    #[test]
    fn plain_equals_the_slow_count(election in small_elections(), utility in utilities(), ordinal in ordinals()) {
        let outcome = rule(utility, ordinal, Completion::Plain).count(&election).expect("a result");
        let share = ratio(u128::from(election.budget()), u128::from(election.voters()));
        prop_assert_eq!(outcome.winners(), slow_equal_shares(&election, utility, ordinal, &share));
        prop_assert!(outcome.cost <= election.budget());
    }

    #[test]
    fn ranks_equal_the_slow_ranks(election in small_elections(), ordinal in ordinals()) {
        let market = Market::new(&election, Utility::Cost, ordinal, &TieRule::published_then_listed());
        let slow = slow_ranks(&election, &crate::testing::score_rows(&election, ordinal));
        let ranks = market.rank.iter().map(|&rank| rank as usize).collect::<Vec<_>>();
        prop_assert_eq!(ranks, slow);
    }
}

proptest! {
    #![proptest_config(crate::testing::cases(200))]

    #[test]
    fn raised_equals_the_slow_count(
        election in small_elections(),
        utility in utilities(),
        ordinal in ordinals(),
        start in prop_oneof![Just(Start::Exact), Just(Start::WholeUnits)],
        stop in prop_oneof![Just(Stop::Overspent), Just(Stop::ExhaustedOrOverspent)],
    ) {
        let add1 = Add1 { step: None, start, stop };
        let slow = slow_raise(&election, utility, ordinal, add1);
        prop_assert!(slow.is_some(), "no share above the sum of all costs is ever needed");
        let outcome = rule(utility, ordinal, Completion::Add1(add1)).count(&election).expect("a result");
        prop_assert_eq!(Some(outcome.winners()), slow);
        prop_assert!(outcome.cost <= election.budget());
    }

    #[test]
    fn stretches_change_nothing(election in small_elections(), utility in utilities(), scale in 1_u64..60) {
        let scaled = scaled(&election, scale);
        let ties = TieRule::published_then_listed();
        let market = Market::new(&scaled, utility, OrdinalScore::LongestBallot, &ties);
        let mut ends = Vec::new();
        for stretches in [true, false] {
            let mut run = Run::new(&market, &scaled);
            run.restart(Share::of(scaled.budget(), market.voters));
            prop_assert_eq!(run.finish(u64::MAX), Ok(Finish::Done));
            let raise = raise_with(&mut run, &scaled, Add1::official(), stretches).expect("a result");
            ends.push((raise.steps, run.count().selections.clone(), run.count().ties.clone()));
        }
        prop_assert_eq!(&ends[0], &ends[1]);
    }
}

/// The same election with money counted in a smaller unit.
fn scaled(election: &Election, scale: u64) -> Election {
    let costs = election.projects().iter().map(|project| project.cost * scale).collect::<Vec<_>>();
    let mut ballots = Vec::new();
    for class in election.classes() {
        let marks = class.marks.iter().map(|mark| (mark.project, mark.value)).collect::<Vec<_>>();
        ballots.extend(std::iter::repeat_n(marks, class.voters as usize));
    }
    ballots.resize(election.voters() as usize, Vec::new());
    crate::testing::election(election.kind(), election.budget() * scale, &costs, &ballots)
}

#[test]
fn wieliczka_2023_is_counted_as_published() {
    let Some(files) = real_files("wieliczka_2023_is_counted_as_published") else { return };
    let path =
        files.iter().find(|path| path.ends_with("poland_wieliczka_2023.pb")).expect("the file is in the set");
    let bytes = std::fs::read(path).expect("a readable file");
    let loaded = pabulib::read(bytes.as_slice()).and_then(|file| file.election()).expect("a valid file");
    let outcome =
        EqualShares::with(Completion::Add1(Add1::official())).count(&loaded.election).expect("a result");
    let selected = outcome.selected(loaded.election.projects().len());
    let published =
        loaded.official.expect("a column selected").iter().map(|&value| value == 1).collect::<Vec<_>>();
    assert_eq!(selected, published);
    assert_eq!((outcome.selections.len(), outcome.cost), (30, 995_079));
}

#[test]
fn real_files_count_alike_with_the_exact_ledger_alone() {
    let Some(files) = real_files("real_files_count_alike_with_the_exact_ledger_alone") else { return };
    let mut compared = 0;
    for path in files {
        let bytes = std::fs::read(&path).expect("a readable file");
        if bytes.len() > 25_000 {
            continue;
        }
        let loaded = pabulib::read(bytes.as_slice()).and_then(|file| file.election()).expect("a valid file");
        let election = loaded.election;
        for utility in [Utility::Cost, Utility::Cardinality] {
            let ties = TieRule::published_then_listed();
            let market = Market::new(&election, utility, OrdinalScore::LongestBallot, &ties);
            let outcome = rule(utility, OrdinalScore::LongestBallot, Completion::Plain).count(&election);
            let exact =
                exact::count_all(&market, ratio(u128::from(election.budget()), u128::from(market.voters)));
            assert_eq!(outcome.expect("a result").winners(), exact, "{}", path.display());
            compared += 1;
        }
    }
    assert!(compared > 20, "only {compared} counts compared");
}
