//! The plan with its values, strategies, tasks, targets and what it became later: one act for what is new.

use super::{Loading, NOBODY};
use crate::pack::items;
use crate::pack::shape::PlanFile;
use crate::pack::value::{OnDay, Spanned, Text, text};
use crate::plan::{self, Element, ElementKind, Plan, Target, store};
use base::{Day, Id, Quantity, Ref, Result, Source, Tri};
use kernel::policy::Action;
use kernel::{Done, Tx, link};
use serde_json::json;

/// Bringing in a plan.
pub const IMPORT: Action = Action::new("tower.plan.import", NOBODY);

/// One thing to write. Its place is where it stands in the file.
#[derive(Clone)]
enum Part {
    Plan(Box<Plan>),
    Element(ElementKind, i64, Box<Element>),
    Target(i64, Box<Target>),
    Later(Box<Plan>),
}

pub(super) fn load(loading: &mut Loading<'_>) -> Result<()> {
    let file = &loading.pack.plan;
    let key = format!("plan/{}", text(&file.plan.id));
    let own = loading.became(&key)?;
    let parts = {
        let mut source = loading.city.source();
        let mut new_id = || Id::new(loading.city.now(), source.as_mut() as &mut dyn Source);
        parts(file, &key, &mut new_id)?
    };
    let mut fresh = Vec::new();
    for (kind, parts) in parts {
        fresh.extend(loading.fresh(kind, parts)?);
    }
    if fresh.is_empty() {
        return Ok(());
    }
    let own = match (own, fresh.first()) {
        (Some(known), _) => Id::parse(&known.id)?,
        (None, Some((_, Part::Plan(plan)))) => plan.id,
        (None, _) => return Err(crate::pack::parse::broken("the plan")),
    };
    let pack = loading.slug();
    loading.act(move |tx| import(tx, &pack, own, fresh)).map(|_| ())
}

fn import(tx: &mut Tx<'_>, pack: &str, own: Id, fresh: Vec<(String, Part)>) -> Result<Done> {
    tx.allow(&IMPORT, &Default::default())?;
    let plan_ref = Ref::new(plan::KIND.name, own);
    let mut told = Vec::new();
    for (item, part) in fresh {
        let (became, says) = match &part {
            Part::Plan(plan) => {
                store::insert_plan(tx, plan, None)?;
                (plan_ref.clone(), json!(plan))
            }
            Part::Element(kind, place, element) => {
                store::insert_element(tx, own, *kind, *place, element)?;
                (Ref::new(plan::ELEMENT.name, element.id), json!({"kind": kind, "says": element}))
            }
            Part::Target(place, target) => {
                store::insert_target(tx, own, *place, target)?;
                (Ref::new(plan::TARGET.name, target.id), json!(target))
            }
            Part::Later(plan) => {
                store::insert_plan(tx, plan, Some(own))?;
                let later = Ref::new(plan::KIND.name, plan.id);
                link::write(tx, &plan_ref, "continued_by", &later, plan.source.as_deref())?;
                (later, json!(plan))
            }
        };
        items::insert(tx, pack, &item, &became)?;
        told.push(json!({"item": item, "says": says}));
    }
    tx.record(&IMPORT, plan_ref, None, &json!({"pack": pack, "parts": told}), &[])
}

