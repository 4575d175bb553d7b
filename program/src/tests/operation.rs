//! What those see who keep the hub running: parked entries and jobs, with what went wrong, and what they do about it.

use super::promised::FOLLOWER;
use super::town::{Ask, Town};
use kernel::Role;

#[test]
fn an_operator_sees_what_is_parked_and_has_it_tried_again() {
    let (town, scene) = Town::with_scene();
    let operator = town.signed_in(Role::Operator, None);
    let page = town.send(&operator, Ask::get("/followers?lang=en")).visible();
    assert!(page.contains("mail 1") && page.contains("the mail server does not answer"), "{page}");
    let parked = town.send(&operator, Ask::get("/api/v1/followers")).json();
    assert_eq!(parked["parked"][0]["attempts"], 5);
    assert_eq!(parked["parked"][0]["wanted"], false);
    let retry = format!("/followers/{FOLLOWER}/1/retry");
    assert_eq!(town.send(&operator, Ask::form(&retry, &[])).status, 303);
    let page = town.send(&operator, Ask::get("/followers?lang=en")).visible();
    assert!(page.contains("To be tried again"), "{page}");
    assert_eq!(town.send(&operator, Ask::form(&retry, &[])).status, 404, "it is ordered once");
    let dismissal = format!("/followers/{FOLLOWER}/1/dismissal");
    assert_eq!(
        town.send(&operator, Ask::form(&dismissal, &[("reason", "")])).status,
        422,
        "without a reason"
    );
    assert_eq!(town.send(&operator, Ask::form(&dismissal, &[("reason", "수신자 없음")])).status, 303);
    assert!(town.send(&operator, Ask::get("/followers?lang=en")).visible().contains("Nothing is parked"));

    let jobs = town.send(&operator, Ask::get("/jobs?lang=en")).visible();
    assert!(jobs.contains("test.job") && jobs.contains("it panicked") && jobs.contains("Parked 1"), "{jobs}");
    let retry = format!("/jobs/{}/retry", scene.promised.job);
    assert_eq!(town.send(&operator, Ask::form(&retry, &[])).status, 303);
    assert_eq!(town.send(&operator, Ask::form(&retry, &[])).status, 409, "it is not parked any more");
    let waiting = town.send(&operator, Ask::get("/jobs?state=requested&lang=en")).visible();
    assert!(waiting.contains("test.job") && waiting.contains("Waiting 1"), "{waiting}");
    assert_eq!(town.send(&operator, Ask::get("/jobs?state=lost")).status, 422);

    let officer = town.signed_in(Role::Officer, None);
    let looks = town.send(&officer, Ask::get("/followers?lang=en"));
    assert!(
        looks.status == 200 && !looks.text().contains("/rebuild"),
        "an officer looks and changes nothing"
    );
    let member = town.signed_in(Role::Member, Some(scene.own.1));
    assert_eq!(town.send(&member, Ask::get("/followers")).status, 403);
}
