//! Answers: pages, JSON with a tag, and problems in the form the asker reads (a page, or RFC 9457).

use super::ctx::{Ctx, asked_language, header_text, language};
use super::posted::same_origin;
use super::preferences::preference;
use super::site::{FORM_BYTES_MAX, Shared};
use crate::assets::CONTENT_SECURITY_POLICY;
use crate::components::problem::ProblemView;
use crate::page::{Link, Page};
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use base::problem::Class;
use base::words::{Arg, Words};
use base::{Error, Saying};
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;
use utoipa::ToSchema;

/// What the router says of a body that it could not read is a line, not a page.
const WHY_BYTES_MAX: usize = 4_096;

/// What a handler returns.
pub type Reply<T> = Result<T, Failure>;

/// An error on its way to the layer that shows it: the handler does not know in which form.
#[derive(Clone, Debug)]
pub struct Failure(Arc<Error>);

impl<E: Into<Error>> From<E> for Failure {
    fn from(error: E) -> Failure {
        Failure(Arc::new(error.into()))
    }
}

impl Failure {
    /// The error.
    pub fn error(&self) -> &Error {
        &self.0
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let status = match &*self.0 {
            Error::Refused(saying) => saying.class.status(),
            Error::Fault(_) => 500,
        };
        let mut response =
            StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR).into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// A page that is not there.
pub async fn no_such_page() -> Failure {
    Failure::from(Saying::not_found("web-no-page"))
}

/// JSON with a tag of its content; `version` is the position of the record's last change.
pub fn json<T: Serialize>(view: &T, version: Option<i64>) -> Reply<Response> {
    Ok(tagged(written(view)?, version.map(|version| format!("\"v{version}\""))))
}

/// The same for a view that changes with the day, the reader or what belongs to the record: the tag also says what is
/// shown, and only the same answer is "not modified". The version still stands first, for `If-Match`.
pub fn json_as_shown<T: Serialize>(view: &T, version: i64) -> Reply<Response> {
    let body = written(view)?;
    let tag = format!("\"v{version}-{}\"", &super::ctx::digest("shown", &body)[..16]);
    Ok(tagged(body, Some(tag)))
}

fn written<T: Serialize>(view: &T) -> Result<String, Error> {
    serde_json::to_string(view).map_err(|e| base::Fault::new("writing JSON", e).into())
}

fn tagged(body: String, tag: Option<String>) -> Response {
    let mut response = ([(header::CONTENT_TYPE, "application/json")], body).into_response();
    if let Some(tag) = tag.and_then(|tag| HeaderValue::from_str(&tag).ok()) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    response
}

/// What was created or done: 201 with its address, or 200.
pub fn done(done: &kernel::Done, location: Option<String>) -> Reply<Response> {
    match location {
        Some(place) => created(done, done.position, &place),
        None => json(done, Some(done.position)),
    }
}

/// What was created, told in a form of its own: 201 with its address.
pub fn created<T: Serialize>(view: &T, position: i64, location: &str) -> Reply<Response> {
    let mut response = json(view, Some(position))?;
    if let Ok(place) = HeaderValue::from_str(location) {
        *response.status_mut() = StatusCode::CREATED;
        response.headers_mut().insert(header::LOCATION, place);
    }
    Ok(response)
}

/// A file to keep, under its name. A name is of plain letters; whatever else it was made from is left out.
pub fn file(name: &str, media: &str, bytes: impl Into<axum::body::Body>) -> Response {
    let name: String =
        name.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_')).collect();
    let headers = [
        (header::CONTENT_TYPE, media.to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
    ];
    (headers, bytes.into()).into_response()
}

/// After a form: the page that shows what was done.
pub fn see(url: &str) -> Response {
    axum::response::Redirect::to(url).into_response()
}

/// The outermost layer of ours: shows failures, tags, policies and the city's marks.
pub async fn finish(State(site): State<Shared>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let known = parts.clone();
    let ctx = Ctx::from_parts(&known, &site).await.ok();
    let mut response = match guard(&parts) {
        Ok(()) => {
            // Handlers go on with this one; where there is none they meet the reason themselves.
            if let Some(ctx) = &ctx {
                parts.extensions.insert(ctx.clone());
            }
            next.run(Request::from_parts(parts, body)).await
        }
        Err(saying) => Failure::from(saying).into_response(),
    };
    let is_api = known.uri.path().contains("/api/");
    let allowed = response.headers().get(header::ALLOW).cloned();
    response = match failure_of(response).await {
        Ok(failure) => show(&failure, ctx.as_ref(), &site, is_api, &known),
        Err(response) => response,
    };
    if let Some(methods) = allowed {
        response.headers_mut().insert(header::ALLOW, methods);
    }
    if let Some(ctx) = &ctx {
        mark(&mut response, ctx);
        let language = asked_language(&known).filter(|tag| base::lang::Lang::from_tag(tag).is_some());
        if let Some(cookie) = language
            .map(|lang| preference("bitgoeul-lang", &lang, site.is_secure()))
            .and_then(|text| HeaderValue::from_str(&text).ok())
        {
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
    }
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(CONTENT_SECURITY_POLICY));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    }
    not_modified(known.headers.get(header::IF_NONE_MATCH), response)
}

/// What no handler should meet: a change that another site sent, a zero byte in the address, an id of a request that
/// could not be kept and so would not protect.
fn guard(parts: &Parts) -> Result<(), Saying> {
    if !parts.method.is_safe() {
        same_origin(&parts.headers)?;
    }
    if parts.uri.path().contains("%00") {
        return Err(Saying::not_found("web-no-page"));
    }
    if parts.uri.query().is_some_and(|query| query.contains("%00")) {
        return Err(Saying::invalid("web-zero-byte").with("place", parts.uri.path()));
    }
    match parts.headers.contains_key("idempotency-key")
        && header_text(&parts.headers, "idempotency-key").is_none()
    {
        true => Err(Saying::invalid("web-request-id-broken").with("max", 200)),
        false => Ok(()),
    }
}

/// The failure to be shown: a handler's own, or what the router refused by itself with a bare status.
async fn failure_of(mut response: Response) -> Result<Failure, Response> {
    if let Some(failure) = response.extensions_mut().remove::<Failure>() {
        return Ok(failure);
    }
    let told =
        response.headers().get(header::CONTENT_TYPE).and_then(|media| media.to_str().ok()).unwrap_or("");
    let bare = told.is_empty() || told.starts_with("text/plain");
    if !bare || !matches!(response.status().as_u16(), 400 | 405 | 413 | 415 | 422 | 500 | 503) {
        return Err(response);
    }
    let status = response.status().as_u16();
    let why = axum::body::to_bytes(response.into_body(), WHY_BYTES_MAX).await.unwrap_or_default();
    let why = String::from_utf8_lossy(&why);
    if status == 500 {
        return Ok(Failure::from(base::Fault::new("answering a request", why)));
    }
    Ok(Failure::from(match status {
        503 => Saying::new(Class::Unavailable, "base-busy"),
        405 => Saying::new(Class::WrongMethod, "web-wrong-method"),
        413 => Saying::new(Class::TooLarge, "web-form-large").with("max", FORM_BYTES_MAX / 1024),
        // The router could not take a part of the address apart.
        400 => Saying::new(Class::NotFound, "web-no-page"),
        415 => Saying::invalid("web-media-wrong").with("why", why),
        _ => Saying::invalid("web-form-broken").with("why", why),
    }))
}

/// The position the answer shows, and that a made-up city is made up.
fn mark(response: &mut Response, ctx: &Ctx) {
    let headers = response.headers_mut();
    // What is shown depends on who reads and in which language: a copy kept for one is none for another.
    headers.append(header::VARY, HeaderValue::from_static("cookie, authorization, accept-language"));
    if let Ok(position) = HeaderValue::from_str(&ctx.city().position().to_string()) {
        headers.insert("x-journal-position", position);
    }
    if ctx.about().synthetic {
        headers.insert("x-synthetic", HeaderValue::from_static("true"));
    }
}

fn not_modified(asked: Option<&HeaderValue>, response: Response) -> Response {
    let same = match (asked, response.headers().get(header::ETAG)) {
        (Some(asked), Some(tag)) => asked == tag && response.status() == StatusCode::OK,
        _ => false,
    };
    match same {
        true => (StatusCode::NOT_MODIFIED, response.headers().clone()).into_response(),
        false => response,
    }
}

fn show(
    failure: &Failure,
    ctx: Option<&Ctx>,
    site: &Shared,
    is_api: bool,
    parts: &axum::http::request::Parts,
) -> Response {
    let fallback = Words::new(language(parts), Arc::clone(site.catalogue()));
    let words = ctx.map_or(&fallback, Ctx::words);
    let told = Told::new(failure.error(), words);
    if is_api {
        return problem_json(&told, failure.error(), parts.uri.path());
    }
    let Some(ctx) = ctx else {
        return nowhere(&told, site, words);
    };
    if told.status == 401 && parts.method == axum::http::Method::GET {
        return see(&format!("{}?back={}", ctx.url("/sign-in"), percent(ctx.here())));
    }
    if failure.error().is("web-confirm-first") {
        return see(&format!("{}?back={}", ctx.url("/confirm"), percent(&page_before(parts, ctx))));
    }
    let view = ProblemView {
        status: told.status,
        title: told.title.clone(),
        detail: String::new(),
        place: None,
        mend: told.mend.clone(),
        facts: told.errors.clone(),
        reference: told.reference.clone(),
        ways: vec![Link::new(words.get("web-to-first-page"), &ctx.url("/"))],
    };
    let mut response = ctx.page(&Page::without_heading(&told.title), view.view(words));
    *response.status_mut() = told.status();
    response
}

/// What is told where there is no city whose page could hold it, with a way to each city that there is.
fn nowhere(told: &Told, site: &Shared, words: &Words) -> Response {
    let cities = site.cities().filter_map(|city| city.about().ok());
    let ways: Vec<Link> =
        cities.map(|about| Link::new(about.name.text(words.lang()), &format!("/{}/", about.slug))).collect();
    let mend =
        told.mend.clone().or_else(|| (!ways.is_empty()).then(|| words.get("web-no-city-mend").to_owned()));
    let view = ProblemView {
        status: told.status,
        title: told.title.clone(),
        mend,
        facts: told.errors.clone(),
        reference: told.reference.clone(),
        ways,
        ..ProblemView::default()
    };
    let page = maud::html! {
        (maud::DOCTYPE)
        html lang=(words.lang().html()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (told.title) }
                @for url in site.assets().style_urls() { link rel="stylesheet" href=(url); }
            }
            body { main.page { (view.view(words)) } }
        }
    };
    (told.status(), page).into_response()
}

