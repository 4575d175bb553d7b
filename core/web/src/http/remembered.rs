//! What is counted in memory for a while, by key: of so many keys at once, and of each for so long. A restart forgets.

use base::{Instant, Result};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// Keys remembered at once; with more, the one that was counted longest ago is forgotten.
const REMEMBERED: usize = 10_000;

/// Counts by key, each with the time of the last one.
pub struct Remembered<V> {
    seconds: i64,
    counts: Mutex<Option<HashMap<String, (V, Instant)>>>,
}

impl<V: Default> Remembered<V> {
    /// Remembers each key for so long after it was last counted.
    pub const fn new(seconds: i64) -> Remembered<V> {
        Remembered { seconds, counts: Mutex::new(None) }
    }

    /// Counts once more, under the lock, so that many at once are many. What `count` refuses is not counted.
    pub fn count(&self, key: &str, now: Instant, count: impl FnOnce(&mut V) -> Result<()>) -> Result<()> {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        let map = counts.get_or_insert_default();
        map.retain(|_, (_, last)| last.plus_seconds(self.seconds) > now);
        if map.len() >= REMEMBERED
            && !map.contains_key(key)
            && let Some(oldest) = map.iter().min_by_key(|(_, (_, last))| *last).map(|(key, _)| key.clone())
        {
            map.remove(&oldest);
        }
        let (counted, last) = map.entry(key.to_owned()).or_insert_with(|| (V::default(), now));
        count(counted)?;
        *last = now;
        Ok(())
    }

    /// Changes what was counted of a key, when something was.
    pub fn change(&self, key: &str, change: impl FnOnce(&mut V)) {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((counted, _)) = counts.get_or_insert_default().get_mut(key) {
            change(counted);
        }
    }
}
