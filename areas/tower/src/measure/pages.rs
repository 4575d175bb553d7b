//! How numbers look. Arranges what the views hold; decides nothing.

pub mod council;
pub mod difference;
pub mod list;
pub mod show;
pub mod slices;

use super::shown::{Cells, Seen};
use super::view::UnitName;
use super::{Axis, Definition, Whom};
use crate::pages::{unit_part, unit_word};
use ::web::Ctx;
use ::web::components::date::unknown;
use ::web::components::evidence::{EvidenceBar, Level};
use ::web::components::number::{Count, Figure};
use base::words::{Arg, Words};
use base::{Lang, Tri};
use maud::{Markup, html};
use measures::Part;

/// `명`, ` people`: as it stands after a number.
pub fn unit_after(unit: &str, t: &Words) -> String {
    unit_part(&unit_word(unit, t), t.lang())
}

/// A count that may be hidden.
pub fn seen(seen: Seen, t: &Words) -> Markup {
    html! {
        @match seen.number() {
            Some(number) => (t.number(number)),
            None => span.unknown { (t.get("web-hidden")) },
        }
    }
}

/// A value with its bounds, as the components draw it; none when it is hidden.
pub fn count_of(cells: &Cells) -> Option<Count> {
    let low = cells.value.number()?;
    if cells.about {
        return Some(Count::About { low, high: cells.high.map(|high| high.number().unwrap_or(low)) });
    }
    match cells.high {
        Some(Seen::Number(high)) if high == low => Some(Count::Exact(low)),
        Some(Seen::Number(high)) => Some(Count::Between { low, high: Some(high) }),
        Some(Seen::Hidden(_)) => Some(Count::Exact(low)),
        None => Some(Count::Between { low, high: None }),
    }
}

/// The number of a measure, large, leading to its rows.
pub fn figure(cells: Option<&Cells>, has_list: bool, unit: &str, href: &str, t: &Words) -> Markup {
    match cells.filter(|cells| has_list && !cells.is_unknown()).map(|cells| (cells, count_of(cells))) {
        Some((_, Some(count))) => Figure::new(count, &unit_word(unit, t)).rows(href).large(t),
        Some((_, None)) => html! {
            div.figure { div.figure-value { a.amount href=(href) { (t.get("tower-measure-hidden-value")) } } }
        },
        None => Figure::new(Count::Unknown, "").rows(href).large(t),
    }
}

/// How firm it is: what counts by level, then what is unknown. `rows` leads to rows of a level.
pub fn bar(cells: &Cells, counts: Whom, rows: Option<&str>) -> EvidenceBar {
    let mut bar = EvidenceBar::new();
    for level in Level::ALL {
        let count = match level {
            Level::Unknown => unknown_amount(cells, counts),
            known => cells
                .levels
                .iter()
                .find(|cell| base::Level::from_number(cell.level).map(Level::from) == Some(known))
                .and_then(|cell| cell.value.number()),
        };
        let Some(count) = count.filter(|count| *count > 0 || level == Level::Unknown) else { continue };
        bar = match (rows, filter_of(level)) {
            (Some(rows), filter) => bar.part_with_rows(level, count, &format!("{rows}{filter}#rows")),
            (None, _) => bar.part(level, count),
        };
    }
    bar
}

/// How much is unknown in the unit of the number; none where nobody can say how much.
fn unknown_amount(cells: &Cells, counts: Whom) -> Option<i64> {
    match counts {
        Whom::Organisations | Whom::Records | Whom::People => cells.unknown.number(),
        Whom::PeopleOfOrganisations => Some(cells.high?.number()? - cells.value.number()?),
    }
}

fn filter_of(level: Level) -> &'static str {
    match level {
        Level::Audited => "part=yes&level=E4",
        Level::Official => "part=yes&level=E3",
        Level::Attested => "part=yes&level=E2",
        Level::SelfDeclared => "part=yes&level=E1",
        Level::Intention => "part=yes&level=E0",
        Level::Unknown => "part=unknown",
    }
}

