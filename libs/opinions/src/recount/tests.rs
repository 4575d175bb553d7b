//! From files to report: what the checks see, what is left out, what is refused.

use super::*;
use crate::synthetic_conversation;
use proptest::prelude::*;
use std::fmt::Write;

/// The files of a small made-up conversation.
struct Texts {
    votes: String,
    matrix: String,
    statements: String,
    people: String,
    population: String,
    banned: String,
}

fn texts() -> Texts {
    let made = synthetic_conversation(6, 60, 12, 2, 480);
    let mut votes = String::from("timestamp,comment-id,voter-id,vote\n");
    let mut tallies = [(0, 0); 12];
    let mut cells = vec![vec![String::new(); 12]; 60];
    for (row, (person, statement, vote)) in made.votes.iter().enumerate() {
        writeln!(votes, "{row},{statement},{person},{}", vote.value()).expect("a string");
        tallies[*statement as usize].0 += u32::from(vote.value() == 1);
        tallies[*statement as usize].1 += u32::from(vote.value() == -1);
        cells[*person as usize][*statement as usize] = vote.value().to_string();
    }
    let mut statements = String::from("comment-id,agrees,disagrees,moderated,comment-body\n");
    for (id, (agrees, disagrees)) in tallies.iter().enumerate() {
        let moderated = if id == 4 { -1 } else { 1 };
        writeln!(statements, "{id},{agrees},{disagrees},{moderated},Made-up <statement> {id}")
            .expect("a string");
    }
    let mut matrix = String::from("participant,group-id,0,1,2,3,4,5,6,7,8,9,10,11\n");
    let mut people = String::from("participant,age\n");
    for (person, row) in cells.iter().enumerate() {
        writeln!(matrix, "{person},{},{}", made.truth[person], row.join(",")).expect("a string");
        writeln!(people, "{person},{}", if person % 4 == 0 { "old" } else { "young" }).expect("a string");
    }
    Texts {
        votes,
        matrix,
        statements,
        people,
        population: "column,value,people\nage,old,500\nage,young,500\n".into(),
        banned: "participant,reason\n7,made up\n999,never voted\n".into(),
    }
}

fn recount_texts(texts: &Texts) -> Result<Report, OpinionError> {
    let (mut votes, mut matrix, mut statements) =
        (texts.votes.as_bytes(), texts.matrix.as_bytes(), texts.statements.as_bytes());
    let (mut people, mut population, mut banned) =
        (texts.people.as_bytes(), texts.population.as_bytes(), texts.banned.as_bytes());
    let files = Files {
        votes: Some(&mut votes),
        matrix: Some(&mut matrix),
        statements: Some(&mut statements),
        people: Some(&mut people),
        population: Some(&mut population),
        banned: Some(&mut banned),
    };
    recount(files, &Settings::default())
}

#[test]
fn everything_together() {
    let report = recount_texts(&texts()).expect("a report");
    assert_eq!((report.input.left_out.people, report.input.left_out.statements), (1, 1));
    // Nobody who voted is called 999: the report says so, because a misspelt ban bans nobody.
    assert_eq!(report.input.left_out.nobodys, 1);
    assert!(report.to_text().contains("1 ids of the banned list are nobody's"), "{}", report.to_text());
    assert_eq!((report.input.people, report.input.statements), (59, 11));
    assert_eq!(report.input.rows, report.input.votes + report.input.left_out.votes);
    assert_eq!(report.checks.tallies, Some(TallyCheck { compared: 12, equal: 12 }));
    let matrix = report.checks.matrix.as_ref().expect("a matrix");
    assert_eq!((matrix.equal, matrix.matrix), (report.input.rows, report.input.rows));
    assert!(report.weighted.is_some());
    let fits = &report.weighting.as_ref().expect("weights").fits;
    assert!((fits[0].weighted_ppm - 500_000).abs() < 2_000 && fits[0].raw_ppm < 300_000, "{fits:?}");
    assert!(report.raw.statement("4").is_none() && report.raw.statement("5").is_some());
}

#[test]
fn a_ban_equals_a_file_without_the_person() {
    let with_ban = recount_texts(&texts()).expect("a report");
    let mut without = texts();
    without.banned = "participant\n".into();
    let gone = |text: &str, column: usize| -> String {
        let stays = |line: &&str| line.split(',').nth(column) != Some("7");
        text.lines().filter(stays).flat_map(|line| [line, "\n"]).collect()
    };
    without.votes = gone(&without.votes, 2);
    // The header of the matrix names statement 7 further right; only the first column is looked at.
    without.matrix = gone(&without.matrix, 0);
    without.people = gone(&without.people, 0);
    let without = recount_texts(&without).expect("a report");
    assert_eq!(with_ban.raw, without.raw);
    assert_eq!(with_ban.weighted, without.weighted);
    assert_eq!(with_ban.checks.published, without.checks.published);
}

