//! Mapping of columns, checks of cells, and the words for every finding.

use crate::words::{Language, say};
use crate::{
    Column, Damage, Finding, Foreign, Options, PersonalNumber, Place, What, check_cells, match_columns,
    normal_header, read,
};

fn wanted() -> Vec<Column> {
    vec![
        Column::new("name", &["기관명", "organisation name"]).required().max_chars(5),
        Column::new("business_number", &["사업자등록번호", "사업자번호"]),
        Column::new("founded", &["설립일"]).required(),
    ]
}

#[test]
fn columns_are_found_by_exact_names_and_slips_are_shown() {
    let file = " 기관 명 (필수)*,사업자 번호,Organisation_Name,설립일자,전화\n가,1,나,2020-01-01,062\n";
    let table = read(file.as_bytes(), &Options::default()).expect("readable");
    let mapping = match_columns(&table, &wanted());
    assert_eq!(
        (mapping.column("name"), mapping.column("business_number"), mapping.column("founded")),
        (Some(0), Some(1), None)
    );
    let said: Vec<String> = mapping.findings.iter().map(Finding::en).collect();
    assert_eq!(
        said,
        [
            "line 1, column 3 (Organisation_Name): The column \"기관명\" was already found as column 1. Keep only one of the two.",
            "line 1, column 4 (설립일자): This column is not known and is not imported. Is \"설립일\" meant?",
            "line 1, column 5 (전화): This column is not known and is not imported.",
            "line 1: The column \"설립일\" is missing. Add it under one of these names: 설립일.",
        ]
    );
    assert_eq!(normal_header("ＮＡＭＥ(코드)"), "name");
    assert_eq!(normal_header("(비고)"), "(비고)");
}

#[test]
fn cells_are_checked_against_their_columns() {
    let file = "기관명,사업자번호,설립일\n가나다라마바,1.24812E+09,2020-01-01\n,1248100998,\n";
    let table = read(file.as_bytes(), &Options::default()).expect("readable");
    let findings = check_cells(&table, &match_columns(&table, &wanted()));
    let said: Vec<String> = findings
        .iter()
        .map(|finding| {
            format!(
                "{}:{} {}",
                finding.place.line.unwrap_or(0),
                finding.place.column.unwrap_or(0),
                finding.code()
            )
        })
        .collect();
    assert_eq!(said, ["2:1 cell-too-long", "2:2 lost-digits", "3:1 missing-cell", "3:3 missing-cell"]);
}

/// One finding of every kind; a new kind must be added here and in both languages.
fn every_kind() -> Vec<What> {
    let text = || "x".to_owned();
    vec![
        What::FileTooLarge { limit_bytes: 64 << 20 },
        What::TableTooLarge { limit_bytes: 1 << 20 },
        What::SourceFailed { detail: text() },
        What::Empty,
        What::ForeignFile { kind: Foreign::Pdf },
        What::Damaged { part: text(), detail: text() },
        What::TooManyEntries { found: 2, limit: 1 },
        What::ZipBomb { entry: text(), limit_bytes: 1 },
        What::ZipRatio { entry: text(), limit_factor: 1 },
        What::NestedArchive { entry: text() },
        What::EncryptedEntry { entry: text() },
        What::TooManySheets { found: 2, limit: 1 },
        What::NoSuchSheet { wanted: text(), sheets: vec![text()] },
        What::OtherSheets { ignored: vec![text()] },
        What::UndecodableByte { byte: 0xFF },
        What::BrokenUtf16,
        What::DestroyedText { damage: Damage::Utf8AsCp949, cells: 3, recovered: Some(text()) },
        What::DestroyedCell { damage: Damage::QuestionMarks, recovered: None },
        What::DoubtfulEncoding,
        What::NulByte,
        What::InvisibleCharacter { code: 0x200B },
        What::UnclosedQuote,
        What::TextAfterQuote,
        What::CellTooLarge { limit_bytes: 1, quoted: true },
        What::TooManyColumns { limit: 256 },
        What::TooManyRows { limit: 100_000 },
        What::TooManyCells { limit: 1 },
        What::NoHeader { line: 3 },
        What::EmptyHeader,
        What::DuplicateHeader { first_column: 1 },
        What::RaggedLine { found: 2, expected: 3 },
        What::BlankLines { count: 2 },
        What::CellError { error: text() },
        What::FormulaWithoutValue,
        What::ImpossibleDate,
        What::MergedCells { range: text() },
        What::LostDigits,
        What::MissingColumn { column: text(), names: vec![text()] },
        What::UnknownColumn { nearest: None },
        What::UnknownColumn { nearest: Some(text()) },
        What::SameColumnTwice { column: text(), first_column: 1 },
        What::MissingCell,
        What::CellTooLong { found: 2, limit: 1 },
        What::PersonalNumber { kind: PersonalNumber::Card, check_digit_holds: true },
        What::WrongCorporateNumber,
        What::More { count: 12_345 },
    ]
}

#[test]
fn every_finding_has_words_in_three_languages_and_a_code_of_its_own() {
    let mut codes = std::collections::BTreeSet::new();
    for what in every_kind() {
        codes.insert(what.code());
        let finding = Finding::at(Place::cell(3, 2).under(Some("이름")), what);
        let (english, korean) = (say(&finding, Language::English), say(&finding, Language::Korean));
        assert_eq!(
            (english.place.as_str(), korean.place.as_str()),
            ("line 3, column 2 (이름)", "3번째 줄, 2번째 칸 (이름)")
        );
        for saying in [&english, &korean] {
            assert!(
                saying.wrong != finding.code() && saying.wrong.ends_with('.'),
                "{}: {}",
                finding.code(),
                saying.wrong
            );
            assert!(
                saying.mend.is_empty() || saying.mend.ends_with(['.', '?']),
                "{}: {}",
                finding.code(),
                saying.mend
            );
        }
        assert!(korean.wrong.chars().any(|letter| ('가'..='힣').contains(&letter)), "{}", korean.wrong);
        assert!(english.wrong.is_ascii(), "{}", english.wrong);
        assert_eq!(english.mend.is_empty(), korean.mend.is_empty(), "{}", finding.code());
        let chinese = say(&finding, Language::Chinese);
        assert_eq!(chinese.place, "第3行, 第2个单元格 (이름)");
        assert!(chinese.wrong != finding.code() && chinese.wrong.ends_with('。'), "{}", chinese.wrong);
        assert!(chinese.wrong.chars().any(|letter| ('一'..='鿿').contains(&letter)), "{}", chinese.wrong);
        assert!(chinese.mend.is_empty() || chinese.mend.ends_with(['。', '？']), "{}", chinese.mend);
        assert_eq!(english.mend.is_empty(), chinese.mend.is_empty(), "{}", finding.code());
    }
    // One kind stands in the list twice.
    assert_eq!(codes.len() + 1, every_kind().len());
    let on_sheet = Finding::at(Place::cell(3, 28).on_sheet(Some("현황")), What::MissingCell);
    assert_eq!(on_sheet.en(), "sheet \"현황\", row 3, column AB: The cell must not be empty. Fill it.");
    assert_eq!(on_sheet.ko(), "시트 '현황', 3행, AB열: 꼭 채워야 하는 칸이 비어 있습니다. 값을 적어 주세요.");
}
