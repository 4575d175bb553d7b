//! How agreements look. Arranges what the views hold; decides nothing.

use super::{AgreementLine, AgreementList, AgreementView, OutcomeCount, Query};
use crate::obligation::pages::{outcome_word, party, table};
use ::web::http::refused::with_status;
use axum::response::Response;
use base::Instant;
use base::words::{Arg, Words};
use kernel::agreement::{KINDS, State};
use maud::{Markup, html};
use web::components::button::{self, Weight};
use web::components::choice::tick;
use web::components::date;
use web::components::field::{Choice, Field};
use web::components::form::{Filled, Form};
use web::components::list::{Definition, definitions};
use web::components::nav::Pager;
use web::components::notice::{Notice, Tone, empty};
use web::components::overview::with_side;
use web::components::status::{Meaning, tag};
use web::components::table::{Column, Row, Table, name};
use web::components::timeline::{Step, StepState, timeline};
use web::http::reply::percent;
use web::{Ctx, Page};

/// The word of a kind of agreement.
pub fn kind_word(kind: &str, t: &Words) -> String {
    t.say(&format!("tower-agreement-kind-{kind}"), &[])
}

fn state_word(state: &str, t: &Words) -> String {
    t.say(&format!("tower-agreement-state-{}", state.replace('_', "-")), &[])
}

fn state_tag(state: &str, t: &Words) -> Markup {
    let meaning = match State::parse(state) {
        Some(State::Unknown) | None => return date::unknown(t),
        Some(State::InForce) => Meaning::Active,
        Some(State::Ended) => Meaning::Past,
        Some(State::Terminated) => Meaning::Bad,
    };
    tag(&state_word(state, t), meaning)
}

pub fn list(ctx: &Ctx, query: &Query, found: &AgreementList, may_conclude: bool) -> Response {
    let t = ctx.words();
    let below = match query.dormant {
        Some(days) => t.say("tower-dormant-below", &[("days", Arg::Number(days))]),
        None => t.get("tower-agreements-below").to_owned(),
    };
    let title = if query.dormant.is_some() { "tower-dormant" } else { "tower-agreements" };
    let page = Page::new(t.get(title))
        .below(&below)
        .crumb(t.get("tower-nav"), &ctx.url("/"))
        .api(&ctx.url(&address("/api/v1/agreements", query)));
    let told = query.dormant.is_some();
    let mut columns = vec![
        Column::head(t.get("tower-agreement")),
        Column::text(t.get("tower-agreement-parties")),
        Column::text(t.get("tower-agreement-signed")),
        Column::text(t.get("tower-agreement-state")),
        Column::text(t.get("tower-agreement-outcomes")),
    ];
    if told {
        columns.push(Column::text(t.get("tower-agreement-last-sign")));
    }
    let rows = found.items.iter().map(|line| row(ctx, line)).collect();
    let none = empty(t.get("tower-agreements-none"), "", None);
    let pager = Pager {
        previous_href: query.after.as_ref().map(|_| ctx.url(&address("/agreements", query))),
        next_href: found
            .next
            .as_ref()
            .map(|next| ctx.url(&format!("{}&after={}", address("/agreements", query), percent(next)))),
        shown: i64::try_from(found.items.len()).unwrap_or(i64::MAX),
        total: None,
    };
    let body = html! {
        (filters(ctx, query))
        (Table::new(t.get(title), columns, rows, none).caption_hidden().pager(pager).view(t))
        (button::row(&[
            button::download(t.get("tower-download"), &ctx.url(&address("/agreements.csv", query)), "CSV"),
            button::link(t.get("tower-obligations"), &ctx.url("/obligations"), Weight::Plain),
        ]))
        @if may_conclude {
            (button::row(&[button::link(t.get("tower-agreement-new"), &ctx.url("/agreements/new"), Weight::Plain)]))
        }
    };
    ctx.page(&page, body)
}

fn address(path: &str, query: &Query) -> String {
    let mut pairs = Vec::new();
    for (name, value) in [("kind", &query.kind), ("state", &query.state), ("party", &query.party)] {
        if !value.is_empty() {
            pairs.push(format!("{name}={}", percent(value)));
        }
    }
    pairs.extend(query.dormant.map(|days| format!("dormant={days}")));
    format!("{path}?{}", pairs.join("&"))
}

