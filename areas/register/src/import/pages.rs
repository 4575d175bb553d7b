//! How import looks.

use super::plan::{BadLine, Preview};
use super::store::ImportFile;
use crate::organisation::pages::presence_word;
use axum::http::StatusCode;
use axum::response::Response;
use base::Saying;
use base::words::Arg;
use maud::{Markup, html};
use tables::Severity;
use web::Ctx;
use web::components::button::{self, Weight};
use web::components::date;
use web::components::evidence::level;
use web::components::field::Field;
use web::components::form::Form;
use web::components::list::{Definition, figures};
use web::components::notice::{self, Notice, Tone};
use web::components::table::{Column, Row, Table, text};
use web::http::reply::{sentence, with_mend};
use web::page::Page;

/// Handing in a file; with what was wrong with the last one.
pub fn start(ctx: &Ctx, wrong: Option<&Saying>) -> Response {
    let t = ctx.words();
    let page = Page::new(t.get("register-import"))
        .below(t.get("register-import-below"))
        .staff()
        .crumb(t.get("register-organisations"), &ctx.url("/organisations"))
        .message(wrong.map(|saying| Notice::new(Tone::Bad, &sentence(saying, t))));
    let accept = ".csv,.tsv,.txt,.xlsx";
    let body = Form::post(&ctx.url("/import"), ctx.csrf()).multipart().view(
        t,
        html! {
            (Field::file("file", t.get("register-import-file"), accept).hint(t.get("register-import-file-hint")).required().view(t))
            (button::submit(t.get("register-import-look"), Weight::Main))
        },
    );
    let mut response = ctx.page(&page, html! { (body) (columns_help(ctx)) });
    if let Some(saying) = wrong {
        *response.status_mut() = StatusCode::from_u16(saying.class.status()).unwrap_or(StatusCode::OK);
    }
    response
}

fn columns_help(ctx: &Ctx) -> Markup {
    let t = ctx.words();
    let rows = super::plan::columns()
        .iter()
        .map(|column| {
            let headers = html! {
                (column.names.join(" · "))
                @if let Some(values) = values_key(column.key) { span.row-below { (t.get(values)) } }
            };
            Row::new(vec![text(&t.say(&column_key(column.key), &[])), headers])
        })
        .collect();
    let heads =
        vec![Column::head(t.get("register-import-column")), Column::text(t.get("register-import-headers"))];
    html! {
        h2 { (t.get("register-import-columns")) }
        (Table::new(t.get("register-import-columns"), heads, rows, html! {}).caption_hidden().view(t))
    }
}

/// What may stand in a column, where not every text may.
fn values_key(key: &str) -> Option<&'static str> {
    match key {
        "presence" => Some("register-import-values-presence"),
        "level" => Some("register-import-values-level"),
        "presence_from" | "presence_to" => Some("register-import-values-day"),
        _ => None,
    }
}

/// The word of a column is that of the field of the same name.
fn column_key(key: &str) -> String {
    match key {
        "presence_from" => "register-from".into(),
        "presence_to" => "register-presence-left".into(),
        key => format!("register-{}", key.replace('_', "-")),
    }
}

/// What a file would do, or did.
pub fn preview(ctx: &Ctx, file: &ImportFile, found: &Preview) -> Response {
    let t = ctx.words();
    let page = Page::new(&file.name)
        .above(t.get("register-import"))
        .staff()
        .crumb(t.get("register-import"), &ctx.url("/import"))
        .message(state(ctx, file));
    let counts = figures(&[
        Definition::text(t.get("register-import-good"), &t.number(found.good_count)),
        Definition::text(t.get("register-import-left-out"), &t.number(found.left_out)),
        Definition::text(t.get("register-import-encoding"), found.encoding),
    ]);
    let body = html! {
        @if file.state == "staged" { (counts) (decide(ctx, file, found)) (wrong(ctx, found)) (sample(ctx, found)) }
    };
    ctx.page(&page, body)
}

