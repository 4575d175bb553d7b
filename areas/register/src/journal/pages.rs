//! How the journal looks.

use super::{JournalView, PAGE};
use axum::response::Response;
use base::Instant;
use maud::html;
use web::Ctx;
use web::components::list::code;
use web::components::nav::Pager;
use web::components::notice;
use web::components::overview::aside;
use web::components::table::{Column, Row, Table, text};
use web::page::Page;

pub fn show(ctx: &Ctx, view: &JournalView, after: i64) -> Response {
    let t = ctx.words();
    let page = Page::new(t.get("register-journal"))
        .below(t.get("register-journal-below"))
        .api(&ctx.url(&format!("/api/v1/journal?after={after}")));
    let columns = vec![
        Column::number(t.get("register-position")),
        Column::head(t.get("register-what")),
        Column::text(t.get("register-record")),
        Column::text(t.get("register-when")),
        Column::text(t.get("register-digest")).wide_only(),
    ];
    let rows = view
        .entries
        .iter()
        .rev()
        .map(|entry| {
            Row::new(vec![
                html! { span.num { (t.number(entry.seq)) } },
                text(&t.say(&entry.action.replace('.', "-"), &[])),
                html! { span.num { (entry.subject.split(':').next().unwrap_or("")) } },
                html! { span.num { (Instant::from_micros(entry.at).local(&ctx.about().zone)) } },
                html! { code.num { (entry.commitment.get(..16).unwrap_or("")) "…" } },
            ])
            .id(&format!("p{}", entry.seq))
        })
        .collect();
    let link = |from: i64| ctx.url(&format!("/journal?after={}", from.max(0)));
    let pager = Pager {
        previous_href: view.next.filter(|next| *next < ctx.city().position()).map(link),
        next_href: (after > 0).then(|| link(after - PAGE)),
        shown: view.entries.len() as i64,
        total: Some(ctx.city().position()),
    };
    let empty = notice::empty(t.get("register-journal-empty"), "", None);
    let body = html! {
        (Table::new(t.get("register-journal"), columns, rows, empty).caption_hidden().pager(pager).view(t))
        (aside(t.get("register-verify"), html! {
            p { (t.get("register-verify-text")) }
            (code(t.get("register-verify"), &format!("bitgoeul journal verify --city {}", ctx.about().slug)))
            h3 { (t.get("register-public-key")) }
            (code(t.get("register-public-key"), &view.public_key))
            @if let Some(checkpoint) = &view.checkpoint {
                h3 { (t.get("register-checkpoint")) }
                (code(t.get("register-checkpoint"), &checkpoint.note))
            }
        }))
    };
    ctx.page(&page, body)
}
