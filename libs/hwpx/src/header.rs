//! The header: fonts, borders, characters and paragraphs that the section refers to by number.

use crate::NAMESPACES;

/// The look of plain text, of the title, of a heading, of a head cell.
pub const CHAR_PLAIN: u8 = 0;
pub const CHAR_TITLE: u8 = 1;
pub const CHAR_HEADING: u8 = 2;
pub const CHAR_HEAD_CELL: u8 = 3;
/// The frame of a table's cell.
pub const FRAME_CELL: u8 = 3;

const LANGS: [&str; 7] = ["HANGUL", "LATIN", "HANJA", "JAPANESE", "OTHER", "SYMBOL", "USER"];
const EACH: [&str; 7] = ["hangul", "latin", "hanja", "japanese", "other", "symbol", "user"];

/// The whole part.
pub fn xml() -> String {
    format!(
        "<hh:head {NAMESPACES} version=\"1.4\" secCnt=\"1\">\
         <hh:beginNum page=\"1\" footnote=\"1\" endnote=\"1\" pic=\"1\" tbl=\"1\" equation=\"1\"/>\
         <hh:refList>{}{}{}{}{}{}</hh:refList>\
         <hh:compatibleDocument targetProgram=\"HWP201X\"><hh:layoutCompatibility/></hh:compatibleDocument></hh:head>",
        fonts(),
        frames(),
        characters(),
        "<hh:tabProperties itemCnt=\"1\"><hh:tabPr id=\"0\" autoTabLeft=\"0\" autoTabRight=\"0\"/></hh:tabProperties>",
        paragraphs(),
        "<hh:styles itemCnt=\"1\"><hh:style id=\"0\" type=\"PARA\" name=\"바탕글\" engName=\"Normal\" paraPrIDRef=\"0\" \
         charPrIDRef=\"0\" nextStyleIDRef=\"0\" langID=\"1042\" lockForm=\"0\"/></hh:styles>",
    )
}

fn fonts() -> String {
    let faces: String = LANGS
        .iter()
        .map(|lang| {
            format!(
                "<hh:fontface lang=\"{lang}\" fontCnt=\"1\"><hh:font id=\"0\" face=\"함초롬바탕\" type=\"TTF\" \
                 isEmbedded=\"0\"/></hh:fontface>"
            )
        })
        .collect();
    format!("<hh:fontfaces itemCnt=\"{}\">{faces}</hh:fontfaces>", LANGS.len())
}

/// Frames are counted from 1: none for the page, none for characters, a thin line for cells.
fn frames() -> String {
    let frame = |id: u8, line: &str| {
        let sides: String = ["leftBorder", "rightBorder", "topBorder", "bottomBorder"]
            .iter()
            .map(|side| format!("<hh:{side} type=\"{line}\" width=\"0.12 mm\" color=\"#000000\"/>"))
            .collect();
        format!(
            "<hh:borderFill id=\"{id}\" threeD=\"0\" shadow=\"0\" centerLine=\"NONE\" breakCellSeparateLine=\"0\">\
             <hh:slash type=\"NONE\" Crooked=\"0\" isCounter=\"0\"/><hh:backSlash type=\"NONE\" Crooked=\"0\" isCounter=\"0\"/>\
             {sides}<hh:diagonal type=\"NONE\" width=\"0.1 mm\" color=\"#000000\"/></hh:borderFill>"
        )
    };
    let all = [frame(1, "NONE"), frame(2, "NONE"), frame(FRAME_CELL, "SOLID")].concat();
    format!("<hh:borderFills itemCnt=\"3\">{all}</hh:borderFills>")
}

/// Heights are in hundredths of a point.
fn characters() -> String {
    let look = |id: u8, height: u32, bold: &str| {
        format!(
            "<hh:charPr id=\"{id}\" height=\"{height}\" textColor=\"#000000\" shadeColor=\"none\" useFontSpace=\"0\" \
             useKerning=\"0\" symMark=\"NONE\" borderFillIDRef=\"2\">{}{}{}{}{}{bold}\
             <hh:underline type=\"NONE\" shape=\"SOLID\" color=\"#000000\"/>\
             <hh:strikeout shape=\"NONE\" color=\"#000000\"/><hh:outline type=\"NONE\"/>\
             <hh:shadow type=\"NONE\" color=\"#B2B2B2\" offsetX=\"10\" offsetY=\"10\"/></hh:charPr>",
            each("fontRef", 0),
            each("ratio", 100),
            each("spacing", 0),
            each("relSz", 100),
            each("offset", 0),
        )
    };
    let all = [
        look(CHAR_PLAIN, 1000, ""),
        look(CHAR_TITLE, 1600, "<hh:bold/>"),
        look(CHAR_HEADING, 1200, "<hh:bold/>"),
        look(CHAR_HEAD_CELL, 1000, "<hh:bold/>"),
    ]
    .concat();
    format!("<hh:charProperties itemCnt=\"4\">{all}</hh:charProperties>")
}

fn each(name: &str, value: u32) -> String {
    let values: String = EACH.iter().map(|lang| format!(" {lang}=\"{value}\"")).collect();
    format!("<hh:{name}{values}/>")
}

fn paragraphs() -> &'static str {
    "<hh:paraProperties itemCnt=\"1\"><hh:paraPr id=\"0\" tabPrIDRef=\"0\" condense=\"0\" fontLineHeight=\"0\" \
     snapToGrid=\"1\" suppressLineNumbers=\"0\" checked=\"0\"><hh:align horizontal=\"LEFT\" vertical=\"BASELINE\"/>\
     <hh:heading type=\"NONE\" idRef=\"0\" level=\"0\"/>\
     <hh:breakSetting breakLatinWord=\"KEEP_WORD\" breakNonLatinWord=\"KEEP_WORD\" widowOrphan=\"0\" keepWithNext=\"0\" \
     keepLines=\"0\" pageBreakBefore=\"0\" lineWrap=\"BREAK\"/><hh:autoSpacing eAsianEng=\"0\" eAsianNum=\"0\"/>\
     <hh:margin><hc:intent value=\"0\" unit=\"HWPUNIT\"/><hc:left value=\"0\" unit=\"HWPUNIT\"/>\
     <hc:right value=\"0\" unit=\"HWPUNIT\"/><hc:prev value=\"0\" unit=\"HWPUNIT\"/>\
     <hc:next value=\"600\" unit=\"HWPUNIT\"/></hh:margin><hh:lineSpacing type=\"PERCENT\" value=\"160\" unit=\"HWPUNIT\"/>\
     <hh:border borderFillIDRef=\"2\" offsetLeft=\"0\" offsetRight=\"0\" offsetTop=\"0\" offsetBottom=\"0\" connect=\"0\" \
     ignoreMargin=\"0\"/></hh:paraPr></hh:paraProperties>"
}
