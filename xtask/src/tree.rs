//! The files of the repository: those git tracks and those it would track. Ignored files are not seen.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

/// One text file.
#[derive(Debug, Clone)]
pub struct File {
    /// From the root of the repository, with forward slashes.
    pub path: String,
    pub text: String,
}

#[derive(Debug, Clone, Default)]
pub struct Tree {
    /// Sorted by path. Files that are not UTF-8 (pictures, fonts, deliberately broken samples) are left out.
    pub files: Vec<File>,
}

impl Tree {
    /// Reads the repository at `root`.
    pub fn read(root: &Path) -> Result<Tree> {
        let listed = Command::new("git")
            .current_dir(root)
            .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
            .output()
            .context("running git, which lists the files to check")?;
        if !listed.status.success() {
            bail!("git ls-files: {}", String::from_utf8_lossy(&listed.stderr).trim());
        }
        let names = String::from_utf8(listed.stdout).context("a file name is not UTF-8")?;
        let mut paths: Vec<&str> = names.split('\0').filter(|name| !name.is_empty()).collect();
        paths.sort_unstable();
        paths.dedup();

        let mut files = Vec::new();
        for path in paths {
            let full = root.join(path);
            // Deleted but not yet committed, or a link to a folder.
            if !full.is_file() {
                continue;
            }
            let bytes = std::fs::read(&full).with_context(|| format!("reading {path}"))?;
            if let Ok(text) = String::from_utf8(bytes) {
                files.push(File { path: path.to_string(), text });
            }
        }
        Ok(Tree { files })
    }

    pub fn text(&self, path: &str) -> Option<&str> {
        let index = self.files.binary_search_by(|file| file.path.as_str().cmp(path)).ok()?;
        Some(&self.files[index].text)
    }

    /// A tree of made-up files, for the tests of the rules.
    #[cfg(test)]
    pub fn of(files: &[(&str, &str)]) -> Tree {
        let mut files: Vec<File> = files
            .iter()
            .map(|(path, text)| File { path: path.to_string(), text: text.to_string() })
            .collect();
        files.sort_by(|a, b| a.path.cmp(&b.path));
        Tree { files }
    }
}

impl File {
    /// What follows the last dot of the name; empty for a name without one.
    pub fn extension(&self) -> &str {
        let name = self.path.rsplit('/').next().unwrap_or(&self.path);
        name.rsplit_once('.').map_or("", |(_, extension)| extension)
    }

    /// A script without an extension, such as `hub`.
    pub fn is_script(&self) -> bool {
        self.text.starts_with("#!")
    }

    pub fn is_rust(&self) -> bool {
        self.extension() == "rs"
    }

    /// Rust that only tests run: `tests.rs`, a folder `tests/`, and the crates made for tests.
    pub fn is_test_code(&self) -> bool {
        self.path.ends_with("/tests.rs") || self.path.contains("/tests/") || self.path.starts_with("testkit/")
    }
}
