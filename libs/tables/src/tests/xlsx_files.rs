//! Workbooks: values as people see them, and every way a workbook can be hostile.

use super::workbooks::{Package, row, workbook};
use crate::{Damage, Finding, Foreign, Format, Limits, Options, PersonalNumber, Table, What, read};
use calamine::Reader;

fn table(package: &Package) -> Table {
    read(&package.bytes(), &Options::default()).unwrap_or_else(|finding| panic!("{finding}"))
}

fn refusal(package: &Package, options: &Options) -> Finding {
    read(&package.bytes(), options).expect_err("refused")
}

fn grid(table: &Table) -> Vec<(u32, Vec<&str>)> {
    table.rows().map(|row| (row.line(), row.cells().collect())).collect()
}

fn many_kinds() -> Package {
    let data = r#"<row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2" t="s"><v>1</v></c><c r="C2" t="inlineStr"><is><t>비고</t></is></c></row>"#.to_owned()
        + r#"<row r="4"><c r="A4"><v>1234567890123</v></c><c r="B4" s="1"><v>45231</v></c><c r="C4"><v>0.1</v></c></row>"#
        + r#"<row r="5"><c r="A5"><v>0.30000000000000004</v></c><c r="B5" s="2"><v>45231.75</v></c><c r="C5" t="b"><v>1</v></c></row>"#
        + r#"<row r="6"><c r="A6"><f>A4+1</f><v>7</v></c><c r="B6" s="3"><v>1.5</v></c><c r="C6" t="str"><f>"x"</f><v>a &amp; b</v></c></row>"#
        + r#"<row r="7"><c r="A7" s="4"><v>12</v></c><c r="C7" t="inlineStr"><is><t>첫 줄_x000D_&#10;둘째</t></is></c></row>"#
        + r#"<row r="8"><c r="C8" t="d"><v>2026-02-03</v></c></row>"#;
    Package::sheet(&data).strings(&[
        "<t>이름</t>",
        "<r><t>시작</t></r><r><t>일</t></r><rPh sb=\"0\" eb=\"1\"><t>무시</t></rPh>",
    ])
}

#[test]
fn cells_read_as_their_values_and_dates_as_iso() {
    let table = table(&many_kinds());
    assert_eq!(table.headers, ["이름", "시작일", "비고"]);
    assert_eq!(table.format, Format::Workbook { sheet: "현황".into() });
    assert_eq!(
        grid(&table),
        [
            (4, vec!["1234567890123", "2023-11-01", "0.1"]),
            (5, vec!["0.3", "2023-11-01T18:00:00", "TRUE"]),
            (6, vec!["7", "36:00:00", "a & b"]),
            (7, vec!["12", "", "첫 줄\n둘째"]),
            (8, vec!["", "", "2026-02-03"]),
        ]
    );
    assert_eq!(table.findings, []);
}