fn state(ctx: &Ctx, file: &ImportFile) -> Option<Notice> {
    let t = ctx.words();
    match (file.state.as_str(), file.seq) {
        ("accepted", Some(position)) => Some(
            Notice::new(Tone::Good, &t.say("register-import-done", &[("position", Arg::Number(position))]))
                .link(t.get("register-organisations"), &ctx.url("/organisations")),
        ),
        ("dropped", _) => Some(Notice::new(Tone::Info, t.get("register-import-dropped"))),
        _ => None,
    }
}

fn decide(ctx: &Ctx, file: &ImportFile, found: &Preview) -> Markup {
    let t = ctx.words();
    let url = ctx.url(&format!("/import/{}", file.file.id));
    html! {
        div.buttons {
            @if found.good_count > 0 {
                (Form::post(&format!("{url}/acceptance"), ctx.csrf()).view(t, html! {
                    (button::submit(&t.say("register-import-accept", &[("count", Arg::Number(found.good_count))]), Weight::Main))
                }))
            }
            (Form::post(&format!("{url}/dropping"), ctx.csrf()).view(t, html! {
                (button::submit(t.get("register-import-drop"), Weight::Plain))
            }))
        }
    }
}

fn wrong(ctx: &Ctx, found: &Preview) -> Markup {
    let t = ctx.words();
    let notes: Vec<_> = found
        .findings
        .iter()
        .filter(|finding| finding.severity() < Severity::Stop)
        .map(|finding| super::sentence_of(finding, ctx.lang()))
        .collect();
    let columns = vec![
        Column::number(t.get("register-import-line")),
        Column::text(t.get("register-import-column")),
        Column::text(t.get("register-import-why")),
    ];
    let rows: Vec<Row> = found.bad.iter().flat_map(|bad| bad_rows(ctx, bad)).collect();
    html! {
        h2 { (t.get("register-import-bad")) }
        @if !notes.is_empty() { ul { @for note in &notes { li { (note) } } } }
        (Table::new(t.get("register-import-bad"), columns, rows, notice::empty(t.get("register-import-no-bad"), "", None))
            .caption_hidden()
            .view(t))
    }
}

fn bad_rows(ctx: &Ctx, bad: &BadLine) -> Vec<Row> {
    let t = ctx.words();
    bad.problems
        .iter()
        .map(|(field, saying)| {
            Row::new(vec![
                html! { span.num { (bad.line) } },
                text(&t.say(&column_key(field), &[])),
                text(&with_mend(saying, t)),
            ])
        })
        .collect()
}

fn sample(ctx: &Ctx, found: &Preview) -> Markup {
    let t = ctx.words();
    let columns = vec![
        Column::head(t.get("register-name")),
        Column::text(t.get("register-kind")),
        Column::text(t.get("register-business-number")),
        Column::text(t.get("register-presence")),
        Column::text(t.get("register-period")),
        Column::text(t.get("register-level")),
    ];
    let rows = found
        .sample
        .iter()
        .map(|line| {
            let (new, says) = (&line.organisation, line.presence.as_ref());
            let day = |day: Option<base::Day>| day.map(|day| day.to_string()).unwrap_or_default();
            Row::new(vec![
                text(new.name.text(ctx.lang())),
                text(&crate::organisation::pages::kind_word(&new.kind, t)),
                text(new.business_number.as_deref().unwrap_or("")),
                text(says.map_or("", |says| presence_word(&says.code, t))),
                html! { @if let Some(says) = says { (date::period(&day(says.days.from), &day(says.days.to), t)) } },
                html! { @if let Some(says) = says { (level(says.level.into(), t)) } },
            ])
        })
        .collect();
    html! {
        h2 { (t.get("register-import-sample")) }
        (Table::new(t.get("register-import-sample"), columns, rows, html! {}).caption_hidden().view(t))
    }
}
