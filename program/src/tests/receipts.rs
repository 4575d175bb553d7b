//! Handing in without an account, and coming back to it: by number and code, never by the number alone.

use super::town::{Ask, Asker, HAND_IN, Town};
use area_tower::claim::rules::HAND_INS_PER_SENDER;
use kernel::Role;

/// Hands in by the form of the page; where the receipt is, below the city.
fn handed_in(town: &Town) -> String {
    let sent = town.send(&Asker::Visitor, Ask::form("/claims/hand-in", &HAND_IN));
    assert_eq!(sent.status, 303, "{}", sent.visible());
    sent.header("location").strip_prefix("/testville").expect("an address of the city").to_owned()
}

#[test]
fn a_receipt_shows_what_was_sent_to_whoever_has_its_code() {
    let town = Town::new();
    let place = handed_in(&town);
    let [code, number] = place.rsplitn(3, '/').take(2).collect::<Vec<_>>()[..] else { panic!("{place}") };
    let page = town.send(&Asker::Visitor, Ask::get(&format!("{place}?lang=ko")));
    let seen = page.visible();
    assert_eq!(page.status, 200, "{seen}");
    for shown in [number, code, "살펴보는 중", "입주 기업", "160곳", "빛신문", "https://news.example/1"]
    {
        assert!(seen.contains(shown), "{shown} is not in {seen}");
    }
    let api = town.send(&Asker::Visitor, Ask::get(&format!("/api/v1{place}"))).json();
    assert_eq!((api["number"].as_str(), api["code"].as_str()), (Some(number), Some(code)));
    assert_eq!(api["cells"]["value"], "160");

    // Nobody opens it by its number alone, or with the code of another.
    let other = handed_in(&town);
    let others_code = other.rsplit('/').next().expect("a code");
    assert_ne!(others_code, code);
    for wrong in [others_code, "", "00000-00000", &code[..5]] {
        for path in ["", "/api/v1"] {
            let path = format!("{path}/claims/received/{number}/{wrong}");
            assert_eq!(town.send(&Asker::Visitor, Ask::get(&path)).status, 404, "{path}");
        }
    }
    assert_eq!(town.send(&Asker::Visitor, Ask::get(&format!("/claims/received/{number}"))).status, 404);
    let office = format!("/api/v1/claims/hand-ins/{number}");
    assert!([401, 403].contains(&town.send(&Asker::Visitor, Ask::get(&office)).status));
    let officer = town.signed_in(Role::Officer, None);
    let seen = town.send(&officer, Ask::get(&office)).json();
    assert_eq!((seen["cells"]["value"].as_str(), seen["code"].as_str()), (Some("160"), None), "{seen}");
}

#[test]
fn the_page_to_hand_in_leads_back_to_a_receipt() {
    let town = Town::new();
    let place = handed_in(&town);
    let [code, number] = place.rsplitn(3, '/').take(2).collect::<Vec<_>>()[..] else { panic!("{place}") };
    let form = town.send(&Asker::Visitor, Ask::get("/claims/hand-in?lang=ko"));
    assert!(form.visible().contains("접수번호로 다시 찾기"), "{}", form.visible());
    assert!(form.text().contains("action=\"/testville/claims/received\""), "{}", form.text());

    // As people copy it: small letters, spaces, no hyphen, letters that look like digits.
    let typed = code.to_lowercase().replace('-', "+").replace('0', "o").replace('1', "l");
    let found = format!("/claims/received?number=+{}+&code={typed}", number.to_lowercase());
    let answer = town.send(&Asker::Visitor, Ask::get(&found));
    assert_eq!((answer.status, answer.header("location")), (303, format!("/testville{place}").as_str()));

    for asked in [format!("number={number}&code=WRONG"), format!("number=2026-CHI-9999&code={code}")] {
        let answer = town.send(&Asker::Visitor, Ask::get(&format!("/claims/received?{asked}&lang=ko")));
        let seen = answer.visible();
        assert_eq!(answer.status, 404, "{seen}");
        assert!(seen.contains("그런 접수번호와 확인 부호가 없습니다"), "{seen}");
        assert!(!seen.contains("입주 기업"), "{seen}");
    }
    assert_eq!(town.send(&Asker::Visitor, Ask::get("/claims/received")).status, 200);
}

#[test]
fn a_program_gets_the_code_too_and_sending_twice_gives_the_same() {
    let town = Town::new();
    let cells: serde_json::Map<String, serde_json::Value> =
        HAND_IN.iter().map(|(column, text)| ((*column).to_owned(), (*text).into())).collect();
    let send = || {
        let ask = Ask::json("/api/v1/claims/hand-ins", &serde_json::json!({ "cells": cells }));
        town.send(&Asker::Visitor, ask.header("idempotency-key", "once"))
    };
    let (first, again) = (send(), send());
    assert_eq!((first.status, again.status), (201, 201), "{}", first.text());
    assert_eq!(first.json(), again.json(), "sent twice, handed in once");
    let place = first.header("location").strip_prefix("/testville").expect("an address of the city");
    let receipt = town.send(&Asker::Visitor, Ask::get(place)).json();
    assert_eq!((&receipt["number"], &receipt["code"]), (&first.json()["number"], &first.json()["code"]));
}

#[test]
fn one_sender_closes_the_door_for_nobody_else() {
    let town = Town::new();
    let send = |by: &Asker, peer: &str, forwarded: &str| {
        let ask = Ask::form("/claims/hand-in?lang=ko", &HAND_IN).peer(peer);
        town.send(by, if forwarded.is_empty() { ask } else { ask.header("x-forwarded-for", forwarded) })
    };
    let visitor = Asker::Visitor;
    for count in 0..HAND_INS_PER_SENDER {
        // A far peer is itself, whatever it writes.
        let written = format!("192.0.2.{count}");
        assert_eq!(send(&visitor, "203.0.113.5", &written).status, 303);
    }
    let closed = send(&visitor, "203.0.113.5", "");
    assert_eq!(closed.status, 429, "{}", closed.visible());
    assert!(closed.visible().contains("한 시간 뒤에 다시"), "{}", closed.visible());
    assert!(closed.text().contains("입주 기업"), "what was typed is kept");
    assert_eq!(send(&visitor, "203.0.113.6", "").status, 303, "somebody else");
    // The same sender behind a proxy of ours, and another one behind it.
    assert_eq!(send(&visitor, "127.0.0.1", "192.0.2.77, 203.0.113.5").status, 429);
    assert_eq!(send(&visitor, "127.0.0.1", "203.0.113.5, 192.0.2.77").status, 303);
    assert_eq!(send(&visitor, "127.0.0.1", "").status, 303, "nobody can be told apart");
    let officer = town.signed_in(Role::Officer, None);
    assert_eq!(send(&officer, "203.0.113.5", "").status, 303, "who signed in is known");
    // What is wrong in itself spends nothing, and an hour later the door is open.
    town.hub.clock.step(3_601);
    for _ in 0..=HAND_INS_PER_SENDER {
        let wrong = Ask::form("/claims/hand-in", &[("value", "many")]).peer("203.0.113.5");
        assert_eq!(town.send(&visitor, wrong).status, 422);
    }
    assert_eq!(send(&visitor, "203.0.113.5", "").status, 303);
    let dump = format!("{:?}", town.hub.dump());
    assert!(!dump.contains("203.0.113"), "an address was written down");
}
