//! Pictures: small SVG charts from numbers. Every chart has a title and, in a `<desc>`, its numbers in
//! words; colour is never alone in carrying meaning.

use crate::decimal::grouped;
use crate::readings::espi_out::escaped;

const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 260.0;
const LEFT: f64 = 56.0;
const BOTTOM: f64 = 40.0;
const TOP: f64 = 34.0;
const INK: &str = "#1d2433";
const FIRST: &str = "#1f5fbf";
const SECOND: &str = "#c2571a";

/// One series of a chart.
pub struct Series<'a> {
    pub name: &'a str,
    pub values: &'a [f64],
}

/// A bar for each label.
pub fn bars(title: &str, unit: &str, labels: &[String], values: &[f64], description: &str) -> String {
    let most = values.iter().copied().fold(0.0, f64::max).max(1e-9);
    let top = nice(most);
    let mut svg = open(title, description);
    svg.push_str(&axis(top, unit));
    let step = (WIDTH - LEFT - 16.0) / values.len().max(1) as f64;
    let every = (labels.len() / 13 + 1).max(1);
    for (at, value) in values.iter().enumerate() {
        let height = value.max(0.0) / top * (HEIGHT - TOP - BOTTOM);
        let x = LEFT + step * at as f64;
        svg.push_str(&format!(
            "<rect x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{height:.1}\" fill=\"{FIRST}\"/>\n",
            x + step * 0.15,
            HEIGHT - BOTTOM - height,
            step * 0.7
        ));
        if at % every == 0 {
            svg.push_str(&text(x + step / 2.0, HEIGHT - BOTTOM + 18.0, "middle", &labels[at]));
        }
        // Where there is room, each bar says its number.
        if values.len() <= 13 {
            let number = grouped(value.round() as i64);
            svg.push_str(&text(x + step / 2.0, HEIGHT - BOTTOM - height - 4.0, "middle", &number));
        }
    }
    svg.push_str("</svg>\n");
    svg
}

/// Curves over the 24 hours of a day; the second is dashed.
pub fn day_curves(title: &str, unit: &str, series: &[Series<'_>], description: &str) -> String {
    let most = series.iter().flat_map(|series| series.values).copied().fold(0.0, f64::max).max(1e-9);
    let top = nice(most);
    let mut svg = open(title, description);
    svg.push_str(&axis(top, unit));
    let x = |hour: f64| LEFT + (WIDTH - LEFT - 16.0) * hour / 24.0;
    for hour in (0..=24).step_by(3) {
        svg.push_str(&text(x(f64::from(hour)), HEIGHT - BOTTOM + 18.0, "middle", &hour.to_string()));
    }
    for (at, series) in series.iter().enumerate() {
        let point = |(hour, value): (usize, &f64)| {
            let y = HEIGHT - BOTTOM - value / top * (HEIGHT - TOP - BOTTOM);
            format!("{:.1},{y:.1}", x(hour as f64 + 0.5))
        };
        let points: Vec<String> = series.values.iter().enumerate().map(point).collect();
        let (colour, dash) = if at == 0 { (FIRST, "") } else { (SECOND, " stroke-dasharray=\"6 4\"") };
        svg.push_str(&format!(
            "<polyline points=\"{}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2.5\"{dash}/>\n",
            points.join(" ")
        ));
        let legend = LEFT + 12.0 + 150.0 * at as f64;
        svg.push_str(&format!(
            "<line x1=\"{legend}\" y1=\"{y}\" x2=\"{}\" y2=\"{y}\" stroke=\"{colour}\" stroke-width=\"2.5\"{dash}/>\n",
            legend + 26.0,
            y = HEIGHT - 8.0
        ));
        svg.push_str(&text(legend + 32.0, HEIGHT - 4.0, "start", series.name));
    }
    svg.push_str("</svg>\n");
    svg
}

fn open(title: &str, description: &str) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" \
         font-family=\"sans-serif\" font-size=\"12\" fill=\"{INK}\">\n<title>{}</title>\n<desc>{}</desc>\n\
         <rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"#ffffff\"/>\n{}",
        escaped(title),
        escaped(description),
        text(LEFT, 20.0, "start", title)
    )
}

fn axis(top: f64, unit: &str) -> String {
    let mut svg = String::new();
    for part in 0..=4 {
        let value = top * f64::from(part) / 4.0;
        let y = HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * f64::from(part) / 4.0;
        svg.push_str(&format!(
            "<line x1=\"{LEFT}\" y1=\"{y:.1}\" x2=\"{}\" y2=\"{y:.1}\" stroke=\"#d5dae3\"/>\n",
            WIDTH - 16.0
        ));
        let label = if top < 10.0 { format!("{value:.1}") } else { format!("{value:.0}") };
        svg.push_str(&text(LEFT - 6.0, y + 4.0, "end", &label));
    }
    svg.push_str(&text(WIDTH - 16.0, 20.0, "end", unit));
    svg
}

fn text(x: f64, y: f64, anchor: &str, words: &str) -> String {
    format!("<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\">{}</text>\n", escaped(words))
}

/// The next of 1, 2, 4, 6, 8, 10 times a power of ten.
fn nice(most: f64) -> f64 {
    let mut power = 1e-9;
    while power * 10.0 <= most {
        power *= 10.0;
    }
    [1.0, 2.0, 4.0, 6.0, 8.0, 10.0]
        .into_iter()
        .map(|step| step * power)
        .find(|top| *top >= most)
        .unwrap_or(most)
}
