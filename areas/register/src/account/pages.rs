//! How coming in and the account look.

use super::Me;
use axum::response::Response;
use base::Saying;
use kernel::account::store::Token;
use maud::{Markup, html};
use web::Ctx;
use web::components::button::{self, Weight};
use web::components::choice::ChoiceGroup;
use web::components::field::Field;
use web::components::form::Form;
use web::components::notice::{self, Notice, Tone};
use web::components::status::{Meaning, tag};
use web::components::table::{Column, Row, Table, text};
use web::http::refused::with_status;
use web::http::reply::sentence;
use web::page::Page;

/// What a token may be allowed to do: prefixes of actions.
const SCOPES: [(&str, &str); 3] = [
    ("register.organisation", "register-scope-organisation"),
    ("register.presence", "register-scope-presence"),
    ("kernel", "register-scope-kernel"),
];

fn wrong(ctx: &Ctx, saying: Option<&Saying>) -> Option<Notice> {
    saying.map(|saying| Notice::new(Tone::Bad, &sentence(saying, ctx.words())))
}

fn status(saying: Option<&Saying>) -> u16 {
    saying.map_or(200, |saying| saying.class.status())
}

pub fn sign_in(ctx: &Ctx, back: &str, login: &str, saying: Option<&Saying>) -> Response {
    let t = ctx.words();
    let page = Page::new(t.get("register-sign-in"))
        .below(t.get("register-sign-in-below"))
        .message(wrong(ctx, saying));
    let form = Form::post(&ctx.url("/sign-in"), ctx.csrf()).hidden("back", back).view(
        t,
        html! {
            (Field::text("login", t.get("register-login")).value(login).autocomplete("username").required().middle().view(t))
            (Field::password("password", t.get("register-password"), "current-password").required().view(t))
            (button::submit(t.get("register-sign-in"), Weight::Main))
        },
    );
    with_status(ctx.page(&page, form), status(saying))
}

pub fn confirm(ctx: &Ctx, back: &str, saying: Option<&Saying>) -> Response {
    let t = ctx.words();
    let page = Page::new(t.get("register-confirm"))
        .below(t.get("register-confirm-below"))
        .staff()
        .message(wrong(ctx, saying));
    let form = Form::post(&ctx.url("/confirm"), ctx.csrf()).hidden("back", back).view(
        t,
        html! {
            (Field::password("password", t.get("register-password"), "current-password").required().view(t))
            (button::submit(t.get("register-confirm"), Weight::Main))
        },
    );
    with_status(ctx.page(&page, form), status(saying))
}

/// `called` is the name of who is signed in, or the address they sign in with.
pub fn account(ctx: &Ctx, me: &Me, called: Option<&str>, tokens: &[Token], secret: Option<&str>) -> Response {
    let t = ctx.words();
    let made = secret.map(|secret| {
        Notice::new(Tone::Good, t.get("register-token-made"))
            .text(&format!("{} {secret}", t.get("register-token-once")))
    });
    let page = Page::new(t.get("web-account")).above(called.unwrap_or(&me.person)).staff().message(made);
    ctx.page(
        &page,
        html! { (roles(ctx, me)) (token_list(ctx, tokens)) (token_form(ctx)) (password_form(ctx)) },
    )
}

fn roles(ctx: &Ctx, me: &Me) -> Markup {
    let t = ctx.words();
    html! {
        h2 { (t.get("register-roles")) }
        @if me.roles.is_empty() { p { (t.get("register-roles-none")) } }
        p {
            @for role in &me.roles {
                (tag(&t.say(&format!("role-{}", role.role), &[]), if role.deputy { Meaning::Neutral } else { Meaning::Active })) " "
                @if role.deputy { (t.get("register-as-deputy")) " " }
            }
        }
    }
}

fn token_list(ctx: &Ctx, tokens: &[Token]) -> Markup {
    let t = ctx.words();
    let columns = vec![
        Column::head(t.get("register-token-label")),
        Column::text(t.get("register-token-scopes")),
        Column::text(t.get("register-token-ends")),
        Column::text(t.get("register-doings")),
    ];
    let rows = tokens
        .iter()
        .map(|token| {
            let url = ctx.url(&format!("/account/tokens/{}/revocation", token.id));
            Row::new(vec![
                text(&token.label),
                text(&token.scopes.join(", ")),
                html! { span.num { (token.ends.day_in(&ctx.about().zone)) } },
                html! {
                    @if token.revoked { (t.get("register-token-revoked")) }
                    @else { (Form::post(&url, ctx.csrf()).view(t, button::submit(t.get("register-token-revoke"), Weight::Danger))) }
                },
            ])
            .muted(token.revoked)
        })
        .collect();
    let empty = notice::empty(t.get("register-tokens-none"), t.get("register-tokens-none-text"), None);
    html! { h2 { (t.get("register-tokens")) } (Table::new(t.get("register-tokens"), columns, rows, empty).caption_hidden().view(t)) }
}

fn token_form(ctx: &Ctx) -> Markup {
    let t = ctx.words();
    let scopes = SCOPES
        .iter()
        .fold(ChoiceGroup::many("scope", t.get("register-token-scopes")), |group, (scope, key)| {
            group.answer(scope, t.get(key), false)
        });
    Form::post(&ctx.url("/account/tokens"), ctx.csrf()).view(
        t,
        html! {
            h3 { (t.get("register-token-new")) }
            (Field::text("label", t.get("register-token-label")).required().middle().max_length(80).view(t))
            (scopes.view(t))
            (Field::number("days", t.get("register-token-days"), t.get("register-days")).value("30").view(t))
            (button::submit(t.get("register-token-new"), Weight::Plain))
        },
    )
}

fn password_form(ctx: &Ctx) -> Markup {
    let t = ctx.words();
    Form::post(&ctx.url("/account/password"), ctx.csrf()).view(
        t,
        html! {
            h2 { (t.get("register-password-new")) }
            (Field::password("password", t.get("register-password-new"), "new-password").hint(t.get("register-password-hint")).required().view(t))
            (button::submit(t.get("register-password-new"), Weight::Plain))
        },
    )
}
