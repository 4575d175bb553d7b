//! What a verification finds, in words.

use base::problem::Class;
use base::{Instant, Saying};

/// The first thing that is wrong. Positions are those of entries.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Finding {
    /// The first line is not that of a journal, or of a form that this program does not read.
    NotAJournal,
    /// No end line, or it counts other lines than there are: the file was cut.
    Cut,
    /// The copy carries another public key than the one given.
    OtherKey,
    /// A stored head is not signed with the key, or is no head.
    NotSigned { size: i64 },
    /// A stored head stands where it does not belong.
    HeadMisplaced { size: i64 },
    /// Body or salt are not those the header commits to.
    BodyAltered { seq: i64 },
    /// Only one of body and salt is there: erasure removes both.
    HalfErased { seq: i64 },
    /// More bodies are gone than the acts of erasure account for.
    BodiesMissing { missing: i64, erased: i64 },
    /// The header is not the one that was signed.
    HeaderAltered { seq: i64 },
    /// One of these headers is not the one that was signed; the copy does not say which.
    AlteredBetween { from: i64, to: i64 },
    /// These entries are not there.
    Removed { from: i64, to: i64 },
    /// An entry stands here that was never signed at this place.
    Inserted { seq: i64 },
    /// Two entries changed places.
    Reordered { seq: i64, with: i64 },
    /// Entries at the end that no head covers.
    NotSealed { from: i64, to: i64 },
    /// Time runs backwards although nobody accepted a clock.
    TimeBackwards { seq: i64, before: i64, at: i64 },
    /// The branch changed without an act that says so.
    BranchChanged { size: i64, from: String, to: String },
    /// A checkpoint that was kept is not signed with the key.
    KeptNotSigned { number: usize },
    /// A checkpoint that was kept is of another city.
    KeptOtherCity { kept: String, here: String },
    /// A checkpoint that was kept has another root: history was rewritten after `since`, the last position that a
    /// kept checkpoint confirms.
    Rewritten { since: i64, size: i64 },
    /// The kept checkpoint covers more than this copy has: an older copy, or a shortened one.
    Shorter { ends: i64, covers: i64 },
    /// The kept checkpoint is of a branch that this copy left.
    OtherBranch { kept: String, here: String, left: i64, covers: i64 },
}

impl Finding {
    /// The sentence for a person; its key begins with `journal-verify-`.
    pub fn say(&self) -> Saying {
        let key = |key| Saying::new(Class::Conflict, key);
        match self {
            Finding::NotAJournal => key("journal-verify-not-a-journal"),
            Finding::Cut => key("journal-verify-cut"),
            Finding::OtherKey => key("journal-verify-other-key"),
            Finding::NotSigned { size } => key("journal-verify-not-signed").with("size", size),
            Finding::HeadMisplaced { size } => key("journal-verify-head-misplaced").with("size", size),
            Finding::BodyAltered { seq } => key("journal-verify-body-altered").with("seq", seq),
            Finding::HalfErased { seq } => key("journal-verify-half-erased").with("seq", seq),
            Finding::BodiesMissing { missing, erased } => {
                key("journal-verify-bodies-missing").with("missing", missing).with("erased", erased)
            }
            Finding::HeaderAltered { seq } => key("journal-verify-header-altered").with("seq", seq),
            Finding::AlteredBetween { from, to } => {
                key("journal-verify-altered-between").with("from", from).with("to", to)
            }
            Finding::Removed { from, to } => key("journal-verify-removed").with("from", from).with("to", to),
            Finding::Inserted { seq } => key("journal-verify-inserted").with("seq", seq),
            Finding::Reordered { seq, with } => {
                key("journal-verify-reordered").with("seq", seq).with("with", with)
            }
            Finding::NotSealed { from, to } => {
                key("journal-verify-not-sealed").with("from", from).with("to", to)
            }
            Finding::TimeBackwards { seq, before, at } => key("journal-verify-time-backwards")
                .with("seq", seq)
                .with("before", Instant::from_micros(*before))
                .with("at", Instant::from_micros(*at)),
            Finding::BranchChanged { size, from, to } => {
                key("journal-verify-branch-changed").with("size", size).with("from", from).with("to", to)
            }
            Finding::KeptNotSigned { number } => key("journal-verify-kept-not-signed").with("number", number),
            Finding::KeptOtherCity { kept, here } => {
                key("journal-verify-kept-other-city").with("kept", kept).with("here", here)
            }
            Finding::Rewritten { since, size } => {
                key("journal-verify-rewritten").with("from", since + 1).with("size", size)
            }
            Finding::Shorter { ends, covers } => {
                key("journal-verify-shorter").with("ends", ends).with("from", ends + 1).with("covers", covers)
            }
            Finding::OtherBranch { kept, here, left, covers } => key("journal-verify-other-branch")
                .with("kept", kept)
                .with("here", here)
                .with("left", left)
                .with("from", left + 1)
                .with("covers", covers),
        }
    }

    /// The first position that is in doubt; none when the finding is about the copy as a whole.
    pub fn position(&self) -> Option<i64> {
        Some(match self {
            Finding::BodyAltered { seq }
            | Finding::HalfErased { seq }
            | Finding::HeaderAltered { seq }
            | Finding::Inserted { seq }
            | Finding::Reordered { seq, .. }
            | Finding::TimeBackwards { seq, .. } => *seq,
            Finding::AlteredBetween { from, .. }
            | Finding::Removed { from, .. }
            | Finding::NotSealed { from, .. } => *from,
            Finding::Rewritten { since, .. } => since + 1,
            Finding::Shorter { ends, .. } => ends + 1,
            Finding::OtherBranch { left, .. } => left + 1,
            _ => return None,
        })
    }
}
