//! A journal as lines of JSON: what `bitgoeul journal export` writes and anyone can verify without the server.
//!
//! Line by line: the head (city, branch, public key), entries in order, each signed head after the last entry it
//! covers, and an end that says how many entries there were. Reads are paged by position, so no reader lives long and
//! the writer goes on meanwhile; the export stops at the position at which it began.

use super::Entry;
use super::store::{self, Sealed};
use crate::city::City;
use base::{Fault, Result, Saying};
use serde::{Deserialize, Serialize};
use std::io::{BufRead, Write};

/// Entries per read.
const PAGE: i64 = 1_000;
/// The longest line that is read, in bytes: a body may be large, a hostile file may be larger.
pub const LINE_MAX: usize = 64 << 20;
/// The version of this form.
pub const FORM: i64 = 1;

/// One line.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Line {
    /// The first line.
    Head(Head),
    /// An entry.
    Entry(Entry),
    /// A signed head of the tree.
    Checkpoint(Sealed),
    /// The last line.
    End(End),
}

/// Whose journal it is.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Head {
    /// The version of this form.
    pub bitgoeul_journal: i64,
    /// The city's slug; empty before it is founded.
    pub city: String,
    /// The branch it was on.
    pub branch: String,
    /// Made up.
    pub synthetic: bool,
    /// The key of its checkpoints, base64.
    pub public_key: String,
}

/// How much there was.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct End {
    /// Entries.
    pub entries: i64,
    /// Signed heads.
    pub checkpoints: i64,
}

/// Writes the whole journal up to the position at which this began; how much it was.
///
/// # Errors
/// A fault when the disk or the database fails; what was written until then has no end line, so that nobody takes it
/// for whole.
pub fn export(city: &City, to: &mut impl Write) -> Result<End> {
    let mut end = End { entries: 0, checkpoints: 0 };
    each_line(city, &mut |line| {
        if let Line::End(found) = &line {
            end = *found;
        }
        serde_json::to_writer(&mut *to, &line).map_err(|e| Fault::new("writing the journal", e))?;
        to.write_all(b"\n").map_err(|e| Fault::new("writing the journal", e).into())
    })?;
    to.flush().map_err(|e| Fault::new("writing the journal", e))?;
    Ok(end)
}

/// Hands over the lines of a city's journal in the order of an export.
pub fn each_line(city: &City, take: &mut dyn FnMut(Line) -> Result<()>) -> Result<()> {
    let about = city.about().ok();
    take(Line::Head(Head {
        bitgoeul_journal: FORM,
        city: about.as_ref().map(|a| a.slug.clone()).unwrap_or_default(),
        branch: about.as_ref().map_or_else(|| "main".into(), |a| a.branch.clone()),
        synthetic: about.is_some_and(|a| a.synthetic),
        public_key: city.public_key().to_owned(),
    }))?;
    let upto = city.position();
    let (mut end, mut after, mut sealed_to) = (End { entries: 0, checkpoints: 0 }, 0, 0);
    while after < upto {
        let mut entries = city.read_blocking(move |read| store::page(read, after, PAGE))?;
        entries.retain(|entry| entry.seq <= upto);
        let Some(last) = entries.last().map(|entry| entry.seq) else { break };
        let mut heads = sealed_between(city, sealed_to, last)?.into_iter().peekable();
        for entry in entries {
            let seq = entry.seq;
            // A head that covers less than this entry stands before it, also where an entry was removed.
            while let Some(head) = heads.next_if(|head| head.size < seq) {
                (sealed_to, end.checkpoints) = (head.size, end.checkpoints + 1);
                take(Line::Checkpoint(head))?;
            }
            take(Line::Entry(entry))?;
            end.entries += 1;
        }
        for head in heads {
            (sealed_to, end.checkpoints) = (head.size, end.checkpoints + 1);
            take(Line::Checkpoint(head))?;
        }
        after = last;
    }
    // What is signed beyond the last entry tells that entries are missing.
    for head in sealed_between(city, sealed_to, upto.max(after))? {
        end.checkpoints += 1;
        take(Line::Checkpoint(head))?;
    }
    take(Line::End(end))
}

fn sealed_between(city: &City, after: i64, upto: i64) -> Result<Vec<Sealed>> {
    let mut heads: Vec<Sealed> = Vec::new();
    loop {
        let after = heads.last().map_or(after, |head| head.size);
        let page = city.read_blocking(move |read| store::sealed(read, after, upto, PAGE))?;
        let full = page.len() as i64 == PAGE;
        heads.extend(page);
        if !full {
            return Ok(heads);
        }
    }
}

/// Reads the lines of an export, one at a time.
///
/// # Errors
/// `journal-line-broken` with the number of the line and why, `journal-line-too-long`; a fault when reading fails.
pub fn read_lines(from: &mut impl BufRead, take: &mut dyn FnMut(Line) -> Result<()>) -> Result<()> {
    let (mut buffer, mut number) = (Vec::new(), 0u64);
    loop {
        buffer.clear();
        number += 1;
        let limit = LINE_MAX as u64 + 1;
        let read = std::io::Read::take(&mut *from, limit)
            .read_until(b'\n', &mut buffer)
            .map_err(|e| Fault::new(format!("reading line {number} of a journal"), e))?;
        if read == 0 {
            return Ok(());
        }
        if read > LINE_MAX {
            return Err(Saying::invalid("journal-line-too-long")
                .with("line", number)
                .with("max", LINE_MAX >> 20)
                .into());
        }
        let text = buffer.trim_ascii();
        if text.is_empty() {
            continue;
        }
        let line = serde_json::from_slice(text)
            .map_err(|e| Saying::invalid("journal-line-broken").with("line", number).with("why", e))?;
        take(line)?;
    }
}
