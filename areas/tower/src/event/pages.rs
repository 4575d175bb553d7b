//! How events look: the list, and one on its page.

use super::{Event, EventView, PartView, VERBS, api};
use crate::obligation::pages::party;
use crate::pages::{role_word, source_cell};
use crate::thread::ThreadNode;
use axum::extract::Path;
use axum::response::Response;
use base::words::Words;
use maud::{Markup, html};
use web::components::date;
use web::components::list::{Definition, definitions};
use web::components::notice::empty;
use web::components::overview::with_side;
use web::components::table::{Column, Row, Table};
use web::text::tri;
use web::{Ctx, Page, Reply};

/// `/events`.
pub async fn list(ctx: Ctx) -> Reply<Response> {
    let found = api::list(&ctx).await?;
    Ok(all(&ctx, &found.items))
}

/// `/events/{event}`.
pub async fn show(ctx: Ctx, Path((_, code)): Path<(String, String)>) -> Reply<Response> {
    let found = api::one(&ctx, code).await?;
    Ok(one(&ctx, &found))
}

fn all(ctx: &Ctx, items: &[Event]) -> Response {
    let t = ctx.words();
    let page = Page::new(t.get("tower-events"))
        .below(t.get("tower-events-below"))
        .crumb(t.get("tower-nav"), &ctx.url("/"))
        .api(&ctx.url("/api/v1/events"));
    let columns = vec![
        Column::head(t.get("tower-event")),
        Column::text(t.get("tower-event-when")),
        Column::text(t.get("tower-event-where")),
        Column::number(t.get("tower-event-attendance")),
        Column::text(t.get("tower-source")),
    ];
    let rows = items.iter().map(|item| row(ctx, item)).collect();
    let none = empty(t.get("tower-events-none"), "", None);
    ctx.page(&page, Table::new(t.get("tower-events"), columns, rows, none).caption_hidden().view(t))
}

fn row(ctx: &Ctx, event: &Event) -> Row {
    let t = ctx.words();
    let href = ctx.url(&format!("/events/{}", event.code));
    Row::new(vec![
        html! { a.row-name href=(href) { (tri(&event.title, ctx.lang())) } },
        held(event, t),
        html! { @if event.venue.is_empty() { (date::unknown(t)) } @else { (tri(&event.venue, ctx.lang())) } },
        attendance(event, t),
        source_cell(&event.source, t),
    ])
    .id(&event.code)
}

fn held(event: &Event, t: &Words) -> Markup {
    let text = event.held.map(|held| held.to_string()).unwrap_or_default();
    html! {
        (date::when(&text, t))
        @if event.held_inferred { span.row-below { (t.get("tower-event-inferred")) } }
    }
}

fn attendance(event: &Event, t: &Words) -> Markup {
    match event.attendance {
        Some(count) => html! { (t.number(count)) (crate::measure::pages::unit_after("person", t)) },
        None => date::unknown(t),
    }
}

fn one(ctx: &Ctx, view: &EventView) -> Response {
    let (t, event) = (ctx.words(), &view.event);
    let page = Page::new(event.title.text(ctx.lang()))
        .above(t.get("tower-event"))
        .crumb(t.get("tower-nav"), &ctx.url("/"))
        .crumb(t.get("tower-events"), &ctx.url("/events"))
        .api(&ctx.url(&format!("/api/v1/events/{}", event.code)));
    let thread = ctx.url(&format!("/thread/event:{}", event.id));
    let body = with_side(
        html! {
            (definitions(&facts(ctx, event)))
            @if view.parts.is_empty() && event.met_roles.is_empty() {
                (empty(t.get("tower-event-nobody"), "", None))
            } @else {
                h2 { (t.get("tower-event-parts")) }
                (definitions(&parts(ctx, view)))
            }
        },
        html! {
            h2 { (t.get("tower-event-causes")) }
            (linked(ctx, &view.causes, "tower-event-no-causes"))
            h2 { (t.get("tower-event-effects")) }
            (linked(ctx, &view.effects, "tower-event-no-effects"))
            p { a href=(thread) { (t.get("tower-event-thread")) } }
        },
    );
    ctx.page(&page, body)
}

fn facts(ctx: &Ctx, event: &Event) -> Vec<Definition> {
    let (t, lang) = (ctx.words(), ctx.lang());
    let hours = match (&event.from_time, &event.to_time) {
        (Some(from), Some(to)) => format!("{from}–{to}"),
        (Some(from), None) => from.clone(),
        (None, _) => String::new(),
    };
    let mut rows = vec![Definition::new(
        t.get("tower-event-when"),
        html! { (held(event, t)) @if !hours.is_empty() { " " span.num { (hours) } } },
    )];
    let venue =
        html! { @if event.venue.is_empty() { (date::unknown(t)) } @else { (tri(&event.venue, lang)) } };
    rows.push(Definition::new(t.get("tower-event-where"), venue));
    if !event.theme.is_empty() {
        rows.push(Definition::new(t.get("tower-event-theme"), tri(&event.theme, lang)));
    }
    if !event.aliases.is_empty() {
        rows.push(Definition::text(t.get("tower-event-aliases"), &event.aliases.join(" · ")));
    }
    rows.push(Definition::new(t.get("tower-event-attendance"), attendance(event, t)));
    rows.push(Definition::new(t.get("tower-source"), source_cell(&event.source, t)));
    rows
}

fn parts(ctx: &Ctx, view: &EventView) -> Vec<Definition> {
    let t = ctx.words();
    let mut rows = Vec::new();
    for verb in VERBS {
        let own: Vec<&PartView> = view.parts.iter().filter(|part| part.verb == verb).collect();
        let roles: &[String] = if verb == "met" { &view.event.met_roles } else { &[] };
        if own.is_empty() && roles.is_empty() {
            continue;
        }
        let list = html! {
            ul.plain {
                @for part in own {
                    li { (party(ctx, &part.who)) @if let Some(role) = &part.role { " · " (role_word(role, t)) } }
                }
                @for role in roles { li { (role_word(role, t)) } }
            }
        };
        rows.push(Definition::new(t.get(&format!("tower-event-{verb}")), list));
    }
    rows
}

/// Records that an event is linked with, each leading to its own page where it has one.
fn linked(ctx: &Ctx, nodes: &[ThreadNode], none: &str) -> Markup {
    let t = ctx.words();
    html! {
        @if nodes.is_empty() { p { (t.get(none)) } } @else {
            section.link-list {
                ul {
                    @for node in nodes {
                        li {
                            a href=(ctx.url(node.page.as_deref().unwrap_or(&format!("/thread/{}", node.name)))) {
                                (tri(&node.title, ctx.lang()))
                            }
                            " " span.remark { (crate::thread::pages::kind_text(node, t)) }
                        }
                    }
                }
            }
        }
    }
}