#[test]
fn dates_count_from_1904_when_the_workbook_says_so() {
    let mut package = Package::sheet(
        r#"<row r="1"><c r="A1" t="inlineStr"><is><t>날</t></is></c></row><row r="2"><c r="A2" s="1"><v>0</v></c></row><row r="3"><c r="A3" s="1"><v>43769</v></c></row>"#,
    );
    package.set(
        "xl/workbook.xml",
        &workbook(r#"<sheet name="현황" sheetId="1" r:id="rId1"/>"#, r#"date1904="1""#),
    );
    assert_eq!(grid(&table(&package)), [(2, vec!["1904-01-01"]), (3, vec!["2023-11-01"])]);
}

#[test]
fn cells_without_a_usable_value_are_reported_in_place() {
    let data = row(1, &["가", "나", "다", "라"])
        + r##"<row r="2"><c r="A2" t="e"><v>#REF!</v></c><c r="B2"><f>1+1</f></c><c r="C2" s="1"><v>60</v></c><c r="D2" s="1"><v>9001011234567</v></c></row>"##;
    let mut package = Package::sheet(&data);
    let sheet = String::from_utf8(package.parts[0].1.clone()).expect("text");
    package.set(
        "xl/worksheets/sheet1.xml",
        &sheet.replace(
            "</sheetData>",
            r#"</sheetData><mergeCells count="1"><mergeCell ref="A3:A9"/></mergeCells>"#,
        ),
    );
    let table = table(&package);
    let said: Vec<String> = table.findings.iter().map(Finding::en).collect();
    assert!(
        said[0]
            .starts_with("sheet \"현황\", row 2, column A (가): The cell holds the spreadsheet error #REF!."),
        "{}",
        said[0]
    );
    let codes: Vec<&str> = table.findings.iter().map(Finding::code).collect();
    assert_eq!(
        codes,
        ["cell-error", "formula-without-value", "impossible-date", "impossible-date", "merged-cells"]
    );
    assert!(said.iter().all(|text| !text.contains("9001011234567")), "{said:?}");
    let personal = crate::personal_numbers(&table, &crate::match_columns(&table, &[]));
    assert_eq!(
        personal[0].what,
        What::PersonalNumber { kind: PersonalNumber::Resident, check_digit_holds: false }
    );
}

#[test]
fn the_first_visible_sheet_with_data_is_read_and_the_others_named() {
    let (first, second) = (row(1, &["가"]) + &row(2, &["1"]), row(1, &["나"]) + &row(2, &["2"]));
    let package = Package::of(&[
        ("숨김", "hidden", first.as_str()),
        ("빈 시트", "visible", ""),
        ("자료", "visible", second.as_str()),
        ("또", "visible", first.as_str()),
    ]);
    let found = table(&package);
    assert_eq!((found.sheet(), found.headers[0].as_str()), (Some("자료"), "나"));
    assert_eq!(found.findings[0].what, What::OtherSheets { ignored: vec!["또".into(), "숨김".into()] });
    let chosen = Options { sheet: Some("숨김".into()), ..Options::default() };
    assert_eq!(read(&package.bytes(), &chosen).expect("readable").headers, ["가"]);
    let absent = Options { sheet: Some("없음".into()), ..Options::default() };
    assert!(refusal(&package, &absent).en().contains("Choose one of \"숨김\", \"빈 시트\""));
    let few = Options { limits: Limits { sheets: 3, ..Limits::default() }, ..Options::default() };
    assert_eq!(refusal(&package, &few).what, What::TooManySheets { found: 4, limit: 3 });
}

#[test]
fn bombs_are_refused_before_and_while_they_inflate() {
    let blanks = " ".repeat(40 << 20);
    let sheet = row(1, &["가"]) + &blanks + &row(2, &["1"]);
    let package = Package::sheet(&sheet);
    assert!(package.bytes().len() < 200 << 10);
    assert_eq!(refusal(&package, &Options::default()).code(), "zip-ratio");
    let small =
        Options { limits: Limits { inflated_bytes: 8 << 20, ..Limits::default() }, ..Options::default() };
    assert_eq!(refusal(&package, &small).code(), "zip-bomb");
    // The same archive with lies in its headers: sizes declared as one byte.
    let lied = with_declared_sizes(&package.bytes(), 1);
    let finding = read(&lied, &small).expect_err("refused");
    assert!(matches!(finding.code(), "zip-bomb" | "zip-ratio" | "damaged"), "{finding}");
}

/// Overwrites the uncompressed size in every central header.
fn with_declared_sizes(archive: &[u8], size: u32) -> Vec<u8> {
    let mut bytes = archive.to_vec();
    for at in 0..bytes.len() - 28 {
        if bytes[at..].starts_with(b"PK\x01\x02") {
            bytes[at + 24..at + 28].copy_from_slice(&size.to_le_bytes());
        }
    }
    bytes
}

#[test]
fn archives_with_too_much_or_the_wrong_things_are_refused() {
    let mut nested = Package::sheet(&row(1, &["가"]));
    nested.set("xl/embeddings/inner.xlsx", "PK");
    assert_eq!(
        refusal(&nested, &Options::default()).what,
        What::NestedArchive { entry: "xl/embeddings/inner.xlsx".into() }
    );

    let few = Options { limits: Limits { entries: 3, ..Limits::default() }, ..Options::default() };
    assert_eq!(refusal(&nested, &few).code(), "too-many-entries");

    let mut other = Package::of(&[]);
    other.parts = vec![("word/document.xml".into(), b"<a/>".to_vec())];
    assert_eq!(refusal(&other, &Options::default()).what, What::ForeignFile { kind: Foreign::Zip });

    let whole = nested.bytes();
    assert_eq!(read(&whole[..whole.len() / 2], &Options::default()).expect_err("cut").code(), "damaged");
}

#[test]
fn forged_counts_and_far_corners_cost_nothing() {
    let mut package = Package::sheet(
        r#"<row r="1"><c r="A1" t="s"><v>0</v></c></row><row r="1048576"><c r="A1048576" t="s"><v>0</v></c><c r="XFD1048576" s="1"/></row>"#,
    );
    package.set(
        "xl/sharedStrings.xml",
        r#"<sst uniqueCount="18446744073709551615" count="999999999999"><si><t>가</t></si></sst>"#,
    );
    assert_eq!(grid(&table(&package)), [(1_048_576, vec!["가"])]);

    let far = Package::sheet(r#"<row r="1"><c r="XFD1"><v>1</v></c></row>"#);
    assert_eq!(refusal(&far, &Options::default()).code(), "too-many-columns");
}

#[test]
fn one_long_shared_text_said_many_times_is_limited() {
    let long = format!("<t>{}</t>", "가".repeat(20_000));
    let mut data = row(1, &["가"]);
    for number in 2..2_000 {
        data.push_str(&format!(r#"<row r="{number}"><c r="A{number}" t="s"><v>0</v></c></row>"#));
    }
    let package = Package::sheet(&data).strings(&[&long]);
    let options = Options {
        limits: Limits { inflated_bytes: 4 << 20, file_bytes: 4 << 20, ..Limits::default() },
        ..Options::default()
    };
    assert_eq!(refusal(&package, &options).code(), "table-too-large");
}

#[test]
fn sheets_that_break_the_rules_are_damaged_not_guessed() {
    for data in [
        r#"<row r="2"><c r="A2"><v>1</v></c></row><row r="1"><c r="A1"><v>1</v></c></row>"#,
        r#"<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>1</v></c></row>"#,
        r#"<row r="1"><c r="A7"><v>1</v></c></row>"#,
        r#"<row r="1"><c r="A1" t="s"><v>5</v></c></row>"#,
        r#"<row r="1"><c r="A1" t="q"><v>5</v></c></row>"#,
        r#"<row r="9999999999"><c><v>1</v></c></row>"#,
        r#"<row r="1"><c r="A1"><v>1</v>"#,
        r#"<row r="1"><c r="A1"><v>1</v></c></row></row>"#,
        r#"<row r="1"><row r="2"><c r="A2"><v>1</v></c></row></row>"#,
        r#"<row r="1"></row><c r="A2"><v>1</v></c>"#,
        r#"<row r="1"><c r="A1"><v>1</v></c></row><x>"#,
    ] {
        assert_eq!(refusal(&Package::sheet(data), &Options::default()).code(), "damaged", "{data}");
    }
    let mut entities = Package::sheet("");
    entities.set(
        "xl/worksheets/sheet1.xml",
        r#"<!DOCTYPE a [<!ENTITY b "c">]><worksheet><sheetData/></worksheet>"#,
    );
    assert!(refusal(&entities, &Options::default()).en().contains("document type declaration"));
}

#[test]
fn destroyed_text_in_a_workbook_is_named() {
    let package = Package::sheet(&(row(1, &["name"]) + &row(2, &["ê´‘ì£¼"])));
    let finding = refusal(&package, &Options::default());
    let what =
        What::DestroyedText { damage: Damage::Utf8AsLatin, cells: 1, recovered: Some("광주".into()) };
    assert_eq!(finding.what, what);
}

/// The peer reads the same cells: texts exactly, numbers as numbers.
#[test]
fn calamine_sees_the_same_values() {
    let package = many_kinds();
    let ours = table(&package);
    let mut theirs: calamine::Xlsx<_> =
        calamine::open_workbook_from_rs(std::io::Cursor::new(package.bytes())).expect("opened");
    let range = theirs.worksheet_range("현황").expect("sheet");
    let mut compared = 0;
    for row in ours.rows() {
        for (column, cell) in row.cells().enumerate() {
            let their = range.get_value((row.line() - 1, column as u32));
            match their {
                Some(calamine::Data::String(text)) => assert_eq!(cell, text.replace("\r\n", "\n")),
                Some(calamine::Data::Float(number)) => {
                    assert!((cell.parse::<f64>().expect("number") - number).abs() < 1e-12)
                }
                Some(calamine::Data::Bool(truth)) => assert_eq!(cell, if *truth { "TRUE" } else { "FALSE" }),
                Some(calamine::Data::DateTimeIso(text)) => assert_eq!(cell, text),
                Some(calamine::Data::DateTime(date)) if date.is_datetime() => {
                    let (year, month, day, hour, ..) = date.to_ymd_hms_milli();
                    assert!(cell.starts_with(&format!("{year:04}-{month:02}-{day:02}")));
                    assert!(hour == 0 || cell.contains(&format!("T{hour:02}:")), "{cell}");
                }
                Some(calamine::Data::DateTime(date)) => assert_eq!((cell, date.as_f64()), ("36:00:00", 1.5)),
                _ => assert_eq!(cell, ""),
            }
            compared += 1;
        }
    }
    assert_eq!(compared, 15);
}
