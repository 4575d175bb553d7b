//! Pages and forms of organisations.

use super::api::{AsOf, ListQuery, PresenceBody};
use super::{PAGE, list as read_list, pages, show as read_show};
use axum::extract::Path;
use axum::response::Response;
use base::problem::InField as _;
use base::{Day, Error, Id, Saying, Tri};
use kernel::fact::store::LATEST;
use kernel::organisation::acts;
use kernel::organisation::{NewOrganisation, store};
use kernel::policy::Target;
use web::components::form::Filled;
use web::http::csv::Sheet;
use web::http::refused::again;
use web::http::reply::see;
use web::http::{Asked, Posted};
use web::{Ctx, Reply};

/// Lines of the file that anyone may take: all of them.
const CSV_PAGE: i64 = 500;

pub async fn list(ctx: Ctx, Asked(query): Asked<ListQuery>) -> Reply<Response> {
    let today = ctx.city().today();
    let (filter, after) = (query.filter(), query.after.clone());
    let found = ctx.read(move |read| read_list(read, &filter, today, after.as_deref(), PAGE)).await;
    let may_register = ctx.may(&acts::REGISTER, &Target::default());
    match found {
        Ok(found) => Ok(pages::list(&ctx, &query, &found, may_register)),
        Err(failure) => match failure.error().saying().filter(|saying| !saying.fields.is_empty()) {
            Some(saying) => Ok(pages::list_refused(&ctx, &query, saying)),
            None => Err(failure),
        },
    }
}

/// The whole list as a file, under the same filter. A cell that a spreadsheet would run is written as text.
pub async fn csv(ctx: Ctx, Asked(query): Asked<ListQuery>) -> Reply<Response> {
    let today = ctx.city().today();
    let columns = ["number", "name_ko", "name_en", "name_zh", "kind", "business_number", "presence", "level"];
    let mut sheet = Sheet::new(&ctx, &columns);
    let mut after: Option<String> = None;
    loop {
        let (filter, from) = (query.filter(), after.clone());
        let page = ctx.read(move |read| read_list(read, &filter, today, from.as_deref(), CSV_PAGE)).await?;
        for line in &page.items {
            let cells = [
                Some(line.number.as_str()),
                line.name.ko.as_deref(),
                line.name.en.as_deref(),
                line.name.zh.as_deref(),
                Some(line.kind.as_str()),
                line.business_number.as_deref(),
                line.presence.as_deref(),
                line.level.as_deref(),
            ];
            sheet.line(&cells.map(|cell| cell.unwrap_or("")));
        }
        match page.next {
            Some(next) => after = Some(next),
            None => break,
        }
    }
    Ok(sheet.file(&ctx, "organisations"))
}

pub async fn show(
    ctx: Ctx,
    Path((_, number)): Path<(String, String)>,
    Asked(at): Asked<AsOf>,
) -> Reply<Response> {
    let (actor, now) = (ctx.actor().clone(), ctx.city().position());
    let view = ctx.read(move |read| read_show(read, &number, at.position, &actor, now)).await?;
    Ok(pages::show(&ctx, &view, at.position))
}

pub async fn new(ctx: Ctx) -> Reply<Response> {
    ctx.signed_in()?;
    acts::REGISTER.allow(ctx.actor(), &Target::default())?;
    Ok(pages::form(&ctx, None, &Filled::default(), 200))
}

pub async fn register(ctx: Ctx, posted: Posted) -> Reply<Response> {
    let new = organisation(&posted);
    let result = ctx.act(&acts::REGISTER, &posted.fingerprint(), move |tx| acts::register(tx, new)).await;
    match result {
        Ok(done) => Ok(see(&ctx.url(&format!("/organisations/{}", done.number.unwrap_or_default())))),
        Err(failure) => {
            again(&ctx, failure, &posted, field_of, |filled, status| pages::form(&ctx, None, filled, status))
        }
    }
}

pub async fn correction(ctx: Ctx, Path((_, number)): Path<(String, String)>) -> Reply<Response> {
    ctx.signed_in()?;
    let found = ctx
        .read(move |read| {
            let id = store::by_number(read, &number)?;
            store::find(read, id, LATEST)
        })
        .await?;
    acts::CORRECT.allow(ctx.actor(), &Target { organisation: Some(found.id), ..Target::default() })?;
    Ok(pages::form(&ctx, Some(&found.number), &pages::filled(&found), 200))
}

pub async fn correct(ctx: Ctx, Path((_, number)): Path<(String, String)>, posted: Posted) -> Reply<Response> {
    // A version that is no number is none that was ever shown: 0 fits no record.
    let expected = posted.opt("version").map(|version| version.parse().unwrap_or(0));
    let (new, why) = (organisation(&posted), posted.text("why").to_owned());
    let (key, fingerprint) = (number.clone(), number.clone() + &posted.fingerprint());
    let result = ctx
        .act(&acts::CORRECT, &fingerprint, move |tx| {
            let id = store::by_number(tx, &key)?;
            acts::correct(tx, id, new, &why, expected)
        })
        .await;
    match result {
        Ok(_) => Ok(see(&ctx.url(&format!("/organisations/{number}")))),
        Err(failure) => again(&ctx, failure, &posted, field_of, |filled, status| {
            pages::form(&ctx, Some(&number), filled, status)
        }),
    }
}

