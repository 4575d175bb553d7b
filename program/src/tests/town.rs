//! A small city behind the whole router, people who come to it, and what they saw.

use area_register::import;
use area_tower::measure::acts as measure;
use area_tower::measure::count::{Asked, count_blocking};
use area_tower::measure::facts::FIRM;
use area_tower::measure::store::{Seeing, newest};
use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Request};
use base::{Day, Days, Id, Level, PersonId, Tri};
use http_body_util::BodyExt as _;
use kernel::account::{acts as accounts, store};
use kernel::evidence::Form;
use kernel::organisation::acts::{self, NewPresence};
use kernel::organisation::{NewOrganisation, store as organisations};
use kernel::{Caller, Role};
use std::net::SocketAddr;
use testkit::{Database, Hub};
use tower::ServiceExt as _;
use web::http::Address;
use web::http::reply::percent;
use web::{Area, Site};

/// The city and its site.
pub struct Town {
    pub hub: Hub,
    pub areas: Vec<Area>,
    pub router: Router,
    runtime: tokio::runtime::Runtime,
}

/// Who asks.
#[derive(Clone, Debug)]
pub enum Asker {
    Visitor,
    Session { secret: String, csrf: String },
    Token(String),
}

/// What is asked.
pub struct Ask {
    method: &'static str,
    path: String,
    headers: Vec<(String, String)>,
    content: Content,
    /// The address that the connection comes from.
    peer: Option<std::net::IpAddr>,
}

enum Content {
    Nothing,
    Form { fields: Vec<(String, String)>, token: bool },
    File { media: String, bytes: Vec<u8> },
    Flow(Body),
}

/// What came back.
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

/// The boundary of our multipart forms.
const BOUNDARY: &str = "bitgoeul-test-boundary";

impl Ask {
    pub fn get(path: &str) -> Ask {
        Ask::new("GET", path, Content::Nothing)
    }
    pub fn form(path: &str, fields: &[(&str, &str)]) -> Ask {
        let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Ask::new("POST", path, Content::Form { fields, token: true })
    }
    pub fn json(path: &str, value: &serde_json::Value) -> Ask {
        Ask::bytes(path, "application/json", value.to_string().into_bytes())
    }
    pub fn bytes(path: &str, media: &str, bytes: Vec<u8>) -> Ask {
        Ask::new("POST", path, Content::File { media: media.to_owned(), bytes })
    }
    pub fn flow(path: &str, media: &str, body: Body) -> Ask {
        Ask::new("POST", path, Content::Flow(body)).header("content-type", media)
    }
    /// A file handed in by a form.
    pub fn upload(path: &str, by: &Asker, name: &str, bytes: &[u8]) -> Ask {
        Ask::bytes(path, &multipart_media(), multipart(by, name, bytes))
    }
    fn new(method: &'static str, path: &str, content: Content) -> Ask {
        Ask { method, path: path.to_owned(), headers: Vec::new(), content, peer: None }
    }
    /// The connection comes from this address.
    pub fn peer(mut self, address: &str) -> Ask {
        self.peer = Some(address.parse().expect("an address"));
        self
    }
    pub fn header(mut self, name: &str, value: &str) -> Ask {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }
    /// A form that did not come from our page.
    pub fn without_token(mut self) -> Ask {
        if let Content::Form { token, .. } = &mut self.content {
            *token = false;
        }
        self
    }
}

/// The media type of a multipart form.
pub fn multipart_media() -> String {
    format!("multipart/form-data; boundary={BOUNDARY}")
}

