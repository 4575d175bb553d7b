//! What people and programs do with the site, from the door to the record: through the router, as they would.

use super::town::{Answer, Ask, Asker, OWN_BUSINESS_NUMBER, Town};
use kernel::Role;
use kernel::account::{NewGrant, acts as accounts, session};
use serde_json::json;
use testkit::Database;

const LOGIN: &str = "kim@testville.example";
const PASSWORD: &str = "열 글자가 넘는 비밀번호";

/// An officer with a password that fits.
fn with_officer() -> Town {
    let town = Town::new();
    let person = accounts::open_for_new_person(&town.hub.city, LOGIN, PASSWORD, None).expect("an account");
    let grant = NewGrant {
        person,
        role: Role::Officer,
        organisation: None,
        office: None,
        deputy_of: None,
        days: base::Days::ALWAYS,
    };
    town.act(move |tx| accounts::grant(tx, &grant));
    town
}

fn sign_in(town: &Town, password: &str) -> Answer {
    let fields = [("login", LOGIN), ("password", password), ("back", "/testville/organisations")];
    town.send(&Asker::Visitor, Ask::form("/sign-in", &fields))
}

/// The session that a sign-in gave, with the token that its pages carry.
fn session_of(town: &Town, answer: &Answer) -> Asker {
    let secret = answer.cookie("bitgoeul-testville").expect("a session");
    let without = Asker::Session { secret: secret.clone(), csrf: String::new() };
    let page = town.send(&without, Ask::get("/account")).text();
    let csrf =
        page.split("name=\"csrf\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a token");
    Asker::Session { secret, csrf: csrf.to_owned() }
}

#[test]
fn the_account_calls_a_person_by_name_or_by_the_address_they_come_in_with() {
    let town = Town::new();
    let named = town.signed_in(kernel::Role::Officer, None);
    let page = town.send(&named, Ask::get("/account")).visible();
    assert!(page.contains("김시험 내 계정"), "{page}");

    let person = kernel::person::acts::new_key(&town.hub.city).expect("a key");
    let field = kernel::person::NewField::own("email", "kim@example.org");
    town.act(move |tx| kernel::person::acts::register(tx, person, &[field]));
    town.open_account(person, "kim@example.org");
    let page = town.send(&town.session(person), Ask::get("/account")).visible();
    assert!(page.contains("kim@example.org 내 계정") && !page.contains(&person.to_string()), "{page}");
}

#[test]
fn an_officer_signs_in_registers_corrects_and_signs_out() {
    let town = with_officer();
    let answer = sign_in(&town, PASSWORD);
    assert_eq!((answer.status, answer.header("location")), (303, "/testville/organisations"));
    let cookie = answer.header("set-cookie");
    assert!(
        cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && cookie.contains("Path=/"),
        "{cookie}"
    );
    let officer = session_of(&town, &answer);

    let fields = [("name_ko", "가온 에이아이랩"), ("kind", "company"), ("business_number", "1248100998")];
    let registered = town.send(&officer, Ask::form("/organisations/new", &fields));
    assert_eq!(
        (registered.status, registered.header("location")),
        (303, "/testville/organisations/2026-ORG-0001")
    );
    let page = town.send(&officer, Ask::get("/organisations/2026-ORG-0001")).visible();
    assert!(page.contains("가온 에이아이랩") && page.contains(OWN_BUSINESS_NUMBER), "{page}");

    // The form carries the version that it shows; a second writer with the same version comes too late.
    let form = town.send(&officer, Ask::get("/organisations/2026-ORG-0001/correction")).text();
    let version = form
        .split("name=\"version\" value=\"")
        .nth(1)
        .and_then(|rest| rest.split('"').next())
        .expect("a version");
    let correct = |name: &str| {
        let fields = [("name_ko", name), ("kind", "company"), ("why", "상호 변경"), ("version", version)];
        town.send(&officer, Ask::form("/organisations/2026-ORG-0001/correction", &fields))
    };
    assert_eq!(correct("가온 연구소").status, 303);
    let late = correct("다른 이름");
    assert_eq!(late.status, 412);
    assert!(
        late.visible().contains("다른 이름") || late.text().contains("value=\"다른 이름\""),
        "what was typed is kept"
    );
    assert!(town.send(&officer, Ask::get("/organisations/2026-ORG-0001")).visible().contains("가온 연구소"));

    let out = town.send(&officer, Ask::form("/sign-out", &[]));
    assert_eq!(out.status, 303);
    assert_eq!(town.send(&officer, Ask::get("/account")).status, 303, "the old cookie opens nothing");
}

