//! The page of a task, and the API beside it.

use super::{TaskMeasure, TaskView};
use crate::budget::BudgetLine;
use crate::measure::pages::{seen, unit_after};
use crate::overview::said::SaidView;
use crate::pages::{source_cell, status_tag};
use crate::thread::ThreadNode;
use axum::extract::Path;
use axum::response::Response;
use base::words::Words;
use maud::{Markup, html};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use web::components::date;
use web::components::list::{Definition, definitions};
use web::components::notice::empty;
use web::components::overview::columns;
use web::http::reply;
use web::text::tri;
use web::{Ctx, Page, Reply, Shared};

/// The routes below `/api/v1`.
pub fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(get_task))
}

/// A task of the plan with what serves it.
#[utoipa::path(get, path = "/plan/tasks/{task}", tag = "tower", params(("city" = String, Path), ("task" = String, Path)),
    responses((status = 200, body = TaskView), (status = 404)))]
async fn get_task(ctx: Ctx, Path((_, code)): Path<(String, String)>) -> Reply<Response> {
    reply::json(&super::show(&ctx, code).await?, None)
}

/// `/plan/tasks/{task}`.
pub async fn show(ctx: Ctx, Path((_, code)): Path<(String, String)>) -> Reply<Response> {
    let found = super::show(&ctx, code).await?;
    Ok(view(&ctx, &found))
}

fn view(ctx: &Ctx, found: &TaskView) -> Response {
    let (t, task) = (ctx.words(), &found.task);
    let title = match task.status.as_deref() {
        Some("open") => t.get("tower-task-open-title"),
        _ => task.title.text(ctx.lang()),
    };
    let page = Page::new(title)
        .above(t.get("tower-task"))
        .below(found.strategy_title.text(ctx.lang()))
        .crumb(t.get("tower-nav"), &ctx.url("/"))
        .crumb(t.get("tower-plan"), &ctx.url("/plan"))
        .api(&ctx.url(&format!("/api/v1/plan/tasks/{}", task.code)));
    let mut about = vec![Definition::new(
        t.get("tower-task-status"),
        status_tag(task.status.as_deref().unwrap_or("open"), t),
    )];
    if !task.aliases.is_empty() {
        about.push(Definition::text(t.get("tower-task-aliases"), &task.aliases.join(" · ")));
    }
    let body = html! {
        (definitions(&about))
        h2 { (t.get("tower-task-serves")) }
        @if found.is_bare() { (empty(t.get("tower-task-none"), t.get("tower-task-none-text"), None)) }
        (columns(&sections(ctx, found)))
        p { (crate::thread::pages::link(ctx, &format!("{}:{}", crate::plan::ELEMENT.name, task.id))) }
        @if let Some(source) = &task.source { p { (t.get("tower-source")) " " (source_cell(&Some(source.clone()), t)) } }
    };
    ctx.page(&page, body)
}

/// What serves it, by what it is; what there is none of is left out.
fn sections(ctx: &Ctx, found: &TaskView) -> Vec<Markup> {
    let (t, lang) = (ctx.words(), ctx.lang());
    let programme = |line: &BudgetLine| {
        html! {
            a href=(ctx.url("/budget")) { (tri(&line.title, lang)) }
            " " span.remark.num {
                @if let Some(version) = &line.version { (version) " · " }
                (t.number(line.said_amount)) (unit_after(&line.said_unit, t))
            }
        }
    };
    let page = |page: &String| html! { a href=(ctx.url(page)) { (page_name(page, t)) } };
    let all = [
        section(t.get("tower-task-programmes"), &found.programmes, programme),
        section(t.get("tower-task-promises"), &found.promises, |node| record(ctx, node)),
        section(t.get("tower-task-events"), &found.events, |node| record(ctx, node)),
        section(t.get("tower-task-measures"), &found.measures, |measure| number(ctx, measure)),
        section(t.get("tower-task-said"), &found.said, |said| published(ctx, said)),
        section(t.get("tower-task-pages"), &found.pages, page),
    ];
    all.into_iter().flatten().collect()
}

/// Lines under a heading; none when there are no lines.
fn section<T>(heading: &str, items: &[T], line: impl Fn(&T) -> Markup) -> Option<Markup> {
    let view = html! {
        section.link-list {
            div.link-list-head { h3 { (heading) } span.num { (items.len()) } }
            ul { @for item in items { li { (line(item)) } } }
        }
    };
    (!items.is_empty()).then_some(view)
}

fn record(ctx: &Ctx, node: &ThreadNode) -> Markup {
    let thread = format!("/thread/{}", node.name);
    html! {
        a href=(ctx.url(node.page.as_deref().unwrap_or(&thread))) {
            @if node.title.is_empty() { (node.name) } @else { (tri(&node.title, ctx.lang())) }
        }
        " " span.remark.num {
            (crate::thread::pages::kind_text(node, ctx.words()))
            @if let Some(number) = &node.number { " · " (number) }
        }
    }
}

fn number(ctx: &Ctx, measure: &TaskMeasure) -> Markup {
    let t = ctx.words();
    html! {
        a href=(ctx.url(&format!("/measures/{}", measure.id))) { (tri(&measure.title, ctx.lang())) }
        " " span.remark.num {
            @match measure.count {
                Some(count) => { (seen(count, t)) @if count.number().is_some() { (unit_after(&measure.unit, t)) } },
                None => (date::unknown(t)),
            }
        }
    }
}

/// A published number in a line: what, how much, what is to be said of it.
pub fn published(ctx: &Ctx, said: &SaidView) -> Markup {
    let t = ctx.words();
    html! {
        a href=(ctx.url(&format!("/claims/{}", said.code))) { (tri(&said.label, ctx.lang())) }
        " " span.remark.num {
            (crate::claim::pages::amount(&said.relation, &said.value, &said.unit, t)) " · " (said.published) " · "
            (crate::claim::pages::verdict_word(said.verdicts.first().map_or("", String::as_str), t))
        }
    }
}

/// The name of a page when it has a word, otherwise its address.
fn page_name(page: &str, t: &Words) -> Markup {
    let first = page.trim_start_matches('/').split(['/', '?', '#']).next().unwrap_or("");
    let key = format!("tower-origin-page-{first}");
    html! { @if t.has(&key) { (t.get(&key)) } @else { span.num { (page) } } }
}
