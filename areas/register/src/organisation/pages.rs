//! How organisations look. Arranges what the views hold; decides nothing.

use super::api::ListQuery;
use super::{OrganisationLine, OrganisationList, OrganisationView, PresenceView};
use axum::response::Response;
use base::Level;
use base::words::{Arg, Words};
use kernel::organisation::{KINDS, Organisation};
use maud::{Markup, html};
use web::Ctx;
use web::components::button::{self, Weight};
use web::components::date;
use web::components::evidence::{self, level};
use web::components::field::{Choice, Field};
use web::components::form::{FieldError, Filled, Form};
use web::components::list::{Definition, definitions};
use web::components::nav::Pager;
use web::components::notice::{self, Notice, Tone};
use web::components::overview::with_side;
use web::components::table::{Column, Row, Table, name, text};
use web::components::timeline::{Step, StepState, timeline};
use web::http::refused::with_status;
use web::http::reply::{percent, with_mend};
use web::page::Page;
use web::text::tri;

/// The words of a code of presence.
pub fn presence_word<'a>(code: &str, t: &'a Words) -> &'a str {
    t.get(match code {
        "P0" => "register-presence-p0",
        "P1" => "register-presence-p1",
        "P2" => "register-presence-p2",
        "P3" => "register-presence-p3",
        "P4" => "register-presence-p4",
        "P5" => "register-presence-p5",
        _ => "web-unknown",
    })
}

/// The words of a kind of organisation.
pub fn kind_word(kind: &str, t: &Words) -> String {
    t.say(&format!("register-kind-{kind}"), &[])
}

fn level_of(code: &str) -> evidence::Level {
    Level::parse(code).map_or(evidence::Level::Unknown, evidence::Level::from)
}

pub fn list(ctx: &Ctx, query: &ListQuery, found: &OrganisationList, may_register: bool) -> Response {
    let t = ctx.words();
    let page = Page::new(t.get("register-organisations"))
        .below(t.get("register-organisations-below"))
        .api(&ctx.url(&format!("/api/v1/organisations?{}", conditions(query))));
    let columns = vec![
        Column::head(t.get("register-name")),
        Column::text(t.get("register-kind")).wide_only(),
        Column::text(t.get("register-presence")),
        Column::text(t.get("register-level")),
    ];
    let rows = found.items.iter().map(|line| row(ctx, line)).collect();
    let empty = notice::empty(t.get("register-none"), t.get("register-none-text"), None);
    let pager = Pager {
        previous_href: query
            .after
            .as_ref()
            .map(|_| ctx.url(&format!("/organisations?{}", conditions(query)))),
        next_href: found
            .next
            .as_ref()
            .map(|next| ctx.url(&format!("/organisations?{}&after={}", conditions(query), percent(next)))),
        shown: found.items.len() as i64,
        total: Some(found.total),
    };
    let body = html! {
        (filters(ctx, query, &Filled::default()))
        (Table::new(t.get("register-organisations"), columns, rows, empty).caption_hidden().pager(pager).view(t))
        (button::row(&[
            button::download(t.get("register-download"), &ctx.url(&format!("/organisations.csv?{}", conditions(query))), "CSV"),
        ]))
        @if may_register {
            (button::row(&[
                button::link(t.get("register-new"), &ctx.url("/organisations/new"), Weight::Main),
                button::link(t.get("register-import"), &ctx.url("/import"), Weight::Plain),
            ]))
        }
    };
    ctx.page(&page, body)
}

/// The list's conditions again, with what is wrong beside each: no list, so that nobody takes it for an empty one.
pub fn list_refused(ctx: &Ctx, query: &ListQuery, why: &base::Saying) -> Response {
    let t = ctx.words();
    let wrong = why.fields.iter().map(|(field, inner)| FieldError::new(field, &with_mend(inner, t)));
    let filled = Filled { values: Vec::new(), errors: wrong.collect() };
    let page = Page::new(t.get("register-organisations")).below(t.get("register-organisations-below"));
    with_status(ctx.page(&page, filters(ctx, query, &filled)), why.class.status())
}

