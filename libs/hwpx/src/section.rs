//! The one section: the page, then paragraphs and tables in the order of reading.

use crate::header::{CELL, FRAME_CELL, FRAME_PAGE, HEAD_CELL, HEADING, Look, NUMBERING, PLAIN, TITLE};
use crate::{Block, Document, NAMESPACES, escaped, lines};

/// Lengths are in 1/7200 inch: A4 upright with 30 mm to the left and right.
const PAGE: &str = "<hp:grid lineGrid=\"0\" charGrid=\"0\" wonggojiFormat=\"0\"/>\
    <hp:startNum pageStartsOn=\"BOTH\" page=\"0\" pic=\"0\" tbl=\"0\" equation=\"0\"/>\
    <hp:visibility hideFirstHeader=\"0\" hideFirstFooter=\"0\" hideFirstMasterPage=\"0\" border=\"SHOW_ALL\" fill=\"SHOW_ALL\" \
    hideFirstPageNum=\"0\" hideFirstEmptyLine=\"0\" showLineNumber=\"0\"/>\
    <hp:lineNumberShape restartType=\"0\" countBy=\"0\" distance=\"0\" startNumber=\"0\"/>\
    <hp:pagePr landscape=\"WIDELY\" width=\"59528\" height=\"84188\" gutterType=\"LEFT_ONLY\">\
    <hp:margin header=\"4252\" footer=\"4252\" gutter=\"0\" left=\"8504\" right=\"8504\" top=\"5668\" bottom=\"4252\"/></hp:pagePr>";
const COLUMNS: &str = "<hp:ctrl><hp:colPr id=\"\" type=\"NEWSPAPER\" layout=\"LEFT\" colCount=\"1\" sameSz=\"1\" sameGap=\"0\"/></hp:ctrl>";
/// The width of a table: that of the text on the page less `OUTSIDE` on both sides.
pub(crate) const TABLE_WIDTH: usize = 42_520 - 2 * OUTSIDE;
/// Around a table.
const OUTSIDE: usize = 283;
/// In a cell, to the left and right, and above and below.
const MARGIN_ACROSS: usize = 510;
const MARGIN_DOWN: usize = 141;
/// A letter of a cell as wide as it is high, and one line with the space to the next in the highest of the fonts that
/// stand in for the one asked for.
const LETTER: usize = 1_000;
const LINE: usize = 1_700;
/// The most columns of a table: in more, the margins of a cell would leave no room for two letters.
pub(crate) const COLUMNS_MAX: usize = TABLE_WIDTH / (2 * MARGIN_ACROSS + 2 * LETTER);

/// The whole part.
pub fn xml(document: &Document) -> String {
    let mut ids = 0;
    let mut next = || {
        ids += 1;
        ids
    };
    let mut body = String::new();
    for block in &document.blocks {
        match block {
            Block::Title(text) => body.push_str(&paragraphs(TITLE, text, &mut next)),
            Block::Heading(text) => body.push_str(&paragraphs(HEADING, text, &mut next)),
            Block::Paragraph(text) => body.push_str(&paragraphs(PLAIN, text, &mut next)),
            Block::Table(rows) => {
                let inside = format!("{}<hp:t></hp:t>", table(rows, &mut next));
                body.push_str(&paragraph(next(), PLAIN, &inside));
            }
        }
    }
    if body.is_empty() {
        body = paragraph(next(), PLAIN, "<hp:t></hp:t>");
    }
    // The page is described in a run before all others of the first paragraph; in a paragraph of its own it would be an
    // empty line, and in a run with text some readers would not see that text.
    let page = format!("<hp:run charPrIDRef=\"{}\">{}</hp:run><hp:run", PLAIN.characters, page());
    format!("<hs:sec {NAMESPACES}>{}</hs:sec>", body.replacen("<hp:run", &page, 1))
}

fn page() -> String {
    let note = |name: &str, length: &str, between: u32, place: &str| {
        format!(
            "<hp:{name}><hp:autoNumFormat type=\"DIGIT\" userChar=\"\" prefixChar=\"\" suffixChar=\")\" supscript=\"0\"/>\
             <hp:noteLine length=\"{length}\" type=\"SOLID\" width=\"0.12 mm\" color=\"#000000\"/>\
             <hp:noteSpacing betweenNotes=\"{between}\" belowLine=\"567\" aboveLine=\"850\"/>\
             <hp:numbering type=\"CONTINUOUS\" newNum=\"1\"/><hp:placement place=\"{place}\" beneathText=\"0\"/></hp:{name}>"
        )
    };
    let frames: String = ["BOTH", "EVEN", "ODD"]
        .iter()
        .map(|pages| {
            format!(
                "<hp:pageBorderFill type=\"{pages}\" borderFillIDRef=\"{FRAME_PAGE}\" textBorder=\"PAPER\" headerInside=\"0\" \
                 footerInside=\"0\" fillArea=\"PAPER\"><hp:offset left=\"1417\" right=\"1417\" top=\"1417\" bottom=\"1417\"/>\
                 </hp:pageBorderFill>"
            )
        })
        .collect();
    format!(
        "<hp:secPr id=\"\" textDirection=\"HORIZONTAL\" spaceColumns=\"1134\" tabStop=\"8000\" tabStopVal=\"4000\" \
         tabStopUnit=\"HWPUNIT\" outlineShapeIDRef=\"{NUMBERING}\" memoShapeIDRef=\"0\" textVerticalWidthHead=\"0\" \
         masterPageCnt=\"0\">{PAGE}{}{}{frames}</hp:secPr>{COLUMNS}",
        note("footNotePr", "-1", 283, "EACH_COLUMN"),
        note("endNotePr", "14692344", 0, "END_OF_DOCUMENT"),
    )
}

