//! Measures on the API. Each answer is what the page of the same name shows.

use super::count::{Counted, count};
use super::view::{self, DifferenceView, MeasureList, MeasureView, RowFilter, RowList, Which};
use super::{Held, acts, store, trial};
use ::web::http::reply;
use ::web::http::{Asked, Sent};
use ::web::{Ctx, Reply, Shared};
use axum::extract::Path;
use axum::response::Response;
use base::{Day, Level, Result, Saying};
use kernel::Done;
use measures::Part;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes below `/api/v1`.
pub fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(get_measures))
        .routes(routes!(get_measure))
        .routes(routes!(get_rows))
        .routes(routes!(get_difference))
        .routes(routes!(post_snapshot))
        .routes(routes!(post_publication))
        .routes(routes!(post_snapshot_publication))
}

/// Which count, and which of its rows.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct NumberQuery {
    /// The civil day that is counted; none = today.
    pub as_of: String,
    /// As known at this position, or at the end of this day, or at this instant; none = now.
    pub at: String,
    /// Rows below this level are unknown: E0 to E4; the definition's own level when that is higher.
    pub min: String,
    /// A kept count by its number, instead of counting.
    pub snapshot: String,
    /// A version of the definition; none = the newest.
    pub version: String,
    /// Only rows of this part.
    pub part: String,
    /// Only rows of this level, E0 to E4.
    pub level: String,
    /// Only rows of this series.
    pub series: String,
    /// Only rows with this reason.
    pub reason: String,
    /// The cursor `next` of the page before.
    pub after: String,
}

impl NumberQuery {
    /// Which count it asks for.
    pub fn which(&self) -> Result<Which> {
        let level = |text: &str| {
            Level::parse(text).ok_or_else(|| Saying::invalid("tower-measure-level").with("text", short(text)))
        };
        Ok(Which {
            snapshot: given(&self.snapshot),
            as_of: given(&self.as_of).map(|text| Day::parse(&text)).transpose()?,
            at: given(&self.at),
            minimum: given(&self.min).map(|text| level(&text)).transpose()?,
            version: given(&self.version)
                .map(|text| {
                    text.parse::<i64>()
                        .map_err(|_| Saying::invalid("tower-measure-version").with("version", short(&text)))
                })
                .transpose()?,
        })
    }

    /// Which rows it asks for; a code that nobody knows fits no row.
    pub fn filter(&self) -> Result<RowFilter> {
        Ok(RowFilter {
            part: given(&self.part)
                .map(|text| {
                    Part::parse(&text).ok_or_else(|| {
                        Saying::invalid("tower-measure-part-unknown").with("text", short(&text))
                    })
                })
                .transpose()?,
            level: given(&self.level)
                .map(|text| {
                    let level = Level::parse(&text);
                    level.ok_or_else(|| Saying::invalid("tower-measure-level").with("text", short(&text)))
                })
                .transpose()?
                .map(|level| u8::try_from(level.number()).unwrap_or(u8::MAX)),
            series: given(&self.series),
            reason: given(&self.reason),
        })
    }

    /// Where the page begins.
    pub fn after(&self) -> usize {
        self.after.parse().unwrap_or(0)
    }
}

/// Two counts to compare. Without numbers: the two newest kept ones, or the newest one and now.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct DifferenceQuery {
    /// A kept count, or a civil day, or `day@position`.
    pub from: String,
    /// The same; `now` = counted now.
    pub to: String,
}

fn given(text: &str) -> Option<String> {
    Some(text.trim()).filter(|text| !text.is_empty()).map(str::to_owned)
}

/// The beginning of what was typed, for a refusal.
pub(super) fn short(text: &str) -> String {
    text.chars().take(40).collect()
}

/// `2026-SNP-0003`, `2026-10-31`, `2026-10-31@18204` or `now`.
pub fn side(text: &str) -> Result<Which> {
    let text = text.trim();
    if text == "now" || text.is_empty() {
        return Ok(Which::default());
    }
    if text.contains("-SNP-") {
        return Ok(Which { snapshot: Some(text.to_owned()), ..Which::default() });
    }
    let (day, at) = match text.split_once('@') {
        Some((day, at)) => (day, Some(at.to_owned())),
        None => (text, None),
    };
    Ok(Which { as_of: Some(Day::parse(day)?), at, ..Which::default() })
}

/// What pages and the API read: two counts against each other, or "nothing kept yet".
pub async fn difference(ctx: &Ctx, id: &str, query: &DifferenceQuery) -> Result<DifferenceView> {
    let (name, see) = (id.to_owned(), view::seeing(ctx.depth()));
    let kept = ctx.city().read(move |read| store::snapshots(read, &name, see, 2)).await?;
    let from = match (given(&query.from), kept.as_slice()) {
        (Some(text), _) => side(&text)?,
        (None, [.., oldest]) => side(&oldest.number)?,
        (None, []) => return Err(Saying::conflict("tower-snapshot-none").with("id", short(id)).into()),
    };
    let to = match (given(&query.to), kept.as_slice()) {
        (Some(text), _) => side(&text)?,
        (None, [newest, _]) => side(&newest.number)?,
        (None, _) => Which::default(),
    };
    view::compare(ctx, id, &from, &to).await
}

/// Keeps a count: the engine counts first, the act stores what it found.
pub async fn take(ctx: &Ctx, id: &str, which: &Which) -> Reply<Done> {
    ctx.signed_in()?;
    acts::TAKE.allow(ctx.actor(), &Default::default())?;
    let counted: Arc<Counted> = view::counted(ctx, id, which).await?;
    let fingerprint = format!("{} {}", counted.as_of, counted.digest);
    ctx.act(&acts::TAKE, &fingerprint, move |tx| acts::take(tx, &counted)).await
}

