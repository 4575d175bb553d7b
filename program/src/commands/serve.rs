//! `bitgoeul serve`: the site.

use crate::cli::Serve;
use crate::config::Config;
use crate::told::Stopped;
use base::Fault;
use kernel::City;
use kernel::follower::runner::{Duties, Runner};
use std::net::SocketAddr;
use std::path::PathBuf;
use web::Site;
use web::http::Address;

pub fn run(config: &Config, serve: &Serve) -> Result<(), Stopped> {
    let config = Config { readers: serve.readers.or(config.readers), ..config.clone() };
    let slugs = config.slugs();
    if slugs.is_empty() {
        return Err(Stopped::input(format!(
            "there is no city in {}; load one with `bitgoeul load PACK`",
            config.data.display()
        )));
    }
    let cities: Vec<City> =
        slugs.iter().map(|slug| config.open(slug, false, false)).collect::<Result<_, _>>()?;
    let duties = Duties { daily: true, keep: crate::areas::keep(), ..Duties::default() };
    let _runners: Vec<Runner> =
        cities.iter().map(|city| Runner::start(city, duties.clone())).collect::<Result<_, _>>()?;
    for city in &cities {
        crate::engines::attach(city)?;
        crate::search::attach(city)?;
    }
    let _engines: Vec<Runner> = cities.iter().map(crate::engines::keep_fresh).collect::<Result<_, _>>()?;
    let _indexes: Vec<Runner> = cities.iter().map(crate::search::keep_fresh).collect::<Result<_, _>>()?;
    let listen =
        serve.listen.clone().or_else(|| config.listen.clone()).unwrap_or_else(|| "127.0.0.1:8080".into());
    let address: SocketAddr = listen.parse().map_err(|_| {
        Stopped::input(format!("{listen:?} is not an address and port; write it like 127.0.0.1:8080"))
    })?;
    let areas = crate::areas::areas();
    let dist = serve.assets.clone().or_else(|| config.assets.clone()).or_else(assets_nearby);
    // Who tries it on their own machine reaches it where it listens.
    let reached = match (&config.address, address.ip().is_loopback()) {
        (None, true) => Some(Address::parse(&format!("http://{address}"))?),
        (given, _) => given.clone(),
    };
    let site = Site::new(cities, &areas, dist, reached)?;
    let router = web::http::site::router(site, &areas);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|e| Fault::new("starting the server", e))?;
    runtime.block_on(listen_on(address, router))?;
    Ok(())
}

/// The front-end files beside us, when we run from the sources.
fn assets_nearby() -> Option<PathBuf> {
    let folder = PathBuf::from("assets/dist");
    folder.join("manifest.json").exists().then_some(folder)
}

async fn listen_on(address: SocketAddr, router: axum::Router) -> base::Result<()> {
    let listener = tokio::net::TcpListener::bind(address).await.map_err(|e| {
        Fault::new(format!("listening on {address}; is another server there? choose --listen"), e)
    })?;
    println!("http://{address}/");
    // Pages see which network asks, so that who sends too much stops nobody else.
    axum::serve(listener, router.into_make_service_with_connect_info::<SocketAddr>())
        .with_graceful_shutdown(async {
            let _ = tokio::signal::ctrl_c().await;
        })
        .await
        .map_err(|e| Fault::new("serving", e).into())
}
