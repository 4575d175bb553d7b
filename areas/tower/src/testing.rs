//! A small city behind the pages of the tower, on either database, and people who come to it.

use axum::body::Body;
use axum::http::Request;
use base::{Days, Id, Ref, Tri};
use kernel::account::{NewGrant, acts as accounts, store};
use kernel::organisation::{NewOrganisation, acts as organisations};
use kernel::{Caller, Done, Role, Tx};
use testkit::Hub;
use tower::ServiceExt as _;
use web::http::reply::percent;

/// The city and its site.
pub struct Stage {
    pub hub: Hub,
    router: axum::Router,
    runtime: tokio::runtime::Runtime,
}

/// A person who signed in.
pub struct Comer {
    secret: String,
    csrf: String,
}

/// What came back: the status, the visible text of the page or the body, and where it leads.
pub struct Seen {
    pub status: u16,
    pub text: String,
    pub raw: String,
    pub location: String,
}

impl Stage {
    /// A city on every database that this machine has.
    pub fn on_each(test: impl Fn(Stage)) {
        Hub::on_each(&[crate::MIGRATIONS], |hub| test(Stage::of(hub)));
    }

    fn of(hub: Hub) -> Stage {
        let areas = [crate::area()];
        let site = web::Site::new(vec![hub.city.clone()], &areas, None, None).unwrap();
        let router = web::http::site::router(site, &areas);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        Stage { hub, router, runtime }
    }

    /// An act of the program.
    pub fn act<F>(&self, act: F) -> Done
    where
        F: FnOnce(&mut Tx<'_>) -> base::Result<Done> + Send + 'static,
    {
        self.hub.city.act_blocking(Caller::System("test"), None, act).unwrap()
    }

    /// An organisation: its number and its reference.
    pub fn organisation(&self, name: &str) -> (String, Ref) {
        let name = Tri { ko: Some(name.into()), en: Some(format!("{name} Inc")), zh: None };
        let new = NewOrganisation { kind: "agency".into(), name, ..NewOrganisation::default() };
        let done = self.act(move |tx| organisations::register(tx, new));
        (done.number.unwrap(), done.subject)
    }

    /// A person with a role in an organisation or office, signed in.
    pub fn comer(&self, role: Role, at: Option<&Ref>) -> Comer {
        let person = self.hub.person(Role::Visitor, None);
        let at = at.map(|at| Id::parse(&at.id).unwrap());
        let (organisation, office) = if role == Role::Member { (at, None) } else { (None, at) };
        let grant = NewGrant { person, role, organisation, office, deputy_of: None, days: Days::ALWAYS };
        if role != Role::Visitor {
            self.act(move |tx| accounts::grant(tx, &grant));
        }
        let login = accounts::login_hash(&self.hub.city, &format!("{person}@test.example")).unwrap();
        self.act(move |tx| accounts::open(tx, person, &login, "not a hash"));
        let (secret, hash) = accounts::new_secret(&self.hub.city).unwrap();
        self.hub.city.tidy_blocking(move |tx| store::insert_session(tx, &hash, person)).unwrap();
        let csrf = self.hub.city.vault().keyed_hash("csrf", &secret).unwrap();
        Comer { secret, csrf }
    }

    /// Reads a page, in Korean.
    pub fn get(&self, by: Option<&Comer>, path: &str) -> Seen {
        self.send(by, Request::get(format!("/testville{path}")), Body::empty())
    }

    /// Reads a whole address.
    pub fn at(&self, path: &str) -> Seen {
        self.send(None, Request::get(path), Body::empty())
    }

    /// Sends a form of one of our pages.
    pub fn form(&self, by: Option<&Comer>, path: &str, fields: &[(&str, &str)]) -> Seen {
        let mut pairs: Vec<String> =
            fields.iter().map(|(name, value)| format!("{}={}", percent(name), percent(value))).collect();
        pairs.extend(by.map(|comer| format!("csrf={}", percent(&comer.csrf))));
        let request = Request::post(format!("/testville{path}"))
            .header("content-type", "application/x-www-form-urlencoded");
        self.send(by, request, Body::from(pairs.join("&")))
    }

    fn send(&self, by: Option<&Comer>, request: axum::http::request::Builder, body: Body) -> Seen {
        let mut request = request.header("host", "hub.example").header("accept-language", "ko");
        if let Some(comer) = by {
            request = request.header("cookie", format!("bitgoeul-testville={}", comer.secret));
        }
        let request = request.body(body).unwrap();
        self.runtime.block_on(async {
            let response = self.router.clone().oneshot(request).await.unwrap();
            let status = response.status().as_u16();
            let location = response.headers().get("location").map(|to| to.to_str().unwrap().to_owned());
            let bytes = axum::body::to_bytes(response.into_body(), 8 << 20).await.unwrap();
            let raw = String::from_utf8(bytes.to_vec()).unwrap();
            Seen { status, text: visible(&raw), raw, location: location.unwrap_or_default() }
        })
    }
}

/// The text between `main` and its end that a person sees, one space between words; other bodies as they are.
fn visible(html: &str) -> String {
    let Some(main) = html.split("<main").nth(1).and_then(|rest| rest.split("</main>").next()) else {
        return html.to_owned();
    };
    let pieces = main.split('<').skip(1).filter_map(|piece| piece.split_once('>')).map(|(_, text)| text);
    let text =
        pieces.collect::<Vec<_>>().join(" ").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
