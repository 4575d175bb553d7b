//! The list as a CSV file: what was published in the columns of the claims file, then what follows from it.

use crate::claim::view::list::ClaimList;
use web::Ctx;
use web::http::csv::cell;

const HEADER: &str = "id,published,outlet,speaker,subject,scope,relation,value,unit,as_of,label_ko,label_en,label_zh,verdict,run,explanation,synthetic,official";

pub fn csv(ctx: &Ctx, found: &ClaimList) -> String {
    let mut text = format!("\u{feff}{HEADER}\r\n");
    let (synthetic, official) = (flag(ctx.about().synthetic), flag(ctx.about().official));
    for line in &found.items {
        let named = line.speaker.name.as_ref().map(|name| name.text(ctx.lang()));
        let speaker = line.speaker.role.as_deref().or(named).unwrap_or("");
        let value = line.value.replace(',', "");
        let (verdicts, run) = (line.verdicts.join(";"), line.run.join(";"));
        let only = |lang| line.label.only(lang).unwrap_or("");
        let cells = [
            &line.code,
            &line.published,
            &line.outlet,
            speaker,
            &line.subject,
            &line.scope,
            relation(&line.relation),
            &value,
            &line.unit,
            &line.as_of,
            only(base::Lang::Ko),
            only(base::Lang::En),
            only(base::Lang::Zh),
            &verdicts,
            &run,
            &line.why,
            synthetic,
            official,
        ];
        text.push_str(&cells.map(cell).join(","));
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
