//! The areas of this program, and what follows from the list.

use base::words::{Catalogue, Words};
use base::{Fault, Lang, Result};
use db::Migrations;
use kernel::retention::Keep;
use std::sync::Arc;
use web::Area;

/// Everything this program is made of, in the order of the navigation's ties.
pub fn areas() -> Vec<Area> {
    vec![area_tower::area(), area_register::area()]
}

/// The tables of the kernel and of all areas, in the order they are made.
pub fn migrations() -> Vec<Migrations> {
    let own = areas().into_iter().filter_map(|area| area.migrations);
    std::iter::once(kernel::MIGRATIONS).chain(own).collect()
}

/// How the retention of every kind is carried out: facts by the kernel, records by their areas.
pub fn keep() -> Vec<Keep> {
    let all = areas();
    let facts = all.iter().flat_map(|area| &area.kinds).filter(|kind| kind.fact.is_some());
    facts.map(|kind| Keep::facts(kind)).chain(all.iter().flat_map(|area| area.keep.clone())).collect()
}

/// The words of everything, for the command line.
pub fn words(lang: Lang) -> Result<Words> {
    let all: Catalogue =
        web::http::site::catalogue(&areas()).map_err(|e| Fault::new("reading the words", e))?;
    Ok(Words::new(lang, Arc::new(all)))
}
