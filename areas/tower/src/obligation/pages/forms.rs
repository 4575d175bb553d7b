//! The forms of obligations: a new one, and what the reader may do with one. Each stands behind its summary and works
//! without script; the one that was refused is shown open, with what was typed.

use super::super::acts::EXAMPLE_DAYS;
use super::super::{Can, ObligationView};
use super::{Doing, kind_word, outcome_word};
use ::web::http::refused::with_status;
use axum::response::Response;
use base::Level;
use base::words::{Arg, Words};
use kernel::obligation::{Outcome, rules};
use maud::{Markup, html};
use web::components::button::{self, Weight};
use web::components::choice::tick;
use web::components::evidence;
use web::components::field::{Choice, Field};
use web::components::form::{Filled, Form};
use web::{Ctx, Page};

/// How a due day is written, with an example that can still be met.
pub fn due_hint(ctx: &Ctx) -> String {
    let example = crate::api::today(ctx).plus(EXAMPLE_DAYS);
    let (day, year) = (example.to_string(), example.year().to_string());
    let examples = [
        ("day", Arg::from(day.as_str())),
        ("month", Arg::from(&day[..7])),
        ("year", Arg::from(year.as_str())),
    ];
    ctx.words().say("tower-due-hint", &examples)
}

/// What the reader may do, each a form of its own.
pub fn doings(ctx: &Ctx, view: &ObligationView, refused: Option<(Doing, &Filled)>) -> Markup {
    let (t, can) = (ctx.words(), view.can);
    if can == Can::default() {
        return html! {};
    }
    html! {
        h2 { (t.get("tower-obligation-doings")) }
        @if can.settle { (one(ctx, view, Doing::Settle, refused)) }
        @if can.hand_over { (one(ctx, view, Doing::Owner, refused)) }
        @if can.change_due { (one(ctx, view, Doing::Due, refused)) }
        @if can.reopen { (one(ctx, view, Doing::Reopen, refused)) }
    }
}

fn one(ctx: &Ctx, view: &ObligationView, doing: Doing, refused: Option<(Doing, &Filled)>) -> Markup {
    let t = ctx.words();
    let nothing = Filled::default();
    let again = refused.filter(|(tried, _)| *tried == doing).map(|(_, filled)| filled);
    let (path, title, submit) = match doing {
        Doing::Owner => ("owner", "tower-obligation-hand-over", "tower-obligation-hand-over"),
        Doing::Due => ("due", "tower-obligation-change-due", "tower-obligation-change-due"),
        Doing::Settle => ("settlement", "tower-obligation-settle", "tower-obligation-settle"),
        Doing::Reopen => ("reopening", "tower-obligation-reopen", "tower-obligation-reopen"),
    };
    let fields = Fields { t, filled: again.unwrap_or(&nothing), row: again.is_none().then_some(path) };
    let body = match doing {
        Doing::Owner => owner(&fields),
        Doing::Due => due(&fields, &due_hint(ctx)),
        Doing::Settle => settle(&fields),
        Doing::Reopen => html! {},
    };
    let action = ctx.url(&format!("/obligations/{}/{path}", view.line.number));
    let errors = again.map(|filled| filled.errors.clone()).unwrap_or_default();
    let needed = doing != Doing::Settle;
    let form = Form::post(&action, ctx.csrf()).errors(&errors).hidden("version", &view.version.to_string());
    html! {
        details.more open[again.is_some()] {
            summary { (t.get(title)) }
            div {
                (form.view(t, html! {
                    (body)
                    (fields.lines("reason", "tower-obligation-why", needed))
                    (button::submit(t.get(submit), if doing == Doing::Settle { Weight::Main } else { Weight::Plain }))
                }))
            }
        }
    }
}

/// Fields of one form among several: their ids carry the form's name, unless it is the one that was refused.
struct Fields<'a> {
    t: &'a Words,
    filled: &'a Filled,
    row: Option<&'a str>,
}

