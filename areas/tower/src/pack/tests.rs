//! Packs: reading what is wrong, making up firms, loading twice on both databases.

mod loading;
mod made_up;
mod reading;

use super::files::Texts;
use super::{Pack, read};
use base::{Day, Instant};
use std::path::{Path, PathBuf};

/// When the tests read packs: 2026-11-20 10:00 in the cities.
fn now() -> Instant {
    Instant::parse("2026-11-20T01:00:00Z").unwrap()
}

/// The day on which the tests read packs.
fn today() -> Day {
    Day::parse("2026-11-20").unwrap()
}

/// A pack of this repository.
fn folder(slug: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cities").join(slug)
}

fn pack(slug: &str) -> Pack {
    match read(&folder(slug), now()) {
        Ok(pack) => pack,
        Err(findings) => {
            let all: Vec<String> = findings.iter().map(ToString::to_string).collect();
            panic!("{}", all.join("\n"))
        }
    }
}

/// A small right pack to spoil.
fn small() -> Texts {
    [
        (
            "city.toml",
            "[city]\nslug = \"test\"\nname = { ko = \"시험시\" }\nzone = \"Asia/Seoul\"\nsynthetic = true\nofficial = false\nsources = { ko = \"지어냄\" }\n",
        ),
        (
            "plan.toml",
            "[plan]\nid = \"p\"\ntitle = { ko = \"계획\" }\nvision = { ko = \"꿈\" }\ngoal = { ko = \"목표\" }\n\n[[target]]\nid = \"jobs\"\ntitle = { ko = \"일자리\" }\nvalue = 7000\nunit = \"person\"\n",
        ),
        (
            "partners.toml",
            "[[organisation]]\nid = \"a\"\nkind = \"agency\"\nname = { ko = \"가기관\" }\n\n[[body]]\nid = \"b\"\nname = { ko = \"나회의\" }\nmembers = [\"a\"]\n",
        ),
    ]
    .into_iter()
    .map(|(name, text)| (name.to_owned(), text.to_owned()))
    .collect()
}
