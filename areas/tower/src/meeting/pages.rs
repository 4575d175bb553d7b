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

/// Which form of a meeting was sent.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tried {
    /// Of the line that begins at this byte.
    Line(i64),
    /// What the program did not find.
    Add,
}

/// The page of one; `refused` is the form that was refused.
pub fn show(ctx: &Ctx, view: &MeetingView, refused: Option<(Tried, &Filled)>, status: u16) -> Response {
    let (t, line) = (ctx.words(), &view.line);
    let mut page = Page::new(line.title.text(ctx.lang()))
        .above(&format!("{} · {}", line.number, line.held_on))
        .crumb(t.get("tower-nav"), &ctx.url("/"))
        .crumb(t.get("tower-meetings"), &ctx.url("/meetings"))
        .api(&ctx.url(&format!("/api/v1/meetings/{}", line.number)));
    if view.can_confirm {
        page = page.staff();
    }
    let none = match crate::who::reads_internal(ctx.actor()) {
        true => "tower-meeting-decided-none",
        false => "tower-meeting-decided-none-open",
    };
    let none = empty(t.get(none), "", None);
    let body = html! {
        (definitions(&facts(ctx, line)))
        p { (crate::thread::pages::link(ctx, &format!("{}:{}", super::KIND.name, line.number))) }
        h2 { (t.get("tower-meeting-decided")) }
        (table(ctx, t.get("tower-meeting-decided"), &view.decided, none).view(t))
        @if !view.added.is_empty() {
            h2 #added { (t.get("tower-meeting-added")) }
            p.hint { (t.get("tower-meeting-added-text")) }
            (table(ctx, t.get("tower-meeting-added"), &view.added, html! {}).view(t))
        }
        @if view.can_confirm { (proposals(ctx, view, refused)) }
        @if view.can_add { (adding(ctx, view, refused)) }
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

fn proposals(ctx: &Ctx, view: &MeetingView, refused: Option<(Tried, &Filled)>) -> Markup {
    let t = ctx.words();
    let count = Arg::Number(i64::try_from(view.proposed.len()).unwrap_or(i64::MAX));
    html! {
        h2 #proposed { (t.say("tower-meeting-proposed", &[("count", count)])) }
        (Notice::new(Tone::Info, t.get("tower-meeting-draft")).text(&t.say("tower-meeting-draft-text", &[("count", Arg::Number(view.set_aside))])).view(t))
        @for proposal in &view.proposed {
            @let filled = refused.filter(|(tried, _)| *tried == Tried::Line(proposal.start)).map(|(_, filled)| filled);
            (one(ctx, view, proposal, filled))
        }
    }
}

/// One line with what is proposed for it, to be confirmed, changed or set aside.
fn one(ctx: &Ctx, view: &MeetingView, of: &Proposal, refused: Option<&Filled>) -> Markup {
    let t = ctx.words();
    let at = |verb: &str| ctx.url(&format!("/meetings/{}/lines/{}/{verb}", view.line.number, of.start));
    let said: Vec<&str> = of.owners.iter().map(|owner| owner.text.as_str()).collect();
    let owner_hint = match said.is_empty() {
        true => t.get("tower-meeting-owner-unsaid").to_owned(),
        false => t.say("tower-meeting-owner-said", &[("owners", Arg::from(said.join(" · ").as_str()))]),
    };
    let due_hint = match &of.due_said {
        Some(due) if of.due.is_empty() => {
            t.say("tower-meeting-due-undated", &[("due", Arg::from(due.as_str()))])
        }
        Some(due) => t.say("tower-meeting-due-said", &[("due", Arg::from(due.as_str()))]),
        None => t.get("tower-meeting-due-unsaid").to_owned(),
    };
    let asked = Asked {
        what: &of.text,
        owner: &of.owner,
        owner_number: of.owner_number.as_deref().unwrap_or(""),
        owner_hint: &owner_hint,
        due: &of.due,
        due_hint: &due_hint,
    };
    let errors = refused.map(|filled| filled.errors.clone()).unwrap_or_default();
    let form = Form::post(&at("confirmation"), ctx.csrf()).errors(&errors);
    html! {
        section.form-section id={ "line-" (of.start) } {
            (form.view(t, html! {
                (order(ctx, view, &asked, &of.start.to_string(), refused))
                div.buttons {
                    (button::submit(t.get("tower-meeting-confirm"), Weight::Main))
                    (button::submit_to(t.get("tower-meeting-set-aside"), &at("setting-aside"), Weight::Plain))
                }
            }))
        }
    }
}

/// What a form of an order proposes.
struct Asked<'a> {
    what: &'a str,
    owner: &'a str,
    owner_number: &'a str,
    owner_hint: &'a str,
    due: &'a str,
    due_hint: &'a str,
}

/// The fields of an order: what, who, by when. `row` tells the forms of one page apart.
fn order(ctx: &Ctx, view: &MeetingView, of: &Asked<'_>, row: &str, refused: Option<&Filled>) -> Markup {
    let t = ctx.words();
    let field = |field: Field, name: &str, proposed: &str| {
        let typed = refused.map_or(proposed, |filled| filled.value(name));
        let field = field.value(typed).error(refused.and_then(|filled| filled.error(name)));
        if refused.is_some() { field.view(t) } else { field.row(row).view(t) }
    };
    let whom = vec![
        Choice::new("me", t.get("tower-who-choice-me")),
        Choice::new("office", t.get("tower-who-choice-office")),
        Choice::new("number", t.get("tower-who-choice-number")),
    ];
    let open = refused.is_some_and(|filled| filled.value("open") == "yes");
    html! {
        (field(Field::lines("what_ko", t.get("tower-obligation-what"), 2).required().max_length(2_000), "what_ko", of.what))
        div.form.inline {
            (field(Field::select("owner", t.get("tower-obligation-owner"), whom).hint(of.owner_hint).required(), "owner", of.owner))
            (field(Field::text("owner_number", t.get("tower-obligation-owner-number")).middle(), "owner_number", of.owner_number))
            (field(Field::date("due", t.get("tower-obligation-due")).hint(of.due_hint), "due", of.due))
        }
        @if view.line.open {
            label { input type="checkbox" name="open" value="yes" checked[open]; " " (t.get("tower-obligation-open-tick")) }
        }
    }
}

/// What was ordered and was not found in the minutes: an act of its own, which the record tells.
fn adding(ctx: &Ctx, view: &MeetingView, refused: Option<(Tried, &Filled)>) -> Markup {
    let t = ctx.words();
    let refused = refused.filter(|(tried, _)| *tried == Tried::Add).map(|(_, filled)| filled);
    let asked = Asked {
        what: "",
        owner: &view.own,
        owner_number: "",
        owner_hint: t.get("tower-who-hint"),
        due: "",
        due_hint: &crate::obligation::pages::due_hint(ctx),
    };
    let errors = refused.map(|filled| filled.errors.clone()).unwrap_or_default();
    let action = ctx.url(&format!("/meetings/{}/lines", view.line.number));
    html! {
        details.more open[refused.is_some()] {
            summary { (t.get("tower-meeting-add")) }
            div {
                p.hint { (t.get("tower-meeting-add-text")) }
                (Form::post(&action, ctx.csrf()).errors(&errors).view(t, html! {
                    (order(ctx, view, &asked, "add", refused))
                    (button::submit(t.get("tower-meeting-add"), Weight::Plain))
                }))
            }
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
