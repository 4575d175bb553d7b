//! Files that leave the hub together: checksums over them, and all of them as one zip.

use base::{Fault, Result};
use sha2::{Digest as _, Sha256};
use std::io::{Cursor, Write as _};

/// The name of the file of checksums, as `sha256sum -c` reads it.
pub const SUMS: &str = "SHA256SUMS";

/// A file: its name and content.
pub type File = (String, Vec<u8>);

/// The same files with checksums over them as the last one.
pub fn summed(mut files: Vec<File>) -> Vec<File> {
    let digest = |bytes: &[u8]| kernel::journal::hex(&Sha256::digest(bytes));
    let sums: String = files.iter().map(|(name, bytes)| format!("{}  {name}\n", digest(bytes))).collect();
    files.push((SUMS.to_owned(), sums.into_bytes()));
    files
}

/// All files as one zip. One fixed time, so that the same files give the same bytes.
pub fn zipped(files: &[File]) -> Result<Vec<u8>> {
    let fault = |e: &dyn std::fmt::Display| Fault::new("zipping files", e);
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default().last_modified_time(zip::DateTime::default());
    for (name, bytes) in files {
        zip.start_file(name.as_str(), options).map_err(|e| fault(&e))?;
        zip.write_all(bytes).map_err(|e| fault(&e))?;
    }
    Ok(zip.finish().map_err(|e| fault(&e))?.into_inner())
}
