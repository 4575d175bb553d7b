//! What serves a task, a stage or a target: what the pack that was loaded last says, in place of what was said before.

use super::Loading;
use crate::pack::promised::PromisesFile;
use crate::pack::value::{Spanned, Text, text};
use crate::serves::{Element, Served, Serves, Stage, store};
use base::Result;
use kernel::policy::Depth;

pub(super) fn load(loading: &mut Loading<'_>) -> Result<()> {
    let plan = &loading.pack.plan;
    let stages: Vec<Stage> =
        plan.stage.iter().map(|from| Stage { code: text(&from.id), title: from.title.0.clone() }).collect();
    let served = served(loading)?;
    let all = Depth::Audit as i64;
    let now = loading.city.read_blocking(move |read| Ok((store::stages(read)?, store::list(read, all)?)))?;
    if now == (stages.clone(), served.clone()) {
        return Ok(());
    }
    let slug = loading.slug();
    loading.act(move |tx| store::serve(tx, &slug, &stages, &served)).map(|_| ())
}

fn served(loading: &Loading<'_>) -> Result<Served> {
    let mut served = Served::new();
    let mut add = |element, code: &Spanned<Text>, serves: Vec<Serves>| {
        if !serves.is_empty() {
            served.entry((element, text(code))).or_default().extend(serves);
        }
    };
    for (item, tasks) in naming_tasks(&loading.pack.promises) {
        let Some(became) = loading.became(&item)? else { continue };
        tasks.iter().for_each(|task| add(Element::Task, task, vec![Serves::Record(became.clone())]));
    }
    let plan = &loading.pack.plan;
    for task in &plan.task {
        add(Element::Task, &task.id, each(&task.measures, Serves::Measure));
        add(Element::Task, &task.id, each(&task.claims, Serves::Claims));
        add(Element::Task, &task.id, each(&task.pages, Serves::Page));
    }
    for stage in &plan.stage {
        add(Element::Stage, &stage.id, each(&stage.measures, Serves::Measure));
        add(Element::Stage, &stage.id, each(&stage.promises, Serves::Promises));
        add(Element::Stage, &stage.id, each(&stage.claims, Serves::Claims));
    }
    for target in &plan.target {
        add(Element::Target, &target.id, each(&target.claims, Serves::Claims));
    }
    Ok(served)
}

fn each(texts: &[Spanned<Text>], serves: fn(String) -> Serves) -> Vec<Serves> {
    texts.iter().map(|of| serves(text(of))).collect()
}

/// Items of `promises.toml` with the tasks that they name, in the order of the file.
fn naming_tasks(file: &PromisesFile) -> Vec<(String, &[Spanned<Text>])> {
    let mut all = Vec::new();
    let mut add = |kind: &str, id: &Spanned<Text>, tasks| all.push((format!("{kind}/{}", text(id)), tasks));
    file.agreement.iter().for_each(|of| add("agreement", &of.id, of.tasks.as_slice()));
    file.directive.iter().for_each(|of| add("directive", &of.id, of.tasks.as_slice()));
    file.proposal.iter().for_each(|of| add("proposal", &of.id, of.tasks.as_slice()));
    file.budget_request.iter().for_each(|of| add("budget_request", &of.id, of.tasks.as_slice()));
    file.budget_line.iter().for_each(|of| add("budget", &of.id, of.tasks.as_slice()));
    file.event.iter().for_each(|of| add("event", &of.id, of.tasks.as_slice()));
    all.into_iter().filter(|(_, tasks): &(String, &[Spanned<Text>])| !tasks.is_empty()).collect()
}
