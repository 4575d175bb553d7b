//! Findings: the office compares a claim with a kept count, shows what came out to the organisation named, and a head
//! publishes it.

use super::{as_ref, named, reply, target};
use crate::claim::finding::{self, Finding, NewFinding};
use crate::claim::{FINDING as KIND, Recorded, rules, said, store};
use crate::measure::store::{Seeing, snapshot, snapshot_by_id};
use crate::measure::{SNAPSHOT, view};
use base::{Day, Error, Fault, Id, Level, Ref, Result, Saying, Tri, When};
use claims::number::Printed;
use kernel::fact::store::LATEST;
use kernel::obligation::{self, Content, Escalation, Obligation, Outcome, Settlement};
use kernel::policy::{ALWAYS, Action, Role, rule};
use kernel::{Done, Tx, link, organisation, scope};
use serde_json::json;

/// Comparing a claim with a kept count.
pub const FIND: Action = Action::new("tower.claim.find", super::OFFICE);
/// Showing it to the organisation named.
pub const SHOW: Action = Action::new("tower.claim.show", super::OFFICE);
/// Publishing it: a head, after the organisation could answer.
pub const PUBLISH: Action = Action::new("tower.claim.publish", &[rule(Role::Head, ALWAYS)]);

/// Compares a claim with a kept count of its unit: the rows say what is found, nobody types a total.
pub fn compare(tx: &mut Tx<'_>, code: &str, number: &str) -> Result<Done> {
    let claim = store::get(tx, code)?;
    tx.allow(&FIND, &target(None))?;
    let new = counted(tx, &claim, number)?;
    find(tx, code, &new)
}

fn counted(tx: &Tx<'_>, claim: &Recorded, number: &str) -> Result<NewFinding> {
    let unknown = |error: Error| match error {
        Error::Refused(_) => Saying::invalid("tower-claim-no-count").with("number", number).into(),
        fault => fault,
    };
    let kept = snapshot(tx, number, Seeing::Internal).map_err(unknown)?;
    let counted = view::kept(tx, &kept.measure, number, Seeing::Internal)?;
    let definition = counted.definition();
    if definition.unit != claim.claim.unit {
        return Err(Saying::invalid("tower-claim-count-unit")
            .with("counted", &definition.unit)
            .with("claimed", &claim.claim.unit)
            .into());
    }
    if counted.rows.is_empty() {
        return Err(Saying::invalid("tower-claim-count-empty").with("number", number).into());
    }
    let cells = counted.headline(true);
    let low = cells.value.number().ok_or_else(|| Fault::new("comparing a claim", "its count is hidden"))?;
    Ok(NewFinding {
        definition: format!("{}/{}", definition.id, definition.version),
        low: Printed::whole(low),
        high: cells.high.and_then(crate::measure::shown::Seen::number).map(Printed::whole),
        snapshot: Ref::new(SNAPSHOT.name, kept.id).to_string(),
    })
}

/// Notes what counting a list gave for a claim.
pub fn find(tx: &mut Tx<'_>, code: &str, new: &NewFinding) -> Result<Done> {
    let claim = store::get(tx, code)?;
    tx.allow(&FIND, &target(None))?;
    let snapshot = Ref::parse(&new.snapshot)?;
    let id = tx.new_id();
    finding::insert(tx, id, claim.id, new)?;
    let own = Ref::new(KIND.name, id);
    link::write(tx, &snapshot, "counts", &own, Some(&new.definition))?;
    link::write(tx, &as_ref(&claim), "checked_by", &own, Some(&new.definition))?;
    let body = json!({"claim": code, "definition": new.definition, "low": new.low.plain(),
        "high": new.high.as_ref().map(Printed::plain), "snapshot": new.snapshot});
    tx.record(&FIND, own, Some(code), &body, &[])
}

/// The newest finding of a claim, or "not found".
fn newest(tx: &Tx<'_>, claim: &Recorded) -> Result<Finding> {
    let found = finding::of(tx, claim.id)?.into_iter().next();
    found.ok_or_else(|| Saying::not_found("base-not-found").into())
}