/// The page that held the form: a form's own address answers no GET.
fn page_before(parts: &axum::http::request::Parts, ctx: &Ctx) -> String {
    let referer = parts.headers.get(header::REFERER).and_then(|value| value.to_str().ok()).unwrap_or("");
    let path = referer.split_once("://").and_then(|(_, rest)| rest.find('/').map(|at| rest[at..].to_owned()));
    path.and_then(|path| super::preferences::own_path(&path)).unwrap_or_else(|| ctx.url("/account"))
}

/// A problem in the reader's words.
pub struct Told {
    status: u16,
    /// What happened.
    pub title: String,
    /// How to mend it.
    pub mend: Option<String>,
    /// By field: (field, what is wrong).
    pub errors: Vec<(String, String)>,
    reference: Option<String>,
}

impl Told {
    /// Tells an error. A fault is logged under the reference that the reader sees.
    pub fn new(error: &Error, words: &Words) -> Told {
        match error {
            Error::Refused(saying) => Told {
                status: saying.class.status(),
                title: sentence(saying, words),
                mend: mend(saying, words),
                errors: saying
                    .fields
                    .iter()
                    .map(|(field, inner)| (field.clone(), with_mend(inner, words)))
                    .collect(),
                reference: None,
            },
            Error::Fault(fault) => {
                let reference = reference();
                tracing::error!(%reference, %fault, "a request met a fault");
                Told {
                    status: 500,
                    title: words.get("web-fault").to_owned(),
                    mend: None,
                    errors: Vec::new(),
                    reference: Some(reference),
                }
            }
        }
    }

