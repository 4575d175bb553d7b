//! One obligation on its page: what is owed, its thread and history, and the forms of what the reader may do.

use super::super::{HistoryView, NoticeView, ObligationView};
use super::{due, forms, kind_word, outcome_tag, owner, party};
use ::web::http::refused::with_status;
use axum::response::Response;
use base::words::{Arg, Words};
use base::{Instant, Level};
use maud::{Markup, html};
use web::components::date;
use web::components::evidence::{self, level};
use web::components::form::Filled;
use web::components::list::{Definition, definitions};
use web::components::notice::{Notice, Tone};
use web::components::overview::with_side;
use web::components::timeline::{Step, StepState, timeline};
use web::text::tri;
use web::{Ctx, Page};

/// What somebody was doing on the page when it was refused.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Doing {
    /// Giving it to another owner.
    Owner,
    /// Giving it another due day.
    Due,
    /// Saying how it came out.
    Settle,
    /// Opening it again.
    Reopen,
}

/// The page; `refused` is the form that was refused, to be shown again.
pub fn show(
    ctx: &Ctx,
    view: &ObligationView,
    asked: Option<i64>,
    refused: Option<(Doing, &Filled)>,
    status: u16,
) -> Response {
    let (t, line) = (ctx.words(), &view.line);
    let page = Page::new(line.what.text(ctx.lang()))
        .above(&format!("{} · {}", kind_word(&line.kind, t), line.number))
        .crumb(t.get("tower-nav"), &ctx.url("/"))
        .crumb(t.get("tower-obligations"), &ctx.url("/obligations"))
        .message(asked.map(|position| past(ctx, view, position)))
        .api(&ctx.url(&format!("/api/v1/obligations/{}", line.number)));
    let body = html! {
        @if line.overdue == Some(true) {
            (Notice::new(Tone::Warning, t.get("tower-obligation-is-late")).text(t.get("tower-obligation-late-internal")).view(t))
        }
        (with_side(
            html! { (definitions(&facts(ctx, view))) (forms::doings(ctx, view, refused)) },
            html! {
                @if !view.notices.is_empty() { h2 { (t.get("tower-obligation-notices")) } (notices(&view.notices, t)) }
                // A promise of an answer came with the answer: it has no entry of its own yet.
                @if !view.history.is_empty() { h2 { (t.get("tower-obligation-history")) } (history(ctx, view)) }
            },
        ))
    };
    with_status(ctx.page(&page, body), status)
}

fn past(ctx: &Ctx, view: &ObligationView, position: i64) -> Notice {
    let t = ctx.words();
    Notice::new(Tone::Info, &t.say("tower-as-of-position", &[("position", Arg::Number(position))]))
        .link(t.get("tower-as-of-now"), &ctx.url(&format!("/obligations/{}", view.line.number)))
}

fn facts(ctx: &Ctx, view: &ObligationView) -> Vec<Definition> {
    let (t, line) = (ctx.words(), &view.line);
    let mut rows = vec![
        Definition::new(t.get("tower-obligation-outcome"), outcome_tag(&line.outcome, t)),
        Definition::new(t.get("tower-obligation-owner"), owner(ctx, line)),
        Definition::new(
            t.get("tower-obligation-from"),
            html! { @match &line.from { Some(from) => (party(ctx, from)), None => (date::unknown(t)) } },
        ),
        Definition::new(t.get("tower-obligation-due"), html! { (due(line, t)) (clock(view, t)) }),
        Definition::text(
            t.get("tower-obligation-escalation"),
            t.get(match view.escalation.as_str() {
                "standard" => "tower-escalation-standard",
                _ => "tower-escalation-none",
            }),
        ),
    ];
    if let Some(quantity) = &view.quantity {
        let amount = html! { span.num { (t.number(quantity.amount)) } " " (crate::pages::unit_word(&quantity.unit, t)) };
        rows.push(Definition::new(t.get("tower-obligation-quantity"), amount));
    }
    if let Some(agreement) = &line.agreement {
        let href = ctx.url(&format!("/agreements/{}", agreement.number));
        rows.push(Definition::new(
            t.get("tower-obligation-agreement"),
            html! { a href=(href) { (tri(&agreement.name, ctx.lang())) } span.row-below.num { (agreement.number) } },
        ));
    }
    rows.push(Definition::new(t.get("tower-obligation-evidence"), shown_by(view, t)));
    if let Some(reason) = &view.reason {
        rows.push(Definition::new(t.get("tower-obligation-reason"), html! { span.lines { (reason) } }));
    }
    for link in &view.thread {
        let label = if link.cause { "tower-thread-cause" } else { "tower-thread-effect" };
        let verb = format!("tower-thread-{}", link.verb);
        let word = if t.has(&verb) { t.get(&verb).to_owned() } else { link.verb.clone() };
        rows.push(Definition::new(t.get(label), html! { (party(ctx, &link.to)) span.row-below { (word) } }));
    }
    rows.push(Definition::new(t.get("tower-source"), crate::pages::source_cell(&line.source, t)));
    rows.push(Definition::text(
        t.get("tower-obligation-visible"),
        t.get(if view.open { "tower-obligation-visible-all" } else { "tower-obligation-visible-some" }),
    ));
    rows
}