/// Shows the newest finding to the organisation named: from today its members see it, and it may answer until a day.
pub fn show(tx: &mut Tx<'_>, code: &str, days: i64) -> Result<Done> {
    let claim = store::get(tx, code)?;
    let by = named(tx, claim.id)?;
    tx.allow(&SHOW, &target(by))?;
    let found = newest(tx, &claim)?;
    let to = by.ok_or_else(|| Saying::conflict("tower-claim-name-first").with("id", code))?;
    if found.shown_seq.is_some() || found.published_seq.is_some() {
        return Err(Saying::conflict("tower-claim-shown-before").into());
    }
    let today = tx.today();
    let until = rules::answer_by(today, days)?;
    let asked = ask(tx, &claim, to, until, today)?;
    finding::shown(tx, found.id, to, until, asked.id)?;
    let body =
        json!({"claim": code, "finding": found.id, "to": to, "until": until, "obligation": asked.number});
    tx.record(&SHOW, Ref::new(KIND.name, found.id), Some(code), &body, &[])
}

/// The obligation of the organisation named: look, and answer by a day if you like.
fn ask(tx: &mut Tx<'_>, claim: &Recorded, to: Id, until: Day, today: Day) -> Result<Obligation> {
    let label = claim.label();
    let what = Tri {
        ko: Some(format!(
            "발표된 숫자 {}의 확인 결과를 보고 답하기: {}",
            claim.claim.id,
            label.text(base::Lang::Ko)
        )),
        en: Some(format!(
            "See what was found on {} and answer: {}",
            claim.claim.id,
            label.text(base::Lang::En)
        )),
        zh: None,
    };
    let content = Content {
        kind: "task".into(),
        agreement: None,
        from: None,
        what,
        quantity: None,
        owner: Some(Ref::new(organisation::KIND.name, to)),
        deputy: None,
        due: Some(When::day(until)),
        escalation: Escalation::Standard,
        source: Some(as_ref(claim).to_string()),
        open: false,
    };
    obligation::rules::check(&content)?;
    obligation::rules::check_taken(&content, today)?;
    let number = tx.next_number(obligation::rules::prefix(&content.kind)?, today.year())?;
    let (id, seq_in) = (tx.new_id(), tx.seq());
    let asked = Obligation {
        id,
        number,
        outcome: Outcome::Planned,
        evidence: None,
        reason: None,
        seq_in,
        seq_out: None,
        content,
    };
    obligation::acts::write(tx, &asked, Some(today), Level::Attested)?;
    link::write(tx, &as_ref(claim), "asks", &asked.name(), None)?;
    Ok(asked)
}

/// Whoever reads a verdict can open the rows it rests on: the kept count is public before it is.
fn is_open(tx: &Tx<'_>, found: &Finding) -> Result<()> {
    let snapshot = Ref::parse(&found.counted.snapshot)?;
    match snapshot_by_id(tx, &snapshot.id)? {
        Some(kept) if kept.published.is_some() => Ok(()),
        Some(kept) => Err(Saying::conflict("tower-claim-count-internal").with("number", kept.number).into()),
        None => Err(Fault::new("publishing a finding", format!("no kept count {snapshot}")).into()),
    }
}

/// Publishes the newest finding: from now on everyone sees its verdict, beside the answer.
pub fn publish(tx: &mut Tx<'_>, code: &str, why: Option<&str>) -> Result<Done> {
    let claim = store::get(tx, code)?;
    let by = named(tx, claim.id)?;
    tx.allow(&PUBLISH, &target(by))?;
    let found = newest(tx, &claim)?;
    let why = rules::optional(why)?;
    let today = tx.today();
    let answered = said::of(tx, claim.id)?.iter().any(|said| {
        Some(said.organisation) == found.shown_to && found.shown_seq.is_some_and(|shown| said.seq > shown)
    });
    rules::may_publish(&found, by, answered, today, why.as_deref())?;
    is_open(tx, &found)?;
    finding::published(tx, found.id, why.as_deref())?;
    if let Some(id) = found.obligation {
        let open = obligation::store::find(tx, id, LATEST, &scope::sight(tx))?;
        if let Some(open) = open.filter(|open| open.outcome.is_open()) {
            let reason = Some("answer-period-passed".to_owned());
            let how = Settlement { outcome: Outcome::Closed, on: today, evidence: None, reason };
            reply::close(tx, &open, &how, today)?;
        }
    }
    let body = json!({"claim": code, "finding": found.id, "answered": answered, "why": why});
    tx.record(&PUBLISH, as_ref(&claim), Some(code), &body, &[])
}
