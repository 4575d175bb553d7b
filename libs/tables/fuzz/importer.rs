//! What an importer does with a file, and what must hold whatever the file is.

use tables::{Column, Limits, Options, Severity, check_cells, match_columns, personal_numbers, read};

pub fn read_all_the_way(bytes: &[u8]) {
    let limits = Limits {
        file_bytes: 1 << 20,
        inflated_bytes: 1 << 20,
        cell_bytes: 1 << 10,
        columns: 20,
        rows: 50,
        cells: 500,
        findings: 10,
        ..Limits::default()
    };
    let options = Options { limits, ..Options::default() };
    let table = match read(bytes, &options) {
        Ok(table) => table,
        Err(finding) => {
            assert_eq!(finding.severity(), Severity::Stop);
            assert!(!finding.en().is_empty() && !finding.ko().is_empty() && !finding.zh().is_empty());
            return;
        }
    };
    assert!(table.width() <= 20 && table.len() <= 50);
    let columns = [Column::new("name", &["a"]).required().max_chars(3), Column::new("n", &["b"]).corporate_number()];
    let mapping = match_columns(&table, &columns);
    let mut findings = table.findings.clone();
    findings.extend(check_cells(&table, &mapping));
    findings.extend(personal_numbers(&table, &mapping));
    findings.extend(mapping.findings.iter().cloned());
    assert!(findings.iter().all(|finding| !finding.en().is_empty() && !finding.ko().is_empty() && !finding.zh().is_empty()));
    let mut last = table.header_line;
    for row in table.rows() {
        assert!(row.line() > last);
        last = row.line();
        assert_eq!(row.cells().count(), table.width());
    }
}
