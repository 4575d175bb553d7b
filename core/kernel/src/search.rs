//! Search: what of a record is searched, and finding records that the reader may see.
//!
//! A noun becomes searchable by one value, `Searchable`: SQL that tells which records changed, and a function that
//! says a record in the words this reader sees. The same function fills the index (once as a visitor, once as one who
//! sees everything) and judges every hit, so that the two cannot disagree. How words are compared is the index's
//! affair (`base::search`); how the index is kept fresh is `feed`.
//!
//! Invariant: a record outside the reader's scope is as if it did not exist: no hit, no count, no other order.
//! Invariant: a document names no person.

pub mod feed;

use crate::policy::{Actor, Depth, Kind};
use crate::scope::Sight;
use base::search::{Document, Index, Piece, Question, Reach};
use base::{Day, Lang, Ref, Result};
use db::{Reading, Sql};

/// Records that one answer counts at most. Whoever finds more asks more closely.
pub const FOUND_MAX: usize = 100;
/// Candidates that are judged for one answer at most.
const JUDGED_MAX: usize = 5_000;
/// Characters of an excerpt.
const EXCERPT: usize = 120;

/// Says a record in the words that a reader with this sight sees; none = it does not exist for them, or is not
/// searched. The text is the id of the record.
pub type Say = fn(&Reading<'_>, &str, &Sight) -> Result<Option<Document>>;

/// A kind of record that is searched.
#[derive(Clone, Copy, Debug)]
pub struct Searchable {
    /// The kind; records are named `kind:id`.
    pub kind: &'static Kind,
    /// Key of the word for one such record.
    pub word: &'static str,
    /// Where a record is shown, below the city: `/organisations/{number}`; `{id}` may stand there too. None = it has
    /// no page yet.
    pub page: Option<&'static str>,
    /// Which records were written after `?1`, or at `?1` with an id after `?2`, and not after `?3`: (position, id),
    /// ordered by both, `?4` of them. A record may come more than once.
    pub changed: Sql,
    /// What it says.
    pub document: Say,
}

impl Searchable {
    /// The address of a record below the city.
    pub fn path(&self, id: &str, document: &Document) -> Option<String> {
        Some(self.page?.replace("{number}", &document.number).replace("{id}", id))
    }
}

/// What a reader asks.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Ask {
    /// What was typed.
    pub text: String,
    /// The reader's language.
    pub lang: Lang,
    /// Names of kinds; empty = all.
    pub kinds: Vec<String>,
    /// How many.
    pub limit: usize,
    /// How many are passed over.
    pub offset: usize,
}

/// A record that was found and that the reader may see.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Shown {
    /// Which.
    pub of: Ref,
    /// Its number and names, as the reader sees them now.
    pub document: Document,
    /// The address below the city; none = it has no page yet.
    pub path: Option<String>,
    /// Its title in the language nearest to the reader's, marked.
    pub title: Vec<Piece>,
    /// Where else it was found, marked.
    pub excerpt: Vec<Piece>,
    /// The language of the excerpt; none for names and numbers.
    pub excerpt_lang: Option<Lang>,
}

/// What was found.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Answer {
    /// One page of it.
    pub hits: Vec<Shown>,
    /// How many the reader may see, `FOUND_MAX` at most.
    pub total: usize,
    /// There are more than `total`.
    pub more: bool,
    /// The position that the index has seen; what was written later is not found yet.
    pub position: i64,
}

/// Finds records. Each is read again in this snapshot with the reader's rights, and must still fit.
///
/// # Errors
/// `search-no-words`; faults of the index and of the database.
pub fn find(
    read: &Reading<'_>,
    index: &dyn Index,
    all: &[Searchable],
    ask: &Ask,
    sight: &Sight,
) -> Result<Answer> {
    let mut answer = Answer::default();
    let reach = if sight.depth == Depth::Public { Reach::Open } else { Reach::Inside };
    let kinds = match ask.kinds.is_empty() {
        true => all.iter().map(|searchable| searchable.kind.name.to_owned()).collect(),
        false => ask.kinds.clone(),
    };
    let mut judged = 0;
    // Most readers may see nearly all that the index gives them; then one round is enough.
    while judged < JUDGED_MAX && !answer.more {
        let limit = if judged == 0 { FOUND_MAX + 1 } else { base::search::HITS_MAX };
        let question = Question {
            text: ask.text.clone(),
            lang: ask.lang,
            kinds: kinds.clone(),
            reach,
            limit,
            offset: judged,
        };
        let found = index.find(&question)?;
        answer.position = found.position;
        judged += found.hits.len();
        let last = found.hits.len() < limit;
        for hit in found.hits {
            let Some((searchable, document)) = seen(read, index, all, &hit.of, &ask.text, sight)? else {
                continue;
            };
            if answer.total == FOUND_MAX {
                answer.more = true;
                break;
            }
            if answer.total >= ask.offset && answer.hits.len() < ask.limit {
                answer.hits.push(shown(index, searchable, hit.of, document, ask));
            }
            answer.total += 1;
        }
        if last {
            break;
        }
    }
    Ok(answer)
}

/// The record as the reader sees it now, when they do and it still fits.
fn seen<'a>(
    read: &Reading<'_>,
    index: &dyn Index,
    all: &'a [Searchable],
    of: &Ref,
    text: &str,
    sight: &Sight,
) -> Result<Option<(&'a Searchable, Document)>> {
    let Some(searchable) = all.iter().find(|searchable| searchable.kind.name == of.kind) else {
        return Ok(None);
    };
    let document = (searchable.document)(read, &of.id, sight)?;
    Ok(document.filter(|document| index.matches(text, document)).map(|document| (searchable, document)))
}

fn shown(index: &dyn Index, searchable: &Searchable, of: Ref, document: Document, ask: &Ask) -> Shown {
    let mark = |text: &str| index.excerpt(&ask.text, text, EXCERPT);
    let marked = |pieces: &[Piece]| pieces.iter().any(|piece| piece.marked);
    let langs = ask.lang.fallback();
    let title_lang = langs.into_iter().find(|lang| document.title.only(*lang).is_some());
    let title = title_lang.and_then(|lang| document.title.only(lang)).map(mark).unwrap_or_default();
    let texts = langs.into_iter().filter_map(|lang| document.text.only(lang).map(|text| (Some(lang), text)));
    let titles = langs.into_iter().filter(|lang| Some(*lang) != title_lang);
    let titles = titles.filter_map(|lang| document.title.only(lang).map(|text| (Some(lang), text)));
    let names = document.names.iter().map(|name| (None, name.as_str()));
    let best = texts.clone().chain(titles).chain(names).map(|(lang, text)| (lang, mark(text)));
    let best = best.into_iter().find(|(_, pieces)| marked(pieces));
    let first = || texts.clone().next().map(|(lang, text)| (lang, mark(text)));
    let (excerpt_lang, excerpt) = best.or_else(first).unwrap_or_default();
    let path = searchable.path(&of.id, &document);
    Shown { of, path, title, excerpt, excerpt_lang, document }
}

/// What visitors see, and what those see who see everything, on a day.
fn sights(today: Day) -> (Sight, Sight) {
    (Sight::of(&Actor::Visitor, today), Sight::of(&Actor::System(feed::FOLLOWER), today))
}
