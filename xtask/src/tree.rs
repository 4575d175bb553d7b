//! The files of the repository: those git tracks and those it would track. Ignored files are not seen.

#[cfg(test)]
mod tests;

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::rust_text::RustText;

/// One text file.
#[derive(Debug, Clone)]
pub struct File {
    /// From the root of the repository, with forward slashes.
    pub path: String,
    pub text: String,
    /// Rust that the product does not contain: `tests.rs`, a module declared under `#[cfg(test)]`, the testkit,
    /// examples, benchmarks and fuzz targets.
    test: bool,
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
                files.push(File { path: path.to_string(), text, test: false });
            }
        }
        Ok(Tree::with_tests_marked(files))
    }

    fn with_tests_marked(mut files: Vec<File>) -> Tree {
        let modules: Vec<String> =
            files.iter().filter(|file| file.is_rust()).flat_map(test_modules).collect();
        for file in files.iter_mut().filter(|file| file.is_rust()) {
            let declared = modules.iter().any(|module| {
                file.path
                    .strip_prefix(module.as_str())
                    .is_some_and(|rest| rest == ".rs" || rest.starts_with('/'))
            });
            file.test = declared || is_test_by_its_place(&file.path);
        }
        Tree { files }
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
            .map(|(path, text)| File { path: path.to_string(), text: text.to_string(), test: false })
            .collect();
        files.sort_by(|a, b| a.path.cmp(&b.path));
        Tree::with_tests_marked(files)
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

    pub fn is_test_code(&self) -> bool {
        self.test
    }
}

fn is_test_by_its_place(path: &str) -> bool {
    let folders = ["/tests/", "/examples/", "/benches/", "/fuzz/"];
    path.ends_with("/tests.rs")
        || path.starts_with("testkit/")
        || path.starts_with("fuzz/")
        || folders.iter().any(|folder| path.contains(folder))
}

/// Paths, without `.rs`, of the modules a file declares under `#[cfg(test)]`.
fn test_modules(file: &File) -> Vec<String> {
    let folder = match file.path.rsplit_once('/') {
        Some((folder, "lib.rs" | "main.rs" | "mod.rs")) => folder,
        _ => file.path.trim_end_matches(".rs"),
    };
    RustText::read(&file.text).test_modules().into_iter().map(|name| format!("{folder}/{name}")).collect()
}
