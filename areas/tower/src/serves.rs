//! What serves a task of the plan, what counts for a stage of the business model, which published numbers stand near a
//! target. The pack that was loaded last says it; records, measures and numbers themselves stand elsewhere.
//!
//! Invariant: nothing here is a result. A stage for which nothing is counted is unknown, never zero.

pub mod store;

use crate::plan::PlanStage;
use base::{Ref, Tri};
use kernel::policy::{Kind, Retention, Visibility};
use std::collections::BTreeMap;

/// A stage of the business model as a kind of record.
pub const STAGE: Kind = Kind {
    name: "stage",
    area: "tower",
    visibility: Visibility::Public,
    retention: Retention { years: None, basis: "public records" },
    fact: None,
};

/// A stage of the business model, from a problem to what people feel of its answer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Stage {
    /// Its key inside the plan.
    pub code: String,
    /// What it is called.
    pub title: Tri,
}

/// What something of the plan is served by.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Serves {
    /// A record: an agreement, an obligation, a budget line, an event.
    Record(Ref),
    /// A measure by its id.
    Measure(String),
    /// Obligations of a kind.
    Promises(String),
    /// A page below the city.
    Page(String),
    /// Published numbers by their subject.
    Claims(String),
}

impl Serves {
    /// The stored code of its kind, and what it is.
    pub fn stored(&self) -> (&'static str, String) {
        match self {
            Serves::Record(of) => ("record", of.to_string()),
            Serves::Measure(id) => ("measure", id.clone()),
            Serves::Promises(kind) => ("promises", kind.clone()),
            Serves::Page(path) => ("page", path.clone()),
            Serves::Claims(subject) => ("claims", subject.clone()),
        }
    }

    /// Reads what was stored.
    pub fn read(kind: &str, what: String) -> Option<Serves> {
        Some(match kind {
            "record" => Serves::Record(Ref::parse(&what).ok()?),
            "measure" => Serves::Measure(what),
            "promises" => Serves::Promises(what),
            "page" => Serves::Page(what),
            "claims" => Serves::Claims(what),
            _ => return None,
        })
    }
}

/// What is served.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Element {
    /// A task of the plan.
    Task,
    /// A stage of the business model.
    Stage,
    /// A target of the plan.
    Target,
}

impl Element {
    /// The stored code.
    pub fn code(self) -> &'static str {
        match self {
            Element::Task => "task",
            Element::Stage => "stage",
            Element::Target => "target",
        }
    }

    /// Reads the stored code.
    pub fn parse(code: &str) -> Option<Element> {
        [Element::Task, Element::Stage, Element::Target].into_iter().find(|element| element.code() == code)
    }
}

/// Stages as the plan names them.
pub fn stages_of_plan(stages: Vec<Stage>, served: &Served) -> Vec<PlanStage> {
    let mut found = Vec::new();
    for stage in stages {
        let (mut measures, mut promises, mut claims) = (Vec::new(), Vec::new(), Vec::new());
        for serves in of(served, Element::Stage, &stage.code) {
            match serves.clone() {
                Serves::Measure(id) => measures.push(id),
                Serves::Promises(kind) => promises.push(kind),
                Serves::Claims(subject) => claims.push(subject),
                Serves::Record(_) | Serves::Page(_) => {}
            }
        }
        found.push(PlanStage { code: stage.code, title: stage.title, measures, promises, claims });
    }
    found
}

/// By element and its key, in the order of the pack.
pub type Served = BTreeMap<(Element, String), Vec<Serves>>;

/// What serves one of them; none when nothing does.
pub fn of<'a>(served: &'a Served, element: Element, code: &str) -> &'a [Serves] {
    served.get(&(element, code.to_owned())).map_or(&[], Vec::as_slice)
}
