//! The page for investors: published counts alone, each with its day, definition, evidence, unknown part, permanent
//! address and citation. What was not kept and published is not here.
//!
//! Invariant: nothing on it is typed or counted when it is opened; whoever opens it sees what the public sees.

pub mod pages;
pub mod store;

use crate::measure::pages::show::{citation, permalink};
use crate::measure::shown::Cells;
use crate::measure::store::Seeing;
use crate::measure::view::{CountView, kept};
use crate::measure::{Definition, Whom};
use ::web::http::{Routes, Who};
use ::web::{Area, Ctx, Reply};
use base::{Day, Result, Tri};
use db::Read;
use kernel::policy::Depth;
use serde::Serialize;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use utoipa::ToSchema;

/// Counts that are kept in memory; a published count never changes.
const READ_MAX: usize = 200;

/// Adds the page for investors to the tower.
pub fn add_to(area: Area) -> Area {
    let public = Who::Everyone("published counts are for everyone to cite and to check");
    area.statements(store::STATEMENTS)
        .words(include_str!("investor/words.toml"))
        .pages(Routes::new().get("/investors", public, pages::show))
        .api(pages::routes())
}

/// A published count with its definition.
#[derive(Debug)]
pub struct Published {
    /// The definition that it was counted by.
    pub definition: Arc<Definition>,
    /// What the public sees of it.
    pub count: CountView,
}

/// The newest published count of each measure, as the API says it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct InvestorList {
    /// In the order of the measures' ids.
    pub items: Vec<InvestorNumber>,
    /// Made up, for practice.
    pub synthetic: bool,
}

/// One published count.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct InvestorNumber {
    /// The measure.
    pub measure: String,
    #[schema(value_type = Object)]
    pub title: Tri,
    /// How it is counted.
    #[schema(value_type = Object)]
    pub rule: Tri,
    pub unit: String,
    /// Whom it counts.
    pub counts: Whom,
    /// The kept count.
    pub snapshot: String,
    /// The civil day that was counted.
    #[schema(value_type = String)]
    pub as_of: Day,
    /// What it comes to, with the unknown part and the levels of evidence.
    pub count: Option<Cells>,
    /// The permanent address.
    pub permalink: String,
    /// The text to cite, in the reader's language.
    pub citation: String,
}

static READ: Mutex<VecDeque<(String, String, Arc<Published>)>> = Mutex::new(VecDeque::new());

/// The newest published count of each measure.
pub async fn all(ctx: &Ctx) -> Reply<Vec<Arc<Published>>> {
    let folder = ctx.city().folder().display().to_string();
    ctx.read(move |read| store::newest(read)?.into_iter().map(|of| published(read, &folder, &of)).collect())
        .await
}

/// One of them, from memory when it was read before.
fn published(read: &impl Read, folder: &str, (measure, number): &(String, String)) -> Result<Arc<Published>> {
    let known = READ.lock().unwrap_or_else(PoisonError::into_inner);
    let found =
        known.iter().find(|(at, of, _)| at == folder && of == number).map(|(_, _, found)| Arc::clone(found));
    drop(known);
    if let Some(found) = found {
        return Ok(found);
    }
    let counted = kept(read, measure, number, Seeing::Public)?;
    let definition = Arc::clone(&counted.held.definition);
    let found = Arc::new(Published { count: CountView::new(&counted, Depth::Public), definition });
    let mut known = READ.lock().unwrap_or_else(PoisonError::into_inner);
    known.push_back((folder.to_owned(), number.clone(), Arc::clone(&found)));
    if known.len() > READ_MAX {
        known.pop_front();
    }
    Ok(found)
}

/// The same for the API.
pub fn list(ctx: &Ctx, all: &[Arc<Published>]) -> InvestorList {
    let items = all.iter().map(|of| InvestorNumber {
        measure: of.definition.id.clone(),
        title: of.definition.title.clone(),
        rule: of.definition.rule.clone(),
        unit: of.definition.unit.clone(),
        counts: of.definition.counts,
        snapshot: of.count.snapshot.clone().unwrap_or_default(),
        as_of: of.count.as_of,
        count: of.count.whole().cloned(),
        permalink: permalink(ctx, &of.definition, &of.count),
        citation: citation(ctx, &of.definition, &of.count),
    });
    InvestorList { items: items.collect(), synthetic: ctx.about().synthetic }
}
