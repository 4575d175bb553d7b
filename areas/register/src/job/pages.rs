//! How jobs look. Arranges what the view holds; decides nothing.

use super::JobsView;
use axum::response::Response;
use kernel::job::{Job, State};
use maud::{Markup, html};
use web::Ctx;
use web::components::button::{self, Weight};
use web::components::date;
use web::components::field::Field;
use web::components::form::Form;
use web::components::nav::{Pager, Tab, tabs};
use web::components::notice::empty;
use web::components::table::{Column, Row, Table};
use web::page::Page;

pub fn show(ctx: &Ctx, view: &JobsView) -> Response {
    let t = ctx.words();
    let page = Page::new(t.get("register-jobs"))
        .below(t.get("register-jobs-below"))
        .staff()
        .crumb(t.get("register-followers"), &ctx.url("/followers"))
        .api(&ctx.url(&format!("/api/v1/jobs?state={}", view.state)));
    let states: Vec<Tab> = view
        .counts
        .iter()
        .map(|of| Tab {
            label: t.say(&format!("register-job-state-{}", of.state), &[]),
            href: ctx.url(&format!("/jobs?state={}", of.state)),
            count: Some(of.count),
            current: of.state == view.state,
        })
        .collect();
    let columns = vec![
        Column::head(t.get("register-job")),
        Column::text(t.get("register-job-for")),
        Column::number(t.get("register-job-attempts")),
        Column::text(t.get("register-job-deadline")),
        Column::text(t.get("register-follower-error")),
        Column::text(t.get("register-doings")),
    ];
    let rows = view.items.iter().map(|job| row(ctx, view, job)).collect();
    let pager = Pager {
        previous_href: None,
        next_href: view
            .next
            .as_ref()
            .map(|next| ctx.url(&format!("/jobs?state={}&after={next}", view.state))),
        shown: i64::try_from(view.items.len()).unwrap_or(i64::MAX),
        total: view.counts.iter().find(|of| of.state == view.state).map(|of| of.count),
    };
    let none = empty(t.get("register-jobs-none"), "", None);
    let body = html! {
        (tabs(t.get("register-jobs"), &states, t))
        (Table::new(t.get("register-jobs"), columns, rows, none).caption_hidden().pager(pager).view(t))
    };
    ctx.page(&page, body)
}

fn row(ctx: &Ctx, view: &JobsView, job: &Job) -> Row {
    let (t, zone) = (ctx.words(), &ctx.about().zone);
    let waits = match job.state {
        State::Requested => Some("register-job-not-before"),
        State::Running => Some("register-job-lease"),
        State::Done | State::Failed | State::Parked => None,
    };
    let dash = html! { span aria-hidden="true" { "–" } };
    Row::new(vec![
        html! { span.row-name { (job.kind) } span.row-below.num { (job.id) } },
        html! { span.num { (job.subject.kind) } },
        html! { (t.number(job.attempts)) },
        html! {
            @match job.deadline {
                Some(deadline) => (date::instant(&deadline.local(zone), zone)),
                None => (t.get("register-job-no-deadline")),
            }
            @if let Some(key) = waits { span.row-below { (t.get(key)) " " (date::instant(&job.not_before.local(zone), zone)) } }
        },
        html! { @match &job.error { Some(error) => (error), None => (dash) } },
        doings(ctx, view, job),
    ])
    .id(&job.id.to_string())
}

fn doings(ctx: &Ctx, view: &JobsView, job: &Job) -> Markup {
    let t = ctx.words();
    let parked = job.state == State::Parked;
    let at = |verb: &str| ctx.url(&format!("/jobs/{}/{verb}", job.id));
    html! {
        @if parked && view.can.retry {
            (Form::post(&at("retry"), ctx.csrf()).view(t, button::submit(t.get("register-parked-retry"), Weight::Plain)))
        }
        @if parked && view.can.give_up {
            details {
                summary { (t.get("register-job-give-up")) }
                (Form::post(&at("giving-up"), ctx.csrf()).view(t, html! {
                    (Field::text("reason", t.get("register-why")).required().row(&job.id.to_string()).view(t))
                    (button::submit(t.get("register-job-give-up"), Weight::Danger))
                }))
            }
        }
    }
}
