//! A PostgreSQL server that has accidents: killed at once with all its processes, or without power.

use crate::postgres;
use base::Seeded;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::UNIX_EPOCH;

/// What a file system writes at once.
const BLOCK: usize = 4_096;

/// A server of our own in a folder, with what its disk holds durably.
pub struct Server {
    folder: PathBuf,
    shadow: Option<PathBuf>,
    library: PathBuf,
}

impl Server {
    /// A server whose disk can lose power; none without PostgreSQL or a C compiler.
    pub fn new(folder: &Path, power: bool) -> Option<Server> {
        let library = folder.join("forget.so");
        let shadow = power.then(|| folder.join("shadow"));
        let data = folder.join("server");
        for made in [Some(&data), shadow.as_ref()].into_iter().flatten() {
            std::fs::create_dir_all(made).ok()?;
            std::fs::set_permissions(made, std::fs::Permissions::from_mode(0o777)).ok()?;
        }
        // The server runs as another user and must reach the folder.
        std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o755)).ok()?;
        if power {
            let source = folder.join("forget.c");
            std::fs::write(&source, include_str!("forget.c")).ok()?;
            let mut compile = Command::new("cc");
            compile.args(["-shared", "-fPIC", "-O1", "-o"]).arg(&library).arg(&source);
            compile.status().ok().filter(|status| status.success())?;
        }
        postgres::programs()?;
        Some(Server { folder: data, shadow, library })
    }

    /// Starts it, recovering from the accident before; its address.
    pub fn start(&self, settings: &[&str]) -> String {
        let mut environment = vec![("BITGOEUL_INITDB", "--wal-segsize=1".to_owned())];
        if let Some(shadow) = &self.shadow {
            environment.push(("LD_PRELOAD", self.library.display().to_string()));
            environment.push(("BITGOEUL_SHADOW", shadow.display().to_string()));
        }
        postgres::start_with(&self.folder, settings, &environment).unwrap_or_else(|| {
            let log = std::fs::read_to_string(self.folder.join("server.log")).unwrap_or_default();
            panic!("the server does not start again: {log}");
        })
    }

    /// Kills the server and all its processes, and waits until they are gone.
    pub fn kill(&self) {
        let pid = std::fs::read_to_string(self.folder.join("data/postmaster.pid")).expect("a running server");
        let pid = pid.lines().next().expect("its number").trim().to_owned();
        let children =
            std::fs::read_to_string(format!("/proc/{pid}/task/{pid}/children")).unwrap_or_default();
        let all: Vec<&str> = std::iter::once(pid.as_str()).chain(children.split_whitespace()).collect();
        // Some may end by themselves meanwhile; only that all are gone counts.
        let _ = Command::new("kill").arg("-9").args(&all).stderr(std::process::Stdio::null()).status();
        while all.iter().any(|pid| lives(pid)) {
            std::thread::yield_now();
        }
        // Its number may be another process's by now, and a server that finds it in use does not start.
        let _ = std::fs::remove_file(self.folder.join("data/postmaster.pid"));
    }

    /// After `kill`: puts back what the disk held durably. Of what was written since, blocks are there or not.
    pub fn forget(&self, seed: u64) {
        let Some(shadow) = &self.shadow else { return };
        forget_in(&self.folder.join("data"), shadow, &mut Seeded::new(seed));
    }
}

fn lives(pid: &str) -> bool {
    let Ok(stat) = std::fs::read_to_string(format!("/proc/{pid}/stat")) else { return false };
    // A zombie holds nothing any more.
    !stat.rsplit_once(") ").is_some_and(|(_, rest)| rest.starts_with('Z'))
}

fn forget_in(folder: &Path, shadow: &Path, random: &mut Seeded) {
    for entry in std::fs::read_dir(folder).expect("reading the data folder") {
        let path = entry.expect("reading the data folder").path();
        let meta = std::fs::symlink_metadata(&path).expect("reading a file's state");
        if meta.is_dir() {
            forget_in(&path, shadow, random);
        }
        if !meta.is_file() {
            continue;
        }
        let born = meta.created().expect("a file system that knows births");
        let born = born.duration_since(UNIX_EPOCH).expect("born after 1970");
        let name = format!("{}-{}-{}", meta.ino(), born.as_secs(), born.subsec_nanos());
        let mut bytes = std::fs::read(shadow.join(name)).unwrap_or_default();
        let written = std::fs::read(&path).expect("reading a file");
        for (number, block) in written.chunks(BLOCK).enumerate() {
            let at = number * BLOCK;
            if bytes.get(at..at + block.len()) != Some(block) && random.below(4) == 0 {
                bytes.resize(bytes.len().max(at + block.len()), 0);
                bytes[at..at + block.len()].copy_from_slice(block);
            }
        }
        // Written in place: the inode stays the one that the copies are named by.
        std::fs::write(&path, bytes).expect("writing back");
    }
}
