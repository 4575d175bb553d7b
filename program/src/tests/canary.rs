//! The canary: unmistakable names are planted in the vault, and every output there is is searched for them.

use super::open_api::operations;
use super::routes::filled;
use super::town::{Ask, Asker, Scene, Town};
use base::{Days, PersonId};
use db::{Conn, Read as _, Sql};
use kernel::account::{NewGrant, acts as accounts};
use kernel::journal::verify::{self, Trusted};
use kernel::person::{self, FieldVisibility, NewField};
use kernel::{Caller, Role};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, Once, PoisonError};

/// What must appear nowhere.
const PLANTED: [&str; 8] = [
    "카나리아홍길순",
    "Kanarie Honggilsun",
    "kanarie.vogel@nest.example",
    "010-2864-7531",
    "새장 열쇠를 잃어버린 사람",
    "노란깃털 담당자",
    "kanarie.login@nest.example",
    "카나리아의 긴 비밀번호",
];
/// What stands on purpose where a public name is shown, and nowhere in the files.
const PUBLIC_NAME: &str = "공개이름장보고";
/// A name in a public role of the small made-up city: on its page, and nowhere in the files.
const OFFICIAL: &str = "한가람결";

const SEALED: Sql =
    Sql::new("test.canary.sealed", "select sealed from vault_field where person = ?1 order by field");
const PEOPLE: Sql = Sql::new("test.canary.people", "select id from person order by id");
const BODIES: Sql = Sql::new("test.canary.bodies", "select count(*) from journal_entry where body is null");

struct Log;

static LOG: Mutex<Vec<u8>> = Mutex::new(Vec::new());
static LISTEN: Once = Once::new();

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        LOG.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Everything that any thread logs, at the finest level.
fn listen() {
    LISTEN.call_once(|| {
        let log = tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(|| Log);
        log.try_init().expect("no other log in the tests");
    });
}

/// Plants a person with a field of every visibility, a login and a role.
fn plant(town: &Town) -> PersonId {
    let city = &town.hub.city;
    let person = accounts::open_for_new_person(city, PLANTED[6], PLANTED[7], None).expect("an account");
    let field = |name: &str, text: &str, visibility| NewField { visibility, ..NewField::own(name, text) };
    let fields = vec![
        field("name_ko", PLANTED[0], FieldVisibility::Own),
        field("name_en", PLANTED[1], FieldVisibility::Organisation),
        field("contact", PLANTED[2], FieldVisibility::Office),
        field("phone", PLANTED[3], FieldVisibility::Own),
        field("note", PLANTED[4], FieldVisibility::Office),
        field("duty", PLANTED[5], FieldVisibility::Organisation),
        NewField::public("public_name", PUBLIC_NAME),
    ];
    town.act(move |tx| person::acts::state(tx, person, &fields));
    let grant = NewGrant {
        person,
        role: Role::Officer,
        organisation: None,
        office: None,
        deputy_of: None,
        days: Days::ALWAYS,
    };
    town.act(move |tx| accounts::grant(tx, &grant));
    person
}

/// The planted person works: signs in rightly and wrongly, registers, imports, makes a token, breaks something.
fn live(town: &Town, scene: &Scene, person: PersonId) -> Asker {
    let fields = |password: &'static str| [("login", PLANTED[6]), ("password", password)];
    let answer = town.send(&Asker::Visitor, Ask::form("/sign-in", &fields(PLANTED[7])));
    assert_eq!(answer.status, 303);
    let again = town.send(&Asker::Visitor, Ask::form("/sign-in", &fields("카나리아의 틀린 비밀번호")));
    assert_eq!(again.status, 401);
    let by = town.session(person);
    let posts = [
        Ask::form("/organisations/new", &[("name_ko", "새장")]),
        Ask::form(
            &format!("/organisations/{}/correction", scene.own.0),
            &[("name_ko", "가온"), ("why", "줄임")],
        ),
        Ask::form("/account/tokens", &[("label", "책상"), ("scope", "register.organisation"), ("days", "3")]),
        Ask::upload(
            "/import",
            &by,
            "카나리아홍길순의 목록.csv",
            format!("기관명,담당자\n새빛,{}\n", PLANTED[0]).as_bytes(),
        ),
    ];
    for ask in posts {
        let answer = town.send(&by, ask);
        assert!(matches!(answer.status, 200 | 303), "{}: {}", answer.status, answer.visible());
    }
    // A fault on the way: the log tells of it, without what was typed.
    let long = PLANTED[0].repeat(3_000);
    let _ = town.send(&by, Ask::form("/organisations/new", &[("name_ko", &long)]));
    by
}

