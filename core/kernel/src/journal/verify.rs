//! Verifying a journal, from an export or from a city, and against checkpoints that somebody kept.
//!
//! Commitments, leaves, tree, signatures and time are computed again from the lines alone. That proves that the copy
//! fits together. It proves that history was not rewritten only up to checkpoints that were kept somewhere else:
//! whoever holds the signing key and the tables could write another history that fits together as well.
//!
//! Memory: the entries since the last signed head, at most [`UNSEALED_MAX`], and the kept checkpoints.
//!
//! Not here: how an export is written (`export`), how a note is signed (`note`).

mod classify;
mod finding;
#[cfg(test)]
mod tests;

pub use finding::Finding;

use super::Entry;
use super::export::{FORM, Line, each_line, read_lines};
use super::note::{self, Checkpoint};
use super::store::Sealed;
use super::tree::{Frontier, Hash};
use crate::city::City;
use base::problem::Class;
use base::{Result, Saying};
use std::io::BufRead;

/// A batch is smaller than this; more entries without a signed head are not a journal of ours.
pub const UNSEALED_MAX: usize = 4_096;

/// What the verifier holds that did not come with the copy.
#[derive(Clone, Debug, Default)]
pub struct Trusted {
    /// The city's public key, base64; none = the copy's own is used, which proves less.
    pub public_key: Option<String>,
    /// Checkpoints (signed notes) kept from earlier or from elsewhere, in any order.
    pub kept: Vec<String>,
}

/// What was read.
#[derive(Clone, PartialEq, Eq, Debug, Default, serde::Serialize)]
pub struct Report {
    /// Entries.
    pub entries: i64,
    /// Entries whose body was erased. That is not an alteration.
    pub erased: i64,
    /// Signed heads.
    pub checkpoints: i64,
    /// `bitgoeul/<city>/<branch>` of the last head.
    pub origin: String,
    /// Kept checkpoints that were confirmed.
    pub confirmed: usize,
    /// The last position that a kept checkpoint confirms; 0 = nothing but inner consistency is proven.
    pub proven: i64,
    /// True when the public key was given, not taken from the copy.
    pub key_given: bool,
}

/// The outcome.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// Nothing is wrong; how much that proves is in `Report::proven`.
    Holds(Report),
    /// The first thing that is wrong, and what was read until then.
    Broken(Finding, Report),
}

impl Verdict {
    /// What was read.
    pub fn report(&self) -> &Report {
        match self {
            Verdict::Holds(report) | Verdict::Broken(_, report) => report,
        }
    }
    /// What is wrong.
    pub fn finding(&self) -> Option<&Finding> {
        match self {
            Verdict::Holds(_) => None,
            Verdict::Broken(finding, _) => Some(finding),
        }
    }
    /// Sentences for a person, the verdict first; keys begin with `journal-verify-`.
    pub fn say(&self) -> Vec<Saying> {
        let key = |key| Saying::new(Class::Conflict, key);
        let report = self.report();
        let mut out = Vec::new();
        match self {
            Verdict::Broken(finding, _) => out.push(finding.say()),
            Verdict::Holds(_) if report.proven == 0 => {
                out.push(key("journal-verify-inner").with("entries", report.entries));
            }
            Verdict::Holds(_) => out.push(
                key("journal-verify-holds").with("entries", report.entries).with("proven", report.proven),
            ),
        }
        if report.erased > 0 {
            out.push(key("journal-verify-erased").with("erased", report.erased));
        }
        if !report.key_given {
            out.push(key("journal-verify-key-from-copy"));
        }
        out
    }
}

/// Verifies an export.
///
/// # Errors
/// A refusal when a line cannot be read (`journal-line-…`), a fault when reading fails. What is wrong with the
/// journal is not an error but a [`Verdict::Broken`].
pub fn of_export(from: &mut impl BufRead, trusted: &Trusted) -> Result<Verdict> {
    let mut verifier = Verifier::new(trusted);
    read_lines(from, &mut |line| {
        verifier.line(line);
        Ok(())
    })?;
    Ok(verifier.finish())
}

