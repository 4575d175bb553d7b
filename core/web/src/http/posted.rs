//! Forms: only from our own pages.
//!
//! A browser says where a form came from (`Origin`, `Sec-Fetch-Site`); another site's form is refused. A signed-in
//! person's form also carries the token that only our page could know.

use super::ctx::Ctx;
use super::reply::Failure;
use super::site::{FORM_BYTES_MAX, Shared};
use axum::extract::{FromRequest, FromRequestParts as _, Request};
use axum::http::HeaderMap;
use base::{Result, Saying};
use kernel::untakeable::{marked, untakeable};

/// The name of the hidden field.
pub const CSRF_FIELD: &str = "csrf";

/// The name of the hidden field that numbers each form we show.
pub const ONCE_FIELD: &str = "once";

/// How many bytes the form of a route may hold, where it is more than usual.
#[derive(Clone, Copy, Debug)]
pub(super) struct FormLimit(pub usize);

/// A form's fields in the order they were sent.
pub struct Posted {
    fields: Vec<(String, String)>,
}

impl FromRequest<Shared> for Posted {
    type Rejection = Failure;

    async fn from_request(request: Request, site: &Shared) -> Result<Posted, Failure> {
        let (mut parts, body) = request.into_parts();
        let ctx = Ctx::from_request_parts(&mut parts, site).await?;
        let limit = parts.extensions.get::<FormLimit>().map_or(FORM_BYTES_MAX, |limit| limit.0);
        let request = Request::from_parts(parts, body);
        let axum::extract::Form(fields) =
            axum::extract::Form::<Vec<(String, String)>>::from_request(request, site)
                .await
                .map_err(|rejection| unreadable(rejection.status(), rejection.body_text(), limit))?;
        ctx.sent_with(&fields, limit);
        let seen = |(name, text): (String, String)| {
            let text = marked(&name, &text);
            (name, text)
        };
        let posted = Posted { fields: fields.into_iter().map(seen).collect() };
        check_token(&ctx, posted.text(CSRF_FIELD))?;
        ctx.sent_by_form(posted.text(ONCE_FIELD));
        Ok(posted)
    }
}

impl Posted {
    /// The trimmed text of a field; empty when it was not sent.
    pub fn text(&self, name: &str) -> &str {
        self.fields.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.trim())
    }
    /// The text as it was typed: passwords keep their spaces.
    pub fn raw(&self, name: &str) -> &str {
        self.fields.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }
    /// The trimmed text, none when empty.
    pub fn opt(&self, name: &str) -> Option<String> {
        Some(self.text(name)).filter(|text| !text.is_empty()).map(str::to_owned)
    }
    /// All values of a field.
    pub fn all(&self, name: &str) -> Vec<String> {
        self.fields.iter().filter(|(key, _)| key == name).map(|(_, value)| value.trim().to_owned()).collect()
    }
    /// Everything but what we put there ourselves, to fill the form again.
    pub fn values(&self) -> Vec<(String, String)> {
        let ours = |key: &str| [CSRF_FIELD, ONCE_FIELD].contains(&key);
        self.fields.iter().filter(|(key, _)| !ours(key)).cloned().collect()
    }
    /// The content as one text, to recognise a request sent twice.
    pub fn fingerprint(&self) -> String {
        self.values().iter().map(|(key, value)| format!("{key}={value}\n")).collect()
    }
}

/// A body that could not be read, or is larger than a form ever is.
fn unreadable(status: axum::http::StatusCode, why: String, limit: usize) -> base::Error {
    match status.as_u16() {
        413 => too_large(limit),
        _ => Saying::invalid("web-form-broken").with("why", why).into(),
    }
}

fn too_large(limit: usize) -> base::Error {
    Saying::new(base::problem::Class::TooLarge, "web-form-large").with("max", limit / 1024).into()
}

/// A form that holds more than it may: what is wrong with its longest field, which is the one to be shortened.
pub(super) fn too_long(fields: &[(String, String)], limit: usize) -> Option<(&str, Saying)> {
    let held: usize = fields.iter().map(|(_, text)| text.len()).sum();
    let (name, text) = fields.iter().max_by_key(|(_, text)| text.len()).filter(|_| held > limit)?;
    let saying = Saying::invalid("web-text-long")
        .with("count", text.chars().count())
        .with("size", text.len() / 1024)
        .with("max", limit / 1024);
    Some((name, saying))
}

/// The token that only our page could know; visitors have none.
pub(super) fn check_token(ctx: &Ctx, sent: &str) -> Result<()> {
    match ctx.csrf() {
        "" => Ok(()),
        token if token == sent => Ok(()),
        _ => Err(Saying::forbidden("web-form-foreign").into()),
    }
}

