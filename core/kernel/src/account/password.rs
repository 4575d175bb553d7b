//! Passwords: argon2id, behind a gate, so that a crowd at the door cannot take all memory.

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use base::{Fault, Result, Saying};
use std::sync::{Condvar, Mutex, PoisonError};

/// Hashes at the same time; each takes 19 MiB.
const AT_ONCE: usize = 2;
/// Fewer characters are refused.
pub const LENGTH_MIN: usize = 10;
/// More bytes are refused: hashing them would be an attack.
pub const BYTES_MAX: usize = 1_024;

static GATE: (Mutex<usize>, Condvar) = (Mutex::new(0), Condvar::new());

struct Pass;

impl Pass {
    fn take() -> Pass {
        let (count, free) = &GATE;
        let mut count = count.lock().unwrap_or_else(PoisonError::into_inner);
        while *count >= AT_ONCE {
            count = free.wait(count).unwrap_or_else(PoisonError::into_inner);
        }
        *count += 1;
        Pass
    }
}

impl Drop for Pass {
    fn drop(&mut self) {
        let (count, free) = &GATE;
        *count.lock().unwrap_or_else(PoisonError::into_inner) -= 1;
        free.notify_one();
    }
}

fn hasher() -> Result<Argon2<'static>> {
    // OWASP's first choice for argon2id: 19 MiB, two passes, one lane.
    let params =
        Params::new(19_456, 2, 1, None).map_err(|e| Fault::new("preparing to hash a password", e))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// Hashes a new password. Takes tens of milliseconds: call it off the writer and off the async threads.
pub fn hash(password: &str, salt: &[u8; 16]) -> Result<String> {
    if password.chars().count() < LENGTH_MIN {
        return Err(Saying::invalid("account-password-short").with("min", LENGTH_MIN).into());
    }
    if password.len() > BYTES_MAX {
        return Err(Saying::invalid("account-password-long").with("max", BYTES_MAX).into());
    }
    let _pass = Pass::take();
    let hashed = hasher()?
        .hash_password_with_salt(password.as_bytes(), salt)
        .map_err(|e| Fault::new("hashing a password", e))?;
    Ok(hashed.to_string())
}

/// True when the password fits. Without a stored hash the same work is done and the answer is no, so that time does
/// not tell whether an account exists.
pub fn fits(password: &str, stored: Option<&str>) -> Result<bool> {
    const NOBODY: &str =
        "$argon2id$v=19$m=19456,t=2,p=1$MDEyMzQ1Njc4OWFiY2RlZg$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    if password.len() > BYTES_MAX {
        return Ok(false);
    }
    let _pass = Pass::take();
    let parsed =
        PasswordHash::new(stored.unwrap_or(NOBODY)).map_err(|e| Fault::new("reading a password hash", e))?;
    Ok(hasher()?.verify_password(password.as_bytes(), &parsed).is_ok() && stored.is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_fits_its_own_hash_only() {
        let stored = hash("열한 글자 암호입니다", &[4; 16]).unwrap();
        assert!(fits("열한 글자 암호입니다", Some(&stored)).unwrap());
        assert!(!fits("열한 글자 암호입니다!", Some(&stored)).unwrap());
        assert!(!fits("열한 글자 암호입니다", None).unwrap());
        assert!(hash("short", &[4; 16]).unwrap_err().is("account-password-short"));
    }
}
