//! The first page of a city.

use super::unit_word;
use super::{status_word, target_amount, task_title};
use crate::measure::Whom;
use crate::measure::pages::{bar, count_of};
use crate::measure::shown::Cells;
use crate::measure::target::Reached;
use crate::overview::{Counts, Overview};
use crate::plan::{PlanView, StrategyView, Target};
use axum::response::Response;
use base::words::Arg;
use maud::{Markup, html};
use web::components::list::{Definition, figures};
use web::components::notice::empty;
use web::components::number::{Count, Figure, Tile, tiles};
use web::components::overview::{columns, opening, strip, with_side};
use web::text::tri;
use web::{Ctx, Page};

/// Links of the first page to pages of the register.
const ORGANISATIONS: &str = "/organisations";
const SIGN_IN: &str = "/sign-in";

pub fn home(ctx: &Ctx, view: &Overview) -> Response {
    let t = ctx.words();
    let page = Page::without_heading(t.get("tower-nav")).api(&ctx.url("/api/v1/overview"));
    let first = [t.get("tower-opening-1"), t.get("tower-opening-2")];
    let body = html! {
        (opening(&first, t.get("tower-opening-below")))
        @match &view.plan {
            Some(plan) => (of_plan(ctx, view, plan)),
            None => (empty(t.get("tower-no-plan"), t.get("tower-no-plan-mend"), None)),
        }
        h2 { (t.get("tower-doors")) }
        (ways_in(ctx))
    };
    ctx.page(&page, body)
}

fn of_plan(ctx: &Ctx, view: &Overview, plan: &PlanView) -> Markup {
    let (t, lang) = (ctx.words(), ctx.lang());
    let values: Vec<&str> = plan.values.iter().map(|value| value.title.text(lang)).collect();
    let values = values.join(" · ");
    let items = [
        (t.get("tower-vision"), plan.plan.vision.text(lang)),
        (t.get("tower-goal"), plan.plan.goal.text(lang)),
        (t.get("tower-values"), values.as_str()),
    ];
    let tasks: usize = plan.strategies.iter().map(|strategy| strategy.tasks.len()).sum();
    let heading = t.say(
        "tower-strategies-count",
        &[("strategies", number(plan.strategies.len())), ("tasks", number(tasks))],
    );
    html! {
        (strip(&items, &t.say("tower-as-of", &[("day", Arg::from(view.today.to_string().as_str()))])))
        (tiles(&targets(ctx, view, plan), t))
        (with_side(
            html! { h2 { (heading) } (columns(&plan.strategies.iter().map(|s| strategy(ctx, s)).collect::<Vec<_>>())) },
            html! { h2 { (t.get("tower-recorded")) } (recorded(ctx, &view.counts)) },
        ))
    }
}

fn number(count: usize) -> Arg<'static> {
    Arg::Number(i64::try_from(count).unwrap_or(i64::MAX))
}

/// The targets of the whole plan with what is counted for them. What is not counted says so.
fn targets(ctx: &Ctx, view: &Overview, plan: &PlanView) -> Vec<Tile> {
    let whole = plan.targets.iter().filter(|target| target.is_of_the_whole());
    whole
        .map(|target| tile(ctx, target, view.reached.iter().find(|reached| reached.target == target.code)))
        .collect()
}

