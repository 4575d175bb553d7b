//! How obligations look: lists, the board, one record. Arranges what the views hold; decides nothing.

mod forms;
mod record;

pub use forms::{due_hint, form};
pub use record::{Doing, show};

use super::Line;
use super::board::{Board, Query};
use crate::who::Party;
use ::web::http::csv::Sheet;
use axum::response::Response;
use base::words::{Arg, Words};
use kernel::obligation::{Outcome, rules};
use maud::{Markup, html};
use web::components::button::{self, Weight};
use web::components::date;
use web::components::field::{Choice, Field};
use web::components::form::Form;
use web::components::nav::{Pager, Tab, tabs};
use web::components::notice::empty;
use web::components::status::{Meaning, tag};
use web::components::table::{Column, Row, Table, name};
use web::http::reply::percent;
use web::text::tri;
use web::{Ctx, Page};

/// The columns of the files of lists.
pub const CSV_COLUMNS: &[&str] = &[
    "number",
    "kind",
    "what_ko",
    "what_en",
    "outcome",
    "due",
    "days_left",
    "overdue",
    "owner",
    "from",
    "agreement",
    "source",
];

/// A line of a file.
pub fn csv_line(sheet: &mut Sheet, line: &Line) {
    let party = |party: &Option<Party>| match party {
        Some(Party { name: Some(name), .. }) => name.text(base::Lang::Ko).to_owned(),
        Some(Party { id: Some(id), kind, .. }) => format!("{kind}:{id}"),
        Some(other) => other.kind.clone(),
        None => String::new(),
    };
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let number = |number: Option<i64>| number.map(|number| number.to_string()).unwrap_or_default();
    let overdue = line.overdue.map(|late| if late { "yes" } else { "no" }).unwrap_or_default();
    sheet.line(&[
        &line.number,
        &line.kind,
        &text(&line.what.ko),
        &text(&line.what.en),
        &line.outcome,
        &text(&line.due),
        &number(line.days_left),
        overdue,
        &party(&line.owner),
        &party(&line.from),
        line.agreement.as_ref().map_or("", |agreement| &agreement.number),
        &text(&line.source),
    ]);
}

/// The word of a kind of obligation.
pub fn kind_word(kind: &str, t: &Words) -> String {
    t.say(&format!("tower-obligation-kind-{}", kind.replace('_', "-")), &[])
}

/// The word of an outcome.
pub fn outcome_word(outcome: &str, t: &Words) -> String {
    t.say(&format!("tower-outcome-{outcome}"), &[])
}

/// An outcome as a tag; what nobody knows is drawn like every unknown.
pub fn outcome_tag(outcome: &str, t: &Words) -> Markup {
    let meaning = match Outcome::parse(outcome) {
        Some(Outcome::Unknown) | None => return date::unknown(t),
        Some(Outcome::Planned) => Meaning::Active,
        Some(Outcome::Done) => Meaning::Good,
        Some(Outcome::Changed | Outcome::Elsewhere) => Meaning::Warning,
        Some(Outcome::Closed | Outcome::Dropped) => Meaning::Past,
    };
    tag(&outcome_word(outcome, t), meaning)
}

/// Who it is, with a link to their record; a person without a public name is shown as one.
pub fn party(ctx: &Ctx, of: &Party) -> Markup {
    let (t, lang) = (ctx.words(), ctx.lang());
    let name = match (&of.name, of.me) {
        (_, true) => html! { (t.get("tower-who-me")) },
        (Some(name), false) => tri(name, lang),
        (None, false) if of.kind == "person" => html! { (t.get("tower-who-person")) },
        (None, false) => date::unknown(t),
    };
    let href = match (of.kind.as_str(), &of.number) {
        ("organisation" | "office", Some(number)) => Some(format!("/organisations/{number}")),
        ("body", Some(code)) => Some(format!("/bodies/{code}")),
        ("council_question", Some(number)) => Some(format!("/questions/{number}")),
        ("meeting", Some(number)) => Some(format!("/meetings/{number}")),
        ("person", _) if of.name.is_some() => of.id.as_ref().map(|id| format!("/people/{id}")),
        _ => None,
    };
    html! {
        @match href {
            Some(href) => a href=(ctx.url(&href)) { (name) },
            None => (name),
        }
    }
}

