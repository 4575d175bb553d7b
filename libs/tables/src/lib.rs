//! Tables from files of the outside world: CSV and XLSX in any Korean encoding, read safely.
//!
//! The file is hostile until proven otherwise: every size is limited, every refusal names its
//! line and column and says how to mend it, and nothing is repaired behind the reader's back.
//! This crate neither opens files nor writes anything; it knows no noun of any area.
//!
//! ```
//! use tables::{Column, Options, Severity};
//!
//! let file = "기관명,사업자번호\n미리내전자,124-81-00998\n";
//! let table = tables::read(file.as_bytes(), &Options::default()).map_err(|finding| finding.en())?;
//!
//! let columns = [
//!     Column::new("name", &["기관명", "name"]).required().max_chars(200),
//!     Column::new("business_number", &["사업자번호", "사업자등록번호"]),
//! ];
//! let mapping = tables::match_columns(&table, &columns);
//! let mut findings = table.findings.clone();
//! findings.extend(mapping.findings.iter().cloned());
//! findings.extend(tables::check_cells(&table, &mapping));
//! findings.extend(tables::personal_numbers(&table, &mapping));
//! assert!(findings.iter().all(|finding| finding.severity() != Severity::Stop));
//!
//! for row in table.rows() {
//!     assert_eq!((row.line(), mapping.cell(&row, "name")), (2, Some("미리내전자")));
//! }
//! # Ok::<(), String>(())
//! ```

pub mod check_digits;
mod columns;
mod csv;
mod damage;
mod encoding;
mod excerpt;
mod finding;
mod limits;
mod personal;
mod read;
mod sniff;
mod table;
pub mod words;
mod xlsx;

#[cfg(test)]
mod tests;

pub use columns::{Column, Mapping, check_cells, match_columns, normal_header};
pub use encoding::Encoding;
pub use finding::{Damage, Finding, Foreign, PersonalNumber, Place, Severity, What};
pub use limits::{Limits, Options};
pub use personal::{personal_numbers, personal_numbers_in_text};
pub use read::{read, read_capped, read_from};
pub use table::{Format, Row, Table};