/// A paragraph of one run.
fn paragraph(id: usize, look: Look, inside: &str) -> String {
    let Look { style, paragraph, characters } = look;
    format!(
        "<hp:p id=\"{id}\" paraPrIDRef=\"{paragraph}\" styleIDRef=\"{style}\" pageBreak=\"0\" columnBreak=\"0\" merged=\"0\">\
         <hp:run charPrIDRef=\"{characters}\">{inside}</hp:run></hp:p>"
    )
}

/// Each line is a paragraph of its own: that is what Enter makes in Hangul Office, and some readers lose what comes after
/// a line break inside a paragraph.
fn paragraphs(look: Look, text: &str, next: &mut impl FnMut() -> usize) -> String {
    let one = |line: &str| paragraph(next(), look, &format!("<hp:t>{}</hp:t>", escaped(line)));
    if text.is_empty() { std::iter::once(text).map(one).collect() } else { text.lines().map(one).collect() }
}

/// A table that goes on to the next page where it must, with its heads again.
fn table(rows: &[Vec<String>], next: &mut impl FnMut() -> usize) -> String {
    let columns = rows.first().map_or(1, Vec::len).max(1);
    let width = TABLE_WIDTH / columns;
    let heights: Vec<usize> = rows.iter().map(|row| height(row, width)).collect();
    let mut out = format!(
        "<hp:tbl id=\"{}\" zOrder=\"0\" numberingType=\"TABLE\" textWrap=\"TOP_AND_BOTTOM\" textFlow=\"BOTH_SIDES\" lock=\"0\" \
         dropcapstyle=\"None\" pageBreak=\"CELL\" repeatHeader=\"1\" rowCnt=\"{}\" colCnt=\"{columns}\" cellSpacing=\"0\" \
         borderFillIDRef=\"{FRAME_CELL}\" noAdjust=\"0\"><hp:sz width=\"{}\" widthRelTo=\"ABSOLUTE\" height=\"{}\" \
         heightRelTo=\"ABSOLUTE\" protect=\"0\"/><hp:pos treatAsChar=\"0\" affectLSpacing=\"0\" flowWithText=\"1\" \
         allowOverlap=\"0\" holdAnchorAndSO=\"0\" vertRelTo=\"PARA\" horzRelTo=\"COLUMN\" vertAlign=\"TOP\" horzAlign=\"LEFT\" \
         vertOffset=\"0\" horzOffset=\"0\"/>\
         <hp:outMargin left=\"{OUTSIDE}\" right=\"{OUTSIDE}\" top=\"{OUTSIDE}\" bottom=\"{OUTSIDE}\"/>\
         <hp:inMargin left=\"{MARGIN_ACROSS}\" right=\"{MARGIN_ACROSS}\" top=\"{MARGIN_DOWN}\" bottom=\"{MARGIN_DOWN}\"/>",
        next(),
        rows.len(),
        width * columns,
        heights.iter().sum::<usize>(),
    );
    for (row_at, (row, height)) in rows.iter().zip(heights).enumerate() {
        out.push_str("<hp:tr>");
        for (column_at, text) in row.iter().enumerate() {
            let look = if row_at == 0 { HEAD_CELL } else { CELL };
            out.push_str(&format!(
                "<hp:tc name=\"\" header=\"{}\" hasMargin=\"0\" protect=\"0\" editable=\"0\" dirty=\"0\" \
                 borderFillIDRef=\"{FRAME_CELL}\"><hp:subList id=\"\" textDirection=\"HORIZONTAL\" lineWrap=\"BREAK\" \
                 vertAlign=\"CENTER\" linkListIDRef=\"0\" linkListNextIDRef=\"0\" textWidth=\"0\" textHeight=\"0\" \
                 hasTextRef=\"0\" hasNumRef=\"0\">{}</hp:subList><hp:cellAddr colAddr=\"{column_at}\" rowAddr=\"{row_at}\"/>\
                 <hp:cellSpan colSpan=\"1\" rowSpan=\"1\"/><hp:cellSz width=\"{width}\" height=\"{height}\"/>\
                 <hp:cellMargin left=\"{MARGIN_ACROSS}\" right=\"{MARGIN_ACROSS}\" top=\"{MARGIN_DOWN}\" \
                 bottom=\"{MARGIN_DOWN}\"/></hp:tc>",
                u8::from(row_at == 0),
                paragraphs(look, text, next),
            ));
        }
        out.push_str("</hp:tr>");
    }
    out + "</hp:tbl>"
}

/// The height of a row as its fullest cell needs it. Hangul Office lets a row grow with its text; others cut the text
/// that a row does not have room for.
fn height(row: &[String], width: usize) -> usize {
    let room = width - 2 * MARGIN_ACROSS;
    let most = row.iter().map(|text| lines::count(text, room, LETTER)).max().unwrap_or(1);
    most * LINE + 2 * MARGIN_DOWN
}