/// Verifies the journal of a city as it stands in its tables, page by page.
pub fn of_city(city: &City, trusted: &Trusted) -> Result<Verdict> {
    let mut verifier = Verifier::new(trusted);
    each_line(city, &mut |line| {
        verifier.line(line);
        Ok(())
    })?;
    Ok(verifier.finish())
}

struct Kept {
    number: usize,
    checkpoint: Checkpoint,
}

/// Takes the lines one by one; `finish` gives the verdict.
pub struct Verifier {
    report: Report,
    key: Option<String>,
    notes: Vec<String>,
    begun: bool,
    ended: bool,
    /// Sorted by size, largest first; the next to be met is the last.
    kept: Vec<Kept>,
    frontier: Frontier,
    /// Since the last head, without their bodies.
    unsealed: Vec<Entry>,
    last_at: i64,
    /// A finding among the entries since the last head; an earlier one may still turn up.
    suspect: Option<Finding>,
    /// A position that did not come when it should, and the one that came: removed, or moved.
    missing: Option<(i64, i64)>,
    /// Branches that this history left, each with the last position it had there.
    left: Vec<(String, i64)>,
    /// Bodies that the acts of erasure say they removed.
    accounted: i64,
    found: Option<Finding>,
}

impl Verifier {
    /// Nothing read yet.
    pub fn new(trusted: &Trusted) -> Verifier {
        Verifier {
            report: Report { key_given: trusted.public_key.is_some(), ..Report::default() },
            key: trusted.public_key.as_ref().map(|key| key.trim().to_owned()),
            notes: trusted.kept.clone(),
            begun: false,
            ended: false,
            kept: Vec::new(),
            frontier: Frontier::default(),
            unsealed: Vec::new(),
            last_at: i64::MIN,
            suspect: None,
            missing: None,
            left: Vec::new(),
            accounted: 0,
            found: None,
        }
    }

    /// Takes a line. After the first finding the rest is only passed over.
    pub fn line(&mut self, line: Line) {
        if self.found.is_some() {
            return;
        }
        let result = match line {
            Line::Head(head) if !self.begun && head.bitgoeul_journal == FORM => self.begin(&head.public_key),
            Line::Entry(entry) if self.begun && !self.ended => self.entry(entry),
            Line::Checkpoint(sealed) if self.begun && !self.ended => self.head(&sealed),
            Line::End(end) if self.begun && !self.ended => {
                self.ended = true;
                self.end(end.entries)
            }
            _ => Err(Finding::NotAJournal),
        };
        self.found = result.err();
    }

    fn begin(&mut self, public_key: &str) -> Result<(), Finding> {
        self.begun = true;
        let given = self.key.get_or_insert_with(|| public_key.trim().to_owned());
        if given != public_key.trim() {
            return Err(Finding::OtherKey);
        }
        for (number, text) in (1..).zip(&self.notes) {
            let checkpoint = note::open(text, given).map_err(|_| Finding::KeptNotSigned { number })?;
            self.kept.push(Kept { number, checkpoint });
        }
        self.kept.sort_by_key(|kept| (std::cmp::Reverse(kept.checkpoint.size), kept.number));
        Ok(())
    }