#[test]
fn behind_https_the_cookie_is_bound_to_the_host() {
    let town = Town::on(Database::Sqlite, true).expect("SQLite is always there");
    accounts::open_for_new_person(&town.hub.city, LOGIN, PASSWORD, None).expect("an account");
    let answer = sign_in(&town, PASSWORD);
    let cookie = answer.header("set-cookie");
    assert!(cookie.starts_with("__Host-bitgoeul-testville=") && cookie.contains("; Secure"), "{cookie}");
    assert!(cookie.contains("Path=/;") && !cookie.contains("Domain"), "{cookie}");
}

#[test]
fn presence_is_stated_ended_and_records_are_merged_and_parted() {
    let (town, scene) = Town::with_scene();
    let officer = town.signed_in(Role::Officer, None);
    let (own, other) = (&scene.own.0, &scene.other.0);
    let fields = [
        ("code", "P3"),
        ("from", "2026-02-01"),
        ("level", "E2"),
        ("evidence", "임대차 2026-3"),
        ("issuer", "시"),
    ];
    assert_eq!(
        town.send(&officer, Ask::form(&format!("/organisations/{own}/presence"), &fields)).status,
        303
    );
    let view = town.send(&Asker::Visitor, Ask::get(&format!("/api/v1/organisations/{own}"))).json();
    assert_eq!(view["presence"].as_array().map(Vec::len), Some(2));
    assert_eq!(view["presence"][1]["evidence"]["says"], "", "a visitor does not see the document's number");

    let end = format!("/organisations/{own}/presence/{}/end", scene.fact);
    assert_eq!(town.send(&officer, Ask::form(&end, &[("left", "2026-05-01"), ("why", "이전")])).status, 303);

    let merge = town.send(
        &officer,
        Ask::form(&format!("/organisations/{own}/merge"), &[("into", other), ("why", "같은 곳")]),
    );
    assert_eq!(merge.status, 303);
    let seen = |of: &str| town.send(&Asker::Visitor, Ask::get(&format!("/api/v1/organisations/{of}"))).json();
    assert_eq!(seen(own)["same_as"]["number"], other.as_str());
    let circle = town.send(
        &officer,
        Ask::form(&format!("/organisations/{other}/merge"), &[("into", own), ("why", "거꾸로")]),
    );
    assert_eq!(circle.status, 409);
    let part =
        town.send(&officer, Ask::form(&format!("/organisations/{own}/merge/undo"), &[("why", "다른 곳")]));
    assert_eq!(part.status, 303);
    assert!(seen(own)["same_as"].is_null());
}

#[test]
fn a_token_does_what_its_scopes_name_and_no_more() {
    let (town, scene) = Town::with_scene();
    let person = town.person(Role::Officer, None);
    let narrow = town.token(person, &["register.presence"]);
    let new = json!({"name": {"ko": "새빛"}});
    let presence = json!({"code": "P1", "from": "2026-01-02", "level": "E1"});
    assert_eq!(town.send(&narrow, Ask::json("/api/v1/organisations", &new)).status, 403);
    let stated =
        town.send(&narrow, Ask::json(&format!("/api/v1/organisations/{}/presence", scene.own.0), &presence));
    assert_eq!(stated.status, 200, "{}", stated.text());
    let wide = town.token(person, &["register"]);
    let made = town.send(&wide, Ask::json("/api/v1/organisations", &new));
    assert_eq!(made.status, 201);
    assert!(made.header("location").starts_with("/testville/api/v1/organisations/2026-ORG-"));
    let Asker::Token(secret) = &wide else { panic!("a token") };
    for scheme in ["Bearer", "bearer", "BEARER"] {
        let ask = Ask::get("/api/v1/me").header("authorization", &format!("{scheme} {secret}"));
        assert_eq!(town.send(&Asker::Visitor, ask).status, 200, "{scheme}");
    }
    let basic = Ask::get("/api/v1/me").header("authorization", &format!("Basic {secret}"));
    assert_eq!(town.send(&Asker::Visitor, basic).status, 401);
    let unknown = town.send(&Asker::Token("0".repeat(64)), Ask::get("/api/v1/me"));
    assert_eq!((unknown.status, unknown.header("www-authenticate")), (401, "Bearer"));
}

