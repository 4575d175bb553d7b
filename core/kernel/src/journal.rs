//! The journal: which acts happened, in which order, proven.
//!
//! An entry is a header and a body. The body says what was done and why and may name people, so the header carries
//! only `commitment = SHA-256(salt, body)`; salt and body can be forgotten. The leaf of the tree is the hash of the
//! header. The journal orders and proves; tables hold the state.

pub mod export;
pub mod note;
mod requests;
pub mod store;
pub mod tree;
pub mod verify;

pub use requests::Requests;

use base::canon::write_text;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The version of the header's form.
pub const VERSION: i64 = 1;

/// An entry as it is stored and exported.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Entry {
    /// The position: 1, 2, 3, … without gaps.
    pub seq: i64,
    /// The version of the header's form.
    pub v: i64,
    /// When it was written, microseconds UTC.
    pub at: i64,
    /// When it was received, microseconds UTC; none for secret acts.
    pub received: Option<i64>,
    /// The request that caused it.
    pub request: Option<String>,
    /// `person:…`, `visitor`, `system:…` or `secret`.
    pub actor: String,
    /// `area.noun.verb`.
    pub action: String,
    /// `kind:id`.
    pub subject: String,
    /// Hex of SHA-256 over salt and body.
    pub commitment: String,
    /// Hex; none when forgotten.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub salt: Option<String>,
    /// Canonical JSON, kept as it was hashed; none when forgotten.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
}

impl Entry {
    /// The canonical text of the header: what the leaf hashes.
    pub fn header(&self) -> String {
        let mut out = String::with_capacity(320);
        out.push_str("{\"action\":");
        write_text(&self.action, &mut out);
        out.push_str(",\"actor\":");
        write_text(&self.actor, &mut out);
        out.push_str(&format!(",\"at\":{},\"commitment\":\"{}\",\"received\":", self.at, self.commitment));
        match self.received {
            Some(received) => out.push_str(&received.to_string()),
            None => out.push_str("null"),
        }
        out.push_str(",\"request\":");
        match &self.request {
            Some(request) => write_text(request, &mut out),
            None => out.push_str("null"),
        }
        out.push_str(&format!(",\"seq\":{},\"subject\":", self.seq));
        write_text(&self.subject, &mut out);
        out.push_str(&format!(",\"v\":{}}}", self.v));
        out
    }

    /// The leaf of the tree.
    pub fn leaf(&self) -> [u8; 32] {
        tree::leaf(self.header().as_bytes())
    }
}

/// `SHA-256(salt, body)`.
pub fn commitment(salt: &[u8; 16], body: &str) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(salt);
    hash.update(body.as_bytes());
    hash.finalize().into()
}

/// Lower-case hex.
pub fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut out = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        out.push(char::from(DIGITS[usize::from(byte >> 4)]));
        out.push(char::from(DIGITS[usize::from(byte & 15)]));
    }
    out
}

/// Reads lower-case or upper-case hex.
pub fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits = text.as_bytes();
    if !digits.len().is_multiple_of(2) {
        return None;
    }
    digits
        .chunks(2)
        .map(|pair| {
            let high = char::from(pair[0]).to_digit(16)?;
            let low = char::from(pair[1]).to_digit(16)?;
            u8::try_from(high * 16 + low).ok()
        })
        .collect()
}
