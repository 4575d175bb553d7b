//! The first page of a city, on one screen: its plan in short, three targets, the business model, strategies and tasks,
//! what to look at now, five doors.

pub mod doors;
pub mod model;

use super::target_amount;
use super::task_title;
use super::unit_word;
use crate::measure::Whom;
use crate::measure::pages::{bar, count_of};
use crate::measure::shown::Cells;
use crate::measure::target::Reached;
use crate::overview::said::SaidView;
use crate::overview::{Overview, TaskTally};
use crate::plan::{Element, PlanView, StrategyView, Target};
use axum::response::Response;
use base::Day;
use base::words::{Arg, Words};
use maud::{Markup, html};
use web::components::notice::empty;
use web::components::number::{Count, Figure, Tile, tiles};
use web::components::overview::{Front, Part, columns, front, opening, strip};
use web::text::tri;
use web::{Ctx, Page};

pub fn home(ctx: &Ctx, view: &Overview) -> Response {
    let t = ctx.words();
    let page = Page::without_heading(t.get("tower-nav")).front().api(&ctx.url("/api/v1/overview"));
    let sentence =
        opening(&[t.get("tower-opening-1"), t.get("tower-opening-2")], t.get("tower-opening-below"));
    let ways = doors::ways(ctx, view);
    let Some(plan) = &view.plan else {
        let missing = empty(t.get("tower-no-plan"), t.get("tower-no-plan-mend"), None);
        let parts = Front {
            opening: sentence,
            ways,
            strip: html! {},
            tiles: missing,
            alarms: None,
            model: None,
            lists: None,
        };
        return ctx.page(&page, front(&parts));
    };
    let parts = Front {
        opening: sentence,
        ways,
        strip: creed(ctx, view, plan),
        tiles: tiles(&targets(ctx, view, plan), t),
        alarms: Some(model::alarms(ctx, &view.alarms)),
        model: model::model(ctx, view, plan),
        lists: Some(strategies(ctx, view, plan)),
    };
    ctx.page(&page, front(&parts))
}

/// Vision, goal and values in one line, and the day of the page.
fn creed(ctx: &Ctx, view: &Overview, plan: &PlanView) -> Markup {
    let (t, lang) = (ctx.words(), ctx.lang());
    let values: Vec<&str> = plan.values.iter().map(|value| value.title.text(lang)).collect();
    let values = values.join(" · ");
    let items = [
        (t.get("tower-vision"), plan.plan.vision.text(lang)),
        (t.get("tower-goal"), plan.plan.goal.text(lang)),
        (t.get("tower-values"), values.as_str()),
    ];
    let items: Vec<(&str, &str)> = items.into_iter().filter(|(_, text)| !text.is_empty()).collect();
    strip(&items, &t.say("tower-as-of", &[("day", Arg::from(view.today.to_string().as_str()))]))
}

/// The strategies side by side, each with its tasks and what serves them.
fn strategies(ctx: &Ctx, view: &Overview, plan: &PlanView) -> Part {
    let t = ctx.words();
    let tasks: usize = plan.strategies.iter().map(|strategy| strategy.tasks.len()).sum();
    let heading = t.say(
        "tower-strategies-count",
        &[("strategies", number(plan.strategies.len())), ("tasks", number(tasks))],
    );
    let strategies: Vec<Markup> = plan.strategies.iter().map(|of| strategy(ctx, of, &view.tasks)).collect();
    Part {
        id: "strategies",
        heading,
        beside: html! {
            @if plan.strategies.iter().flat_map(|of| &of.tasks).any(is_reconstructed) {
                p.note { (t.get("tower-tasks-reconstructed")) }
            }
        },
        body: columns(&strategies),
    }
}

fn number(count: usize) -> Arg<'static> {
    Arg::Number(i64::try_from(count).unwrap_or(i64::MAX))
}

