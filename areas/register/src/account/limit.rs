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

/// Begins a try: counted under the lock before the password is looked at, so that many at once are many. Refused when
/// there were too many.
pub fn begin(key: &str, now: Instant) -> Result<()> {
    let mut tried = TRIED.lock().unwrap_or_else(PoisonError::into_inner);
    let map = tried.get_or_insert_default();
    map.retain(|_, (_, last)| last.plus_seconds(CLOSED_SECONDS) > now);
    if map.len() >= REMEMBERED
        && !map.contains_key(key)
        && let Some(oldest) = map.iter().min_by_key(|(_, (_, last))| *last).map(|(key, _)| key.clone())
    {
        map.remove(&oldest);
    }
    let entry = map.entry(key.to_owned()).or_insert((0, now));
    if entry.0 >= TRIES {
        let minutes = CLOSED_SECONDS / 60;
        return Err(Saying::new(Class::TooMany, "account-too-many-tries").with("minutes", minutes).into());
    }
    *entry = (entry.0 + 1, now);
    Ok(())
}

/// The password was right, or was not looked at: what was counted is forgotten.
pub fn forgive(key: &str) {
    let mut tried = TRIED.lock().unwrap_or_else(PoisonError::into_inner);
    tried.get_or_insert_default().remove(key);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_door_closes_after_eight_wrong_tries_and_opens_again() {
        let now = Instant::from_micros(1_000_000);
        for _ in 0..TRIES {
            begin("a", now).unwrap();
        }
        assert!(begin("a", now).unwrap_err().is("account-too-many-tries"));
        begin("b", now).unwrap();
        begin("a", now.plus_seconds(CLOSED_SECONDS + 1)).unwrap();
        forgive("a");
        begin("a", now).unwrap();
    }
}
