//! How reports look. Arranges what the views hold; decides nothing.

use super::{COUNCIL_DAYS, Part, Published, Report, Row as ReportRow};
use crate::obligation::pages::{kind_word, outcome_tag, owner};
use axum::response::Response;
use base::Day;
use base::words::{Arg, Words};
use maud::{Markup, html};
use web::components::button::{self, Weight};
use web::components::date;
use web::components::field::Field;
use web::components::form::Form;
use web::components::list::{Definition, figures};
use web::components::notice::{Notice, Tone, empty};
use web::components::table::{Column, Row, Table, name};
use web::{Ctx, Page};

fn part_word(part: Part, t: &Words) -> String {
    t.say(&format!("tower-report-part-{}", part.code()), &[])
}

pub fn list(ctx: &Ctx, items: &[Published], entitled: bool, today: Day) -> Response {
    let t = ctx.words();
    let page = Page::new(t.get("tower-reports"))
        .below(t.get("tower-reports-below"))
        .crumb(t.get("tower-nav"), &ctx.url("/"))
        .crumb(t.get("tower-obligations"), &ctx.url("/obligations"))
        .api(&ctx.url("/api/v1/reports"));
    let columns = vec![
        Column::head(t.get("tower-report")),
        Column::text(t.get("tower-report-period")),
        Column::text(t.get("tower-report-day")),
        Column::number(t.get("tower-report-position")),
    ];
    let rows = items
        .iter()
        .map(|report| {
            let href = ctx.url(&format!("/reports/{}", report.number));
            Row::new(vec![
                name(&report.number, &href, ""),
                date::period(&report.from.to_string(), &report.until.to_string(), t),
                date::when(&report.today.to_string(), t),
                html! { (t.number(report.position)) },
            ])
        })
        .collect();
    let none = empty(t.get("tower-reports-none"), "", None);
    let body = html! {
        (Table::new(t.get("tower-reports"), columns, rows, none).caption_hidden().view(t))
        @if entitled { h2 { (t.get("tower-report-draft")) } (drafts(ctx, today)) }
    };
    ctx.page(&page, body)
}

/// The usual periods, and one to choose.
fn drafts(ctx: &Ctx, today: Day) -> Markup {
    let t = ctx.words();
    let year = today.year();
    let link = |label: &str, from: String, until: String| {
        button::link(label, &ctx.url(&format!("/reports/draft?from={from}&until={until}")), Weight::Plain)
    };
    let last = t.say("tower-report-year", &[("year", Arg::from((year - 1).to_string().as_str()))]);
    let this = t.say("tower-report-year", &[("year", Arg::from(year.to_string().as_str()))]);
    html! {
        (button::row(&[
            link(t.get("tower-report-council"), today.plus(1 - COUNCIL_DAYS).to_string(), today.to_string()),
            link(&this, format!("{year}-01-01"), today.to_string()),
            link(&last, format!("{}-01-01", year - 1), format!("{}-12-31", year - 1)),
        ]))
        (Form::get(&ctx.url("/reports/draft")).inline().view(t, html! {
            (Field::date("from", t.get("tower-report-from")).view(t))
            (Field::date("until", t.get("tower-report-until")).view(t))
            (button::submit(t.get("tower-report-show"), Weight::Plain))
        }))
    }
}