impl Fields<'_> {
    fn view(&self, field: Field, name: &str) -> Markup {
        let field = field.value(self.filled.value(name)).error(self.filled.error(name));
        match self.row {
            Some(row) => field.row(row).view(self.t),
            None => field.view(self.t),
        }
    }
    fn lines(&self, name: &str, label: &str, required: bool) -> Markup {
        let field = Field::lines(name, self.t.get(label), 2).max_length(2_000);
        self.view(if required { field.required() } else { field }, name)
    }
}

fn owner(fields: &Fields<'_>) -> Markup {
    let t = fields.t;
    html! {
        (fields.view(Field::select("owner", t.get("tower-obligation-owner"), whom(t)).required(), "owner"))
        (fields.view(number_field("owner_number", "tower-obligation-owner-number", t), "owner_number"))
        (fields.view(number_field("deputy_number", "tower-obligation-deputy-number", t), "deputy_number"))
    }
}

fn number_field(name: &str, label: &str, t: &Words) -> Field {
    Field::text(name, t.get(label)).hint(t.get("tower-who-hint")).middle()
}

fn whom(t: &Words) -> Vec<Choice> {
    vec![
        Choice::new("me", t.get("tower-who-choice-me")),
        Choice::new("office", t.get("tower-who-choice-office")),
        Choice::new("number", t.get("tower-who-choice-number")),
    ]
}

fn due(fields: &Fields<'_>, hint: &str) -> Markup {
    let t = fields.t;
    fields.view(Field::date("due", t.get("tower-obligation-new-due")).hint(hint).required(), "due")
}

fn settle(fields: &Fields<'_>) -> Markup {
    let t = fields.t;
    let outcomes = Outcome::ALL
        .iter()
        .filter(|outcome| !outcome.is_open())
        .map(|outcome| Choice::new(outcome.code(), &outcome_word(outcome.code(), t)))
        .collect();
    let levels = Level::ALL
        .iter()
        .map(|level| Choice::new(level.code(), evidence::Level::from(*level).word(t)))
        .collect();
    html! {
        (fields.view(Field::select("outcome", t.get("tower-obligation-outcome"), outcomes).required(), "outcome"))
        (fields.view(Field::date("on", t.get("tower-obligation-on")).hint(t.get("tower-obligation-on-hint")), "on"))
        (fields.view(Field::text("evidence", t.get("tower-obligation-evidence")).hint(t.get("tower-obligation-evidence-hint")), "evidence"))
        (fields.view(Field::text("issuer", t.get("tower-obligation-issuer")).middle(), "issuer"))
        (fields.view(Field::date("issued", t.get("tower-obligation-issued")), "issued"))
        (fields.view(Field::select("level", t.get("tower-obligation-level"), levels), "level"))
    }
}

/// The form of a new obligation.
pub fn form(ctx: &Ctx, filled: &Filled, status: u16) -> Response {
    let t = ctx.words();
    let page = Page::new(t.get("tower-obligation-new"))
        .below(t.get("tower-obligation-new-below"))
        .staff()
        .crumb(t.get("tower-board"), &ctx.url("/board"));
    let fields = Fields { t, filled, row: None };
    let kinds = rules::KINDS.iter().map(|(kind, _)| Choice::new(kind, &kind_word(kind, t))).collect();
    let body = html! {
        (fields.view(Field::select("kind", t.get("tower-obligation-kind"), kinds).required(), "kind"))
        (fields.view(Field::lines("what_ko", t.get("tower-obligation-what-ko"), 3).required().max_length(2_000), "what_ko"))
        (fields.view(Field::lines("what_en", t.get("tower-obligation-what-en"), 2).max_length(2_000), "what_en"))
        (owner(&fields))
        (fields.view(number_field("from", "tower-obligation-from", t), "from"))
        (fields.view(Field::text("agreement", t.get("tower-obligation-agreement")).hint("2026-MOU-0001").middle(), "agreement"))
        (fields.view(Field::date("due", t.get("tower-obligation-due")).hint(&due_hint(ctx)), "due"))
        (tick("open", t.get("tower-obligation-open-tick"), filled.value("open") == "yes", None, t))
        (button::submit(t.get("tower-obligation-give"), Weight::Main))
    };
    let form = Form::post(&ctx.url("/obligations/new"), ctx.csrf()).errors(&filled.errors);
    with_status(ctx.page(&page, form.view(t, body)), status)
}
