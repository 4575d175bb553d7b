//! How many numbers one network of visitors hands in during an hour, in memory. A restart forgives.
//!
//! Who stands behind a network is not known and not kept: its name comes in hashed under the city's key, and goes after
//! an hour. The limit for the whole city stands in the act.

use super::rules::HAND_INS_PER_SENDER;
use ::web::http::Remembered;
use base::problem::Class;
use base::{Instant, Result, Saying};

const HOUR_SECONDS: i64 = 3_600;

static SENT: Remembered<Vec<Instant>> = Remembered::new(HOUR_SECONDS);

/// Begins a hand-in: counted under the lock before it is written, so that many at once are many.
///
/// # Errors
/// `tower-claim-too-often-here` when this sender has handed in as many as one may within the hour.
pub fn begin(sender: &str, now: Instant) -> Result<()> {
    SENT.count(sender, now, |times| {
        times.retain(|time| time.plus_seconds(HOUR_SECONDS) > now);
        if times.len() >= HAND_INS_PER_SENDER {
            let saying = Saying::new(Class::TooMany, "tower-claim-too-often-here");
            return Err(saying.with("count", HAND_INS_PER_SENDER).into());
        }
        times.push(now);
        Ok(())
    })
}

/// Nothing was handed in after all: the newest of this sender is forgotten.
pub fn forgive(sender: &str) {
    SENT.change(sender, |times| {
        times.pop();
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_sender_stops_nobody_else_and_goes_on_after_an_hour() {
        let now = Instant::from_micros(1_000_000);
        for _ in 0..HAND_INS_PER_SENDER {
            begin("limit-a", now).unwrap();
        }
        assert!(begin("limit-a", now.plus_seconds(3_599)).unwrap_err().is("tower-claim-too-often-here"));
        begin("limit-b", now).unwrap();
        forgive("limit-a");
        begin("limit-a", now.plus_seconds(10)).unwrap();
        assert!(begin("limit-a", now.plus_seconds(11)).is_err());
        begin("limit-a", now.plus_seconds(3_601)).unwrap();
    }
}
