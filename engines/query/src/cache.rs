//! Decoded columns kept in memory, up to a number of bytes: the ones used last stay.
//!
//! A key names a segment, a row group and a column; segments never change, so what is kept is never wrong.

use arrow::array::{Array as _, ArrayRef};
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

/// Segment, row group, column.
pub type Key = (u64, u32, u8);
/// The batches of a column of a row group.
pub type Batches = Arc<Vec<ArrayRef>>;

/// The columns that are kept.
#[derive(Debug)]
pub struct Cache {
    bytes_max: usize,
    kept: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    columns: HashMap<Key, Entry>,
    bytes: usize,
    clock: u64,
}

#[derive(Debug)]
struct Entry {
    batches: Batches,
    bytes: usize,
    used: u64,
}

impl Cache {
    /// Keeps up to `bytes_max` bytes.
    pub fn new(bytes_max: usize) -> Cache {
        Cache { bytes_max, kept: Mutex::default() }
    }

    /// What is kept of a column.
    pub fn get(&self, key: Key) -> Option<Batches> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.clock += 1;
        let now = kept.clock;
        let entry = kept.columns.get_mut(&key)?;
        entry.used = now;
        Some(Arc::clone(&entry.batches))
    }

    /// Keeps a column; when it is too much, what was not used for longest goes.
    pub fn put(&self, key: Key, batches: Batches) {
        let bytes = size(&batches);
        if bytes > self.bytes_max {
            return;
        }
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.clock += 1;
        let used = kept.clock;
        if let Some(before) = kept.columns.insert(key, Entry { batches, bytes, used }) {
            kept.bytes -= before.bytes;
        }
        kept.bytes += bytes;
        if kept.bytes > self.bytes_max {
            kept.shrink(self.bytes_max / 10 * 9);
        }
    }

    /// Drops what belongs to segments that are gone.
    pub fn retain(&self, stays: &dyn Fn(u64) -> bool) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.columns.retain(|key, _| stays(key.0));
        kept.bytes = kept.columns.values().map(|entry| entry.bytes).sum();
    }

    /// Bytes that are kept.
    pub fn bytes(&self) -> usize {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).bytes
    }
}

impl Kept {
    fn shrink(&mut self, to: usize) {
        let mut by_use: Vec<(u64, Key)> =
            self.columns.iter().map(|(key, entry)| (entry.used, *key)).collect();
        by_use.sort_unstable();
        for (_, key) in by_use {
            if self.bytes <= to {
                return;
            }
            if let Some(gone) = self.columns.remove(&key) {
                self.bytes -= gone.bytes;
            }
        }
    }
}

/// Bytes of the buffers, each counted once: batches of one row group share a dictionary.
fn size(batches: &[ArrayRef]) -> usize {
    let mut seen = HashSet::new();
    let mut bytes = 0;
    for array in batches {
        let data = array.to_data();
        let nulls = data.nulls().map(|nulls| nulls.buffer());
        for buffer in data.buffers().iter().chain(nulls) {
            if seen.insert(buffer.data_ptr()) {
                bytes += buffer.capacity();
            }
        }
    }
    bytes
}
