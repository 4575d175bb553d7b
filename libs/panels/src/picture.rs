//! A picture of chances: people sorted by chance, one line per lottery, as SVG.
//!
//! The same rows as the table of chances in a report; colours differ in lightness too and each line
//! carries its name, so colour alone means nothing.

use std::fmt::Write as _;

#[cfg(test)]
mod tests;

const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 360.0;
const LEFT: f64 = 64.0;
const RIGHT: f64 = 16.0;
const TOP: f64 = 40.0;
const BOTTOM: f64 = 48.0;
const COLOURS: [&str; 4] = ["#1d4ed8", "#b45309", "#0f766e", "#6b21a8"];

/// One lottery: its name and the chance of every person, in any order.
#[derive(Debug, Clone)]
pub struct Line {
    pub name: String,
    pub chances: Vec<f64>,
}

/// Draws the lines over `even`, the chance that everybody would have without quotas.
pub fn svg(title: &str, even: f64, lines: &[Line]) -> String {
    let most = lines.iter().flat_map(|line| &line.chances).copied().fold(even, f64::max);
    let top = scale_top(most);
    let mut out = String::new();
    // Writing to a String cannot fail.
    let _ = writeln!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" \
         font-family=\"sans-serif\" font-size=\"13\">\n<title>{0}</title>\n\
         <rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"#fff\"/>\n\
         <text x=\"{LEFT}\" y=\"22\" font-size=\"15\" font-weight=\"bold\">{0}</text>",
        escape(title)
    );
    axes(&mut out, top);
    let y = height_of(even, top);
    let _ = writeln!(
        out,
        "<path d=\"M{LEFT} {y:.1}H{:.1}\" stroke=\"#6b7280\" stroke-dasharray=\"5 4\"/>\n\
         <text x=\"{:.1}\" y=\"{:.1}\" fill=\"#4b5563\">without quotas {:.1} %</text>",
        WIDTH - RIGHT,
        LEFT + 8.0,
        y - 6.0,
        even * 100.0
    );
    for (index, line) in lines.iter().enumerate() {
        draw(&mut out, line, COLOURS[index % COLOURS.len()], index, top);
    }
    out.push_str("</svg>\n");
    out
}

fn axes(out: &mut String, top: f64) {
    for step in 0..=4 {
        let chance = top * f64::from(step) / 4.0;
        let y = height_of(chance, top);
        let _ = writeln!(
            out,
            "<path d=\"M{LEFT} {y:.1}H{:.1}\" stroke=\"#e5e7eb\"/>\n\
             <text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{:.0} %</text>",
            WIDTH - RIGHT,
            LEFT - 8.0,
            y + 4.0,
            chance * 100.0
        );
    }
    let _ = writeln!(
        out,
        "<text x=\"{LEFT}\" y=\"{:.1}\">people, from the smallest chance to the greatest</text>",
        HEIGHT - 16.0
    );
}

fn draw(out: &mut String, line: &Line, colour: &str, index: usize, top: f64) {
    let mut sorted = line.chances.clone();
    sorted.sort_by(f64::total_cmp);
    let Some(&least) = sorted.first() else { return };
    let step = (WIDTH - LEFT - RIGHT) / sorted.len() as f64;
    let mut path = String::new();
    for (place, &chance) in sorted.iter().enumerate() {
        let command = if place == 0 { 'M' } else { 'L' };
        let (x, y) = (LEFT + step * place as f64, height_of(chance, top));
        let _ = write!(path, "{command}{x:.1} {y:.1}H{:.1}", x + step);
    }
    let _ = writeln!(
        out,
        "<path d=\"{path}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"/>\n\
         <text x=\"{:.1}\" y=\"{:.1}\" fill=\"{colour}\">{}: smallest chance {:.2} %</text>",
        LEFT + 8.0,
        TOP + 16.0 + 18.0 * index as f64,
        escape(&line.name),
        least * 100.0
    );
}

fn height_of(chance: f64, top: f64) -> f64 {
    HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * (chance / top).clamp(0.0, 1.0)
}

/// The next of 4, 8, 12, .. 100 % above the greatest chance.
fn scale_top(most: f64) -> f64 {
    let steps = (most.clamp(0.0, 1.0) * 25.0).ceil().max(1.0);
    steps / 25.0
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
