//! What must be true of the references between the plan, promises, measures and published numbers of a pack: what serves
//! a task, counts for a stage, stands near a target, led to an event.
//!
//! Pure, as `check`. Each finding names the place of the value.

use super::Pack;
use super::files::Texts;
use super::finding::{PackFinding, nearest};
use super::value::{Spanned, Text, short};
use base::Saying;
use kernel::obligation;
use std::collections::BTreeSet;

const PLAN: &str = "plan.toml";
const PROMISES: &str = "promises.toml";

/// All findings.
pub fn check(pack: &Pack, texts: &Texts) -> Vec<PackFinding> {
    let mut checker = Checker { texts, findings: Vec::new() };
    checker.plan(pack);
    checker.promises(pack);
    checker.findings
}

struct Checker<'a> {
    texts: &'a Texts,
    findings: Vec<PackFinding>,
}

impl Checker<'_> {
    fn found(&mut self, file: &str, at: &Spanned<Text>, saying: Saying) {
        let text = self.texts.get(file).map_or("", String::as_str);
        self.findings.push(PackFinding::at(file, text, at.span().start, saying));
    }

    fn plan(&mut self, pack: &Pack) {
        let measures: BTreeSet<String> =
            pack.measures.iter().map(|measure| measure.definition.id.clone()).collect();
        let subjects: BTreeSet<String> = pack
            .claims
            .iter()
            .flat_map(|claim| [claim.subject.clone(), group(&claim.subject).to_owned()])
            .collect();
        let kinds: BTreeSet<String> =
            obligation::rules::KINDS.iter().map(|(kind, _)| (*kind).to_owned()).collect();
        for task in &pack.plan.task {
            self.each(PLAN, &task.measures, &measures);
            self.each(PLAN, &task.claims, &subjects);
            for page in task.pages.iter().filter(|page| !is_path(page.get_ref().as_str())) {
                let saying = Saying::invalid("tower-pack-page").with("page", short(page.get_ref().as_str()));
                self.found(PLAN, page, saying);
            }
        }
        let mut stages = BTreeSet::new();
        for stage in &pack.plan.stage {
            self.each(PLAN, &stage.measures, &measures);
            self.each(PLAN, &stage.promises, &kinds);
            self.each(PLAN, &stage.claims, &subjects);
            if !stages.insert(stage.id.get_ref().as_str()) {
                let saying = Saying::invalid("tower-pack-stage-twice");
                self.found(PLAN, &stage.id, saying.with("id", short(stage.id.get_ref().as_str())));
            }
        }
        for target in &pack.plan.target {
            self.each(PLAN, &target.claims, &subjects);
        }
    }

    fn promises(&mut self, pack: &Pack) {
        let file = &pack.promises;
        let tasks: BTreeSet<String> = pack.plan.task.iter().map(|task| task.id.get_ref().0.clone()).collect();
        let named = (file.agreement.iter().flat_map(|of| &of.tasks))
            .chain(file.directive.iter().flat_map(|of| &of.tasks))
            .chain(file.proposal.iter().flat_map(|of| &of.tasks))
            .chain(file.event.iter().flat_map(|of| &of.tasks))
            .chain(file.budget_line.iter().flat_map(|of| &of.tasks))
            .chain(file.budget_request.iter().flat_map(|of| &of.tasks));
        for task in named {
            self.leads_to(PROMISES, task, &tasks);
        }
        let items = items(pack);
        for event in &file.event {
            self.each(PROMISES, &event.because_of, &items);
            self.each(PROMISES, &event.led_to, &items);
        }
    }

    fn each(&mut self, file: &str, all: &[Spanned<Text>], known: &BTreeSet<String>) {
        all.iter().for_each(|to| self.leads_to(file, to, known));
    }

    fn leads_to(&mut self, file: &str, to: &Spanned<Text>, known: &BTreeSet<String>) {
        let text = to.get_ref().as_str();
        if known.contains(text) {
            return;
        }
        let saying = match nearest(text, known.iter().map(String::as_str)) {
            Some(near) => Saying::invalid("tower-pack-reference-near").with("near", near),
            None => Saying::invalid("tower-pack-reference"),
        };
        self.found(file, to, saying.with("id", short(text)));
    }
}

/// Items that an event may be linked with, as the pack keeps them.
fn items(pack: &Pack) -> BTreeSet<String> {
    let file = &pack.promises;
    let named = |kind: &'static str, id: &Spanned<Text>| format!("{kind}/{}", id.get_ref().as_str());
    (file.agreement.iter().map(|of| named("agreement", &of.id)))
        .chain(file.directive.iter().map(|of| named("directive", &of.id)))
        .chain(file.proposal.iter().map(|of| named("proposal", &of.id)))
        .chain(file.event.iter().map(|of| named("event", &of.id)))
        .chain(std::iter::once(named("plan", &pack.plan.plan.id)))
        .chain(pack.partners.body.iter().map(|of| named("body", &of.id)))
        .collect()
}

/// The first word of a subject.
fn group(subject: &str) -> &str {
    subject.split('.').next().unwrap_or(subject)
}

/// An address below the city, without a host.
fn is_path(page: &str) -> bool {
    page.starts_with('/') && !page.starts_with("//") && page.is_ascii() && !page.contains(char::is_whitespace)
}
