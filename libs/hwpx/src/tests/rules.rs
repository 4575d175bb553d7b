//! What the format asks of a package: the rules of KS X 6101, and what Hangul Office itself writes where it goes its own
//! way. No reader is asked.

use super::xml::Node;
use super::{bytes, document, part};
use crate::{Block, Document, MEDIA_TYPE};
use std::collections::BTreeSet;
use std::io::Cursor;

/// Attributes that are one of a few words, with the words the format knows.
const WORDS: [(&str, &str, &[&str]); 26] = [
    ("hh:fontface", "lang", &["HANGUL", "LATIN", "HANJA", "JAPANESE", "OTHER", "SYMBOL", "USER"]),
    ("hh:font", "type", &["REP", "TTF", "HFT"]),
    ("hh:align", "horizontal", &["JUSTIFY", "LEFT", "RIGHT", "CENTER", "DISTRIBUTE", "DISTRIBUTE_SPACE"]),
    ("hh:align", "vertical", &["BASELINE", "TOP", "CENTER", "BOTTOM"]),
    ("hh:heading", "type", &["NONE", "OUTLINE", "NUMBER", "BULLET"]),
    ("hh:breakSetting", "breakLatinWord", &["KEEP_WORD", "HYPHENATION", "BREAK_WORD"]),
    ("hh:breakSetting", "breakNonLatinWord", &["KEEP_WORD", "BREAK_WORD"]),
    ("hh:breakSetting", "lineWrap", &["BREAK", "SQUEEZE", "KEEP"]),
    ("hh:lineSpacing", "type", &["PERCENT", "FIXED", "BETWEEN_LINES", "AT_LEAST"]),
    ("hh:style", "type", &["PARA", "CHAR"]),
    ("hh:underline", "type", &["NONE", "BOTTOM", "CENTER", "TOP"]),
    ("hh:paraHead", "textOffsetType", &["PERCENT", "HWPUNIT"]),
    ("hh:compatibleDocument", "targetProgram", &["HWP201X", "HWP200X", "MS_WORD"]),
    ("hp:secPr", "textDirection", &["HORIZONTAL", "VERTICAL"]),
    ("hp:pagePr", "landscape", &["WIDELY", "NARROWLY"]),
    ("hp:pagePr", "gutterType", &["LEFT_ONLY", "LEFT_RIGHT", "TOP_BOTTOM"]),
    ("hp:pageBorderFill", "type", &["BOTH", "EVEN", "ODD"]),
    ("hp:colPr", "type", &["NEWSPAPER", "BALANCED_NEWSPAPER", "PARALLEL"]),
    ("hp:tbl", "textWrap", &["SQUARE", "TOP_AND_BOTTOM", "BEHIND_TEXT", "IN_FRONT_OF_TEXT"]),
    ("hp:tbl", "textFlow", &["BOTH_SIDES", "LEFT_ONLY", "RIGHT_ONLY", "LARGEST_ONLY"]),
    ("hp:tbl", "pageBreak", &["TABLE", "CELL", "NONE"]),
    ("hp:tbl", "numberingType", &["NONE", "PICTURE", "TABLE", "EQUATION"]),
    ("hp:sz", "widthRelTo", &["PAPER", "PAGE", "COLUMN", "PARA", "ABSOLUTE"]),
    ("hp:pos", "vertRelTo", &["PAPER", "PAGE", "PARA"]),
    ("hp:pos", "horzRelTo", &["PAPER", "PAGE", "COLUMN", "PARA"]),
    ("hp:subList", "vertAlign", &["TOP", "CENTER", "BOTTOM"]),
];
/// Attributes of the section, and what of the header they name by number.
const REFERENCES: [(&str, &str); 6] = [
    ("paraPrIDRef", "hh:paraPr"),
    ("charPrIDRef", "hh:charPr"),
    ("styleIDRef", "hh:style"),
    ("borderFillIDRef", "hh:borderFill"),
    ("tabPrIDRef", "hh:tabPr"),
    ("outlineShapeIDRef", "hh:numbering"),
];
/// Lists of the header in the order of the format.
const LISTS: [&str; 7] = [
    "hh:fontfaces",
    "hh:borderFills",
    "hh:charProperties",
    "hh:tabProperties",
    "hh:numberings",
    "hh:paraProperties",
    "hh:styles",
];
/// What is no number although nobody counts it as one: no character format of its own.
const NONE: u32 = u32::MAX;

fn header(bytes: &[u8]) -> Node {
    Node::read(&part(bytes, "Contents/header.xml"))
}

fn section(bytes: &[u8]) -> Node {
    Node::read(&part(bytes, "Contents/section0.xml"))
}

