//! A form that was refused, shown again with what was typed and what is wrong.

use super::ctx::Ctx;
use super::posted::Posted;
use super::reply::{Failure, Reply, sentence};
use crate::components::form::{FieldError, Filled};
use axum::http::StatusCode;
use axum::response::Response;

/// Shows the form again when the refusal is about its content; other failures go on as they are. `field_of` names the
/// field that a refusal of the whole act is about.
///
/// # Errors
/// The failure itself, when it is not about the content.
pub fn again(
    ctx: &Ctx,
    failure: Failure,
    posted: &Posted,
    field_of: fn(&str) -> &'static str,
    form: impl Fn(&Filled, u16) -> Response,
) -> Reply<Response> {
    let Some(saying) = failure.error().saying().filter(|s| matches!(s.class.status(), 409 | 412 | 422))
    else {
        return Err(failure);
    };
    let status = saying.class.status();
    let mut errors: Vec<FieldError> = saying
        .fields
        .iter()
        .map(|(field, inner)| FieldError::new(field, &sentence(inner, ctx.words())))
        .collect();
    if errors.is_empty() {
        errors.push(FieldError::new(field_of(saying.key), &sentence(saying, ctx.words())));
    }
    Ok(form(&Filled { values: posted.values(), errors }, status))
}

/// The page with another status than 200.
pub fn with_status(mut response: Response, status: u16) -> Response {
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
    response
}
