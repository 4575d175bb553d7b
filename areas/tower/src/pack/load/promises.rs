//! Promises of a pack: agreements with their pledges, directives, proposals, budget lines. Events are in `event`.
//!
//! Nothing is guessed: a pledge without a named owner has none, and the board shows the gap; what nobody looked up is
//! unknown.

use super::{Loading, NOBODY};
use crate::budget::{self, BudgetLine, store};
use crate::meeting::acts as meetings;
use crate::pack::items;
use crate::pack::promised;
use crate::pack::value::{Said, Spanned, Text, text};
use crate::request::acts::{self as requests, NewStage};
use base::{Days, Id, Level, Quantity, Ref, Result, Tri, When};
use kernel::agreement::{self, Party, State};
use kernel::link;
use kernel::obligation::{self, Content, Escalation, Imported, Outcome};
use kernel::policy::Action;
use serde_json::json;

/// Bringing in budget lines.
pub const BUDGET: Action = Action::new("tower.budget_line.import", NOBODY);

pub(super) fn load(loading: &mut Loading<'_>) -> Result<()> {
    let file = loading.pack.promises.clone();
    for from in &file.agreement {
        agreement(loading, from)?;
    }
    for from in &file.directive {
        directive(loading, from)?;
    }
    for from in &file.proposal {
        proposal(loading, from)?;
    }
    for from in &file.budget_request {
        budget_request(loading, from)?;
    }
    for from in &file.event {
        meeting(loading, from)?;
    }
    budget(loading)
}

fn agreement(loading: &mut Loading<'_>, from: &promised::Agreement) -> Result<()> {
    let key = format!("agreement/{}", text(&from.id));
    let parties =
        from.parties.iter().map(|id| loading.at(id.get_ref().as_str())).collect::<Result<Vec<Ref>>>()?;
    for (key, ()) in loading.fresh("agreement", vec![(key, ())])? {
        let state = from.state.as_ref().and_then(|state| State::parse(state.get_ref().as_str()));
        let (content, pack) = (content(loading, from, &parties)?, loading.slug());
        loading.act(move |tx| {
            let state = state.unwrap_or(State::Unknown);
            let done = agreement::acts::import(tx, content, state, None, Level::Attested)?;
            items::insert(tx, &pack, &key, &done.subject)?;
            Ok(done)
        })?;
    }
    pledges(loading, from, &parties)
}

fn content(loading: &Loading<'_>, from: &promised::Agreement, parties: &[Ref]) -> Result<agreement::Content> {
    let kinds = &loading.pack.partners.organisation;
    let role = |id: &Spanned<Text>| {
        kinds
            .iter()
            .find(|o| o.id.get_ref() == id.get_ref())
            .map_or_else(|| "other".to_owned(), |o| text(&o.kind))
    };
    let signed = match (&from.signed, &from.signed_between) {
        (Some(day), _) => Some(When::day(day.get_ref().0)),
        (None, Some(between)) => {
            Some(When::parse(&format!("{}..{}", between.get_ref().0.0, between.get_ref().1.0))?)
        }
        (None, None) => None,
    };
    Ok(agreement::Content {
        kind: text(&from.kind),
        title: from.title.0.clone(),
        parties: from
            .parties
            .iter()
            .zip(parties)
            .map(|(id, organisation)| Party { organisation: organisation.clone(), role: role(id) })
            .collect(),
        signed,
        period: Days::ALWAYS,
        terms: terms(from),
        source: Some(source(loading, &from.source)),
        open: true,
    })
}

/// What the record says besides: a note, the place of signing, a list of parties that goes on.
fn terms(from: &promised::Agreement) -> Option<String> {
    let mut lines = Vec::new();
    lines.extend(from.note.as_ref().map(|note| note.0.text(base::Lang::Ko).to_owned()));
    lines.extend(from.signed_at.as_ref().map(|at| format!("체결한 곳: {} ({})", at.place.0, text(&at.zone))));
    if from.parties_open_ended {
        lines.push(
            "출처는 참여 기관 목록을 ‘등’으로 끝냅니다. 여기 적힌 기관이 전부가 아닐 수 있습니다.".to_owned(),
        );
    }
    (!lines.is_empty()).then(|| lines.join("\n"))
}

