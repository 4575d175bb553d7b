//! Shared pieces of the tests, and the tests that need the whole library: real conversations, and the
//! promise that size, order and threads change nothing.

use crate::*;
use std::fs::File;
use std::io::Read;
use std::path::PathBuf;

/// Votes from letters: rows are people, `+` agrees, `-` disagrees, `.` passes, blank is missing.
pub fn votes_of(rows: &[&str]) -> Votes {
    let mut log = VoteLog::new();
    for (person, row) in rows.iter().enumerate() {
        for (statement, letter) in row.chars().enumerate() {
            let vote = match letter {
                '+' => Vote::Agree,
                '-' => Vote::Disagree,
                '.' => Vote::Pass,
                _ => continue,
            };
            log.push(&person.to_string(), &statement.to_string(), vote, 0).expect("small");
        }
    }
    log.finish().0
}

/// Votes of a made-up conversation.
pub fn votes_made(made: &SyntheticConversation) -> Votes {
    let mut log = VoteLog::new();
    for (person, statement, vote) in &made.votes {
        log.push(&person.to_string(), &statement.to_string(), *vote, 0).expect("small");
    }
    log.finish().0
}

/// The truth in the order of the people of `votes`.
pub fn truth_of(made: &SyntheticConversation, votes: &Votes) -> Vec<Option<u32>> {
    let number = |name: &str| name.parse::<usize>().expect("a number");
    votes.people().iter().map(|name| Some(made.truth[number(name)])).collect()
}

/// Files of a real conversation, or None with a line that says what is missing.
pub fn real(test: &str, conversation: &str) -> Option<PathBuf> {
    let folder = std::env::var_os("BITGOEUL_TEST_DATA")
        .map(|data| PathBuf::from(data).join("polis").join(conversation));
    let folder = folder.filter(|folder| folder.join("votes.csv").exists());
    if folder.is_none() {
        eprintln!("SKIPPED: {test} needs BITGOEUL_TEST_DATA");
    }
    folder
}

fn recount_folder(folder: &std::path::Path, settings: &Settings) -> Report {
    let open = |name: &str| File::open(folder.join(name)).expect("a file of the conversation");
    let (mut votes, mut matrix, mut statements) =
        (open("votes.csv"), open("participants-votes.csv"), open("comments.csv"));
    let files = Files {
        votes: Some(&mut votes as &mut dyn Read),
        matrix: Some(&mut matrix),
        statements: Some(&mut statements),
        ..Files::default()
    };
    recount(files, settings).expect("a report")
}

#[test]
fn taiwan_is_read_whole_and_splits_in_two() {
    let Some(folder) = real("taiwan_is_read_whole_and_splits_in_two", "vtaiwan.uberx") else { return };
    let report =
        recount_folder(&folder, &Settings { strictness: Strictness::Everything, ..Settings::default() });
    assert_eq!((report.input.rows, report.input.votes), (49_997, 49_443));
    assert_eq!((report.input.people, report.input.statements), (1_921, 197));
    let tallies = report.checks.tallies.as_ref().expect("tallies");
    assert_eq!((tallies.compared, tallies.equal), (197, 197));
    let matrix = report.checks.matrix.as_ref().expect("a matrix");
    assert_eq!((matrix.matrix, matrix.equal), (49_443, 49_443));
    assert_eq!(report.raw.groups.len(), 2);
    assert_eq!(report.raw.groups.iter().map(|group| group.people).sum::<usize>(), 1_218);
    let published = report.checks.published.as_ref().expect("published groups");
    assert!(published.adjusted_rand_index > 0.7, "{published:?}");
}

#[test]
fn austria_repeats_its_published_groups() {
    let conversation = "austria-climate.5twd2jsnkf.2022-08-08";
    let Some(folder) = real("austria_repeats_its_published_groups", conversation) else { return };
    let report =
        recount_folder(&folder, &Settings { strictness: Strictness::Everything, ..Settings::default() });
    assert_eq!((report.input.people, report.input.statements, report.input.votes), (1_116, 522, 61_384));
    assert_eq!(report.raw.groups.iter().map(|group| group.people).sum::<usize>(), 900);
    let published = report.checks.published.as_ref().expect("published groups");
    assert_eq!((published.groups, published.people), (2, 900));
    assert!(published.same >= 850 && published.adjusted_rand_index > 0.75, "{published:?}");
    let again =
        recount_folder(&folder, &Settings { strictness: Strictness::Everything, ..Settings::default() });
    assert_eq!(report.to_json(), again.to_json());
}

#[test]
fn rarely_seen_statements_do_not_lead_in_real_conversations() {
    for conversation in ["vtaiwan.uberx", "austria-climate.5twd2jsnkf.2022-08-08"] {
        let Some(folder) = real("rarely_seen_statements_do_not_lead_in_real_conversations", conversation)
        else {
            return;
        };
        let report =
            recount_folder(&folder, &Settings { strictness: Strictness::Everything, ..Settings::default() });
        let seen = |counts: &crate::report::Counts| counts.agree + counts.disagree + counts.pass;
        let least = |id: &String| {
            let statement = report.raw.statement(id).expect("listed statements are reported");
            statement.groups.iter().map(seen).min().unwrap_or_default()
        };
        let leading: Vec<u32> = report.raw.consensus.iter().map(least).collect();
        assert!(leading.len() == 10 && leading[..5].iter().all(|seen| *seen >= 30), "{leading:?}");
        assert!(leading.iter().all(|seen| *seen >= 9), "{leading:?}");
    }
}

