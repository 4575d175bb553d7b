use proptest::prelude::*;

use super::*;
use crate::election::{BallotKind, Mark};
use crate::testing::{real_files, small_elections};

const GOOD: &str = "META\nkey;value\ndescription;Two parks\nbudget;100.50\nvote_type;approval\nnum_projects;2\nnum_votes;3\nrule;greedy\nmax_length;2\nPROJECTS\nproject_id;cost;name;votes;selected\nA;40;\"Park; with \"\"pond\"\"\";2;1\nB;60.5;Benches;2;0\nVOTES\nvoter_id;age;vote\n1;34;A,B\n2;51;B\n3;;A\n";

const LANTERN_TOWN: &str = include_str!("../../docs/lantern-town.pb");

const POINTS: &str = "META\nkey;value\nbudget;10\nvote_type;cumulative\nnum_projects;2\nnum_votes;2\nmax_sum_points;3\nmax_points;2.5\nPROJECTS\nproject_id;cost\nA;4\nB;6\nVOTES\nvoter_id;vote;points\n1;A,B;2.5,0.5\n2;B;2\n";

fn load(text: &str) -> Result<Loaded, Error> {
    read(text.as_bytes()).and_then(|file| file.election())
}

#[test]
fn a_good_file_becomes_an_election_in_exact_units() {
    let loaded = load(GOOD).expect("a valid file");
    let election = &loaded.election;
    assert_eq!((election.budget(), election.money_decimals(), election.voters()), (1005, 1, 3));
    assert_eq!(election.projects()[0].title, "Park; with \"pond\"");
    assert_eq!(election.projects()[1].cost, 605);
    assert_eq!(election.class_count(), 3);
    assert_eq!((loaded.rule.as_str(), loaded.official), ("greedy", Some(vec![1, 0])));
    assert!(loaded.notes.is_empty());
}

#[test]
fn points_keep_their_decimals() {
    let election = load(POINTS).expect("a valid file").election;
    assert_eq!((election.kind(), election.point_decimals()), (BallotKind::Cumulative, 1));
    let first = election.classes().next().map(|class| class.marks.to_vec());
    assert_eq!(first, Some(vec![Mark { project: 0, value: 25 }, Mark { project: 1, value: 5 }]));
}

#[test]
fn byte_order_mark_windows_lines_spaces_and_a_missing_header_are_read() {
    let windows = "\u{feff}META\r\nbudget; 100.50\r\nvote_type; choose-1\r\nnum_projects; 1\r\nnum_votes; 1\r\n\r\n\
        PROJECTS\r\nproject_id; cost; name\r\nA; 40; \"Park\" \r\n\r\nVOTES\r\nvoter_id; vote\r\n1; A\r\n";
    let loaded = load(windows).expect("a valid file");
    assert_eq!(loaded.election.projects()[0].title, "\"Park\"", "a quote inside a field is text");
    assert_eq!(loaded.election.money_text(loaded.election.budget()), "100.5");
}

#[test]
fn lines_are_counted_through_quoted_line_ends() {
    let text = GOOD.replace("Park; with", "Park;\nwith").replace("2;51;B", "2;51;C");
    let error = load(&text).expect_err("C is not listed");
    assert_eq!(error.place, Place { line: 18, column: 3, name: "vote".into() });
}

/// Replaces a part of a good file and tells what is wrong with the result.
fn complaint(good: &str, part: &str, by: &str) -> String {
    assert!(good.contains(part), "{part}");
    load(&good.replacen(part, by, 1)).expect_err(by).to_string()
}

