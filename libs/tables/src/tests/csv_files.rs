//! Delimited text: encodings, limits, quotation marks, ragged lines.

use crate::{Encoding, Finding, Format, Limits, Options, Table, What, read};

fn table(text: &str) -> Table {
    read(text.as_bytes(), &Options::default()).expect("readable")
}

fn refusal(bytes: &[u8]) -> Finding {
    read(bytes, &Options::default()).expect_err("refused")
}

fn grid(table: &Table) -> Vec<(u32, Vec<&str>)> {
    table.rows().map(|row| (row.line(), row.cells().collect())).collect()
}

const KOREAN: &str = "기관명,사업자번호,비고\n미리내전자,124-81-00998,\"본사, 광주\"\n빛고을소프트,,펲\n";

#[test]
fn every_korean_encoding_gives_the_same_table() {
    let (cp949, _, lossy) = encoding_rs::EUC_KR.encode(KOREAN);
    assert!(!lossy);
    let utf16 = |big: bool| -> Vec<u8> {
        KOREAN
            .encode_utf16()
            .flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() })
            .collect()
    };
    let files: Vec<(Encoding, Vec<u8>)> = vec![
        (Encoding::Utf8, KOREAN.into()),
        (Encoding::Utf8Bom, [b"\xEF\xBB\xBF", KOREAN.as_bytes()].concat()),
        (Encoding::Cp949, cp949.to_vec()),
        (Encoding::Utf16Le, utf16(false)),
        (Encoding::Utf16Le, [b"\xFF\xFE".to_vec(), utf16(false)].concat()),
        (Encoding::Utf16Be, utf16(true)),
        (Encoding::Utf16Be, [b"\xFE\xFF".to_vec(), utf16(true)].concat()),
    ];
    let expected = table(KOREAN);
    assert_eq!(expected.headers, ["기관명", "사업자번호", "비고"]);
    assert_eq!(
        grid(&expected),
        [(2, vec!["미리내전자", "124-81-00998", "본사, 광주"]), (3, vec!["빛고을소프트", "", "펲"])]
    );
    for (encoding, bytes) in files {
        let table =
            read(&bytes, &Options::default()).unwrap_or_else(|finding| panic!("{encoding:?}: {finding}"));
        assert_eq!(table.encoding, encoding);
        assert_eq!((grid(&table), &table.headers), (grid(&expected), &expected.headers), "{encoding:?}");
        assert_eq!(table.findings, []);
    }
}

#[test]
fn delimiters_are_found_by_content() {
    for (text, delimiter) in [
        ("a\tb\n1,5\t2\n", '\t'),
        ("a;b\n\"1;2\";3\n4;5,6\n", ';'),
        ("a|b|c\n1|2|3\n", '|'),
        ("이름\n가\n나, 다\n", ','),
        ("sep=;\na,b;c\n1;2\n", ';'),
    ] {
        assert_eq!(table(text).format, Format::Delimited { delimiter }, "{text:?}");
    }
    assert_eq!(grid(&table("sep=;\r\na;b\r\n1;2\r\n")), [(3, vec!["1", "2"])]);
}

#[test]
fn lines_are_counted_through_quoted_breaks_and_all_line_ends() {
    let table = table("a,b\r\n\"x\ny\r\nz\",1\r\n2,\"say \"\"hi\"\"\"\r3,4");
    assert_eq!(
        grid(&table),
        [(2, vec!["x\ny\r\nz", "1"]), (5, vec!["2", "say \"hi\""]), (6, vec!["3", "4"])]
    );
}

#[test]
fn broken_quotation_marks_are_refused_where_they_begin() {
    assert_eq!(
        refusal(b"name,note\n1,ok\n2,\"never\nclosed\n3,x\n").en(),
        "line 3, column 2 (note): A quotation mark opened here is never closed. \
         Close it, or write a quotation mark inside a quoted cell twice."
    );
    assert_eq!(
        refusal(b"name,note\n\"a\"b,1\n").en(),
        "line 2, column 1 (name): Text follows the closing quotation mark of this cell. \
         Write a quotation mark inside a quoted cell twice (\"\")."
    );
}

#[test]
fn ten_megabytes_in_one_cell_are_refused_with_their_place() {
    for quoted in [false, true] {
        let mark = if quoted { "\"" } else { "" };
        let text = format!("a,b\n1,2\n3,{mark}{}{mark}\n", "x".repeat(10_000_000));
        let finding = refusal(text.as_bytes());
        assert_eq!(finding.what, What::CellTooLarge { limit_bytes: 128 << 10, quoted });
        assert_eq!((finding.place.line, finding.place.column), (Some(3), Some(2)));
        assert_eq!(finding.place.header.as_deref(), Some("b"));
    }
}