#[test]
fn a_token_makes_no_token_that_may_more_than_itself() {
    let town = Town::new();
    let person = town.person(Role::Officer, None);
    let token = town.token(person, &["kernel"]);
    let before = town.hub.dump();
    let fields = [("label", "더 넓은 것"), ("scope", "register"), ("days", "300")];
    let answer = town.send(&token, Ask::form("/account/tokens", &fields));
    assert_eq!(answer.status, 403, "{}", answer.visible());
    assert_eq!(before, town.hub.dump());
}

#[test]
fn a_request_sent_twice_acts_once() {
    let town = Town::new();
    let token = town.token(town.person(Role::Officer, None), &["register"]);
    let send = |name: &str| {
        town.send(
            &token,
            Ask::json("/api/v1/organisations", &json!({"name": {"ko": name}}))
                .header("idempotency-key", "a-1"),
        )
    };
    let (first, second) = (send("새빛"), send("새빛"));
    assert_eq!((first.status, second.status), (201, 201));
    assert_eq!(first.json(), second.json());
    let other = send("다른 빛");
    assert_eq!(other.status, 409);
    assert_eq!(other.json()["type"], "/problems/kernel-request-reused");
    assert_eq!(town.send(&Asker::Visitor, Ask::get("/api/v1/organisations")).json()["total"], 1);
}

#[test]
fn a_button_pressed_twice_acts_once_and_a_form_changed_after_going_back_acts_again() {
    let town = Town::new();
    let officer = town.session(town.person(Role::Officer, None));
    let page = town.send(&officer, Ask::get("/organisations/new")).text();
    let (_, rest) = page.split_once("name=\"once\" value=\"").expect("a form has its number");
    let once = rest.split('"').next().unwrap_or_default().to_owned();
    let send = |name: &str| {
        let fields = [("name_ko", name), ("kind", "company"), ("once", &once)];
        town.send(&officer, Ask::form("/organisations/new", &fields))
    };
    let (first, second) = (send("새빛"), send("새빛"));
    assert_eq!((first.status, second.status), (303, 303), "{}", first.visible());
    assert_eq!(first.header("location"), second.header("location"));
    assert_ne!(send("다른 빛").header("location"), first.header("location"));
    assert_eq!(town.send(&Asker::Visitor, Ask::get("/api/v1/organisations")).json()["total"], 2);
    let again = town.send(&officer, Ask::get("/organisations/new")).text();
    assert!(!again.contains(&once), "every form has a number of its own");
}

#[test]
fn a_tag_saves_an_answer_and_guards_a_change() {
    let (town, scene) = Town::with_scene();
    let token = town.token(town.person(Role::Officer, None), &["register"]);
    let at = format!("/api/v1/organisations/{}", scene.own.0);
    let tag = town.send(&Asker::Visitor, Ask::get(&at)).header("etag").to_owned();
    let again = town.send(&Asker::Visitor, Ask::get(&at).header("if-none-match", &tag));
    assert_eq!((again.status, again.body.len(), again.header("etag")), (304, 0, tag.as_str()));

    town.presence(scene.own.1);
    let changed = town.send(&Asker::Visitor, Ask::get(&at).header("if-none-match", &tag));
    assert_eq!(changed.status, 200, "what is shown changed");
    assert_ne!(changed.header("etag"), tag);

    let says =
        json!({"says": {"name": {"ko": "가온"}, "business_number": OWN_BUSINESS_NUMBER}, "why": "줄임"});
    let correct =
        |tag: &str| town.send(&token, Ask::json(&format!("{at}/correction"), &says).header("if-match", tag));
    assert_eq!(correct(&tag).status, 200);
    assert_eq!(correct(&tag).status, 412, "the record changed in between");
    assert_eq!(correct("\"not one of ours\"").status, 412, "a tag that was never given fits no version");
    assert_eq!(town.send(&Asker::Visitor, Ask::get(&at).header("if-none-match", &tag)).status, 200);

    // Presence shows on the same answer, so it changes the tag too.
    let tag = town.send(&Asker::Visitor, Ask::get(&at)).header("etag").to_owned();
    town.presence(scene.own.1);
    assert_eq!(town.send(&Asker::Visitor, Ask::get(&at).header("if-none-match", &tag)).status, 200);
}