fn conditions(query: &ListQuery) -> String {
    format!("q={}&kind={}&presence={}", percent(&query.q), percent(&query.kind), percent(&query.presence))
}

fn filters(ctx: &Ctx, query: &ListQuery, filled: &Filled) -> Markup {
    let t = ctx.words();
    let kinds: Vec<Choice> = KINDS.iter().map(|kind| Choice::new(kind, &kind_word(kind, t))).collect();
    let codes: Vec<Choice> = ["P0", "P1", "P2", "P3", "P4", "P5"]
        .iter()
        .map(|code| Choice::new(code, presence_word(code, t)))
        .collect();
    Form::get(&ctx.url("/organisations")).inline().errors(&filled.errors).view(
        t,
        html! {
            (Field::text("q", t.get("register-name-part")).value(&query.q).error(filled.error("q")).middle().view(t))
            (Field::filter("kind", t.get("register-kind"), kinds).value(&query.kind).error(filled.error("kind")).view(t))
            (Field::filter("presence", t.get("register-presence"), codes).value(&query.presence).error(filled.error("presence")).view(t))
            (button::submit(t.get("register-find"), Weight::Plain))
        },
    )
}

fn row(ctx: &Ctx, line: &OrganisationLine) -> Row {
    let t = ctx.words();
    let href = ctx.url(&format!("/organisations/{}", line.number));
    Row::new(vec![
        name(line.name.text(ctx.lang()), &href, &line.number),
        text(&kind_word(&line.kind, t)),
        match &line.presence {
            Some(code) => text(presence_word(code, t)),
            None => date::unknown(t),
        },
        match &line.level {
            Some(code) => level(level_of(code), t),
            None => html! { span aria-hidden="true" { "–" } },
        },
    ])
}

pub fn show(ctx: &Ctx, view: &OrganisationView, asked: Option<i64>) -> Response {
    let t = ctx.words();
    let of = &view.organisation;
    let page = Page::new(of.name.text(ctx.lang()))
        .above(&format!("{} · {}", kind_word(&of.kind, t), of.number))
        .crumb(t.get("register-organisations"), &ctx.url("/organisations"))
        .api(&ctx.url(&format!("/api/v1/organisations/{}", of.number)))
        .message(asked.map(|position| past(ctx, of, position)));
    let body = html! {
        @if let Some(kept) = &view.same_as {
            (Notice::new(Tone::Info, t.get("register-merged"))
                .link(&format!("{} ({})", kept.name.text(ctx.lang()), kept.number), &ctx.url(&format!("/organisations/{}", kept.number)))
                .view(t))
        }
        (with_side(html! { (presence(ctx, view)) (history(ctx, view)) }, facts(ctx, view)))
        (doings(ctx, view))
    };
    ctx.page(&page, body)
}

fn past(ctx: &Ctx, of: &Organisation, position: i64) -> Notice {
    let t = ctx.words();
    Notice::new(Tone::Info, &t.say("register-as-of", &[("position", Arg::Number(position))]))
        .link(t.get("register-now"), &ctx.url(&format!("/organisations/{}", of.number)))
}

