//! How often a wrong password may be tried: by login, in memory. A restart forgives, a guesser does not get that far.

use base::problem::Class;
use base::{Instant, Result, Saying};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// Wrong tries before the door closes.
const TRIES: u32 = 8;
/// How long it stays closed after the last wrong try.
const CLOSED_SECONDS: i64 = 15 * 60;
/// Logins remembered at once.
const REMEMBERED: usize = 10_000;

static TRIED: Mutex<Option<HashMap<String, (u32, Instant)>>> = Mutex::new(None);

/// Refuses when there were too many wrong tries for this login.
pub fn check(login_hash: &str, now: Instant) -> Result<()> {
    let tried = TRIED.lock().unwrap_or_else(PoisonError::into_inner);
    match tried.as_ref().and_then(|map| map.get(login_hash)) {
        Some((count, last)) if *count >= TRIES && last.plus_seconds(CLOSED_SECONDS) > now => {
            Err(Saying::new(Class::TooMany, "account-too-many-tries")
                .with("minutes", CLOSED_SECONDS / 60)
                .into())
        }
        _ => Ok(()),
    }
}

/// Counts a wrong try; a right one forgets them.
pub fn tried(login_hash: &str, right: bool, now: Instant) {
    let mut tried = TRIED.lock().unwrap_or_else(PoisonError::into_inner);
    let map = tried.get_or_insert_default();
    map.retain(|_, (_, last)| last.plus_seconds(CLOSED_SECONDS) > now);
    if right {
        map.remove(login_hash);
        return;
    }
    if map.len() < REMEMBERED || map.contains_key(login_hash) {
        let entry = map.entry(login_hash.to_owned()).or_insert((0, now));
        *entry = (entry.0 + 1, now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_door_closes_after_eight_wrong_tries_and_opens_again() {
        let now = Instant::from_micros(1_000_000);
        for _ in 0..TRIES {
            check("a", now).unwrap();
            tried("a", false, now);
        }
        assert!(check("a", now).unwrap_err().is("account-too-many-tries"));
        check("b", now).unwrap();
        check("a", now.plus_seconds(CLOSED_SECONDS + 1)).unwrap();
        tried("a", true, now);
        check("a", now).unwrap();
    }
}