#[test]
fn a_problem_is_told_in_the_reader_s_language() {
    let town = Town::new();
    let token = town.token(town.person(Role::Officer, None), &["register"]);
    let mut titles = Vec::new();
    for lang in ["ko", "en", "zh"] {
        let new =
            json!({"name": {"ko": "가".repeat(300)}, "business_number": "124-81-00999", "founded": "어제"});
        let answer =
            town.send(&token, Ask::json("/api/v1/organisations", &new).header("accept-language", lang));
        let body = answer.json();
        assert_eq!((answer.status, answer.header("content-type")), (422, "application/problem+json"));
        assert_eq!(body["type"], "/problems/organisation-not-right");
        assert_eq!(
            (body["status"].as_i64(), body["instance"].as_str()),
            (Some(422), Some("/testville/api/v1/organisations"))
        );
        let fields: Vec<&str> =
            body["errors"].as_array().unwrap().iter().filter_map(|one| one["field"].as_str()).collect();
        assert_eq!(fields, ["name_ko", "business_number", "founded"]);
        titles.push(body["title"].as_str().unwrap_or("").to_owned());
    }
    titles.dedup();
    assert_eq!(titles.len(), 3, "{titles:?}");
    for (lang, word) in [("ko", "토큰"), ("en", "oken"), ("zh", "令牌")] {
        let answer =
            town.send(&Asker::Token("x".into()), Ask::get("/api/v1/me").header("accept-language", lang));
        let title = answer.json()["title"].as_str().unwrap_or("").to_owned();
        assert_eq!(answer.status, 401);
        assert!(title.contains(word), "{lang}: {title}");
    }
}

#[test]
fn a_cursor_walks_through_all_organisations_once() {
    let town = Town::new();
    for n in 0..120 {
        // Equal names must not be lost between pages either.
        town.organisation(&format!("빛 {}", n / 3), None);
    }
    let mut seen = Vec::new();
    let mut next = String::new();
    loop {
        let page =
            town.send(&Asker::Visitor, Ask::get(&format!("/api/v1/organisations?limit=7{next}"))).json();
        assert_eq!(page["total"], 120);
        seen.extend(
            page["items"].as_array().unwrap().iter().map(|item| item["number"].as_str().unwrap().to_owned()),
        );
        match page["next"].as_str() {
            Some(cursor) => next = format!("&after={}", web::http::reply::percent(cursor)),
            None => break,
        }
    }
    assert_eq!(seen.len(), 120);
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 120, "something came twice");
}

#[test]
fn language_and_large_letters_are_kept_in_cookies() {
    let town = Town::new();
    let english = town.send(&Asker::Visitor, Ask::get("/organisations?lang=en"));
    assert!(
        english.text().contains("<html lang=\"en\""),
        "{}",
        english.text().chars().take(300).collect::<String>()
    );
    assert_eq!(english.cookie("bitgoeul-lang").as_deref(), Some("en"));
    let kept = town.send(&Asker::Visitor, Ask::get("/organisations").header("cookie", "bitgoeul-lang=zh"));
    assert!(kept.text().contains("<html lang=\"zh"), "the cookie is read");
    let set = town.send(
        &Asker::Visitor,
        Ask::form("/preferences", &[("size", "large"), ("back", "/testville/journal")]),
    );
    assert_eq!((set.status, set.header("location")), (303, "/testville/journal"));
    assert_eq!(set.cookie("bitgoeul-size").as_deref(), Some("large"));
    let plain = town.send(&Asker::Visitor, Ask::get("/journal")).text();
    let large =
        town.send(&Asker::Visitor, Ask::get("/journal").header("cookie", "bitgoeul-size=large")).text();
    let root = |text: &str| text.split("<body").next().unwrap_or("").to_owned();
    assert_ne!(root(&plain), root(&large), "the page says that its letters are large");
    let away = town.send(&Asker::Visitor, Ask::form("/preferences", &[("back", "//evil.example")]));
    assert_eq!(away.header("location"), "/testville/");
}