/// The targets of the whole plan with what is counted for them. Where nothing is counted, what was published nearest to
/// it stands in quotation marks; where nothing was published either, it is unknown.
fn targets(ctx: &Ctx, view: &Overview, plan: &PlanView) -> Vec<Tile> {
    let whole = plan.targets.iter().filter(|target| target.is_of_the_whole());
    whole
        .map(|target| {
            let reached = view.reached.iter().find(|reached| reached.target == target.code);
            let near = view.near.iter().find(|near| near.target == target.code);
            tile(ctx, target, reached, near.and_then(|near| near.said.first()), view.today)
        })
        .collect()
}

fn tile(ctx: &Ctx, target: &Target, reached: Option<&Reached>, near: Option<&SaidView>, today: Day) -> Tile {
    let t = ctx.words();
    let amount = target_amount(target, t);
    let due = target.due.map_or_else(|| t.get("web-unknown").to_owned(), |day| day.year().to_string());
    let near = near.filter(|_| counted(reached).is_none());
    Tile {
        title: target.title.text(ctx.lang()).to_owned(),
        figure: match near {
            Some(said) => published(ctx, said),
            None => figure(ctx, target, reached),
        },
        target: Some(t.say(
            "tower-target-of",
            &[("amount", Arg::from(amount.as_str())), ("due", Arg::from(due.as_str()))],
        )),
        bar: counted(reached).map(|cells| bar(cells, counts(reached), None).target(target.amount)),
        note: Some(match near {
            Some(said) => beside(ctx, said),
            None => {
                // A published count is of the day it is of, whatever the day of the page.
                let day = counted(reached).and(reached).and_then(|reached| reached.as_of);
                let day = day.filter(|day| *day != today).map(|day| day.to_string());
                html! {
                    @if let Some(day) = &day { b { (t.say("tower-as-of", &[("day", Arg::from(day.as_str()))])) } " " }
                    (note(ctx, target, reached))
                }
            }
        }),
    }
}

/// A published number, large, leading to its own page.
fn published(ctx: &Ctx, said: &SaidView) -> Figure {
    let amount = crate::claim::pages::amount(&said.relation, &said.value, &said.unit, ctx.words());
    Figure::published(&amount).rows(&ctx.url(&format!("/claims/{}", said.code)))
}

/// What the published number is of, and that it is not the number of the target.
fn beside(ctx: &Ctx, said: &SaidView) -> Markup {
    let t = ctx.words();
    html! {
        (tri(&said.label, ctx.lang())) " · " (t.say("tower-said-on", &[("day", Arg::from(said.published.as_str()))])) " "
        br;
        (crate::claim::pages::verdicts(&said.verdicts, false, t)) " "
        (t.get("tower-said-no-list"))
    }
}

fn counts(reached: Option<&Reached>) -> Whom {
    reached.map_or(Whom::Records, |reached| reached.counts)
}

/// What a target comes to, when there are rows.
fn counted(reached: Option<&Reached>) -> Option<&Cells> {
    reached.filter(|reached| reached.has_list).and_then(|reached| reached.count.as_ref())
}

/// The same in a cell of a table.
pub fn reached_cell(ctx: &Ctx, target: &Target, reached: Option<&Reached>) -> Markup {
    html! {
        (figure(ctx, target, reached).inline(ctx.words()))
        @if counted(reached).is_none() { span.row-below { (note(ctx, target, reached)) } }
    }
}

fn figure(ctx: &Ctx, target: &Target, reached: Option<&Reached>) -> Figure {
    let href = match reached {
        Some(reached) => ctx.url(&format!("/measures/{}", reached.measure)),
        None => ctx.url(&format!("/plan#{}", target.code)),
    };
    match counted(reached).and_then(count_of) {
        Some(count) => Figure::new(count, unit_word(&target.unit, ctx.words()).trim()).rows(&href),
        None => Figure::new(Count::Unknown, "").rows(&href),
    }
}

