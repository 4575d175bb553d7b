//! The one section: the page, then paragraphs and tables in the order of reading.

use crate::header::{CHAR_HEAD_CELL, CHAR_HEADING, CHAR_PLAIN, CHAR_TITLE, FRAME_CELL};
use crate::{Block, Document, NAMESPACES, escaped};

/// Lengths are in 1/7200 inch: A4 upright with 30 mm to the left and right.
const PAGE: &str = "<hp:secPr id=\"\" textDirection=\"HORIZONTAL\" spaceColumns=\"1134\" tabStop=\"8000\" outlineShapeIDRef=\"0\" \
    memoShapeIDRef=\"0\" textVerticalWidthHead=\"0\" masterPageCnt=\"0\"><hp:grid lineGrid=\"0\" charGrid=\"0\" wonggojiFormat=\"0\"/>\
    <hp:startNum pageStartsOn=\"BOTH\" page=\"0\" pic=\"0\" tbl=\"0\" equation=\"0\"/>\
    <hp:visibility hideFirstHeader=\"0\" hideFirstFooter=\"0\" hideFirstMasterPage=\"0\" border=\"SHOW_ALL\" fill=\"SHOW_ALL\" \
    hideFirstPageNum=\"0\" hideFirstEmptyLine=\"0\" showLineNumber=\"0\"/>\
    <hp:lineNumberShape restartType=\"0\" countBy=\"0\" distance=\"0\" startNumber=\"0\"/>\
    <hp:pagePr landscape=\"WIDELY\" width=\"59528\" height=\"84188\" gutterType=\"LEFT_ONLY\">\
    <hp:margin header=\"4252\" footer=\"4252\" gutter=\"0\" left=\"8504\" right=\"8504\" top=\"5668\" bottom=\"4252\"/></hp:pagePr>\
    </hp:secPr><hp:ctrl><hp:colPr id=\"\" type=\"NEWSPAPER\" layout=\"LEFT\" colCount=\"1\" sameSz=\"1\" sameGap=\"0\"/></hp:ctrl>";
/// The width of the text on that page.
const TEXT_WIDTH: usize = 42_520;
const ROW_HEIGHT: usize = 1_800;

/// The whole part.
pub fn xml(document: &Document) -> String {
    let mut out = format!("<hs:sec {NAMESPACES}>");
    let mut ids = 0;
    let mut next = || {
        ids += 1;
        ids
    };
    // The page is described in the first run of the first paragraph, so that one stands before all text.
    out.push_str(&paragraph(next(), &format!("<hp:run charPrIDRef=\"{CHAR_PLAIN}\">{PAGE}</hp:run>")));
    for block in &document.blocks {
        match block {
            Block::Title(text) => out.push_str(&paragraph(next(), &run(CHAR_TITLE, text))),
            Block::Heading(text) => out.push_str(&paragraph(next(), &run(CHAR_HEADING, text))),
            Block::Paragraph(text) => out.push_str(&paragraph(next(), &run(CHAR_PLAIN, text))),
            Block::Table(rows) => {
                let id = next();
                let table = table(rows, &mut next);
                let inside = format!("<hp:run charPrIDRef=\"{CHAR_PLAIN}\">{table}<hp:t></hp:t></hp:run>");
                out.push_str(&paragraph(id, &inside));
            }
        }
    }
    out.push_str("</hs:sec>");
    out
}

fn paragraph(id: usize, runs: &str) -> String {
    format!(
        "<hp:p id=\"{id}\" paraPrIDRef=\"0\" styleIDRef=\"0\" pageBreak=\"0\" columnBreak=\"0\" merged=\"0\">{runs}</hp:p>"
    )
}

fn run(look: u8, text: &str) -> String {
    let lines: Vec<String> = text.lines().map(escaped).collect();
    format!("<hp:run charPrIDRef=\"{look}\"><hp:t>{}</hp:t></hp:run>", lines.join("<hp:lineBreak/>"))
}

fn table(rows: &[Vec<String>], next: &mut impl FnMut() -> usize) -> String {
    let columns = rows.first().map_or(1, Vec::len).max(1);
    let (width, height) = (TEXT_WIDTH / columns, ROW_HEIGHT * rows.len());
    let mut out = format!(
        "<hp:tbl id=\"{}\" zOrder=\"0\" numberingType=\"TABLE\" textWrap=\"TOP_AND_BOTTOM\" textFlow=\"BOTH_SIDES\" lock=\"0\" \
         dropcapstyle=\"None\" pageBreak=\"CELL\" repeatHeader=\"1\" rowCnt=\"{}\" colCnt=\"{columns}\" cellSpacing=\"0\" \
         borderFillIDRef=\"{FRAME_CELL}\" noAdjust=\"0\"><hp:sz width=\"{}\" widthRelTo=\"ABSOLUTE\" height=\"{height}\" \
         heightRelTo=\"ABSOLUTE\" protect=\"0\"/><hp:pos treatAsChar=\"1\" affectLSpacing=\"0\" flowWithText=\"1\" \
         allowOverlap=\"0\" holdAnchorAndSO=\"0\" vertRelTo=\"PARA\" horzRelTo=\"COLUMN\" vertAlign=\"TOP\" horzAlign=\"LEFT\" \
         vertOffset=\"0\" horzOffset=\"0\"/><hp:outMargin left=\"0\" right=\"0\" top=\"0\" bottom=\"0\"/>\
         <hp:inMargin left=\"510\" right=\"510\" top=\"141\" bottom=\"141\"/>",
        next(),
        rows.len(),
        width * columns,
    );
    for (row_at, row) in rows.iter().enumerate() {
        out.push_str("<hp:tr>");
        for (column_at, text) in row.iter().enumerate() {
            let look = if row_at == 0 { CHAR_HEAD_CELL } else { CHAR_PLAIN };
            out.push_str(&format!(
                "<hp:tc name=\"\" header=\"{}\" hasMargin=\"0\" protect=\"0\" editable=\"0\" dirty=\"0\" \
                 borderFillIDRef=\"{FRAME_CELL}\"><hp:subList id=\"\" textDirection=\"HORIZONTAL\" lineWrap=\"BREAK\" \
                 vertAlign=\"CENTER\" linkListIDRef=\"0\" linkListNextIDRef=\"0\" textWidth=\"0\" textHeight=\"0\" \
                 hasTextRef=\"0\" hasNumRef=\"0\">{}</hp:subList><hp:cellAddr colAddr=\"{column_at}\" rowAddr=\"{row_at}\"/>\
                 <hp:cellSpan colSpan=\"1\" rowSpan=\"1\"/><hp:cellSz width=\"{width}\" height=\"{ROW_HEIGHT}\"/>\
                 <hp:cellMargin left=\"510\" right=\"510\" top=\"141\" bottom=\"141\"/></hp:tc>",
                u8::from(row_at == 0),
                paragraph(next(), &run(look, text)),
            ));
        }
        out.push_str("</hp:tr>");
    }
    out + "</hp:tbl>"
}
