//! Five doors of the first page, each to a page that serves who comes through it, and a few ways further.

use crate::overview::Overview;
use maud::{Markup, html};
use web::Ctx;
use web::components::door::{self, Door};
use web::components::overview::Part;
use web::http::reply::percent;

/// The doors under their question, and the ways further.
pub fn ways(ctx: &Ctx, view: &Overview) -> Part {
    Part {
        id: "doors",
        heading: ctx.words().get("tower-doors").to_owned(),
        beside: html! {},
        body: html! { (doors(ctx, view)) (further(ctx)) },
    }
}

/// The five doors. A door whose page this site lacks leads to the next best one; one without any is not drawn.
fn doors(ctx: &Ctx, view: &Overview) -> Markup {
    let t = ctx.words();
    let signed_in = ctx.signed_in().is_ok();
    let council: &[&str] = if view.alarms.numbers.all > 0 { &["/claims"] } else { &["/measures"] };
    let staff: &[&str] = if signed_in { &["/board"] } else { &["/sign-in", "/obligations"] };
    let doors = [
        ("tower-door-citizen", "tower-door-citizen-text", &["/claims/hand-in"][..]),
        ("tower-door-startup", "tower-door-startup-text", &["/organisations", "/agreements"]),
        ("tower-door-data", "tower-door-data-text", &["/institutions"]),
        ("tower-door-council", "tower-door-council-text", council),
        ("tower-door-staff", "tower-door-staff-text", staff),
    ];
    let doors: Vec<Door> = doors
        .into_iter()
        .filter_map(|(title, text, pages)| {
            let page = pages.iter().find(|page| ctx.site().has_page(page))?;
            Some(Door {
                title: t.get(title).to_owned(),
                text: t.get(text).to_owned(),
                href: match *page {
                    // Who comes in by this door wants the work that waits, not the account.
                    "/sign-in" if ctx.site().has_page("/board") => {
                        ctx.url(&format!("/sign-in?back={}", percent(&ctx.url("/board"))))
                    }
                    page => ctx.url(page),
                },
                main: false,
            })
        })
        .collect();
    door::doors(&doors)
}

/// Pages that are for everyone and have no door.
fn further(ctx: &Ctx) -> Markup {
    let t = ctx.words();
    let pages = [
        ("/investors", "tower-investors"),
        ("/events", "tower-events"),
        ("/about/origins", "tower-origins"),
        ("/claims/method", "tower-claim-method"),
        ("/measures.atom", "tower-home-feed"),
    ];
    html! {
        ul.further {
            @for (page, word) in pages.into_iter().filter(|(page, _)| ctx.site().has_page(page)) {
                li { a href=(ctx.url(page)) { (t.get(word)) } }
            }
        }
    }
}
