//! A task of the plan on its own page: the programmes, promises, events, measures, published numbers and pages that serve
//! it - or that nothing does yet.
//!
//! Which serves it is what the pack names (`serves`); each record is shown in the reader's scope.

pub mod pages;

use crate::budget::{self, BudgetLine};
use crate::measure::Held;
use crate::measure::shown::Seen;
use crate::measure::store as measures;
use crate::measure::view::{current, seeing, sees_all};
use crate::overview::said::{self, SaidView};
use crate::plan::{self, Element as Task};
use crate::serves::{self, Element, Serves};
use crate::thread::{self, ThreadNode};
use crate::who::Reader;
use crate::{claim, event};
use ::web::http::{Routes, Who};
use ::web::{Area, Ctx, Reply};
use base::{Error, Ref, Result, Saying, Tri};
use db::Read;
use serde::Serialize;
use utoipa::ToSchema;

/// Adds pages of tasks to the tower.
pub fn add_to(area: Area) -> Area {
    let public = Who::Everyone("what a city set out to do, and what serves it, is a public record");
    area.words(include_str!("task/words.toml"))
        .pages(Routes::new().get("/plan/tasks/{task}", public, pages::show))
        .api(pages::routes())
}

/// A task with what serves it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct TaskView {
    /// The task.
    #[serde(flatten)]
    pub task: Task,
    /// The title of its strategy.
    #[schema(value_type = Object)]
    pub strategy_title: Tri,
    /// Programmes with announced money.
    pub programmes: Vec<BudgetLine>,
    /// Agreements and obligations.
    pub promises: Vec<ThreadNode>,
    /// Events.
    pub events: Vec<ThreadNode>,
    /// Measures.
    pub measures: Vec<TaskMeasure>,
    /// Published numbers, the newest first.
    pub said: Vec<SaidView>,
    /// Pages of this site.
    pub pages: Vec<String>,
    /// The position that this view shows.
    pub position: i64,
}

impl TaskView {
    /// True when nothing serves it.
    pub fn is_bare(&self) -> bool {
        self.programmes.is_empty()
            && self.promises.is_empty()
            && self.events.is_empty()
            && self.measures.is_empty()
            && self.said.is_empty()
            && self.pages.is_empty()
    }
}

/// A measure that counts for a task.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct TaskMeasure {
    /// Its id.
    pub id: String,
    #[schema(value_type = Object)]
    pub title: Tri,
    /// Its unit.
    pub unit: String,
    /// What it comes to; null = nobody can tell.
    pub count: Option<Seen>,
}

/// One task, or "not found".
pub async fn show(ctx: &Ctx, code: String) -> Reply<TaskView> {
    let (reader, see, today) = (Reader::of(ctx), seeing(ctx.depth()), crate::api::today(ctx));
    let (mut view, held) = ctx
        .read(move |read| {
            let (view, own) = stored(read, &code, &reader)?;
            let all = measures::latest(read, see)?;
            let held: Vec<Held> = all
                .into_iter()
                .filter(|held| own.contains(&Serves::Measure(held.definition.id.clone())))
                .collect();
            Ok((view, held))
        })
        .await?;
    view.pages.retain(|page| ctx.site().has_page(page));
    for held in &held {
        let counted = match current(ctx, held, today).await {
            Ok(counted) => Some(counted).filter(|counted| !counted.rows.is_empty()),
            Err(Error::Refused(_)) => None,
            Err(fault) => return Err(fault.into()),
        };
        view.measures.push(TaskMeasure {
            id: held.definition.id.clone(),
            title: held.definition.title.clone(),
            unit: held.definition.unit.clone(),
            count: counted.and_then(|counted| counted.headline(sees_all(ctx.depth())).known()),
        });
    }
    Ok(view)
}

pub(crate) fn stored(read: &impl Read, code: &str, reader: &Reader) -> Result<(TaskView, Vec<Serves>)> {
    let plan = plan::store::get(read, reader.now)?;
    let found = plan.strategies.into_iter().find_map(|strategy| {
        let task = strategy.tasks.into_iter().find(|task| task.code == code)?;
        Some((strategy.strategy.title, task))
    });
    let (strategy_title, task) = found.ok_or_else(|| Saying::not_found("base-not-found"))?;
    let served = serves::store::list(read, reader.sight().depth_number())?;
    let own = serves::of(&served, Element::Task, code).to_vec();
    let judged = claim::view::judge(read, &reader.actor)?;
    let all: Vec<SaidView> =
        judged.claims.iter().map(|(record, judgement)| SaidView::of(record, judgement)).collect();
    let mut view = TaskView {
        task,
        strategy_title,
        programmes: Vec::new(),
        promises: Vec::new(),
        events: Vec::new(),
        measures: Vec::new(),
        said: said::about(&all, &own),
        pages: own.iter().filter_map(page).collect(),
        position: reader.now,
    };
    let budget = budget::store::list(read)?;
    for serves in &own {
        if let Serves::Record(of) = serves {
            record(read, of, &budget, &mut view, reader)?;
        }
    }
    Ok((view, own))
}

fn page(serves: &Serves) -> Option<String> {
    match serves {
        Serves::Page(page) => Some(page.clone()),
        Serves::Record(_) | Serves::Measure(_) | Serves::Promises(_) | Serves::Claims(_) => None,
    }
}

/// Puts a record where it belongs, when this reader sees it.
fn record(
    read: &impl Read,
    of: &Ref,
    budget: &[BudgetLine],
    view: &mut TaskView,
    reader: &Reader,
) -> Result<()> {
    if of.kind == budget::KIND.name {
        view.programmes.extend(budget.iter().find(|line| line.id.to_string() == of.id).cloned());
        return Ok(());
    }
    let node = thread::node(read, of, &reader.actor, &reader.sight())?;
    match of.kind == event::KIND.name {
        true => view.events.extend(node),
        false => view.promises.extend(node),
    }
    Ok(())
}