/// The owner, or the gap: nobody is named.
pub fn owner(ctx: &Ctx, line: &Line) -> Markup {
    let t = ctx.words();
    html! {
        div {
            @match &line.owner {
                Some(owner) => {
                    (party(ctx, owner))
                    @if let Some(deputy) = &line.deputy {
                        " " span.row-below { (t.get("tower-obligation-deputy")) " " (party(ctx, deputy)) }
                    }
                }
                None => span.unknown { (t.get("tower-obligation-nobody")) },
            }
        }
    }
}

/// The due day, with how long there is for those to whom it is told.
pub fn due(line: &Line, t: &Words) -> Markup {
    let days = |key: &str, days: i64| t.say(key, &[("days", Arg::Number(days))]);
    html! {
        div {
            @match &line.due {
                Some(due) => (date::when(due, t)),
                // Of what was taken from another record nobody knows; what was given here was given without a day.
                None if line.source.is_some() => span.unknown { (t.get("tower-obligation-undated")) },
                None => span.unknown { (t.get("tower-obligation-no-due")) },
            }
            @match line.days_left {
                Some(left) if left < 0 => { " " (tag(&days("tower-obligation-late", -left), Meaning::Bad)) },
                Some(0) => { " " (tag(t.get("tower-obligation-today"), Meaning::Warning)) },
                Some(left) if left <= 7 => { " " (tag(&days("tower-obligation-left", left), Meaning::Warning)) },
                Some(left) => { " " span.row-below.num { (days("tower-obligation-left", left)) } },
                None => {}
            }
        }
    }
}

/// A table of obligations.
pub fn table(ctx: &Ctx, caption: &str, items: &[Line], none: Markup) -> Table {
    let t = ctx.words();
    let columns = vec![
        Column::head(t.get("tower-obligation-what")),
        Column::text(t.get("tower-obligation-kind")).wide_only(),
        Column::text(t.get("tower-obligation-owner")),
        Column::text(t.get("tower-obligation-due")),
        Column::text(t.get("tower-obligation-outcome")),
    ];
    let rows = items.iter().map(|line| row(ctx, line)).collect();
    Table::new(caption, columns, rows, none).caption_hidden()
}

fn row(ctx: &Ctx, line: &Line) -> Row {
    let t = ctx.words();
    let href = ctx.url(&format!("/obligations/{}", line.number));
    Row::new(vec![
        name(line.what.text(ctx.lang()), &href, &line.number),
        html! { (kind_word(&line.kind, t)) },
        owner(ctx, line),
        due(line, t),
        outcome_tag(&line.outcome, t),
    ])
}

/// The address of a list under these conditions, without the cursor.
fn address(path: &str, query: &Query) -> String {
    let mut pairs = Vec::new();
    for (name, value) in [
        ("when", &query.when),
        ("who", &query.who),
        ("kind", &query.kind),
        ("outcome", &query.outcome),
        ("owner", &query.owner),
        ("agreement", &query.agreement),
    ] {
        if !value.is_empty() {
            pairs.push(format!("{name}={}", percent(value)));
        }
    }
    format!("{path}?{}", pairs.join("&"))
}

fn pager(ctx: &Ctx, path: &str, query: &Query, board: &Board) -> Pager {
    Pager {
        previous_href: query.after.as_ref().map(|_| ctx.url(&address(path, query))),
        next_href: board
            .next
            .as_ref()
            .map(|next| ctx.url(&format!("{}&after={}", address(path, query), percent(next)))),
        shown: i64::try_from(board.items.len()).unwrap_or(i64::MAX),
        total: Some(board.total),
    }
}

/// The public list.
pub fn list(ctx: &Ctx, query: &Query, board: &Board) -> Response {
    let t = ctx.words();
    let page = Page::new(t.get("tower-obligations"))
        .below(t.get("tower-obligations-below"))
        .crumb(t.get("tower-nav"), &ctx.url("/"))
        .api(&ctx.url(&address("/api/v1/obligations", query)));
    let none = empty(t.get("tower-obligations-none"), t.get("tower-obligations-none-text"), None);
    let body = html! {
        (filters(ctx, "/obligations", query, true))
        (table(ctx, t.get("tower-obligations"), &board.items, none).pager(pager(ctx, "/obligations", query, board)).view(t))
        (button::row(&[
            button::download(t.get("tower-download"), &ctx.url(&address("/obligations.csv", query)), "CSV"),
            button::link(t.get("tower-agreements"), &ctx.url("/agreements"), Weight::Plain),
            button::link(t.get("tower-institutions"), &ctx.url("/institutions"), Weight::Plain),
            button::link(t.get("tower-meetings"), &ctx.url("/meetings"), Weight::Plain),
            button::link(t.get("tower-requests"), &ctx.url("/budget/requests"), Weight::Plain),
            button::link(t.get("tower-reports"), &ctx.url("/reports"), Weight::Plain),
        ]))
    };
    ctx.page(&page, body)
}