/// The bytes of a multipart form with one file.
pub fn multipart(by: &Asker, name: &str, bytes: &[u8]) -> Vec<u8> {
    let csrf = match by {
        Asker::Session { csrf, .. } => csrf.as_str(),
        Asker::Visitor | Asker::Token(_) => "",
    };
    let mut out = format!(
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n{csrf}\r\n--{BOUNDARY}\r\n\
         Content-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: application/octet-stream\r\n\r\n"
    )
    .into_bytes();
    out.extend_from_slice(bytes);
    out.extend_from_slice(format!("\r\n--{BOUNDARY}--\r\n").as_bytes());
    out
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|e| panic!("{e}: {}", self.text()))
    }
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or("")
    }
    /// The text that a person sees: no markup, one space between words.
    pub fn visible(&self) -> String {
        let text = self.text();
        let body = text.split_once("<main").map_or(text.as_str(), |(_, main)| main);
        let mut out = String::new();
        let mut inside = text.contains("<main");
        for c in body.chars() {
            match (c, inside) {
                ('<', _) => inside = true,
                ('>', true) => {
                    inside = false;
                    out.push(' ');
                }
                (_, true) => {}
                (c, false) => out.push(c),
            }
        }
        let plain =
            out.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&");
        plain.split_whitespace().collect::<Vec<_>>().join(" ")
    }
    /// The value of the first cookie of this name.
    pub fn cookie(&self, name: &str) -> Option<String> {
        let lines = self.headers.get_all("set-cookie").iter().filter_map(|value| value.to_str().ok());
        lines
            .filter_map(|line| line.split(';').next()?.split_once('='))
            .find(|(key, _)| *key == name)
            .map(|(_, v)| v.to_owned())
    }
}

/// What the tests find in the city.
pub struct Scene {
    /// The number and id of the members' own organisation.
    pub own: (String, Id),
    /// Another one.
    pub other: (String, Id),
    /// One that is known to be `other`.
    pub merged: String,
    /// A statement of presence of `own`.
    pub fact: Id,
    /// A person with a public name.
    pub person: PersonId,
    /// A published number by the members' own organisation, with a finding that nobody was shown.
    pub claim: String,
    /// One that is by nobody, with a finding.
    pub claim_of_nobody: String,
    /// A number that was handed in and waits.
    pub receipt: String,
    /// The code that opens the receipt.
    pub code: String,
    /// A request to correct that waits.
    pub request: String,
    /// What the area of promises shows, and what operators see to.
    pub promised: super::promised::Promised,
}

pub const OWN_BUSINESS_NUMBER: &str = "124-81-00998";
pub const CLAIMS: &str = "id,published,outlet,speaker,subject,scope,relation,value,unit,numerator,denominator,parts,basis,as_of,source,label_ko\n\
     c1,2025-12,paper,press,academy.rate,classes 1-5,=,71.2,percent,724,1221,,,2025-12,news-1,취업률\n\
     c2,2025-11-24,paper,press,mou.invested,all,=,142,company,142,244,,,2025-11-24,news-2,실제 투자\n";
/// The kept count of the scene that is public.
pub const PUBLIC_COUNT: &str = "2026-SNP-0001";
/// A line that is new to the scene.
pub const NEW_CLAIM: [(&str, &str); 11] = [
    ("id", "c3"),
    ("published", "2025-12-10"),
    ("outlet", "빛신문"),
    ("speaker", "city"),
    ("subject", "mou.offices"),
    ("scope", "all"),
    ("relation", "="),
    ("value", "160"),
    ("unit", "company"),
    ("as_of", "2025-12"),
    ("source", "https://news.example/1"),
];
/// A good hand-in.
pub const HAND_IN: [(&str, &str); 8] = [
    ("label_ko", "입주 기업"),
    ("value", "160"),
    ("unit", "company"),
    ("relation", "="),
    ("outlet", "빛신문"),
    ("speaker", "city"),
    ("published", "2025-12-10"),
    ("source", "https://news.example/1"),
];
pub const CSV: &str = "기관명,사업자등록번호\n가온 에이아이,220-81-62517\n나래 로보틱스,\n";

impl Town {
    /// A founded city with everything this program serves.
    pub fn new() -> Town {
        Town::on(Database::Sqlite, false).expect("SQLite is always there")
    }

    /// The same on either database, reached by HTTPS or not; none when this machine has no such database.
    pub fn on(database: Database, secure: bool) -> Option<Town> {
        let all = crate::areas::migrations().into_iter();
        let own: Vec<_> = all.filter(|migrations| migrations.area != kernel::MIGRATIONS.area).collect();
        Town::of(Hub::on(database, &own)?, crate::areas::areas(), secure).into()
    }

    /// The site of these areas over a city.
    pub fn of(hub: Hub, areas: Vec<Area>, secure: bool) -> Town {
        let address = secure.then(|| Address::parse("https://hub.example").expect("an address"));
        let site = Site::new(vec![hub.city.clone()], &areas, None, address).expect("a site");
        let router = web::http::site::router(site, &areas);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        Town { hub, areas, router, runtime }
    }