    fn status(&self) -> StatusCode {
        StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }
}

/// The sentence of a refusal in the reader's language.
pub fn sentence(saying: &Saying, words: &Words) -> String {
    words.say(saying.key, &args(saying))
}

/// The sentence of a refusal with its mend behind it: what stands at a field of a form.
pub fn with_mend(saying: &Saying, words: &Words) -> String {
    let said = sentence(saying, words);
    let said = said.trim_end();
    let Some(mend) = mend(saying, words) else { return said.to_owned() };
    let ended = said.ends_with(['.', '!', '?', '。', '！', '？']);
    format!("{said}{} {mend}", if ended { "" } else { "." })
}

fn mend(saying: &Saying, words: &Words) -> Option<String> {
    let key = format!("{}-mend", saying.key);
    words.has(&key).then(|| words.say(&key, &args(saying)))
}

fn args(saying: &Saying) -> Vec<(&str, Arg<'_>)> {
    saying.facts.iter().map(|(name, value)| (*name, Arg::from(value.as_str()))).collect()
}

/// A number that ties what the reader sees to a line of the log.
fn reference() -> String {
    use std::sync::atomic::{AtomicU64, Ordering};
    static COUNT: AtomicU64 = AtomicU64::new(0);
    format!("{}-{:04}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed))
}

/// A problem of RFC 9457 with what we add to it.
#[derive(Serialize, ToSchema)]
#[schema(as = Problem)]
pub(super) struct ProblemJson {
    /// Its name: `/problems/` and the rule.
    r#type: String,
    /// What happened, in the reader's language.
    title: String,
    /// The status of the answer.
    status: u16,
    /// The address that was asked.
    instance: String,
    /// How to mend it.
    #[serde(skip_serializing_if = "Option::is_none")]
    mend: Option<String>,
    /// Ties a fault to a line of the log.
    #[serde(skip_serializing_if = "Option::is_none")]
    reference: Option<String>,
    /// What the title speaks of, for programs.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    facts: BTreeMap<String, String>,
    /// What is wrong with single fields.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<FieldProblem>,
}

/// What is wrong with one field.
#[derive(Serialize, ToSchema)]
pub(super) struct FieldProblem {
    /// The field.
    field: String,
    /// What is wrong, in the reader's language.
    detail: String,
}

fn problem_json(told: &Told, error: &Error, instance: &str) -> Response {
    let saying = error.saying();
    let facts =
        saying.map(|s| s.facts.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect());
    let errors = told
        .errors
        .iter()
        .map(|(field, detail)| FieldProblem { field: field.clone(), detail: detail.clone() });
    let body = ProblemJson {
        r#type: format!("/problems/{}", saying.map_or("fault", |s| s.key)),
        title: told.title.clone(),
        status: told.status,
        instance: instance.to_owned(),
        mend: told.mend.clone(),
        reference: told.reference.clone(),
        facts: facts.unwrap_or_default(),
        errors: errors.collect(),
    };
    let text = serde_json::to_string(&body).unwrap_or_default();
    let mut response =
        (told.status(), [(header::CONTENT_TYPE, "application/problem+json")], text).into_response();
    if matches!(saying.map(|s| s.class), Some(Class::SignIn)) {
        response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    response
}

/// Percent-encodes for a query value.
pub fn percent(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' | b'/' => {
                out.push(char::from(byte))
            }
            other => out.push_str(&format!("%{other:02X}")),
        }
    }
    out
}
