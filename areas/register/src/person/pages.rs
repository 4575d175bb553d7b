//! How a person looks.

use super::PersonView;
use axum::response::Response;
use base::words::Arg;
use maud::html;
use web::Ctx;
use web::components::button::{self, Weight};
use web::components::field::Field;
use web::components::form::Form;
use web::components::list::{Definition, definitions};
use web::components::notice::{Notice, Tone};
use web::page::Page;

pub fn show(ctx: &Ctx, view: &PersonView) -> Response {
    let t = ctx.words();
    let title = match &view.name {
        Some(name) => name.text(ctx.lang()).to_owned(),
        None => t.get("register-person").to_owned(),
    };
    let erased = view.erased.map(|position| {
        Notice::new(Tone::Info, &t.say("person-erased", &[("position", Arg::Number(position))]))
    });
    let page = Page::new(&title).above(t.get("register-person")).message(erased);
    let rows: Vec<Definition> = view
        .fields
        .iter()
        .map(|(field, text, visibility)| {
            let label = format!(
                "{} · {}",
                t.say(&format!("register-field-{}", field.replace('_', "-")), &[]),
                t.say(&format!("register-visible-{visibility}"), &[])
            );
            Definition::text(&label, text)
        })
        .collect();
    let erase = Form::post(&ctx.url(&format!("/people/{}/erasure", view.id)), ctx.csrf());
    let body = html! {
        (definitions(&rows))
        @if view.can_erase {
            h2 { (t.get("register-erase")) }
            p { (t.get("register-erase-text")) }
            (erase.view(t, html! {
                (Field::text("basis", t.get("register-erase-basis")).required().view(t))
                (Field::text("kept", t.get("register-erase-kept")).view(t))
                (button::submit(t.get("register-erase"), Weight::Danger))
            }))
        }
    };
    ctx.page(&page, body)
}