/// How long it has been open, and that no due day is on record when none is.
fn clock(view: &ObligationView, t: &Words) -> Markup {
    let Some(clock) = view.clock else { return html! {} };
    html! {
        @if let (Some(since), Some(days)) = (clock.since, clock.days) {
            span.row-below.num {
                (t.say("tower-obligation-clock", &[
                    ("day", Arg::from(since.to_string().as_str())),
                    ("days", Arg::Number(days)),
                ]))
            }
        }
        @if let Some(late) = clock.late_days {
            span.row-below.num { (t.say("tower-obligation-clock-late", &[("days", Arg::Number(late))])) }
        }
        @if !clock.has_due { span.row-below { (t.get("tower-obligation-clock-no-due")) } }
    }
}

fn shown_by(view: &ObligationView, t: &Words) -> Markup {
    let Some(found) = &view.evidence else {
        return html! { span.unknown { (t.get("tower-obligation-evidence-none")) } };
    };
    let strength = Level::parse(&found.level).map_or(evidence::Level::Unknown, evidence::Level::from);
    html! {
        @if found.says.is_empty() { (t.get("tower-obligation-evidence-entitled")) } @else { (found.says) }
        @if let Some(issuer) = &found.issuer { " · " (issuer) }
        @if let Some(issued) = found.issued { " · " (date::when(&issued.to_string(), t)) }
        " " (level(strength, t))
    }
}

fn notices(all: &[NoticeView], t: &Words) -> Markup {
    let steps: Vec<Step> = all
        .iter()
        .map(|notice| {
            let title = match notice.step {
                -1 => t.get("tower-notice-overdue").to_owned(),
                days => t.say("tower-notice-before", &[("days", Arg::Number(days))]),
            };
            let below = html! { (t.get("tower-obligation-due")) " " (date::when(&notice.due_by.to_string(), t))
            @if notice.late { " · " (t.get("tower-notice-late")) } };
            Step::new(StepState::Done, &title).below(below)
        })
        .collect();
    timeline(&steps, t)
}

fn history(ctx: &Ctx, view: &ObligationView) -> Markup {
    let steps: Vec<Step> = view.history.iter().map(|entry| step(ctx, view, entry)).collect();
    timeline(&steps, ctx.words())
}

fn step(ctx: &Ctx, view: &ObligationView, entry: &HistoryView) -> Step {
    let t = ctx.words();
    let href = ctx.url(&format!("/obligations/{}?position={}", view.line.number, entry.position));
    let zone = &ctx.about().zone;
    let when = Instant::parse(&entry.at).map(|at| at.local(zone)).unwrap_or_default();
    Step::new(StepState::Done, &t.say(&entry.action.replace('.', "-"), &[]))
        .when(date::instant(&when, zone))
        .below(html! {
            @if let Some(reason) = &entry.reason { span.lines { (reason) } " " }
            a href=(href) { (t.say("tower-position", &[("position", Arg::Number(entry.position))])) }
        })
}
