//! Checkpoints as signed notes (C2SP tlog-checkpoint): origin, size, root, then one Ed25519 signature line.
//!
//! Anyone who kept an earlier checkpoint can prove that history was not rewritten; whoever kept none can prove
//! nothing, and `verify` says so.

use super::tree::Hash;
use base::{Error, Result, Saying};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signature, Signer as _, SigningKey, Verifier as _, VerifyingKey};
use sha2::{Digest, Sha256};

/// A signed head of the tree.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Checkpoint {
    /// `bitgoeul/<city>/<branch>`.
    pub origin: String,
    /// Leaves.
    pub size: u64,
    /// Root.
    pub root: Hash,
    /// When, microseconds UTC.
    pub at: i64,
}

impl Checkpoint {
    fn text(&self) -> String {
        format!("{}\n{}\n{}\ntime {}\n", self.origin, self.size, STANDARD.encode(self.root), self.at)
    }
}

/// Signs checkpoints for one city.
pub struct Signer {
    key: SigningKey,
}

impl Signer {
    /// From the 32 secret bytes.
    pub fn new(secret: &[u8; 32]) -> Signer {
        Signer { key: SigningKey::from_bytes(secret) }
    }

    /// The public key, 32 bytes in base64: what a verifier keeps.
    pub fn public(&self) -> String {
        STANDARD.encode(self.key.verifying_key().to_bytes())
    }

    /// The note.
    pub fn sign(&self, checkpoint: &Checkpoint) -> String {
        let text = checkpoint.text();
        let signature = self.key.sign(text.as_bytes());
        let mut line = key_id(&checkpoint.origin, &self.key.verifying_key()).to_vec();
        line.extend_from_slice(&signature.to_bytes());
        format!("{text}\n\u{2014} {} {}\n", checkpoint.origin, STANDARD.encode(line))
    }
}

/// The first four bytes of SHA-256 over name, newline, algorithm 1, key.
fn key_id(name: &str, key: &VerifyingKey) -> [u8; 4] {
    let mut hash = Sha256::new();
    hash.update(name.as_bytes());
    hash.update([b'\n', 1]);
    hash.update(key.as_bytes());
    let hash = hash.finalize();
    [hash[0], hash[1], hash[2], hash[3]]
}

/// Reads a note and checks its signature with the public key (base64).
pub fn open(note: &str, public: &str) -> Result<Checkpoint> {
    let broken = |why: &str| Error::from(Saying::invalid("journal-checkpoint-broken").with("why", why));
    let (text, signatures) = note.split_once("\n\n").ok_or_else(|| broken("no signature"))?;
    let checkpoint = read_text(text).ok_or_else(|| broken("not a checkpoint"))?;
    let key: [u8; 32] = STANDARD
        .decode(public.trim())
        .ok()
        .and_then(|bytes| bytes.try_into().ok())
        .ok_or_else(|| broken("the public key is not 32 bytes in base64"))?;
    let key = VerifyingKey::from_bytes(&key).map_err(|_| broken("the public key is not a key"))?;
    let signed = signatures.lines().any(|line| {
        let Some((name, code)) = line.strip_prefix("\u{2014} ").and_then(|rest| rest.split_once(' ')) else {
            return false;
        };
        let Ok(bytes) = STANDARD.decode(code) else { return false };
        let Some((id, signature)) = bytes.split_at_checked(4) else { return false };
        let Ok(signature) = Signature::from_slice(signature) else { return false };
        name == checkpoint.origin
            && id == key_id(name, &key)
            && key.verify(format!("{text}\n").as_bytes(), &signature).is_ok()
    });
    if !signed {
        return Err(Saying::invalid("journal-checkpoint-not-signed")
            .with("origin", checkpoint.origin)
            .into());
    }
    Ok(checkpoint)
}

fn read_text(text: &str) -> Option<Checkpoint> {
    let mut lines = text.lines();
    let origin = lines.next()?.to_owned();
    let size = lines.next()?.parse().ok()?;
    let root = STANDARD.decode(lines.next()?).ok()?.try_into().ok()?;
    let at = lines.next()?.strip_prefix("time ")?.parse().ok()?;
    Some(Checkpoint { origin, size, root, at })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_opens_with_its_key_and_no_other() {
        let signer = Signer::new(&[7; 32]);
        let checkpoint =
            Checkpoint { origin: "bitgoeul/mirinae/main".into(), size: 12, root: [9; 32], at: 5 };
        let note = signer.sign(&checkpoint);
        assert_eq!(open(&note, &signer.public()).unwrap(), checkpoint);
        assert!(
            open(&note, &Signer::new(&[8; 32]).public()).unwrap_err().is("journal-checkpoint-not-signed")
        );
        let changed = note.replacen("\n12\n", "\n13\n", 1);
        assert!(open(&changed, &signer.public()).unwrap_err().is("journal-checkpoint-not-signed"));
        for end in 0..note.len() {
            if let Some(part) = note.get(..end) {
                assert!(end == note.len() - 1 || open(part, &signer.public()).is_err(), "cut at {end}");
            }
        }
    }
}