type Parts = Vec<(&'static str, Vec<(String, Part)>)>;

fn parts(file: &PlanFile, key: &str, new_id: &mut dyn FnMut() -> Id) -> Result<Parts> {
    let plan = Part::Plan(Box::new(whole(file, new_id())));
    let mut values = Vec::new();
    for (place, from) in (0i64..).zip(&file.value) {
        let element = element(new_id(), &from.id, &from.title.0, &[], &None);
        values.push((
            format!("{key}/value/{}", text(&from.id)),
            Part::Element(ElementKind::Value, place, Box::new(element)),
        ));
    }
    let mut strategies = Vec::new();
    for (place, from) in (0i64..).zip(&file.strategy) {
        let element = Element {
            announced_tasks: from.task_count.as_ref().map(|count| *count.get_ref()),
            ..element(new_id(), &from.id, &from.title.0, &from.aliases, &from.source)
        };
        let part = Part::Element(ElementKind::Strategy, place, Box::new(element));
        strategies.push((format!("{key}/strategy/{}", text(&from.id)), part));
    }
    let mut tasks = Vec::new();
    for (place, from) in (0i64..).zip(&file.task) {
        let element = Element {
            strategy: Some(text(&from.strategy)),
            status: Some(text(&from.status)),
            ..element(new_id(), &from.id, &from.title.0, &from.aliases, &from.source)
        };
        tasks.push((
            format!("{key}/task/{}", text(&from.id)),
            Part::Element(ElementKind::Task, place, Box::new(element)),
        ));
    }
    let mut targets = Vec::new();
    for (place, from) in (0i64..).zip(&file.target) {
        let target = Part::Target(place, Box::new(target(new_id(), from)?));
        targets.push((format!("{key}/target/{}", text(&from.id)), target));
    }
    let later = file
        .later_plan
        .iter()
        .map(|from| (format!("plan/{}", text(&from.id)), Part::Later(Box::new(later(from, new_id())))));
    Ok(vec![
        ("plan", vec![(key.to_owned(), plan)]),
        ("value", values),
        ("strategy", strategies),
        ("task", tasks),
        ("target", targets),
        ("later_plan", later.collect()),
    ])
}

fn whole(file: &PlanFile, id: Id) -> Plan {
    let plan = &file.plan;
    let noted = |part: &Option<crate::pack::shape::Noted>| part.as_ref().map(|n| n.tri()).unwrap_or_default();
    let note = [&plan.national_goal, &plan.business_model]
        .into_iter()
        .flatten()
        .filter_map(|part| part.note.as_ref())
        .map(|note| note.0.clone())
        .next();
    Plan {
        id,
        code: text(&plan.id),
        title: plan.title.0.clone(),
        vision: plan.vision.0.clone(),
        goal: plan.goal.0.clone(),
        national_goal: noted(&plan.national_goal),
        business_model: noted(&plan.business_model),
        proclaimed: day(&plan.proclaimed),
        horizon_years: plan.horizon_years.as_ref().map(|years| *years.get_ref()),
        note,
        source: own(&plan.source),
    }
}

fn later(from: &crate::pack::shape::LaterPlan, id: Id) -> Plan {
    Plan {
        id,
        code: text(&from.id),
        title: from.title.as_ref().map(|title| title.0.clone()).unwrap_or_default(),
        vision: Tri::default(),
        goal: Tri::default(),
        national_goal: Tri::default(),
        business_model: Tri::default(),
        proclaimed: Some(from.date.get_ref().0),
        horizon_years: None,
        note: Some(from.note.0.clone()),
        source: own(&from.source),
    }
}

fn element(id: Id, code: &Spanned<Text>, title: &Tri, aliases: &[Text], source: &Option<Text>) -> Element {
    Element {
        id,
        code: text(code),
        strategy: None,
        title: title.clone(),
        aliases: aliases.iter().map(|alias| alias.0.clone()).collect(),
        status: None,
        announced_tasks: None,
        source: own(source),
    }
}

fn target(id: Id, from: &crate::pack::shape::Target) -> Result<Target> {
    let unit = from.unit.as_ref().ok_or_else(|| crate::pack::parse::broken("the unit of a target"))?;
    let quantity = Quantity::of(*from.value.get_ref(), unit.get_ref().as_str())?;
    Ok(Target {
        id,
        code: text(&from.id),
        title: from.title.0.clone(),
        amount: quantity.amount,
        unit: quantity.unit,
        relation: from.relation.as_ref().map_or_else(|| "=".to_owned(), text),
        from: day(&from.from),
        due: day(&from.due),
        due_inferred: from.due_inferred,
        source: own(&from.source),
    })
}

fn own(value: &Option<Text>) -> Option<String> {
    value.as_ref().map(|text| text.0.clone())
}

fn day(value: &Option<Spanned<OnDay>>) -> Option<Day> {
    value.as_ref().map(|day| day.get_ref().0)
}
