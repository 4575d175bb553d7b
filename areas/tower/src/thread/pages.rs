//! The page of a thread, and the API beside it.

use super::node::FACT;
use super::{Thread, ThreadNode, ThreadStep, meant, walk};
use axum::extract::Path;
use axum::response::Response;
use base::words::{Arg, Words};
use kernel::scope::Sight;
use maud::{Markup, html};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use web::components::notice::empty;
use web::components::table::{Column, Row, Table};
use web::http::reply;
use web::text::tri;
use web::{Ctx, Page, Reply, Shared};

/// The routes below `/api/v1`.
pub fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(get_thread))
}

async fn thread(ctx: &Ctx, of: String) -> Reply<Thread> {
    let actor = ctx.actor().clone();
    let sight = Sight::of(&actor, crate::api::today(ctx));
    ctx.read(move |read| walk(read, &meant(read, &of)?, &actor, &sight)).await
}

/// What caused a record and what came of it. `ref` is `kind:id`, or the kind and the number or key by which people know
/// the record: `claim:c030`, `meeting:2026-MTG-0001`, `measure:jobs`; or that number or key alone.
#[utoipa::path(get, path = "/thread/{ref}", tag = "tower", params(("city" = String, Path), ("ref" = String, Path)),
    responses((status = 200, body = Thread), (status = 404)))]
async fn get_thread(ctx: Ctx, Path((_, of)): Path<(String, String)>) -> Reply<Response> {
    reply::json(&thread(&ctx, of).await?, None)
}

/// `/thread/{ref}`.
pub async fn show(ctx: Ctx, Path((_, of)): Path<(String, String)>) -> Reply<Response> {
    let found = thread(&ctx, of).await?;
    Ok(view(&ctx, &found))
}

fn view(ctx: &Ctx, found: &Thread) -> Response {
    let t = ctx.words();
    let title = match found.of.title.text(ctx.lang()) {
        "" => untitled(&found.of, t),
        title => title.to_owned(),
    };
    let page = Page::new(&title)
        .above(&format!("{} · {}", t.get("tower-thread"), kind_text(&found.of, t)))
        .below(t.get("tower-thread-below"))
        .crumb(t.get("tower-nav"), &ctx.url("/"))
        .api(&ctx.url(&format!("/api/v1/thread/{}", found.of.name)));
    let not_shown = i64::try_from(found.not_shown).unwrap_or(i64::MAX);
    let body = html! {
        @if let Some(own) = &found.of.page { p { a href=(ctx.url(own)) { (t.get("tower-thread-own-page")) } } }
        h2 { (t.get("tower-thread-causes")) }
        (steps(ctx, &found.causes, "tower-thread-causes", "tower-thread-no-causes"))
        h2 { (t.get("tower-thread-effects")) }
        (steps(ctx, &found.effects, "tower-thread-effects", "tower-thread-no-effects"))
        @if !found.beside.is_empty() {
            h2 { (t.get("tower-thread-beside")) }
            (steps(ctx, &found.beside, "tower-thread-beside", "tower-thread-no-effects"))
        }
        p.hint { (t.get("tower-thread-in-scope")) }
        @if found.not_shown > 0 {
            p { (t.say("tower-thread-not-shown", &[("count", Arg::Number(not_shown))])) }
        }
    };
    ctx.page(&page, body)
}

fn steps(ctx: &Ctx, steps: &[ThreadStep], caption: &str, none: &str) -> Markup {
    let t = ctx.words();
    let columns = vec![
        Column::head(t.get("tower-thread-record")),
        Column::text(t.get("tower-thread-kind")),
        Column::text(t.get("tower-thread-verb")),
        Column::number(t.get("tower-thread-distance")),
        Column::number(t.get("tower-thread-position")),
    ];
    let rows = steps.iter().map(|step| {
        Row::new(vec![
            record(ctx, &step.record),
            html! { (kind_text(&step.record, t)) },
            html! { (verb_text(&step.verb, t)) },
            html! { (step.distance) },
            html! { a href=(ctx.url("/journal")) { (t.number(step.position)) } },
        ])
    });
    Table::new(t.get(caption), columns, rows.collect(), empty(t.get(none), "", None)).caption_hidden().view(t)
}

/// A record leads to its own thread: that is how one walks on.
fn record(ctx: &Ctx, of: &ThreadNode) -> Markup {
    let href = ctx.url(&format!("/thread/{}", of.name));
    html! {
        a.row-name href=(href) {
            @if of.title.is_empty() { (untitled(of, ctx.words())) } @else { (tri(&of.title, ctx.lang())) }
        }
        @if let Some(number) = of.number.as_deref().filter(|_| !of.title.is_empty() && of.kind != FACT) {
            span.row-below.num { (number) }
        }
    }
}

/// What stands for a record without a title: its number, else what it is.
fn untitled(of: &ThreadNode, t: &Words) -> String {
    match &of.number {
        Some(number) if of.kind != FACT => number.clone(),
        Some(_) | None => kind_text(of, t),
    }
}

/// The way from a record's own page to its thread.
pub fn link(ctx: &Ctx, of: &str) -> Markup {
    html! { a href=(ctx.url(&format!("/thread/{of}"))) { (ctx.words().get("tower-claim-thread")) } }
}

/// What a record is, in words; of a fact, what it says.
pub fn kind_text(of: &ThreadNode, t: &Words) -> String {
    let word = worded("tower-thread-kind", &of.kind, t);
    match of.number.as_deref().filter(|_| of.kind == FACT) {
        Some(says) => format!("{word} · {}", worded("tower-thread-fact", says, t)),
        None => word,
    }
}

fn verb_text(verb: &str, t: &Words) -> String {
    worded("tower-thread-verb", verb, t)
}

fn worded(list: &str, code: &str, t: &Words) -> String {
    let key = format!("{list}-{}", code.replace('_', "-"));
    if t.has(&key) { t.get(&key).to_owned() } else { code.to_owned() }
}
