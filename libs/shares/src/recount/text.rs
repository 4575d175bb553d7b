//! The report as text.

use std::fmt;

use crate::election::{Election, decimal_text};
use crate::pabulib::Note;

use super::{AgainstGreedy, Agreement, Report, Rule};

impl fmt::Display for Report {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let election = &self.loaded.election;
        writeln!(out, "{}", if self.title.is_empty() { "(no title)" } else { &self.title })?;
        writeln!(
            out,
            "{} voters, {} distinct ballots, {} projects, budget {}",
            election.voters(),
            election.class_count(),
            election.projects().len(),
            election.money_text(election.budget())
        )?;
        let ties = self.options.ties.keys.iter().map(|key| key.name()).collect::<Vec<_>>().join(", ");
        writeln!(out, "rule: {}; utility: {}; ties: {ties}", self.rule, self.options.utility.name())?;
        writeln!(out)?;
        self.write_selections(out)?;
        self.write_misses(out)?;
        self.write_count(out)?;
        for note in &self.loaded.notes {
            write_note(out, note)?;
        }
        if let Some(greedy) = &self.greedy
            && self.rule != Rule::Greedy
        {
            write_greedy(out, election, greedy)?;
        }
        match &self.published {
            None => writeln!(out, "published: the file names no selected projects"),
            Some(agreement) => {
                write!(out, "published by the rule \"{}\": ", self.loaded.rule)?;
                write_agreement(out, election, agreement)
            }
        }
    }
}

impl Report {
    fn write_selections(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let election = &self.loaded.election;
        writeln!(
            out,
            "   #  {:<12} {:>14} {:>9} {:>14} {:>9}  title",
            "project", "cost", "voters", "pay at most", "pay less"
        )?;
        for (index, selection) in self.outcome.selections.iter().enumerate() {
            let project = &election.projects()[selection.project];
            let (price, less) = if selection.price > 0.0 {
                let unit = election.currency_unit() as f64;
                (format!("{:.4}", selection.price / unit), selection.paid_less.to_string())
            } else {
                ("-".to_string(), "-".to_string())
            };
            writeln!(
                out,
                "{:>4}  {:<12} {:>14} {:>9} {price:>14} {less:>9}  {}",
                index + 1,
                project.id,
                election.money_text(project.cost),
                selection.supporters,
                project.title.split_whitespace().collect::<Vec<_>>().join(" ")
            )?;
        }
        writeln!(out)
    }

    /// Why the other projects were not bought: what their supporters had left.
    fn write_misses(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let election = &self.loaded.election;
        if self.outcome.misses.is_empty() {
            return Ok(());
        }
        writeln!(out, "not selected {:>18} {:>14} {:>14}", "cost", "money left", "lacking")?;
        for miss in &self.outcome.misses {
            let project = &election.projects()[miss.project];
            let unit = election.currency_unit() as f64;
            let (cost, left) = (project.cost as f64 / unit, miss.money_left / unit);
            writeln!(
                out,
                "      {:<12} {:>12} {left:>14.2} {:>14.2}",
                project.id,
                election.money_text(project.cost),
                (cost - left).max(0.0)
            )?;
        }
        writeln!(out)
    }

    fn write_count(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let election = &self.loaded.election;
        let outcome = &self.outcome;
        writeln!(
            out,
            "{} projects cost {} of {}; {} is left",
            outcome.selections.len(),
            election.money_text(outcome.cost),
            election.money_text(election.budget()),
            election.money_text(election.budget().saturating_sub(outcome.cost))
        )?;
        if outcome.completed > 0 {
            writeln!(out, "the last {} of them by votes, from what was left", outcome.completed)?;
        }
        if let Some(share) = outcome.share {
            writeln!(out, "each voter could spend {:.4}", share / election.currency_unit() as f64)?;
        }
        if let Some(raise) = outcome.raise {
            let step = election.money_text(raise.step);
            writeln!(out, "shares raised by {} steps of {step}; {} counts", raise.steps, raise.counts)?;
        }
        for tie in &outcome.ties {
            let names = ids(election, &tie.tied);
            let chosen = &election.projects()[tie.chosen].id;
            writeln!(out, "tie after {} projects between {names}: {chosen}, by {}", tie.after, tie.by)?;
        }
        let by = outcome.decisions;
        if by.by_float + by.by_small_fraction + by.by_exact_rational > 0 {
            writeln!(
                out,
                "choices: {} by floats within their error bounds, {} by fractions, {} by large rationals",
                by.by_float, by.by_small_fraction, by.by_exact_rational
            )?;
        }
        Ok(())
    }
}

fn ids(election: &Election, projects: &[usize]) -> String {
    let ids = projects.iter().map(|&project| election.projects()[project].id.as_str()).collect::<Vec<_>>();
    if ids.is_empty() { "none".to_string() } else { ids.join(", ") }
}

fn write_note(out: &mut fmt::Formatter<'_>, note: &Note) -> fmt::Result {
    match note {
        Note::TallyDiffers { line, id, column, stated, counted } => {
            writeln!(
                out,
                "note: line {line}: project {id} states {column} {stated}, its ballots give {counted}"
            )
        }
        Note::FreeProject { line, id } => writeln!(out, "note: line {line}: project {id} costs nothing"),
        Note::DearerThanBudget { line, id } => {
            writeln!(out, "note: line {line}: project {id} costs more than the whole budget")
        }
    }
}

fn write_greedy(out: &mut fmt::Formatter<'_>, election: &Election, compared: &AgainstGreedy) -> fmt::Result {
    let share = |voters: u64| 100.0 * voters as f64 / f64::from(election.voters());
    writeln!(out, "beside most votes first:")?;
    for (name, service) in [("here", &compared.here), ("most votes first", &compared.greedy)] {
        writeln!(
            out,
            "  {name:<16} {:>4} projects, cost {:>14}, {:>6.2} % of voters get a project, {:.3} projects a voter, Gini {:.3}",
            service.projects,
            decimal_text(service.cost, election.money_decimals()),
            share(service.voters_with_a_project),
            service.mean_projects,
            service.gini_of_spending
        )?;
    }
    writeln!(out, "  only here: {}", ids(election, &compared.only_here))?;
    writeln!(out, "  only most votes first: {}", ids(election, &compared.only_greedy))?;
    for (name, against) in [("money's worth", compared.by_cost), ("projects", compared.by_projects)] {
        writeln!(
            out,
            "  more {name}: {} voters here, {} with most votes first, {} alike",
            against.first, against.second, against.equal
        )?;
    }
    Ok(())
}

fn write_agreement(out: &mut fmt::Formatter<'_>, election: &Election, agreement: &Agreement) -> fmt::Result {
    if agreement.is_complete() {
        return writeln!(out, "the same {} projects", agreement.both);
    }
    writeln!(
        out,
        "{} projects the same; only here: {}; only published: {}",
        agreement.both,
        ids(election, &agreement.only_here),
        ids(election, &agreement.only_published)
    )
}