fn tile(ctx: &Ctx, target: &Target, reached: Option<&Reached>) -> Tile {
    let t = ctx.words();
    let amount = target_amount(target, t);
    let due = target.due.map_or_else(|| t.get("web-unknown").to_owned(), |day| day.year().to_string());
    Tile {
        title: target.title.text(ctx.lang()).to_owned(),
        figure: figure(ctx, target, reached),
        target: Some(t.say(
            "tower-target-of",
            &[("amount", Arg::from(amount.as_str())), ("due", Arg::from(due.as_str()))],
        )),
        bar: counted(reached).map(|cells| bar(cells, counts(reached), None).target(target.amount)),
        note: Some(note(ctx, target, reached)),
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
    if reached.count.is_none() {
        return html! { (t.get("tower-measure-problem")) };
    }
    if !reached.has_list {
        let why = if ctx.about().synthetic { "tower-measure-no-list" } else { "tower-target-no-list" };
        return html! { (t.get(why)) };
    }
    let silent = match (reached.counts, reached.count.as_ref().and_then(|cells| cells.unknown.number())) {
        (Whom::PeopleOfOrganisations, Some(units)) if units > 0 => {
            t.say("tower-target-silent", &[("count", Arg::Number(units))])
        }
        (_, _) => String::new(),
    };
    let Some(pace) = reached.pace else { return html! { (silent) } };
    let unit = crate::measure::pages::unit_after(&target.unit, t);
    let amount = |tenths: i64| {
        let sign = if tenths < 0 { "−" } else { "" };
        format!("{sign}{}.{}{unit}", t.number(tenths.abs() / 10), tenths.abs() % 10)
    };
    let (needed, kept) = (amount(pace.needed_tenths), amount(pace.kept_tenths));
    html! {
        @if !silent.is_empty() { (silent) br; }
        (t.say("tower-target-pace", &[("needed", Arg::from(needed.as_str())), ("kept", Arg::from(kept.as_str()))]))
        @if pace.kept_tenths < pace.needed_tenths { " " b { (t.get("tower-target-behind")) } }
    }
}

fn strategy(ctx: &Ctx, of: &StrategyView) -> Markup {
    let t = ctx.words();
    html! {
        section.link-list {
            div.link-list-head {
                h3 { (tri(&of.strategy.title, ctx.lang())) }
                span.num { (t.number(i64::try_from(of.tasks.len()).unwrap_or(0))) }
            }
            ul {
                @for task in &of.tasks {
                    li {
                        a href=(ctx.url(&format!("/plan#{}", task.code))) {
                            (task_title(&task.title, task.status.as_deref(), t))
                        }
                        " " span.remark { (status_word(task.status.as_deref().unwrap_or("open"), t)) }
                    }
                }
            }
        }
    }
}

fn recorded(ctx: &Ctx, counts: &Counts) -> Markup {
    let t = ctx.words();
    let rows = [
        ("tower-count-organisations", counts.organisations, "tower-unit-organisation", ORGANISATIONS),
        ("tower-count-people", counts.people, "tower-unit-person", "/people"),
        ("tower-count-bodies", counts.bodies, "tower-unit-item", "/bodies"),
        ("tower-count-budget", counts.budget_lines, "tower-unit-item", "/budget"),
    ];
    let rows: Vec<Definition> = rows
        .into_iter()
        .map(|(label, count, unit, href)| {
            let figure = Figure::new(Count::Exact(count), t.get(unit)).rows(&ctx.url(href));
            Definition::new(t.get(label), figure.inline(t))
        })
        .collect();
    figures(&rows)
}

/// The five doors. One whose page is not there yet is named and is not a link.
fn ways_in(ctx: &Ctx) -> Markup {
    let t = ctx.words();
    let doors = [
        ("tower-door-citizen", "tower-door-citizen-text", None),
        ("tower-door-startup", "tower-door-startup-text", None),
        ("tower-door-data", "tower-door-data-text", None),
        ("tower-door-council", "tower-door-council-text", Some(ORGANISATIONS)),
        ("tower-door-staff", "tower-door-staff-text", Some(SIGN_IN)),
    ];
    html! {
        ul.doors {
            @for (title, text, href) in doors {
                li {
                    @match href {
                        Some(href) => a.door href=(ctx.url(href)) { b { (t.get(title)) } " " span { (t.get(text)) } },
                        None => div.door {
                            b { (t.get(title)) } " "
                            span { (t.get(text)) } " "
                            span.unknown { (t.get("tower-door-not-yet")) }
                        },
                    }
                }
            }
        }
    }
}
