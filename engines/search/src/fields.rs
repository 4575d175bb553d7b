//! How a record lies in the index: one field for each kind of place, so that a place can weigh.
//!
//! Only words and refs are kept; no text can be read back from the files but word by word.

use crate::runs::{Run, runs, tokens};
use base::search::{Document, Reach};
use base::{Lang, Ref, Tri};
use tantivy::schema::{
    FAST, Field, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::{PreTokenizedString, Token};
use tantivy::{TantivyDocument, Term};

/// The form of what lies in the files: another number, and old files are thrown away. It grows with every change of
/// the fields, of `runs` or of `terms`.
pub const FORM: u32 = 1;

/// The fields.
pub struct Fields {
    pub schema: Schema,
    pub of: Field,
    pub kind: Field,
    pub reach: Field,
    /// Characters of the shortest title: of two records that fit alike the one with less beside it comes first.
    pub length: Field,
    /// A number made from the ref: the last word on order.
    pub tie: Field,
    /// Whole titles, names and numbers.
    pub whole: Field,
    pub names: Field,
    /// By `Lang::ALL`.
    pub title: [Field; 3],
    /// By `Lang::ALL`.
    pub text: [Field; 3],
}

impl Fields {
    pub fn new() -> Fields {
        let mut schema = Schema::builder();
        let indexing = TextFieldIndexing::default()
            .set_index_option(IndexRecordOption::WithFreqsAndPositions)
            .set_fieldnorms(false);
        let words = TextOptions::default().set_indexing_options(indexing);
        let (of, kind, reach) = (
            schema.add_text_field("of", STRING | STORED),
            schema.add_text_field("kind", STRING),
            schema.add_text_field("reach", STRING),
        );
        let (length, tie) = (schema.add_u64_field("length", FAST), schema.add_u64_field("tie", FAST));
        let whole = schema.add_text_field("whole", STRING);
        let names = schema.add_text_field("names", words.clone());
        let mut three = |name: &str| {
            Lang::ALL.map(|lang| schema.add_text_field(&format!("{name}_{}", lang.code()), words.clone()))
        };
        let (title, text) = (three("title"), three("text"));
        Fields { schema: schema.build(), of, kind, reach, length, tie, whole, names, title, text }
    }

    /// The term of a record.
    pub fn of(&self, of: &Ref) -> Term {
        Term::from_field_text(self.of, &of.to_string())
    }

    /// A record as tantivy takes it.
    pub fn document(&self, of: &Ref, says: &Document, reaches: &[Reach]) -> TantivyDocument {
        let mut document = TantivyDocument::new();
        let name = of.to_string();
        document.add_text(self.of, &name);
        document.add_text(self.kind, &of.kind);
        reaches.iter().for_each(|reach| document.add_text(self.reach, reach_code(*reach)));
        let titles = Lang::ALL.iter().filter_map(|lang| says.title.only(*lang));
        document.add_u64(
            self.length,
            titles.clone().map(|title| title.chars().count() as u64).min().unwrap_or(0),
        );
        document.add_u64(self.tie, tie(&name));
        for text in titles.chain(says.names.iter().map(String::as_str)).chain([says.number.as_str()]) {
            let whole = whole(&runs(text));
            if !whole.is_empty() {
                document.add_text(self.whole, whole);
            }
        }
        for text in says.names.iter().chain([&says.number]) {
            add_words(&mut document, self.names, text);
        }
        self.three(&mut document, &self.title, &says.title);
        self.three(&mut document, &self.text, &says.text);
        document
    }

    fn three(&self, document: &mut TantivyDocument, fields: &[Field; 3], says: &Tri) {
        for (field, lang) in fields.iter().zip(Lang::ALL) {
            if let Some(text) = says.only(lang) {
                add_words(document, *field, text);
            }
        }
    }
}

/// How a reach stands in the index.
pub fn reach_code(reach: Reach) -> &'static str {
    match reach {
        Reach::Open => "open",
        Reach::Inside => "inside",
    }
}

/// A whole text as one term: its runs, set apart; at most 200 characters.
pub fn whole(runs: &[Run]) -> String {
    let all = runs.iter().map(Run::text).collect::<Vec<_>>().join("\u{1f}");
    all.chars().take(200).collect()
}

/// Between two runs lies a gap, so that neighbours in different runs are no neighbours.
fn add_words(document: &mut TantivyDocument, field: Field, text: &str) {
    let mut all = Vec::new();
    let mut position = 0;
    for run in runs(text) {
        for token in tokens(&run) {
            all.push(Token { text: token, position, position_length: 1, offset_from: 0, offset_to: 0 });
            position += 1;
        }
        position += 1;
    }
    if !all.is_empty() {
        document.add_pre_tokenized_text(field, PreTokenizedString { text: String::new(), tokens: all });
    }
}

/// FNV-1a, 64 bits (Fowler, Noll and Vo): spreads refs, hides nothing.
fn tie(name: &str) -> u64 {
    name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}
