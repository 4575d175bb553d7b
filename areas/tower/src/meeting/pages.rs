//! How meetings look: the list, one with its decisions, and the lines of its minutes to be confirmed one by one.

use super::lines::Proposal;
use super::{MeetingLine, MeetingList, MeetingView, Query};
use crate::body::BodyView;
use crate::obligation::pages::{party, table};
use ::web::http::refused::with_status;
use axum::response::Response;
use base::words::Arg;
use maud::{Markup, html};
use web::components::button::{self, Weight};
use web::components::choice::tick;
use web::components::date;
use web::components::field::{Choice, Field};
use web::components::form::{Filled, Form};
use web::components::list::{Definition, definitions, more};
use web::components::nav::Pager;
use web::components::notice::{Notice, Tone, empty};
use web::components::table::{Column, Row, Table, name};
use web::http::reply::percent;
use web::{Ctx, Page};

pub fn list(ctx: &Ctx, query: &Query, found: &MeetingList) -> Response {
    let t = ctx.words();
    let page = Page::new(t.get("tower-meetings"))
        .below(t.get("tower-meetings-below"))
        .crumb(t.get("tower-nav"), &ctx.url("/"))
        .crumb(t.get("tower-bodies"), &ctx.url("/bodies"))
        .api(&ctx.url(&format!("/api/v1/meetings?body={}", percent(&query.body))));
    let pager = Pager {
        previous_href: query
            .after
            .as_ref()
            .map(|_| ctx.url(&format!("/meetings?body={}", percent(&query.body)))),
        next_href: found
            .next
            .as_ref()
            .map(|next| ctx.url(&format!("/meetings?body={}&after={}", percent(&query.body), percent(next)))),
        shown: i64::try_from(found.items.len()).unwrap_or(i64::MAX),
        total: None,
    };
    let body = html! {
        (rows(ctx, t.get("tower-meetings"), &found.items).pager(pager).view(t))
        @if found.can_record {
            (button::row(&[button::link(t.get("tower-meeting-new"), &ctx.url("/meetings/new"), Weight::Main)]))
        }
    };
    ctx.page(&page, body)
}

/// A table of meetings.
pub fn rows(ctx: &Ctx, caption: &str, items: &[MeetingLine]) -> Table {
    let t = ctx.words();
    let columns = vec![
        Column::head(t.get("tower-meeting")),
        Column::text(t.get("tower-meeting-body")),
        Column::text(t.get("tower-meeting-held")),
        Column::number(t.get("tower-meeting-decisions")),
    ];
    let rows = items
        .iter()
        .map(|line| {
            let href = ctx.url(&format!("/meetings/{}", line.number));
            Row::new(vec![
                name(line.title.text(ctx.lang()), &href, &line.number),
                html! { @match &line.body { Some(body) => (party(ctx, body)), None => (date::unknown(t)) } },
                html! {
                    div {
                        (date::when(&line.held_on.to_string(), t))
                        @if line.held_inferred { " " span.row-below { (t.get("tower-meeting-inferred")) } }
                    }
                },
                html! { (t.number(line.decisions)) },
            ])
        })
        .collect();
    Table::new(caption, columns, rows, empty(t.get("tower-meetings-none"), "", None)).caption_hidden()
}

/// The page of one; `refused` is the line whose form was refused.
pub fn show(ctx: &Ctx, view: &MeetingView, refused: Option<(i64, &Filled)>, status: u16) -> Response {
    let (t, line) = (ctx.words(), &view.line);
    let mut page = Page::new(line.title.text(ctx.lang()))
        .above(&format!("{} · {}", line.number, line.held_on))
        .crumb(t.get("tower-nav"), &ctx.url("/"))
        .crumb(t.get("tower-meetings"), &ctx.url("/meetings"))
        .api(&ctx.url(&format!("/api/v1/meetings/{}", line.number)));
    if view.can_confirm {
        page = page.staff();
    }
    let none = empty(t.get("tower-meeting-decided-none"), "", None);
    let body = html! {
        (definitions(&facts(ctx, line)))
        h2 { (t.get("tower-meeting-decided")) }
        (table(ctx, t.get("tower-meeting-decided"), &view.decided, none).view(t))
        @if view.can_confirm { (proposals(ctx, view, refused)) }
        @match &view.minutes {
            Some(text) => (more(t.get("tower-meeting-minutes"), html! { div.lines lang="ko" { (text) } })),
            None if view.has_minutes => p.hint { (t.get("tower-meeting-minutes-sealed")) },
            None => {}
        }
    };
    with_status(ctx.page(&page, body), status)
}

fn facts(ctx: &Ctx, line: &MeetingLine) -> Vec<Definition> {
    let t = ctx.words();
    vec![
        Definition::new(
            t.get("tower-meeting-body"),
            html! { @match &line.body { Some(body) => (party(ctx, body)), None => (date::unknown(t)) } },
        ),
        Definition::new(
            t.get("tower-meeting-held"),
            html! {
                (date::when(&line.held_on.to_string(), t))
                @if line.held_inferred { " " (t.get("tower-meeting-inferred")) }
            },
        ),
        Definition::new(t.get("tower-source"), crate::pages::source_cell(&line.source, t)),
    ]
}