fn facts(ctx: &Ctx, view: &OrganisationView) -> Markup {
    let (t, of) = (ctx.words(), &view.organisation);
    let mut rows = Vec::new();
    for (lang, key) in [
        (base::Lang::Ko, "register-name-ko"),
        (base::Lang::En, "register-name-en"),
        (base::Lang::Zh, "register-name-zh"),
    ] {
        if let Some(own) = of.name.only(lang) {
            rows.push(Definition::new(t.get(key), html! { span lang=(lang.html()) { (own) } }));
        }
    }
    if !of.aliases.is_empty() {
        rows.push(Definition::text(t.get("register-aliases"), &of.aliases.join(" · ")));
    }
    let unknown_or = |value: &Option<String>| match value {
        Some(value) => html! { span.num { (value) } },
        None => date::unknown(t),
    };
    rows.push(Definition::new(t.get("register-business-number"), unknown_or(&of.business_number)));
    if of.corporate_number.is_some() {
        rows.push(Definition::new(t.get("register-corporate-number"), unknown_or(&of.corporate_number)));
    }
    rows.push(Definition::new(t.get("register-founded"), date::when(of.founded.as_deref().unwrap_or(""), t)));
    if let Some(url) = &of.homepage {
        rows.push(Definition::new(
            t.get("register-homepage"),
            html! { a href=(url) rel="noopener nofollow" { (url) } },
        ));
    }
    for merged in &view.merged {
        let href = ctx.url(&format!("/organisations/{}", merged.number));
        rows.push(Definition::new(
            t.get("register-merged-from"),
            html! { a href=(href) { (tri(&merged.name, ctx.lang())) } },
        ));
    }
    html! { h2 { (t.get("register-about")) } (definitions(&rows)) }
}

fn presence(ctx: &Ctx, view: &OrganisationView) -> Markup {
    let t = ctx.words();
    let columns = vec![
        Column::head(t.get("register-presence")),
        Column::text(t.get("register-period")),
        Column::text(t.get("register-level")),
        Column::text(t.get("register-evidence")),
    ];
    let mut columns = columns;
    if view.can.end_presence {
        columns.push(Column::text(t.get("register-doings")));
    }
    let rows = view.presence.iter().map(|fact| presence_row(ctx, view, fact)).collect();
    let empty = notice::empty(t.get("register-presence-none"), t.get("register-presence-none-text"), None);
    html! {
        h2 { (t.get("register-presence-in-city")) }
        (Table::new(t.get("register-presence-in-city"), columns, rows, empty).caption_hidden().view(t))
        @if view.can.state_presence {
            (button::row(&[button::link(
                t.get("register-presence-state"),
                &ctx.url(&format!("/organisations/{}/presence", view.organisation.number)),
                Weight::Plain,
            )]))
        }
    }
}

fn presence_row(ctx: &Ctx, view: &OrganisationView, fact: &PresenceView) -> Row {
    let t = ctx.words();
    let day = |day: Option<base::Day>| day.map(|d| d.to_string()).unwrap_or_default();
    let mut cells = vec![
        text(presence_word(&fact.code, t)),
        date::period(&day(fact.from), &day(fact.to), t),
        level(level_of(&fact.level), t),
        evidence_cell(t, fact),
    ];
    if view.can.end_presence {
        cells.push(end_form(ctx, view, fact));
    }
    Row::new(cells).muted(fact.to.is_some())
}

fn evidence_cell(t: &Words, fact: &PresenceView) -> Markup {
    let Some(found) = &fact.evidence else {
        return html! { @match &fact.source { Some(source) => span.num { (source) }, None => span.unknown { (t.get("register-evidence-none")) } } };
    };
    let what = match (found.is_file, found.says.is_empty()) {
        (_, true) => t.get("register-evidence-entitled"),
        (true, false) => t.get("register-evidence-file"),
        (false, false) => &found.says,
    };
    html! {
        (what)
        @if let Some(issuer) = &found.issuer { " · " (issuer) }
        @if let Some(issued) = found.issued { " · " (date::when(&issued.to_string(), t)) }
    }
}

fn end_form(ctx: &Ctx, view: &OrganisationView, fact: &PresenceView) -> Markup {
    let t = ctx.words();
    let action = ctx.url(&format!("/organisations/{}/presence/{}/end", view.organisation.number, fact.fact));
    html! {
        details {
            summary { (t.get("register-presence-end")) }
            (Form::post(&action, ctx.csrf()).view(t, html! {
                (FieldFor(&fact.fact.to_string()).date("left", t.get("register-presence-left"), t.get("register-presence-left-hint"), t))
                (FieldFor(&fact.fact.to_string()).text("why", t.get("register-why"), t))
                (button::submit(t.get("register-presence-end"), Weight::Danger))
            }))
        }
    }
}