/// `412곳 (적어도 412, 많아도 530)`: for sentences.
pub fn amount_text(cells: &Cells, unit: &str, t: &Words) -> String {
    let Some(count) = count_of(cells) else { return t.get("tower-measure-hidden-value").to_owned() };
    let number = format!("{}{}", t.number(cells.value.number().unwrap_or(0)), unit_after(unit, t));
    let amount = match (cells.is_unknown(), cells.about) {
        (true, _) => t.get("web-unknown").to_owned(),
        (false, true) => format!("{} {number}", t.get("web-about")),
        (false, false) => number,
    };
    match ::web::components::number::bounds(count, t) {
        Some(bounds) => format!("{amount} ({bounds})"),
        None => amount,
    }
}

/// The word of a part.
pub fn part_word(part: Part, t: &Words) -> &str {
    t.get(match part {
        Part::Yes => "tower-part-yes",
        Part::No => "tower-part-no",
        Part::Unknown => "tower-part-unknown",
        Part::Out => "tower-part-out",
    })
}

/// The title of a reason.
pub fn reason_word(definition: &Definition, reason: &str, t: &Words) -> String {
    match definition.reason(reason) {
        Some(title) => title.text(t.lang()).to_owned(),
        None if reason == measures::row::BELOW_LEVEL => t.get("tower-measure-below-level").to_owned(),
        None => reason.to_owned(),
    }
}

/// Reasons of one part with their counts: `떠남 41 · 7년 지남 38`.
pub fn reasons(definition: &Definition, cells: &Cells, part: Part, t: &Words) -> String {
    let own = cells.reasons.iter().filter(|cell| cell.part == part);
    let told: Vec<String> = own
        .map(|cell| {
            let count = match cell.units.number() {
                Some(number) => t.number(number),
                None => t.get("web-hidden").to_owned(),
            };
            format!("{} {count}", reason_word(definition, &cell.reason, t))
        })
        .collect();
    told.join(" · ")
}

/// The title of one code of an axis.
pub fn code_word(axis: &Axis, code: &str, lang: Lang) -> String {
    let titled = axis.codes.iter().find(|known| known.code == code);
    titled.map_or_else(|| code.to_owned(), |known| known.title.text(lang).to_owned())
}

/// The title of a series without the code of its group.
pub fn series_word(definition: &Definition, series: &str, lang: Lang) -> String {
    let axes = match definition.headline() {
        Some(_) => &definition.axes[..definition.axes.len() - 1],
        None => &definition.axes[..],
    };
    let words: Vec<String> =
        axes.iter().zip(series.split('|')).map(|(axis, code)| code_word(axis, code, lang)).collect();
    words.join(" · ")
}

/// The title of a group; "" for the whole.
pub fn group_word(definition: &Definition, group: &str, lang: Lang) -> String {
    match definition.axes.last() {
        Some(axis) if !group.is_empty() => code_word(axis, group, lang),
        Some(_) | None => String::new(),
    }
}

/// A unit as far as the reader may see it.
pub fn unit_cell(ctx: &Ctx, unit: &UnitName) -> Markup {
    let t = ctx.words();
    let name = unit.name.text(ctx.lang());
    let number = unit.number.as_deref().unwrap_or("");
    html! {
        @match (&unit.href, name) {
            (Some(href), name) => {
                a.row-name href=(ctx.url(href)) { @if name.is_empty() { (number) } @else { (name) } }
            },
            (None, "") => span.num { (unit.unit.as_deref().unwrap_or(t.get("web-unknown"))) },
            (None, name) => (name),
        }
        @if !unit.of.is_empty() { span.row-below { (::web::text::tri(&unit.of, ctx.lang())) } }
        @if !number.is_empty() && !name.is_empty() { span.row-below.num { (number) } }
    }
}

/// A text of a definition; unknown when nobody wrote it.
pub fn said(text: &Tri, ctx: &Ctx) -> Markup {
    html! { @if text.is_empty() { (unknown(ctx.words())) } @else { (::web::text::tri(text, ctx.lang())) } }
}

/// `59.3 %` of tenths of a percent.
pub fn percent(per_mille: i64) -> String {
    format!("{}.{} %", per_mille / 10, per_mille % 10)
}

/// What is known of a count in one line: day and position.
pub fn stand(as_of: base::Day, position: i64, t: &Words) -> String {
    let day = as_of.to_string();
    t.say("tower-measure-stand", &[("day", Arg::from(day.as_str())), ("position", Arg::Number(position))])
}
