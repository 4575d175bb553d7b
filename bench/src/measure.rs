//! Latencies and CPU time of a run.

use std::collections::BTreeMap;
use std::time::Duration;

/// What every call took.
#[derive(Default)]
pub struct Latencies {
    micros: Vec<u32>,
    failed: BTreeMap<String, u64>,
}

impl Latencies {
    /// One call.
    pub fn add(&mut self, took: Duration) {
        self.micros.push(u32::try_from(took.as_micros()).unwrap_or(u32::MAX));
    }
    /// One call that failed.
    pub fn fail(&mut self, why: &str) {
        *self.failed.entry(why.to_owned()).or_default() += 1;
    }
    /// Takes another caller's calls.
    pub fn join(&mut self, other: Latencies) {
        self.micros.extend(other.micros);
        for (why, count) in other.failed {
            *self.failed.entry(why).or_default() += count;
        }
    }
    /// Calls per second, median, 99th percentile, maximum, CPU seconds.
    pub fn say(mut self, took: Duration, cpu: f64) -> String {
        self.micros.sort_unstable();
        let at = |part: usize| {
            let index = (self.micros.len() * part / 1_000).min(self.micros.len().saturating_sub(1));
            f64::from(self.micros.get(index).copied().unwrap_or(0)) / 1_000.0
        };
        let (count, seconds) = (self.micros.len(), took.as_secs_f64());
        format!(
            "{count} acts in {seconds:.1} s: {:.0}/s, p50 {:.2} ms, p99 {:.2} ms, p99.9 {:.2} ms, maximum {:.1} ms, {cpu:.1} CPU seconds of this process, failed {:?}",
            count as f64 / seconds,
            at(500),
            at(990),
            at(999),
            at(1_000),
            self.failed
        )
    }
}

/// CPU time of this process, user and system.
pub struct Cpu(f64);

impl Cpu {
    /// From now on.
    pub fn now() -> Cpu {
        Cpu(spent())
    }
    /// Seconds since.
    pub fn since(&self) -> f64 {
        spent() - self.0
    }
}

/// Fields 14 and 15 of `/proc/self/stat`, in ticks of 10 ms.
fn spent() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
    let ticks: u64 =
        after_name.split_whitespace().skip(11).take(2).filter_map(|t| t.parse::<u64>().ok()).sum();
    ticks as f64 / 100.0
}
