//! Draws a `.pb` file's result: `picture FILE.pb > result.svg`, equal shares (raised) beside most votes first.

use std::process::ExitCode;

use shares::greedy::Greedy;
use shares::pabulib;
use shares::picture::{Named, picture};
use shares::{Add1, Completion, EqualShares};

fn main() -> ExitCode {
    match draw() {
        Ok(svg) => {
            print!("{svg}");
            ExitCode::SUCCESS
        }
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

fn draw() -> Result<String, String> {
    let path = std::env::args().nth(1).ok_or("usage: picture FILE.pb")?;
    let input = std::fs::File::open(&path).map_err(|error| format!("{path}: {error}"))?;
    let file = pabulib::read(input).map_err(|error| format!("{path}: {error}"))?;
    let election = file.election().map_err(|error| format!("{path}: {error}"))?.election;
    let rule = EqualShares::with(Completion::Add1(Add1::official()));
    let shares = rule.count(&election).map_err(|error| error.to_string())?;
    let greedy = Greedy::by_votes().count(&election).map_err(|error| error.to_string())?;
    let title = file.meta_value("description").unwrap_or("");
    Ok(picture(
        &election,
        title,
        Named { name: "equal shares", outcome: &shares },
        Named { name: "most votes", outcome: &greedy },
    ))
}
