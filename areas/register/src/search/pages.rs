//! How the search looks. Arranges what the view holds; decides nothing.

use super::api::SearchQuery;
use super::{HitView, PAGE, Part, SearchView};
use axum::http::StatusCode;
use axum::response::Response;
use base::words::Words;
use maud::{Markup, html};
use web::Ctx;
use web::components::button::{self, Weight};
use web::components::field::Field;
use web::components::form::Form;
use web::components::nav::{Pager, Tab, tabs};
use web::components::notice::{self, Notice, Tone};
use web::http::reply::percent;
use web::page::Page;
use web::text::hidden;

pub fn show(ctx: &Ctx, query: &SearchQuery, view: &SearchView) -> Response {
    let t = ctx.words();
    let body = html! {
        (form(ctx, query))
        @if view.query.is_empty() {
            p { (t.get("register-search-how")) }
        } @else {
            (filters(ctx, query, view))
            @if view.hits.is_empty() {
                (notice::empty(t.get("register-search-none"), t.get("register-search-none-text"), None))
            } @else {
                ol.hits { @for hit in &view.hits { (hit_item(hit, view, t)) } }
                (pager(ctx, query, view).view(t))
            }
            (foot(view, t))
        }
    };
    ctx.page(&page(ctx, query), body)
}

/// The form again, with what is wrong with the question.
pub fn no_words(ctx: &Ctx, query: &SearchQuery, _: &SearchView) -> Response {
    let t = ctx.words();
    let body = html! {
        (form(ctx, query))
        (Notice::new(Tone::Bad, t.get("search-no-words")).view(t))
    };
    let mut response = ctx.page(&page(ctx, query), body);
    *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    response
}

fn page(ctx: &Ctx, query: &SearchQuery) -> Page {
    let t = ctx.words();
    Page::new(t.get("register-search"))
        .below(t.get("register-search-below"))
        .api(&ctx.url(&format!("/api/v1/search?{}", asked(query, &query.kind, query.offset))))
}

fn asked(query: &SearchQuery, kind: &str, offset: usize) -> String {
    let mut text = format!("q={}", percent(&query.q));
    if !kind.is_empty() {
        text.push_str(&format!("&kind={}", percent(kind)));
    }
    if offset > 0 {
        text.push_str(&format!("&offset={offset}"));
    }
    text
}

fn form(ctx: &Ctx, query: &SearchQuery) -> Markup {
    let t = ctx.words();
    Form::get(&ctx.url("/search")).inline().hidden("kind", &query.kind).view(
        t,
        html! {
            (Field::text("q", t.get("register-search-words")).value(&query.q).required().view(t))
            (button::submit(t.get("register-find"), Weight::Main))
        },
    )
}

fn filters(ctx: &Ctx, query: &SearchQuery, view: &SearchView) -> Markup {
    let t = ctx.words();
    let tab = |label: &str, kind: &str| Tab {
        label: label.to_owned(),
        href: ctx.url(&format!("/search?{}", asked(query, kind, 0))),
        count: None,
        current: query.kind == kind,
    };
    let kinds = view.kinds.iter().map(|kind| tab(t.get(kind.word), kind.kind));
    let all: Vec<Tab> = std::iter::once(tab(t.get("register-search-all"), "")).chain(kinds).collect();
    tabs(t.get("register-search-kinds"), &all, t)
}

fn hit_item(hit: &HitView, view: &SearchView, t: &Words) -> Markup {
    let word = view.kinds.iter().find(|kind| kind.kind == hit.kind).map_or("", |kind| t.get(kind.word));
    let spoken = hit.title.get(t.lang()).map(|title| title.lang).filter(|lang| *lang != t.lang());
    let excerpt_lang = hit.excerpt_lang.filter(|lang| *lang != t.lang());
    html! {
        li {
            p.above { (word) @if !hit.number.is_empty() { " · " span.num { (hit.number) } } }
            p.hit-title lang=[spoken.map(|lang| lang.html())] {
                @match &hit.href {
                    Some(href) => a href=(href) { (marked(&hit.heading, &hit.number)) },
                    None => (marked(&hit.heading, &hit.number)),
                }
            }
            @if !hit.excerpt.is_empty() {
                p.hit-text lang=[excerpt_lang.map(|lang| lang.html())] {
                    @if hit.excerpt_lang.is_none() { (hidden(t.get("register-search-other-name"))) " " }
                    (marked(&hit.excerpt, ""))
                }
            }
        }
    }
}

/// What was asked for in `mark`; the other text when there is none.
fn marked(parts: &[Part], otherwise: &str) -> Markup {
    html! {
        @if parts.is_empty() { (otherwise) }
        @for part in parts { @if part.marked { mark { (part.text) } } @else { (part.text) } }
    }
}

fn pager(ctx: &Ctx, query: &SearchQuery, view: &SearchView) -> Pager {
    let to = |offset: usize| ctx.url(&format!("/search?{}", asked(query, &query.kind, offset)));
    Pager {
        previous_href: (query.offset > 0).then(|| to(query.offset.saturating_sub(PAGE))),
        next_href: view.next.map(to),
        shown: i64::try_from(view.hits.len()).unwrap_or(i64::MAX),
        total: i64::try_from(view.total).ok().filter(|_| !view.more),
    }
}

/// What the numbers mean: that there are more, and how far the index has read.
fn foot(view: &SearchView, t: &Words) -> Markup {
    let total = i64::try_from(view.total).unwrap_or(i64::MAX);
    html! {
        @if view.more { p { (t.say("register-search-more", &[("most", total.into())])) } }
        @if let Some(position) = view.position {
            p.below.num { (t.say("register-search-position", &[("position", position.into())])) }
        }
    }
}
