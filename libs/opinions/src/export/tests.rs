//! Readers: what they take, what they refuse and where, and that no bytes make them panic.

use super::*;
use crate::error::{OpinionError, Place};
use crate::votes::{Vote, Votes};
use proptest::prelude::*;
use std::io::{self, Read};

fn votes(text: &str) -> Result<Votes, OpinionError> {
    read_votes(&mut text.as_bytes()).map(|read| read.0)
}

fn first_fault(error: OpinionError) -> (String, String) {
    let place = error.place().map(Place::to_string).unwrap_or_default();
    assert!(!error.mend().is_empty());
    (place, error.to_string())
}

#[test]
fn columns_are_found_by_name() {
    let plain = votes("timestamp,datetime,comment-id,voter-id,vote\n5,x,7,1,1\n6,x,7,2,-1\n").expect("votes");
    let turned = votes("\u{feff}vote,voter-id,comment-id\r\n1,1,7\r\n -1 ,2, 7\r\n").expect("votes");
    assert_eq!(plain, turned);
    assert_eq!(plain.of_person(1).collect::<Vec<_>>(), [(0, Vote::Disagree)]);
    assert!(votes("vote,voter-id,comment-id\n").expect("empty").is_empty());
}

#[test]
fn a_missing_or_double_column_is_named() {
    let missing = votes("comment-id,vote\n1,1\n").expect_err("no voter");
    assert_eq!(
        first_fault(missing),
        ("votes line 1".into(), "votes line 1: the header has no column `voter-id`".into())
    );
    let twice = votes("vote,vote,voter-id,comment-id\n").expect_err("twice");
    assert_eq!(first_fault(twice).1, "votes line 1: the header names `vote` twice");
    let empty = votes("").expect_err("nothing");
    assert!(matches!(empty, OpinionError::MissingColumn { .. }));
}

#[test]
fn broken_lines_are_all_named() {
    let text = "timestamp,comment-id,voter-id,vote\n1,1,1,1\n2,1,2\n3,1,3,2\nsoon,1,4,1\n5,,5,0\n";
    let OpinionError::BrokenLines { faults, total } = votes(text).expect_err("broken") else {
        panic!("another error")
    };
    let told: Vec<String> = faults.iter().map(|fault| fault.to_string()).collect();
    assert_eq!(total, 4);
    assert_eq!(
        told,
        [
            "votes line 3: 3 fields where the header has 4; check commas and quotes",
            "votes line 4 field 4: `2` is not a vote; write 1 for agree, -1 for disagree, 0 for pass",
            "votes line 5 field 1: `soon` is not a whole number; write digits only, or leave the field empty",
            "votes line 6 field 2: `` is not a name; write a number or a short name",
        ]
    );
}

#[test]
fn only_twenty_faults_are_kept() {
    let text = format!("comment-id,voter-id,vote\n{}", "1,1,maybe\n".repeat(1_000));
    let OpinionError::BrokenLines { faults, total } = votes(&text).expect_err("broken") else {
        panic!("another error")
    };
    assert_eq!((faults.len(), total), (20, 1_000));
}

#[test]
fn a_failing_source_is_told() {
    struct Broken;
    impl Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other("the cable was pulled"))
        }
    }
    let error = read_votes(&mut Broken).expect_err("broken");
    assert!(matches!(&error, OpinionError::Unreadable { cause, .. } if cause.contains("cable")), "{error}");
}

#[test]
fn the_matrix_gives_votes_and_published_groups() {
    let text = "participant,xid,group-id,n-votes,7,9\n1,,0,2,1,-1\n2,,,1,,0\n";
    let (found, groups) = read_matrix(&mut text.as_bytes()).expect("a matrix");
    assert_eq!(found, votes("voter-id,comment-id,vote\n1,7,1\n1,9,-1\n2,9,0\n").expect("votes"));
    assert_eq!(groups, PublishedGroups::from([("1".to_owned(), 0)]));
    let twice = read_matrix(&mut "participant,7\n1,1\n1,0\n".as_bytes()).expect_err("twice");
    assert!(first_fault(twice).1.contains("matrix line 3 field 1: `1` stands here again"));
    let group = read_matrix(&mut "participant,group-id,7\n1,-4,1\n".as_bytes()).expect_err("negative");
    assert!(first_fault(group).1.contains("`-4` is not a group"));
}

