//! The report as plain text.

use super::Report;
use std::fmt::Write as _;

pub(super) fn text(report: &Report) -> String {
    let mut out = String::new();
    // Writing to a String cannot fail; results are dropped.
    head(report, &mut out);
    let _ = writeln!(out, "\nQuotas (minimum..maximum, in pool, drawn)");
    for line in &report.quotas {
        let _ = writeln!(
            out,
            "  {} = {}: {}..{}, {}, {}",
            line.feature, line.value, line.minimum, line.maximum, line.in_pool, line.drawn
        );
    }
    let _ = writeln!(out, "\nChances (people with this chance)");
    for line in &report.chances {
        let _ = writeln!(out, "  {} = {}/{}: {}", line.chance, line.numerator, line.denominator, line.people);
    }
    let _ = writeln!(out, "\nDrawn with the seed '{}'", report.seed);
    for id in &report.drawn {
        let _ = writeln!(out, "  {id}");
    }
    verdict(report, &mut out);
    out
}

fn head(report: &Report, out: &mut String) {
    let _ = writeln!(out, "{} seats by {} from {} people", report.seats, report.rule, report.people);
    let apart = report.addresses == report.people;
    let addresses = if apart {
        "everybody at an address of their own".into()
    } else {
        format!("{} addresses", report.addresses)
    };
    let _ = writeln!(out, "{addresses}, {} classes of people", report.classes);
    let _ = writeln!(out, "Smallest chance {}; without quotas {}", report.least_chance, report.even_chance);
    let _ = writeln!(
        out,
        "Chances: Gini coefficient {} (0 is equal), geometric mean {}",
        report.gini, report.geometric_mean
    );
    match (&report.least_chance_bound, report.proven) {
        (Some(bound), Some(true)) => {
            let _ = writeln!(out, "No lottery does better: bound {bound}");
        }
        (Some(bound), _) => {
            let _ = writeln!(out, "Perhaps a lottery does better: bound {bound}");
        }
        (None, _) => {
            let _ = writeln!(out, "Drawn from the lottery file; its optimality was not computed again");
        }
    }
    if report.never > 0 {
        let _ = writeln!(out, "{} people sit on no panel that meets the quotas", report.never);
    }
    let _ = writeln!(out, "Lottery of {} panels, total weight {}", report.panels, report.total_weight);
    let _ = writeln!(out, "Lottery digest {}", report.lottery_digest);
}

fn verdict(report: &Report, out: &mut String) {
    match report.digest_same {
        Some(true) => out.push_str("\nThe lottery is the published one.\n"),
        Some(false) => out.push_str("\nThe lottery DIFFERS from the published one.\n"),
        None => {}
    }
    let Some(published) = &report.published else { return };
    if published.same {
        out.push_str("\nThe panel is the published one.\n");
        return;
    }
    out.push_str("\nThe panel DIFFERS from the published one.\n");
    let _ = writeln!(out, "  only published: {}", published.only_published.join(", "));
    let _ = writeln!(out, "  only repeated: {}", published.only_repeated.join(", "));
}
