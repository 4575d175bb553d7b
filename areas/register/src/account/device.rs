//! A browser in which somebody signed in to an account before, known again by a cookie that only we can sign.
//!
//! It opens nothing: the password is asked for all the same. It tells the account's own browsers from those of strangers,
//! so that a stranger's wrong tries do not lock out whom the account belongs to. The cookie holds the day on which it was
//! given, a random mark and a signature over both and the login; nothing of the person, and nothing is kept here.

use base::Result;
use kernel::City;
use kernel::vault::same;

/// How long a browser stays known after signing in.
pub const DAYS: i64 = 365;

/// The cookie of one city. A slug has no point, so no city's session cookie is called so.
pub fn cookie_name(slug: &str, secure: bool) -> String {
    match secure {
        true => format!("__Host-bitgoeul.device-{slug}"),
        false => format!("bitgoeul.device-{slug}"),
    }
}

/// A new cookie for a browser in which this account was signed in to just now.
pub fn remember(city: &City, login_hash: &str) -> Result<String> {
    let mut mark = [0u8; 16];
    city.source().fill(&mut mark);
    let says = format!("{}.{}", city.today().number(), kernel::journal::hex(&mark));
    Ok(format!("{says}.{}", signature(city, login_hash, &says)?))
}

/// The mark of a browser that is known for this account today; none for every other.
pub fn known(city: &City, login_hash: &str, cookie: &str) -> Result<Option<String>> {
    let Some((says, signed)) = cookie.rsplit_once('.') else { return Ok(None) };
    if !same(&signature(city, login_hash, says)?, signed) {
        return Ok(None);
    }
    let Some((given, mark)) = says.split_once('.') else { return Ok(None) };
    let today = city.today().number();
    let holds = given.parse().is_ok_and(|given: i64| (given..=given + DAYS).contains(&today));
    Ok(holds.then(|| mark.to_owned()))
}

fn signature(city: &City, login_hash: &str, says: &str) -> Result<String> {
    city.vault().keyed_hash("device", &format!("{login_hash}.{says}"))
}