    /// A city with a few organisations.
    pub fn with_scene() -> (Town, Scene) {
        let town = Town::new();
        let scene = town.scene();
        (town, scene)
    }

    /// Puts a few organisations into the city, gives it an engine and a measure.
    pub fn scene(&self) -> Scene {
        let own = self.organisation("가온 에이아이랩", Some(OWN_BUSINESS_NUMBER));
        let other = self.organisation("무등 로봇", None);
        let merged = self.organisation("무등로봇 주식회사", None);
        let (gone, kept) = (merged.1, other.1);
        self.act(move |tx| acts::merge(tx, gone, kept, "같은 회사"));
        let fact = self.presence(own.1);
        let person = kernel::person::acts::new_key(&self.hub.city).expect("a key");
        let name = kernel::person::NewField::public("name_ko", "한공개");
        self.act(move |tx| kernel::person::acts::register(tx, person, &[name]));
        self.numbers(own.1);
        let promised = super::promised::promise(self, &own, &other);
        let (receipt, code, request) = self.claims(own.1);
        let (claim, claim_of_nobody) = ("c1".to_owned(), "c2".to_owned());
        Scene {
            own,
            other,
            merged: merged.0,
            fact,
            person,
            claim,
            claim_of_nobody,
            receipt,
            code,
            request,
            promised,
        }
    }

    /// Two published numbers, a hand-in and a request to correct; the numbers of the last two, and the code of the hand-in.
    fn claims(&self, own: Id) -> (String, String, String) {
        use area_tower::claim::acts::{self as claim, hand_in, import, publish, reply};
        use area_tower::claim::{finding::NewFinding, names::Names, said::NewSaid};
        let lines = claims::read(CLAIMS.as_bytes()).expect("good claims");
        let file = import::File { name: "claims.csv".into(), digest: "0".repeat(64) };
        self.act(move |tx| import::import(tx, &Names::default(), &lines, &file));
        self.act(move |tx| claim::name(tx, "c1", own));
        for code in ["c1", "c2"] {
            let low = claims::number::Printed::whole(59);
            self.act(move |tx| {
                let kept = area_tower::measure::store::snapshot(tx, PUBLIC_COUNT, Seeing::Public)?;
                let snapshot = format!("snapshot:{}", kept.id);
                publish::find(
                    tx,
                    code,
                    &NewFinding { definition: "rate/1".into(), high: None, low, snapshot },
                )
            });
        }
        let today = self.hub.city.now().day_in(&self.hub.city.about().expect("a city").zone);
        let cells = HAND_IN.map(|(column, text)| (column.to_owned(), text.to_owned())).to_vec();
        let cells = hand_in::checked(&Names::default(), today, cells).expect("a good hand-in");
        let handed = self.act(move |tx| hand_in::hand_in(tx, &cells));
        let said =
            NewSaid {
                says: "정정해 주세요".into(), document: Some("공문 7".into()), ..NewSaid::default()
            };
        let asked = self.act(move |tx| reply::request(tx, &Names::default(), "c1", said));
        let id = Id::parse(&handed.subject.id).expect("a hand-in has an id");
        let code = area_tower::claim::receipt::code(self.hub.city.vault(), id).expect("a code");
        (handed.number.expect("a receipt"), code, asked.number.expect("a number"))
    }

    /// The same with the plan, bodies, people and budget of a small made-up city beside it.
    pub fn with_pack() -> (Town, Scene) {
        let (town, scene) = Town::with_scene();
        town.load_pack();
        (town, scene)
    }

    /// Loads the plan, bodies, people, budget, firms and trainees of a small made-up city, and its measures.
    pub fn load_pack(&self) {
        let town = self;
        let folder = tempfile::tempdir().expect("a folder");
        let from = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../cities/mirinae");
        std::fs::create_dir(folder.path().join("measures")).expect("a folder");
        for entry in std::fs::read_dir(from.join("measures")).expect("the pack").filter_map(Result::ok) {
            let to = folder.path().join("measures").join(entry.file_name());
            std::fs::copy(entry.path(), to).expect("copying the pack");
        }
        for entry in std::fs::read_dir(from).expect("the pack").filter_map(Result::ok) {
            if entry.path().is_dir() {
                continue;
            }
            let text = std::fs::read_to_string(entry.path()).expect("a pack is text");
            let own = text
                .replace("slug = \"mirinae\"", "slug = \"testville\"")
                .replace("count = 1200", "count = 40")
                .replace("count = 6000", "count = 60");
            let own = own.replace("registered_twice = 20", "registered_twice = 2");
            // People of the tests come in by themselves; hashing eight passwords would take a while.
            let own = own.split("# Demo sign-ins").next().unwrap_or("").to_owned();
            std::fs::write(folder.path().join(entry.file_name()), own).expect("copying the pack");
        }
        let pack = area_tower::pack::read(folder.path(), town.hub.city.now())
            .unwrap_or_else(|found| panic!("{found:?}"));
        let ready = |city: &kernel::City| kernel::fact::feed::catch_up(city).map(|_| ());
        area_tower::pack::load_with(&town.hub.city, &pack, &ready).unwrap_or_else(|e| panic!("{e}"));
    }

