//! A running map against one counted from scratch.

use super::*;
use crate::random::Random;
use crate::tallies::Tallies;
use crate::tests::{votes_made, votes_of};
use crate::{Settings, synthetic_conversation};

fn some_vote(random: &mut Random) -> Vote {
    [Vote::Agree, Vote::Disagree, Vote::Pass][random.below(3)]
}

#[test]
fn tallies_and_findings_equal_those_from_scratch() {
    let votes = votes_made(&synthetic_conversation(2, 120, 30, 3, 1_800));
    let mut live = Live::start(votes, &Settings::default()).expect("a map");
    let mut random = Random::new(8);
    let mut moved = 0;
    for step in 0..600 {
        let person = random.below(140).to_string();
        let update = live.vote(&person, &random.below(30).to_string(), some_vote(&mut random));
        assert_eq!(update.since_settled, step + 1);
        moved += usize::from(update.group.0 != update.group.1);
    }
    assert!(moved > 10, "{moved}");
    let now = live.votes().expect("votes");
    let analysis = live.analysis();
    // The table orders people by name again; the groups follow.
    let index_of = |name: &str| {
        let known = live.votes.person(name).or_else(|| live.newcomer_of.get(name).copied());
        known.expect("everybody with a vote is known")
    };
    let group_of: Vec<Option<u32>> =
        now.people().iter().map(|name| analysis.groups.group_of[index_of(name)]).collect();
    let tallies = Tallies::count(&now, &group_of, analysis.groups.count(), None);
    assert_eq!(tallies, analysis.tallies);
    let mut representations = Vec::new();
    for statement in 0..tallies.statements() {
        representations
            .extend((0..tallies.groups()).map(|group| representative::represent(&tallies, statement, group)));
        assert_eq!(
            analysis.standings[statement],
            consensus::standing(&tallies, statement, analysis.settings.bound_z)
        );
    }
    representative::adjust(&mut representations);
    assert_eq!(representations, analysis.representations);
    let mut sizes = vec![0; analysis.groups.count()];
    group_of.iter().flatten().for_each(|group| sizes[*group as usize] += 1);
    assert_eq!(sizes, analysis.groups.sizes);
}

#[test]
fn settling_equals_a_first_analysis() {
    let votes = votes_made(&synthetic_conversation(4, 90, 20, 2, 900));
    let mut live = Live::start(votes, &Settings::default()).expect("a map");
    let mut random = Random::new(1);
    for _ in 0..200 {
        live.vote(&random.below(100).to_string(), &random.below(20).to_string(), some_vote(&mut random));
    }
    let scratch = crate::analyse(&live.votes().expect("votes"), &Settings::default(), None).expect("a map");
    live.settle().expect("settled");
    assert_eq!(*live.analysis(), scratch);
}

#[test]
fn a_newcomer_joins_a_group_after_enough_votes() {
    let rows = ["++++++++--------"; 10].into_iter().chain(["--------++++++++"; 10]).collect::<Vec<_>>();
    let mut live = Live::start(votes_of(&rows), &Settings::default()).expect("a map");
    let group_of_first = live.analysis().groups.group_of[0];
    for statement in 0..7 {
        let update = live.vote("newcomer", &statement.to_string(), Vote::Agree);
        let joined = if statement == 6 { group_of_first } else { None };
        assert_eq!((update.person, update.group), (20, (None, joined)));
        assert_eq!(update.touched.len(), if statement == 6 { 7 } else { 1 });
    }
    assert_eq!(live.analysis().groups.sizes[group_of_first.expect("grouped") as usize], 11);
}

#[test]
fn a_new_statement_waits_for_the_full_analysis() {
    let mut live = Live::start(votes_of(&["+-+", "-+-", "++-"]), &Settings::default()).expect("a map");
    let before = live.analysis().clone();
    let update = live.vote("0", "new", Vote::Disagree);
    assert_eq!((update.person, update.touched.len(), update.since_settled), (0, 0, 1));
    assert_eq!(*live.analysis(), before);
    live.vote("0", "new", Vote::Agree);
    live.vote("stranger", "new", Vote::Pass);
    live.settle().expect("settled");
    let votes = live.votes().expect("votes");
    let new = votes.statement("new").expect("on the map now");
    assert_eq!(live.analysis().tallies.everybody(new).agree, 1);
    assert_eq!(live.analysis().tallies.everybody(new).pass, 1);
    assert_eq!(votes.people().len(), 4);
}