fn proposals(ctx: &Ctx, view: &MeetingView, refused: Option<(i64, &Filled)>) -> Markup {
    let t = ctx.words();
    let count = Arg::Number(i64::try_from(view.proposed.len()).unwrap_or(i64::MAX));
    html! {
        h2 #proposed { (t.say("tower-meeting-proposed", &[("count", count)])) }
        (Notice::new(Tone::Info, t.get("tower-meeting-draft")).text(&t.say("tower-meeting-draft-text", &[("count", Arg::Number(view.set_aside))])).view(t))
        @for proposal in &view.proposed {
            @let filled = refused.filter(|(line, _)| *line == proposal.start).map(|(_, filled)| filled);
            (one(ctx, view, proposal, filled))
        }
    }
}

/// One line with what is proposed for it, to be confirmed, changed or set aside.
fn one(ctx: &Ctx, view: &MeetingView, of: &Proposal, refused: Option<&Filled>) -> Markup {
    let t = ctx.words();
    let at = |verb: &str| ctx.url(&format!("/meetings/{}/lines/{}/{verb}", view.line.number, of.start));
    let row = of.start.to_string();
    let value = |name: &str, proposed: &str| match refused {
        Some(filled) => filled.value(name).to_owned(),
        None => proposed.to_owned(),
    };
    let field = |field: Field, name: &str, proposed: &str| {
        let field = field.value(&value(name, proposed)).error(refused.and_then(|filled| filled.error(name)));
        if refused.is_some() { field.view(t) } else { field.row(&row).view(t) }
    };
    let whom = vec![
        Choice::new("me", t.get("tower-who-choice-me")),
        Choice::new("office", t.get("tower-who-choice-office")),
        Choice::new("number", t.get("tower-who-choice-number")),
    ];
    let said: Vec<&str> = of.owners.iter().map(|owner| owner.text.as_str()).collect();
    let owner_hint = match said.is_empty() {
        true => t.get("tower-meeting-owner-unsaid").to_owned(),
        false => t.say("tower-meeting-owner-said", &[("owners", Arg::from(said.join(" · ").as_str()))]),
    };
    let due_hint = match &of.due_said {
        Some(due) => t.say("tower-meeting-due-said", &[("due", Arg::from(due.as_str()))]),
        None => t.get("tower-meeting-due-unsaid").to_owned(),
    };
    let owner = if of.owner_number.is_some() { "number" } else { "office" };
    let errors = refused.map(|filled| filled.errors.clone()).unwrap_or_default();
    let form = Form::post(&at("confirmation"), ctx.csrf()).errors(&errors);
    html! {
        section.form-section id={ "line-" (of.start) } {
            (form.view(t, html! {
                (field(Field::lines("what_ko", t.get("tower-obligation-what"), 2).required().max_length(2_000), "what_ko", &of.text))
                div.form.inline {
                    (field(Field::select("owner", t.get("tower-obligation-owner"), whom).hint(&owner_hint).required(), "owner", owner))
                    (field(Field::text("owner_number", t.get("tower-obligation-owner-number")).middle(), "owner_number", of.owner_number.as_deref().unwrap_or("")))
                    (field(Field::date("due", t.get("tower-obligation-due")).hint(&due_hint), "due", &of.due))
                }
                @if view.line.open {
                    label { input type="checkbox" name="open" value="yes"; " " (t.get("tower-obligation-open-tick")) }
                }
                div.buttons {
                    (button::submit(t.get("tower-meeting-confirm"), Weight::Main))
                    (button::submit_to(t.get("tower-meeting-set-aside"), &at("setting-aside"), Weight::Plain))
                }
            }))
        }
    }
}

/// The form of a new meeting: paste the minutes.
pub fn form(ctx: &Ctx, bodies: &[BodyView], filled: &Filled, status: u16) -> Response {
    let t = ctx.words();
    let page = Page::new(t.get("tower-meeting-new"))
        .below(t.get("tower-meeting-new-below"))
        .staff()
        .crumb(t.get("tower-meetings"), &ctx.url("/meetings"));
    let choices = bodies.iter().map(|of| Choice::new(&of.body.code, of.body.name.text(ctx.lang()))).collect();
    let field = |field: Field, name: &str| field.value(filled.value(name)).error(filled.error(name)).view(t);
    let fields = html! {
        (field(Field::select("body", t.get("tower-meeting-body"), choices), "body"))
        (field(Field::text("title_ko", t.get("tower-meeting-title-ko")).required().max_length(200), "title_ko"))
        (field(Field::text("title_en", t.get("tower-meeting-title-en")).max_length(200), "title_en"))
        (field(Field::date("held_on", t.get("tower-meeting-held")).required(), "held_on"))
        (field(Field::lines("minutes", t.get("tower-meeting-minutes"), 16).hint(t.get("tower-meeting-minutes-hint")), "minutes"))
        (tick("open", t.get("tower-meeting-open-tick"), filled.value("open") == "yes", None, t))
        (button::submit(t.get("tower-meeting-record"), Weight::Main))
    };
    let form = Form::post(&ctx.url("/meetings/new"), ctx.csrf()).errors(&filled.errors);
    with_status(ctx.page(&page, form.view(t, fields)), status)
}