/// The ways in which a text may stand in bytes.
fn forms(text: &str) -> Vec<Vec<u8>> {
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let escaped: String = text
        .encode_utf16()
        .map(|unit| if unit < 128 { char::from(unit as u8).to_string() } else { format!("\\u{unit:04x}") })
        .collect();
    vec![
        text.as_bytes().to_vec(),
        utf16,
        escaped.into_bytes(),
        kernel::journal::hex(text.as_bytes()).into_bytes(),
        web::http::reply::percent(text).into_bytes(),
    ]
}

fn contains(bytes: &[u8], needle: &[u8]) -> bool {
    let Some(first) = needle.first() else { return true };
    let mut rest = bytes;
    while let Some(at) = rest.iter().position(|byte| byte == first) {
        if rest[at..].starts_with(needle) {
            return true;
        }
        rest = &rest[at + 1..];
    }
    false
}

/// Which of the texts stand in the bytes.
fn found<'a>(bytes: &[u8], texts: &[&'a str]) -> Vec<&'a str> {
    texts.iter().copied().filter(|text| forms(text).iter().any(|form| contains(bytes, form))).collect()
}

fn all_files(folder: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder").filter_map(Result::ok) {
        match entry.path() {
            path if path.is_dir() => all.extend(all_files(&path)),
            path => all.push(path),
        }
    }
    all
}

/// Every page and answer that can be read, as one asker.
fn read_everything(town: &Town, scene: &Scene, by: &Asker, person: PersonId) -> Vec<(String, Vec<u8>)> {
    let import = town.staged(person);
    let pages = town.areas.iter().flat_map(|area| area.pages.list().to_vec());
    let mut paths: Vec<String> = pages
        .filter(|route| route.method == "get")
        .map(|route| filled(route.path, scene, Some(import)))
        .collect();
    paths.extend(
        operations()
            .into_iter()
            .filter(|(method, _, _)| method == "get")
            .map(|(_, path, _)| filled(&path, scene, Some(import))),
    );
    paths.extend([
        "/journal?after=0".to_owned(),
        "/api/v1/journal?limit=1000".to_owned(),
        "/nothing".to_owned(),
        "/search?q=a".to_owned(),
    ]);
    let mut out = Vec::new();
    for path in paths {
        for lang in ["ko", "en", "zh"] {
            let sign = if path.contains('?') { '&' } else { '?' };
            let answer = town.send(by, Ask::get(&format!("{path}{sign}lang={lang}")));
            assert!(answer.status < 500, "{path}: {}", answer.status);
            let heads: String =
                answer.headers.iter().map(|(name, value)| format!("{name}: {value:?}\n")).collect();
            out.push((format!("{path} in {lang}"), [heads.into_bytes(), answer.body].concat()));
        }
    }
    out
}

/// What the city leaves behind: tables, files, the journal's export, both halves of a backup.
fn everything_written(town: &Town) -> Vec<(String, Vec<u8>)> {
    let city = &town.hub.city;
    let mut export = Vec::new();
    let end = kernel::journal::export::export(city, &mut export).expect("an export");
    assert!(end.entries > 10);
    let mut out = vec![
        ("the journal's export".to_owned(), export),
        ("the tables".to_owned(), town.hub.dump().into_bytes()),
    ];
    let backup = tempfile::tempdir().expect("a folder");
    let (rows, keys) = (backup.path().join("rows"), backup.path().join("keys"));
    kernel::backup::backup(city, &rows, &keys).expect("a backup");
    let files: Vec<PathBuf> = [town.hub.folder(), &rows, &keys].into_iter().flat_map(all_files).collect();
    for name in ["city.db", "keys.db"] {
        assert!(files.iter().any(|file| file.ends_with(name)), "{name} was not searched");
    }
    assert!(
        files.iter().any(|file| file.starts_with(&rows)) && files.iter().any(|file| file.starts_with(&keys))
    );
    out.extend(
        files.into_iter().map(|file| (file.display().to_string(), std::fs::read(&file).expect("a file"))),
    );
    out
}

