//! The plan on its own page: everything that the record holds of it.

use super::{also_called, source_cell, status_tag, target_amount, task_title};
use crate::measure::target::Reached;
use crate::plan::{Plan, PlanStage, PlanView, StrategyView};
use axum::response::Response;
use base::Lang;
use base::words::{Arg, Words};
use maud::{Markup, html};
use web::components::date;
use web::components::list::{Definition, definitions};
use web::components::notice::empty;
use web::components::table::{Column, Row, Table};
use web::text::tri;
use web::{Ctx, Page};

pub fn plan(ctx: &Ctx, view: &PlanView, reached: &[Reached]) -> Response {
    let t = ctx.words();
    let page = Page::new(view.plan.title.text(ctx.lang()))
        .above(t.get("tower-plan"))
        .below(view.plan.vision.text(ctx.lang()))
        .crumb(t.get("tower-nav"), &ctx.url("/"))
        .api(&ctx.url("/api/v1/plan"));
    let body = html! {
        (about(ctx, view))
        p { a href=(ctx.url("/about/origins")) { (t.get("tower-origins")) } }
        h2 { (t.get("tower-targets")) }
        (targets(ctx, view, reached))
        @for strategy in &view.strategies { (tasks(ctx, strategy)) }
        (stages(ctx, view))
        h2 { (t.get("tower-later")) }
        (later(ctx, &view.later))
    };
    ctx.page(&page, body)
}

/// The page before a plan was loaded: what is missing, and how it comes.
pub fn none(ctx: &Ctx) -> Response {
    let t = ctx.words();
    let page = Page::new(t.get("tower-plan")).crumb(t.get("tower-nav"), &ctx.url("/"));
    ctx.page(&page, empty(t.get("tower-no-plan"), t.get("tower-no-plan-mend"), None))
}

fn about(ctx: &Ctx, view: &PlanView) -> Markup {
    let (t, lang, plan) = (ctx.words(), ctx.lang(), &view.plan);
    let values = html! {
        @for (index, value) in view.values.iter().enumerate() {
            @if index > 0 { " · " }
            (tri(&value.title, lang))
        }
    };
    let mut rows = vec![
        Definition::new(t.get("tower-goal"), tri(&plan.goal, lang)),
        Definition::new(t.get("tower-values"), values),
    ];
    if !plan.national_goal.is_empty() {
        rows.push(Definition::new(t.get("tower-national-goal"), tri(&plan.national_goal, lang)));
    }
    if !plan.business_model.is_empty() {
        let note = html! {
            (tri(&plan.business_model, lang))
            (note(plan, t))
        };
        rows.push(Definition::new(t.get("tower-business-model"), note));
    }
    let proclaimed = plan.proclaimed.map(|day| day.to_string()).unwrap_or_default();
    rows.push(Definition::new(t.get("tower-proclaimed"), date::when(&proclaimed, t)));
    if let Some(years) = plan.horizon_years {
        let years = t.say("tower-horizon-years", &[("years", Arg::Number(years))]);
        rows.push(Definition::text(t.get("tower-horizon"), &years));
    }
    rows.push(Definition::new(t.get("tower-source"), source_cell(&plan.source, t)));
    definitions(&rows)
}

fn targets(ctx: &Ctx, view: &PlanView, reached: &[Reached]) -> Markup {
    let t = ctx.words();
    let columns = vec![
        Column::head(t.get("tower-target")),
        Column::number(t.get("tower-target-amount")),
        Column::text(t.get("tower-target-due")),
        Column::text(t.get("tower-target-reached")),
        Column::text(t.get("tower-source")),
    ];
    let rows = view.targets.iter().map(|target| {
        let due = target.due.map(|day| day.to_string()).unwrap_or_default();
        Row::new(vec![
            tri(&target.title, ctx.lang()),
            html! { (target_amount(target, t)) },
            html! {
                (date::when(&due, t))
                @if target.due_inferred { span.row-below { (t.get("tower-target-due-inferred")) } }
            },
            super::home::reached_cell(
                ctx,
                target,
                reached.iter().find(|reached| reached.target == target.code),
            ),
            // What names no source of its own stands in the plan's.
            source_cell(&target.source.clone().or_else(|| view.plan.source.clone()), t),
        ])
        .id(&target.code)
    });
    html! {
        (Table::new(t.get("tower-targets"), columns, rows.collect(), empty("", "", None)).caption_hidden().view(t))
    }
}

