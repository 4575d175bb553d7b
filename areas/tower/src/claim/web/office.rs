//! Pages and forms of the office: the desk, deciding hand-ins, answering requests, mending our copy, findings, files.

use super::{OfCity, again, again_with};
use crate::claim::acts::{self, hand_in, import, publish, reply};
use crate::claim::api::{self, office};
use crate::claim::{finding, handed, pages, said, store};
use axum::extract::multipart::MultipartRejection;
use axum::extract::{Multipart, Path};
use axum::response::Response;
use base::{Error, Saying};
use kernel::organisation::store as organisations;
use kernel::policy::Target;
use web::components::form::Filled;
use web::http::Posted;
use web::http::reply::see;
use web::http::upload::file;
use web::{Ctx, Reply};

/// What waits for the office: hand-ins, requests, findings that nobody else sees yet.
pub async fn desk(ctx: Ctx) -> Reply<Response> {
    ctx.signed_in()?;
    reply::ANSWER.allow(ctx.actor(), &Target::default())?;
    let (waiting, requests, inside, total) = ctx
        .read(move |read| {
            let inside = finding::list(read)?.into_iter().filter(|found| found.published_seq.is_none());
            let codes: Vec<_> = store::list(read)?.into_iter().map(|one| (one.id, one.claim.id)).collect();
            let code = |id: base::Id| codes.iter().find(|(own, _)| *own == id).map(|(_, code)| code.clone());
            let inside: Vec<_> = inside.filter_map(|found| Some((code(found.claim)?, found))).collect();
            let requests: Vec<_> =
                said::waiting(read)?.into_iter().filter_map(|said| Some((code(said.claim)?, said))).collect();
            Ok((handed::waiting(read)?, requests, inside, store::count(read)?))
        })
        .await?;
    Ok(pages::desk::desk(&ctx, &pages::desk::Desk { waiting, requests, inside, total }))
}

pub async fn import_form(ctx: Ctx) -> Reply<Response> {
    ctx.signed_in()?;
    import::IMPORT.allow(ctx.actor(), &Target::default())?;
    Ok(pages::desk::import(&ctx, None, None, 200))
}

pub async fn import_file(ctx: Ctx, form: Result<Multipart, MultipartRejection>) -> Reply<Response> {
    ctx.signed_in()?;
    import::IMPORT.allow(ctx.actor(), &Target::default())?;
    let Some((name, bytes)) = file(&ctx, form, office::too_large).await? else {
        let missing = Saying::invalid("tower-claim-file-missing");
        return Ok(pages::desk::import(&ctx, Some(&missing), None, 422));
    };
    // A name of a file may name a person; the digest says which file it was.
    let name = name.rsplit('.').next().filter(|end| *end == "csv").map_or("file", |_| "file.csv");
    match office::take_in(&ctx, name, &bytes).await {
        Ok(taken) => Ok(pages::desk::import(&ctx, None, Some(taken), 200)),
        Err(failure) => match failure.error().saying().filter(|s| matches!(s.class.status(), 409 | 422)) {
            Some(saying) => Ok(pages::desk::import(&ctx, Some(saying), None, saying.class.status())),
            None => Err(failure),
        },
    }
}

pub async fn decision(ctx: Ctx, Path((_, number)): OfCity) -> Reply<Response> {
    ctx.signed_in()?;
    hand_in::ACCEPT.allow(ctx.actor(), &Target::default())?;
    let handed = found_hand_in(&ctx, &number).await?;
    let code = office::next_code(&ctx, &number).await?;
    let mut values = handed.cells.clone();
    values.push(("id".into(), code));
    Ok(pages::desk::decision(&ctx, &handed, &Filled { values, errors: Vec::new() }, 200))
}

async fn found_hand_in(ctx: &Ctx, number: &str) -> Reply<handed::HandedIn> {
    let number = number.to_owned();
    ctx.read(move |read| handed::get(read, &number)).await
}

