//! Trying a definition before it becomes public: the engine must take its SQL, and its rows must keep the contract.

use super::count::{Asked, count_blocking};
use super::{Held, definition};
use base::{Day, Error, Result};
use kernel::City;

/// Whom a definition once, as of `today`, and says what is wrong with it.
///
/// # Errors
/// What the engine refuses, with the line of the definition's file where it can be told; breaches of the contract.
pub fn trial(city: &City, held: &Held, today: Day) -> Result<()> {
    let asked = Asked { as_of: today, position: None, minimum: None };
    count_blocking(city, held, asked).map(|_| ()).map_err(|error| in_file(error, &held.text))
}

/// A place in the SQL as a place in the file.
pub fn in_file(error: Error, text: &str) -> Error {
    match error {
        Error::Refused(mut saying) => {
            for (name, value) in &mut saying.facts {
                if let ("line", Ok(line)) = (*name, value.parse::<usize>()) {
                    *value = (definition::line_of_sql(text) + line).to_string();
                }
            }
            Error::Refused(saying)
        }
        fault => fault,
    }
}
