//! From an analysis to its report: rounds, names, and cuts lists. It decides nothing.

use super::{
    Bound, Checks, Choices, Counts, Fit, GroupReport, Input, MapReport, RULES, Report, StatementReport,
    Tried, TypicalReport, Weighting, group_name, millionths, picture,
};
use crate::analysis::Analysis;
use crate::consensus::Bounded;
use crate::representative::Side;
use crate::settings::{GroupCount, Settings, Start, Strictness};
use crate::tallies::Tally;
use crate::votes::{Vote, Votes};
use crate::weights::Weights;
use std::collections::HashMap;

/// Statements in each ranked list of the report; the statements themselves are all there.
const LISTED: usize = 10;

/// What a report is made from.
pub(crate) struct Sources<'a> {
    pub votes: &'a Votes,
    pub raw: &'a Analysis,
    pub weighted: Option<&'a Analysis>,
    pub weights: Option<&'a Weights>,
    pub texts: HashMap<&'a str, &'a str>,
}

impl Report {
    pub(crate) fn of(sources: &Sources, input: Input, checks: Checks) -> Report {
        Report {
            rules: RULES.to_owned(),
            choices: Choices::of(&sources.raw.settings),
            input,
            checks,
            raw: MapReport::of(sources, sources.raw),
            weighted: sources.weighted.map(|analysis| MapReport::of(sources, analysis)),
            weighting: sources.weights.map(Weighting::of),
        }
    }
}

impl Choices {
    fn of(settings: &Settings) -> Choices {
        Choices {
            seed: settings.seed,
            strictness: match settings.strictness {
                Strictness::Everything => "everything",
                Strictness::AllButRejected => "all but rejected",
                Strictness::OnlyAccepted => "only accepted",
            },
            votes_to_be_mapped: settings.votes_to_be_mapped,
            people_wanted: settings.people_wanted,
            groups: match settings.groups {
                GroupCount::UpTo(most) => format!("up to {most}"),
                GroupCount::Exactly(count) => format!("exactly {count}"),
            },
            start: match &settings.start {
                Start::Seeded => "seeded".to_owned(),
                Start::People(people) => format!("people {}", people.join(", ")),
            },
            bound_z_millionths: millionths(settings.bound_z),
            false_discovery_ppm: millionths(settings.false_discovery_rate),
        }
    }
}

impl MapReport {
    fn of(sources: &Sources, analysis: &Analysis) -> MapReport {
        let names = |list: Vec<usize>| -> Vec<String> {
            list.into_iter().take(LISTED).map(|index| sources.votes.statements()[index].to_string()).collect()
        };
        let share =
            |along: f64| millionths(if along > 0.0 { along / analysis.axes.total_scatter } else { 0.0 });
        let mut weights = vec![0.0; analysis.groups.count()];
        for (group, weight) in analysis.groups.group_of.iter().zip(&analysis.weights) {
            if let Some(group) = group {
                weights[*group as usize] += weight;
            }
        }
        MapReport {
            axes_ppm: analysis.axes.scatter.map(share),
            axes_above_chance: analysis.axes_above_chance,
            tried: analysis
                .groups
                .tried
                .iter()
                .map(|one| Tried { groups: one.count, silhouette_millionths: millionths(one.silhouette) })
                .collect(),
            structure: structure(analysis.groups.silhouette()),
            groups: (0..analysis.groups.count())
                .map(|group| group_report(sources, analysis, group, &weights))
                .collect(),
            not_mapped: analysis.groups.group_of.iter().filter(|group| group.is_none()).count(),
            consensus: names(analysis.consensus()),
            rejection: names(analysis.rejection()),
            division: names(analysis.division()),
            statements: (0..sources.votes.statements().len())
                .map(|statement| statement_report(sources, analysis, statement))
                .collect(),
            picture: picture::Dots::of(analysis),
        }
    }
}

fn structure(silhouette: Option<f64>) -> &'static str {
    match silhouette {
        None => "not divided",
        Some(value) if value > 0.7 => "strong",
        Some(value) if value > 0.5 => "reasonable",
        Some(value) if value > 0.25 => "weak",
        Some(_) => "none to speak of",
    }
}

fn group_report(sources: &Sources, analysis: &Analysis, group: usize, weights: &[f64]) -> GroupReport {
    let typical = analysis.typical_of(group);
    let all: f64 = weights.iter().sum();
    let typical_report = |statement: &usize| {
        let one = analysis.representation(*statement, group);
        TypicalReport {
            statement: sources.votes.statements()[*statement].to_string(),
            side: match one.side {
                Side::Agree => "agree",
                Side::Disagree => "disagree",
            },
            share_ppm: millionths(analysis.tallies.group(*statement, group).share(one.side.vote())),
            ratio_millionths: millionths(one.ratio),
            share_z_millionths: millionths(one.share_z),
            difference_z_millionths: millionths(one.difference_z),
            adjusted_p_ppm: millionths(one.adjusted),
        }
    };
    GroupReport {
        name: group_name(group),
        people: analysis.groups.sizes[group],
        share_ppm: millionths(if all > 0.0 { weights[group] / all } else { 0.0 }),
        centre_millionths: analysis.groups.centres[group].map(millionths),
        typical: typical.iter().take(LISTED).map(typical_report).collect(),
        typical_in_all: typical.len(),
    }
}

fn statement_report(sources: &Sources, analysis: &Analysis, statement: usize) -> StatementReport {
    let id = sources.votes.statements()[statement].as_ref();
    let standing = &analysis.standings[statement];
    let bound =
        |value: Bounded| Bound { estimate_ppm: millionths(value.estimate), low_ppm: millionths(value.low) };
    StatementReport {
        id: id.to_owned(),
        text: sources.texts.get(id).map(|text| (*text).to_owned()),
        everybody: counts(analysis.tallies.everybody(statement)),
        groups: (0..analysis.groups.count())
            .map(|group| counts(analysis.tallies.group(statement, group)))
            .collect(),
        consensus: bound(standing.agree),
        rejection: bound(standing.disagree),
        division: bound(standing.division),
        agreed_by_all: standing.agreed_by_all,
        rejected_by_all: standing.rejected_by_all,
    }
}

fn counts(tally: &Tally) -> Counts {
    Counts {
        agree: tally.agree,
        disagree: tally.disagree,
        pass: tally.pass,
        agree_ppm: millionths(tally.share(Vote::Agree)),
        disagree_ppm: millionths(tally.share(Vote::Disagree)),
    }
}

impl Weighting {
    fn of(weights: &Weights) -> Weighting {
        let fit = |one: &crate::weights::MarginFit| Fit {
            column: one.column.clone(),
            value: one.value.clone(),
            people: one.people,
            population_ppm: millionths(one.population),
            raw_ppm: millionths(one.raw),
            weighted_ppm: millionths(one.weighted),
        };
        Weighting {
            effective_people: weights.effective_people as u64,
            unknown: weights.unknown,
            trimmed: weights.trimmed,
            fits: weights.fits.iter().map(fit).collect(),
        }
    }
}
