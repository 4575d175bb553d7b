//! A file of claims from outside: read whole, every fault with line, column and mend, or not taken at all.

use base::{Result, Saying};
use claims::Claim;

/// What is wrong with a file, and where.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Wrong {
    /// Counted from 1; 0 = the whole file.
    pub line: u64,
    /// The column by its name; empty when the whole line is meant.
    pub column: String,
    /// What is wrong; its mend has the same key with `-mend`.
    pub saying: Saying,
}

/// Reads a file.
///
/// # Errors
/// Everything that is wrong, in the order of lines; then nothing is taken.
pub fn read(bytes: &[u8]) -> std::result::Result<Vec<Claim>, Vec<Wrong>> {
    let numbers = personal_numbers(bytes);
    if !numbers.is_empty() {
        return Err(numbers);
    }
    claims::read(bytes).map_err(|faults| {
        let wrong = |fault: claims::Fault| Wrong {
            line: fault.line,
            column: fault.column.clone(),
            saying: saying(&fault),
        };
        faults.into_iter().map(wrong).collect()
    })
}

/// Numbers that identify people have no place in a file of claims; the line is named, never the number.
fn personal_numbers(bytes: &[u8]) -> Vec<Wrong> {
    let text = String::from_utf8_lossy(bytes);
    let found =
        text.lines().zip(1u64..).filter(|(line, _)| !tables::personal_numbers_in_text(line).is_empty());
    found
        .take(claims::read::FAULTS_MAX)
        .map(|(_, line)| Wrong {
            line,
            column: String::new(),
            saying: Saying::invalid("tower-claim-personal-number"),
        })
        .collect()
}

/// A fault of the reader as a saying of ours: the same key, the same facts.
pub fn saying(fault: &claims::Fault) -> Saying {
    let said = fault.say();
    said.facts.into_iter().fold(Saying::invalid(said.key), |saying, (name, value)| {
        // A long cell would fill the page.
        saying.with(name, crate::pack::value::short(&value))
    })
}

/// The same where the field has a name of its own: the words of the form, without the names of columns. `picked` are the
/// columns that the form asks with a list.
pub fn at_field(fault: &claims::Fault, picked: &[&str]) -> Saying {
    use claims::read::Wrong;
    match &fault.wrong {
        Wrong::Empty | Wrong::NoUnit if picked.contains(&fault.column.as_str()) => {
            Saying::invalid("tower-claim-not-picked")
        }
        Wrong::Empty | Wrong::NoUnit => Saying::invalid("tower-claim-text-empty"),
        Wrong::CellTooLong { length, limit } => {
            Saying::invalid("tower-claim-text-long").with("count", length).with("max", limit)
        }
        _ => saying(fault),
    }
}

/// Hex of SHA-256 over the bytes of a file.
pub fn digest(bytes: &[u8]) -> String {
    use sha2::{Digest as _, Sha256};
    kernel::journal::hex(&Sha256::digest(bytes))
}

/// A file that was read, brought into a city by the program itself: how many are new and how many were known. Nothing
/// new is no act.
///
/// # Errors
/// Refuses a changed line, an unknown speaker, a text that names a person.
pub fn take_in(
    city: &kernel::City,
    caller: kernel::Caller,
    name: &str,
    bytes: &[u8],
    lines: Vec<Claim>,
) -> Result<(usize, usize)> {
    let today = city.now().day_in(&city.about()?.zone);
    let vault = std::sync::Arc::clone(city.vault());
    let held = lines.clone();
    let (names, fresh, known) = city.read_blocking(move |read| {
        let names = super::names::Names::open(read, &vault)?;
        let compared = super::acts::import::compare(read, &names, &held, today)?;
        let known = compared.known;
        Ok((names, compared.unchanged()?.len(), known))
    })?;
    if fresh > 0 {
        let file = super::acts::import::File { name: name.to_owned(), digest: digest(bytes) };
        city.act_blocking(caller, None, move |tx| super::acts::import::import(tx, &names, &lines, &file))?;
    }
    Ok((fresh, known))
}

/// The columns of a file, as a form shows them.
pub const COLUMNS: &str = "id,published,outlet,speaker,subject,scope,relation,value,unit,numerator,denominator,parts,basis,as_of,source,label_ko,label_en,label_zh,note_ko,note_en";
