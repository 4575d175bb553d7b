//! The machine we run on: its clock, its randomness, its log.

use crate::cli::Cli;
use base::{Clock, Instant, Source};
use std::time::{SystemTime, UNIX_EPOCH};

/// The machine's clock.
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Instant {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Instant::from_micros(i64::try_from(since.as_micros()).unwrap_or(i64::MAX))
    }
}

/// The machine's randomness.
pub struct SystemSource;

impl Source for SystemSource {
    fn fill(&mut self, bytes: &mut [u8]) {
        // Without randomness no id, salt or key may be made: stopping is the only safe answer.
        if let Err(error) = getrandom::fill(bytes) {
            tracing::error!(%error, "the machine gives no randomness");
            std::process::abort();
        }
    }
}

/// Nanoseconds of CPU that this thread has used; `None` where the system does not say.
pub fn cpu_nanos() -> Option<u64> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    text.split_ascii_whitespace().next()?.parse().ok()
}

/// Writes the log to standard error: plain for people, JSON when asked.
pub fn log(cli: &Cli) {
    let filter = tracing_subscriber::EnvFilter::try_from_env("BITGOEUL_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn,bitgoeul=info"));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match cli.common.json {
        true => log.json().init(),
        false => log.init(),
    }
}
