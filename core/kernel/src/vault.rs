//! The vault: keys in a store of their own, one per person (or per file), and what is sealed under them.
//!
//! A key is durable here before the act that uses it commits. Destroying a key makes everything sealed under it
//! unreadable, in this folder and in every copy of the city's database; that is why keys are backed up apart and for
//! fewer days. A master key, given by file, opens the store.

use base::{Fault, Result, Source};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{ChaCha20Poly1305, Nonce};
use db::{Conn, Place, Read, Sql};
use hmac::{Hmac, Mac};
use sha2::Sha256;
use std::path::Path;
use std::sync::{Mutex, MutexGuard};

const CREATE: &str = "create table if not exists vault_key (
    owner text primary key, nonce blob not null, wrapped blob not null, created integer not null) strict";
const FIND: Sql = Sql::new("vault.key.find", "select nonce, wrapped from vault_key where owner = ?1");
const INSERT: Sql = Sql::new(
    "vault.key.insert",
    "insert into vault_key (owner, nonce, wrapped, created) values (?1, ?2, ?3, ?4)",
);
const DELETE: Sql = Sql::new("vault.key.delete", "delete from vault_key where owner = ?1");
const OLDER: Sql = Sql::new(
    "vault.key.older",
    "select owner from vault_key where created < ?1 and owner > ?2 order by owner limit ?3",
);
const OWNERS: Sql =
    Sql::new("vault.key.owners", "select owner from vault_key where owner > ?1 order by owner limit ?2");

/// 32 secret bytes.
pub type Key = [u8; 32];

/// The key store of one city.
pub struct Vault {
    store: Mutex<Conn>,
    master: Key,
}

/// Sealed bytes and the nonce they were sealed with.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sealed {
    /// 12 bytes, never used twice with one key.
    pub nonce: [u8; 12],
    /// Cipher text with its tag.
    pub bytes: Vec<u8>,
}

impl Vault {
    /// Opens the store at `file` with the master key.
    pub fn open(file: &Path, master: Key) -> Result<Vault> {
        let conn = Conn::open(&Place::file(file))?;
        conn.script("preparing the key store", CREATE)?;
        Ok(Vault { store: Mutex::new(conn), master })
    }

    fn store(&self) -> Result<MutexGuard<'_, Conn>> {
        self.store.lock().map_err(|_| Fault::new("opening the key store", "an earlier use panicked").into())
    }

    /// Makes a key for `owner` and waits until it is durable. Called before the act that uses it, never inside one.
    pub fn make_key(&self, owner: &str, now_micros: i64, source: &mut dyn Source) -> Result<()> {
        let (mut key, mut nonce) = ([0u8; 32], [0u8; 12]);
        source.fill(&mut key);
        source.fill(&mut nonce);
        let sealed = seal_with(&self.master, nonce, owner.as_bytes(), &key)?;
        self.store()?.execute(
            &INSERT,
            &[owner.into(), (&sealed.nonce).into(), (&sealed.bytes).into(), now_micros.into()],
        )?;
        Ok(())
    }

    fn key(&self, owner: &str) -> Result<Option<Key>> {
        let found = self
            .store()?
            .opt(&FIND, &[owner.into()], |row| Ok(Sealed { nonce: row.get(0)?, bytes: row.get(1)? }))?;
        let Some(sealed) = found else { return Ok(None) };
        let key = open_with(&self.master, owner.as_bytes(), &sealed)?;
        let key = key.try_into().map_err(|_| Fault::new("reading a key", "it is not 32 bytes"))?;
        Ok(Some(key))
    }

    /// Seals `plain` under the owner's key. `place` says where it will stand, so that it opens nowhere else.
    pub fn seal(&self, owner: &str, place: &str, plain: &[u8], nonce: [u8; 12]) -> Result<Sealed> {
        let key = self.key(owner)?.ok_or_else(|| Fault::new("sealing", format!("{owner} has no key")))?;
        seal_with(&key, nonce, place.as_bytes(), plain)
    }

    /// Opens what `seal` sealed; none when the key was destroyed.
    pub fn unseal(&self, owner: &str, place: &str, sealed: &Sealed) -> Result<Option<Vec<u8>>> {
        match self.key(owner)? {
            None => Ok(None),
            Some(key) => open_with(&key, place.as_bytes(), sealed).map(Some),
        }
    }

    /// Destroys a key: overwritten, and gone from the log as well. Doing it twice is harmless.
    pub fn destroy(&self, owner: &str) -> Result<()> {
        let store = self.store()?;
        store.execute(&DELETE, &[owner.into()])?;
        // secure_delete zeroes the page; the log still holds the old one until it is emptied.
        store.script("emptying the key store's log", "pragma wal_checkpoint(truncate)")
    }

    /// Owners of keys made before a time, in their order after one of them, for the sweep of keys whose act never
    /// committed; pages of `limit`.
    pub fn owners_before(&self, micros: i64, owner: &str, limit: i64) -> Result<Vec<String>> {
        self.store()?.list(&OLDER, &[micros.into(), owner.into(), limit.into()], |row| row.get(0))
    }

    /// Owners of keys in their order, after one of them; pages of `limit`.
    pub fn owners_after(&self, owner: &str, limit: i64) -> Result<Vec<String>> {
        self.store()?.list(&OWNERS, &[owner.into(), limit.into()], |row| row.get(0))
    }

    /// Copies the key store into a new file, consistent although it is in use.
    pub fn copy_to(&self, file: &Path) -> Result<()> {
        self.store()?.copy_to(file)
    }

    /// A keyed hash, to find a login or a session without storing it. `purpose` keeps the uses apart.
    pub fn keyed_hash(&self, purpose: &str, value: &str) -> Result<String> {
        let mut mac = <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(&self.master)
            .map_err(|e| Fault::new("hashing with a key", e))?;
        mac.update(purpose.as_bytes());
        mac.update(&[0]);
        mac.update(value.as_bytes());
        Ok(crate::journal::hex(&mac.finalize().into_bytes()))
    }
}