/// Makes the newest version public, after it was counted once.
pub async fn publish(ctx: &Ctx, id: &str) -> Reply<Done> {
    ctx.signed_in()?;
    acts::PUBLISH.allow(ctx.actor(), &Default::default())?;
    let name = id.to_owned();
    let held: Held = ctx.read(move |read| store::newest(read, &name, store::Seeing::Internal)).await?;
    let (version, name) = (held.definition.version, id.to_owned());
    let asked = super::count::Asked { as_of: crate::api::today(ctx), position: None, minimum: None };
    count(ctx.city(), &held, asked).await.map_err(|error| trial::in_file(error, &held.text))?;
    ctx.act(&acts::PUBLISH, &version.to_string(), move |tx| acts::publish(tx, &name, version)).await
}

/// Makes a kept count public.
pub async fn publish_snapshot(ctx: &Ctx, number: &str) -> Reply<Done> {
    ctx.signed_in()?;
    let name = number.to_owned();
    ctx.act(&acts::PUBLISH_SNAPSHOT, number, move |tx| acts::publish_snapshot(tx, &name)).await
}

/// All measures with their numbers of today.
#[utoipa::path(get, path = "/measures", tag = "measures", params(("city" = String, Path)),
    responses((status = 200, body = MeasureList)))]
async fn get_measures(ctx: Ctx) -> Reply<Response> {
    reply::json(&view::list(&ctx).await?, None)
}

/// One number with its definition, parts, slices and kept counts.
#[utoipa::path(get, path = "/measures/{measure}", tag = "measures",
    params(("city" = String, Path), ("measure" = String, Path), NumberQuery),
    responses((status = 200, body = MeasureView), (status = 404)))]
async fn get_measure(
    ctx: Ctx,
    Path((_, measure)): Path<(String, String)>,
    Asked(query): Asked<NumberQuery>,
) -> Reply<Response> {
    reply::json(&view::show(&ctx, &measure, &query.which()?).await?.0, None)
}

/// The rows behind a number, as deep as the reader sees.
#[utoipa::path(get, path = "/measures/{measure}/rows", tag = "measures",
    params(("city" = String, Path), ("measure" = String, Path), NumberQuery),
    responses((status = 200, body = RowList), (status = 404), (status = 503)))]
async fn get_rows(
    ctx: Ctx,
    Path((_, measure)): Path<(String, String)>,
    Asked(query): Asked<NumberQuery>,
) -> Reply<Response> {
    let counted = view::counted(&ctx, &measure, &query.which()?).await?;
    let rows = view::rows(&ctx, &counted, &query.filter()?, query.after(), view::PAGE).await?;
    reply::json(&rows, None)
}

/// What changed between two counts, unit by unit; it sums to the change.
#[utoipa::path(get, path = "/measures/{measure}/difference", tag = "measures",
    params(("city" = String, Path), ("measure" = String, Path), DifferenceQuery),
    responses((status = 200, body = DifferenceView), (status = 404), (status = 409)))]
async fn get_difference(
    ctx: Ctx,
    Path((_, measure)): Path<(String, String)>,
    Asked(query): Asked<DifferenceQuery>,
) -> Reply<Response> {
    reply::json(&difference(&ctx, &measure, &query).await?, None)
}

/// What to keep: nothing said is today, as known now.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NewSnapshot {
    /// The civil day.
    pub as_of: String,
    /// A position, a day or an instant.
    pub at: String,
    /// E0 to E4.
    pub min: String,
}

/// Keeps a count.
#[utoipa::path(post, path = "/measures/{measure}/snapshots", tag = "measures",
    params(("city" = String, Path), ("measure" = String, Path)), request_body = NewSnapshot,
    responses((status = 201), (status = 403), (status = 404), (status = 422)))]
async fn post_snapshot(
    ctx: Ctx,
    Path((_, measure)): Path<(String, String)>,
    Sent(new): Sent<NewSnapshot>,
) -> Reply<Response> {
    let query = NumberQuery { as_of: new.as_of, at: new.at, min: new.min, ..NumberQuery::default() };
    let done = take(&ctx, &measure, &query.which()?).await?;
    let number = done.number.clone().unwrap_or_default();
    reply::done(&done, Some(ctx.url(&format!("/api/v1/measures/{measure}?snapshot={number}"))))
}

/// Makes the newest version of a definition public.
#[utoipa::path(post, path = "/measures/{measure}/publication", tag = "measures",
    params(("city" = String, Path), ("measure" = String, Path)),
    responses((status = 200), (status = 403), (status = 404), (status = 409), (status = 422)))]
async fn post_publication(ctx: Ctx, Path((_, measure)): Path<(String, String)>) -> Reply<Response> {
    reply::done(&publish(&ctx, &measure).await?, None)
}

/// Makes a kept count public.
#[utoipa::path(post, path = "/snapshots/{snapshot}/publication", tag = "measures",
    params(("city" = String, Path), ("snapshot" = String, Path)),
    responses((status = 200), (status = 403), (status = 404), (status = 409)))]
async fn post_snapshot_publication(ctx: Ctx, Path((_, snapshot)): Path<(String, String)>) -> Reply<Response> {
    reply::done(&publish_snapshot(&ctx, &snapshot).await?, None)
}
