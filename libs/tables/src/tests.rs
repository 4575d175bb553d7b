//! Tests of the crate through its public functions.

mod csv_files;