#[test]
fn statements_keep_commas_quotes_and_line_breaks() {
    let text = "comment-id,comment-body,moderated,agrees,disagrees\n\
                3,\"one, \"\"two\"\"\nthree\",-1,5,2\n4,빛고을,1,,\n5,open,0,1,1\n";
    let statements = read_statements(&mut text.as_bytes()).expect("statements");
    assert_eq!(statements[0].text, "one, \"two\"\nthree");
    assert_eq!((statements[0].moderation, statements[0].tally), (Moderation::Rejected, Some((5, 2))));
    assert_eq!((statements[1].text.as_str(), statements[1].tally), ("빛고을", None));
    assert_eq!(statements[2].moderation, Moderation::Open);
    let bad = "comment-id,comment-body,moderated\n1,a,1\n1,b,1\n2,c,perhaps\n";
    let OpinionError::BrokenLines { total, .. } = read_statements(&mut bad.as_bytes()).expect_err("broken")
    else {
        panic!("another error")
    };
    assert_eq!(total, 2);
}

#[test]
fn residents_are_read_and_refused_by_line() {
    let traits = read_people(&mut "participant,age,dong\n1,60+,A\n2,,B\n".as_bytes()).expect("people");
    assert_eq!(
        (traits.value("1", "age"), traits.value("2", "age"), traits.value("3", "age")),
        (Some("60+"), None, None)
    );
    assert_eq!(traits.columns(), ["age", "dong"]);
    let population = read_population(&mut "column,value,people\nage,60+,300\nage,-60,700\n".as_bytes());
    assert_eq!(population.expect("population")[0].parts.len(), 2);
    for bad in [
        "age,60+,-3\n",
        "age,60+,many\n",
        "age,60+,1\nage,60+,2\n",
        "age,60+,0\n",
        "age,60+,99999999999999999999\n",
    ] {
        let text = format!("column,value,people\n{bad}");
        let error = read_population(&mut text.as_bytes()).expect_err(bad);
        assert!(matches!(error, OpinionError::BrokenLines { total: 1, .. }), "{bad} {error}");
    }
    let banned = read_banned(&mut "participant,reason\n5,spam\n6,\n".as_bytes()).expect("banned");
    assert_eq!((banned.len(), banned[0].reason.as_str()), (2, "spam"));
    assert!(read_banned(&mut "participant\n5\n5\n".as_bytes()).is_err());
    assert!(read_people(&mut "participant,age\n5,1\n5,2\n".as_bytes()).is_err());
}

/// Every reader on the same bytes; what matters is that each comes back.
fn read_all(bytes: &[u8]) -> usize {
    let mut taken = usize::from(read_votes(&mut &*bytes).is_ok());
    taken += usize::from(read_matrix(&mut &*bytes).is_ok());
    taken += usize::from(read_statements(&mut &*bytes).is_ok());
    taken += usize::from(read_people(&mut &*bytes).is_ok());
    taken += usize::from(read_population(&mut &*bytes).is_ok());
    taken + usize::from(read_banned(&mut &*bytes).is_ok())
}

const SAMPLES: [&str; 4] = [
    "timestamp,datetime,comment-id,voter-id,vote\n1651045893819,Wed Apr 27,0,1,-1\n1651046019628,x,0,3,1\n2,y,1,1,0\n",
    "participant,xid,group-id,n-comments,n-votes,n-agree,n-disagree,0,1\n1,,0,0,2,1,1,-1,1\n2,,1,0,1,0,1,,-1\n",
    "timestamp,comment-id,author-id,agrees,disagrees,moderated,comment-body\n1,0,0,1,2,1,\"a, b\"\n2,1,0,1,2,-1,c\n",
    "column,value,people\nage,60+,300\nage,under 60,700\n",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn arbitrary_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        prop_assert!(read_all(&bytes) <= 6);
    }

    #[test]
    fn table_like_bytes_never_panic(bytes in "(?s)[a-z0-9,\"\r\n\\- ]{0,200}") {
        prop_assert!(read_all(bytes.as_bytes()) <= 6);
    }

    #[test]
    fn mutated_files_never_panic(
        which in 0usize..4,
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0u8..3), 1..12),
    ) {
        let mut bytes = SAMPLES[which].as_bytes().to_vec();
        for (place, byte, kind) in changes {
            let at = place.index(bytes.len());
            match kind {
                0 => bytes[at] = byte,
                1 => bytes.insert(at, byte),
                _ => bytes.truncate(at.max(1)),
            }
        }
        prop_assert!(read_all(&bytes) <= 6);
    }

    #[test]
    fn what_is_written_is_read(
        rows in proptest::collection::vec((0u32..40, 0u32..40, -1i8..=1), 0..60),
    ) {
        let mut text = String::from("comment-id,voter-id,vote\n");
        let mut log = crate::VoteLog::new();
        for (person, statement, value) in &rows {
            text.push_str(&format!("{statement},{person},{value}\n"));
            let vote = [Vote::Disagree, Vote::Pass, Vote::Agree][(*value + 1) as usize];
            log.push(&person.to_string(), &statement.to_string(), vote, 0).expect("small");
        }
        prop_assert_eq!(votes(&text).expect("votes"), log.finish().0);
    }
}