fn filters(ctx: &Ctx, query: &Query) -> Markup {
    let t = ctx.words();
    let kinds = KINDS.iter().map(|(kind, _)| Choice::new(kind, &kind_word(kind, t))).collect();
    let states = State::ALL.iter().map(|s| Choice::new(s.code(), &state_word(s.code(), t))).collect();
    let mut form = Form::get(&ctx.url("/agreements")).inline();
    if let Some(days) = query.dormant {
        form = form.hidden("dormant", &days.to_string());
    }
    form.view(
        t,
        html! {
            (Field::filter("kind", t.get("tower-agreement-kind"), kinds).value(&query.kind).view(t))
            (Field::filter("state", t.get("tower-agreement-state"), states).value(&query.state).view(t))
            (Field::text("party", t.get("tower-agreement-party-number")).value(&query.party).short().view(t))
            (button::submit(t.get("tower-find"), Weight::Plain))
        },
    )
}

fn row(ctx: &Ctx, line: &AgreementLine) -> Row {
    let (t, lang) = (ctx.words(), ctx.lang());
    let href = ctx.url(&format!("/agreements/{}", line.number));
    Row::new(vec![
        name(line.title.text(lang), &href, &format!("{} · {}", line.number, kind_word(&line.kind, t))),
        parties(ctx, line, 3),
        date::when(line.signed.as_deref().unwrap_or(""), t),
        state_tag(&line.state, t),
        outcomes(&line.outcomes, t),
        silence(line, t),
    ])
}

/// The first parties by name, and how many more there are.
fn parties(ctx: &Ctx, line: &AgreementLine, most: usize) -> Markup {
    let more = line.parties.len().saturating_sub(most);
    html! { div {
        @for (index, of) in line.parties.iter().take(most).enumerate() {
            @if index > 0 { " · " }
            (party(ctx, of))
        }
        @if more > 0 {
            " " span.row-below { (ctx.words().say("tower-agreement-more", &[("count", Arg::Number(i64::try_from(more).unwrap_or(0)))])) }
        }
    } }
}

fn outcomes(all: &[OutcomeCount], t: &Words) -> Markup {
    html! {
        @if all.is_empty() { span.unknown { (t.get("tower-agreement-no-pledge")) } }
        @for (index, found) in all.iter().enumerate() {
            @if index > 0 { " · " }
            (outcome_word(&found.outcome, t)) " " span.num { (t.number(found.count)) }
        }
    }
}

fn silence(line: &AgreementLine, t: &Words) -> Markup {
    html! { div {
        @match line.last_sign {
            Some(day) => (date::when(&day.to_string(), t)),
            None => span.unknown { (t.get("tower-agreement-no-sign")) },
        }
        @if let Some(days) = line.silent_days {
            " " span.row-below.num { (t.say("tower-agreement-silent", &[("days", Arg::Number(days))])) }
        }
    } }
}

pub fn show(ctx: &Ctx, view: &AgreementView, asked: Option<i64>, filled: &Filled, status: u16) -> Response {
    let (t, line) = (ctx.words(), &view.line);
    let past = asked.map(|position| {
        Notice::new(Tone::Info, &t.say("tower-as-of-position", &[("position", Arg::Number(position))]))
            .link(t.get("tower-as-of-now"), &ctx.url(&format!("/agreements/{}", line.number)))
    });
    let page = Page::new(line.title.text(ctx.lang()))
        .above(&format!("{} · {}", kind_word(&line.kind, t), line.number))
        .crumb(t.get("tower-nav"), &ctx.url("/"))
        .crumb(t.get("tower-agreements"), &ctx.url("/agreements"))
        .message(past)
        .api(&ctx.url(&format!("/api/v1/agreements/{}", line.number)));
    let none = empty(t.get("tower-agreement-no-pledge"), "", None);
    let body = html! {
        (with_side(
            html! {
                h2 { (t.get("tower-agreement-bound")) }
                (table(ctx, t.get("tower-agreement-bound"), &view.pledges, none).view(t))
                @if view.can.add {
                    (button::row(&[button::link(
                        t.get("tower-agreement-add"),
                        &ctx.url(&format!("/obligations/new?kind=pledge&agreement={}", line.number)),
                        Weight::Plain,
                    )]))
                }
                @if view.can.end { (end_form(ctx, view, filled)) }
            },
            html! { h2 { (t.get("tower-agreement-about")) } (definitions(&facts(ctx, view)))
                h2 { (t.get("tower-obligation-history")) } (history(ctx, view)) },
        ))
    };
    with_status(ctx.page(&page, body), status)
}

