//! Sources: where each figure of a tariff comes from and how far it can be trusted, for a person to read.

use super::plan::Plan;
use super::{Rate, Status, Tariff};

impl Status {
    /// The word of the tariff file.
    pub fn name(self) -> &'static str {
        match self {
            Status::Published => "published",
            Status::Secondary => "secondary",
            Status::Derived => "derived",
            Status::Recalled => "recalled",
            Status::Synthetic => "synthetic",
        }
    }
}

/// What a bill of a plan rests on: the lines whose rates were obtained in one way, from one set of sources.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Basis {
    pub status: Status,
    /// Positions of the sources; empty for figures that have none.
    pub sources: Vec<usize>,
    /// Positions of the items.
    pub items: Vec<usize>,
}

impl Plan<'_> {
    /// How sure the figures of one line are: the least sure of its rates, none when it used no rate.
    pub fn status_of(&self, item: usize) -> Option<Status> {
        let rates = self.used.iter().filter(|used| used.0 == item);
        rates.map(|used| self.tariff.items[used.0].rates[used.1].status).max()
    }

    /// What the given lines rest on, the surest first.
    pub fn bases(&self, items: &[usize]) -> Vec<Basis> {
        let mut bases: Vec<Basis> = Vec::new();
        for (item, rate) in self.used.iter().filter(|used| items.contains(&used.0)) {
            let Rate { status, sources, .. } = &self.tariff.items[*item].rates[*rate];
            match bases.iter_mut().find(|basis| basis.status == *status && basis.sources == *sources) {
                Some(basis) if basis.items.contains(item) => {}
                Some(basis) => basis.items.push(*item),
                None => {
                    bases.push(Basis { status: *status, sources: sources.clone(), items: vec![*item] });
                }
            }
        }
        bases.sort_by_key(|basis| basis.status);
        bases
    }
}

/// Every rate of the tariff with its trust and its sources, and the sources, as Markdown.
pub fn table(tariff: &Tariff) -> String {
    let mut text = format!("## {}\n\n| item | from | to | season | trust | source |\n", tariff.id);
    text.push_str("|---|---|---|---|---|---|\n");
    for item in &tariff.items {
        for rate in &item.rates {
            let to = rate.to.map_or(String::new(), |to| to.to_string());
            let names = |at: &[usize], name: &dyn Fn(usize) -> String| {
                at.iter().map(|at| name(*at)).collect::<Vec<_>>().join(", ")
            };
            let seasons = names(&rate.seasons, &|at| tariff.seasons[at].name.clone());
            let sources = match rate.sources.is_empty() {
                true => "none".to_owned(),
                false => names(&rate.sources, &|at| tariff.sources[at].id.clone()),
            };
            let (name, from, trust) = (&item.name, rate.from, rate.status.name());
            text.push_str(&format!("| {name} | {from} | {to} | {seasons} | {trust} | {sources} |\n"));
        }
    }
    text.push_str("\n| source | what it is | where |\n|---|---|---|\n");
    for source in &tariff.sources {
        let link = if source.link.is_empty() { "no public address" } else { &source.link };
        text.push_str(&format!("| {} | {} | {link} |\n", source.id, source.what));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tariff::read::read;

    const TARIFFS: [&str; 2] = [
        include_str!("../../../../cities/korea_reference/tariffs/kr-residential-low.toml"),
        include_str!("../../../../cities/korea_reference/tariffs/kr-residential-high.toml"),
    ];
    const PAGE: &str = include_str!("../../../../cities/korea_reference/SOURCES.md");

    #[test]
    fn the_page_of_sources_is_the_table_of_the_tariffs() {
        for text in TARIFFS {
            let table = table(&read(text).unwrap());
            assert!(PAGE.contains(&table), "put this into SOURCES.md:\n{table}");
        }
    }

    #[test]
    fn a_figure_without_a_source_only_carries_the_last_known_one_on() {
        for text in TARIFFS {
            let tariff = read(text).unwrap();
            for item in &tariff.items {
                for rate in item.rates.iter().filter(|rate| rate.sources.is_empty()) {
                    assert_eq!(rate.status, Status::Recalled, "{} {}", item.name, rate.from);
                    let before = rate.from.yesterday().unwrap();
                    let seasons = match rate.seasons.is_empty() {
                        true => (0..tariff.seasons.len()).collect(),
                        false => rate.seasons.clone(),
                    };
                    for season in seasons {
                        let last = &item.rates[item.rate(before, season).unwrap()];
                        assert_eq!(last.price, rate.price, "{} {}", item.name, rate.from);
                        assert!(!last.sources.is_empty());
                    }
                }
            }
        }
    }
}
