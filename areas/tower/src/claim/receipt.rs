//! Receipts of numbers that were handed in: what was sent and what became of it, for whoever sent it.
//!
//! Receipt numbers follow each other and stand in the journal: a number alone opens nothing. The code beside it is
//! derived from the record under the city's key, so that nothing has to be kept and sending twice gives the same one.

use super::handed::{self, HandInState, HandedIn};
use base::{Day, Id, Result, Saying};
use db::Read;
use kernel::vault::{Vault, same};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// Letters of a code: none that is taken for another.
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Letters of a code, five bits each.
const LENGTH: usize = 10;

/// What a receipt says to who handed the number in, and to the office.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct ClaimReceipt {
    /// Its number.
    pub number: String,
    /// What opens it together with the number; null for the office, which needs none.
    pub code: Option<String>,
    /// The civil day on which it came in.
    #[schema(value_type = String)]
    pub received: Day,
    /// Where it stands.
    pub state: HandInState,
    /// Why it was refused.
    pub reason: Option<String>,
    /// The code of the claim it became.
    pub claim: Option<String>,
    /// What was sent, by column of the claims file; what was left empty is not here.
    pub cells: BTreeMap<String, String>,
}

impl ClaimReceipt {
    fn new(found: HandedIn, zone: &str, code: Option<String>) -> ClaimReceipt {
        ClaimReceipt {
            number: found.number,
            code,
            received: found.received.day_in(zone),
            state: found.state,
            reason: found.reason,
            claim: found.claim,
            cells: found.cells.into_iter().filter(|(_, text)| !text.is_empty()).collect(),
        }
    }

    /// What was sent in a column; "" when nothing was.
    pub fn cell(&self, column: &str) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }
}

/// What a receipt is looked for by.
#[derive(Clone, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ReceiptAsked {
    /// Its number.
    pub number: String,
    /// Its code.
    pub code: String,
}

/// The code that belongs to the receipt of a hand-in: `7K2MQ-X9D4T`.
pub fn code(vault: &Vault, handed: Id) -> Result<String> {
    let hash = vault.keyed_hash("claim-receipt", &handed.to_string())?;
    let five_bits = |pair: &[u8]| {
        let byte = std::str::from_utf8(pair).ok().and_then(|pair| u8::from_str_radix(pair, 16).ok());
        char::from(LETTERS[usize::from(byte.unwrap_or(0) & 31)])
    };
    let letters: String = hash.as_bytes().chunks_exact(2).take(LENGTH).map(five_bits).collect();
    let (first, second) = letters.split_at(LENGTH / 2);
    Ok(format!("{first}-{second}"))
}

/// A receipt for whoever has its number and its code; "not found" when either is wrong, and it is not told which.
pub fn read(read: &impl Read, vault: &Vault, zone: &str, asked: &ReceiptAsked) -> Result<ClaimReceipt> {
    let found = handed::get(read, &asked.number.trim().to_uppercase())?;
    let right = code(vault, found.id)?;
    match same(&plain(&right), &plain(&asked.code)) {
        true => Ok(ClaimReceipt::new(found, zone, Some(right))),
        false => Err(Saying::not_found("base-not-found").into()),
    }
}

/// A receipt for the office, which may see every hand-in.
pub fn for_office(read: &impl Read, zone: &str, number: &str) -> Result<ClaimReceipt> {
    Ok(ClaimReceipt::new(handed::get(read, number)?, zone, None))
}

/// A code as it was typed: without hyphens and spaces, in capital letters, with the letters that are taken for others.
fn plain(typed: &str) -> String {
    let letters = typed.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase());
    let read_as = |letter: char| match letter {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    letters.map(read_as).collect()
}