#[test]
fn true_groups_are_found() {
    let made = synthetic_conversation(7, 1_500, 300, 3, 120_000);
    let votes = votes_made(&made);
    let analysis = analyse(&votes, &Settings::default(), None).expect("a map");
    assert_eq!(analysis.groups.count(), 3);
    let same = adjusted_rand_index(&analysis.groups.group_of, &truth_of(&made, &votes));
    assert!(same > 0.95, "{same}");
    let leads: Vec<u32> = analysis
        .consensus()
        .iter()
        .take(10)
        .map(|index| votes.statements()[*index].parse().expect("a number"))
        .collect();
    assert!(leads.iter().all(|statement| made.shared.contains(statement)), "{leads:?}");
}

#[test]
fn threads_change_no_bit() {
    let made = synthetic_conversation(3, 4_000, 120, 3, 120_000);
    let votes = votes_made(&made);
    let one = analyse(&votes, &Settings::default(), None).expect("a map");
    for threads in [2, 3, 8] {
        let mut other = analyse(&votes, &Settings { threads, ..Settings::default() }, None).expect("a map");
        assert_eq!(other.settings.threads, threads);
        other.settings.threads = 1;
        assert_eq!(one, other);
    }
}

#[test]
fn order_of_rows_changes_no_bit() {
    let made = synthetic_conversation(5, 300, 60, 2, 9_000);
    let mut turned = made.clone();
    turned.votes.reverse();
    let (votes, other) = (votes_made(&made), votes_made(&turned));
    assert_eq!(votes, other);
    let analysis = analyse(&votes, &Settings::default(), None).expect("a map");
    assert_eq!(analysis, analyse(&other, &Settings::default(), None).expect("a map"));
}

#[test]
fn banned_people_leave_no_trace() {
    let made = synthetic_conversation(11, 200, 40, 2, 5_000);
    let banned: Vec<u32> = vec![3, 77, 140];
    let mut honest = made.clone();
    honest.votes.retain(|(person, _, _)| !banned.contains(person));
    let out = banned.iter().map(u32::to_string).collect();
    let left = votes_made(&made).without(&out, &Default::default());
    assert_eq!(left, votes_made(&honest));
}

#[test]
fn too_little_is_refused_with_a_mend() {
    let refused =
        |rows: &[&str]| analyse(&votes_of(rows), &Settings::default(), None).expect_err("too little");
    assert_eq!(refused(&[]), OpinionError::NoVotes);
    assert_eq!(refused(&["+-+"]), OpinionError::TooFewPeople { found: 1 });
    assert_eq!(refused(&["+", "-"]), OpinionError::TooFewStatements { found: 1 });
    assert_eq!(refused(&["..", "..", ". "]), OpinionError::OnlyPasses { votes: 5 });
    for rows in [vec![], vec!["+-+"], vec!["+", "-"], vec!["..", ".."]] {
        assert!(refused(&rows).mend().ends_with('.'));
    }
}

#[test]
fn impossible_settings_are_refused() {
    let votes = votes_of(&["+-+", "-+-", "++-"]);
    let with = |settings: Settings| analyse(&votes, &settings, None).expect_err("impossible");
    let groups = |count| Settings { groups: GroupCount::Exactly(count), ..Settings::default() };
    assert_eq!(with(groups(0)), OpinionError::ImpossibleGroups { asked: 0, most: 3 });
    assert_eq!(with(groups(9)), OpinionError::ImpossibleGroups { asked: 9, most: 3 });
    let many = Settings { groups: GroupCount::UpTo(51), ..Settings::default() };
    assert_eq!(with(many), OpinionError::ImpossibleGroups { asked: 51, most: 50 });
    let start = Settings { start: Start::People(vec!["0".into(), "nobody".into()]), ..Settings::default() };
    assert_eq!(with(start), OpinionError::UnknownStart { person: "nobody".into() });
    let weights = Weights::new(&[1.0]);
    let wrong = analyse(&votes, &Settings::default(), Some(&weights)).expect_err("wrong weights");
    assert_eq!(wrong, OpinionError::WrongWeights { weights: 1, people: 3 });
}

#[test]
fn one_mind_is_one_group_with_consensus() {
    let votes = votes_of(&["++-", "++-", "++-", "++-", "++-", "++-", "++-", "++-"]);
    let analysis = analyse(&votes, &Settings::default(), None).expect("a map");
    assert_eq!(analysis.groups.sizes, [8]);
    assert_eq!(analysis.axes.total_scatter, 0.0);
    assert_eq!(analysis.consensus(), [0, 1]);
    assert_eq!(analysis.rejection(), [2]);
    assert!(analysis.standings[0].agreed_by_all && analysis.standings[2].rejected_by_all);
    assert!(analysis.typical_of(0).is_empty());
}

#[test]
fn two_camps_are_two_groups() {
    let votes = votes_of(&["+++---", "+++---", "++ ---", "+++-- ", "---+++", "---+++", "-- +++", "---++ "]);
    let analysis = analyse(&votes, &Settings::default(), None).expect("a map");
    assert_eq!(analysis.groups.sizes, [4, 4]);
    let first = analysis.groups.group_of[0];
    assert!((0..4).all(|person| analysis.groups.group_of[person] == first));
    assert!((4..8).all(|person| analysis.groups.group_of[person] != first));
    assert!(!analysis.standings[0].agreed_by_all);
    assert!(analysis.standings[0].division.low > 0.0);
}
