//! What exactly was done to an entry: pure comparisons of what stands there with what was signed.

use super::finding::Finding;
use crate::journal::note::Checkpoint;
use crate::journal::store::Sealed;
use crate::journal::tree::{Frontier, Hash};
use crate::journal::{Entry, commitment, hex, unhex};

/// How body and salt fit the header.
pub enum Body {
    /// They are what the header commits to.
    Whole,
    /// Both were removed, as erasure does.
    Erased,
    /// One of them was removed.
    Half,
    /// They are something else.
    Altered,
}

/// Compares body and salt with the commitment.
pub fn body(entry: &Entry) -> Body {
    match (&entry.salt, &entry.body) {
        (None, None) => Body::Erased,
        (Some(salt), Some(body)) => {
            let salt: Option<[u8; 16]> = unhex(salt).and_then(|bytes| bytes.try_into().ok());
            match salt {
                Some(salt) if hex(&commitment(&salt, body)) == entry.commitment => Body::Whole,
                _ => Body::Altered,
            }
        }
        _ => Body::Half,
    }
}

/// How many bodies an act of erasure says it removed.
pub fn erased_bodies(entry: &Entry) -> i64 {
    let body = entry.body.as_deref().and_then(|body| serde_json::from_str::<serde_json::Value>(body).ok());
    body.and_then(|body| body.get("bodies").and_then(serde_json::Value::as_i64)).unwrap_or(0)
}

/// The tree with these leaves added.
pub fn grown(frontier: &Frontier, leaves: &[Hash]) -> Frontier {
    let mut grown = frontier.clone();
    leaves.iter().for_each(|leaf| grown.push(*leaf));
    grown
}

/// The leaves that were stored beside a head, if they are the ones that were signed.
pub fn signed_leaves(sealed: &Sealed, before: &Frontier, checkpoint: &Checkpoint) -> Option<Vec<Hash>> {
    let bytes = unhex(sealed.leaves.as_deref()?)?;
    let (leaves, rest) = bytes.as_chunks::<32>();
    let whole = rest.is_empty() && before.size() + leaves.len() as u64 == checkpoint.size;
    (whole && grown(before, leaves).root() == checkpoint.root).then(|| leaves.to_vec())
}

/// The first entry that is not the signed one. `entries` stand one after another, `found` are their leaves; without
/// the signed leaves only the range is known.
pub fn altered(entries: &[Entry], found: &[Hash], signed: Option<&[Hash]>) -> Finding {
    let first = entries.first().map_or(0, |entry| entry.seq);
    let range = Finding::AlteredBetween { from: first, to: first + entries.len() as i64 - 1 };
    let Some(signed) = signed else {
        return if entries.len() == 1 { Finding::HeaderAltered { seq: first } } else { range };
    };
    let Some(index) = (0..found.len()).find(|index| signed.get(*index) != found.get(*index)) else {
        return range;
    };
    // An entry that was given another number fits where it was signed once it has its old number again.
    let seq = first + index as i64;
    let fits = |entry: &Entry, at: usize| {
        let old = Entry { seq: first + at as i64, ..entry.clone() };
        signed.get(at).is_some_and(|leaf| *leaf == old.leaf())
    };
    let moved_to = (index + 1..signed.len()).find(|at| fits(&entries[index], *at));
    let came_from = (index + 1..entries.len()).find(|from| fits(&entries[*from], index));
    match (moved_to, came_from) {
        (Some(_), Some(from)) => Finding::Reordered { seq, with: first + from as i64 },
        (Some(to), None) => Finding::Removed { from: seq, to: first + to as i64 - 1 },
        (None, Some(_)) => Finding::Inserted { seq },
        (None, None) => Finding::HeaderAltered { seq },
    }
}
