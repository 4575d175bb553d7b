//! The crates of the workspace, and who may use whom.
//!
//! The law is the drawing in ARCHITECTURE.md; `may_use` says the same in a form that a program can check.
//! What is really there comes from `cargo metadata`.

#[cfg(test)]
mod tests;

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use crate::finding::Finding;
use crate::tree::Tree;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Package {
    pub name: String,
    /// From the root of the repository, with forward slashes.
    pub folder: String,
    /// Empty when Cargo.toml has none.
    pub description: String,
    /// Crates of this workspace, by folder, sorted.
    pub uses: Vec<Use>,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Use {
    pub folder: String,
    /// Only tests, benchmarks and examples use it.
    pub only_in_tests: bool,
}

/// A room is a place in the house with its own neighbours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Room {
    Base,
    Db,
    Ledger,
    Kernel,
    Web,
    Engine,
    Area,
    Lib,
    Gate,
    Program,
    Testkit,
    Bench,
    Xtask,
}

pub fn room_of(folder: &str) -> Option<Room> {
    Some(match folder.split_once('/').unwrap_or((folder, "")) {
        ("core", "base") => Room::Base,
        ("core", "db") => Room::Db,
        ("core", "ledger") => Room::Ledger,
        ("core", "kernel") => Room::Kernel,
        ("core", "web") => Room::Web,
        ("engines", _) => Room::Engine,
        ("areas", _) => Room::Area,
        ("libs", _) => Room::Lib,
        ("gates", _) => Room::Gate,
        ("program", "") => Room::Program,
        ("testkit", "") => Room::Testkit,
        ("bench", _) => Room::Bench,
        ("xtask", "") => Room::Xtask,
        _ => return None,
    })
}

/// The rooms whose crates a room may use in the product.
fn may_use(room: Room) -> &'static [Room] {
    use Room::*;
    match room {
        Base | Lib | Xtask => &[],
        Db => &[Base],
        Ledger => &[Base, Db],
        // Lib: decision 0002.
        Kernel => &[Base, Db, Ledger, Lib],
        Web => &[Base, Db, Ledger, Kernel],
        Engine => &[Base, Lib],
        Area => &[Base, Db, Ledger, Kernel, Web, Lib],
        Gate => &[Base, Db, Ledger, Kernel, Web, Lib, Area],
        Program => &[Base, Db, Ledger, Kernel, Web, Lib, Area, Gate, Engine],
        Testkit => &[Base, Db, Ledger, Kernel, Web],
        Bench => &[Base, Db, Ledger, Kernel, Web, Lib, Area, Gate, Engine, Program],
    }
}

/// The testkit stands on kernel and web, so only what stands above them can be tested with it.
fn may_test_with_testkit(room: Room) -> bool {
    matches!(room, Room::Area | Room::Gate | Room::Program | Room::Bench)
}

// ---- reading ----

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<MetadataPackage>,
    workspace_root: String,
}

#[derive(Deserialize)]
struct MetadataPackage {
    name: String,
    manifest_path: String,
    description: Option<String>,
    dependencies: Vec<MetadataDependency>,
}

#[derive(Deserialize)]
struct MetadataDependency {
    /// Only for crates that stand on this disk.
    path: Option<String>,
    /// `dev`, `build`, or null for the ordinary kind.
    kind: Option<String>,
}

/// The crates of the workspace at `root`, sorted by folder.
pub fn read(root: &Path) -> Result<Vec<Package>> {
    let output = Command::new(std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_string()))
        .current_dir(root)
        .args(["metadata", "--format-version", "1", "--no-deps", "--offline"])
        .output()
        .context("running cargo metadata")?;
    if !output.status.success() {
        bail!("cargo metadata: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    from_metadata(&String::from_utf8(output.stdout).context("cargo metadata is not UTF-8")?)
}

pub fn from_metadata(text: &str) -> Result<Vec<Package>> {
    let metadata: Metadata = serde_json::from_str(text).context("reading the answer of cargo metadata")?;
    let folder_of = |path: &str| {
        let inside = path.strip_prefix(&metadata.workspace_root).unwrap_or(path);
        inside.trim_end_matches("Cargo.toml").trim_matches('/').to_string()
    };
    let mut packages = Vec::new();
    for package in &metadata.packages {
        let mut uses: Vec<Use> = Vec::new();
        for dependency in &package.dependencies {
            if let Some(path) = &dependency.path {
                let only_in_tests = dependency.kind.as_deref() == Some("dev");
                uses.push(Use { folder: folder_of(path), only_in_tests });
            }
        }
        uses.sort();
        uses.dedup();
        packages.push(Package {
            name: package.name.clone(),
            folder: folder_of(&package.manifest_path),
            description: package.description.clone().unwrap_or_default(),
            uses,
        });
    }
    packages.sort_by(|a, b| a.folder.cmp(&b.folder));
    Ok(packages)
}

// ---- rules ----

pub fn check(packages: &[Package], tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for package in packages {
        let manifest = format!("{}/Cargo.toml", package.folder);
        let Some(room) = room_of(&package.folder) else {
            findings.push(Finding::new(
                "map",
                &manifest,
                format!("the house has no room `{}`", package.folder),
                "move the crate into a room of ARCHITECTURE.md, or write a decision and teach xtask the new room",
            ));
            continue;
        };
        findings.extend(package.uses.iter().filter_map(|used| check_use(&manifest, room, used)));
        if let Some(text) = tree.text(&manifest)
            && !takes_workspace_lints(text)
        {
            findings.push(Finding::new(
                "map",
                &manifest,
                "the crate does not take the lints of the workspace",
                "add `[lints]` with `workspace = true`",
            ));
        }
    }
    findings
}

fn check_use(manifest: &str, room: Room, used: &Use) -> Option<Finding> {
    let Some(other) = room_of(&used.folder) else {
        let what = format!("it uses `{}`, which is no room of the house", used.folder);
        return Some(Finding::new("map", manifest, what, "use a crate of the workspace or of the registry"));
    };
    if other == Room::Testkit {
        // Benchmarks start real servers as tests do.
        if (used.only_in_tests && may_test_with_testkit(room)) || room == Room::Bench {
            return None;
        }
        return Some(Finding::new(
            "map",
            manifest,
            "the testkit is for the tests of areas, gates and the program",
            "name it under [dev-dependencies] there, and nowhere else",
        ));
    }
    if may_use(room).contains(&other) {
        return None;
    }
    Some(Finding::new("map", manifest, format!("it may not use `{}`", used.folder), advice(room, other)))
}

fn advice(room: Room, other: Room) -> &'static str {
    match (room, other) {
        (Room::Area, Room::Area) => {
            "areas meet in refs and links, facts, ledger accounts, promises, followed actions and panels"
        }
        (Room::Area, Room::Engine) => "an engine stands behind a port in base; the program links the two",
        (Room::Lib, _) => "a lib is pure and stands alone; let the caller bring the two together",
        (Room::Engine, _) => "an engine knows base and libs only; let the program bring the two together",
        _ => {
            "rooms are used from below to above, as drawn in ARCHITECTURE.md; move the code, or write a decision"
        }
    }
}

fn takes_workspace_lints(manifest: &str) -> bool {
    let Ok(table) = manifest.parse::<toml::Table>() else { return false };
    table.get("lints").and_then(|lints| lints.get("workspace")).and_then(toml::Value::as_bool) == Some(true)
}