#[test]
fn bad_files_are_refused_with_place_and_mend() {
    let approval = |part, by| complaint(GOOD, part, by);
    let points = |part, by| complaint(POINTS, part, by);
    let said = [
        approval("num_votes;3", "num_votes;4"),
        approval("num_projects;2", "num_projects;x"),
        approval("A;40", "A;-40"),
        approval("B;60.5", "B;sixty"),
        approval("B;60.5", "A;60.5"),
        approval("B;60.5", "B;0.1234567"),
        approval("B;60.5", "B;99999999999999999999"),
        approval("2;51;B", "2;51;Z"),
        approval("2;51;B", "2;51;B,B"),
        approval("2;51;B", "2;51;B,"),
        approval("2;51;B", "2;51"),
        approval("2;51;B", "1;51;B"),
        approval("1;34;A,B", "1;34;A,B,A"),
        approval("100.50", "0"),
        approval("100.50", ""),
        approval("vote_type;approval", "vote_type;knapsack"),
        approval("vote_type;approval\n", ""),
        approval("rule;greedy", "budget;5"),
        approval("PROJECTS\n", "PROJECT\n"),
        approval("VOTES\n", "META\n"),
        approval("META\n", ""),
        approval("project_id;cost", "project_id;price"),
        approval("voter_id;age;vote", "voter_id;vote;vote"),
        approval("Benches", "\"Benches"),
        approval("Benches", "\"Ben\"ches"),
        approval("2;1\n", "2;yes\n"),
        points("2.5,0.5", "2.5"),
        points("2.5,0.5", "2.6,0.4"),
        points("2.5,0.5", "2.5,0.6"),
        points("2.5,0.5", "2.5,-0.5"),
        points("vote;points", "vote;score"),
    ];
    let expected = [
        "line 7, column 2 (num_votes): num_votes says 4, and there are 3; to mend it, find the missing or additional lines, or set num_votes to 3",
        "line 6, column 2 (num_projects): \"x\" is not a number; to mend it, write digits, with a point before decimals and no spaces or signs",
        "line 12, column 2 (cost): -40 is negative; to mend it, write an amount of zero or more",
        "line 13, column 2 (cost): \"sixty\" is not a number; to mend it, write digits, with a point before decimals and no spaces or signs",
        "line 13, column 1 (project_id): the project id \"A\" stands twice; to mend it, give every project its own id, or remove the second line",
        "line 13, column 2 (cost): more than 6 decimals; to mend it, round the amounts or use a larger unit",
        "line 13, column 2 (cost): the amount written here is larger than 9007199254740992 smallest units; to mend it, count in a larger unit of money",
        "line 17, column 3 (vote): the ballot names the project \"Z\", which is not listed; to mend it, add the project to PROJECTS or take it off the ballot",
        "line 17, column 3 (vote): the ballot names project \"B\" twice; to mend it, name each project once on a ballot",
        "line 17, column 3 (vote): the ballot has an empty project id; to mend it, remove the comma too many",
        "line 17: the line has 2 fields and the header has 3; to mend it, give every column one field, and put a field that contains a semicolon in double quotes",
        "line 17, column 1 (voter_id): the voter \"1\" has two ballots; to mend it, keep one ballot per voter",
        "line 16, column 3 (vote): the ballot has 3 projects and max_length is 2; to mend it, take the ballot out as invalid, or correct max_length in META",
        "line 4, column 2 (budget): the budget is zero; to mend it, give the amount of money that can be spent",
        "line 4, column 2 (budget): \"\" is not a number; to mend it, write digits, with a point before decimals and no spaces or signs",
        "line 5, column 2 (vote_type): the vote type \"knapsack\" is not known; to mend it, use approval, choose-1, ordinal, cumulative or scoring",
        "line 2: the key \"vote_type\" is missing in META; to mend it, add a line \"vote_type;..\" to META",
        "line 8, column 1 (key): the key \"budget\" stands twice in META; to mend it, remove one of the two lines",
        "line 10: the line has 1 fields and the header has 2; to mend it, give every column one field, and put a field that contains a semicolon in double quotes",
        "line 14: the section META stands twice or out of order; to mend it, keep one META, then one PROJECTS, then one VOTES",
        "line 1: \"key\" stands before the section META; to mend it, begin the file with a line META",
        "line 11: the section PROJECTS has no column \"cost\"; to mend it, add the column \"cost\" to the header and every line",
        "line 15, column 3 (vote): the column \"vote\" stands twice; to mend it, rename or remove one of the two columns",
        "line 13, column 3: a quoted field is not closed; to mend it, end the field with a double quote; write a quote inside a field as two",
        "line 13, column 3: text follows a closing quote; to mend it, put the whole field in double quotes and write each quote inside it as two",
        "line 12, column 5 (selected): \"yes\" is not a number; to mend it, write digits, with a point before decimals and no spaces or signs",
        "line 15, column 3 (points): the ballot names 2 projects and gives 1 numbers of points; to mend it, give one number of points for each project named",
        "line 15, column 2 (vote): 2.6 points are given and max_points is 2.5; to mend it, take the ballot out as invalid, or correct max_points in META",
        "line 15, column 2 (vote): the ballot's points or costs add up to 3.1 and max_sum_points is 3.0; to mend it, take the ballot out as invalid, or correct max_sum_points in META",
        "line 15, column 3 (points): -0.5 is negative; to mend it, write an amount of zero or more",
        "line 14: the section VOTES has no column \"points\"; to mend it, add the column \"points\" to the header and every line",
    ];
    for (said, expected) in said.iter().zip(expected) {
        assert_eq!(said, expected);
    }
    assert_eq!(said.len(), expected.len());
}

