//! How often a wrong password may be tried, in memory. A restart forgives, a guesser does not get that far.
//!
//! Each browser that is known for an account (`device`) has tries of its own; all others share those of the account. So
//! strangers can close the door to strangers alone.

use base::problem::Class;
use base::{Instant, PersonId, Result, Saying};
use web::http::Remembered;

/// Wrong tries before the door closes.
const TRIES: u32 = 8;
/// How long it stays closed after the last wrong try.
const CLOSED_SECONDS: i64 = 15 * 60;

static TRIED: Remembered<u32> = Remembered::new(CLOSED_SECONDS);

/// Whose tries are counted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Tries {
    /// Of browsers that are not known for the account with this login.
    Strangers(String),
    /// Of the browser with this mark, which is known for the account.
    Device(String),
    /// Of a session in which the password is asked for again.
    Session(PersonId),
}

impl Tries {
    fn key(&self) -> String {
        match self {
            Tries::Strangers(login_hash) => format!("login:{login_hash}"),
            Tries::Device(mark) => format!("device:{mark}"),
            Tries::Session(person) => format!("confirm:{person}"),
        }
    }

    fn refusal(&self) -> &'static str {
        match self {
            Tries::Strangers(_) => "register-sign-in-strangers",
            Tries::Device(_) | Tries::Session(_) => "account-too-many-tries",
        }
    }
}

/// Begins a try: counted under the lock before the password is looked at, so that many at once are many. Refused when
/// there were too many.
pub fn begin(tries: &Tries, now: Instant) -> Result<()> {
    TRIED.count(&tries.key(), now, |tried| {
        if *tried >= TRIES {
            let minutes = CLOSED_SECONDS / 60;
            return Err(Saying::new(Class::TooMany, tries.refusal()).with("minutes", minutes).into());
        }
        *tried += 1;
        Ok(())
    })
}

/// The password was right, or was not looked at: what was counted is forgotten.
pub fn forgive(tries: &Tries) {
    TRIED.change(&tries.key(), |tried| *tried = 0);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_door_closes_after_eight_wrong_tries_and_opens_again() {
        let now = Instant::from_micros(1_000_000);
        let strangers = |login: &str| Tries::Strangers(login.to_owned());
        for _ in 0..TRIES {
            begin(&strangers("a"), now).unwrap();
        }
        assert!(begin(&strangers("a"), now).unwrap_err().is("register-sign-in-strangers"));
        begin(&strangers("b"), now).unwrap();
        begin(&Tries::Device("a".into()), now).unwrap();
        begin(&strangers("a"), now.plus_seconds(CLOSED_SECONDS + 1)).unwrap();
        forgive(&strangers("a"));
        begin(&strangers("a"), now).unwrap();
    }
}