    /// A public measure with two kept counts, of which the second is not public; a definition that is not public.
    fn numbers(&self, firm: Id) {
        let public = include_str!("../../../cities/mirinae/measures/firms-present.toml");
        let public = public.replacen("firms-present", "firms-here", 1);
        let internal =
            include_str!("../../../cities/mirinae/measures/jobs.toml").replacen("jobs", "jobs-here", 1);
        crate::engines::attach(&self.hub.city).expect("an engine");
        self.act(move |tx| {
            let firm = base::Ref::new(kernel::organisation::KIND.name, firm);
            let says = kernel::fact::Statement {
                code: Some("founded".into()),
                ..kernel::fact::Statement::new(&FIRM, firm.clone(), Days::ALWAYS, Level::Attested)
            };
            kernel::fact::state(tx, &FIRM, &says)?;
            tx.record(&acts::STATE_PRESENCE, firm, None, &serde_json::json!({"listed": "founded"}), &[])
        });
        self.act(move |tx| measure::define(tx, "firms-here", 3, &public));
        self.act(move |tx| measure::publish(tx, "firms-here", 3));
        self.act(move |tx| measure::define(tx, "jobs-here", 2, &internal));
        let number = self.keep("firms-here");
        self.act(move |tx| measure::publish_snapshot(tx, &number));
        self.keep("firms-here");
    }

    /// Keeps a count of a measure as of the day of the tests, with everything that is in the city.
    pub fn keep(&self, id: &'static str) -> String {
        kernel::fact::feed::catch_up(&self.hub.city).expect("the engine takes the facts");
        let held =
            self.hub.city.read_blocking(move |read| newest(read, id, Seeing::Internal)).expect("a measure");
        let as_of = Day::parse("2026-11-20").expect("a day");
        let asked = Asked { as_of, position: None, minimum: None };
        let counted = count_blocking(&self.hub.city, &held, asked).unwrap_or_else(|e| panic!("{e}"));
        self.act(move |tx| measure::take(tx, &counted)).number.expect("a kept count has a number")
    }