#[test]
fn planted_names_appear_in_no_output() {
    listen();
    let (town, scene) = Town::with_pack();
    let person = plant(&town);
    let own = live(&town, &scene, person);
    super::search::attach(&town);
    let mut leaks = Vec::new();
    let mut outputs = 0;
    let mut look = |place: &str, bytes: &[u8], texts: &[&str]| {
        outputs += 1;
        leaks.extend(found(bytes, texts).into_iter().map(|text| format!("{text} in {place}")));
    };
    for role in Role::ALL {
        let reader = town.person(role, Some(scene.own.1));
        let by = if role == Role::Visitor { Asker::Visitor } else { town.session(reader) };
        for (place, bytes) in read_everything(&town, &scene, &by, reader) {
            look(&format!("{place} as {}", role.code()), &bytes, &PLANTED);
        }
    }
    for (place, bytes) in read_everything(&town, &scene, &own, person) {
        // Their account calls people by name; no other page does, not even to themselves.
        let texts = if place.starts_with("/account in ") { &PLANTED[2..] } else { &PLANTED[..] };
        look(&format!("{place} as the person"), &bytes, texts);
    }
    let people = town.send(&Asker::Visitor, Ask::get("/people")).visible();
    assert!(people.contains(OFFICIAL), "{people}");
    let everywhere = [&PLANTED[..], &[PUBLIC_NAME, OFFICIAL]].concat();
    for (place, bytes) in everything_written(&town) {
        look(&place, &bytes, &everywhere);
    }
    // The index keeps pairs of characters, so its files are asked, not read.
    for name in &everywhere {
        let told = super::search::inside(&town, name);
        assert!(told.is_empty(), "{name} in the search index: {told:?}");
    }
    let log = LOG.lock().unwrap_or_else(PoisonError::into_inner).clone();
    look("the log", &log, &everywhere);
    assert!(outputs > 300, "only {outputs} outputs were searched");
    assert!(leaks.is_empty(), "{}", leaks.join("\n"));
}

#[test]
fn the_search_finds_what_is_there() {
    for text in PLANTED {
        for form in forms(text) {
            assert_eq!(found(&[b"before ", form.as_slice(), b" after"].concat(), &[text]), [text]);
        }
    }
    assert_eq!(found("카나리아홍길".as_bytes(), &PLANTED), [""; 0]);
}

#[test]
fn after_erasure_nothing_opens_and_the_journal_still_holds() {
    let (town, scene) = Town::with_scene();
    let person = plant(&town);
    let session = live(&town, &scene, person);
    let token = town.token(person, &["register"]);
    let city = &town.hub.city;
    let public = |city: &kernel::City| {
        let vault = std::sync::Arc::clone(city.vault());
        city.read_blocking(move |read| {
            person::store::open_field(read, &vault, person, "public_name", "public")
        })
        .expect("reading a field")
    };
    assert_eq!(public(city).as_deref(), Some(PUBLIC_NAME));
    let sealed = sealed_bytes(&town, person);
    assert_eq!(sealed.len(), 8, "seven fields and the login");
    let in_files = |bytes: &[u8]| -> Vec<PathBuf> {
        all_files(town.hub.folder())
            .into_iter()
            .filter(|file| contains(&std::fs::read(file).expect("a file"), bytes))
            .collect()
    };
    assert!(sealed.iter().all(|bytes| !in_files(bytes).is_empty()), "before, the sealed bytes are found");
    let login = accounts::login_hash(city, PLANTED[6]).expect("a hash");
    assert!(!in_files(login.as_bytes()).is_empty());
    let (entries, heads) = journal(&town);

    let head = town.person(Role::Head, None);
    let erase = |tx: &mut kernel::Tx<'_>, person| {
        person::acts::erase(tx, person, "개인정보 보호법 제36조", "계약 장부의 금액: 회계 기록")
    };
    city.act_blocking(Caller::Person(head), None, move |tx| erase(tx, person)).expect("an erasure");
    assert_eq!(kernel::person::acts::destroy_ordered(city).expect("destroying keys"), 1);

    assert_eq!(public(city), None);
    let wanted: Vec<Vec<u8>> =
        sealed.into_iter().chain([login.into_bytes(), format!("person:{person}").into_bytes()]).collect();
    for bytes in &wanted[..9] {
        assert!(in_files(bytes).is_empty(), "what was sealed is still in {:?}", in_files(bytes));
    }
    let owner: Vec<PathBuf> =
        in_files(&wanted[9]).into_iter().filter(|file| file.to_string_lossy().contains("keys.db")).collect();
    assert!(owner.is_empty(), "the owner of the key is still in {owner:?}");
    let fields = [("login", PLANTED[6]), ("password", PLANTED[7])];
    assert_eq!(town.send(&Asker::Visitor, Ask::form("/sign-in", &fields)).status, 401);

    assert_eq!(town.send(&session, Ask::get("/account")).status, 303, "the session ended");
    assert_eq!(town.send(&token, Ask::get("/api/v1/me")).status, 401, "the token ended");

    // Positions, counts and hashes stay; the old heads of the tree are still heads of this history.
    let (after, later_heads) = journal(&town);
    assert!(forgotten(&town) > 0);
    let headers = |entries: &[kernel::journal::Entry]| -> Vec<String> {
        entries.iter().map(kernel::journal::Entry::header).collect()
    };
    assert_eq!(headers(&entries), headers(&after[..entries.len()]));
    assert_eq!(heads[..], later_heads[..heads.len()]);
    let trusted = Trusted {
        public_key: Some(city.public_key().to_owned()),
        kept: heads.iter().map(|head| head.note.clone()).collect(),
    };
    let verdict = verify::of_city(city, &trusted).expect("verifying");
    assert!(verdict.finding().is_none(), "{:?}", verdict.finding());
    assert!(verdict.report().erased > 0 && verdict.report().confirmed == heads.len());
}

