//! Random and mutated files: whatever comes in, an answer comes out and the limits hold.

use super::workbooks::{Package, row};
use crate::{Column, Limits, Options, Severity, check_cells, match_columns, personal_numbers, read};
use proptest::prelude::*;

fn options() -> Options {
    let limits = Limits {
        file_bytes: 1 << 20,
        inflated_bytes: 1 << 20,
        cell_bytes: 1 << 10,
        columns: 20,
        rows: 50,
        cells: 500,
        findings: 10,
        ..Limits::default()
    };
    Options { limits, ..Options::default() }
}

/// Reads a file all the way, as an importer would, and checks what must always hold.
fn read_all_the_way(bytes: &[u8]) {
    let options = options();
    let table = match read(bytes, &options) {
        Ok(table) => table,
        Err(finding) => {
            assert_eq!(finding.severity(), Severity::Stop);
            assert!(!finding.en().is_empty() && !finding.ko().is_empty() && !finding.zh().is_empty());
            return;
        }
    };
    assert!(table.width() <= 20 && table.len() <= 50 && table.width() * table.len() <= 500);
    let columns = [
        Column::new("name", &["이름", "a"]).required().max_chars(3),
        Column::new("n", &["번호"]).corporate_number(),
    ];
    let mapping = match_columns(&table, &columns);
    let mut findings = table.findings.clone();
    findings.extend(check_cells(&table, &mapping));
    findings.extend(personal_numbers(&table, &mapping));
    for finding in findings.iter().chain(&mapping.findings) {
        assert!(!finding.en().is_empty() && !finding.ko().is_empty() && !finding.zh().is_empty());
    }
    let mut last = table.header_line;
    for row in table.rows() {
        assert!(row.line() > last, "lines go forward");
        last = row.line();
        assert_eq!(row.cells().count(), table.width());
        assert!(row.cells().all(|cell| cell.len() <= 3 << 10), "NFC at most triples a text");
    }
}

/// Replaces, removes and doubles pieces of a file.
fn mutated(mut bytes: Vec<u8>, changes: &[(usize, u8, u8)]) -> Vec<u8> {
    for (at, byte, kind) in changes {
        if bytes.is_empty() {
            break;
        }
        let at = at % bytes.len();
        match kind % 4 {
            0 => bytes[at] = *byte,
            1 => bytes.insert(at, *byte),
            2 => {
                let end = (at + usize::from(*byte)).min(bytes.len());
                bytes.drain(at..end);
            }
            _ => {
                let end = (at + usize::from(*byte)).min(bytes.len());
                let piece = bytes[at..end].to_vec();
                bytes.splice(at..at, piece);
            }
        }
    }
    bytes
}

fn changes() -> impl Strategy<Value = Vec<(usize, u8, u8)>> {
    proptest::collection::vec((any::<usize>(), any::<u8>(), any::<u8>()), 0..12)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn arbitrary_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        read_all_the_way(&bytes);
    }

    #[test]
    fn arbitrary_text_of_delimiters_never_panics(text in "[a가,;\t|\"\r\n ?0-9\u{FEFF}é-]{0,200}") {
        read_all_the_way(text.as_bytes());
        let units: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        read_all_the_way(&units);
        read_all_the_way(&encoding_rs::EUC_KR.encode(&text).0);
    }

    #[test]
    fn mutated_text_never_panics(changes in changes()) {
        let text = "이름,번호,비고\n미리내,130111-0006246,\"본사, \"\"광주\"\"\"\n빛고을,,펲\n".repeat(3);
        read_all_the_way(&mutated(text.clone().into_bytes(), &changes));
        read_all_the_way(&mutated(encoding_rs::EUC_KR.encode(&text).0.into_owned(), &changes));
    }

    #[test]
    fn mutated_workbooks_never_panic(changes in changes(), inside in any::<bool>(), part in 0_usize..6) {
        let data = row(1, &["이름", "번호"])
            + r#"<row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2" s="1"><v>45231.5</v></c></row>"#
            + r#"<row r="3"><c r="A3"><f>B2</f></c><c r="B3" t="e"><v>#N/A</v></c></row>"#;
        let mut package = Package::sheet(&data).strings(&["<t>가&amp;_x000D_</t>"]);
        package.stored = true;
        if inside {
            let at = part % package.parts.len();
            package.parts[at].1 = mutated(package.parts[at].1.clone(), &changes);
            read_all_the_way(&package.bytes());
        } else {
            read_all_the_way(&mutated(package.bytes(), &changes));
        }
    }

    /// What is written by the rules comes back as it was.
    #[test]
    fn well_formed_text_comes_back(cells in proptest::collection::vec("[a-z가-힣,\"\n;]{1,8}", 6)) {
        let quoted: Vec<String> = cells.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect();
        let text = format!("x,y,z\n{}\n{}\n", quoted[..3].join(","), quoted[3..].join(","));
        let table = read(text.as_bytes(), &options()).expect("readable");
        let found: Vec<&str> = table.rows().flat_map(|row| row.cells()).collect();
        let blank = |row: &[String]| row.iter().all(|cell| cell.trim().is_empty());
        prop_assume!(!blank(&cells[..3]) && !blank(&cells[3..]));
        prop_assert_eq!(found, cells);
    }
}
