use super::*;
use crate::judgement::Saying;

const HEADER: &str = "id,published,outlet,speaker,subject,scope,relation,value,unit,numerator,denominator,parts,basis,as_of,source,note_ko";
const GOOD: &str = "c1,2025-01-01,paper,city,firms,all,=,71.2,percent,724,1221,a=1;b=2,x=3,2025,key,";

fn faults(text: &str) -> Vec<Fault> {
    let faults = read(text.as_bytes()).expect_err("a broken file");
    let words: toml::Table = crate::WORDS.parse().expect("TOML");
    for fault in &faults {
        assert!(words.contains_key(fault.say().key) && words.contains_key(&fault.mend_key()), "{fault}");
    }
    faults
}

/// One cell of the good line replaced.
fn broken(column: &str, cell: &str) -> Vec<Fault> {
    let index = HEADER.split(',').position(|name| name == column).expect("a column");
    let mut cells: Vec<&str> = GOOD.split(',').collect();
    cells[index] = cell;
    faults(&format!("{HEADER}\n{}\n", cells.join(",")))
}

#[test]
fn a_good_line_is_read_whole() {
    let claims = read(format!("\u{feff}{HEADER}\r\n{GOOD}\r\n").as_bytes()).expect("a good file");
    let [claim] = claims.as_slice() else { panic!("one claim") };
    assert_eq!((claim.id.as_str(), claim.parts.len(), claim.basis.len()), ("c1", 2, 1));
    assert_eq!(claim.denominator.as_ref().map(crate::number::Printed::text).as_deref(), Some("1,221"));
}

#[test]
fn a_fault_names_line_column_and_mend() {
    let cases: [(&str, &str, Wrong); 12] = [
        ("value", "71.2%", Wrong::BrokenNumber { text: "71.2%".into() }),
        ("numerator", "7 24", Wrong::BrokenNumber { text: "7 24".into() }),
        ("denominator", "0", Wrong::DenominatorNotPositive { text: "0".into() }),
        ("relation", "<", Wrong::UnknownRelation { text: "<".into() }),
        ("unit", " ", Wrong::NoUnit),
        ("published", "2025-02-30", Wrong::BrokenDate { text: "2025-02-30".into() }),
        ("as_of", "", Wrong::Empty),
        ("as_of", "Nov 2025", Wrong::BrokenDate { text: "Nov 2025".into() }),
        ("parts", "a=1;b", Wrong::BrokenPart { text: "b".into() }),
        ("parts", "a=1;a=2", Wrong::RepeatedPart { name: "a".into() }),
        ("basis", "a=x", Wrong::BrokenNumber { text: "x".into() }),
        ("parts", "모름=1;unknown=2", Wrong::RepeatedPart { name: "모름".into() }),
    ];
    for (column, cell, wrong) in cases {
        assert_eq!(
            broken(column, cell),
            [Fault { line: 2, column: column.into(), wrong }],
            "{column} {cell}"
        );
    }
}

#[test]
fn a_repeated_id_names_the_first_line() {
    let found = faults(&format!("{HEADER}\n{GOOD}\n{GOOD}\n"));
    assert_eq!(found[0].say(), Saying::new("claims-fault-duplicate-id").with("id", "c1").with("first", "2"));
    assert_eq!((found[0].line, found[0].column.as_str()), (3, "id"));
}

#[test]
fn every_fault_of_a_line_is_told_at_once() {
    let found = faults(&format!("{HEADER}\nc1,2025,paper,city,firms,all,?,x,,,,,,never,key,\n"));
    let columns: Vec<&str> = found.iter().map(|fault| fault.column.as_str()).collect();
    assert_eq!(columns, ["relation", "value", "unit", "as_of"]);
}

#[test]
fn a_header_must_be_known_and_complete() {
    let found = faults(&HEADER.replace("numerator", "numerater").replace("unit,", ""));
    let columns: Vec<(&str, &Wrong)> =
        found.iter().map(|fault| (fault.column.as_str(), &fault.wrong)).collect();
    assert_eq!(columns, [("numerater", &Wrong::UnknownColumn), ("unit", &Wrong::ColumnMissing)]);
    assert_eq!(faults("")[0].wrong, Wrong::NoHeader);
    assert_eq!(faults(&format!("{HEADER},id"))[0].wrong, Wrong::RepeatedColumn);
}

#[test]
fn lines_of_another_width_and_bytes_of_another_encoding_are_refused() {
    assert_eq!(faults(&format!("{HEADER}\nc1,2025\n"))[0].wrong, Wrong::Cells { found: 2, expected: 16 });
    let mut bytes = format!("{HEADER}\n").into_bytes();
    bytes.extend([0xb1, 0xa4, 0xc1, 0xd6]);
    let found = read(&bytes).expect_err("EUC-KR is not UTF-8");
    assert_eq!((found[0].line, &found[0].wrong), (2, &Wrong::NotUtf8));
}

