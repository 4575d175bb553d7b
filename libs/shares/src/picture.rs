//! A result beside another one as a drawing (SVG), for reports and pages.
//!
//! One line per project: its cost as a bar, filled if the first result funds it, and a mark for each result.
//! Below, how many voters get at least one project. Nothing is said by colour alone.

use std::fmt::Write;

use crate::compare::service;
use crate::election::Election;
use crate::outcome::Outcome;
use crate::utility::OrdinalScore;

/// A result with the name to show for it.
#[derive(Clone, Copy, Debug)]
pub struct Named<'a> {
    pub name: &'a str,
    pub outcome: &'a Outcome,
}

const WIDTH: usize = 860;
const ROW: usize = 30;
const TOP: usize = 78;
const BAR_LEFT: usize = 300;
const BAR_WIDTH: f64 = 330.0;
const FIRST_MARK: usize = 710;
const SECOND_MARK: usize = 806;
const LONGEST_TITLE: usize = 36;

/// Draws the projects in the order of votes. `title` stands above and is read out by screen readers.
pub fn picture(election: &Election, title: &str, first: Named, second: Named) -> String {
    let projects = election.projects();
    let votes = votes(election);
    let mut order = (0..projects.len()).collect::<Vec<_>>();
    order.sort_by_key(|&project| (u64::MAX - votes[project], project));
    let selected = [first, second].map(|named| named.outcome.selected(projects.len()));
    let dearest = projects.iter().map(|project| project.cost).max().unwrap_or(1).max(1) as f64;
    let height = TOP + ROW * projects.len() + 110;
    let mut svg = String::new();
    head(&mut svg, height, title, first.name, second.name);
    for (row, &project) in order.iter().enumerate() {
        let y = TOP + ROW * row;
        let length = BAR_WIDTH * projects[project].cost as f64 / dearest;
        let name =
            if projects[project].title.is_empty() { &projects[project].id } else { &projects[project].title };
        let (fill, dash) = if selected[0][project] { ("#1f5f8b", "none") } else { ("#ffffff", "4 3") };
        let _ = writeln!(svg, r#"<text x="16" y="{}">{}</text>"#, y + 15, escaped(&shortened(name)));
        let _ = writeln!(
            svg,
            r##"<rect x="{BAR_LEFT}" y="{y}" width="{length:.1}" height="20" fill="{fill}" stroke="#1f5f8b" stroke-dasharray="{dash}"/>"##
        );
        let facts = format!("{} · {} votes", election.money_text(projects[project].cost), votes[project]);
        place_facts(&mut svg, y + 15, length, selected[0][project], &facts);
        for (x, is) in [(FIRST_MARK, selected[0][project]), (SECOND_MARK, selected[1][project])] {
            let mark = if is { "●" } else { "–" };
            let _ = writeln!(svg, r#"<text x="{x}" y="{}" text-anchor="middle">{mark}</text>"#, y + 15);
        }
    }
    let bottom = TOP + ROW * projects.len() + 26;
    for (index, (named, selected)) in [first, second].iter().zip(&selected).enumerate() {
        served_bar(&mut svg, election, named.name, selected, bottom + 36 * index);
    }
    svg.push_str("</svg>\n");
    svg
}

fn votes(election: &Election) -> Vec<u64> {
    let mut votes = vec![0_u64; election.projects().len()];
    for class in election.classes() {
        for mark in class.marks {
            votes[mark.project as usize] += u64::from(class.voters);
        }
    }
    votes
}

fn head(svg: &mut String, height: usize, title: &str, first: &str, second: &str) {
    let title = escaped(title);
    let (first, second) = (escaped(first), escaped(second));
    let _ = writeln!(
        svg,
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" aria-labelledby="t" font-family="sans-serif" font-size="13" fill="#1a1a1a">
<title id="t">{title}</title>
<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>
<text x="16" y="28" font-size="17" font-weight="bold">{title}</text>
<text x="16" y="60" fill="#555555">project</text>
<text x="{BAR_LEFT}" y="60" fill="#555555">cost and votes; filled: funded by {first}</text>
<text x="{FIRST_MARK}" y="60" text-anchor="middle" fill="#555555">{first}</text>
<text x="{SECOND_MARK}" y="60" text-anchor="middle" fill="#555555">{second}</text>"##
    );
}

/// Inside a long bar, else behind it.
fn place_facts(svg: &mut String, y: usize, length: f64, filled: bool, facts: &str) {
    let inside = length > 190.0;
    let x = BAR_LEFT as f64 + if inside { 8.0 } else { length + 8.0 };
    let colour = if inside && filled { "#ffffff" } else { "#1a1a1a" };
    let _ = writeln!(svg, r#"<text x="{x:.1}" y="{y}" font-size="12" fill="{colour}">{facts}</text>"#);
}

fn served_bar(svg: &mut String, election: &Election, name: &str, selected: &[bool], y: usize) {
    let service = service(election, OrdinalScore::LongestBallot, selected);
    let share = service.voters_with_a_project as f64 / f64::from(election.voters());
    let (width, x) = (WIDTH as f64 - BAR_LEFT as f64 - 16.0, BAR_LEFT);
    let _ = writeln!(
        svg,
        r##"<text x="16" y="{}">{}: voters with a project</text>
<rect x="{x}" y="{y}" width="{width:.1}" height="22" fill="#eef2f5"/>
<rect x="{x}" y="{y}" width="{:.1}" height="22" fill="#9a5b13"/>
<text x="{}" y="{}" fill="#ffffff">{} of {} ({:.1} %), {} spent</text>"##,
        y + 16,
        escaped(name),
        width * share,
        x + 8,
        y + 16,
        service.voters_with_a_project,
        election.voters(),
        100.0 * share,
        election.money_text(service.cost)
    );
}

fn shortened(text: &str) -> String {
    if text.chars().count() <= LONGEST_TITLE {
        return text.to_string();
    }
    let mut short = text.chars().take(LONGEST_TITLE - 1).collect::<String>();
    short.push('…');
    short
}

fn escaped(text: &str) -> String {
    let clean = text.chars().filter(|character| !character.is_control()).collect::<String>();
    clean.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests;