/// Fields that stand once per row: their ids carry the row's.
struct FieldFor<'a>(&'a str);

impl FieldFor<'_> {
    fn date(&self, name: &str, label: &str, hint: &str, t: &Words) -> Markup {
        Field::date(name, label).hint(hint).row(self.0).view(t)
    }
    fn text(&self, name: &str, label: &str, t: &Words) -> Markup {
        Field::text(name, label).required().row(self.0).view(t)
    }
}

fn history(ctx: &Ctx, view: &OrganisationView) -> Markup {
    let t = ctx.words();
    let steps: Vec<Step> = view
        .history
        .iter()
        .map(|entry| {
            let href = ctx.url(&format!("/organisations/{}?position={}", view.organisation.number, entry.position));
            let when = base::Instant::parse(&entry.at).map(|at| at.local(&ctx.about().zone)).unwrap_or_default();
            Step::new(StepState::Done, &t.say(&entry.action.replace('.', "-"), &[]))
                .when(date::instant(&when, &ctx.about().zone))
                .below(html! { a href=(href) { (t.say("register-history-position", &[("position", Arg::Number(entry.position))])) } })
        })
        .collect();
    html! { h2 { (t.get("register-history")) } (timeline(&steps, t)) }
}

fn doings(ctx: &Ctx, view: &OrganisationView) -> Markup {
    let t = ctx.words();
    let number = &view.organisation.number;
    let mut buttons = Vec::new();
    if view.can.correct {
        buttons.push(button::link(
            t.get("register-correct"),
            &ctx.url(&format!("/organisations/{number}/correction")),
            Weight::Plain,
        ));
    }
    if view.can.merge {
        buttons.push(button::link(
            t.get("register-merge"),
            &ctx.url(&format!("/organisations/{number}/merge")),
            Weight::Plain,
        ));
    }
    html! {
        @if !buttons.is_empty() { (button::row(&buttons)) }
        @if view.can.unmerge {
            (Form::post(&ctx.url(&format!("/organisations/{number}/merge/undo")), ctx.csrf()).view(t, html! {
                (Field::text("why", t.get("register-why")).view(t))
                (button::submit(t.get("register-unmerge"), Weight::Danger))
            }))
        }
    }
}

/// The values of a record for its correction.
pub fn filled(of: &Organisation) -> Filled {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let values = [
        ("name_ko", text(&of.name.ko)),
        ("name_en", text(&of.name.en)),
        ("name_zh", text(&of.name.zh)),
        ("kind", of.kind.clone()),
        ("aliases", of.aliases.join("\n")),
        ("business_number", text(&of.business_number)),
        ("corporate_number", text(&of.corporate_number)),
        ("homepage", text(&of.homepage)),
        ("founded", text(&of.founded)),
        ("version", of.version.to_string()),
    ];
    Filled { values: values.map(|(name, value)| (name.to_owned(), value)).to_vec(), errors: Vec::new() }
}