fn pledges(loading: &mut Loading<'_>, from: &promised::Agreement, parties: &[Ref]) -> Result<()> {
    let bound = loading.became(&format!("agreement/{}", text(&from.id)))?;
    let bound = bound.map(|bound| Id::parse(&bound.id)).transpose()?;
    for (index, pledge) in from.pledge.iter().enumerate() {
        let key = format!("pledge/{}/{index}", text(&from.id));
        let base =
            Content { agreement: bound, ..bare("pledge", &pledge.what, source(loading, &from.source)) };
        let outcome = Outcome::parse(pledge.status.get_ref().as_str()).unwrap_or(Outcome::Unknown);
        if !pledge.each_party {
            obligation(loading, "pledge", key, base, told(outcome))?;
            continue;
        }
        // Every institution owes its part to the first party, which called them together.
        for (id, owner) in from.parties.iter().zip(parties).skip(1) {
            let own = Content { owner: Some(owner.clone()), from: parties.first().cloned(), ..base.clone() };
            obligation(loading, "pledge", format!("{key}/{}", text(id)), own, told(outcome))?;
        }
    }
    Ok(())
}

fn directive(loading: &mut Loading<'_>, from: &promised::Directive) -> Result<()> {
    let due = from.due.as_ref().map(|day| When::day(day.get_ref().0));
    let content = Content {
        from: giver(loading, from.by.get_ref().as_str())?,
        due,
        ..bare("directive", &from.title, source(loading, &from.source))
    };
    let outcome = from.status.as_ref().and_then(|status| Outcome::parse(status.get_ref().as_str()));
    // An owner or a deliverable that the source names only in words is kept in its words.
    let words = [("출처에 적힌 소관", &from.owner), ("내놓을 것", &from.deliverable)];
    let reason: Vec<String> = words
        .iter()
        .filter_map(|(label, said)| {
            said.as_ref().map(|said| format!("{label}: {}", said.0.text(base::Lang::Ko)))
        })
        .collect();
    let told = Imported {
        since: Some(from.given.get_ref().0),
        reason: (!reason.is_empty()).then(|| reason.join("\n")),
        ..told(outcome.unwrap_or(Outcome::Unknown))
    };
    obligation(loading, "directive", format!("directive/{}", text(&from.id)), content, told).map(|_| ())
}

/// Who gave it: the person who held the public role, or an organisation or a body.
fn giver(loading: &Loading<'_>, by: &str) -> Result<Option<Ref>> {
    let holds =
        |person: &&crate::pack::shape::Person| person.roles.iter().any(|role| role.what.as_str() == by);
    match loading.pack.partners.person.iter().find(holds) {
        Some(person) => {
            let key = items::of_person(loading.city, "person", person.id.get_ref().as_str())?;
            loading.became(&key)
        }
        None => loading.at(by).map(Some),
    }
}

fn proposal(loading: &mut Loading<'_>, from: &promised::Proposal) -> Result<()> {
    let by = |loading: &Loading<'_>, id: &Spanned<Text>| match id.get_ref().as_str() {
        "participants" => Ok(None),
        id => loading.at(id).map(Some),
    };
    let content = Content {
        from: by(loading, &from.by)?,
        ..bare("proposal", &from.title, source(loading, &from.source))
    };
    let key = format!("proposal/{}", text(&from.id));
    let Some(record) = obligation(loading, "proposal", key, content, told(Outcome::Unknown))? else {
        return Ok(());
    };
    for support in &from.supported_by {
        let (Some(who), record) = (by(loading, &support.by)?, record.clone()) else { continue };
        let (pack, with) =
            (loading.slug(), support.with.as_ref().map(|with| with.0.text(base::Lang::Ko).to_owned()));
        loading.act(move |tx| {
            tx.allow(&SUPPORT, &Default::default())?;
            link::write(tx, &who, "supports", &record, with.as_deref())?;
            tx.record(&SUPPORT, record, None, &json!({"pack": pack, "by": who, "with": with}), &[])
        })?;
    }
    Ok(())
}

/// Saying who supported a proposal.
pub const SUPPORT: Action = Action::new("tower.proposal.support", NOBODY);

/// An event that names the body that met, and its day, is a meeting of that body too.
fn meeting(loading: &mut Loading<'_>, from: &promised::Event) -> Result<()> {
    let (Some(of), Some(on)) = (&from.body, &from.on) else { return Ok(()) };
    let days = on.get_ref().0.days();
    let Some(held_on) = days.from.filter(|day| days.to == Some(day.plus(1))) else { return Ok(()) };
    let body = Id::parse(&loading.at(of.get_ref().as_str())?.id)?;
    let (title, said, inferred) =
        (Tri::clone(&from.title.0), source(loading, &from.source), from.on_inferred);
    let key = format!("meeting/{}", text(&from.id));
    let Some((key, ())) = loading.fresh("meeting", vec![(key, ())])?.pop() else { return Ok(()) };
    let pack = loading.slug();
    loading
        .act(move |tx| {
            let done = meetings::import(tx, body, title, (held_on, inferred), &said)?;
            items::insert(tx, &pack, &key, &done.subject)?;
            Ok(done)
        })
        .map(|_| ())
}

