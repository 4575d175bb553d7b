//! The first page of a city: its plan in short, what is counted for its targets and for the stages of its business model,
//! what serves its tasks, and what wants attention now.
//!
//! Everything is read in one short read; numbers are counts that the measures keep in memory, so that opening the page
//! counts nothing anew.
//!
//! Invariant: a number that nobody counted is null here and unknown on the page, never zero.

pub mod alarms;
pub mod said;
#[cfg(test)]
mod tests;

use crate::measure::Held;
use crate::measure::shown::Seen;
use crate::measure::store::{self as measures, Seeing};
use crate::measure::target::{self, Reached};
use crate::measure::view::{current, seeing, sees_all};
use crate::plan::{self, PlanView};
use crate::serves::{self, Element, Served, Serves};
use crate::who::Reader;
use crate::{budget, claim, event};
use ::web::{Ctx, Reply};
use alarms::Alarms;
use base::{Day, Error, Ref, Result, Tri};
use db::Read;
use kernel::obligation::board::{Filter, totals};
use kernel::{agreement, obligation};
use said::SaidView;
use serde::Serialize;
use utoipa::ToSchema;

/// What the first page shows.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct Overview {
    /// The plan; none before a pack was loaded.
    pub plan: Option<PlanView>,
    /// What is counted for the targets of the plan.
    pub reached: Vec<Reached>,
    /// Published numbers that stand near a target; none of them is its number.
    pub near: Vec<NearTarget>,
    /// The business model, from a problem to what people feel of its answer.
    pub stages: Vec<StageView>,
    /// How much serves each task of the plan; a task that nothing serves is not here.
    pub tasks: Vec<TaskTally>,
    /// What wants attention.
    pub alarms: Alarms,
    /// The civil day of the city on which it was read.
    #[schema(value_type = String)]
    pub today: Day,
    /// The position that this view shows.
    pub position: i64,
}

/// Published numbers near a target.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct NearTarget {
    /// The key of the target.
    pub target: String,
    /// The newest first.
    pub said: Vec<SaidView>,
}

/// A stage of the business model.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct StageView {
    /// Its key.
    pub code: String,
    #[schema(value_type = Object)]
    pub title: Tri,
    /// What is counted here; the first is the number of the stage.
    pub counts: Vec<StageCount>,
    /// Published numbers about it, the newest first.
    pub said: Vec<SaidView>,
}

/// One count of a stage.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct StageCount {
    /// `measure`, or `promises` for obligations of a kind.
    pub of: String,
    /// The id of the measure, or the kind.
    pub code: String,
    /// The title of the measure; empty for a kind of obligation.
    #[schema(value_type = Object)]
    pub title: Tri,
    /// The unit.
    pub unit: String,
    /// What it comes to; null = nobody can tell.
    pub count: Option<Seen>,
}

/// How much serves a task, as far as this reader sees it.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, ToSchema)]
pub struct TaskTally {
    /// The key of the task.
    pub task: String,
    /// Programmes with announced money.
    pub programmes: i64,
    /// Agreements and obligations.
    pub promises: i64,
    /// Events.
    pub events: i64,
    /// Measures.
    pub measures: i64,
    /// Published numbers.
    pub claims: i64,
    /// Pages of this site.
    pub pages: i64,
}

impl TaskTally {
    /// True when something serves it.
    pub fn is_served(&self) -> bool {
        self.programmes + self.promises + self.events + self.measures + self.claims + self.pages > 0
    }
}

/// What one read brings; the rest is counted or asked of the site.
struct Stored {
    plan: Option<PlanView>,
    stages: Vec<StageView>,
    served: Served,
    said: Vec<SaidView>,
    held: Vec<Held>,
    alarms: Alarms,
}

/// What the page and the API show.
pub async fn show(ctx: &Ctx) -> Reply<Overview> {
    let (reader, see) = (Reader::of(ctx), seeing(ctx.depth()));
    let (today, position) = (reader.today, reader.now);
    let stored = ctx.read(move |read| stored(read, &reader, see)).await?;
    let targets = stored.plan.as_ref().map_or(&[][..], |plan| &plan.targets);
    let reached = target::reached_of(ctx, targets, &stored.held, today).await?;
    let near = targets.iter().map(|target| NearTarget {
        target: target.code.clone(),
        said: said::about(&stored.said, serves::of(&stored.served, Element::Target, &target.code)),
    });
    let near = near.filter(|near| !near.said.is_empty()).collect();
    let tasks = tallies(ctx, &stored);
    let mut stages = stored.stages;
    for stage in &mut stages {
        let own = serves::of(&stored.served, Element::Stage, &stage.code);
        stage.counts.splice(0..0, counted(ctx, own, &stored.held, today).await?);
    }
    let Stored { plan, alarms, .. } = Stored { stages: Vec::new(), ..stored };
    Ok(Overview { plan, reached, near, stages, tasks, alarms, today, position })
}

