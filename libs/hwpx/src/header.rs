//! The header: fonts, frames, characters, paragraphs and styles that the section refers to by number.

use crate::NAMESPACES;

/// How a paragraph looks: the style that an officer can change for all of its kind, and its parts by number.
#[derive(Clone, Copy)]
pub struct Look {
    pub style: u8,
    pub paragraph: u8,
    pub characters: u8,
}

pub const PLAIN: Look = Look { style: 0, paragraph: 0, characters: 0 };
pub const TITLE: Look = Look { style: 1, paragraph: 1, characters: 1 };
pub const HEADING: Look = Look { style: 2, paragraph: 2, characters: 2 };
pub const CELL: Look = Look { style: 0, paragraph: 3, characters: 0 };
pub const HEAD_CELL: Look = Look { style: 0, paragraph: 3, characters: 3 };
/// The frame of the page, and the frame of a table and its cells.
pub const FRAME_PAGE: u8 = 1;
pub const FRAME_CELL: u8 = 3;
/// Numbers of headings, which the page refers to.
pub const NUMBERING: u8 = 1;

const FRAME_CHARACTERS: u8 = 2;
const LANGS: [&str; 7] = ["HANGUL", "LATIN", "HANJA", "JAPANESE", "OTHER", "SYMBOL", "USER"];
const EACH: [&str; 7] = ["hangul", "latin", "hanja", "japanese", "other", "symbol", "user"];
/// `trackchage` is how Hangul Office spells it.
const END: &str = "<hh:compatibleDocument targetProgram=\"HWP201X\"><hh:layoutCompatibility/></hh:compatibleDocument>\
    <hh:docOption><hh:linkinfo path=\"\" pageInherit=\"0\" footnoteInherit=\"0\"/></hh:docOption>\
    <hh:trackchageConfig flags=\"56\"/></hh:head>";
const TABS: &str = "<hh:tabProperties itemCnt=\"1\"><hh:tabPr id=\"0\" autoTabLeft=\"0\" autoTabRight=\"0\"/></hh:tabProperties>";

/// The whole part.
pub fn xml() -> String {
    format!(
        "<hh:head {NAMESPACES} version=\"1.4\" secCnt=\"1\">\
         <hh:beginNum page=\"1\" footnote=\"1\" endnote=\"1\" pic=\"1\" tbl=\"1\" equation=\"1\"/>\
         <hh:refList>{}{}{}{TABS}{}{}{}</hh:refList>{END}",
        fonts(),
        frames(),
        characters(),
        numbering(),
        paragraphs(),
        styles(),
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
             {sides}<hh:diagonal type=\"SOLID\" width=\"0.1 mm\" color=\"#000000\"/></hh:borderFill>"
        )
    };
    let all =
        [frame(FRAME_PAGE, "NONE"), frame(FRAME_CHARACTERS, "NONE"), frame(FRAME_CELL, "SOLID")].concat();
    format!("<hh:borderFills itemCnt=\"3\">{all}</hh:borderFills>")
}

