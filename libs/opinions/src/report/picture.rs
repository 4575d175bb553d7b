//! The map as a picture: SVG that reads without colour and without script.
//!
//! People are gathered on a grid, so that the picture has the same size for a hundred people and a
//! million and shows nobody alone by name. Groups differ by shape and letter as well as by colour.

use super::{MapReport, group_name};
use crate::analysis::Analysis;
use std::collections::BTreeMap;
use std::fmt::Write;

/// Fields of the grid along each side.
const FIELDS: i64 = 48;
/// Size of the drawing area in pixels, and its left and upper edge.
const SIDE: f64 = 520.0;
const LEFT: f64 = 24.0;
const TOP: f64 = 72.0;
/// Latin letters that fit on a line of the legend.
const LEGEND_ROOM: i64 = 45;
/// Fill of each group: dark enough for 4.5:1 on white.
const COLOURS: [&str; 6] = ["#0b50d0", "#a3390b", "#1a6b3c", "#7a2d8f", "#5b5b00", "#444444"];

/// People on the grid: field and group to number of people. Positions are cut at the 1st and 99th
/// percentile so that a few far people do not press all others together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Dots {
    fields: BTreeMap<(i64, i64, u32), u32>,
    centres: Vec<(f64, f64)>,
}

impl Dots {
    pub fn of(analysis: &Analysis) -> Dots {
        let mapped: Vec<([f64; 2], u32)> = analysis
            .positions
            .iter()
            .zip(&analysis.groups.group_of)
            .filter_map(|(position, group)| Some((*position, (*group)?)))
            .collect();
        let ranges = [0, 1].map(|axis| range(mapped.iter().map(|one| one.0[axis]).collect()));
        // One scale for both axes: distances on the picture mean distances on the map.
        let widest = (ranges[0].1 - ranges[0].0).max(ranges[1].1 - ranges[1].0).max(1e-9);
        let place = |at: [f64; 2]| {
            [0, 1].map(|axis| {
                let middle = (ranges[axis].0 + ranges[axis].1) / 2.0;
                ((at[axis] - middle) / widest + 0.5).clamp(0.0, 0.9999)
            })
        };
        let mut dots = Dots::default();
        for (at, group) in &mapped {
            let field = place(*at).map(|share| (share * FIELDS as f64) as i64);
            *dots.fields.entry((field[1], field[0], *group)).or_default() += 1;
        }
        dots.centres =
            analysis.groups.centres.iter().map(|centre| place(*centre)).map(|at| (at[0], at[1])).collect();
        dots
    }
}

fn range(mut values: Vec<f64>) -> (f64, f64) {
    values.sort_by(f64::total_cmp);
    let at = |share: usize| {
        values.get((values.len().saturating_sub(1)) * share / 100).copied().unwrap_or_default()
    };
    (at(1), at(99))
}

/// Draws the map with its legend. Writing into a `String` cannot fail.
pub fn draw(map: &MapReport, title: &str) -> String {
    let mut out = String::new();
    let title = escaped(title);
    let _ = writeln!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 960 640\" width=\"960\" height=\"640\" \
         role=\"img\" aria-label=\"{title}\" font-family=\"system-ui, sans-serif\">"
    );
    let _ = writeln!(out, "<title>{title}</title>\n<rect width=\"960\" height=\"640\" fill=\"#ffffff\"/>");
    let _ = writeln!(
        out,
        "<text x=\"24\" y=\"40\" font-size=\"20\" font-weight=\"600\" fill=\"#1e2124\">{title}</text>"
    );
    let _ = writeln!(
        out,
        "<rect x=\"{LEFT}\" y=\"{TOP}\" width=\"{SIDE}\" height=\"{SIDE}\" fill=\"#f8f8f8\" stroke=\"#cdd1d5\"/>"
    );
    let most = map.picture.fields.values().copied().max().unwrap_or(1);
    for ((row, column, group), people) in &map.picture.fields {
        mark(&mut out, *column, *row, *group as usize, f64::from(*people) / f64::from(most));
    }
    for (group, (x, y)) in map.picture.centres.iter().enumerate() {
        let (x, y) = (LEFT + x * SIDE, TOP + (1.0 - y) * SIDE);
        let _ = writeln!(
            out,
            "<text x=\"{x:.1}\" y=\"{:.1}\" text-anchor=\"middle\" font-size=\"34\" font-weight=\"700\" \
             fill=\"#1e2124\" stroke=\"#ffffff\" stroke-width=\"6\" paint-order=\"stroke\">{}</text>",
            y + 12.0,
            group_name(group)
        );
    }
    legend(&mut out, map);
    out.push_str("</svg>\n");
    out
}