fn tasks(ctx: &Ctx, of: &StrategyView) -> Markup {
    let (t, lang) = (ctx.words(), ctx.lang());
    let sourced = of.tasks.iter().any(|task| task.source.is_some());
    let mut columns = vec![Column::head(t.get("tower-task")), Column::text(t.get("tower-task-status"))];
    if sourced {
        columns.push(Column::text(t.get("tower-source")));
    }
    // A row may hold one cell more than there are columns: the last is then not drawn.
    let rows = of.tasks.iter().map(|task| {
        let status = task.status.as_deref();
        Row::new(vec![
            html! {
                a href=(ctx.url(&format!("/plan/tasks/{}", task.code))) { (task_title(&task.title, status, t)) }
                (also_called(&task.aliases, t))
            },
            status_tag(status.unwrap_or("open"), t),
            source_cell(&task.source, t),
        ])
        .muted(status == Some("open"))
        .id(&task.code)
    });
    let caption = of.strategy.title.text(lang);
    html! {
        h2 id=(of.strategy.code) { (tri(&of.strategy.title, lang)) }
        @if !of.strategy.aliases.is_empty() { p { (also_called(&of.strategy.aliases, t)) } }
        (Table::new(caption, columns, rows.collect(), empty("", "", None)).caption_hidden().view(t))
    }
}

/// Stages of the business model, each with what is counted there.
fn stages(ctx: &Ctx, view: &PlanView) -> Markup {
    let t = ctx.words();
    if view.stages.is_empty() {
        return html! {};
    }
    let columns = vec![Column::head(t.get("tower-stage")), Column::text(t.get("tower-stage-counted-by"))];
    let rows = view.stages.iter().map(|stage| {
        Row::new(vec![tri(&stage.title, ctx.lang()), counted_by(ctx, stage)])
            .id(&format!("stage-{}", stage.code))
    });
    html! {
        h2 { (t.get("tower-model")) }
        (Table::new(t.get("tower-model"), columns, rows.collect(), empty("", "", None)).caption_hidden().view(t))
    }
}

fn counted_by(ctx: &Ctx, stage: &PlanStage) -> Markup {
    let t = ctx.words();
    let measures = stage.measures.iter().map(|id| (format!("/measures/{id}"), id.clone()));
    let promises = stage
        .promises
        .iter()
        .map(|kind| (format!("/obligations?kind={kind}"), crate::obligation::pages::kind_word(kind, t)));
    let claims = stage.claims.iter().map(|subject| {
        let group = crate::claim::view::list::group(subject);
        (format!("/claims?subject={group}"), format!("{} ({subject})", t.get("tower-claims")))
    });
    let links: Vec<(String, String)> = measures.chain(promises).chain(claims).collect();
    html! {
        @if links.is_empty() { span.unknown { (t.get("tower-stage-nothing")) } }
        @for (index, (href, word)) in links.iter().enumerate() {
            @if index > 0 { " · " }
            a href=(ctx.url(href)) { (word) }
        }
    }
}

fn later(ctx: &Ctx, later: &[Plan]) -> Markup {
    let t = ctx.words();
    html! {
        @if later.is_empty() { (empty(t.get("tower-later-none"), "", None)) }
        @for plan in later {
            (definitions(&[
                Definition::new(
                    t.get("tower-plan"),
                    html! {
                        @if plan.title.is_empty() { span.num { (plan.code) } } @else { (tri(&plan.title, ctx.lang())) }
                        (note(plan, t))
                    },
                ),
                Definition::new(
                    t.get("tower-proclaimed"),
                    date::when(&plan.proclaimed.map(|day| day.to_string()).unwrap_or_default(), t),
                ),
                Definition::new(t.get("tower-source"), source_cell(&plan.source, t)),
            ]))
        }
    }
}

/// What the pack notes beside a plan. It is written in English, so it stands where English is read.
fn note(plan: &Plan, t: &Words) -> Markup {
    html! {
        @if let Some(note) = plan.note.as_ref().filter(|_| t.lang() == Lang::En) { span.row-below { (note) } }
    }
}
