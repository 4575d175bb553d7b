//! The report in its three forms.

use super::*;
use crate::recount::{Files, recount};
use crate::settings::Settings;

fn report() -> Report {
    let mut votes = String::from("comment-id,voter-id,vote\n");
    for person in 0..20 {
        let side = if person < 12 { 1 } else { -1 };
        for statement in 0..8 {
            let vote = if statement == 7 {
                1
            } else if statement % 2 == 0 {
                side
            } else {
                -side
            };
            votes.push_str(&format!("{statement},{person},{vote}\n"));
        }
    }
    let statements = "comment-id,comment-body\n0,Trams & <buses>\n7,Water stays public\n";
    let (mut votes, mut statements) = (votes.as_bytes(), statements.as_bytes());
    let files = Files { votes: Some(&mut votes), statements: Some(&mut statements), ..Files::default() };
    recount(files, &Settings::default()).expect("a report")
}

#[test]
fn the_text_tells_groups_and_consensus() {
    let text = report().to_text();
    let expected = "\
Opinion map, rules opinions-1, seed 1
  20 people, 8 statements, 160 votes
  160 rows read, 0 replaced by a later vote (0 changed)
  left out: 0 banned people, 0 statements by moderation (all but rejected), 0 votes with them

The map
  structure strong; silhouette by number of groups 2: 1.000
  the two axes hold 100 % and 0 % of all differences; axes above chance: 1

  Group A: 12 people, 60 %
    100 % agree [0] Trams & <buses>
    100 % disagree [1]
    100 % agree [2]
    100 % disagree [3]
    100 % agree [4]
    and 2 more that are typical of it

  Group B: 8 people, 40 %
    100 % disagree [0] Trams & <buses>
    100 % agree [1]
    100 % disagree [2]
    100 % agree [3]
    100 % disagree [4]
    and 2 more that are typical of it

  All groups agree
    at least 0.610; 100 % / 100 %  [7] Water stays public

  All groups disagree
    no statement, with the required certainty

  The groups differ (share that agrees)
    at least 0.563; 100 % / 0 %  [0] Trams & <buses>
    at least 0.563; 0 % / 100 %  [1]
    at least 0.563; 100 % / 0 %  [2]
    at least 0.563; 0 % / 100 %  [3]
    at least 0.563; 100 % / 0 %  [4]
";
    assert_eq!(text, expected);
}

#[test]
fn the_json_has_whole_numbers_only() {
    let json = report().to_json();
    let value: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    fn whole(value: &serde_json::Value) -> bool {
        match value {
            serde_json::Value::Number(number) => number.is_i64() || number.is_u64(),
            serde_json::Value::Array(list) => list.iter().all(whole),
            serde_json::Value::Object(map) => map.values().all(whole),
            serde_json::Value::Null | serde_json::Value::Bool(_) | serde_json::Value::String(_) => true,
        }
    }
    assert!(whole(&value));
    assert_eq!(value["raw"]["groups"][0]["people"], 12);
    assert_eq!(value["raw"]["statements"][7]["agreed_by_all"], true);
    assert_eq!(value["raw"]["statements"][7]["text"], "Water stays public");
}

#[test]
fn the_picture_is_closed_and_escaped() {
    let svg = report().to_svg("A & B\u{1}");
    assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>\n"));
    assert!(svg.contains("<title>A &amp; B </title>") && svg.contains("Trams &amp; &lt;buses&gt;"));
    assert!(svg.contains("Group A: 12 people, 60 %") && svg.contains("Water stays public"));
    assert!(!svg.contains("NaN") && !svg.contains("inf"));
}

#[test]
fn groups_have_names_without_end() {
    let names: Vec<String> = [0, 1, 25, 26, 27, 701, 702].into_iter().map(group_name).collect();
    assert_eq!(names, ["A", "B", "Z", "AA", "AB", "ZZ", "AAA"]);
}