fn cells_of(posted: &Posted) -> Vec<(String, String)> {
    claims::claim::COLUMNS
        .iter()
        .map(|column| ((*column).to_owned(), posted.text(column).to_owned()))
        .collect()
}

pub async fn accept(ctx: Ctx, Path((_, number)): OfCity, posted: Posted) -> Reply<Response> {
    hand_in::ACCEPT.allow(ctx.actor(), &Target::default())?;
    let handed = found_hand_in(&ctx, &number).await?;
    let result = async {
        let (claim, names) = api::typed_claim(&ctx, &cells_of(&posted)).await?;
        let number = number.clone();
        ctx.act(&hand_in::ACCEPT, &posted.fingerprint(), move |tx| {
            hand_in::accept(tx, &names, &number, &claim)
        })
        .await
    };
    match result.await {
        Ok(done) => Ok(see(&ctx.url(&format!("/claims/{}", done.number.unwrap_or_default())))),
        Err(failure) => again(&ctx, failure, &posted, |filled, status| {
            pages::desk::decision(&ctx, &handed, filled, status)
        }),
    }
}

pub async fn refuse(ctx: Ctx, Path((_, number)): OfCity, posted: Posted) -> Reply<Response> {
    hand_in::REFUSE.allow(ctx.actor(), &Target::default())?;
    let handed = found_hand_in(&ctx, &number).await?;
    let (names, why) = (api::names(&ctx).await?, posted.text("why").to_owned());
    let result = ctx
        .act(&hand_in::REFUSE, &posted.fingerprint(), move |tx| hand_in::refuse(tx, &names, &number, &why))
        .await;
    match result {
        Ok(_) => Ok(see(&ctx.url("/claims/desk"))),
        Err(failure) => {
            let mut values = handed.cells.clone();
            values.extend(posted.values());
            again_with(&ctx, failure, values, "why", |filled, status| {
                pages::desk::decision(&ctx, &handed, filled, status)
            })
        }
    }
}

pub async fn answer_form(ctx: Ctx, Path((_, number)): OfCity) -> Reply<Response> {
    ctx.signed_in()?;
    reply::ANSWER.allow(ctx.actor(), &Target::default())?;
    let asked = ctx.read(move |read| said::get(read, &number)).await?;
    Ok(pages::desk::answer(&ctx, &asked, &Filled::default(), 200))
}

pub async fn answer(ctx: Ctx, Path((_, number)): OfCity, posted: Posted) -> Reply<Response> {
    reply::ANSWER.allow(ctx.actor(), &Target::default())?;
    let key = number.clone();
    let asked = ctx.read(move |read| said::get(read, &key)).await?;
    let (names, outcome, says) =
        (api::names(&ctx).await?, posted.text("outcome").to_owned(), posted.text("says").to_owned());
    let print = number.clone() + &posted.fingerprint();
    let result =
        ctx.act(&reply::ANSWER, &print, move |tx| reply::answer(tx, &names, &number, &outcome, &says)).await;
    match result {
        Ok(_) => Ok(see(&ctx.url("/claims/desk"))),
        Err(failure) => {
            again(&ctx, failure, &posted, |filled, status| pages::desk::answer(&ctx, &asked, filled, status))
        }
    }
}

pub async fn correction(ctx: Ctx, Path((_, code)): OfCity) -> Reply<Response> {
    ctx.signed_in()?;
    acts::CORRECT.allow(ctx.actor(), &Target::default())?;
    let view = api::show(&ctx, code.clone()).await?;
    let record = ctx.read(move |read| store::get(read, &code)).await?;
    let cells = record.claim.cells().into_iter();
    // A speaker that is stored as a number is written out for the form.
    let spoken = view.line.speaker.name.as_ref().map(|name| name.text(base::Lang::Ko).to_owned());
    let values = cells.map(|(column, text)| match (column, &spoken) {
        ("speaker", Some(name)) => (column.to_owned(), name.clone()),
        _ => (column.to_owned(), text),
    });
    let filled = Filled { values: values.collect(), errors: Vec::new() };
    Ok(pages::desk::correction(&ctx, &view.line, &filled, 200))
}

