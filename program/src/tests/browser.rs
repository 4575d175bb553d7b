//! Every page in headless Chromium: accessibility, console, content policy, width.
//!
//! The site runs in this process on a port of its own. Without `BITGOEUL_TEST_ALL=1` each page is looked at once, on a
//! phone; with it, in every language and both widths. The first page of each city is looked at in every language, and
//! on a desk it stands on one screen.

use super::routes::filled;
use super::town::{Asker, Scene, Town};
use crate::cli::Common;
use crate::config::Config;
use crate::machine::SystemClock;
use base::Clock as _;
use kernel::account::{acts as accounts, store};
use kernel::{City, Role};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::Command;
use web::Site;
use web::http::Who;

/// Pages that need more than a path: not here, refused, empty.
const ODD: [(&str, u16); 4] = [
    ("/no-such-page", 404),
    ("/organisations/2026-ORG-9999", 404),
    ("/organisations?q=nothing-is-called-like-this", 200),
    ("/organisations?after=nonsense", 422),
];

fn assets() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../assets")
}

fn chromium() -> Option<PathBuf> {
    let named = std::env::var_os("CHROMIUM").map(PathBuf::from);
    named.into_iter().chain([PathBuf::from("/usr/bin/chromium")]).find(|path| path.exists())
}

/// Pages of the manifests and of the odd cases, as `check.mjs` takes them.
fn visits(town: &Town, scene: &Scene, cookie: &str, import: base::Id, all: bool) -> Vec<Value> {
    let mut visits = Vec::new();
    let mut add = |path: &str, status: u16, staff: bool| {
        let languages: &[&str] = match (all, staff) {
            (false, _) => &["ko"],
            (true, true) => &["ko", "en"],
            (true, false) => &["ko", "en", "zh"],
        };
        for lang in languages {
            let sign = if path.contains('?') { '&' } else { '?' };
            let cookie = if staff { cookie } else { "" };
            visits.push(json!({"path": format!("/testville{path}{sign}lang={lang}"), "status": status, "cookie": cookie}));
        }
    };
    for route in town.areas.iter().flat_map(|area| area.pages.list().to_vec()) {
        // A file is no page; the browser would store it. Its last part has an ending, or is the file of checksums.
        let last = route.path.rsplit('/').next().unwrap_or_default();
        let is_file = last.contains('.') || last == "SHA256SUMS";
        if route.method == "get" && !is_file {
            let staff = route.who == Who::SignedIn;
            let path = filled(route.path, scene, Some(import));
            add(&path, 200, staff);
            if !staff && all {
                add(&path, 200, true);
            }
        }
    }
    add(&format!("/organisations/{}", scene.merged), 200, false);
    for (path, status) in ODD {
        add(path, status, false);
    }
    visits
}

#[test]
fn every_page_stands_in_a_browser() {
    let all = std::env::var("BITGOEUL_TEST_ALL").is_ok_and(|value| value == "1");
    let (Some(chromium), true) = (chromium(), assets().join("node_modules/axe-core").exists()) else {
        return testkit::skip::skipped("every_page_stands_in_a_browser", "Chromium and `npm ci` in assets/");
    };
    let (town, scene) = Town::with_pack();
    for n in 0..60 {
        town.organisation(&format!("미리내 {n} 주식회사 아주 긴 이름을 가진 인공지능 연구조합"), None);
    }
    let person = town.person(Role::Officer, None);
    let Asker::Session { secret, .. } = town.session(person) else { return };
    let import = area_register::import::stage(&town.hub.city, person, "firms.csv", BAD_AND_GOOD.as_bytes());
    let import = import.unwrap_or_else(|e| panic!("{e}")).id;
    let cookie = format!("bitgoeul-testville={secret}");
    let visits = visits(&town, &scene, &cookie, import, all);
    assert!(visits.len() > 12, "only {} pages", visits.len());

    look_at(vec![town.hub.city.clone()], visits, if all { "390,1440" } else { "390" }, &chromium);
}

