//! `bitgoeul backup` and `bitgoeul restore`.

use super::{answer, journal};
use crate::cli::{Backup, Restore};
use crate::config::Config;
use crate::told::Stopped;
use base::Fault;
use kernel::backup::{self, Target};
use serde_json::json;
use std::io::BufReader;
use std::process::ExitCode;

pub fn run(config: &Config, asked: &Backup) -> Result<(), Stopped> {
    let city = config.open_to_read(&config.slug()?)?;
    let made = backup::backup(&city, &asked.rows, &asked.keys)?;
    let line = format!(
        "{} up to position {}: rows and {} files in {}, keys in {}.\nKeep the keys apart, and for fewer days: whoever holds both can read what was erased since.",
        made.city,
        made.position,
        made.files,
        asked.rows.display(),
        asked.keys.display()
    );
    answer(config, &json!(made), &line);
    Ok(())
}

pub fn restore(config: &Config, asked: &Restore) -> Result<ExitCode, Stopped> {
    let manifest = backup::read_manifest(&asked.rows)?;
    let newer = match &asked.newer {
        None => Vec::new(),
        Some(path) => {
            let file = std::fs::File::open(path)
                .map_err(|e| Fault::new(format!("opening {}", path.display()), e))?;
            backup::erasures(&mut BufReader::new(file), manifest.position)?
        }
    };
    let slug = config.city.clone().unwrap_or_else(|| manifest.city.clone());
    let target = Target { opening: config.opening(&slug, false)?, branch: asked.branch.clone() };
    let done = backup::restore(&asked.rows, &asked.keys, &newer, target)?;
    answer(
        config,
        &json!({"city": slug, "branch": asked.branch, "position": done.manifest.position,
            "keys_destroyed": done.keys_destroyed, "erased_again": done.erased_again}),
        &format!(
            "{slug} is restored up to position {} as branch {}; {} people were erased again.",
            done.manifest.position, asked.branch, done.erased_again
        ),
    );
    journal::tell(config, &done.verdict)
}