/// Heights are in hundredths of a point.
fn characters() -> String {
    let look = |id: u8, height: u32, bold: &str| {
        format!(
            "<hh:charPr id=\"{id}\" height=\"{height}\" textColor=\"#000000\" shadeColor=\"none\" useFontSpace=\"0\" \
             useKerning=\"0\" symMark=\"NONE\" borderFillIDRef=\"{FRAME_CHARACTERS}\">{}{}{}{}{}{bold}\
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
        look(PLAIN.characters, 1000, ""),
        look(TITLE.characters, 1600, "<hh:bold/>"),
        look(HEADING.characters, 1200, "<hh:bold/>"),
        look(HEAD_CELL.characters, 1000, "<hh:bold/>"),
    ]
    .concat();
    format!("<hh:charProperties itemCnt=\"4\">{all}</hh:charProperties>")
}

fn each(name: &str, value: u32) -> String {
    let values: String = EACH.iter().map(|lang| format!(" {lang}=\"{value}\"")).collect();
    format!("<hh:{name}{values}/>")
}

/// How Hangul Office would number headings; no paragraph here asks for a number, but every page refers to it.
fn numbering() -> String {
    let levels: String = (1..=7)
        .map(|level| {
            format!(
                "<hh:paraHead start=\"1\" level=\"{level}\" align=\"LEFT\" useInstWidth=\"1\" autoIndent=\"1\" widthAdjust=\"0\" \
                 textOffsetType=\"PERCENT\" textOffset=\"50\" numFormat=\"DIGIT\" charPrIDRef=\"4294967295\" \
                 checkable=\"0\">^{level}.</hh:paraHead>"
            )
        })
        .collect();
    format!(
        "<hh:numberings itemCnt=\"1\"><hh:numbering id=\"{NUMBERING}\" start=\"0\">{levels}</hh:numbering></hh:numberings>"
    )
}

/// Cells have no space around their text but their margins.
fn paragraphs() -> String {
    let all = [
        layout(PLAIN.paragraph, 0, 300),
        layout(TITLE.paragraph, 0, 600),
        layout(HEADING.paragraph, 800, 300),
        layout(CELL.paragraph, 0, 0),
    ]
    .concat();
    format!("<hh:paraProperties itemCnt=\"4\">{all}</hh:paraProperties>")
}

/// Space before and after is in hundredths of a point. Programs that do not know the newer namespace read the second of
/// the two ways, in which lengths of a paragraph count twice.
fn layout(id: u8, before: u32, after: u32) -> String {
    let spaces = |times: u32| {
        format!(
            "<hh:margin><hc:intent value=\"0\" unit=\"HWPUNIT\"/><hc:left value=\"0\" unit=\"HWPUNIT\"/>\
             <hc:right value=\"0\" unit=\"HWPUNIT\"/><hc:prev value=\"{}\" unit=\"HWPUNIT\"/>\
             <hc:next value=\"{}\" unit=\"HWPUNIT\"/></hh:margin>\
             <hh:lineSpacing type=\"PERCENT\" value=\"160\" unit=\"HWPUNIT\"/>",
            before * times,
            after * times
        )
    };
    format!(
        "<hh:paraPr id=\"{id}\" tabPrIDRef=\"0\" condense=\"0\" fontLineHeight=\"0\" snapToGrid=\"1\" \
         suppressLineNumbers=\"0\" checked=\"0\"><hh:align horizontal=\"LEFT\" vertical=\"BASELINE\"/>\
         <hh:heading type=\"NONE\" idRef=\"0\" level=\"0\"/>\
         <hh:breakSetting breakLatinWord=\"KEEP_WORD\" breakNonLatinWord=\"BREAK_WORD\" widowOrphan=\"0\" \
         keepWithNext=\"0\" keepLines=\"0\" pageBreakBefore=\"0\" lineWrap=\"BREAK\"/>\
         <hh:autoSpacing eAsianEng=\"0\" eAsianNum=\"0\"/>\
         <hp:switch><hp:case hp:required-namespace=\"http://www.hancom.co.kr/hwpml/2016/HwpUnitChar\">{}</hp:case>\
         <hp:default>{}</hp:default></hp:switch>\
         <hh:border borderFillIDRef=\"{FRAME_CHARACTERS}\" offsetLeft=\"0\" offsetRight=\"0\" offsetTop=\"0\" \
         offsetBottom=\"0\" connect=\"0\" ignoreMargin=\"0\"/></hh:paraPr>",
        spaces(1),
        spaces(2),
    )
}

fn styles() -> String {
    let style = |look: Look, name: &str, english: &str| {
        let Look { style, paragraph, characters } = look;
        format!(
            "<hh:style id=\"{style}\" type=\"PARA\" name=\"{name}\" engName=\"{english}\" paraPrIDRef=\"{paragraph}\" \
             charPrIDRef=\"{characters}\" nextStyleIDRef=\"0\" langID=\"1042\" lockForm=\"0\"/>"
        )
    };
    let all = [
        style(PLAIN, "바탕글", "Normal"),
        style(TITLE, "제목", "Title"),
        style(HEADING, "소제목", "Heading"),
    ]
    .concat();
    format!("<hh:styles itemCnt=\"3\">{all}</hh:styles>")
}
