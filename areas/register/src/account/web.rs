//! Coming in, going out, tokens, passwords.

use super::limit::{self, Tries};
use super::{device, me, pages};
use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use base::{Error, Id, Lang, PersonId, Result};
use db::Read;
use kernel::City;
use kernel::account::{acts, password, session, store};
use serde::Deserialize;
use web::http::ctx::{cookie, session_cookie};
use web::http::preferences::own_path;
use web::http::reply::see;
use web::http::{Asked, Posted};
use web::{Ctx, Reply};

/// Where to go afterwards.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Back {
    back: String,
}

pub async fn sign_in_form(ctx: Ctx, Asked(back): Asked<Back>) -> Reply<Response> {
    Ok(pages::sign_in(&ctx, &back.back, "", None))
}

/// A browser that is known for the account has tries of its own: what strangers try does not lock it out.
pub async fn sign_in(ctx: Ctx, headers: HeaderMap, posted: Posted) -> Reply<Response> {
    let (login, typed) = (posted.text("login").to_owned(), posted.raw("password").to_owned());
    let (city, now) = (ctx.city().clone(), ctx.city().now());
    let hash = acts::login_hash(&city, &login)?;
    let device_cookie = device::cookie_name(&ctx.about().slug, ctx.is_secure());
    let mark = device::known(&city, &hash, &cookie(&headers, &device_cookie).unwrap_or_default())?;
    let tries = mark.map_or_else(|| Tries::Strangers(hash.clone()), Tries::Device);
    let result = match limit::begin(&tries, now) {
        Err(error) => Err(error),
        Ok(()) => {
            let name = login.clone();
            tokio::task::spawn_blocking(move || acts::sign_in(&city, &name, &typed))
                .await
                .map_err(crate::import::broken)?
        }
    };
    match result {
        Ok((_, secret)) => {
            limit::forgive(&tries);
            let back = own_path(posted.text("back")).unwrap_or_else(|| ctx.url("/account"));
            let signed_in = with_cookie(see(&back), &session_line(&ctx, &secret, session::WHOLE_SECONDS));
            let known = device::remember(ctx.city(), &hash)?;
            Ok(with_cookie(signed_in, &set_cookie(&ctx, &device_cookie, &known, device::DAYS * 86_400)))
        }
        Err(Error::Refused(saying)) => Ok(pages::sign_in(&ctx, posted.text("back"), &login, Some(&saying))),
        Err(fault) => Err(fault.into()),
    }
}

fn session_line(ctx: &Ctx, secret: &str, seconds: i64) -> String {
    set_cookie(ctx, &session_cookie(&ctx.about().slug, ctx.is_secure()), secret, seconds)
}

fn set_cookie(ctx: &Ctx, name: &str, value: &str, seconds: i64) -> String {
    let secure = if ctx.is_secure() { "; Secure" } else { "" };
    format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}")
}

fn with_cookie(mut response: Response, cookie: &str) -> Response {
    if let Ok(value) = HeaderValue::from_str(cookie) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    response
}

pub async fn sign_out(ctx: Ctx, _posted: Posted) -> Reply<Response> {
    if let Some(secret) = ctx.session_secret() {
        let hash = ctx.city().vault().keyed_hash("secret", secret)?;
        ctx.city().tidy(move |tx| store::end_session(tx, &hash)).await?;
    }
    Ok(with_cookie(see(&ctx.url("/")), &session_line(&ctx, "", 0)))
}

pub async fn confirm_form(ctx: Ctx, Asked(back): Asked<Back>) -> Reply<Response> {
    ctx.signed_in()?;
    Ok(pages::confirm(&ctx, &back.back, None))
}

pub async fn confirm(ctx: Ctx, posted: Posted) -> Reply<Response> {
    let person = ctx.signed_in()?;
    let (city, typed) = (ctx.city().clone(), posted.raw("password").to_owned());
    let secret = ctx.session_secret().unwrap_or_default().to_owned();
    let (tries, now) = (Tries::Session(person), city.now());
    if let Err(Error::Refused(saying)) = limit::begin(&tries, now) {
        return Ok(pages::confirm(&ctx, posted.text("back"), Some(&saying)));
    }
    let done = tokio::task::spawn_blocking(move || acts::confirm(&city, person, &secret, &typed))
        .await
        .map_err(crate::import::broken)?;
    if !matches!(&done, Err(Error::Refused(_))) {
        limit::forgive(&tries);
    }
    match done {
        Ok(()) => Ok(see(&own_path(posted.text("back")).unwrap_or_else(|| ctx.url("/account")))),
        Err(Error::Refused(saying)) => Ok(pages::confirm(&ctx, posted.text("back"), Some(&saying))),
        Err(fault) => Err(fault.into()),
    }
}

pub async fn show(ctx: Ctx) -> Reply<Response> {
    let person = ctx.signed_in()?;
    shown(&ctx, person, None).await
}

/// The account of who is signed in; `secret` is a token just made, shown this once.
async fn shown(ctx: &Ctx, person: PersonId, secret: Option<&str>) -> Reply<Response> {
    let (city, lang) = (ctx.city().clone(), ctx.lang());
    let both = ctx.read(move |read| Ok((store::tokens(read, person)?, called(read, &city, person, lang)?)));
    let (tokens, called) = both.await?;
    Ok(pages::account(ctx, &me(ctx.actor())?, called.as_deref(), &tokens, secret))
}

/// How a person is called to themself: the name in the reader's language or the nearest, else the e-mail address.
fn called(read: &impl Read, city: &City, person: PersonId, lang: Lang) -> Result<Option<String>> {
    let names = lang.fallback().map(|lang| format!("name_{}", lang.code()));
    for field in names.iter().map(String::as_str).chain(["email"]) {
        if let Some(text) = kernel::person::own_field(read, city.vault(), person, field)? {
            return Ok(Some(text));
        }
    }
    Ok(None)
}

pub async fn make_token(ctx: Ctx, posted: Posted) -> Reply<Response> {
    let person = ctx.signed_in()?;
    let (secret, hash) = acts::new_secret(ctx.city())?;
    let (label, scopes) = (posted.text("label").to_owned(), posted.all("scope"));
    let days = posted.text("days").parse().unwrap_or(0);
    ctx.act(&acts::MAKE_TOKEN, &hash.clone(), move |tx| {
        acts::make_token(tx, person, &hash, &label, &scopes, days)
    })
    .await?;
    shown(&ctx, person, Some(&secret)).await
}

pub async fn revoke_token(
    ctx: Ctx,
    Path((_, id)): Path<(String, String)>,
    _posted: Posted,
) -> Reply<Response> {
    let (person, id) = (ctx.signed_in()?, Id::parse(&id)?);
    ctx.act(&acts::REVOKE_TOKEN, &id.to_string(), move |tx| acts::revoke_token(tx, person, id)).await?;
    Ok(see(&ctx.url("/account")))
}

/// A new password ends every session, this one too.
pub async fn set_password(ctx: Ctx, posted: Posted) -> Reply<Response> {
    let (person, typed) = (ctx.signed_in()?, posted.raw("password").to_owned());
    let mut salt = [0u8; 16];
    ctx.city().source().fill(&mut salt);
    let hashed = tokio::task::spawn_blocking(move || password::hash(&typed, &salt))
        .await
        .map_err(crate::import::broken)??;
    ctx.act(&acts::SET_PASSWORD, "", move |tx| acts::set_password(tx, person, &hashed)).await?;
    Ok(with_cookie(see(&ctx.url("/sign-in")), &session_line(&ctx, "", 0)))
}
