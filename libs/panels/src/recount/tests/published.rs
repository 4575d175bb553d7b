//! Published results repeated from their files. The files are not part of this repository: they lie in
//! `BITGOEUL_TEST_DATA/panels/<name>`, under the names they are published by (see the README).

use crate::columns::Rule;
use crate::problem::Task;
use crate::read::PeopleColumns;
use crate::recount::{Report, Request, recount};
use std::path::PathBuf;

/// The published lotteries stop within this of the optimum (their solver's own tolerance).
const THEIRS: f64 = 5e-4;

struct Published {
    folder: PathBuf,
    name: &'static str,
}

impl Published {
    fn find(name: &'static str) -> Option<Published> {
        let folder =
            std::env::var_os("BITGOEUL_TEST_DATA").map(|data| PathBuf::from(data).join("panels").join(name));
        let found = folder.filter(|folder| folder.is_dir());
        if found.is_none() {
            eprintln!("SKIPPED: the published panel {name} needs BITGOEUL_TEST_DATA");
        }
        found.map(|folder| Published { folder, name })
    }

    fn text(&self, file: &str) -> String {
        std::fs::read_to_string(self.folder.join(file)).expect("a published file")
    }

    fn repeat(&self, seats: u32, id: Option<&str>) -> Report {
        let (quotas, people) = (self.text("categories.csv"), self.text("respondents.csv"));
        recount(Request {
            quotas: &mut quotas.as_bytes(),
            people: &mut people.as_bytes(),
            columns: PeopleColumns { id: id.map(str::to_string), address: vec![] },
            task: Task::new(seats, Rule::Leximin),
            seed: "published",
            lottery: None,
            digest: None,
            panel: None,
        })
        .expect("a report")
    }

    /// The published chances of everybody, rising.
    fn chances(&self) -> Vec<f64> {
        let text = self.text(&format!("{}_prob_allocs_data.csv", self.name));
        let rows = text.lines().filter_map(|row| row.strip_prefix("LexiMin,"));
        let mut chances: Vec<f64> = rows
            .map(|row| row.rsplit(',').next().and_then(|cell| cell.parse().ok()).expect("a chance"))
            .collect();
        chances.sort_by(f64::total_cmp);
        chances
    }
}

/// The repeated chances of everybody, rising.
fn everybody(report: &Report) -> Vec<f64> {
    let chance = |line: &crate::recount::ChanceLine| line.numerator as f64 / line.denominator as f64;
    report.chances.iter().flat_map(|line| std::iter::repeat_n(chance(line), line.people as usize)).collect()
}

fn agrees(report: &Report, published: &[f64]) {
    let ours = everybody(report);
    assert_eq!(ours.len(), published.len());
    let farthest = ours.iter().zip(published).map(|(ours, theirs)| (ours - theirs).abs()).fold(0.0, f64::max);
    assert!(farthest <= THEIRS, "a chance differs by {farthest}");
    // Where the two first differ, ours gives more to whoever has less: leximin.
    let first = ours.iter().zip(published).find(|(ours, theirs)| (*ours - *theirs).abs() > 1e-6);
    assert!(first.is_none_or(|(ours, theirs)| ours > theirs), "{first:?}");
    assert_eq!(report.proven, Some(true));
}

#[test]
fn the_geneva_panel_has_its_published_chances() {
    let Some(published) = Published::find("geneva_30") else { return };
    let report = published.repeat(30, Some("pool_member_identifier"));
    agrees(&report, &published.chances());
    // The printed statistics: least chance 6.5 %, Gini 19.9 %, geometric mean 7.4 %.
    let percent = |text: &str| (text.parse::<f64>().expect("a number") * 1_000.0).round() / 10.0;
    let printed = [&report.least_chance, &report.gini, &report.geometric_mean].map(|text| percent(text));
    assert_eq!(printed, [6.5, 19.9, 7.4]);
}

#[test]
fn the_examples_of_the_paper_have_their_published_chances() {
    for (name, seats) in [("example_small_20", 20), ("example_large_200", 200)] {
        let Some(published) = Published::find(name) else { continue };
        let report = published.repeat(seats, None);
        agrees(&report, &published.chances());
        assert_eq!((report.least_chance.as_str(), report.gini.as_str()), ("0.100000000", "0.000000"));
    }
}
