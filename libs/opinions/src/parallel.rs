//! Work on ranges of people, on one thread or several, with the same bits.
//!
//! The cut into chunks depends on the data alone, never on the number of threads; results come back in
//! the order of the chunks, and the caller adds them in that order. Threads live as long as one call.

use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Cuts `0..length` into at most `most` chunks of nearly equal size; at least one chunk.
pub fn chunks(length: usize, most: usize) -> Vec<Range<usize>> {
    let count = most.clamp(1, length.max(1));
    (0..count).map(|i| length * i / count..length * (i + 1) / count).collect()
}

/// Runs `work` on each chunk and returns the results in chunk order.
pub fn over_chunks<T: Send>(
    chunks: &[Range<usize>],
    threads: usize,
    work: &(dyn Fn(Range<usize>) -> T + Sync),
) -> Vec<T> {
    let threads = threads.clamp(1, chunks.len().max(1));
    if threads == 1 {
        return chunks.iter().map(|chunk| work(chunk.clone())).collect();
    }
    let next = AtomicUsize::new(0);
    let take = || {
        let mut done = Vec::new();
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            match chunks.get(index) {
                Some(chunk) => done.push((index, work(chunk.clone()))),
                None => return done,
            }
        }
    };
    let mut results: Vec<(usize, T)> = std::thread::scope(|scope| {
        let helpers: Vec<_> = (1..threads).map(|_| scope.spawn(take)).collect();
        let mut all = take();
        for helper in helpers {
            match helper.join() {
                Ok(part) => all.extend(part),
                // A panic in `work` is a defect of ours; it goes on in the caller's thread.
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        all
    });
    results.sort_by_key(|(index, _)| *index);
    results.into_iter().map(|(_, result)| result).collect()
}