/// Documents of every shape: one of everything, nothing, a table first, a table of one cell.
fn documents() -> [Document; 4] {
    let table = |rows: Vec<Vec<String>>| Document { blocks: vec![Block::Table(rows)], ..Document::default() };
    let long = "발표된 숫자가 서로 맞지 않아 다시 확인하고 있습니다. ".repeat(20);
    let wide = vec![(0..13).map(|at| at.to_string()).collect(), vec!["값".to_owned(); 13]];
    let mut narrow = document();
    narrow.blocks.push(Block::Table(vec![vec!["말".into()], vec![long], vec![String::new()]]));
    narrow.blocks.push(Block::Heading("약속".into()));
    [document(), Document::default(), table(wide), narrow]
}

#[test]
fn package_is_found_from_the_zip() {
    let bytes = bytes(&document());
    // A local file header is 30 bytes; nothing stands between the name and the plain content.
    assert_eq!(&bytes[26..30], &[8, 0, 0, 0], "length of the name, no extra field");
    assert_eq!(&bytes[30..38 + MEDIA_TYPE.len()], format!("mimetype{MEDIA_TYPE}").as_bytes());
    let zip = zip::ZipArchive::new(Cursor::new(&bytes)).unwrap();
    let names: BTreeSet<String> = zip.file_names().map(|name| name.unwrap().into_owned()).collect();

    let container = Node::read(&part(&bytes, "META-INF/container.xml"));
    let roots = container.named("ocf:rootfile");
    assert_eq!(roots[0].get("full-path"), "Contents/content.hpf");
    assert_eq!(roots[0].get("media-type"), "application/hwpml-package+xml");
    assert!(roots.iter().all(|root| names.contains(root.get("full-path"))));

    let package = Node::read(&part(&bytes, "Contents/content.hpf"));
    let items = package.named("opf:item");
    assert!(items.iter().all(|item| names.contains(item.get("href")) && !item.get("media-type").is_empty()));
    let ids: Vec<&str> = items.iter().map(|item| item.get("id")).collect();
    // Hangul Office finds sections by these names.
    assert_eq!(ids, ["header", "section0", "settings"]);
    let spine: Vec<&str> = package.named("opf:itemref").iter().map(|item| item.get("idref")).collect();
    assert_eq!(spine, ["header", "section0"]);
    let version = Node::read(&part(&bytes, "version.xml"));
    assert_eq!(version.get("tagetApplication"), "WORDPROCESSOR", "as Hangul Office spells it");
    assert_eq!(header(&bytes).get("secCnt"), "1");
}