    fn entry(&mut self, entry: Entry) -> Result<(), Finding> {
        self.report.entries += 1;
        let expected = self.frontier.size() as i64 + self.unsealed.len() as i64 + 1;
        if let Some((from, found)) = self.missing {
            // Looking on, for a bounded while, whether the missing position stands further down.
            return match entry.seq == from {
                true => Err(Finding::Reordered { seq: from, with: found }),
                false if entry.seq > found + UNSEALED_MAX as i64 => self.removed(from, found),
                false => Ok(()),
            };
        }
        match entry.seq.cmp(&expected) {
            std::cmp::Ordering::Less => return Err(self.first(Finding::Inserted { seq: entry.seq })),
            std::cmp::Ordering::Greater => {
                self.missing = Some((expected, entry.seq));
                return Ok(());
            }
            std::cmp::Ordering::Equal => {}
        }
        if self.unsealed.len() >= UNSEALED_MAX {
            let from = self.frontier.size() as i64 + 1;
            return Err(self.first(Finding::NotSealed { from, to: entry.seq }));
        }
        self.look_at(&entry);
        self.unsealed.push(Entry { salt: None, body: None, ..entry });
        Ok(())
    }

    /// What an entry shows by itself.
    fn look_at(&mut self, entry: &Entry) {
        let seq = entry.seq;
        if entry.action == crate::person::acts::ERASE.name {
            self.accounted += classify::erased_bodies(entry);
        }
        match classify::body(entry) {
            classify::Body::Whole => {}
            classify::Body::Erased => self.report.erased += 1,
            classify::Body::Half => self.suspect(Finding::HalfErased { seq }),
            classify::Body::Altered => self.suspect(Finding::BodyAltered { seq }),
        }
        if entry.at < self.last_at && entry.action != crate::doctor::ACCEPT_CLOCK.name {
            self.suspect(Finding::TimeBackwards { seq, before: self.last_at, at: entry.at });
        }
        self.last_at = entry.at;
    }

    fn suspect(&mut self, finding: Finding) {
        self.suspect.get_or_insert(finding);
    }

    /// The earlier of a finding and what was suspected before.
    fn first(&mut self, finding: Finding) -> Finding {
        match self.suspect.take() {
            Some(suspect) if suspect.position() <= finding.position() => suspect,
            _ => finding,
        }
    }

    fn removed(&mut self, from: i64, found: i64) -> Result<(), Finding> {
        Err(self.first(Finding::Removed { from, to: found - 1 }))
    }

    fn head(&mut self, sealed: &Sealed) -> Result<(), Finding> {
        self.report.checkpoints += 1;
        let key = self.key.as_deref().unwrap_or_default();
        if self.missing.is_some() {
            return self.before_missing(note::open(&sealed.note, key).ok(), sealed);
        }
        let size = sealed.size;
        let checkpoint =
            note::open(&sealed.note, key).map_err(|_| self.first(Finding::NotSigned { size }))?;
        let (before, last) = (self.frontier.size() as i64, self.unsealed.last().map_or(0, |e| e.seq));
        if checkpoint.size != size as u64 || size <= before || (last > 0 && size < last) {
            return Err(self.first(Finding::HeadMisplaced { size }));
        }
        let leaves: Vec<Hash> = self.unsealed.iter().map(Entry::leaf).collect();
        if size > last {
            // Signed, and not there. Renumbering may hide where the gap is; the signed leaves tell.
            let known = classify::signed_leaves(sealed, &self.frontier, &checkpoint);
            let finding = match known.as_deref() {
                Some(known) if !known.starts_with(&leaves) => {
                    classify::altered(&self.unsealed, &leaves, Some(known))
                }
                _ => Finding::Removed { from: before.max(last) + 1, to: size },
            };
            return Err(self.first(finding));
        }
        let grown = classify::grown(&self.frontier, &leaves);
        if grown.root() != checkpoint.root {
            let known = classify::signed_leaves(sealed, &self.frontier, &checkpoint);
            let finding = classify::altered(&self.unsealed, &leaves, known.as_deref());
            return Err(self.first(finding));
        }
        if let Some(suspect) = self.suspect.take() {
            return Err(suspect);
        }
        self.branch(&checkpoint)?;
        leaves.iter().try_for_each(|leaf| {
            self.frontier.push(*leaf);
            self.meet_kept(&checkpoint.origin)
        })?;
        self.unsealed.clear();
        Ok(())
    }

