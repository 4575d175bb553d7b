//! The list as a CSV file: what was published in the columns of the claims file, then what follows from it.

use crate::claim::view::list::ClaimList;
use claims::claim::COLUMNS;
use web::Ctx;
use web::http::csv::cell;

/// What stands behind the columns of the claims file; reading the file back leaves it out.
const FOLLOWS: [&str; 5] = ["verdict", "run", "explanation", "synthetic", "official"];

pub fn csv(ctx: &Ctx, found: &ClaimList) -> String {
    let header: Vec<&str> = COLUMNS.into_iter().chain(FOLLOWS).collect();
    let mut text = format!("\u{feff}{}\r\n", header.join(","));
    let (synthetic, official) = (flag(ctx.about().synthetic), flag(ctx.about().official));
    for line in &found.items {
        let verdicts = line.verdicts.join(";");
        let published = line.cells.iter().map(|(column, text)| match *column {
            "relation" => relation(text),
            _ => text.as_str(),
        });
        let follows = [&verdicts, &line.run, &line.why, synthetic, official];
        let cells: Vec<String> = published.chain(follows).map(cell).collect();
        text.push_str(&cells.join(","));
        text.push_str("\r\n");
    }
    text
}

/// Published numbers alone, in the columns of the claims file: nothing is said of them.
pub fn of_cells(all: &[Vec<(&'static str, String)>], synthetic: bool, official: bool) -> String {
    let header: Vec<&str> = COLUMNS.into_iter().chain(["synthetic", "official"]).collect();
    let mut text = format!("\u{feff}{}\r\n", header.join(","));
    for cells in all {
        let published = cells.iter().map(|(column, text)| match *column {
            "relation" => relation(text),
            _ => text.as_str(),
        });
        let line: Vec<String> = published.chain([flag(synthetic), flag(official)]).map(cell).collect();
        text.push_str(&line.join(","));
        text.push_str("\r\n");
    }
    text
}

fn flag(yes: bool) -> &'static str {
    if yes { "true" } else { "false" }
}

/// In words: a cell that begins with `=` is a formula to a spreadsheet.
pub fn relation(sign: &str) -> &'static str {
    match sign {
        "~" => "about",
        ">" => "more than",
        ">=" => "at least",
        _ => "exactly",
    }
}
