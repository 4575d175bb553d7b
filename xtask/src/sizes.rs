//! A file is short enough to be read in one sitting.

#[cfg(test)]
mod tests;

use crate::finding::Finding;
use crate::tree::{File, Tree};

/// From here on a file is mentioned.
const LINES_WARN: usize = 600;
/// From here on the check fails.
const LINES_MAX: usize = 900;

const WRITTEN_BY_HAND: [&str; 10] = ["rs", "sql", "js", "mjs", "css", "sh", "py", "md", "html", "slt"];

pub fn check(tree: &Tree) -> Vec<Finding> {
    tree.files.iter().filter(|file| is_written_by_hand(file)).filter_map(check_file).collect()
}

fn is_written_by_hand(file: &File) -> bool {
    WRITTEN_BY_HAND.contains(&file.extension()) || file.is_script()
}

fn check_file(file: &File) -> Option<Finding> {
    let lines = file.text.lines().count();
    if lines < LINES_WARN {
        return None;
    }
    let mend = "split it by what its parts are about; most files stay under 400 lines";
    if lines < LINES_MAX {
        Some(
            Finding::new("size", &file.path, format!("{lines} lines, {LINES_MAX} are too many"), mend)
                .warning(),
        )
    } else {
        Some(Finding::new(
            "size",
            &file.path,
            format!("{lines} lines, {LINES_MAX} or more are too many"),
            mend,
        ))
    }
}
