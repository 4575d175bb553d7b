//! The page of origins.

use super::OriginState;
use super::api::{self, OriginList, OriginView};
use axum::response::Response;
use base::words::{Arg, Words};
use maud::{Markup, html};
use web::components::list::{Definition, figures};
use web::components::notice::empty;
use web::components::status::{Meaning, tag};
use web::components::table::{Column, Row, Table};
use web::text::tri;
use web::{Ctx, Page, Reply};

/// `/about/origins`.
pub async fn show(ctx: Ctx) -> Reply<Response> {
    let found = api::list(&ctx).await?;
    Ok(view(&ctx, &found))
}

fn view(ctx: &Ctx, found: &OriginList) -> Response {
    let t = ctx.words();
    let count = i64::try_from(found.items.len()).unwrap_or(i64::MAX);
    let page = Page::new(t.get("tower-origins"))
        .below(&t.say("tower-origins-below", &[("count", Arg::Number(count))]))
        .crumb(t.get("tower-nav"), &ctx.url("/"))
        .api(&ctx.url("/api/v1/origins"));
    let columns = vec![
        Column::head(t.get("tower-origin-text")),
        Column::text(t.get("tower-origin-state")),
        Column::text(t.get("tower-origin-screens")),
        Column::text(t.get("tower-source")),
    ];
    let rows = found.items.iter().map(|item| row(ctx, item)).collect();
    let none = empty(t.get("tower-origins-none"), "", None);
    let body = html! {
        @if !found.items.is_empty() { (figures(&tallies(found, t))) }
        p { (t.get("tower-origins-rule")) }
        (Table::new(t.get("tower-origins"), columns, rows, none).caption_hidden().view(t))
    };
    ctx.page(&page, body)
}

fn tallies(found: &OriginList, t: &Words) -> Vec<Definition> {
    let states = [OriginState::Works, OriginState::RecordOnly, OriginState::NotYet];
    let count = |state: &OriginState| found.states.get(state).copied().unwrap_or(0);
    states
        .iter()
        .map(|state| {
            Definition::text(t.get(word(*state)), &t.number(i64::try_from(count(state)).unwrap_or(i64::MAX)))
        })
        .collect()
}

fn word(state: OriginState) -> &'static str {
    match state {
        OriginState::Works => "tower-origin-works",
        OriginState::RecordOnly => "tower-origin-record-only",
        OriginState::NotYet => "tower-origin-not-yet",
    }
}

fn row(ctx: &Ctx, item: &OriginView) -> Row {
    let t = ctx.words();
    let meaning = match item.state {
        OriginState::Works => Meaning::Good,
        OriginState::RecordOnly => Meaning::Neutral,
        OriginState::NotYet => Meaning::Past,
    };
    Row::new(vec![
        html! { (tri(&item.text, ctx.lang())) span.row-below.num { (item.code) } },
        tag(t.get(word(item.state)), meaning),
        html! {
            div {
                @for (index, screen) in item.screens.iter().enumerate() {
                    @if index > 0 { " · " }
                    a href=(ctx.url(screen)) { (screen_name(screen, t)) }
                }
                @if item.screens.is_empty() && item.records.is_empty() { span aria-hidden="true" { "–" } }
                @if !item.records.is_empty() { span.row-below { (on_record(ctx, item)) } }
            }
        },
        html! { span.num { (item.source) } },
    ])
    .muted(item.state == OriginState::NotYet)
    .id(&item.code)
}

/// That it stands on record, leading to the record where this reader sees it.
fn on_record(ctx: &Ctx, item: &OriginView) -> Markup {
    let word = ctx.words().get("tower-origin-on-record");
    html! {
        @match item.threads.first() {
            Some(of) => a href=(ctx.url(&format!("/thread/{of}"))) { (word) },
            None => (word),
        }
    }
}

/// The name of a page when it has a word, otherwise its address.
fn screen_name(screen: &str, t: &Words) -> Markup {
    let first = screen.trim_start_matches('/').split(['/', '?', '#']).next().unwrap_or("");
    let key = if first.is_empty() { "tower-nav".to_owned() } else { format!("tower-origin-page-{first}") };
    html! { @if t.has(&key) { (t.get(&key)) } @else { span.num { (screen) } } }
}
