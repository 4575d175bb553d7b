//! The whole site: its cities, its areas, the layers around every answer.

use super::address::Address;
use super::area::{Area, NavItem};
use super::patience::{self, PATIENCE};
use super::{preferences, problems, reply};
use crate::assets::{self, Assets};
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router, middleware};
use base::words::{Catalogue, CatalogueError};
use kernel::City;
use kernel::search::Searchable;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use utoipa::openapi::{InfoBuilder, OpenApi, OpenApiBuilder};
use utoipa_axum::router::OpenApiRouter;

/// A form without a file never holds more.
pub(super) const FORM_BYTES_MAX: usize = 256 * 1024;
/// How much of a form is read, as it was sent: one that holds too much is shown again, with what is too long in it. A
/// letter may take nine bytes on its way.
const FORM_READ_BYTES_MAX: usize = 2 << 20;

/// The site as handlers share it.
pub type Shared = Arc<Site>;

/// What the program serves.
pub struct Site {
    cities: BTreeMap<String, City>,
    catalogue: Arc<Catalogue>,
    assets: Assets,
    dist: Option<PathBuf>,
    nav: Vec<NavItem>,
    pages: Vec<&'static str>,
    searchables: Vec<Searchable>,
    address: Option<Address>,
    open_api: std::sync::OnceLock<OpenApi>,
}

impl Site {
    /// A site of these cities. `dist` is the folder of the built front-end files; `address` where people reach it, none
    /// when nobody said.
    pub fn new(
        cities: Vec<City>,
        areas: &[Area],
        dist: Option<PathBuf>,
        address: Option<Address>,
    ) -> base::Result<Site> {
        let manifest = match &dist {
            Some(folder) => std::fs::read_to_string(folder.join("manifest.json")).ok(),
            None => None,
        };
        let assets = Assets::new("/assets/", manifest.as_deref())
            .map_err(|e| base::Fault::new("reading the manifest of the front-end files", e))?;
        let catalogue = catalogue(areas).map_err(|e| base::Fault::new("reading the words", e))?;
        let mut nav: Vec<NavItem> = areas.iter().flat_map(|area| area.nav.clone()).collect();
        nav.sort_by_key(|item| item.order);
        let routes = areas.iter().flat_map(|area| area.pages.list());
        let pages = routes.filter(|route| route.method == "get").map(|route| route.path).collect();
        let mut by_slug = BTreeMap::new();
        for city in cities {
            by_slug.insert(city.about()?.slug, city);
        }
        Ok(Site {
            cities: by_slug,
            catalogue: Arc::new(catalogue),
            assets,
            dist,
            nav,
            pages,
            searchables: searchables(areas),
            address,
            open_api: std::sync::OnceLock::new(),
        })
    }

    /// A city by its slug.
    pub fn city(&self, slug: &str) -> Option<&City> {
        self.cities.get(slug)
    }
    /// All cities.
    pub fn cities(&self) -> impl Iterator<Item = &City> {
        self.cities.values()
    }
    /// All words.
    pub fn catalogue(&self) -> &Arc<Catalogue> {
        &self.catalogue
    }
    /// Addresses of styles and scripts.
    pub fn assets(&self) -> &Assets {
        &self.assets
    }
    /// The navigation, in order.
    pub fn nav(&self) -> &[NavItem] {
        &self.nav
    }
    /// True when some area serves a page at this address below a city; what follows `?` or `#` is not looked at.
    pub fn has_page(&self, address: &str) -> bool {
        let path = address.split(['?', '#']).next().unwrap_or(address);
        self.pages.iter().any(|page| {
            let (mut page, mut path) = (page.split('/'), path.split('/'));
            loop {
                match (page.next(), path.next()) {
                    (None, None) => return true,
                    (Some(place), Some(part))
                        if place == part || (place.starts_with('{') && !part.is_empty()) => {}
                    _ => return false,
                }
            }
        })
    }
    /// The kinds of records that are searched.
    pub fn searchables(&self) -> &[Searchable] {
        &self.searchables
    }
    /// True when browsers reach the site by HTTPS.
    pub fn is_secure(&self) -> bool {
        self.address.as_ref().is_some_and(Address::is_secure)
    }
    /// Where people reach a path of the site; the path alone when nobody said.
    pub fn address_of(&self, path: &str) -> String {
        self.address.as_ref().map_or_else(|| path.to_owned(), |address| address.of(path))
    }
}

/// The kinds of records that these areas let be searched.
pub fn searchables(areas: &[Area]) -> Vec<Searchable> {
    areas.iter().flat_map(|area| area.searchables.clone()).collect()
}

/// The words of the kit, the kernel and the areas.
pub fn catalogue(areas: &[Area]) -> Result<Catalogue, CatalogueError> {
    let start = Catalogue::new()
        .with("web", crate::WORDS)?
        .with("http", crate::HTTP_WORDS)?
        .with("kernel", kernel::WORDS)?;
    areas
        .iter()
        .flat_map(|area| area.words.iter().map(|words| (area.name, *words)))
        .try_fold(start, |all, (name, words)| all.with(name, words))
}