    /// An act of the program.
    pub fn act<F>(&self, act: F) -> kernel::Done
    where
        F: FnOnce(&mut kernel::Tx<'_>) -> base::Result<kernel::Done> + Send + 'static,
    {
        self.hub.city.act_blocking(Caller::System("test"), None, act).expect("an act of the test")
    }

    pub fn organisation(&self, name: &str, business_number: Option<&str>) -> (String, Id) {
        let new = NewOrganisation {
            kind: "company".into(),
            name: Tri { ko: Some(name.into()), en: Some(format!("{name} Inc")), zh: None },
            business_number: business_number.map(str::to_owned),
            ..NewOrganisation::default()
        };
        let number =
            self.act(move |tx| acts::register(tx, new)).number.expect("an organisation has a number");
        let key = number.clone();
        let id = self
            .hub
            .city
            .read_blocking(move |read| organisations::by_number(read, &key))
            .expect("it was registered");
        (number, id)
    }

    /// States that an organisation is here; the fact's id.
    pub fn presence(&self, id: Id) -> Id {
        let new = NewPresence {
            code: "P2".into(),
            days: Days { from: Some(Day::parse("2025-03-01").expect("a day")), to: None },
            level: Level::Attested,
            evidence: Some(Form::Reference { reference: "입주확인 2025-17".into() }),
            issuer: Some("테크노파크".into()),
            issued: None,
        };
        self.act(move |tx| acts::state_presence(tx, id, new));
        let facts =
            self.hub.city.read_blocking(move |read| acts::presence(read, id, kernel::fact::store::LATEST));
        facts.expect("reading presence").last().expect("it was stated").id
    }

    /// A person with an account, and a role unless it is a visitor's.
    pub fn person(&self, role: Role, organisation: Option<Id>) -> PersonId {
        let organisation = if role == Role::Member { organisation } else { None };
        let person = self.hub.person(role, organisation);
        self.open_account(person, &format!("{person}@test.example"));
        person
    }

    /// An account without a password that fits: tests come in by `session` and `token`.
    pub fn open_account(&self, person: PersonId, login: &str) {
        let hash = accounts::login_hash(&self.hub.city, login).expect("a hash");
        self.act(move |tx| accounts::open(tx, person, &hash, "not a hash"));
    }

    /// A session, without typing a password.
    pub fn session(&self, person: PersonId) -> Asker {
        let (secret, hash) = accounts::new_secret(&self.hub.city).expect("a secret");
        self.hub.city.tidy_blocking(move |tx| store::insert_session(tx, &hash, person)).expect("a session");
        let csrf = self.hub.city.vault().keyed_hash("csrf", &secret).expect("a token");
        Asker::Session { secret, csrf }
    }

    /// A new person in a role, signed in.
    pub fn signed_in(&self, role: Role, organisation: Option<Id>) -> Asker {
        self.session(self.person(role, organisation))
    }

    /// A token of a person.
    pub fn token(&self, person: PersonId, scopes: &[&str]) -> Asker {
        let (secret, hash) = accounts::new_secret(&self.hub.city).expect("a secret");
        let scopes: Vec<String> = scopes.iter().map(|scope| (*scope).to_owned()).collect();
        let caller = Caller::Person(person);
        let made = self.hub.city.act_blocking(caller, None, move |tx| {
            accounts::make_token(tx, person, &hash, "시험", &scopes, 30)
        });
        made.expect("a token");
        Asker::Token(secret)
    }

    /// A staged import of a person.
    pub fn staged(&self, person: PersonId) -> Id {
        import::stage(&self.hub.city, person, "firms.csv", CSV.as_bytes())
            .unwrap_or_else(|e| panic!("{e}"))
            .id
    }

    /// Sends a request below the city and waits for the whole answer.
    pub fn send(&self, by: &Asker, ask: Ask) -> Answer {
        let ask = Ask { path: format!("/testville{}", ask.path), ..ask };
        self.send_at(by, ask)
    }

    /// Sends a request to any address of the site.
    pub fn send_at(&self, by: &Asker, ask: Ask) -> Answer {
        let mut request = Request::builder().method(ask.method).uri(&ask.path).header("host", "hub.example");
        match by {
            Asker::Visitor => {}
            Asker::Session { secret, .. } => {
                request = request.header("cookie", format!("bitgoeul-testville={secret}"))
            }
            Asker::Token(secret) => request = request.header("authorization", format!("Bearer {secret}")),
        }
        for (name, value) in &ask.headers {
            request = request.header(name, value);
        }
        if let Some(peer) = ask.peer {
            request = request.extension(ConnectInfo(SocketAddr::new(peer, 40_000)));
        }
        let request = match ask.content {
            Content::Nothing => request.body(Body::empty()),
            Content::Flow(body) => request.body(body),
            Content::File { media, bytes } => request.header("content-type", media).body(Body::from(bytes)),
            Content::Form { fields, token } => request
                .header("content-type", "application/x-www-form-urlencoded")
                .body(Body::from(form_text(by, &fields, token))),
        };
        let request = request.expect("a request that can be written");
        self.runtime.block_on(async {
            let response = match self.router.clone().oneshot(request).await {
                Ok(response) => response,
                Err(never) => match never {},
            };
            let (parts, body) = response.into_parts();
            let body = body.collect().await.expect("a whole answer").to_bytes().to_vec();
            Answer { status: parts.status.as_u16(), headers: parts.headers, body }
        })
    }
}

fn form_text(by: &Asker, fields: &[(String, String)], token: bool) -> String {
    let mut pairs: Vec<String> =
        fields.iter().map(|(name, value)| format!("{}={}", percent(name), percent(value))).collect();
    if let (Asker::Session { csrf, .. }, true) = (by, token) {
        pairs.push(format!("csrf={csrf}"));
    }
    pairs.join("&")
}