fn stored(read: &impl Read, reader: &Reader, see: Seeing) -> Result<Stored> {
    let served = serves::store::list(read, reader.sight().depth_number())?;
    let judged = claim::view::judge(read, &reader.actor)?;
    let said: Vec<SaidView> =
        judged.claims.iter().map(|(record, judgement)| SaidView::of(record, judgement)).collect();
    let mut stages = Vec::new();
    for stage in serves::store::stages(read)? {
        let own = serves::of(&served, Element::Stage, &stage.code);
        stages.push(StageView {
            counts: promised(read, own, reader)?,
            said: said::about(&said, own),
            code: stage.code,
            title: stage.title,
        });
    }
    Ok(Stored {
        plan: plan::store::find(read, reader.now)?,
        held: measures::latest(read, see)?,
        alarms: alarms::read(read, &said, reader)?,
        stages,
        served,
        said,
    })
}

/// Obligations of the kinds that pass a stage, as many as the list of them shows this reader.
fn promised(read: &impl Read, serves: &[Serves], reader: &Reader) -> Result<Vec<StageCount>> {
    let mut counts = Vec::new();
    for kind in serves.iter().filter_map(|serves| match serves {
        Serves::Promises(kind) => Some(kind),
        Serves::Record(_) | Serves::Measure(_) | Serves::Page(_) | Serves::Claims(_) => None,
    }) {
        let filter = Filter { kind: Some(kind.clone()), ..Filter::default() };
        let all = totals(read, &filter, reader.now, &reader.sight())?;
        let count: i64 = all.iter().map(|total| total.count).sum();
        counts.push(StageCount {
            of: "promises".into(),
            code: kind.clone(),
            title: Tri::default(),
            unit: "count".into(),
            // Nothing on record is not known to be nothing.
            count: (count > 0).then_some(Seen::Number(count)),
        });
    }
    Ok(counts)
}

/// What the measures of a stage come to.
async fn counted(ctx: &Ctx, serves: &[Serves], all: &[Held], today: Day) -> Result<Vec<StageCount>> {
    let mut counts = Vec::new();
    for held in all.iter().filter(|held| serves.contains(&Serves::Measure(held.definition.id.clone()))) {
        let counted = match current(ctx, held, today).await {
            Ok(counted) => Some(counted),
            // What cannot be counted now is unknown; only a fault stops the page.
            Err(Error::Refused(_)) => None,
            Err(fault) => return Err(fault),
        };
        let counted = counted.filter(|counted| !counted.rows.is_empty());
        counts.push(StageCount {
            of: "measure".into(),
            code: held.definition.id.clone(),
            title: held.definition.title.clone(),
            unit: held.definition.unit.clone(),
            count: counted.and_then(|counted| counted.headline(sees_all(ctx.depth())).known()),
        });
    }
    let place =
        |count: &StageCount| serves.iter().position(|serves| *serves == Serves::Measure(count.code.clone()));
    counts.sort_by_key(place);
    Ok(counts)
}

fn tallies(ctx: &Ctx, stored: &Stored) -> Vec<TaskTally> {
    let plan = stored.plan.iter().flat_map(|plan| &plan.strategies).flat_map(|strategy| &strategy.tasks);
    plan.map(|task| {
        let own = serves::of(&stored.served, Element::Task, &task.code);
        tally(&task.code, own, &stored.held, &stored.said, |page| ctx.site().has_page(page))
    })
    .filter(TaskTally::is_served)
    .collect()
}

/// How much of what the pack names this reader sees.
fn tally(
    task: &str,
    own: &[Serves],
    held: &[Held],
    said: &[SaidView],
    has_page: impl Fn(&str) -> bool,
) -> TaskTally {
    let mut tally = TaskTally { task: task.to_owned(), ..TaskTally::default() };
    for serves in own {
        match serves {
            Serves::Record(of) => count_record(&mut tally, of),
            Serves::Measure(id) => {
                tally.measures += i64::from(held.iter().any(|held| held.definition.id == *id))
            }
            Serves::Page(page) => tally.pages += i64::from(has_page(page)),
            Serves::Claims(_) | Serves::Promises(_) => {}
        }
    }
    tally.claims = i64::try_from(said::about(said, own).len()).unwrap_or(i64::MAX);
    tally
}

fn count_record(tally: &mut TaskTally, of: &Ref) {
    let kind = of.kind.as_str();
    if kind == budget::KIND.name {
        tally.programmes += 1;
    } else if kind == event::KIND.name {
        tally.events += 1;
    } else if kind == agreement::KIND.name || kind == obligation::KIND.name {
        tally.promises += 1;
    }
}
