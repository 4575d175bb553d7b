//! Origins on the API: what the page shows.

use super::{Origin, Screen, State, state, store};
use axum::response::Response;
use base::Tri;
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use web::http::reply;
use web::{Ctx, Reply, Shared};

/// The routes below `/api/v1`.
pub fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(get_origins))
}

/// All origins with their states.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct OriginList {
    /// In the order of their file.
    pub items: Vec<OriginView>,
    /// How many are in each state.
    pub states: BTreeMap<State, usize>,
}

/// One origin.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct OriginView {
    /// `o17`.
    pub code: String,
    /// A short source key.
    pub source: String,
    /// The part of the program.
    pub area: String,
    #[schema(value_type = Object)]
    pub text: Tri,
    /// How far it is served, by the rule.
    pub state: State,
    /// Pages of this site that serve it; a page that does not exist is not among them.
    pub screens: Vec<String>,
    /// True when an item of the pack keeps it on record.
    pub on_record: bool,
}

/// What the page and the API read.
pub async fn list(ctx: &Ctx) -> Reply<OriginList> {
    let pack = ctx.about().slug.clone();
    let (origins, screens, loaded) = ctx
        .read(move |read| {
            let screens = store::screens(read)?;
            let mut loaded = BTreeMap::new();
            for screen in screens.iter().filter(|screen| !screen.record.is_empty()) {
                loaded.insert(screen.record.clone(), store::is_loaded(read, &pack, &screen.record)?);
            }
            Ok((store::list(read)?, screens, loaded))
        })
        .await?;
    let is_loaded = |record: &str| loaded.get(record).copied().unwrap_or(false);
    let items: Vec<OriginView> =
        origins.into_iter().map(|origin| view(ctx, origin, &screens, is_loaded)).collect();
    let mut states = BTreeMap::new();
    for item in &items {
        *states.entry(item.state).or_default() += 1;
    }
    Ok(OriginList { items, states })
}

fn view(ctx: &Ctx, origin: Origin, screens: &[Screen], is_loaded: impl Fn(&str) -> bool) -> OriginView {
    let own: Vec<Screen> = screens.iter().filter(|screen| screen.origin == origin.code).cloned().collect();
    let has_page = |path: &str| ctx.site().has_page(path);
    let shown = own.iter().filter(|screen| !screen.screen.is_empty() && has_page(&screen.screen));
    OriginView {
        state: state(&own, has_page, &is_loaded),
        screens: shown.map(|screen| screen.screen.clone()).collect(),
        on_record: own.iter().any(|screen| !screen.record.is_empty() && is_loaded(&screen.record)),
        code: origin.code,
        source: origin.source,
        area: origin.area,
        text: origin.text,
    }
}

/// What the founding texts ask for, and how far this program serves it.
#[utoipa::path(get, path = "/origins", tag = "tower", params(("city" = String, Path)),
    responses((status = 200, body = OriginList)))]
async fn get_origins(ctx: Ctx) -> Reply<Response> {
    reply::json(&list(&ctx).await?, None)
}
