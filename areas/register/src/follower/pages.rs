//! How followers look. Arranges what the view holds; decides nothing.

use super::FollowersView;
use axum::response::Response;
use base::Instant;
use base::words::Arg;
use kernel::follower::store::{Parked, Standing};
use maud::{Markup, html};
use web::Ctx;
use web::components::button::{self, Weight};
use web::components::date;
use web::components::field::Field;
use web::components::form::Form;
use web::components::nav::Pager;
use web::components::notice::empty;
use web::components::status::{Meaning, tag};
use web::components::table::{Column, Row, Table, text};
use web::http::reply::percent;
use web::page::Page;

pub fn show(ctx: &Ctx, view: &FollowersView) -> Response {
    let t = ctx.words();
    let page = Page::new(t.get("register-followers"))
        .below(&t.say("register-followers-below", &[("position", Arg::Number(view.position))]))
        .staff()
        .api(&ctx.url("/api/v1/followers"));
    let body = html! {
        h2 { (t.get("register-parked")) }
        (parked(ctx, view))
        h2 { (t.get("register-followers-all")) }
        (standings(ctx, view))
        (button::row(&[button::link(t.get("register-jobs"), &ctx.url("/jobs"), Weight::Plain)]))
    };
    ctx.page(&page, body)
}

fn parked(ctx: &Ctx, view: &FollowersView) -> Markup {
    let t = ctx.words();
    let mut columns = vec![
        Column::head(t.get("register-follower")),
        Column::number(t.get("register-position")),
        Column::text(t.get("register-what")),
        Column::text(t.get("register-follower-error")),
        Column::number(t.get("register-job-attempts")),
        Column::text(t.get("register-when")),
    ];
    if view.can.retry || view.can.dismiss {
        columns.push(Column::text(t.get("register-doings")));
    }
    let rows = view.parked.iter().map(|entry| parked_row(ctx, view, entry)).collect();
    let none = empty(t.get("register-parked-none"), t.get("register-parked-none-text"), None);
    let pager = Pager {
        previous_href: None,
        next_href: view.next.as_ref().map(|next| ctx.url(&format!("/followers?after={}", percent(next)))),
        shown: i64::try_from(view.parked.len()).unwrap_or(i64::MAX),
        total: None,
    };
    Table::new(t.get("register-parked"), columns, rows, none).caption_hidden().pager(pager).view(t)
}

fn parked_row(ctx: &Ctx, view: &FollowersView, entry: &Parked) -> Row {
    let (t, zone) = (ctx.words(), &ctx.about().zone);
    let href = ctx.url(&format!("/journal?after={}#p{}", entry.seq - 1, entry.seq));
    Row::new(vec![
        text(&entry.follower),
        html! { a.num href=(href) { (t.number(entry.seq)) } },
        html! {
            (t.say(&entry.action.replace('.', "-"), &[]))
            span.row-below.num { (entry.subject.split(':').next().unwrap_or("")) }
        },
        html! { (entry.error) @if entry.wanted { " " (tag(t.get("register-parked-wanted"), Meaning::Active)) } },
        html! { (t.number(entry.attempts)) },
        date::instant(&entry.at.local(zone), zone),
        doings(ctx, view, entry),
    ])
    .id(&format!("{}-{}", entry.follower, entry.seq))
}

fn doings(ctx: &Ctx, view: &FollowersView, entry: &Parked) -> Markup {
    let t = ctx.words();
    let at = |verb: &str| ctx.url(&format!("/followers/{}/{}/{verb}", percent(&entry.follower), entry.seq));
    let row = format!("{}-{}", entry.follower, entry.seq);
    html! {
        @if view.can.retry && !entry.wanted {
            (Form::post(&at("retry"), ctx.csrf()).view(t, button::submit(t.get("register-parked-retry"), Weight::Plain)))
        }
        @if view.can.dismiss {
            details {
                summary { (t.get("register-parked-dismiss")) }
                (Form::post(&at("dismissal"), ctx.csrf()).view(t, html! {
                    (Field::text("reason", t.get("register-why")).required().row(&row).view(t))
                    (button::submit(t.get("register-parked-dismiss"), Weight::Danger))
                }))
            }
        }
    }
}

fn standings(ctx: &Ctx, view: &FollowersView) -> Markup {
    let t = ctx.words();
    let mut columns = vec![
        Column::head(t.get("register-follower")),
        Column::text(t.get("register-follower-form")),
        Column::number(t.get("register-position")),
        Column::number(t.get("register-follower-behind")),
        Column::text(t.get("register-follower-state")),
    ];
    if view.can.rebuild {
        columns.push(Column::text(t.get("register-doings")));
    }
    let rows = view.followers.iter().map(|follower| standing_row(ctx, view, follower)).collect();
    let none = empty(t.get("register-followers-none"), "", None);
    Table::new(t.get("register-followers-all"), columns, rows, none).caption_hidden().view(t)
}

fn standing_row(ctx: &Ctx, view: &FollowersView, of: &Standing) -> Row {
    let (t, zone) = (ctx.words(), &ctx.about().zone);
    let form = if of.form == "act" { "register-follower-form-act" } else { "register-follower-form-outside" };
    Row::new(vec![
        text(&of.name),
        text(t.get(form)),
        html! { (t.number(of.position)) },
        html! { (t.number((view.position - of.position).max(0))) },
        html! {
            @match (&of.error, of.reset) {
                (_, true) => (tag(t.get("register-follower-reset"), Meaning::Active)),
                (Some(error), false) => {
                    (tag(t.get("register-follower-failing"), Meaning::Warning)) " " (error)
                    @if let Some(at) = of.retry_at { span.row-below { (t.get("register-follower-retry-at")) " " (instant(at, zone)) } }
                }
                (None, false) => (tag(t.get("register-follower-well"), Meaning::Good)),
            }
        },
        html! {
            @if view.can.rebuild && of.form == "outside" {
                (Form::post(&ctx.url(&format!("/followers/{}/rebuild", percent(&of.name))), ctx.csrf())
                    .view(t, button::submit(t.get("register-follower-rebuild"), Weight::Plain)))
            }
        },
    ])
}

fn instant(at: Instant, zone: &str) -> Markup {
    date::instant(&at.local(zone), zone)
}