/// Compares to the end, so that time does not tell how much of a secret was guessed.
pub fn same(a: &str, b: &str) -> bool {
    a.len() == b.len() && a.bytes().zip(b.bytes()).fold(0, |differs, (a, b)| differs | (a ^ b)) == 0
}

fn seal_with(key: &Key, nonce: [u8; 12], place: &[u8], plain: &[u8]) -> Result<Sealed> {
    let cipher = ChaCha20Poly1305::new(&(*key).into());
    let bytes = cipher
        .encrypt(&Nonce::from(nonce), Payload { msg: plain, aad: place })
        .map_err(|_| Fault::new("sealing", "the cipher refused"))?;
    Ok(Sealed { nonce, bytes })
}

fn open_with(key: &Key, place: &[u8], sealed: &Sealed) -> Result<Vec<u8>> {
    let cipher = ChaCha20Poly1305::new(&(*key).into());
    cipher
        .decrypt(&Nonce::from(sealed.nonce), Payload { msg: &sealed.bytes, aad: place })
        .map_err(|_| Fault::new("opening what was sealed", "wrong key or changed bytes").into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use base::Seeded;

    #[test]
    fn what_is_sealed_opens_only_at_its_place_with_its_key() {
        let folder = tempfile::tempdir().unwrap();
        let vault = Vault::open(&folder.path().join("keys.db"), [1; 32]).unwrap();
        let mut source = Seeded::new(3);
        vault.make_key("person:a", 1, &mut source).unwrap();
        let sealed = vault.seal("person:a", "name_ko", "홍길동".as_bytes(), [5; 12]).unwrap();
        assert_eq!(vault.unseal("person:a", "name_ko", &sealed).unwrap().unwrap(), "홍길동".as_bytes());
        assert!(vault.unseal("person:a", "name_en", &sealed).is_err());
        assert_eq!(vault.unseal("person:b", "name_ko", &sealed).unwrap(), None);
        assert_eq!(vault.owners_before(2, "", 10).unwrap(), ["person:a"]);
        vault.destroy("person:a").unwrap();
        vault.destroy("person:a").unwrap();
        assert_eq!(vault.unseal("person:a", "name_ko", &sealed).unwrap(), None);
        let bytes = std::fs::read(folder.path().join("keys.db")).unwrap();
        assert!(!bytes.windows(8).any(|w| w == b"person:a"), "the owner is still in the file");
    }

    #[test]
    fn another_master_key_opens_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("keys.db");
        Vault::open(&file, [1; 32]).unwrap().make_key("x", 1, &mut Seeded::new(3)).unwrap();
        assert!(Vault::open(&file, [2; 32]).unwrap().seal("x", "p", b"y", [0; 12]).is_err());
    }
}
