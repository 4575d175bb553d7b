//! Tests of the crate through its public functions.

mod columns;
mod csv_files;
mod destroyed;
mod fuzz;
mod people;
mod workbooks;
mod xlsx_files;
