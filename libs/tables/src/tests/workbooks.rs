//! Builds workbooks for tests, well-formed or not.

use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;

const TYPES: &str = r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>"#;
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// Parts of a workbook, to be changed before it is packed.
pub(super) struct Package {
    pub(super) parts: Vec<(String, Vec<u8>)>,
    pub(super) stored: bool,
}

impl Package {
    /// A workbook of sheets, each a name, its state, and the content of its `sheetData`.
    pub(super) fn of(sheets: &[(&str, &str, &str)]) -> Package {
        let mut list = String::new();
        let mut related = String::new();
        let mut parts = Vec::new();
        for (index, (name, state, data)) in sheets.iter().enumerate() {
            let id = index + 1;
            list.push_str(&format!(
                r#"<sheet name="{name}" sheetId="{id}" state="{state}" r:id="rId{id}"/>"#
            ));
            related.push_str(&format!(r#"<Relationship Id="rId{id}" Type="{RELATIONS}/worksheet" Target="worksheets/sheet{id}.xml"/>"#));
            parts.push((format!("xl/worksheets/sheet{id}.xml"), sheet(data)));
        }
        related.push_str(&format!(
            r#"<Relationship Id="s" Type="{RELATIONS}/sharedStrings" Target="/xl/sharedStrings.xml"/>"#
        ));
        related.push_str(&format!(r#"<Relationship Id="t" Type="{RELATIONS}/styles" Target="styles.xml"/>"#));
        let mut package = Package { parts, stored: false };
        package.set("[Content_Types].xml", TYPES);
        package.set(
            "_rels/.rels",
            &relationships(&format!(
                r#"<Relationship Id="r" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/>"#
            )),
        );
        package.set("xl/_rels/workbook.xml.rels", &relationships(&related));
        package.set("xl/workbook.xml", &workbook(&list, ""));
        package.set("xl/styles.xml", STYLES);
        package
    }

    /// A workbook of one sheet.
    pub(super) fn sheet(data: &str) -> Package {
        Package::of(&[("현황", "visible", data)])
    }

    /// Adds a part or replaces it.
    pub(super) fn set(&mut self, name: &str, text: &str) {
        self.parts.retain(|(other, _)| other != name);
        self.parts.push((name.to_owned(), text.as_bytes().to_vec()));
    }

    /// Adds shared strings, each the inside of an `si` element.
    pub(super) fn strings(mut self, strings: &[&str]) -> Package {
        let items: String = strings.iter().map(|text| format!("<si>{text}</si>")).collect();
        self.set("xl/sharedStrings.xml", &format!(r#"<?xml version="1.0"?><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" uniqueCount="{}">{items}</sst>"#, strings.len()));
        self
    }

    pub(super) fn bytes(&self) -> Vec<u8> {
        let method =
            if self.stored { zip::CompressionMethod::Stored } else { zip::CompressionMethod::Deflated };
        let options = SimpleFileOptions::default().compression_method(method);
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in &self.parts {
            writer.start_file(name.as_str(), options).expect("part begins");
            writer.write_all(content).expect("part is written");
        }
        writer.finish().expect("archive is closed").into_inner()
    }
}

/// Cell styles: 0 number, 1 date (built in), 2 date and time of one's own, 3 span of time,
/// 4 a number whose format has letters in quotation marks.
const STYLES: &str = r##"<?xml version="1.0"?><styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="3"><numFmt numFmtId="164" formatCode="yyyy&quot;년&quot; m&quot;월&quot; d&quot;일&quot; hh:mm"/><numFmt numFmtId="165" formatCode="[h]:mm:ss"/><numFmt numFmtId="166" formatCode="#,##0&quot;days&quot;"/></numFmts><cellStyleXfs count="1"><xf numFmtId="14"/></cellStyleXfs><cellXfs count="5"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="166"/></cellXfs></styleSheet>"##;

fn sheet(data: &str) -> Vec<u8> {
    format!(r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{data}</sheetData></worksheet>"#).into_bytes()
}

pub(super) fn workbook(sheets: &str, properties: &str) -> String {
    format!(
        r#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="{RELATIONS}"><workbookPr {properties}/><sheets>{sheets}</sheets></workbook>"#
    )
}

fn relationships(inside: &str) -> String {
    format!(
        r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inside}</Relationships>"#
    )
}

/// A row of inline texts.
pub(super) fn row(number: u32, cells: &[&str]) -> String {
    let mut inside = String::new();
    for (index, cell) in cells.iter().enumerate() {
        let letter = (b'A' + index as u8) as char;
        inside.push_str(&format!(r#"<c r="{letter}{number}" t="inlineStr"><is><t>{cell}</t></is></c>"#));
    }
    format!(r#"<row r="{number}">{inside}</row>"#)
}