/// The form of a new record, or of the correction of one.
pub fn form(ctx: &Ctx, number: Option<&str>, filled: &Filled, status: u16) -> Response {
    let t = ctx.words();
    let (title, action) = match number {
        None => (t.get("register-new"), ctx.url("/organisations/new")),
        Some(number) => (t.get("register-correct"), ctx.url(&format!("/organisations/{number}/correction"))),
    };
    let page = Page::new(title).staff().crumb(t.get("register-organisations"), &ctx.url("/organisations"));
    let kinds: Vec<Choice> = KINDS.iter().map(|kind| Choice::new(kind, &kind_word(kind, t))).collect();
    let field = |field: Field, name: &str| field.value(filled.value(name)).error(filled.error(name));
    let fields = html! {
        (field(Field::text("name_ko", t.get("register-name-ko")).hint(t.get("register-name-hint")).max_length(200), "name_ko").view(t))
        (field(Field::text("name_en", t.get("register-name-en")).max_length(200), "name_en").view(t))
        (field(Field::text("name_zh", t.get("register-name-zh")).max_length(200), "name_zh").view(t))
        (field(Field::select("kind", t.get("register-kind"), kinds), "kind").view(t))
        (field(Field::lines("aliases", t.get("register-aliases"), 3).hint(t.get("register-aliases-hint")), "aliases").view(t))
        (field(Field::text("business_number", t.get("register-business-number")).hint("124-81-00998").middle(), "business_number").view(t))
        (field(Field::text("corporate_number", t.get("register-corporate-number")).middle(), "corporate_number").view(t))
        (field(Field::text("founded", t.get("register-founded")).hint(t.get("register-founded-hint")).short(), "founded").view(t))
        (field(Field::url("homepage", t.get("register-homepage")), "homepage").view(t))
        @if number.is_some() { (field(Field::text("why", t.get("register-why")), "why").view(t)) }
        (button::submit(t.get("register-save"), Weight::Main))
    };
    let form =
        Form::post(&action, ctx.csrf()).errors(&filled.errors).hidden("version", filled.value("version"));
    with_status(ctx.page(&page, form.view(t, fields)), status)
}

/// The form of a statement of presence.
pub fn presence_form(ctx: &Ctx, number: &str, filled: &Filled, status: u16) -> Response {
    let t = ctx.words();
    let url = ctx.url(&format!("/organisations/{number}"));
    let page = Page::new(t.get("register-presence-state")).staff().crumb(number, &url);
    let codes = ["P0", "P1", "P2", "P3", "P4", "P5"]
        .iter()
        .map(|code| Choice::new(code, presence_word(code, t)))
        .collect();
    let levels = Level::ALL
        .iter()
        .map(|level| Choice::new(level.code(), evidence::Level::from(*level).word(t)))
        .collect();
    let field = |field: Field, name: &str| field.value(filled.value(name)).error(filled.error(name));
    let fields = html! {
        (field(Field::select("code", t.get("register-presence"), codes).required(), "code").view(t))
        (field(Field::date("from", t.get("register-from")).required(), "from").view(t))
        (field(Field::date("to", t.get("register-presence-left")).hint(t.get("register-presence-still-hint")), "to").view(t))
        (field(Field::select("level", t.get("register-level"), levels).required(), "level").view(t))
        (field(Field::text("evidence", t.get("register-evidence")).hint(t.get("register-evidence-hint")), "evidence").view(t))
        (field(Field::text("issuer", t.get("register-issuer")), "issuer").view(t))
        (field(Field::date("issued", t.get("register-issued")), "issued").view(t))
        (button::submit(t.get("register-save"), Weight::Main))
    };
    let form = Form::post(&format!("{url}/presence"), ctx.csrf()).errors(&filled.errors);
    with_status(ctx.page(&page, form.view(t, fields)), status)
}

/// The form of a merge.
pub fn merge_form(ctx: &Ctx, number: &str, filled: &Filled, status: u16) -> Response {
    let t = ctx.words();
    let url = ctx.url(&format!("/organisations/{number}"));
    let page =
        Page::new(t.get("register-merge")).below(t.get("register-merge-below")).staff().crumb(number, &url);
    let field = |field: Field, name: &str| field.value(filled.value(name)).error(filled.error(name));
    let fields = html! {
        (field(Field::text("into", t.get("register-merge-into")).hint("2026-ORG-0001").required().middle(), "into").view(t))
        (field(Field::text("why", t.get("register-why")).required(), "why").view(t))
        (button::submit(t.get("register-merge"), Weight::Main))
    };
    let form = Form::post(&format!("{url}/merge"), ctx.csrf()).errors(&filled.errors);
    with_status(ctx.page(&page, form.view(t, fields)), status)
}