/// The pace that is needed and kept; why there is no number, when there is none.
fn note(ctx: &Ctx, target: &Target, reached: Option<&Reached>) -> Markup {
    let t = ctx.words();
    let Some(reached) = reached else { return html! { (t.get("tower-target-not-counted")) } };
    if reached.as_of.is_none() {
        return html! { (t.get("tower-measure-problem")) };
    }
    if !reached.has_list {
        if ctx.about().synthetic {
            return html! { (t.get("tower-measure-no-list")) };
        }
        return html! {
            (t.get("tower-target-no-list")) " "
            a href=(ctx.url("/claims")) { (t.get("tower-target-to-claims")) }
        };
    }
    let silent = match (reached.counts, reached.count.as_ref().and_then(|cells| cells.unknown.number())) {
        (Whom::PeopleOfOrganisations, Some(units)) if units > 0 => {
            t.say("tower-target-silent", &[("count", Arg::Number(units))])
        }
        (_, _) => String::new(),
    };
    let Some(pace) = reached.pace else {
        let is_reached = counted(Some(reached)).and_then(|cells| cells.value.number()) >= Some(target.amount);
        return html! { (silent) @if is_reached { " " (t.get("tower-target-is-reached")) } };
    };
    let unit = crate::measure::pages::unit_after(&target.unit, t);
    let amount = |tenths: i64| {
        let sign = if tenths < 0 { "−" } else { "" };
        format!("{sign}{}.{}{unit}", t.number(tenths.abs() / 10), tenths.abs() % 10)
    };
    let (needed, kept) = (amount(pace.needed_tenths), amount(pace.kept_tenths));
    // Both paces are of what is known at least: with unknown rows it may be more.
    let is_exact = counted(Some(reached)).is_some_and(|cells| cells.high == Some(cells.value));
    let behind = if is_exact { "tower-target-behind" } else { "tower-target-behind-known" };
    html! {
        @if !silent.is_empty() { (silent) br; }
        (t.say("tower-target-pace", &[("needed", Arg::from(needed.as_str())), ("kept", Arg::from(kept.as_str()))]))
        @if pace.kept_tenths < pace.needed_tenths { " " b { (t.get(behind)) } }
    }
}

fn strategy(ctx: &Ctx, of: &StrategyView, tallies: &[TaskTally]) -> Markup {
    let t = ctx.words();
    html! {
        section.link-list {
            div.link-list-head {
                h3 { (tri(&of.strategy.title, ctx.lang())) }
                span.num { (t.number(i64::try_from(of.tasks.len()).unwrap_or(0))) }
            }
            ul { @for task in &of.tasks { li { (one_task(ctx, task, tallies)) } } }
        }
    }
}

fn is_reconstructed(task: &Element) -> bool {
    task.status.as_deref() == Some("reconstructed")
}

fn one_task(ctx: &Ctx, task: &Element, tallies: &[TaskTally]) -> Markup {
    let t = ctx.words();
    html! {
        a href=(ctx.url(&format!("/plan/tasks/{}", task.code))) {
            (task_title(&task.title, task.status.as_deref(), t))
        }
        @if is_reconstructed(task) { " " span.hidden { (t.get("tower-task-reconstructed")) } }
        " "
        @match tallies.iter().find(|tally| tally.task == task.code) {
            Some(tally) => span.remark.num { (serving(tally, t)) },
            None => span.remark { span.unknown { (t.get("tower-task-none")) } },
        }
    }
}

/// `약속 12 · 지표 3`.
pub fn serving(tally: &TaskTally, t: &Words) -> String {
    let parts = [
        ("tower-task-programmes", tally.programmes),
        ("tower-task-promises", tally.promises),
        ("tower-task-events", tally.events),
        ("tower-task-measures", tally.measures),
        ("tower-task-said", tally.claims),
        ("tower-task-pages", tally.pages),
    ];
    let told: Vec<String> = parts
        .iter()
        .filter(|(_, count)| *count > 0)
        .map(|(word, count)| format!("{} {}", t.get(word), t.number(*count)))
        .collect();
    told.join(" · ")
}
