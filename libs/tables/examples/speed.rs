//! How fast a large table is read, beside the usual readers of the same bytes.
//!
//!     cargo run --release -p tables --example speed
//!
//! 100,000 lines of 12 columns in Korean, made by rule. Times are CPU time of this thread, the
//! least of five runs. The peers do less: they neither compose, nor look for destroyed text or
//! personal numbers; `csv` gets its UTF-8 for nothing.

use calamine::Reader;
use std::io::{Cursor, Write};
use tables::{Column, Options, Severity, check_cells, match_columns, personal_numbers, read};

const LINES: usize = 100_000;

const HEADERS: [&str; 12] = [
    "기관명",
    "영문명",
    "사업자등록번호",
    "법인등록번호",
    "대표전화",
    "주소",
    "설립일",
    "업종",
    "종업원수",
    "매출액",
    "누리집",
    "비고",
];

fn main() {
    let text = text();
    let cp949 = encoding_rs::EUC_KR.encode(&text).0.into_owned();
    let workbook = workbook(&text);
    println!(
        "{LINES} lines x {} columns; CSV {} MB, CP949 {} MB, XLSX {} MB",
        HEADERS.len(),
        text.len() >> 20,
        cp949.len() >> 20,
        workbook.len() >> 20
    );

    let ours_csv = least_ms(|| read(text.as_bytes(), &Options::default()).map_or(0, |table| table.len()));
    let peer_csv = least_ms(|| csv_crate(text.as_bytes()));
    let ours_cp949 = least_ms(|| read(&cp949, &Options::default()).map_or(0, |table| table.len()));
    let ours_xlsx = least_ms(|| read(&workbook, &Options::default()).map_or(0, |table| table.len()));
    let peer_xlsx = least_ms(|| calamine_crate(&workbook));
    let checks = checks(text.as_bytes());

    println!(
        "read CSV UTF-8      {ours_csv:7.1} ms   csv crate, strings {peer_csv:7.1} ms   ratio {:.2}",
        ours_csv / peer_csv
    );
    println!("read CSV CP949      {ours_cp949:7.1} ms");
    println!(
        "read XLSX           {ours_xlsx:7.1} ms   calamine range     {peer_xlsx:7.1} ms   ratio {:.2}",
        ours_xlsx / peer_xlsx
    );
    println!("match, check, scan  {checks:7.1} ms");
    println!("peak memory {}", status("VmHWM:"));
}

/// One line of made-up organisations per number.
fn text() -> String {
    let mut text = HEADERS.join(",");
    text.push('\n');
    for number in 0..LINES {
        let front = format!("2001{:02}{:06}", 11 + number % 3, number);
        let sum: usize =
            front.bytes().enumerate().map(|(at, digit)| usize::from(digit - b'0') * (1 + at % 2)).sum();
        text.push_str(&format!(
            "미리내 인공지능 {number}호,Mirinae AI No. {number},{:03}-{:02}-{:05},{}-{}{},062-{:03}-{:04},\"광주광역시 북구 첨단과기로 {number}번길, {}층\",20{:02}-{:02}-{:02},소프트웨어 개발,{},{},https://mirinae-{number}.example,점검용 자료\n",
            number % 900 + 100, number % 89 + 10, number % 99_999, &front[..6], &front[6..], (10 - sum % 10) % 10, number % 900 + 100,
            number % 10_000, number % 30 + 1, number % 26, number % 12 + 1, number % 28 + 1, number % 300, number * 137 % 9_000_000,
        ));
    }
    text
}

fn csv_crate(bytes: &[u8]) -> usize {
    let mut reader = csv::Reader::from_reader(bytes);
    let rows: Vec<Vec<String>> =
        reader.records().flatten().map(|record| record.iter().map(str::to_owned).collect()).collect();
    rows.len()
}

fn calamine_crate(bytes: &[u8]) -> usize {
    let opened: Result<calamine::Xlsx<_>, _> = calamine::open_workbook_from_rs(Cursor::new(bytes));
    let range = opened.ok().and_then(|mut book| book.worksheet_range("s").ok());
    range.map_or(0, |range| range.height())
}

/// CPU time of everything an importer does after reading, and that it found nothing to stop.
fn checks(bytes: &[u8]) -> f64 {
    let Ok(table) = read(bytes, &Options::default()) else { return f64::NAN };
    let columns = [
        Column::new("name", &["기관명"]).required().max_chars(200),
        Column::new("business_number", &["사업자등록번호"]),
        Column::new("corporate_number", &["법인등록번호"]).corporate_number(),
    ];
    least_ms(|| {
        let mapping = match_columns(&table, &columns);
        let mut findings = check_cells(&table, &mapping);
        findings.extend(personal_numbers(&table, &mapping));
        assert!(
            findings.iter().all(|finding| finding.severity() != Severity::Stop),
            "{:?}",
            findings.first()
        );
        LINES
    })
}

/// The same table as a workbook with shared strings.
fn workbook(text: &str) -> Vec<u8> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    let (mut strings, mut sheet, mut count) = (String::new(), String::new(), 0);
    for (row, record) in reader.records().flatten().enumerate() {
        sheet.push_str(&format!("<row r=\"{}\">", row + 1));
        for (column, cell) in record.iter().enumerate() {
            let name = format!("{}{}", (b'A' + column as u8) as char, row + 1);
            if cell.parse::<u64>().is_ok() {
                sheet.push_str(&format!("<c r=\"{name}\"><v>{cell}</v></c>"));
            } else {
                sheet.push_str(&format!("<c r=\"{name}\" t=\"s\"><v>{count}</v></c>"));
                strings.push_str(&format!("<si><t>{cell}</t></si>"));
                count += 1;
            }
        }
        sheet.push_str("</row>");
    }
    let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let parts = [
        (
            "_rels/.rels",
            format!(
                r#"<Relationships><Relationship Id="r" Type="{relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                r#"<Relationships><Relationship Id="a" Type="{relations}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="b" Type="{relations}/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                r#"<workbook xmlns:r="{relations}"><sheets><sheet name="s" sheetId="1" r:id="a"/></sheets></workbook>"#
            ),
        ),
        ("xl/sharedStrings.xml", format!("<sst>{strings}</sst>")),
        ("xl/worksheets/sheet1.xml", format!("<worksheet><sheetData>{sheet}</sheetData></worksheet>")),
    ];
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        writer.start_file(name, zip::write::SimpleFileOptions::default()).expect("part begins");
        writer.write_all(content.as_bytes()).expect("part is written");
    }
    writer.finish().expect("archive is closed").into_inner()
}

fn least_ms(mut work: impl FnMut() -> usize) -> f64 {
    let mut least = f64::INFINITY;
    for _ in 0..5 {
        let start = cpu_ns();
        let lines = work();
        let spent = cpu_ns().saturating_sub(start) as f64 / 1e6;
        assert!(lines >= LINES, "{lines} lines");
        least = least.min(spent);
    }
    least
}

/// CPU time of this thread so far, as Linux counts it.
fn cpu_ns() -> u64 {
    let schedule = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    schedule.split(' ').next().and_then(|first| first.parse().ok()).unwrap_or(0)
}

fn status(field: &str) -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    status
        .lines()
        .find_map(|line| line.strip_prefix(field))
        .map(|rest| rest.trim().to_owned())
        .unwrap_or_default()
}
