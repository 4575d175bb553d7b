//! The list of published numbers.

use super::{amount, code_text, code_word, scope, speaker, verdict_word, verdicts};
use crate::claim::acts::{import::IMPORT, reply::ANSWER};
use crate::claim::view::VERDICTS;
use crate::claim::view::list::{CHECK, ClaimLine, ClaimList, ClaimNarrow, group};
use axum::response::Response;
use kernel::policy::Target;
use maud::{Markup, html};
use web::components::button::{self, Weight};
use web::components::date;
use web::components::field::{Choice, Field};
use web::components::form::Form;
use web::components::nav::{Pager, Tab, tabs};
use web::components::notice::empty;
use web::components::table::{Column, Row, Table, name};
use web::{Ctx, Page};

pub fn list(ctx: &Ctx, narrow: &ClaimNarrow, found: &ClaimList) -> Response {
    let t = ctx.words();
    let page = Page::new(t.get("tower-claims"))
        .below(t.get("tower-claims-below"))
        .crumb(t.get("tower-nav"), &ctx.url("/"))
        .api(&ctx.url(&address("/api/v1/claims", narrow)));
    let columns = vec![
        Column::head(t.get("tower-claim-what")),
        Column::number(t.get("tower-claim-number")),
        Column::text(t.get("tower-claim-said")),
        Column::text(t.get("tower-claim-verdict")),
    ];
    let rows = found.items.iter().map(|line| row(ctx, line)).collect();
    let nothing = empty(t.get("tower-claims-none"), t.get("tower-claims-none-text"), None);
    let turned = |after: String| ctx.url(&address("/claims", &ClaimNarrow { after, ..narrow.clone() }));
    let count = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let pager = Pager {
        previous_href: (!narrow.after.is_empty()).then(|| turned(String::new())),
        next_href: found.next.clone().map(turned),
        shown: count(found.items.len()),
        total: Some(count(found.found)),
    };
    let body = html! {
        (by_verdict(ctx, narrow, found))
        (filters(ctx, narrow, found))
        (Table::new(t.get("tower-claims"), columns, rows, nothing).caption_hidden().pager(pager).view(t))
        (button::row(&[
            button::link(t.get("tower-claim-hand-in"), &ctx.url("/claims/hand-in"), Weight::Main),
            button::link(t.get("tower-claim-method"), &ctx.url("/claims/method"), Weight::Plain),
            button::download(t.get("tower-claim-download"), &ctx.url(&address("/claims.csv", &ClaimNarrow { after: String::new(), ..narrow.clone() })), "CSV"),
        ]))
        (office(ctx))
    };
    ctx.page(&page, body)
}

fn address(path: &str, narrow: &ClaimNarrow) -> String {
    match narrow.query() {
        query if query.is_empty() => path.to_owned(),
        query => format!("{path}?{query}"),
    }
}

/// How many carry each verdict; each count leads to them.
fn by_verdict(ctx: &Ctx, narrow: &ClaimNarrow, found: &ClaimList) -> Markup {
    let t = ctx.words();
    let tab = |code: &str, label: &str, count: usize| Tab {
        label: label.to_owned(),
        href: ctx.url(&address(
            "/claims",
            &ClaimNarrow { verdict: code.to_owned(), after: String::new(), ..narrow.clone() },
        )),
        count: i64::try_from(count).ok(),
        current: narrow.verdict == code,
    };
    let own = VERDICTS.iter().filter_map(|code| {
        let count = *found.verdicts.get(*code)?;
        Some(tab(code, verdict_word(code, t), count))
    });
    let check = found.verdicts.get(CHECK).map(|count| tab(CHECK, t.get("tower-claims-check"), *count));
    let all: Vec<Tab> =
        std::iter::once(tab("", t.get("tower-claim-all"), found.total)).chain(check).chain(own).collect();
    html! { @if found.total > 0 { (tabs(t.get("tower-claim-verdict"), &all, t)) } }
}

fn filters(ctx: &Ctx, narrow: &ClaimNarrow, found: &ClaimList) -> Markup {
    let t = ctx.words();
    let years: Vec<Choice> = found.years.iter().rev().map(|year| Choice::new(year, year)).collect();
    let outlets: Vec<Choice> =
        found.outlets.iter().map(|outlet| Choice::new(outlet, &code_text("outlet", outlet, t))).collect();
    let subjects: Vec<Choice> = found
        .subjects
        .iter()
        .map(|subject| Choice::new(subject, &code_text("subject", subject, t)))
        .collect();
    let form = Form::get(&ctx.url("/claims")).inline();
    let form = if narrow.verdict.is_empty() { form } else { form.hidden("verdict", &narrow.verdict) };
    form.view(
        t,
        html! {
            (Field::filter("year", t.get("tower-claim-year"), years).value(&narrow.year).view(t))
            (Field::filter("outlet", t.get("tower-claim-outlet"), outlets).value(&narrow.outlet).view(t))
            (Field::filter("subject", t.get("tower-claim-subject"), subjects).value(&narrow.subject).view(t))
            (button::submit(t.get("tower-claim-search"), Weight::Plain))
        },
    )
}

fn row(ctx: &Ctx, line: &ClaimLine) -> Row {
    let t = ctx.words();
    let label = line.label.text(ctx.lang());
    let label = if label.is_empty() { line.subject.as_str() } else { label };
    // Each cell is one block: on a phone a row is a card, and a cell stands beside its label.
    Row::new(vec![
        html! {
            (name(label, &ctx.url(&format!("/claims/{}", line.code)), ""))
            span.row-below { (code_word("subject", group(&line.subject), t)) " · " (scope(&line.scope, t)) }
        },
        html! { b { (amount(&line.relation, &line.value, &line.unit, t)) } },
        html! {
            div {
                (speaker(ctx, &line.speaker))
                span.row-below { (date::when(&line.published, t)) " · " (code_word("outlet", &line.outlet, t)) }
            }
        },
        html! {
            div {
                (verdicts(&line.verdicts, !line.run.is_empty(), t))
                span.row-below { (line.why) }
            }
        },
    ])
    .id(&line.code)
}

/// Ways for the office.
fn office(ctx: &Ctx) -> Markup {
    let t = ctx.words();
    let mut ways = Vec::new();
    if ctx.may(&ANSWER, &Target::default()) {
        ways.push(button::link(t.get("tower-claim-desk"), &ctx.url("/claims/desk"), Weight::Plain));
    }
    if ctx.may(&IMPORT, &Target::default()) {
        ways.push(button::link(t.get("tower-claim-import-file"), &ctx.url("/claims/import"), Weight::Plain));
    }
    html! { @if !ways.is_empty() { (button::row(&ways)) } }
}
