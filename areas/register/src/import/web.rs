//! The pages of import: hand in, look, take in.

use super::{accept as take_in, allow, broken, pages, preview as look, stage, store, told_in};
use axum::extract::multipart::MultipartRejection;
use axum::extract::{Multipart, Path};
use axum::response::Response;
use base::problem::Class;
use base::{Error, Id, Saying};
use kernel::organisation::bulk::IMPORT;
use web::http::Posted;
use web::http::reply::see;
use web::http::upload::file;
use web::{Ctx, Reply};

/// The largest upload: the reader's own limit and room for the form around it.
pub const UPLOAD_BYTES_MAX: usize = 66 * 1024 * 1024;

pub async fn start(ctx: Ctx) -> Reply<Response> {
    ctx.signed_in()?;
    allow(ctx.actor())?;
    Ok(pages::start(&ctx, None))
}

pub async fn upload(ctx: Ctx, form: Result<Multipart, MultipartRejection>) -> Reply<Response> {
    let person = ctx.signed_in()?;
    allow(ctx.actor())?;
    let Some((name, bytes)) = file(&ctx, form, file_large).await? else {
        return Ok(pages::start(&ctx, Some(&Saying::invalid("import-file-missing"))));
    };
    let city = ctx.city().clone();
    let staged =
        tokio::task::spawn_blocking(move || stage(&city, person, &name, &bytes)).await.map_err(broken)?;
    match staged {
        Ok(staged) => Ok(see(&ctx.url(&format!("/import/{}", staged.id)))),
        Err(error) => match told_in(error, ctx.lang()) {
            Error::Refused(saying) => Ok(pages::start(&ctx, Some(&saying))),
            fault => Err(fault.into()),
        },
    }
}

/// The file is larger than the limit.
pub(super) fn file_large() -> Saying {
    Saying::new(Class::TooLarge, "import-file-large").with("max", UPLOAD_BYTES_MAX / 1_048_576)
}

pub async fn preview(ctx: Ctx, Path((_, id)): Path<(String, String)>) -> Reply<Response> {
    let (person, id, city) = (ctx.signed_in()?, Id::parse(&id)?, ctx.city().clone());
    let found = tokio::task::spawn_blocking(move || look(&city, id, person)).await.map_err(broken)?;
    let (file, preview) = found.map_err(|error| told_in(error, ctx.lang()))?;
    Ok(pages::preview(&ctx, &file, &preview))
}

pub async fn accept(ctx: Ctx, Path((_, id)): Path<(String, String)>, _posted: Posted) -> Reply<Response> {
    let (person, id, city, caller) = (ctx.signed_in()?, Id::parse(&id)?, ctx.city().clone(), ctx.caller());
    allow(ctx.actor())?;
    let request = ctx.request(&IMPORT, "");
    tokio::task::spawn_blocking(move || take_in(&city, caller, request, id, person))
        .await
        .map_err(broken)?
        .map_err(|error| told_in(error, ctx.lang()))?;
    Ok(see(&ctx.url(&format!("/import/{id}"))))
}

pub async fn drop_file(ctx: Ctx, Path((_, id)): Path<(String, String)>, _posted: Posted) -> Reply<Response> {
    let (person, id) = (ctx.signed_in()?, Id::parse(&id)?);
    let dropped = ctx.city().tidy(move |tx| store::dropped(tx, id, person)).await?;
    match dropped {
        true => Ok(see(&ctx.url("/import"))),
        false => Err(Error::from(Saying::conflict("import-not-staged")).into()),
    }
}