#[test]
fn a_session_ends_when_it_is_idle_and_in_the_end() {
    let town = Town::new();
    let person = town.person(Role::Officer, None);
    let idle = town.session(person);
    assert_eq!(town.send(&idle, Ask::get("/account")).status, 200);
    town.hub.clock.step(session::IDLE_SECONDS + 1);
    assert_eq!(town.send(&idle, Ask::get("/account")).status, 303, "half an hour without use");

    let used = town.session(person);
    let mut passed = 0;
    while passed + session::IDLE_SECONDS / 2 < session::WHOLE_SECONDS {
        town.hub.clock.step(session::IDLE_SECONDS / 2);
        passed += session::IDLE_SECONDS / 2;
        assert_eq!(town.send(&used, Ask::get("/account")).status, 200, "used after {passed} s");
    }
    town.hub.clock.step(session::IDLE_SECONDS / 2 + 1);
    assert_eq!(town.send(&used, Ask::get("/account")).status, 303, "twelve hours, however much it was used");
}

#[test]
fn what_is_important_asks_for_the_password_again() {
    let town = with_officer();
    let answer = sign_in(&town, PASSWORD);
    let officer = session_of(&town, &answer);
    town.hub.clock.step(session::CONFIRMED_SECONDS + 60);
    let change =
        || town.send(&officer, Ask::form("/account/password", &[("password", "another long password")]));
    assert_eq!(change().header("location").split('?').next(), Some("/testville/confirm"));
    assert_eq!(town.send(&officer, Ask::form("/confirm", &[("password", "not the right one")])).status, 401);
    assert_eq!(town.send(&officer, Ask::form("/confirm", &[("password", PASSWORD)])).status, 303);
    assert_eq!(change().header("location"), "/testville/sign-in");
    assert_eq!(town.send(&officer, Ask::get("/account")).status, 303, "a new password ends every session");
    assert_eq!(sign_in(&town, PASSWORD).status, 401);
    assert_eq!(sign_in(&town, "another long password").status, 303);
}

#[test]
fn the_ninth_wrong_password_is_not_even_tried() {
    let town = with_officer();
    for _ in 0..8 {
        let answer = sign_in(&town, "not the right one");
        assert_eq!(answer.status, 401);
        assert_eq!(answer.cookie("bitgoeul-testville"), None);
    }
    let closed = sign_in(&town, PASSWORD);
    assert_eq!(closed.status, 429, "the right one does not help now");
    assert!(closed.visible().contains("15"), "{}", closed.visible());
    town.hub.clock.step(16 * 60);
    assert_eq!(sign_in(&town, PASSWORD).status, 303);
}

#[test]
fn strangers_do_not_lock_out_a_browser_that_is_known() {
    const DEVICE: &str = "bitgoeul.device-testville";
    let town = with_officer();
    let known = sign_in(&town, PASSWORD).cookie(DEVICE).expect("the browser is remembered");
    assert!(!known.contains("kim"), "{known}");
    let from = |cookie: &str, login: &str, password: &str| {
        let form = Ask::form("/sign-in", &[("login", login), ("password", password)]);
        town.send(&Asker::Visitor, form.header("cookie", &format!("{DEVICE}={cookie}")))
    };
    for _ in 0..8 {
        assert_eq!(sign_in(&town, "not the right one").status, 401);
    }
    let closed = sign_in(&town, PASSWORD);
    assert_eq!(closed.status, 429);
    assert!(closed.visible().contains("전에 이 계정으로 로그인한 브라우저"), "{}", closed.visible());
    let again = from(&known, LOGIN, PASSWORD);
    assert_eq!(again.status, 303, "the officer comes in all the same");
    assert_eq!(sign_in(&town, PASSWORD).status, 429, "and opens nothing for strangers");
    // What was not signed here, or signed for another account or another day, is a stranger's.
    let (says, signature) = known.rsplit_once('.').expect("a signature");
    let (day, mark) = says.split_once('.').expect("a day");
    let later: i64 = day.parse::<i64>().expect("a number") + 1;
    for forged in
        ["", ".", "..", &format!("{says}.{}", "0".repeat(64)), &format!("{later}.{mark}.{signature}")]
    {
        assert_eq!(from(forged, LOGIN, PASSWORD).status, 429, "{forged}");
    }
    let login = "lee@testville.example";
    accounts::open_for_new_person(&town.hub.city, login, PASSWORD, None).expect("an account");
    for _ in 0..8 {
        assert_eq!(from(&known, login, "not the right one").status, 401);
    }
    assert_eq!(from(&known, login, PASSWORD).status, 429, "the mark of one account is none of another");
}

