//! Origins on the API: what the page shows.

use super::{Origin, OriginState, Screen, state, store};
use crate::pack::items;
use crate::thread;
use axum::response::Response;
use base::Tri;
use kernel::scope::Sight;
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
    pub states: BTreeMap<OriginState, usize>,
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
    pub state: OriginState,
    /// Pages of this site that serve it; a page that does not exist is not among them.
    pub screens: Vec<String>,
    /// Records that keep it, as `kind:id`.
    pub records: Vec<String>,
    /// Those of them that this reader may walk from.
    pub threads: Vec<String>,
}

/// What the page and the API read.
pub async fn list(ctx: &Ctx) -> Reply<OriginList> {
    let (pack, actor) = (ctx.about().slug.clone(), ctx.actor().clone());
    let sight = Sight::of(&actor, crate::api::today(ctx));
    let (origins, screens, loaded) = ctx
        .read(move |read| {
            let screens = store::screens(read)?;
            let mut loaded: Loaded = BTreeMap::new();
            for screen in screens.iter().filter(|screen| !screen.record.is_empty()) {
                if let Some(became) = items::find(read, &pack, &screen.record)? {
                    let is_seen = thread::node(read, &became, &actor, &sight)?.is_some();
                    loaded.insert(screen.record.clone(), (became.to_string(), is_seen));
                }
            }
            Ok((store::list(read)?, screens, loaded))
        })
        .await?;
    let items: Vec<OriginView> =
        origins.into_iter().map(|origin| view(ctx, origin, &screens, &loaded)).collect();
    let mut states = BTreeMap::new();
    for item in &items {
        *states.entry(item.state).or_default() += 1;
    }
    Ok(OriginList { items, states })
}

/// Items of the pack that became records, and whether this reader sees them.
type Loaded = BTreeMap<String, (String, bool)>;

fn view(ctx: &Ctx, origin: Origin, screens: &[Screen], loaded: &Loaded) -> OriginView {
    let own: Vec<Screen> = screens.iter().filter(|screen| screen.origin == origin.code).cloned().collect();
    let has_page = |path: &str| ctx.site().has_page(path);
    let shown = own.iter().filter(|screen| !screen.screen.is_empty() && has_page(&screen.screen));
    let kept: Vec<&(String, bool)> = own.iter().filter_map(|screen| loaded.get(&screen.record)).collect();
    OriginView {
        state: state(&own, has_page, |record| loaded.contains_key(record)),
        screens: shown.map(|screen| screen.screen.clone()).collect(),
        records: kept.iter().map(|(name, _)| name.clone()).collect(),
        threads: kept.iter().filter(|(_, is_seen)| *is_seen).map(|(name, _)| name.clone()).collect(),
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
