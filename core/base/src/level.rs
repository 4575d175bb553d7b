//! Levels of evidence: how a statement is known. Pages write the words, never the letter.

use serde::{Deserialize, Serialize};

/// From an intention to an audited statement; the order is the strength.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// E0 의향·예측: someone intends or forecasts it.
    Intention,
    /// E1 자기 신고: the subject says so.
    SelfDeclared,
    /// E2 기관 확인: a partner attests it.
    Attested,
    /// E3 공적 자료: an official record shows it.
    Official,
    /// E4 감사: an auditor checked it.
    Audited,
}

impl Level {
    /// Weakest first.
    pub const ALL: [Level; 5] =
        [Level::Intention, Level::SelfDeclared, Level::Attested, Level::Official, Level::Audited];

    /// 0 to 4, as stored.
    pub fn number(self) -> i64 {
        self as i64
    }

    /// Reads the stored number.
    pub fn from_number(number: i64) -> Option<Level> {
        usize::try_from(number).ok().and_then(|n| Level::ALL.get(n)).copied()
    }

    /// `E0` to `E4`, as files write it.
    pub fn code(self) -> &'static str {
        ["E0", "E1", "E2", "E3", "E4"][self as usize]
    }

    /// Reads `E0` to `E4`.
    pub fn parse(code: &str) -> Option<Level> {
        Level::ALL.into_iter().find(|level| level.code() == code)
    }
}