/// The two cities of this project with their packs as they are, loaded as anyone loads them; an officer's cookie of the
/// made-up one, whose pack lets people in.
fn both_cities(folder: &Path) -> (Vec<City>, String) {
    let cities: Vec<City> = ["gwangju", "mirinae"].map(|slug| loaded(folder, slug)).into();
    let of = &cities[1];
    let login = accounts::login_hash(of, "officer@mirinae.example").expect("a hash");
    let found = of.read_blocking(move |read| store::by_login(read, &login)).expect("reading accounts");
    let (officer, _) = found.expect("the pack has an officer");
    let (secret, hash) = accounts::new_secret(of).expect("a secret");
    of.tidy_blocking(move |tx| store::insert_session(tx, &hash, officer)).expect("a session");
    (cities, format!("bitgoeul-mirinae={secret}"))
}

fn loaded(folder: &Path, slug: &str) -> City {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("../cities").join(slug);
    let pack = area_tower::pack::read(&from, SystemClock.now()).unwrap_or_else(|found| panic!("{found:?}"));
    let config = Config::new(&Common { data: Some(folder.to_owned()), ..Common::default() });
    let city = config.and_then(|config| config.open(slug, true, false)).unwrap_or_else(|e| panic!("{e:?}"));
    let ready = |city: &City| {
        crate::engines::attach(city)?;
        kernel::fact::feed::catch_up(city).map(|_| ())
    };
    area_tower::pack::load_with(&city, &pack, &ready).unwrap_or_else(|e| panic!("{e}"));
    city
}

#[test]
fn the_first_page_of_a_city_stands_on_one_screen_in_every_language() {
    let name = "the_first_page_of_a_city_stands_on_one_screen_in_every_language";
    let (Some(chromium), true) = (chromium(), assets().join("node_modules/axe-core").exists()) else {
        return testkit::skip::skipped(name, "Chromium and `npm ci` in assets/");
    };
    let folder = tempfile::tempdir().expect("a folder");
    let (cities, officer) = both_cities(folder.path());
    let visits = [("gwangju", ""), ("mirinae", ""), ("mirinae", officer.as_str())].into_iter();
    let visits = visits.flat_map(|(slug, cookie)| {
        ["ko", "en", "zh"]
            .map(|lang| json!({"path": format!("/{slug}/?lang={lang}"), "cookie": cookie, "fits": true}))
    });
    look_at(cities, visits.collect(), "390,1440", &chromium);
}

/// Serves the cities and looks at these pages; fails with what was found.
fn look_at(cities: Vec<City>, visits: Vec<Value>, viewports: &str, chromium: &Path) {
    let folder = tempfile::tempdir().expect("a folder");
    let paths = folder.path().join("pages.json");
    std::fs::write(&paths, Value::from(visits).to_string()).expect("writing the list of pages");
    let dist = assets().join("dist");
    let dist = dist.join("manifest.json").exists().then_some(dist);
    let areas = crate::areas::areas();
    let site = Site::new(cities, &areas, dist, None).expect("a site");
    let router = web::http::site::router(site, &areas);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime");
    let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).expect("a port");
    let base = format!("http://{}", listener.local_addr().expect("an address"));
    let server = runtime.spawn(async move { axum::serve(listener, router).await });
    let output = Command::new("node")
        .arg(assets().join("browser/check.mjs"))
        .args(["--base", &base, "--viewports", viewports])
        .arg("--paths")
        .arg(&paths)
        .arg("--chromium")
        .arg(chromium)
        .output()
        .expect("node runs");
    server.abort();
    let told = String::from_utf8_lossy(&output.stderr);
    eprintln!("{}", String::from_utf8_lossy(&output.stdout).trim());
    assert!(output.status.success(), "{told}");
}

const BAD_AND_GOOD: &str = "기관명,사업자등록번호,설립일\n새빛 에이아이,220-81-62517,2024\n틀린 곳,124-81-00999,어제\n이미 있는 곳,124-81-00998,\n";