#[test]
fn a_matrix_alone_is_enough() {
    let texts = texts();
    let mut matrix = texts.matrix.as_bytes();
    let report = recount(Files { matrix: Some(&mut matrix), ..Files::default() }, &Settings::default());
    let report = report.expect("a report");
    assert_eq!((report.input.people, report.input.statements), (60, 12));
    assert!(report.checks.published.is_some() && report.checks.matrix.is_none());
}

#[test]
fn exchanged_sides_are_seen() {
    let mut texts = texts();
    let turn = |line: &str| match line.rsplit_once(',') {
        Some((head, "1")) => format!("{head},-1\n"),
        Some((head, "-1")) => format!("{head},1\n"),
        Some(_) | None => format!("{line}\n"),
    };
    texts.votes = texts.votes.lines().map(turn).collect();
    let error = recount_texts(&texts).expect_err("exchanged");
    assert!(matches!(error, OpinionError::SidesExchanged { statements, .. } if statements >= 10), "{error}");
}

#[test]
fn nothing_or_half_is_refused() {
    assert_eq!(recount(Files::default(), &Settings::default()), Err(OpinionError::NoVotes));
    let texts = texts();
    let (mut votes, mut people) = (texts.votes.as_bytes(), texts.people.as_bytes());
    let files = Files { votes: Some(&mut votes), people: Some(&mut people), ..Files::default() };
    assert_eq!(recount(files, &Settings::default()), Err(OpinionError::HalfWeights));
    let mut empty = "comment-id,voter-id,vote\n".as_bytes();
    let files = Files { votes: Some(&mut empty), ..Files::default() };
    assert_eq!(recount(files, &Settings::default()), Err(OpinionError::NoVotes));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Small strange conversations: whatever comes, there is a report with whole numbers or an error.
    #[test]
    fn any_small_conversation_has_a_report_or_an_error(
        rows in proptest::collection::vec((0u8..20, 0u8..6, -1i8..=1), 0..60),
        needed in 0usize..9,
        groups in 0usize..60,
        exactly in any::<bool>(),
    ) {
        let mut text = String::from("comment-id,voter-id,vote\n");
        for (person, statement, value) in &rows {
            writeln!(text, "{statement},{person},{value}").expect("a string");
        }
        let groups = if exactly { crate::GroupCount::Exactly(groups) } else { crate::GroupCount::UpTo(groups) };
        let settings = Settings { votes_to_be_mapped: needed, people_wanted: needed, groups, ..Settings::default() };
        let mut bytes = text.as_bytes();
        match recount(Files { votes: Some(&mut bytes), ..Files::default() }, &settings) {
            Ok(report) => {
                let grouped: usize = report.raw.groups.iter().map(|group| group.people).sum();
                prop_assert_eq!(grouped + report.raw.not_mapped, report.input.people);
                for statement in &report.raw.statements {
                    for bound in [statement.consensus, statement.rejection] {
                        prop_assert!(0 <= bound.low_ppm && bound.low_ppm <= 1_000_000, "{:?}", statement);
                    }
                }
                prop_assert!(report.to_text().contains("Group") && report.to_svg("x").ends_with("</svg>\n"));
                prop_assert!(report.to_json().len() > 100);
            }
            Err(error) => prop_assert!(!error.mend().is_empty()),
        }
    }

    /// All files of a conversation, each with some bytes changed: a report or an error, never a panic.
    #[test]
    fn changed_files_never_panic(
        changes in proptest::collection::vec((0usize..6, any::<prop::sample::Index>(), "[0-9a-z,\"\n.-]"), 1..10),
    ) {
        let mut texts = texts();
        for (which, place, letter) in changes {
            let files = [
                &mut texts.votes, &mut texts.matrix, &mut texts.statements,
                &mut texts.people, &mut texts.population, &mut texts.banned,
            ];
            if let Some(file) = files.into_iter().nth(which) {
                let at = place.index(file.len());
                file.replace_range(at..at + 1, &letter);
            }
        }
        match recount_texts(&texts) {
            Ok(report) => prop_assert!(report.to_text().len() > 100 && report.to_svg("x").len() > 100),
            Err(error) => prop_assert!(!error.mend().is_empty() && !error.to_string().is_empty()),
        }
    }
}