#[test]
fn a_name_in_a_public_role_goes_with_the_person() {
    let (town, _) = Town::with_pack();
    let city = &town.hub.city;
    let vault = std::sync::Arc::clone(city.vault());
    let official = city.read_blocking(move |read| {
        let people: Vec<PersonId> = read.list(&PEOPLE, &[], |row| row.get(0))?;
        let is_named = |id: &PersonId| {
            let name = person::public_name(read, &vault, *id);
            name.is_ok_and(|name| name.and_then(|name| name.ko).as_deref() == Some(OFFICIAL))
        };
        Ok(people.into_iter().find(is_named))
    });
    let official = official.expect("reading people").expect("the pack has this person");
    let shown = |lang: &str| -> Vec<&str> {
        ["/people", "/", "/plan", "/bodies", "/api/v1/people", "/api/v1/overview"]
            .into_iter()
            .filter(|path| {
                town.send(&Asker::Visitor, Ask::get(&format!("{path}?lang={lang}"))).text().contains(OFFICIAL)
            })
            .collect()
    };
    assert_eq!(shown("ko").first(), Some(&"/people"));
    let head = town.person(Role::Head, None);
    let erase = move |tx: &mut kernel::Tx<'_>| person::acts::erase(tx, official, "본인 요청", "역할과 기간");
    city.act_blocking(Caller::Person(head), None, erase).expect("an erasure");
    person::acts::destroy_ordered(city).expect("destroying keys");
    for lang in ["ko", "en", "zh"] {
        assert_eq!(shown(lang), [""; 0]);
    }
}

fn sealed_bytes(town: &Town, person: PersonId) -> Vec<Vec<u8>> {
    let conn = Conn::open(town.hub.city.place()).expect("a second connection");
    conn.list(&SEALED, &[(&person.to_string()).into()], |row| row.get::<Vec<u8>>(0))
        .expect("the sealed fields")
}

fn forgotten(town: &Town) -> i64 {
    town.hub.city.read_blocking(|read| read.one(&BODIES, &[], |row| row.get(0))).expect("counting")
}

type Heads = Vec<kernel::journal::store::Published>;

fn journal(town: &Town) -> (Vec<kernel::journal::Entry>, Heads) {
    let read = town.hub.city.read_blocking(|read| {
        Ok((
            kernel::journal::store::page(read, 0, 10_000)?,
            kernel::journal::store::checkpoints(read, 0, 10_000)?,
        ))
    });
    read.expect("the journal")
}
