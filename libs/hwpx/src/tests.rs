//! What is written can be read back; bad tables are named.

use super::{Block, Document, HwpxError, MEDIA_TYPE, write};
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

/// The text between `<hp:t>` and `</hp:t>`, line breaks written as such.
fn texts(section: &str) -> Vec<String> {
    let inner = section.split("<hp:t>").skip(1).filter_map(|rest| rest.split("</hp:t>").next());
    inner
        .map(|text| text.replace("<hp:lineBreak/>", "\n"))
        .map(|text| {
            text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
        })
        .filter(|text| !text.is_empty())
        .collect()
}

#[test]
fn text_is_read_back() {
    let section = part(&bytes(&document()), "Contents/section0.xml");
    let expected =
        ["시정질문 답변 <1>", "입주 기업은 \"몇\" 곳입니까?\n둘째 줄 & 끝", "숫자", "값", "정착 기업", "142"];
    assert_eq!(texts(&section), expected);
}

#[test]
fn media_type_stands_first_and_plain() {
    let bytes = bytes(&document());
    // A local file header is 30 bytes, then the name, then the content as it is.
    assert_eq!(&bytes[30..38], b"mimetype");
    assert_eq!(&bytes[38..38 + MEDIA_TYPE.len()], MEDIA_TYPE.as_bytes());
}

#[test]
fn package_lists_parts_that_are_there() {
    let bytes = bytes(&document());
    let package = part(&bytes, "Contents/content.hpf");
    let named: Vec<&str> =
        package.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert_eq!(named.len(), 4);
    assert!(named.iter().all(|name| !part(&bytes, name).is_empty()));
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
