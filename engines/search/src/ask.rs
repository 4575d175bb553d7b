//! Asking: the terms of a question over the fields, and the order of what is found.
//!
//! A term weighs as much as the best place where it stands, the same whatever else the index holds. How rare a word
//! is does not count: a visitor could otherwise hear of records that they do not see from the order of those they see.

use crate::fields::{Fields, reach_code, whole};
use crate::runs::{pairs, runs};
use crate::terms::{self, Term as Wanted};
use base::search::{HITS_MAX, Hit, QUERY_MAX, Question, Refusal, SearchError};
use base::{Fault, Lang, Ref};
use std::cmp::Reverse;
use std::ops::Bound;
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::Column;
use tantivy::query::{
    BooleanQuery, ConstScoreQuery, DisjunctionMaxQuery, Occur, PhraseQuery, Query, RangeQuery, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption, Value as _};
use tantivy::{DocAddress, DocId, Score, Searcher, SegmentOrdinal, SegmentReader, TantivyDocument, Term};

/// A whole title or number that is the whole question.
const WHOLE: f32 = 100.0;
const TITLE_OF_READER: f32 = 40.0;
const TITLE: f32 = 30.0;
const TEXT_OF_READER: f32 = 12.0;
const TEXT: f32 = 10.0;

/// The records that fit, the best first.
pub fn hits(searcher: &Searcher, fields: &Fields, question: &Question) -> Result<Vec<Hit>, SearchError> {
    let wanted = terms::of(&question.text);
    if wanted.is_empty() {
        return Err(Refusal::NoWords.into());
    }
    let query = query(fields, question, &wanted);
    let most = question.limit.min(HITS_MAX);
    let best = Best { most: question.offset.saturating_add(most) };
    let found = searcher.search(&query, &best).map_err(crate::broken)?;
    let page = found.into_iter().skip(question.offset).take(most);
    page.map(|fit| {
        let document: TantivyDocument = searcher.doc(fit.at).map_err(crate::broken)?;
        let name = document.get_first(fields.of).and_then(|value| value.as_str()).unwrap_or("");
        let of = Ref::parse(name).map_err(|e| Fault::new("reading a hit of the search index", e))?;
        Ok(Hit { of, score: fit.order.0.0 })
    })
    .collect()
}

fn query(fields: &Fields, question: &Question, wanted: &[Wanted]) -> BooleanQuery {
    let exact = |field: Field, text: &str| -> Box<dyn Query> {
        Box::new(TermQuery::new(Term::from_field_text(field, text), IndexRecordOption::Basic))
    };
    let silent = |query: Box<dyn Query>| -> Box<dyn Query> { Box::new(ConstScoreQuery::new(query, 0.0)) };
    let mut parts = vec![(Occur::Must, silent(exact(fields.reach, reach_code(question.reach))))];
    if !question.kinds.is_empty() {
        let kinds = question.kinds.iter().map(|kind| (Occur::Should, exact(fields.kind, kind))).collect();
        parts.push((Occur::Must, silent(Box::new(BooleanQuery::new(kinds)))));
    }
    for term in wanted {
        let places = places(fields, question.lang).into_iter().map(|(field, weight)| -> Box<dyn Query> {
            Box::new(ConstScoreQuery::new(stands_in(field, term), weight))
        });
        parts.push((Occur::Must, Box::new(DisjunctionMaxQuery::new(places.collect()))));
    }
    let typed: String = question.text.chars().take(QUERY_MAX).collect();
    let all = exact(fields.whole, &whole(&runs(&typed)));
    parts.push((Occur::Should, Box::new(ConstScoreQuery::new(all, WHOLE))));
    BooleanQuery::new(parts)
}

/// Where a term may stand, and what each place weighs.
fn places(fields: &Fields, reader: Lang) -> Vec<(Field, f32)> {
    let mut places = vec![(fields.names, TITLE)];
    for (lang, (title, text)) in Lang::ALL.into_iter().zip(fields.title.into_iter().zip(fields.text)) {
        let own = lang == reader;
        places.push((title, if own { TITLE_OF_READER } else { TITLE }));
        places.push((text, if own { TEXT_OF_READER } else { TEXT }));
    }
    places
}

/// A term in a field.
fn stands_in(field: Field, term: &Wanted) -> Box<dyn Query> {
    let term_of = |text: &str| Term::from_field_text(field, text);
    let whole = |text: &str| Box::new(TermQuery::new(term_of(text), IndexRecordOption::Basic));
    let begins = |text: &str| {
        let beyond = format!("{text}\u{10FFFF}");
        Box::new(RangeQuery::new(Bound::Included(term_of(text)), Bound::Included(term_of(&beyond))))
    };
    match term {
        Wanted::Whole(word) => whole(word),
        Wanted::Begins(word) => begins(word),
        // Every character of a run begins a token.
        Wanted::Inside(_, chars) if chars.len() == 1 => begins(&chars.iter().collect::<String>()),
        Wanted::Inside(_, chars) => {
            let pairs: Vec<Term> = pairs(chars).map(|pair| term_of(&pair)).collect();
            match pairs.as_slice() {
                [one] => Box::new(TermQuery::new(one.clone(), IndexRecordOption::Basic)),
                _ => Box::new(PhraseQuery::new(pairs)),
            }
        }
    }
}

/// A record that fits, with what orders it; a smaller order is better.
#[derive(Clone, Copy)]
struct Fit {
    order: (Reverse<u32>, u64, u64),
    at: DocAddress,
}

/// Collects the best: what tantivy's own collector does, but with an order that no file and no merge changes.
struct Best {
    most: usize,
}

struct BestOfSegment {
    most: usize,
    segment: SegmentOrdinal,
    length: Column<u64>,
    tie: Column<u64>,
    found: Vec<Fit>,
}

impl Collector for Best {
    type Fruit = Vec<Fit>;
    type Child = BestOfSegment;

    fn for_segment(&self, segment: SegmentOrdinal, reader: &SegmentReader) -> tantivy::Result<BestOfSegment> {
        let fast = reader.fast_fields();
        let (length, tie) = (fast.u64("length")?, fast.u64("tie")?);
        Ok(BestOfSegment { most: self.most, segment, length, tie, found: Vec::new() })
    }

    fn requires_scoring(&self) -> bool {
        true
    }

    fn merge_fruits(&self, found: Vec<Vec<Fit>>) -> tantivy::Result<Vec<Fit>> {
        Ok(best(found.into_iter().flatten().collect(), self.most))
    }
}

impl SegmentCollector for BestOfSegment {
    type Fruit = Vec<Fit>;

    fn collect(&mut self, doc: DocId, score: Score) {
        let (length, tie) = (self.length.first(doc).unwrap_or(0), self.tie.first(doc).unwrap_or(0));
        // Weights are whole numbers and few, so the sum is exact.
        let order = (Reverse(score as u32), length, tie);
        self.found.push(Fit { order, at: DocAddress::new(self.segment, doc) });
        // Now and then what cannot be among the best is let go.
        if self.found.len() >= 4 * self.most.max(1_000) {
            self.found = best(std::mem::take(&mut self.found), self.most);
        }
    }

    fn harvest(self) -> Vec<Fit> {
        best(self.found, self.most)
    }
}

fn best(mut found: Vec<Fit>, most: usize) -> Vec<Fit> {
    if found.len() > most && most > 0 {
        found.select_nth_unstable_by_key(most - 1, |fit| fit.order);
    }
    found.truncate(most);
    found.sort_unstable_by_key(|fit| fit.order);
    found
}
