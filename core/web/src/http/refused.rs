//! A form that was refused, shown again with what was typed and what is wrong.

use super::ctx::Ctx;
use super::posted::Posted;
use super::reply::{Failure, Reply, with_mend};
use crate::components::form::{FieldError, Filled};
use axum::http::StatusCode;
use axum::response::Response;

/// Shows the form again when the refusal is about its content; other failures go on as they are. Each message says how
/// to mend it, at the field that the refusal names; `field_of` names the field that a refusal of the whole act is about.
///
/// # Errors
/// The failure itself, when it is not about the content.
pub fn again(
    ctx: &Ctx,
    failure: Failure,
    posted: &Posted,
    field_of: impl Fn(&str) -> &'static str,
    form: impl Fn(&Filled, u16) -> Response,
) -> Reply<Response> {
    again_with(ctx, failure, posted.values(), field_of, form)
}

/// The same with other values than those that were sent, as when a form stands on a page with more.
///
/// # Errors
/// The failure itself, when it is not about the content.
pub fn again_with(
    ctx: &Ctx,
    failure: Failure,
    values: Vec<(String, String)>,
    field_of: impl Fn(&str) -> &'static str,
    form: impl Fn(&Filled, u16) -> Response,
) -> Reply<Response> {
    let Some(saying) = failure.error().saying().filter(|s| matches!(s.class.status(), 409 | 412 | 422 | 429))
    else {
        return Err(failure);
    };
    let (status, words) = (saying.class.status(), ctx.words());
    let fields = saying.fields.iter();
    let mut errors: Vec<FieldError> = fields
        .map(|(field, inner)| FieldError::new(typed_at(field, &values), &with_mend(inner, words)))
        .collect();
    if errors.is_empty() {
        errors.push(FieldError::new(field_of(saying.key), &with_mend(saying, words)));
    }
    Ok(form(&Filled { values, errors }, status))
}

/// A question may have two boxes, a list and a text beside it that is typed when nothing in the list fits: `owner` and
/// `owner_number`. It is wrong where it was answered.
fn typed_at<'a>(field: &'a str, values: &'a [(String, String)]) -> &'a str {
    let value = |name: &str| values.iter().find(|(key, _)| key == name).map(|(_, value)| value.trim());
    let named =
        |end: &str| values.iter().map(|(key, _)| key).find(|key| key.strip_suffix(end) == Some(field));
    match (value(field), named("_number")) {
        // Neither was answered: the list comes first.
        (Some(""), Some(beside)) if value(beside) == Some("") => field,
        (None | Some("" | "number"), Some(beside)) => beside,
        // A text in several languages has a box for each; Korean comes first.
        (None, None) => named("_ko").map_or(field, String::as_str),
        (Some(_), _) => field,
    }
}

/// The page with another status than 200.
pub fn with_status(mut response: Response, status: u16) -> Response {
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
    response
}