pub fn show(ctx: &Ctx, report: &Report) -> Response {
    let t = ctx.words();
    let (title, at) = match &report.number {
        Some(number) => (t.get("tower-report"), format!("/reports/{number}")),
        None => (t.get("tower-report-draft"), "/reports/draft".to_owned()),
    };
    let period = format!("from={}&until={}", report.from, report.until);
    let (api, file) = match &report.number {
        Some(_) => (format!("/api/v1{at}"), format!("{at}/rows.csv")),
        None => (format!("/api/v1{at}?{period}"), format!("{at}.csv?{period}")),
    };
    let below = t.say(
        "tower-report-below",
        &[
            ("from", Arg::from(report.from.to_string().as_str())),
            ("until", Arg::from(report.until.to_string().as_str())),
            ("today", Arg::from(report.today.to_string().as_str())),
            ("position", Arg::Number(report.position)),
        ],
    );
    let mut page = Page::new(title)
        .below(&below)
        .crumb(t.get("tower-nav"), &ctx.url("/"))
        .crumb(t.get("tower-reports"), &ctx.url("/reports"))
        .api(&ctx.url(&api));
    if let Some(number) = &report.number {
        page = page.above(number);
    }
    let body = html! {
        @match &report.number {
            Some(_) => (Notice::new(Tone::Info, t.get("tower-report-public")).view(t)),
            None => (Notice::new(Tone::Warning, t.get("tower-report-internal")).view(t)),
        }
        @if report.left_out > 0 {
            p { (t.say("tower-report-left-out", &[("count", Arg::Number(report.left_out))])) }
        }
        (numbers(report, t))
        p.hint { (t.get("tower-report-rule")) }
        (rows(ctx, report))
        (button::row(&[button::download(t.get("tower-download"), &ctx.url(&file), "CSV")]))
        @if report.can_publish { (publish(ctx, report)) }
    };
    ctx.page(&page, body)
}

fn numbers(report: &Report, t: &Words) -> Markup {
    let number = |count: i64| html! { (t.number(count)) };
    let mut all = vec![
        Definition::new(t.get("tower-report-made"), number(report.made)),
        Definition::new(t.get("tower-report-all"), number(report.all)),
    ];
    for of in &report.parts {
        let link = html! { a href={ "#part-" (of.part.code()) } { (t.number(of.count)) } };
        all.push(Definition::new(&part_word(of.part, t), if of.count > 0 { link } else { number(0) }));
    }
    if report.made_unknown > 0 {
        all.push(Definition::new(t.get("tower-report-made-unknown"), number(report.made_unknown)));
    }
    figures(&all)
}

/// A table for each part that has rows.
fn rows(ctx: &Ctx, report: &Report) -> Markup {
    let t = ctx.words();
    html! {
        @for of in report.parts.iter().filter(|of| of.count > 0) {
            h2 id={ "part-" (of.part.code()) } { (part_word(of.part, t)) " " span.num { (t.number(of.count)) } }
            (part_table(ctx, of.part, report.rows.iter().filter(|row| row.part == of.part).collect()))
        }
    }
}

fn part_table(ctx: &Ctx, part: Part, all: Vec<&ReportRow>) -> Markup {
    let t = ctx.words();
    let columns = vec![
        Column::head(t.get("tower-obligation-what")),
        Column::text(t.get("tower-obligation-kind")).wide_only(),
        Column::text(t.get("tower-obligation-owner")),
        Column::text(t.get("tower-report-made-on")),
        Column::text(t.get("tower-obligation-due")),
        Column::text(t.get("tower-obligation-outcome")),
    ];
    let day = |day: Option<Day>| date::when(&day.map(|day| day.to_string()).unwrap_or_default(), t);
    let rows = all
        .into_iter()
        .map(|row| {
            let href = ctx.url(&format!("/obligations/{}", row.line.number));
            Row::new(vec![
                name(row.line.what.text(ctx.lang()), &href, &row.line.number),
                html! { (kind_word(&row.line.kind, t)) },
                owner(ctx, &row.line),
                day(row.made_on),
                date::when(row.line.due.as_deref().unwrap_or(""), t),
                html! {
                    div {
                        (outcome_tag(&row.line.outcome, t))
                        @if let Some(on) = row.settled_on { " " span.row-below { (date::when(&on.to_string(), t)) } }
                    }
                },
            ])
        })
        .collect();
    Table::new(&part_word(part, t), columns, rows, empty("", "", None)).caption_hidden().view(t)
}

fn publish(ctx: &Ctx, report: &Report) -> Markup {
    let t = ctx.words();
    Form::post(&ctx.url("/reports"), ctx.csrf())
        .hidden("from", &report.from.to_string())
        .hidden("until", &report.until.to_string())
        .view(
            t,
            html! {
                p.hint { (t.get("tower-report-publish-hint")) }
                (button::submit(t.get("tower-report-publish"), Weight::Main))
            },
        )
}