    /// A position is missing, so this head's root cannot be met; its stored leaves still tell whether an entry before
    /// the missing one was altered.
    fn before_missing(&mut self, checkpoint: Option<Checkpoint>, sealed: &Sealed) -> Result<(), Finding> {
        let known = checkpoint.and_then(|c| classify::signed_leaves(sealed, &self.frontier, &c));
        let entries = std::mem::take(&mut self.unsealed);
        for (entry, leaf) in entries.iter().zip(known.iter().flatten()) {
            if entry.leaf() != *leaf {
                return Err(self.first(Finding::HeaderAltered { seq: entry.seq }));
            }
        }
        Ok(())
    }

    /// A branch changes only by the acts that found the city or open a branch.
    fn branch(&mut self, checkpoint: &Checkpoint) -> Result<(), Finding> {
        let from = std::mem::replace(&mut self.report.origin, checkpoint.origin.clone());
        if from.is_empty() || from == checkpoint.origin {
            return Ok(());
        }
        let acts = [crate::city::FOUND_CITY.name, crate::city::OPEN_BRANCH.name];
        let said = self.unsealed.iter().find(|entry| acts.contains(&entry.action.as_str()));
        let Some(said) = said else {
            let size = checkpoint.size as i64;
            return Err(Finding::BranchChanged { size, from, to: checkpoint.origin.clone() });
        };
        self.left.push((from, said.seq - 1));
        Ok(())
    }

    /// Compares the kept checkpoints of the size that the tree has now.
    fn meet_kept(&mut self, origin: &str) -> Result<(), Finding> {
        let size = self.frontier.size();
        while let Some(kept) = self.kept.pop_if(|kept| kept.checkpoint.size <= size) {
            let covers = kept.checkpoint.size as i64;
            if kept.checkpoint.origin != origin {
                let here = origin.to_owned();
                return Err(self.other_origin(kept.checkpoint.origin, here, covers));
            }
            if kept.checkpoint.size == size && kept.checkpoint.root != self.frontier.root() {
                return Err(Finding::Rewritten { since: self.report.proven, size: covers });
            }
            self.report.confirmed += 1;
            self.report.proven = covers;
        }
        Ok(())
    }

    fn other_origin(&self, kept: String, here: String, covers: i64) -> Finding {
        match self.left.iter().rev().find(|(origin, _)| *origin == kept) {
            Some((_, left)) => Finding::OtherBranch { left: *left, kept, here, covers },
            None => Finding::KeptOtherCity { kept, here },
        }
    }

    fn end(&mut self, entries: i64) -> Result<(), Finding> {
        if let Some((from, found)) = self.missing {
            return self.removed(from, found);
        }
        if let (Some(first), Some(last)) = (self.unsealed.first(), self.unsealed.last()) {
            let finding = Finding::NotSealed { from: first.seq, to: last.seq };
            return Err(self.first(finding));
        }
        if let Some(kept) = self.kept.pop() {
            let (ends, covers) = (self.report.entries, kept.checkpoint.size as i64);
            let here = self.report.origin.clone();
            return Err(match kept.checkpoint.origin == here {
                true => Finding::Shorter { ends, covers },
                false => self.other_origin(kept.checkpoint.origin, here, covers),
            });
        }
        if entries != self.report.entries { Err(Finding::Cut) } else { Ok(()) }
    }

    /// The verdict, once all lines were given.
    pub fn finish(mut self) -> Verdict {
        if self.found.is_none() && !self.ended {
            self.found = Some(if self.begun { Finding::Cut } else { Finding::NotAJournal });
        }
        if self.found.is_none() && self.report.erased > self.accounted {
            self.found = Some(Finding::BodiesMissing { missing: self.report.erased, erased: self.accounted });
        }
        match self.found {
            None => Verdict::Holds(self.report),
            Some(finding) => Verdict::Broken(finding, self.report),
        }
    }
}