pub async fn presence(ctx: Ctx, Path((_, number)): Path<(String, String)>) -> Reply<Response> {
    ctx.signed_in()?;
    let key = number.clone();
    let id = ctx.read(move |read| store::by_number(read, &key)).await?;
    acts::STATE_PRESENCE.allow(ctx.actor(), &Target { organisation: Some(id), ..Target::default() })?;
    Ok(pages::presence_form(&ctx, &number, &Filled::default(), 200))
}

pub async fn state_presence(
    ctx: Ctx,
    Path((_, number)): Path<(String, String)>,
    posted: Posted,
) -> Reply<Response> {
    let result = state_presence_act(&ctx, &number, &posted).await;
    match result {
        Ok(_) => Ok(see(&ctx.url(&format!("/organisations/{number}")))),
        Err(failure) => again(&ctx, failure, &posted, field_of, |filled, status| {
            pages::presence_form(&ctx, &number, filled, status)
        }),
    }
}

async fn state_presence_act(ctx: &Ctx, number: &str, posted: &Posted) -> Reply<kernel::Done> {
    let day = |name: &'static str| posted.opt(name).map(|text| Day::parse(&text)).transpose().in_field(name);
    let body = PresenceBody {
        code: posted.text("code").to_owned(),
        from: day("from")?.ok_or_else(|| Error::from(Saying::invalid("presence-from-missing")))?,
        to: day("to")?,
        level: posted.text("level").to_owned(),
        evidence: posted.opt("evidence"),
        issuer: posted.opt("issuer"),
        issued: day("issued")?,
    };
    let (new, key) = (body.checked()?, number.to_owned());
    let fingerprint = number.to_owned() + &posted.fingerprint();
    ctx.act(&acts::STATE_PRESENCE, &fingerprint, move |tx| {
        let id = store::by_number(tx, &key)?;
        acts::state_presence(tx, id, new)
    })
    .await
}

pub async fn end_presence(
    ctx: Ctx,
    Path((_, number, fact)): Path<(String, String, String)>,
    posted: Posted,
) -> Reply<Response> {
    let (fact, why) = (Id::parse(&fact)?, posted.text("why").to_owned());
    let left = posted.opt("left").map(|text| Day::parse(&text)).transpose()?;
    let (key, fingerprint) = (number.clone(), format!("{number}{fact}{}", posted.fingerprint()));
    ctx.act(&acts::END_PRESENCE, &fingerprint, move |tx| {
        let id = store::by_number(tx, &key)?;
        acts::end_presence(tx, id, fact, left, &why)
    })
    .await?;
    Ok(see(&ctx.url(&format!("/organisations/{number}"))))
}

pub async fn merging(ctx: Ctx, Path((_, number)): Path<(String, String)>) -> Reply<Response> {
    ctx.signed_in()?;
    acts::MERGE.allow(ctx.actor(), &Target::default())?;
    Ok(pages::merge_form(&ctx, &number, &Filled::default(), 200))
}

pub async fn merge(ctx: Ctx, Path((_, number)): Path<(String, String)>, posted: Posted) -> Reply<Response> {
    let (into, why, key) = (posted.text("into").to_owned(), posted.text("why").to_owned(), number.clone());
    let result = ctx
        .act(&acts::MERGE, &(number.clone() + &posted.fingerprint()), move |tx| {
            let (id, kept) = (store::by_number(tx, &key)?, store::by_number(tx, &into)?);
            acts::merge(tx, id, kept, &why)
        })
        .await;
    match result {
        Ok(_) => Ok(see(&ctx.url(&format!("/organisations/{number}")))),
        Err(failure) => again(&ctx, failure, &posted, field_of, |filled, status| {
            pages::merge_form(&ctx, &number, filled, status)
        }),
    }
}

pub async fn unmerge(ctx: Ctx, Path((_, number)): Path<(String, String)>, posted: Posted) -> Reply<Response> {
    let (key, why) = (number.clone(), posted.text("why").to_owned());
    ctx.act(&acts::UNMERGE, &number.clone(), move |tx| {
        let id = store::by_number(tx, &key)?;
        acts::unmerge(tx, id, &why)
    })
    .await?;
    Ok(see(&ctx.url(&format!("/organisations/{number}"))))
}

fn field_of(key: &str) -> &'static str {
    match key {
        "organisation-business-number-taken" => "business_number",
        "organisation-corporate-number-taken" => "corporate_number",
        "organisation-merge-why" => "why",
        "organisation-merge-circle" | "organisation-merge-self" | "base-not-found" => "into",
        "presence-from-missing" | "presence-in-the-future" => "from",
        "base-days-backwards" => "to",
        "presence-evidence-missing" => "evidence",
        "presence-level-unknown" | "presence-level-of-member" => "level",
        "presence-code-unknown" => "code",
        _ => "",
    }
}

fn organisation(posted: &Posted) -> NewOrganisation {
    NewOrganisation {
        kind: posted.text("kind").to_owned(),
        name: Tri { ko: posted.opt("name_ko"), en: posted.opt("name_en"), zh: posted.opt("name_zh") },
        aliases: posted
            .text("aliases")
            .lines()
            .map(str::trim)
            .filter(|a| !a.is_empty())
            .map(str::to_owned)
            .collect(),
        business_number: posted.opt("business_number"),
        corporate_number: posted.opt("corporate_number"),
        homepage: posted.opt("homepage"),
        founded: posted.opt("founded"),
        source_key: None,
    }
}