/// A request is an obligation; its stages stand beside it, written by the same act.
fn budget_request(loading: &mut Loading<'_>, from: &promised::BudgetRequest) -> Result<()> {
    let key = format!("budget_request/{}", text(&from.id));
    let outcome = from.status.as_ref().and_then(|status| Outcome::parse(status.get_ref().as_str()));
    let owner = match &from.by {
        Some(by) => Some(loading.at(by.get_ref().as_str())?),
        None => None,
    };
    let said = source(loading, &from.source);
    let unit = from.unit.as_ref().map(text).unwrap_or_default();
    let stages: Vec<NewStage> = from
        .stages()
        .into_iter()
        .map(|(stage, amount)| NewStage {
            stage: stage.to_owned(),
            year: *from.year.get_ref(),
            amount: *amount.get_ref(),
            unit: unit.clone(),
            source: said.clone(),
        })
        .collect();
    let content = Content { owner, ..bare(crate::request::KIND, &from.title, said) };
    let told = told(outcome.unwrap_or(Outcome::Unknown));
    let Some((key, (content, told))) = loading.fresh("budget_request", vec![(key, (content, told))])?.pop()
    else {
        return Ok(());
    };
    let pack = loading.slug();
    loading
        .act(move |tx| {
            let done = obligation::acts::import(tx, content, &told)?;
            items::insert(tx, &pack, &key, &done.subject)?;
            requests::import(tx, &done.subject, &stages)?;
            Ok(done)
        })
        .map(|_| ())
}

/// The new record; none when it was loaded before.
fn obligation(
    loading: &mut Loading<'_>,
    kind: &'static str,
    key: String,
    content: Content,
    told: Imported,
) -> Result<Option<Ref>> {
    let Some((key, (content, told))) = loading.fresh(kind, vec![(key, (content, told))])?.pop() else {
        return Ok(None);
    };
    let pack = loading.slug();
    let done = loading.act(move |tx| {
        let done = obligation::acts::import(tx, content, &told)?;
        items::insert(tx, &pack, &key, &done.subject)?;
        Ok(done)
    })?;
    Ok(Some(done.subject))
}

fn bare(kind: &str, what: &Said, source: String) -> Content {
    Content {
        kind: kind.to_owned(),
        agreement: None,
        from: None,
        what: Tri::clone(&what.0),
        quantity: None,
        owner: None,
        deputy: None,
        due: None,
        escalation: Escalation::None,
        source: Some(source),
        open: true,
    }
}

fn told(outcome: Outcome) -> Imported {
    Imported { outcome, since: None, level: Level::Attested, evidence: None, reason: None }
}

/// An imported record always names where it is from.
fn source(loading: &Loading<'_>, source: &Option<Text>) -> String {
    source.as_ref().map_or_else(|| format!("pack:{}", loading.pack.slug()), |source| source.0.clone())
}

fn budget(loading: &mut Loading<'_>) -> Result<()> {
    let file = &loading.pack.promises.budget_line;
    let all =
        file.iter().map(|from| (format!("budget/{}", from.id.get_ref().as_str()), from.clone())).collect();
    let mut fresh = Vec::new();
    for (item, from) in loading.fresh("budget_line", all)? {
        let id = Id::new(loading.city.now(), loading.city.source().as_mut());
        fresh.push((item, line(id, &from)?));
    }
    if fresh.is_empty() {
        return Ok(());
    }
    let pack = loading.slug();
    loading
        .act(move |tx| {
            tx.allow(&BUDGET, &Default::default())?;
            for (place, (item, new)) in (0i64..).zip(&fresh) {
                store::insert(tx, place, new)?;
                items::insert(tx, &pack, item, &Ref::new(budget::KIND.name, new.id))?;
            }
            let lines: Vec<&BudgetLine> = fresh.iter().map(|(_, new)| new).collect();
            tx.record(&BUDGET, Ref::new("pack", &pack), None, &json!({"pack": pack, "lines": lines}), &[])
        })
        .map(|_| ())
}

fn line(id: Id, from: &promised::BudgetLine) -> Result<BudgetLine> {
    let unit = from.unit.as_ref().ok_or_else(|| crate::pack::parse::broken("the unit of a budget line"))?;
    let quantity = Quantity::of(*from.amount.get_ref(), unit.get_ref().as_str())?;
    Ok(BudgetLine {
        id,
        code: from.id.get_ref().0.clone(),
        title: from.title.0.clone(),
        programme: from.programme.as_ref().map(|programme| programme.get_ref().0.clone()),
        version: from.version.as_ref().map(|version| version.0.clone()),
        amount: quantity.amount,
        unit: quantity.unit,
        said_amount: *from.amount.get_ref(),
        said_unit: unit.get_ref().0.clone(),
        source: from.source.as_ref().map(|source| source.0.clone()),
    })
}