pub async fn correct(ctx: Ctx, Path((_, code)): OfCity, posted: Posted) -> Reply<Response> {
    acts::CORRECT.allow(ctx.actor(), &Target::default())?;
    let view = api::show(&ctx, code.clone()).await?;
    let why = posted.text("why").to_owned();
    let result = async {
        let (claim, names) = api::typed_claim(&ctx, &cells_of(&posted)).await?;
        let code = code.clone();
        ctx.act(&acts::CORRECT, &posted.fingerprint(), move |tx| {
            acts::correct(tx, &names, &code, &claim, &why)
        })
        .await
    };
    match result.await {
        Ok(_) => Ok(see(&ctx.url(&format!("/claims/{code}")))),
        Err(failure) => again_with(&ctx, failure, posted.values(), "why", |filled, status| {
            pages::desk::correction(&ctx, &view.line, filled, status)
        }),
    }
}

pub async fn name(ctx: Ctx, Path((_, code)): OfCity, posted: Posted) -> Reply<Response> {
    let (number, key) = (posted.text("organisation").to_owned(), code.clone());
    let print = code.clone() + &posted.fingerprint();
    let result = ctx
        .act(&acts::NAME, &print, move |tx| {
            let id = organisations::by_number(tx, &number)?;
            acts::name(tx, &key, id)
        })
        .await;
    on_show(&ctx, code, result, &posted, "organisation").await
}

pub async fn compare(ctx: Ctx, Path((_, code)): OfCity, posted: Posted) -> Reply<Response> {
    let (number, key) = (posted.text("snapshot").to_owned(), code.clone());
    let print = code.clone() + &posted.fingerprint();
    let result = ctx.act(&publish::FIND, &print, move |tx| publish::compare(tx, &key, &number)).await;
    on_show(&ctx, code, result, &posted, "snapshot").await
}

pub async fn show_finding(ctx: Ctx, Path((_, code)): OfCity, posted: Posted) -> Reply<Response> {
    let (days, key) = (posted.text("days").parse().unwrap_or(0), code.clone());
    let print = code.clone() + &posted.fingerprint();
    let result = ctx.act(&publish::SHOW, &print, move |tx| publish::show(tx, &key, days)).await;
    on_show(&ctx, code, result, &posted, "days").await
}

pub async fn publish_finding(ctx: Ctx, Path((_, code)): OfCity, posted: Posted) -> Reply<Response> {
    let (why, key) = (posted.opt("why"), code.clone());
    let print = code.clone() + &posted.fingerprint();
    let result =
        ctx.act(&publish::PUBLISH, &print, move |tx| publish::publish(tx, &key, why.as_deref())).await;
    on_show(&ctx, code, result, &posted, "why").await
}

/// Back to the page of the claim, or the page with what is wrong beside the form.
async fn on_show(
    ctx: &Ctx,
    code: String,
    result: Reply<kernel::Done>,
    posted: &Posted,
    field: &'static str,
) -> Reply<Response> {
    let Err(failure) = result else { return Ok(see(&ctx.url(&format!("/claims/{code}")))) };
    let is_field = failure.error().is("base-not-found") && field == "organisation";
    let view = api::show(ctx, code).await?;
    if is_field {
        let unknown = Error::from(Saying::invalid("tower-claim-organisation-unknown"));
        return again_with(ctx, unknown.into(), posted.values(), field, |filled, status| {
            pages::show::show(ctx, &view, filled, status)
        });
    }
    again_with(ctx, failure, posted.values(), field, |filled, status| {
        pages::show::show(ctx, &view, filled, status)
    })
}
