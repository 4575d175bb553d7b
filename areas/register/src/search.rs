//! Search for people to see: one page and one answer of the API over all kinds of records that areas let be searched.
//!
//! What a reader finds is decided in `kernel::search`; here it is asked for and shown.

pub mod api;
pub mod pages;
pub mod web;

use base::search::Piece;
use base::{Lang, Tri};
use kernel::search::{Answer, FOUND_MAX, Searchable, Shown};
use serde::Serialize;
use utoipa::ToSchema;

/// Hits on one page.
pub const PAGE: usize = 20;

/// A part of a text; marked parts are what was asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Part {
    /// The text.
    pub text: String,
    /// It is what was asked for.
    pub marked: bool,
}

/// A record that was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct HitView {
    /// The record: `kind:id`.
    pub r#ref: String,
    /// Its kind.
    pub kind: String,
    /// Its human number; empty when it has none.
    pub number: String,
    /// What it is called.
    #[schema(value_type = Object)]
    pub title: Tri,
    /// Its address on this site; none = it has no page yet.
    pub href: Option<String>,
    /// The title in the reader's language, or the nearest there is, with what was asked for marked.
    pub heading: Vec<Part>,
    /// Where else it was found.
    pub excerpt: Vec<Part>,
    /// The language of the excerpt; none for other names.
    #[schema(value_type = Option<String>)]
    pub excerpt_lang: Option<Lang>,
}

/// A kind of record that can be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct KindView {
    /// As `kind=` takes it.
    pub kind: &'static str,
    /// Key of its word.
    #[serde(skip)]
    pub word: &'static str,
}

/// What was found, as the page and the API show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct SearchView {
    /// What was asked for.
    pub query: String,
    /// One page of it, the best first.
    pub hits: Vec<HitView>,
    /// How many the reader may see.
    pub total: usize,
    /// There are more than `total`: ask more closely.
    pub more: bool,
    /// Where the next page begins.
    pub next: Option<usize>,
    /// All kinds that can be asked for.
    pub kinds: Vec<KindView>,
    /// The position that the answer has seen; none when nothing was asked.
    pub position: Option<i64>,
}

impl SearchView {
    /// Nothing asked, nothing found.
    fn empty(kinds: Vec<KindView>) -> SearchView {
        SearchView {
            query: String::new(),
            hits: Vec::new(),
            total: 0,
            more: false,
            next: None,
            kinds,
            position: None,
        }
    }

    fn of(query: String, offset: usize, answer: Answer, kinds: Vec<KindView>, base: &str) -> SearchView {
        let end = offset + answer.hits.len();
        SearchView {
            query,
            next: (end < answer.total && end < FOUND_MAX).then_some(end),
            hits: answer.hits.into_iter().map(|hit| hit_view(hit, base)).collect(),
            total: answer.total,
            more: answer.more,
            kinds,
            position: Some(answer.position),
        }
    }
}

fn hit_view(hit: Shown, base: &str) -> HitView {
    HitView {
        r#ref: hit.of.to_string(),
        kind: hit.of.kind,
        href: hit.path.map(|path| format!("{base}{path}")),
        number: hit.document.number,
        title: hit.document.title,
        heading: parts(hit.title),
        excerpt: parts(hit.excerpt),
        excerpt_lang: hit.excerpt_lang,
    }
}

fn parts(pieces: Vec<Piece>) -> Vec<Part> {
    pieces.into_iter().map(|piece| Part { text: piece.text, marked: piece.marked }).collect()
}

fn kinds(all: &[Searchable]) -> Vec<KindView> {
    all.iter().map(|searchable| KindView { kind: searchable.kind.name, word: searchable.word }).collect()
}
