//! The page of origins.

use super::State;
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
    let states = [State::Works, State::RecordOnly, State::NotYet];
    let count = |state: &State| found.states.get(state).copied().unwrap_or(0);
    states
        .iter()
        .map(|state| {
            Definition::text(t.get(word(*state)), &t.number(i64::try_from(count(state)).unwrap_or(i64::MAX)))
        })
        .collect()
}

fn word(state: State) -> &'static str {
    match state {
        State::Works => "tower-origin-works",
        State::RecordOnly => "tower-origin-record-only",
        State::NotYet => "tower-origin-not-yet",
    }
}

fn row(ctx: &Ctx, item: &OriginView) -> Row {
    let t = ctx.words();
    let meaning = match item.state {
        State::Works => Meaning::Good,
        State::RecordOnly => Meaning::Neutral,
        State::NotYet => Meaning::Past,
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
                @if item.screens.is_empty() { span aria-hidden="true" { "–" } }
                @if item.on_record { span.row-below { (t.get("tower-origin-on-record")) } }
            }
        },
        html! { span.num { (item.source) } },
    ])
    .muted(item.state == State::NotYet)
    .id(&item.code)
}

/// The name of a page when it has a word, otherwise its address.
fn screen_name(screen: &str, t: &Words) -> Markup {
    let first = screen.trim_start_matches('/').split(['/', '?', '#']).next().unwrap_or("");
    let key = if first.is_empty() { "tower-nav".to_owned() } else { format!("tower-origin-page-{first}") };
    html! { @if t.has(&key) { (t.get(&key)) } @else { span.num { (screen) } } }
}