#[test]
fn unfinished_files_are_refused() {
    let say = |bytes: &[u8]| read(bytes).expect_err("not a whole file").problem;
    assert_eq!(say(b""), Problem::SectionMissing { section: "META" });
    assert_eq!(say(b"META\n"), Problem::HeaderMissing { section: "META" });
    assert_eq!(say(b"META\nkey;value\n"), Problem::SectionMissing { section: "PROJECTS" });
    assert_eq!(say(b"META\nkey;value\nPROJECTS\na\nVOTES"), Problem::HeaderMissing { section: "VOTES" });
    let error = read(&b"META\nkey;value\nunit;\xff\n"[..]).expect_err("not UTF-8");
    assert_eq!((error.place.line, error.problem), (3, Problem::NotUtf8));
}

#[test]
fn oddities_are_noted_and_harm_nothing() {
    let text = GOOD.replace("Benches;2;0", "Benches;3;0").replace("A;40", "A;0").replace("100.50", "50");
    let loaded = load(&text).expect("a valid file");
    let expected = [
        Note::FreeProject { line: 12, id: "A".into() },
        Note::DearerThanBudget { line: 13, id: "B".into() },
        Note::TallyDiffers {
            line: 13,
            id: "B".into(),
            column: "votes",
            stated: "3".into(),
            counted: "2".into(),
        },
    ];
    assert_eq!(loaded.notes, expected);
}

#[test]
fn real_files_are_read_and_written_back() {
    let Some(files) = real_files("real_files_are_read_and_written_back") else { return };
    assert!(files.len() > 50, "only {} files", files.len());
    for path in files {
        let bytes = std::fs::read(&path).expect("a readable file");
        let file = read(bytes.as_slice()).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        file.election().unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let mut written = Vec::new();
        write(&file, &mut written).expect("memory takes everything");
        assert_eq!(read(written.as_slice()).as_ref(), Ok(&file), "{}", path.display());
    }
}

/// Fields with everything that needs quotes.
fn fields() -> impl Strategy<Value = String> {
    proptest::string::string_regex("[a-zżé빛0-9;\",\n\r \t]{0,8}").expect("a valid pattern")
}

proptest! {
    #![proptest_config(crate::testing::cases(400))]

    #[test]
    fn what_is_written_is_read_again(rows in proptest::collection::vec(proptest::collection::vec(fields(), 3), 0..6)) {
        let columns = |names: [&str; 3]| Table::new(names.map(str::to_string).to_vec());
        let mut projects = columns(["project_id", "cost", "name"]);
        let mut votes = columns(["voter_id", "age", "vote"]);
        let mut meta = Table::new(vec!["key".to_string(), "value".to_string()]);
        for row in &rows {
            let row = row.iter().map(String::as_str).collect::<Vec<_>>();
            projects.push_row(&row);
            votes.push_row(&row);
            meta.push_row(&row[..2]);
        }
        let file = File { meta, projects, votes };
        let mut written = Vec::new();
        write(&file, &mut written).expect("memory takes everything");
        prop_assert_eq!(read(written.as_slice()), Ok(file));
    }

    #[test]
    fn an_election_survives_the_file(election in small_elections()) {
        let description = Description { unit: "Made-up; city".into(), rule: "greedy".into(), ..Description::default() };
        let selected = vec![true; election.projects().len()];
        let mut written = Vec::new();
        write(&File::of(&election, &description, Some(&selected)), &mut written).expect("memory takes everything");
        let file = read(written.as_slice()).expect("our own file");
        prop_assert_eq!(file.meta_value("unit"), Some("Made-up; city"));
        let loaded = file.election().expect("our own file");
        prop_assert_eq!(&loaded.election, &election);
        prop_assert_eq!(loaded.official, Some(vec![1; selected.len()]));
    }

    #[test]
    fn any_bytes_give_an_answer(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        if let Ok(file) = read(bytes.as_slice()) {
            let said = file.election().map(|_| ()).map_err(|error| error.to_string());
            prop_assert!(said.is_ok() || said.is_err_and(|text| text.contains("to mend it")));
        }
    }

    #[test]
    fn a_damaged_file_gives_an_answer(
        good in prop_oneof![Just(GOOD), Just(POINTS), Just(LANTERN_TOWN)],
        damage in proptest::collection::vec((any::<prop::sample::Index>(), 0_usize..30, fields()), 1..5),
    ) {
        let mut bytes = good.as_bytes().to_vec();
        for (at, length, by) in damage {
            let at = at.index(bytes.len().max(1)).min(bytes.len());
            let end = (at + length).min(bytes.len());
            bytes.splice(at..end, by.bytes());
        }
        match read(bytes.as_slice()).and_then(|file| file.election()) {
            Ok(loaded) => prop_assert!(loaded.election.voters() > 0),
            Err(error) => prop_assert!(error.to_string().contains("to mend it")),
        }
    }
}