fn facts(ctx: &Ctx, view: &AgreementView) -> Vec<Definition> {
    let (t, line) = (ctx.words(), &view.line);
    let day = |day: Option<base::Day>| day.map(|day| day.to_string()).unwrap_or_default();
    let mut rows = vec![
        Definition::new(t.get("tower-agreement-state"), state_tag(&line.state, t)),
        Definition::new(t.get("tower-agreement-signed"), date::when(line.signed.as_deref().unwrap_or(""), t)),
        Definition::new(
            t.get("tower-agreement-parties"),
            html! {
                ul.plain { @for of in &line.parties { li { (party(ctx, of)) } } }
            },
        ),
    ];
    if view.from.is_some() || view.to.is_some() {
        let period = date::period(&day(view.from), &day(view.to.map(|to| to.plus(-1))), t);
        rows.push(Definition::new(t.get("tower-agreement-period"), period));
    }
    if let Some(terms) = &view.terms {
        rows.push(Definition::new(t.get("tower-agreement-terms"), html! { span.lines { (terms) } }));
    }
    if line.silent_days.is_some() {
        rows.push(Definition::new(t.get("tower-agreement-last-sign"), silence(line, t)));
    }
    if let Some(reason) = &view.reason {
        rows.push(Definition::text(t.get("tower-obligation-reason"), reason));
    }
    rows.push(Definition::new(t.get("tower-source"), crate::pages::source_cell(&line.source, t)));
    rows
}

fn history(ctx: &Ctx, view: &AgreementView) -> Markup {
    let (t, zone) = (ctx.words(), &ctx.about().zone);
    let steps: Vec<Step> = view
        .history
        .iter()
        .map(|entry| {
            let href = ctx.url(&format!("/agreements/{}?position={}", view.line.number, entry.position));
            let when = Instant::parse(&entry.at).map(|at| at.local(zone)).unwrap_or_default();
            Step::new(StepState::Done, &t.say(&entry.action.replace('.', "-"), &[]))
                .when(date::instant(&when, zone))
                .below(html! {
                    @if let Some(reason) = &entry.reason { (reason) " " }
                    a href=(href) { (t.say("tower-position", &[("position", Arg::Number(entry.position))])) }
                })
        })
        .collect();
    timeline(&steps, t)
}

fn end_form(ctx: &Ctx, view: &AgreementView, filled: &Filled) -> Markup {
    let t = ctx.words();
    let field = |field: Field, name: &str| field.value(filled.value(name)).error(filled.error(name)).view(t);
    let how = [State::Ended, State::Terminated].map(|s| Choice::new(s.code(), &state_word(s.code(), t)));
    let action = ctx.url(&format!("/agreements/{}/end", view.line.number));
    let form =
        Form::post(&action, ctx.csrf()).errors(&filled.errors).hidden("version", &view.version.to_string());
    html! {
        details.more open[!filled.errors.is_empty()] {
            summary { (t.get("tower-agreement-end")) }
            div {
                (form.view(t, html! {
                    (field(Field::select("how", t.get("tower-agreement-state"), how.to_vec()).required(), "how"))
                    (field(Field::date("on", t.get("tower-obligation-on")).hint(t.get("tower-obligation-on-hint")), "on"))
                    (field(Field::lines("reason", t.get("tower-obligation-why"), 2).required(), "reason"))
                    (button::submit(t.get("tower-agreement-end"), Weight::Danger))
                }))
            }
        }
    }
}

/// The form of an agreement that was signed.
pub fn form(ctx: &Ctx, filled: &Filled, status: u16) -> Response {
    let t = ctx.words();
    let page = Page::new(t.get("tower-agreement-new"))
        .below(t.get("tower-agreement-new-below"))
        .staff()
        .crumb(t.get("tower-agreements"), &ctx.url("/agreements"));
    let kinds = KINDS.iter().map(|(kind, _)| Choice::new(kind, &kind_word(kind, t))).collect();
    let field = |field: Field, name: &str| field.value(filled.value(name)).error(filled.error(name)).view(t);
    let fields = html! {
        (field(Field::select("kind", t.get("tower-agreement-kind"), kinds).required(), "kind"))
        (field(Field::text("title_ko", t.get("tower-agreement-title-ko")).required().max_length(2_000), "title_ko"))
        (field(Field::text("title_en", t.get("tower-agreement-title-en")).max_length(2_000), "title_en"))
        (field(Field::lines("parties", t.get("tower-agreement-parties"), 4).hint(t.get("tower-agreement-parties-hint")).required(), "parties"))
        (field(Field::date("signed", t.get("tower-agreement-signed")).required(), "signed"))
        (field(Field::date("from", t.get("tower-agreement-from")), "from"))
        (field(Field::date("until", t.get("tower-agreement-until")), "until"))
        (field(Field::lines("terms", t.get("tower-agreement-terms"), 6), "terms"))
        (tick("open", t.get("tower-obligation-open-tick"), filled.value("open") == "yes", None, t))
        (button::submit(t.get("tower-agreement-record"), Weight::Main))
    };
    let form = Form::post(&ctx.url("/agreements/new"), ctx.csrf()).errors(&filled.errors);
    with_status(ctx.page(&page, form.view(t, fields)), status)
}