#[test]
fn parts_begin_as_hangul_office_writes_them() {
    let bytes = bytes(&document());
    for name in ["version.xml", "settings.xml", "META-INF/container.xml", "META-INF/manifest.xml"]
        .into_iter()
        .chain(["Contents/content.hpf", "Contents/header.xml", "Contents/section0.xml"])
    {
        let text = part(&bytes, name);
        assert!(text.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?><"), "{name}");
        let root = Node::read(&text);
        let declared: BTreeSet<&str> =
            root.attributes.iter().filter_map(|(name, _)| name.strip_prefix("xmlns:")).collect();
        let used =
            root.all().into_iter().filter_map(|node| node.name.split_once(':')).map(|(prefix, _)| prefix);
        assert!(used.into_iter().all(|prefix| declared.contains(prefix)), "{name}: {declared:?}");
    }
}

#[test]
fn header_counts_what_it_holds() {
    let header = header(&bytes(&document()));
    assert_eq!(header.one("hh:refList").inside(), LISTS);
    for list in LISTS.map(|name| header.one(name)) {
        assert_eq!(list.number("itemCnt") as usize, list.children.len(), "{}", list.name);
        if list.name == "hh:fontfaces" {
            continue;
        }
        // Frames and numbers of headings are counted from 1, all others from 0.
        let from = u32::from(matches!(list.name.as_str(), "hh:borderFills" | "hh:numberings"));
        let ids: Vec<u32> = list.children.iter().map(|item| item.number("id")).collect();
        assert_eq!(ids, (from..).take(ids.len()).collect::<Vec<u32>>(), "{}", list.name);
    }
    let faces = header.named("hh:fontface");
    assert!(faces.iter().all(|face| face.number("fontCnt") as usize == face.children.len()));
    for reference in header.named("hh:fontRef") {
        assert_eq!(reference.attributes.len(), faces.len());
        assert!(reference.attributes.iter().all(|(_, font)| font == "0"));
    }
    assert_eq!(
        header.inside(),
        ["hh:beginNum", "hh:refList", "hh:compatibleDocument", "hh:docOption", "hh:trackchageConfig"]
    );
}

#[test]
fn numbers_that_parts_refer_to_exist() {
    for document in documents() {
        let bytes = bytes(&document);
        let (header, section) = (header(&bytes), section(&bytes));
        let mut followed = 0;
        for node in header.all().into_iter().chain(section.all()) {
            for (attribute, kind) in REFERENCES {
                let Some((_, value)) = node.attributes.iter().find(|(name, _)| name == attribute) else {
                    continue;
                };
                let known: Vec<&str> = header.named(kind).iter().map(|item| item.get("id")).collect();
                let none = value.parse() == Ok(NONE) && node.name == "hh:paraHead";
                assert!(none || known.contains(&value.as_str()), "{} {attribute}={value}", node.name);
                followed += 1;
            }
        }
        assert!(followed > 30, "{followed}");
        let mut ids = BTreeSet::new();
        let objects =
            section.all().into_iter().filter(|node| ["hp:p", "hp:tbl"].contains(&node.name.as_str()));
        assert!(objects.into_iter().all(|node| ids.insert(node.number("id"))), "an id is given twice");
    }
}

#[test]
fn words_of_attributes_are_known_to_the_format() {
    let bytes = bytes(&document());
    let (header, section) = (header(&bytes), section(&bytes));
    let all: Vec<&Node> = header.all().into_iter().chain(section.all()).collect();
    for (element, attribute, words) in WORDS {
        let found: Vec<&str> =
            all.iter().filter(|node| node.name == element).map(|node| node.get(attribute)).collect();
        assert!(!found.is_empty(), "{element} is not written");
        assert!(found.iter().all(|value| words.contains(value)), "{element} {attribute}: {found:?}");
    }
}

#[test]
fn page_is_described_in_the_first_run() {
    for document in documents() {
        let section = section(&bytes(&document));
        let page = section.one("hp:secPr");
        assert!(std::ptr::eq(page, &section.children[0].children[0].children[0]));
        assert_eq!(
            page.inside(),
            [
                "hp:grid",
                "hp:startNum",
                "hp:visibility",
                "hp:lineNumberShape",
                "hp:pagePr",
                "hp:footNotePr",
                "hp:endNotePr",
                "hp:pageBorderFill",
                "hp:pageBorderFill",
                "hp:pageBorderFill"
            ]
        );
        assert!(section.named("hp:ctrl").iter().all(|control| !control.children.is_empty()));
        let first = &section.children[0];
        assert_eq!(first.children[0].inside(), ["hp:secPr", "hp:ctrl"]);
        assert_eq!(first.inside(), ["hp:run", "hp:run"], "no paragraph of its own for the page");
        assert!(
            section.children[1..].iter().all(|child| child.name == "hp:p" && child.inside() == ["hp:run"])
        );
    }
}

#[test]
fn text_has_nothing_else_in_it() {
    for document in documents() {
        let section = section(&bytes(&document));
        assert!(
            section.named("hp:t").iter().all(|text| text.children.is_empty()),
            "readers lose what comes after"
        );
        assert!(
            section.named("hp:subList").iter().all(|list| list.inside().iter().all(|name| *name == "hp:p"))
        );
    }
}

#[test]
fn tables_hold_the_cells_they_count() {
    for document in documents() {
        let section = section(&bytes(&document));
        let text = section.one("hp:pagePr").number("width")
            - 2 * section.one("hp:pagePr").children[0].number("left");
        for table in section.named("hp:tbl") {
            assert_eq!(table.inside()[..4], ["hp:sz", "hp:pos", "hp:outMargin", "hp:inMargin"]);
            let (size, outside) = (&table.children[0], &table.children[2]);
            assert!(size.number("width") + outside.number("left") + outside.number("right") <= text);
            let rows: Vec<&Node> = table.children.iter().filter(|child| child.name == "hp:tr").collect();
            assert_eq!(rows.len(), table.number("rowCnt") as usize);
            let mut height = 0;
            for (row_at, row) in rows.iter().enumerate() {
                assert_eq!(row.children.len(), table.number("colCnt") as usize);
                for (column_at, cell) in row.children.iter().enumerate() {
                    let parts = ["hp:subList", "hp:cellAddr", "hp:cellSpan", "hp:cellSz", "hp:cellMargin"];
                    assert_eq!(cell.inside(), parts);
                    assert!(!cell.children[0].named("hp:p").is_empty(), "a cell without a paragraph");
                    let place = (cell.children[1].number("rowAddr"), cell.children[1].number("colAddr"));
                    assert_eq!(place, (row_at as u32, column_at as u32));
                }
                let across: u32 = row.children.iter().map(|cell| cell.one("hp:cellSz").number("width")).sum();
                assert_eq!(across, size.number("width"));
                height += row.children[0].one("hp:cellSz").number("height");
            }
            assert_eq!(height, size.number("height"));
        }
    }
}

#[test]
fn table_goes_on_to_the_next_page_with_its_heads() {
    let section = section(&bytes(&document()));
    let table = section.one("hp:tbl");
    assert_eq!((table.get("pageBreak"), table.get("repeatHeader")), ("CELL", "1"));
    assert_eq!(table.one("hp:pos").get("treatAsChar"), "0", "what is taken as a letter stays on one page");
    let heads: Vec<&str> = table.named("hp:tc").iter().map(|cell| cell.get("header")).collect();
    assert_eq!(heads, ["1", "1", "0", "0"]);
}
