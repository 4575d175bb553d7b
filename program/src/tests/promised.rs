//! What a small city promised: an agreement, obligations, a body that met, a report - and what its operator sees to.

use super::town::Town;
use area_tower::agreement::acts::{NewAgreement, conclude};
use area_tower::body::Body;
use area_tower::body::acts::{NewSeat, SEAT, seat};
use area_tower::meeting::acts::{NewMeeting, record};
use area_tower::obligation::acts::{NewObligation, NewSettlement, settle, take};
use area_tower::report::{Query, acts::publish};
use base::{Id, Ref, Tri};
use kernel::evidence::store_file;
use kernel::fact::store::{LATEST, of_subject};
use kernel::job::{NewJob, acts as jobs, store as job_rows};
use kernel::{Action, follower};
use serde_json::json;

const ASK: Action = Action::new("test.job.ask", &[]);

/// The numbers and keys by which they are reached.
pub struct Promised {
    /// An open agreement in force.
    pub agreement: String,
    /// Owed by the members' own organisation, shown to everyone.
    pub obligation: String,
    /// The same, settled.
    pub settled: String,
    /// The key of a body.
    pub body: String,
    /// A seat in it.
    pub seat: Id,
    /// An open meeting of it.
    pub meeting: String,
    /// A published report.
    pub report: String,
    /// A budget request.
    pub request: String,
    /// A parked job.
    pub job: Id,
    /// A council question with its answer.
    pub question: String,
    /// One that waits.
    pub open_question: String,
}

/// An outside follower with the first entry parked.
pub const FOLLOWER: &str = "mail";

pub fn promise(town: &Town, own: &(String, Id), other: &(String, Id)) -> Promised {
    let parties = vec![own.0.clone(), other.0.clone()];
    let agreement = town.act(move |tx| conclude(tx, &agreement(parties)));
    let agreement = agreement.number.expect("an agreement has a number");
    let (owner, bound) = (own.0.clone(), agreement.clone());
    let obligation = town.act(move |tx| take(tx, &pledge("시제품 공개", &owner, &bound)));
    let (owner, bound) = (own.0.clone(), agreement.clone());
    let settled = town.act(move |tx| take(tx, &pledge("첫 보고", &owner, &bound))).number.expect("a number");
    let key = settled.clone();
    let how =
        NewSettlement {
            outcome: "dropped".into(), reason: "사업 종료".into(), ..NewSettlement::default()
        };
    town.act(move |tx| settle(tx, &key, &how, None));
    let (body, seat) = a_body(town, &other.0);
    let meeting = NewMeeting {
        body: body.clone(),
        title: Tri::korean("간부회의"),
        held_on: "2026-11-20".into(),
        minutes: "비상 연락망을 점검해 주십시오.".into(),
        open: true,
    };
    let checked = meeting.checked().expect("a good meeting");
    let bytes = checked.minutes().expect("minutes").as_bytes();
    let sealed = store_file(&town.hub.city, bytes, "text/plain; charset=utf-8").expect("sealed minutes");
    let meeting = town.act(move |tx| record(tx, &checked, Some(sealed))).number.expect("a number");
    let report = town.act(|tx| publish(tx, &Query::default())).number.expect("a number");
    let owner = own.0.clone();
    let request = town.act(move |tx| {
        let new = NewObligation { kind: "budget_request".into(), ..pledge("국비 증액", &owner, "") };
        take(tx, &new)
    });
    park_an_entry(town);
    Promised {
        request: request.number.expect("a number"),
        agreement,
        obligation: obligation.number.expect("a number"),
        settled,
        body,
        seat,
        meeting,
        report,
        job: park_a_job(town),
        question: asked(town, true),
        open_question: asked(town, false),
    }
}

fn asked(town: &Town, answered: bool) -> String {
    use area_tower::question::{NewQuestion, acts, form::SentAnswer, pins::FINDERS};
    let now = town.hub.city.now();
    let new = NewQuestion {
        session: "제340회 정례회".into(),
        asker: "산업건설위원".into(),
        text: "기업 몇 곳이 남았습니까?".into(),
        asked: now,
        due: now.plus_seconds(3600),
    };
    let number = town.act(move |tx| acts::ask(tx, &acts::Names::default(), new)).number.expect("a number");
    if answered {
        let key = number.clone();
        let new = SentAnswer { text: "명단을 냅니다".into(), ..SentAnswer::default() };
        town.act(move |tx| acts::answer(tx, &acts::Names::default(), FINDERS, &key, (&new, None)));
    }
    number
}

fn agreement(parties: Vec<String>) -> NewAgreement {
    NewAgreement {
        kind: "mou".into(),
        title: Tri::korean("함께하는 실증"),
        parties,
        signed: "2026-03-02".into(),
        open: true,
        ..NewAgreement::default()
    }
}

fn pledge(what: &str, owner: &str, agreement: &str) -> NewObligation {
    NewObligation {
        kind: "pledge".into(),
        what: Tri::korean(what),
        owner: owner.into(),
        agreement: agreement.into(),
        due: "2026-12-31".into(),
        open: true,
        ..NewObligation::default()
    }
}

fn a_body(town: &Town, member: &str) -> (String, Id) {
    let code = "round-table".to_owned();
    let key = code.clone();
    let done = town.act(move |tx| {
        let body = Body {
            id: tx.new_id(),
            code: key,
            name: Tri::korean("둥근 탁자 회의"),
            aliases: Vec::new(),
            founded: None,
            size: None,
            size_relation: None,
            office: None,
            duties: Tri::default(),
            source: None,
        };
        area_tower::body::store::insert(tx, 0, &body)?;
        tx.record(&SEAT, Ref::new("body", body.id), None, &json!({}), &[])
    });
    let (key, new) = (
        code.clone(),
        NewSeat { organisation: member.to_owned(), from: "2026-01-01".into(), until: String::new() },
    );
    town.act(move |tx| seat(tx, &key, &new));
    let facts = town
        .hub
        .city
        .read_blocking(move |read| of_subject(read, &done.subject, "body_member", LATEST, 10))
        .expect("reading seats");
    (code, facts.first().expect("a seat").id)
}

fn park_an_entry(town: &Town) {
    let parked = town.hub.city.tidy_blocking(|tx| {
        follower::store::insert(tx, FOLLOWER, "outside", 1)?;
        follower::store::park(tx, FOLLOWER, 1, 5, "the mail server does not answer")
    });
    parked.expect("parking an entry");
}

fn park_a_job(town: &Town) -> Id {
    town.act(|tx| {
        let subject = Ref::new("test", 1);
        let new = NewJob {
            kind: "test.job",
            subject: subject.clone(),
            body: json!({}),
            not_before: None,
            deadline: None,
        };
        let id = jobs::request(tx, &new)?;
        tx.record(&ASK, Ref::new("job", id), None, &json!({}), &[])
    });
    let jobs = town.hub.city.read_blocking(|read| job_rows::of_subject(read, &Ref::new("test", 1), 1));
    let job = jobs.expect("reading jobs").pop().expect("a job");
    let id = job.id;
    town.hub.city.tidy_blocking(move |tx| job_rows::park(tx, &job, "it panicked")).expect("parking a job");
    id
}