/// A field's mark: area by the number of people, shape and colour by the group.
fn mark(out: &mut String, column: i64, row: i64, group: usize, share: f64) {
    let step = SIDE / FIELDS as f64;
    let x = LEFT + (column as f64 + 0.5) * step;
    let y = TOP + SIDE - (row as f64 + 0.5) * step;
    let radius = step * 0.5 * (0.35 + 0.65 * share.sqrt());
    let _ = writeln!(out, "{}", shape(x, y, radius, group));
}

fn shape(x: f64, y: f64, r: f64, group: usize) -> String {
    let colour = COLOURS[group % COLOURS.len()];
    match group % 5 {
        0 => format!("<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{r:.1}\" fill=\"{colour}\"/>"),
        1 => {
            let (left, top, side) = (x - r * 0.9, y - r * 0.9, r * 1.8);
            format!(
                "<rect x=\"{left:.1}\" y=\"{top:.1}\" width=\"{side:.1}\" height=\"{side:.1}\" fill=\"{colour}\"/>"
            )
        }
        2 => path(&[(x, y - r * 1.1), (x + r, y + r * 0.8), (x - r, y + r * 0.8)], colour),
        3 => path(&[(x, y - r * 1.1), (x + r * 1.1, y), (x, y + r * 1.1), (x - r * 1.1, y)], colour),
        _ => path(&[(x - r, y - r * 0.8), (x + r, y - r * 0.8), (x, y + r * 1.1)], colour),
    }
}

fn path(corners: &[(f64, f64)], colour: &str) -> String {
    let points: Vec<String> = corners.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
    format!("<polygon points=\"{}\" fill=\"{colour}\"/>", points.join(" "))
}

fn legend(out: &mut String, map: &MapReport) {
    let mut y = TOP + 16.0;
    for (group, one) in map.groups.iter().enumerate() {
        let _ = writeln!(out, "{}", shape(584.0, y - 6.0, 9.0, group));
        let percent = (one.share_ppm + 5_000).div_euclid(10_000);
        line(out, 604.0, y, 16, "600", &format!("Group {}: {} people, {percent} %", one.name, one.people));
        y += 24.0;
        for typical in one.typical.iter().take(2) {
            let share = (typical.share_ppm + 5_000).div_euclid(10_000);
            let head = format!("{share} % {}: ", typical.side);
            let text = text_of(map, &typical.statement, LEGEND_ROOM - head.len() as i64);
            line(out, 604.0, y, 13, "400", &format!("{head}{text}"));
            y += 20.0;
        }
        y += 10.0;
    }
    line(out, 576.0, y + 12.0, 16, "600", "All groups agree");
    y += 36.0;
    let agreed = map.consensus.iter().filter(|id| map.statement(id).is_some_and(|one| one.agreed_by_all));
    for id in agreed.take(4) {
        line(out, 604.0, y, 13, "400", &text_of(map, id, LEGEND_ROOM));
        y += 20.0;
    }
    let note = format!(
        "Size of a mark: people in that place. Structure: {}. Not mapped: {}.",
        map.structure, map.not_mapped
    );
    line(out, LEFT, 624.0, 13, "400", &note);
}

fn line(out: &mut String, x: f64, y: f64, size: u32, weight: &str, text: &str) {
    let _ = writeln!(
        out,
        "<text x=\"{x:.0}\" y=\"{y:.0}\" font-size=\"{size}\" font-weight=\"{weight}\" fill=\"#1e2124\">{}</text>",
        escaped(text)
    );
}

/// A statement's text, cut to the room for it.
fn text_of(map: &MapReport, id: &str, room: i64) -> String {
    let text = map.statement(id).and_then(|one| one.text.clone());
    let text = text.unwrap_or_else(|| format!("statement {id}"));
    // Wide characters (Hangul, Han) take about twice the room of Latin ones.
    let mut left = room;
    let mut short = String::new();
    for character in text.chars() {
        left -= if character as u32 > 0x10FF { 2 } else { 1 };
        if left < 0 {
            short.push('…');
            break;
        }
        short.push(character);
    }
    short
}

/// Text for SVG: marks escaped, control characters (which XML refuses) as blanks.
fn escaped(text: &str) -> String {
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
