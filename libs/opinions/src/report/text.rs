//! The report as plain text. It arranges; every number comes from the report.

use super::{MapReport, Report, StatementReport, Weighting};
use std::fmt::Write;

/// Statements shown per list.
const SHOWN: usize = 5;
/// Characters of a statement's text on a line.
const TEXT_WIDTH: usize = 76;

/// Writes the report. Writing into a `String` cannot fail, so results of `write!` are not looked at.
pub fn write(report: &Report) -> String {
    let mut out = String::new();
    head(&mut out, report);
    let title = if report.weighted.is_some() { "Everybody counts once" } else { "The map" };
    map(&mut out, title, &report.raw);
    if let (Some(weighted), Some(weighting)) = (&report.weighted, &report.weighting) {
        weights(&mut out, weighting);
        map(&mut out, "Weighted to the residents", weighted);
    }
    out
}

fn head(out: &mut String, report: &Report) {
    let (input, choices) = (&report.input, &report.choices);
    let _ = writeln!(out, "Opinion map, rules {}, seed {}", report.rules, choices.seed);
    let _ =
        writeln!(out, "  {} people, {} statements, {} votes", input.people, input.statements, input.votes);
    let _ = writeln!(
        out,
        "  {} rows read, {} replaced by a later vote ({} changed)",
        input.rows, input.replaced, input.changed
    );
    let left = &input.left_out;
    let _ = writeln!(
        out,
        "  left out: {} banned people, {} statements by moderation ({}), {} votes with them",
        left.people, left.statements, choices.strictness, left.votes
    );
    if left.nobodys > 0 {
        let _ = writeln!(
            out,
            "  {} ids of the banned list are nobody's who voted: look how they are written",
            left.nobodys
        );
    }
    if let Some(check) = &report.checks.tallies {
        let _ = writeln!(
            out,
            "  check: tallies of the statements file equal the rows in {} of {}",
            check.equal, check.compared
        );
    }
    if let Some(check) = &report.checks.matrix {
        let _ = writeln!(
            out,
            "  check: {} of {} votes of the matrix are in the rows ({} votes)",
            check.equal, check.matrix, check.rows
        );
    }
    if let Some(check) = &report.checks.published {
        let _ = writeln!(
            out,
            "  check: {} of {} people are in their published group ({} groups published, adjusted Rand index {:.3})",
            check.same, check.people, check.groups, check.adjusted_rand_index
        );
    }
}

fn map(out: &mut String, title: &str, map: &MapReport) {
    let _ = writeln!(out, "\n{title}");
    let tried: Vec<String> = map
        .tried
        .iter()
        .map(|one| format!("{}: {}", one.groups, thousandths(one.silhouette_millionths)))
        .collect();
    let _ = writeln!(
        out,
        "  structure {}; silhouette by number of groups {}",
        map.structure,
        if tried.is_empty() { "not tried".to_owned() } else { tried.join(", ") }
    );
    let _ = writeln!(
        out,
        "  the two axes hold {} and {} of all differences; axes above chance: {}",
        percent(map.axes_ppm[0]),
        percent(map.axes_ppm[1]),
        if map.axes_above_chance == 6 { "6 or more".to_owned() } else { map.axes_above_chance.to_string() }
    );
    for group in &map.groups {
        let _ =
            writeln!(out, "\n  Group {}: {} people, {}", group.name, group.people, percent(group.share_ppm));
        for one in group.typical.iter().take(SHOWN) {
            let text = map.statement(&one.statement).map(label).unwrap_or_default();
            let _ = writeln!(out, "    {} {} {}", percent(one.share_ppm), one.side, text);
        }
        if group.typical_in_all > SHOWN {
            let _ = writeln!(out, "    and {} more that are typical of it", group.typical_in_all - SHOWN);
        }
        if group.typical.is_empty() {
            let _ = writeln!(out, "    nothing is typical of it");
        }
    }
    if map.not_mapped > 0 {
        let _ = writeln!(out, "\n  {} people have voted too little for a group", map.not_mapped);
    }
    list(out, "All groups agree", map, &map.consensus, &|one| {
        (one.consensus.low_ppm, one.agreed_by_all, one.groups.iter().map(|counts| counts.agree_ppm).collect())
    });
    list(out, "All groups disagree", map, &map.rejection, &|one| {
        (
            one.rejection.low_ppm,
            one.rejected_by_all,
            one.groups.iter().map(|counts| counts.disagree_ppm).collect(),
        )
    });
    list(out, "The groups differ (share that agrees)", map, &map.division, &|one| {
        (
            one.division.low_ppm,
            one.division.low_ppm > 0,
            one.groups.iter().map(|counts| counts.agree_ppm).collect(),
        )
    });
}

/// What a list shows of a statement: lower bound, whether it holds surely, share in each group.
type Row = (i64, bool, Vec<i64>);

fn list(
    out: &mut String,
    title: &str,
    map: &MapReport,
    ids: &[String],
    row: &dyn Fn(&StatementReport) -> Row,
) {
    let _ = writeln!(out, "\n  {title}");
    let mut shown = 0;
    for statement in ids.iter().filter_map(|id| map.statement(id)) {
        let (low, sure, shares) = row(statement);
        if !sure || shown == SHOWN {
            continue;
        }
        shown += 1;
        let shares: Vec<String> = shares.into_iter().map(percent).collect();
        let _ =
            writeln!(out, "    at least {}; {}  {}", thousandths(low), shares.join(" / "), label(statement));
    }
    if shown == 0 {
        let _ = writeln!(out, "    no statement, with the required certainty");
    }
}

fn weights(out: &mut String, weighting: &Weighting) {
    let _ = writeln!(
        out,
        "\nWeights: worth {} equally weighted people; {} people of unknown traits, {} held at the limit",
        weighting.effective_people, weighting.unknown, weighting.trimmed
    );
    for fit in &weighting.fits {
        let silent = if fit.people == 0 && fit.population_ppm > 0 { "  nobody voted" } else { "" };
        let _ = writeln!(
            out,
            "  {} = {}: residents {}, voters {}, weighted {}{silent}",
            fit.column,
            fit.value,
            percent(fit.population_ppm),
            percent(fit.raw_ppm),
            percent(fit.weighted_ppm)
        );
    }
}

fn label(statement: &StatementReport) -> String {
    let Some(text) = &statement.text else { return format!("[{}]", statement.id) };
    let one_line: Vec<&str> = text.split_whitespace().collect();
    let one_line = one_line.join(" ");
    let mut short: String = one_line.chars().take(TEXT_WIDTH).collect();
    if one_line.chars().count() > TEXT_WIDTH {
        short.push('…');
    }
    format!("[{}] {short}", statement.id)
}

/// Parts per million as whole percent, half up.
fn percent(ppm: i64) -> String {
    format!("{} %", (ppm + 5_000).div_euclid(10_000))
}

/// Millionths with three decimals.
fn thousandths(millionths: i64) -> String {
    let rounded = (millionths.abs() + 500) / 1_000;
    let sign = if millionths < 0 && rounded > 0 { "-" } else { "" };
    format!("{sign}{}.{:03}", rounded / 1_000, rounded % 1_000)
}
