//! Workbooks: the parts come from the fuzzer, the archive around them is sound.
#![no_main]

use libfuzzer_sys::fuzz_target;
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;

#[path = "../importer.rs"]
mod importer;

const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

fuzz_target!(|bytes: &[u8]| {
    if bytes.starts_with(b"PK") {
        return importer::read_all_the_way(bytes);
    }
    let mut pieces = bytes.split(|byte| *byte == 0);
    let mut next = || pieces.next().unwrap_or_default();
    let (sheet, strings, styles) = (next(), next(), next());
    if let Ok(workbook) = packed(sheet, strings, styles) {
        importer::read_all_the_way(&workbook);
    }
});

fn packed(sheet: &[u8], strings: &[u8], styles: &[u8]) -> zip::result::ZipResult<Vec<u8>> {
    let root = format!(r#"<Relationships><Relationship Id="r" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#);
    let related = format!(
        r#"<Relationships><Relationship Id="a" Type="{RELATIONS}/worksheet" Target="sheet.xml"/><Relationship Id="b" Type="{RELATIONS}/sharedStrings" Target="strings.xml"/><Relationship Id="c" Type="{RELATIONS}/styles" Target="styles.xml"/></Relationships>"#
    );
    let list = r#"<workbook><sheets><sheet name="s" sheetId="1" r:id="a"/></sheets></workbook>"#;
    let parts: [(&str, &[u8]); 6] = [
        ("_rels/.rels", root.as_bytes()),
        ("xl/_rels/workbook.xml.rels", related.as_bytes()),
        ("xl/workbook.xml", list.as_bytes()),
        ("xl/sheet.xml", sheet),
        ("xl/strings.xml", strings),
        ("xl/styles.xml", styles),
    ];
    let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        writer.start_file(name, options)?;
        writer.write_all(content)?;
    }
    Ok(writer.finish()?.into_inner())
}