/// The board.
pub fn board(ctx: &Ctx, query: &Query, board: &Board) -> Response {
    let t = ctx.words();
    let page = Page::new(t.get("tower-board"))
        .below(&t.say("tower-board-below", &[("day", Arg::from(board.today.to_string().as_str()))]))
        .staff()
        .api(&ctx.url(&address("/api/v1/board", query)));
    let none = empty(t.get("tower-board-none"), t.get("tower-board-none-text"), None);
    let body = html! {
        (parts(ctx, query, board))
        (filters(ctx, "/board", query, false))
        (table(ctx, t.get("tower-board"), &board.items, none).pager(pager(ctx, "/board", query, board)).view(t))
        (button::row(&[
            button::download(t.get("tower-download"), &ctx.url(&address("/board.csv", query)), "CSV"),
            button::link(t.get("tower-obligation-new"), &ctx.url("/obligations/new"), Weight::Plain),
            button::link(t.get("tower-meeting-new"), &ctx.url("/meetings/new"), Weight::Plain),
            button::link(t.get("tower-dormant"), &ctx.url("/agreements?dormant=365"), Weight::Plain),
            button::link(t.get("tower-reports"), &ctx.url("/reports"), Weight::Plain),
        ]))
    };
    ctx.page(&page, body)
}

/// The parts of the board, each an address with its count.
fn parts(ctx: &Ctx, query: &Query, board: &Board) -> Markup {
    let (t, counts) = (ctx.words(), board.counts.unwrap_or_default());
    let part = |key: &str, when: &str, who: &str, count: i64| {
        let to = Query { when: when.to_owned(), who: who.to_owned(), ..Query::default() };
        Tab {
            label: t.get(key).to_owned(),
            current: query.when == when && query.who == who,
            href: ctx.url(&address("/board", &to)),
            count: Some(count),
        }
    };
    let all = [
        part("tower-board-all", "", "", counts.open),
        part("tower-board-overdue", "overdue", "", counts.overdue),
        part("tower-board-7", "7", "", counts.within_7),
        part("tower-board-30", "30", "", counts.within_30),
        part("tower-board-60", "60", "", counts.within_60),
        part("tower-board-nobody", "", "none", counts.nobody),
        part("tower-board-mine", "", "mine", counts.mine),
        part("tower-board-office", "", "office", counts.office),
    ];
    tabs(t.get("tower-board-parts"), &all, t)
}

fn filters(ctx: &Ctx, path: &str, query: &Query, public: bool) -> Markup {
    let t = ctx.words();
    let kinds = rules::KINDS.iter().map(|(kind, _)| Choice::new(kind, &kind_word(kind, t))).collect();
    let mut outcomes: Vec<Choice> =
        Outcome::ALL.iter().map(|o| Choice::new(o.code(), &outcome_word(o.code(), t))).collect();
    if !public {
        outcomes.insert(0, Choice::new("all", t.get("tower-outcome-all")));
    }
    let outcome_label = if public { "tower-obligation-outcome" } else { "tower-outcome-open-or" };
    let mut form = Form::get(&ctx.url(path)).inline();
    for (name, value) in [("when", &query.when), ("who", &query.who), ("agreement", &query.agreement)] {
        if !value.is_empty() {
            form = form.hidden(name, value);
        }
    }
    form.view(
        t,
        html! {
            (Field::filter("kind", t.get("tower-obligation-kind"), kinds).value(&query.kind).view(t))
            (Field::filter("outcome", t.get(outcome_label), outcomes).value(&query.outcome).view(t))
            (Field::text("owner", t.get("tower-obligation-owner-number")).value(&query.owner).short().view(t))
            (button::submit(t.get("tower-find"), Weight::Plain))
        },
    )
}