/// Refuses what another site sent; asked of every request that changes something. A client that names no origin is not a
/// browser, and has no cookies to abuse.
pub(super) fn same_origin(headers: &HeaderMap) -> Result<(), Saying> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let foreign = match (text("sec-fetch-site"), text("origin")) {
        (Some("same-origin" | "none"), _) => false,
        (Some(_), _) => true,
        (None, Some(origin)) => origin.split_once("://").map(|(_, host)| host) != text("host"),
        (None, None) => false,
    };
    match foreign {
        true => Err(Saying::forbidden("web-form-foreign")),
        false => Ok(()),
    }
}

/// What was sent as one text, to recognise a request sent twice; that of a form is [`Posted::fingerprint`].
pub fn content<T: serde::Serialize>(sent: &T) -> Result<String> {
    serde_json::to_string(sent).map_err(|e| base::Fault::new("reading a request", e).into())
}

/// JSON that was sent, or what is wrong with it and where.
pub struct Sent<T>(pub T);

impl<T: serde::de::DeserializeOwned> FromRequest<Shared> for Sent<T> {
    type Rejection = Failure;

    async fn from_request(request: Request, site: &Shared) -> Result<Sent<T>, Failure> {
        let bytes = axum::body::Bytes::from_request(request, site)
            .await
            .map_err(|rejection| unreadable(rejection.status(), rejection.body_text(), FORM_BYTES_MAX))?;
        if bytes.len() > FORM_BYTES_MAX {
            return Err(too_large(FORM_BYTES_MAX).into());
        }
        match serde_json::from_slice(&bytes) {
            Ok(value) => {
                takeable(&bytes)?;
                Ok(Sent(value))
            }
            Err(error) => Err(base::Error::from(broken_json(&error)).into()),
        }
    }
}

/// Refuses JSON with a text that is never taken, naming the field.
fn takeable(bytes: &[u8]) -> Result<()> {
    let mut wrong = Saying::invalid("web-form-untakeable");
    if let Ok(value) = serde_json::from_slice::<serde_json::Value>(bytes) {
        judge("", &value, &mut wrong.fields);
    }
    if wrong.fields.is_empty() { Ok(()) } else { Err(wrong.into()) }
}

/// Texts are told at their place: `promises.0.what`.
fn judge(place: &str, value: &serde_json::Value, wrong: &mut Vec<(String, Saying)>) {
    let below = |name: &str| if place.is_empty() { name.to_owned() } else { format!("{place}.{name}") };
    match value {
        serde_json::Value::String(text) => {
            wrong.extend(untakeable(place, text).map(|saying| (place.to_owned(), saying)));
        }
        serde_json::Value::Array(items) => {
            items.iter().enumerate().for_each(|(index, item)| judge(&below(&index.to_string()), item, wrong));
        }
        serde_json::Value::Object(fields) => {
            fields.iter().for_each(|(name, item)| judge(&below(name), item, wrong));
        }
        _ => {}
    }
}

/// Where JSON could not be read, and which field is to blame. The reader's own words stand in the sentences; what the
/// library said goes along as a fact, for whoever writes programs.
fn broken_json(error: &serde_json::Error) -> Saying {
    let text = error.to_string();
    let saying = Saying::invalid("web-json-broken")
        .with("line", error.line())
        .with("column", error.column())
        .with("why", &text);
    let named = |start: &str| text.strip_prefix(start)?.split('`').next().map(str::to_owned);
    if let Some(field) = named("unknown field `") {
        let known: Vec<&str> = text.split('`').skip(3).step_by(2).collect();
        let inner = Saying::invalid("web-json-field-unknown").with("known", known.join(", "));
        return saying.field(&field, inner);
    }
    if let Some(field) = named("missing field `") {
        return saying.field(&field, Saying::invalid("web-json-field-missing"));
    }
    if let Some(field) = named("duplicate field `") {
        return saying.field(&field, Saying::invalid("web-json-field-twice"));
    }
    saying
}

/// Which condition of an address could not be read. The router says `…: name: why` in English.
fn broken_query(query: &str, text: &str) -> Saying {
    let why = text.strip_prefix("Failed to deserialize query string: ").unwrap_or(text);
    let saying = Saying::invalid("web-address-broken").with("why", why);
    let name = text.split(": ").nth(1).filter(|name| query.split('&').any(|pair| pair.starts_with(*name)));
    match name.filter(|name| !name.is_empty()) {
        Some(name) => saying.field(name, Saying::invalid("web-value-broken")),
        None => saying,
    }
}

/// What the address asks for after `?`, or what is wrong with it.
pub struct Asked<T>(pub T);

impl<T: serde::de::DeserializeOwned> axum::extract::FromRequestParts<Shared> for Asked<T> {
    type Rejection = Failure;

    async fn from_request_parts(
        parts: &mut axum::http::request::Parts,
        site: &Shared,
    ) -> Result<Asked<T>, Failure> {
        match axum::extract::Query::<T>::from_request_parts(parts, site).await {
            Ok(axum::extract::Query(value)) => Ok(Asked(value)),
            Err(error) => {
                let query = parts.uri.query().unwrap_or("");
                Err(base::Error::from(broken_query(query, &error.body_text())).into())
            }
        }
    }
}