#[test]
fn ragged_and_blank_lines_are_reported_and_kept_in_shape() {
    let table = table("a,b\n1\n\n1,2,3\n1,2,,\n\n\n");
    assert_eq!(grid(&table), [(2, vec!["1", ""]), (4, vec!["1", "2"]), (5, vec!["1", "2"])]);
    let said: Vec<String> =
        table.findings.iter().map(|finding| format!("{:?} {}", finding.place.line, finding.code())).collect();
    assert_eq!(said, ["Some(2) ragged-line", "Some(4) ragged-line", "Some(3) blank-lines"]);
}

#[test]
fn headers_must_be_there_and_differ() {
    let code = |text: &str| refusal(text.as_bytes()).code();
    assert_eq!(code(""), "empty");
    assert_eq!(code("\n \n"), "empty");
    assert_eq!(code("a,,b\n1,2,3\n"), "empty-header");
    assert_eq!(code("기관명,기관 명\n1,2\n"), "duplicate-header");
    assert_eq!(code("a\0,b\n"), "nul-byte");
    let options = Options { header_line: Some(3), ..Options::default() };
    let titled = read("2026년 현황,\n,\n이름,수\n가,1\n".as_bytes(), &options).expect("readable");
    assert_eq!((titled.header_line, titled.headers.len(), titled.len()), (3, 2, 1));
    assert_eq!(read(b"a\n1\n", &options).expect_err("no third line").code(), "no-header");
}

#[test]
fn limits_stop_the_reading() {
    let small = Limits { rows: 2, columns: 3, cells: 4, file_bytes: 60, ..Limits::default() };
    let options = Options { limits: small, ..Options::default() };
    let code = |text: &str| read(text.as_bytes(), &options).expect_err("refused").code();
    assert_eq!(code("a\n1\n2\n3\n"), "too-many-rows");
    assert_eq!(code("a,b,c,d\n"), "too-many-columns");
    assert_eq!(code("a,b,c\n1,2,3\n4,5,6\n"), "too-many-cells");
    assert_eq!(code(&"x".repeat(61)), "file-too-large");
}

/// Gives bytes without end and counts how many were taken.
struct Endless(u64);

impl std::io::Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        buffer.fill(b'a');
        self.0 += buffer.len() as u64;
        Ok(buffer.len())
    }
}

#[test]
fn an_upload_without_end_is_refused_while_it_streams() {
    let mut source = Endless(0);
    let options =
        Options { limits: Limits { file_bytes: 1 << 20, ..Limits::default() }, ..Options::default() };
    let finding = crate::read_from(&mut source, &options).expect_err("refused");
    assert_eq!(finding.what, What::FileTooLarge { limit_bytes: 1 << 20 });
    assert!(source.0 <= (1 << 20) + 1, "{} bytes were taken", source.0);
}

#[test]
fn text_is_composed_and_otherwise_untouched() {
    let table = table("이름\n\u{1112}\u{1161}\u{11AB}글 \ne\u{301}\u{200B}\n");
    assert_eq!(grid(&table), [(2, vec!["한글 "]), (3, vec!["é\u{200B}"])]);
    assert_eq!(table.findings[0].what, What::InvisibleCharacter { code: 0x200B });
}

#[test]
fn foreign_files_are_named() {
    for (bytes, words) in [
        (&b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1...."[..], "old .xls"),
        (b"%PDF-1.7", "PDF"),
        (b"\xEF\xBB\xBF  <HTML><table>", "web page"),
        (b"{\"a\":1}", "JSON"),
        (b"\xFF\xFE\0\0a\0\0\0", "UTF-32"),
    ] {
        let said = refusal(bytes).en();
        assert!(said.contains(words), "{said}");
    }
}

#[test]
fn a_byte_of_no_encoding_is_refused_with_its_line() {
    let finding = refusal(
        "이름\n가\n".as_bytes().iter().copied().chain(*b"\xFF\xFFx\n").collect::<Vec<u8>>().as_slice(),
    );
    assert_eq!((finding.code(), finding.place.line), ("undecodable-byte", Some(3)));
    let utf16 = b"\xFF\xFEa\0\n\0\0\xD8\n\0";
    assert_eq!((refusal(utf16).code(), refusal(utf16).place.line), ("broken-utf16", Some(2)));
}
