//! A file that is handed in, by a form of ours or as the whole body: one beyond the limit is refused before it is held.

use super::ctx::Ctx;
use super::posted::{CSRF_FIELD, check_token};
use axum::body::Bytes;
use axum::extract::multipart::{MultipartError, MultipartRejection};
use axum::extract::{FromRequest as _, Multipart, Request};
use axum::http::StatusCode;
use base::{Error, Result, Saying};

/// The name of the field that holds the file.
const FILE_FIELD: &str = "file";

/// Name and bytes of the file of a form of ours; none when nothing was chosen. `too_large` says what the limit is.
///
/// # Errors
/// Refuses a form without the token of our page, one that cannot be read, and a file beyond the limit of the route.
pub async fn file(
    ctx: &Ctx,
    form: Result<Multipart, MultipartRejection>,
    too_large: fn() -> Saying,
) -> Result<Option<(String, Bytes)>> {
    let unread = |error: MultipartError| unread(error.status(), error.body_text(), too_large);
    let mut form = form.map_err(|rejection| broken(rejection.body_text()))?;
    let (mut token, mut file) = (String::new(), None);
    while let Some(part) = form.next_field().await.map_err(unread)? {
        match part.name() {
            Some(CSRF_FIELD) => token = part.text().await.map_err(unread)?,
            Some(FILE_FIELD) => {
                let name = part.file_name().unwrap_or("").to_owned();
                file = Some((name, part.bytes().await.map_err(unread)?));
            }
            _ => {}
        }
    }
    check_token(ctx, &token)?;
    Ok(file.filter(|(_, bytes)| !bytes.is_empty()))
}

/// The whole body. Nothing of it was read before: who may not hand it in does not make us hold a file.
///
/// # Errors
/// Refuses what cannot be read, and what is beyond the limit of the route.
pub async fn body(request: Request, too_large: fn() -> Saying) -> Result<Bytes> {
    let read = Bytes::from_request(request, &()).await;
    read.map_err(|rejection| unread(rejection.status(), rejection.body_text(), too_large))
}

fn unread(status: StatusCode, why: String, too_large: fn() -> Saying) -> Error {
    match status {
        StatusCode::PAYLOAD_TOO_LARGE => too_large().into(),
        _ => broken(why),
    }
}

fn broken(why: String) -> Error {
    Saying::invalid("web-form-broken").with("why", why).into()
}