#[test]
fn a_quoted_note_over_two_lines_keeps_the_count_of_lines() {
    let noted = format!("{GOOD}\"two\nlines\"");
    let found = faults(&format!("{HEADER}\n{noted}\nc2,2025\n"));
    assert_eq!(found[0].line, 4);
}

#[test]
fn decomposed_hangul_is_the_same_name() {
    let decomposed: String = unicode_normalization::UnicodeNormalization::nfd("모름").collect();
    let text = format!("{HEADER}\n{}\n", GOOD.replace("b=2", &format!("{decomposed}=2")));
    let claims = read(text.as_bytes()).expect("a good file");
    assert!(claims[0].parts[1].is_unknown());
}

#[test]
fn a_line_of_cells_is_held_to_the_same_rules() {
    let cells = |value| {
        [
            ("id", "c1"),
            ("published", "2025-01-01"),
            ("outlet", "paper"),
            ("speaker", "city"),
            ("subject", "s"),
            ("scope", "all"),
            ("relation", "="),
            ("value", value),
            ("unit", "person"),
            ("as_of", "2025"),
            ("source", "k"),
        ]
    };
    assert_eq!(crate::line(&cells("1100")).map(|claim| claim.value.text()), Ok("1,100".into()));
    let faults = crate::line(&cells("1,100")).expect_err("a separator");
    assert_eq!(faults[0].column, "value");
    assert!(
        crate::line(&[("valeu", "1")])
            .expect_err("a slip")
            .iter()
            .any(|fault| fault.wrong == Wrong::UnknownColumn)
    );
}

#[test]
fn signs_that_nobody_sees_and_endless_cells_are_refused() {
    for (column, cell, code) in [
        ("speaker", "ci\u{0}ty", "U+0000"),
        ("outlet", "pa\u{202e}per", "U+202E"),
        ("subject", "fi\u{2066}rms", "U+2066"),
        ("scope", "\"a\nb\"", "U+000A"),
        ("source", "k\u{7}ey", "U+0007"),
        ("note_ko", "a\u{202a}b", "U+202A"),
        ("value", "7\u{0}1", "U+0000"),
    ] {
        let wrong = Wrong::UnseenSign { code: code.into() };
        assert_eq!(broken(column, cell), [Fault { line: 2, column: column.into(), wrong }], "{column}");
    }
    for (column, limit) in
        [("source", 500), ("outlet", 200), ("subject", 200), ("parts", 2_000), ("note_ko", 2_000)]
    {
        let wrong = Wrong::CellTooLong { length: limit + 1, limit };
        let found = broken(column, &"가".repeat(limit + 1));
        assert_eq!(found, [Fault { line: 2, column: column.into(), wrong }]);
    }
    let long = GOOD.replace("key", &"가".repeat(500));
    assert_eq!(read(format!("{HEADER}\n{long}\n").as_bytes()).map(|claims| claims.len()), Ok(1));
    assert_eq!(crate::line(&[("label_ko", "a\nb")]).expect_err("a form too")[0].column, "label_ko");
}

#[test]
fn a_list_that_this_product_wrote_is_read_back() {
    let header = "id,published,outlet,speaker,subject,scope,relation,value,unit,as_of,source,label_ko,verdict,run,explanation,synthetic,official";
    let lines = "c1,2025,paper,city,s,all,exactly,'-3,person,2025,key,'=1+1,no_list,,,false,false\n\
        c2,2025,paper,city,s,all,more than,1100,person,2025,key,label,no_list,,,false,false\n\
        c3,2025,paper,city,s,all,at least,5,person,2025,key,label,no_list,,,false,false\n\
        c4,2025,paper,city,s,all,about,5,person,2025,key,label,no_list,,,false,false\n";
    let claims = read(format!("\u{feff}{header}\n{lines}").as_bytes()).expect("our own list");
    let relations: Vec<&str> = claims.iter().map(|claim| claim.relation.code()).collect();
    assert_eq!(relations, ["=", ">", ">=", "~"]);
    assert_eq!((claims[0].value.plain().as_str(), claims[0].label_ko.as_str()), ("-3", "=1+1"));
}

#[test]
fn every_fault_is_a_sentence_of_its_own() {
    let words: toml::Table = crate::WORDS.parse().expect("the words are TOML");
    for (key, phrase) in words.iter().filter(|(key, _)| key.starts_with("claims-fault-")) {
        for (language, text) in phrase.as_table().expect("a phrase") {
            let text = text.as_str().expect("a text");
            assert!(text.ends_with(['.', '。']), "{key} in {language}: {text}");
        }
    }
}