#[test]
fn a_known_browser_has_tries_of_its_own_and_is_forgotten_after_a_year() {
    const DEVICE: &str = "bitgoeul.device-testville";
    let town = with_officer();
    let known = sign_in(&town, PASSWORD).cookie(DEVICE).expect("the browser is remembered");
    let from = |password: &str| {
        let form = Ask::form("/sign-in", &[("login", LOGIN), ("password", password)]);
        town.send(&Asker::Visitor, form.header("cookie", &format!("{DEVICE}={known}")))
    };
    for _ in 0..8 {
        assert_eq!(from("not the right one").status, 401);
    }
    assert_eq!(from(PASSWORD).status, 429, "who holds the browser may not guess without end");
    assert_eq!(sign_in(&town, PASSWORD).status, 303, "another browser is asked apart");
    town.hub.clock.step(366 * 86_400);
    for _ in 0..8 {
        assert_eq!(sign_in(&town, "not the right one").status, 401);
    }
    assert_eq!(from(PASSWORD).status, 429, "a year later it is a stranger's");
}

#[test]
fn a_session_that_was_left_open_is_no_way_to_guess_the_password() {
    let town = with_officer();
    let officer = session_of(&town, &sign_in(&town, PASSWORD));
    for _ in 0..8 {
        assert_eq!(
            town.send(&officer, Ask::form("/confirm", &[("password", "not the right one")])).status,
            401
        );
    }
    assert_eq!(town.send(&officer, Ask::form("/confirm", &[("password", PASSWORD)])).status, 429);
}

#[test]
fn forms_of_other_sites_and_without_the_token_are_refused() {
    let (town, scene) = Town::with_scene();
    let officer = town.signed_in(Role::Officer, None);
    let import = town.staged(town.person(Role::Officer, None));
    let before = town.hub.dump();
    let new = || Ask::form("/organisations/new", &[("name_ko", "새빛")]);
    assert_eq!(town.send(&officer, new().without_token()).status, 403);
    assert_eq!(town.send(&officer, new().header("origin", "https://evil.example")).status, 403);
    assert_eq!(town.send(&officer, new().header("sec-fetch-site", "cross-site")).status, 403);
    assert_eq!(town.send(&officer, new().header("origin", "null")).status, 403);
    let login = Ask::form("/sign-in", &[("login", LOGIN), ("password", PASSWORD)])
        .header("origin", "https://evil.example");
    assert_eq!(town.send(&Asker::Visitor, login).status, 403);
    // A page elsewhere can send text to the API with the reader's cookie.
    let away = |ask: Ask| town.send(&officer, ask.header("origin", "https://evil.example")).status;
    assert_eq!(
        away(Ask::bytes("/api/v1/organisations", "text/plain", br#"{"name":{"ko":"x"}}"#.to_vec())),
        403
    );
    assert_eq!(away(Ask::bytes("/api/v1/imports", "text/plain", super::town::CSV.as_bytes().to_vec())), 403);
    assert_eq!(
        away(Ask::bytes(&format!("/api/v1/imports/{import}/acceptance"), "text/plain", Vec::new())),
        403
    );
    assert_eq!(
        away(Ask::json(&format!("/api/v1/organisations/{}/merge/undo", scene.merged), &json!({}))),
        403
    );
    assert_eq!(before, town.hub.dump());
    assert_eq!(
        town.send(&officer, new().header("origin", "http://hub.example")).status,
        303,
        "our own page may"
    );
}

#[test]
fn health_says_when_nothing_can_be_recorded() {
    for database in [Database::Sqlite, Database::Postgres] {
        let Some(town) = Town::on(database, false) else {
            testkit::skip::skipped("health_says_when_nothing_can_be_recorded", "PostgreSQL");
            continue;
        };
        let health = || town.send_at(&Asker::Visitor, Ask::get("/health").header("accept-language", "en"));
        town.organisation("가온", None);
        assert_eq!((health().status, health().text().as_str()), (200, "ok\n"));
        // Another process takes the writing over, while this one has nothing to write.
        let clock = std::sync::Arc::clone(&town.hub.clock) as std::sync::Arc<dyn base::Clock>;
        let place = Some(town.hub.city.place().clone());
        let all = crate::areas::migrations();
        let other =
            kernel::City::open(testkit::hub::opening(town.hub.folder(), place, clock, &all)).expect("open");
        other.take_writer().expect("the fence");
        let told = health();
        assert_eq!(told.status, 503);
        assert!(told.text().contains("testville") && told.text().contains("took over"), "{}", told.text());
    }
}
