//! What an act states and ends, as one number in its journal entry: the doctor compares it with the rows.
//!
//! The number is the sum of the SHA-256 of each row's text, modulo 2^256: the same in whatever order rows are read. It
//! stands in the body, which the entry's commitment covers.

use super::{Fact, Statement};
use base::{Fault, Id, Result};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

/// The field of a body that holds it.
const FIELD: &str = "facts";

/// Facts of one position.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct FactDigest {
    /// Facts that the position states.
    pub stated: u64,
    /// Facts in which it ends belief.
    pub ended: u64,
    sum: [u64; 4],
}

impl FactDigest {
    /// True when the position neither states nor ends a fact.
    pub fn is_empty(&self) -> bool {
        *self == FactDigest::default()
    }

    /// The position states this.
    pub fn state(&mut self, id: Id, says: &Statement) {
        self.stated += 1;
        let text = (
            (
                id.to_string(),
                &says.kind,
                says.subject.to_string(),
                says.other.as_ref().map(base::Ref::to_string),
            ),
            (&says.code, says.amount, &says.place),
            (
                says.valid.from.map(base::Day::number),
                says.valid.to.map(base::Day::number),
                says.level.number(),
            ),
            (says.evidence.map(|id| id.to_string()), &says.source),
        );
        self.add(&serde_json::to_vec(&text).unwrap_or_default());
    }

    /// The position ends belief in this.
    pub fn end(&mut self, id: Id) {
        self.ended += 1;
        self.add(format!("end {id}").as_bytes());
    }

    /// The part of a row that belongs to a position.
    pub fn row(&mut self, fact: &Fact, position: i64) {
        if fact.seq_in == position {
            self.state(fact.id, &fact.says);
        }
        if fact.seq_out == Some(position) {
            self.end(fact.id);
        }
    }

    fn add(&mut self, text: &[u8]) {
        let hash: [u8; 32] = Sha256::digest(text).into();
        let mut carry = false;
        for (word, bytes) in self.sum.iter_mut().zip(hash.as_chunks::<8>().0) {
            let (sum, over) = word.overflowing_add(u64::from_le_bytes(*bytes));
            let (sum, again) = sum.overflowing_add(u64::from(carry));
            (*word, carry) = (sum, over || again);
        }
    }

    /// The body with this in it.
    pub(crate) fn within(&self, body: &Value) -> Result<Value> {
        let Value::Object(mut fields) = body.clone() else {
            return Err(Fault::new("recording an act", "its body is no object").into());
        };
        let sum: Vec<u8> = self.sum.iter().flat_map(|word| word.to_le_bytes()).collect();
        let value = json!({"stated": self.stated, "ended": self.ended, "sum": crate::journal::hex(&sum)});
        fields.insert(FIELD.into(), value);
        Ok(Value::Object(fields))
    }

    /// What a body says; empty when it says nothing of facts.
    pub fn of_body(body: &str) -> FactDigest {
        let read = || -> Option<FactDigest> {
            let body: Value = serde_json::from_str(body).ok()?;
            let own = body.get(FIELD)?;
            let bytes = crate::journal::unhex(own.get("sum")?.as_str()?)?;
            let mut sum = [0u64; 4];
            for (word, bytes) in sum.iter_mut().zip(bytes.as_chunks::<8>().0) {
                *word = u64::from_le_bytes(*bytes);
            }
            Some(FactDigest { stated: own.get("stated")?.as_u64()?, ended: own.get("ended")?.as_u64()?, sum })
        };
        read().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use base::{Days, Instant, Level, Ref, Seeded};

    #[test]
    fn the_order_of_rows_is_of_no_account_and_every_column_is() {
        let mut source = Seeded::new(5);
        let ids: Vec<Id> = (0..3).map(|_| Id::new(Instant::from_micros(1), &mut source)).collect();
        let says = Statement::new(
            &crate::organisation::IDENTITY,
            Ref::new("organisation", "1"),
            Days::ALWAYS,
            Level::Audited,
        );
        let of = |order: &[usize], says: &Statement| {
            let mut digest = FactDigest::default();
            order.iter().for_each(|at| digest.state(ids[*at], says));
            digest.end(ids[0]);
            digest
        };
        let whole = of(&[0, 1, 2], &says);
        assert_eq!(whole, of(&[2, 0, 1], &says));
        assert_ne!(whole, of(&[2, 0], &says));
        let other = Statement { amount: Some(1), ..says.clone() };
        assert_ne!(whole, of(&[0, 1, 2], &other));
        let body = whole.within(&json!({"why": "x"})).unwrap().to_string();
        assert_eq!(FactDigest::of_body(&body), whole);
        assert!(FactDigest::of_body("{}").is_empty() && FactDigest::of_body("not json").is_empty());
    }
}
