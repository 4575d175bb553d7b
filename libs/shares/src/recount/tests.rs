use super::*;
use crate::pabulib::Problem;
use crate::testing::real_files;
use crate::ties::TieRule;

const LANTERN_TOWN: &[u8] = include_bytes!("../../docs/lantern-town.pb");

fn with(rule: &str) -> Options {
    Options { rule: Some(rule.parse().expect("a known rule")), ..Options::default() }
}

#[test]
fn the_report_says_what_was_bought_at_which_price_and_what_it_changes() {
    let report = recount(LANTERN_TOWN, &Options::default()).expect("a good file");
    assert_eq!(report.to_string(), include_str!("../../docs/lantern-town.txt"));
}

#[test]
fn every_rule_has_a_name_and_a_result() {
    let mut totals = Vec::new();
    for (name, rule) in Rule::names() {
        let report = recount(LANTERN_TOWN, &with(name)).expect("a good file");
        assert_eq!(report.rule, rule);
        assert!(report.outcome.cost <= report.loaded.election.budget());
        totals.push((name, report.outcome.selections.len(), report.outcome.completed));
    }
    let expected = [
        ("equalshares", 6, 0),
        ("equalshares/utilitarian", 7, 1),
        ("equalshares/add1", 7, 0),
        ("equalshares/add1-exhaustive", 7, 0),
        ("equalshares/add1-utilitarian", 8, 1),
        ("greedy", 5, 0),
        ("phragmen", 8, 0),
        ("phragmen/skip", 8, 0),
    ];
    assert_eq!(totals, expected);
}

#[test]
fn a_report_agrees_or_says_where_it_differs() {
    let file = "META\nkey;value\nbudget;10\nvote_type;approval\nnum_projects;2\nnum_votes;2\nPROJECTS\n\
                project_id;cost;selected\nA;10;0\nB;9;1\nVOTES\nvoter_id;vote\n1;A\n2;A,B\n";
    let report = recount(file.as_bytes(), &with("greedy")).expect("a good file");
    let expected = Agreement { both: 0, only_here: vec![0], only_published: vec![1] };
    assert_eq!(report.published, Some(expected));
    assert!(
        report
            .to_string()
            .contains("published by the rule \"\": 0 projects the same; only here: A; only published: B\n")
    );
    let report =
        recount(file.replace("0\nB;9;1", "1\nB;9;0").as_bytes(), &with("greedy")).expect("a good file");
    assert!(report.to_string().ends_with("the same 1 projects\n"));
}

#[test]
fn what_cannot_be_counted_is_an_error_with_a_mend() {
    let no_rule = String::from_utf8_lossy(LANTERN_TOWN).replace("rule;equalshares/add1\n", "rule;best\n");
    let error = recount(no_rule.as_bytes(), &Options::default()).expect_err("no such rule");
    assert!(
        error
            .to_string()
            .starts_with("the rule \"best\" is not known; to mend it, give one of equalshares, ")
    );
    let bad = String::from_utf8_lossy(LANTERN_TOWN).replace("num_votes;120", "num_votes;121");
    let Err(Error::File(error)) = recount(bad.as_bytes(), &Options::default()) else {
        panic!("a wrong count")
    };
    assert_eq!(error.problem, Problem::WrongCount { key: "num_votes", stated: 121, found: 120 });
    let tied = "META\nkey;value\nbudget;1\nvote_type;approval\nnum_projects;2\nnum_votes;1\nPROJECTS\n\
                project_id;cost\nA;1\nB;1\nVOTES\nvoter_id;vote\n1;A,B\n";
    let options = Options { ties: TieRule::published(), ..with("equalshares") };
    let error = recount(tied.as_bytes(), &options).expect_err("an open tie");
    let expected = "the projects A, B are tied and the tie rule does not separate them; to mend it, draw A, B by \
                    lot in public and give the drawn order as the last key of the tie rule";
    assert_eq!(error.to_string(), expected);
}

#[test]
fn wieliczka_2023_is_recounted_from_its_file_alone() {
    let Some(files) = real_files("wieliczka_2023_is_recounted_from_its_file_alone") else { return };
    let path =
        files.iter().find(|path| path.ends_with("poland_wieliczka_2023.pb")).expect("the file is in the set");
    let report =
        recount(std::fs::File::open(path).expect("a readable file"), &Options::default()).expect("a result");
    assert!(report.published.as_ref().is_some_and(Agreement::is_complete));
    assert!(
        report.to_string().ends_with("published by the rule \"equalshares/add1\": the same 30 projects\n")
    );
}

#[test]
fn options_are_named_as_on_a_command_line() {
    let rule = "lower-cost, more-votes,lot:7|12".parse::<TieRule>().expect("known keys");
    let names = rule.keys.iter().map(|key| key.name()).collect::<Vec<_>>();
    assert_eq!(names, ["lower-cost", "more-votes", "lot"]);
    let error = "cheapest".parse::<TieRule>().expect_err("no such key").to_string();
    assert!(
        error.starts_with("the tie key \"cheapest\" is not known; to mend it, give one of lower-cost, "),
        "{error}"
    );
    for utility in [crate::Utility::Cost, crate::Utility::Cardinality] {
        assert_eq!(utility.name().parse(), Ok(utility));
    }
    assert!("money".parse::<crate::Utility>().is_err());
    assert_eq!("longest-ballot".parse(), Ok(crate::OrdinalScore::LongestBallot));
    assert!("borda".parse::<crate::OrdinalScore>().is_err());
}

#[test]
fn a_larger_step_needs_fewer_counts() {
    let wide = Options { step: Some(100), ..Options::default() };
    let report = recount(LANTERN_TOWN, &wide).expect("a good file");
    let raise = report.outcome.raise.expect("a raise");
    assert_eq!((raise.step, raise.steps), (100, 2));
    assert!(raise.counts <= 3);
}
