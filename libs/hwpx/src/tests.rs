//! What is written can be read back; bad tables are named.

mod rules;
mod xml;

use super::{Block, Document, HwpxError, lines, write};
use std::io::{Cursor, Read as _};

fn document() -> Document {
    Document {
        title: "시정질문 답변".into(),
        creator: "미리내시".into(),
        blocks: vec![
            Block::Title("시정질문 답변 <1>".into()),
            Block::Paragraph("입주 기업은 \"몇\" 곳입니까?\n둘째 줄 & 끝\u{1}".into()),
            Block::Table(vec![vec!["숫자".into(), "값".into()], vec!["정착 기업".into(), "142".into()]]),
        ],
    }
}

fn bytes(document: &Document) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    write(document, &mut out).unwrap();
    out.into_inner()
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    zip.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// The text between `<hp:t>` and `</hp:t>`.
fn texts(section: &str) -> Vec<String> {
    let inner = section.split("<hp:t>").skip(1).filter_map(|rest| rest.split("</hp:t>").next());
    inner
        .map(|text| {
            text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
        })
        .filter(|text| !text.is_empty())
        .collect()
}

#[test]
fn text_is_read_back() {
    let section = part(&bytes(&document()), "Contents/section0.xml");
    let expected = [
        "시정질문 답변 <1>",
        "입주 기업은 \"몇\" 곳입니까?",
        "둘째 줄 & 끝",
        "숫자",
        "값",
        "정착 기업",
        "142",
    ];
    assert_eq!(texts(&section), expected);
}

#[test]
fn preview_is_the_beginning_of_the_text() {
    let preview = part(&bytes(&document()), "Preview/PrvText.txt");
    let expected = "시정질문 답변 <1>\r\n입주 기업은 \"몇\" 곳입니까?\r\n둘째 줄 & 끝\u{1}\r\n<숫자><값>\r\n<정착 기업><142>\r\n";
    assert_eq!(preview, expected.replace('\u{1}', ""));
    let long = Document { blocks: vec![Block::Paragraph("가".repeat(5_000)); 3], ..Document::default() };
    assert_eq!(part(&bytes(&long), "Preview/PrvText.txt").chars().count(), 1_000);
}

#[test]
fn text_takes_as_many_lines_as_its_words_need() {
    // Ten full letters fit a line.
    let count = |text: &str| lines::count(text, 10_000, 1_000);
    assert_eq!(count(""), 1);
    assert_eq!(count("가나다라마 바사아"), 1);
    assert_eq!(count("가나다라마바 사아자차"), 2, "the second word goes to the second line");
    assert_eq!(count(&"가".repeat(10)), 1);
    assert_eq!(count(&"가".repeat(31)), 4, "a word longer than a line is broken");
    assert_eq!(count("가\n나\n다"), 3);
    assert_eq!(count("2026-10-31 snapshot"), 2);
    assert_eq!(lines::count("가나", 0, 1_000), 2, "no room is room for one letter");
}

#[test]
fn row_is_as_high_as_its_fullest_cell() {
    let long = "소식이 없는 기업에 다시 묻고 달라진 숫자를 의회에 알린다 ".repeat(4);
    let rows = vec![vec!["약속".into(), "기한".into()], vec![long, "2027-01-21".into()]];
    let section = part(
        &bytes(&Document { blocks: vec![Block::Table(rows)], ..Document::default() }),
        "Contents/section0.xml",
    );
    let section = xml::Node::read(&section);
    let heights: Vec<u32> = section.named("hp:cellSz").iter().map(|size| size.number("height")).collect();
    // 114 letters wide in 19.9 letters of room: six lines of 17 pt and the margins above and below.
    assert_eq!(heights, [1_982, 1_982, 10_482, 10_482]);
}

#[test]
fn table_wider_than_a_page_is_named() {
    let wide = Block::Table(vec![vec!["a".to_owned(); 14]]);
    let document = Document { blocks: vec![wide], ..Document::default() };
    let error = write(&document, Cursor::new(Vec::new())).unwrap_err();
    assert!(matches!(error, HwpxError::TooLarge { block: 1 }), "{error}");
}

#[test]
fn same_document_gives_same_bytes() {
    assert_eq!(bytes(&document()), bytes(&document()));
}

#[test]
fn uneven_table_is_named() {
    let uneven = Block::Table(vec![vec!["a".into(), "b".into()], vec!["c".into()]]);
    let document = Document { blocks: vec![uneven], ..Document::default() };
    let error = write(&document, Cursor::new(Vec::new())).unwrap_err();
    assert!(matches!(error, HwpxError::Table { block: 1, row: 2 }), "{error}");
}
