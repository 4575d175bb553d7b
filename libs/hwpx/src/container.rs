//! The zip around the parts: their names, their order, and the package file that lists them.

use crate::{Block, Document, HwpxError, MEDIA_TYPE, NAMESPACES, escaped, header, section};
use std::io::{Seek, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

const XML: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>";
const VERSION: &str = "<hv:HCFVersion xmlns:hv=\"http://www.hancom.co.kr/hwpml/2011/version\" tagetApplication=\"WORDPROCESSOR\" major=\"5\" minor=\"1\" micro=\"0\" buildNumber=\"1\" os=\"1\" xmlVersion=\"1.4\" application=\"Bitgoeul\" appVersion=\"1\"/>";
const SETTINGS: &str = "<ha:HWPApplicationSetting xmlns:ha=\"http://www.hancom.co.kr/hwpml/2011/app\" xmlns:config=\"urn:oasis:names:tc:opendocument:xmlns:config:1.0\"><ha:CaretPosition listIDRef=\"0\" paraIDRef=\"0\" pos=\"0\"/></ha:HWPApplicationSetting>";
const CONTAINER: &str = "<ocf:container xmlns:ocf=\"urn:oasis:names:tc:opendocument:xmlns:container\" xmlns:hpf=\"http://www.hancom.co.kr/schema/2011/hpf\"><ocf:rootfiles><ocf:rootfile full-path=\"Contents/content.hpf\" media-type=\"application/hwpml-package+xml\"/><ocf:rootfile full-path=\"Preview/PrvText.txt\" media-type=\"text/plain\"/></ocf:rootfiles></ocf:container>";
const MANIFEST: &str = "<odf:manifest xmlns:odf=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\"/>";

/// Letters of the preview: what programs that list files show of a document.
const PREVIEW_MAX: usize = 1_000;

/// Writes all parts. The media type comes first and uncompressed, so that its bytes stand at a known place.
pub fn write<W: Write + Seek>(document: &Document, to: W) -> Result<(), HwpxError> {
    let mut zip = ZipWriter::new(to);
    add(&mut zip, "mimetype", MEDIA_TYPE, CompressionMethod::Stored)?;
    let parts = [
        ("version.xml", VERSION.to_owned()),
        ("META-INF/container.xml", CONTAINER.to_owned()),
        ("META-INF/manifest.xml", MANIFEST.to_owned()),
        ("Contents/content.hpf", package(document)),
        ("Contents/header.xml", header::xml()),
        ("Contents/section0.xml", section::xml(document)),
        ("settings.xml", SETTINGS.to_owned()),
    ];
    add(&mut zip, "Preview/PrvText.txt", &preview(document), CompressionMethod::Deflated)?;
    for (name, text) in parts {
        add(&mut zip, name, &format!("{XML}{text}"), CompressionMethod::Deflated)?;
    }
    zip.finish().map_err(|error| HwpxError::Write(error.to_string()))?;
    Ok(())
}

fn add<W: Write + Seek>(
    zip: &mut ZipWriter<W>,
    name: &str,
    text: &str,
    method: CompressionMethod,
) -> Result<(), HwpxError> {
    let options =
        SimpleFileOptions::default().compression_method(method).last_modified_time(zip::DateTime::default());
    zip.start_file(name, options).map_err(|error| HwpxError::Write(error.to_string()))?;
    zip.write_all(text.as_bytes()).map_err(|error| HwpxError::Write(error.to_string()))
}

/// Header and section have the names by which Hangul Office looks for them; it lists neither its version nor its preview.
fn package(document: &Document) -> String {
    let creator = escaped(&document.creator);
    format!(
        "<opf:package {NAMESPACES} version=\"\" unique-identifier=\"\" id=\"\">\
         <opf:metadata><opf:title>{}</opf:title><opf:language>ko</opf:language>\
         <opf:meta name=\"creator\" content=\"text\">{creator}</opf:meta>\
         <opf:meta name=\"subject\" content=\"text\"/><opf:meta name=\"description\" content=\"text\"/>\
         <opf:meta name=\"lastsaveby\" content=\"text\">{creator}</opf:meta>\
         <opf:meta name=\"keyword\" content=\"text\"/></opf:metadata>\
         <opf:manifest>\
         <opf:item id=\"header\" href=\"Contents/header.xml\" media-type=\"application/xml\"/>\
         <opf:item id=\"section0\" href=\"Contents/section0.xml\" media-type=\"application/xml\"/>\
         <opf:item id=\"settings\" href=\"settings.xml\" media-type=\"application/xml\"/>\
         </opf:manifest>\
         <opf:spine><opf:itemref idref=\"header\" linear=\"yes\"/><opf:itemref idref=\"section0\" linear=\"yes\"/></opf:spine>\
         </opf:package>",
        escaped(&document.title),
    )
}

/// The beginning of the text, a line for each paragraph and each row: `<cell><cell>`.
fn preview(document: &Document) -> String {
    let mut out = String::new();
    for block in &document.blocks {
        match block {
            Block::Title(text) | Block::Heading(text) | Block::Paragraph(text) => {
                text.lines().for_each(|line| out.extend([line, "\r\n"]));
            }
            Block::Table(rows) => rows.iter().for_each(|row| {
                row.iter().for_each(|cell| out.extend(["<", cell.as_str(), ">"]));
                out.push_str("\r\n");
            }),
        }
        if out.len() > 4 * PREVIEW_MAX {
            break;
        }
    }
    out.chars().filter(|c| !c.is_control() || matches!(c, '\r' | '\n')).take(PREVIEW_MAX).collect()
}