/// The API of all areas, as OpenAPI 3.1 and as a router.
pub fn api(areas: &[Area]) -> (Router<Shared>, OpenApi) {
    let info = InfoBuilder::new()
        .title("Bitgoeul")
        .version("1")
        .description(Some(
            "The operating system of an AI city. Every answer carries the position it shows (`X-Journal-Position`); \
             answers from a made-up city carry `X-Synthetic: true`. Problems are RFC 9457.",
        ))
        .build();
    let whole = areas.iter().fold(OpenApiRouter::new(), |router, area| router.merge(area.api.clone()));
    let (router, mut found) = OpenApiRouter::with_openapi(OpenApiBuilder::new().info(info).build())
        .nest("/{city}/api/v1", whole)
        .split_for_parts();
    problems::describe(&mut found);
    (router, found)
}

/// The router of everything.
pub fn router(site: Site, areas: &[Area]) -> Router {
    let (api, open_api) = api(areas);
    let _ = site.open_api.set(open_api);
    let site: Shared = Arc::new(site);
    let pages = areas.iter().fold(Router::new(), |router, area| router.merge(area.pages.router()));
    Router::new()
        // With the slash, so that a page at `/` is the city's first page, `/gwangju/`.
        .nest("/{city}/", pages)
        .merge(api)
        .route("/", get(first_page))
        .route("/favicon.ico", get(favicon))
        .route("/{city}", get(first_page_of_city))
        .route("/health", get(health))
        .route("/api/openapi.json", get(open_api_json))
        // Where programs look for it, beside what it describes.
        .route("/{city}/api/v1/openapi.json", get(open_api_of_city))
        .route("/assets/{file}", get(asset))
        .route("/{city}/preferences", axum::routing::post(preferences::set))
        .fallback(reply::no_such_page)
        // Inside, so that a panic and a late answer are told in words like every other failure.
        .layer(tower_http::catch_panic::CatchPanicLayer::new())
        .layer(middleware::from_fn_with_state(PATIENCE, patience::wait))
        .layer(middleware::from_fn_with_state(Arc::clone(&site), reply::finish))
        .layer(DefaultBodyLimit::max(FORM_READ_BYTES_MAX))
        .layer(tower_http::compression::CompressionLayer::new())
        .with_state(site)
}

/// The first page leads to the first city.
async fn first_page(State(site): State<Shared>) -> Response {
    match site.cities.keys().next() {
        Some(slug) => axum::response::Redirect::to(&format!("/{slug}/")).into_response(),
        None => (StatusCode::NOT_FOUND, "no city is loaded; run `bitgoeul load PACK`\n").into_response(),
    }
}

/// Whether every city can be read and written; a watcher needs no more than the status.
async fn health(State(site): State<Shared>) -> reply::Reply<&'static str> {
    for (slug, city) in &site.cities {
        if let Err(error) = city.check().await {
            tracing::error!(city = slug, %error, "a city cannot be written");
            let why = match &error {
                base::Error::Fault(fault) => fault.cause.clone(),
                base::Error::Refused(saying) => saying.key.to_owned(),
            };
            let saying = base::Saying::new(base::problem::Class::Unavailable, "web-not-well");
            return Err(base::Error::from(saying.with("city", slug).with("why", why)).into());
        }
    }
    Ok("ok\n")
}

/// The light of the name, as browsers ask for it without being told.
async fn favicon() -> Response {
    const LIGHT: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 16 16\">\
        <circle cx=\"8\" cy=\"8\" r=\"7\" fill=\"#ffe9a8\"/><circle cx=\"8\" cy=\"8\" r=\"4.5\" fill=\"#ffc629\"/></svg>";
    ([(header::CONTENT_TYPE, "image/svg+xml"), (header::CACHE_CONTROL, "public, max-age=86400")], LIGHT)
        .into_response()
}

/// A city without its slash.
async fn first_page_of_city(State(site): State<Shared>, Path(slug): Path<String>) -> Response {
    match site.city(&slug) {
        Some(_) => axum::response::Redirect::to(&format!("/{slug}/")).into_response(),
        None => reply::no_such_page().await.into_response(),
    }
}

async fn open_api_json(State(site): State<Shared>) -> Response {
    match site.open_api.get() {
        Some(api) => Json(api).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// The same for every city there is.
async fn open_api_of_city(State(site): State<Shared>, Path(slug): Path<String>) -> Response {
    match site.city(&slug) {
        Some(_) => open_api_json(State(site)).await,
        None => reply::no_such_page().await.into_response(),
    }
}

/// Our style sheet, and the files of the front-end build. Names carry a digest of the content.
async fn asset(State(site): State<Shared>, Path(file): Path<String>) -> Response {
    let for_ever = (header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable"));
    if file == site.assets.style_name() {
        return (
            [for_ever, (header::CONTENT_TYPE, HeaderValue::from_static("text/css; charset=utf-8"))],
            assets::style_sheet(),
        )
            .into_response();
    }
    let media = match file.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("woff2") => "font/woff2",
        Some("svg") => "image/svg+xml",
        _ => return StatusCode::NOT_FOUND.into_response(),
    };
    let plain = file.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_'))
        && !file.starts_with('.');
    let Some(folder) = site.dist.as_ref().filter(|_| plain) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    match std::fs::read(folder.join(&file)) {
        Ok(bytes) => {
            ([for_ever, (header::CONTENT_TYPE, HeaderValue::from_static(media))], bytes).into_response()
        }
        Err(_) => StatusCode::NOT_FOUND.into_response(),
    }
}
