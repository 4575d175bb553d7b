//! Orders: sentences of a Korean meeting text that order or ask for something, for a person to confirm.
//!
//! Korean says at the end of a sentence what the sentence does: `-기 바랍니다`, `-(으)십시오`, `-아/어야
//! 합니다`, `-(으)ㅂ시다`, `-(으)ㄹ 것` (sentence-final endings as in 국립국어원 『표준국어문법론』 and 『외국인을 위한
//! 한국어 문법』: 명령문, 청유문, and the modal `-아야 하다`). So a sentence is judged by its ending, and then by
//! what makes the same ending a wish, a greeting, a general truth or somebody else's duty. There is no model
//! and no list of known texts; each finding names the ending that caused it.
//!
//! - [`find`]: the orders of a text, with owner and date proposed
//! - [`sentence`]: where sentences begin and end, in spite of quotes, numbers and abbreviations
//! - [`ending`]: what an ending does; [`refuse`]: when it does not order after all
//! - [`owner`] and [`due`]: departments named, days meant
//!
//! Known limits: a principle said with a verb that one can do (`길은 열어 두어야 합니다`) looks like an order and
//! is proposed; a duty stated as a fact is one only where it names who and by when in the plain style of directives, and
//! one stated as a need (`점검할 필요가 있습니다`) is not.
//! An office is known by how its name ends or by the title it is called by; a day by its words, and weeks are meant
//! until Friday. Who is meant by a plea is known from the verb, or from the sentence that turns to citizens.
//!
//! Not here: making anything binding. A proposal becomes a directive when a person confirms it.
//! The text is expected in NFC (composed Hangul); spans are byte ranges of it.

pub mod date;
pub mod due;
pub mod ending;
mod hangul;
mod others;
pub mod owner;
pub mod refuse;
pub mod sentence;

#[cfg(test)]
mod tests;

use std::ops::Range;

pub use date::Date;
pub use due::{Due, Meant, NoDue, WhyNone};
pub use ending::Force;
pub use owner::{Named, Owner};

/// A sentence that orders or asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    /// Bytes of the text, without blanks around.
    pub span: Range<usize>,
    pub text: String,
    pub force: Force,
    /// The ending that was recognised, without blanks, as `기바랍니다`.
    pub ending: &'static str,
    /// Who is named to do it, in the order of the text; empty when nobody is.
    pub owners: Vec<Owner>,
    pub due: Option<Due>,
    /// What looks like a due day and is none: no calendar has it, or it is past.
    pub no_due: Vec<NoDue>,
}

/// Finds the orders of a text spoken or written on `held_on`, in the order of the text.
pub fn find(text: &str, held_on: Date) -> Vec<Order> {
    let mut orders = Vec::new();
    let mut last_named: Vec<Owner> = Vec::new();
    let (mut paragraph, mut pleads) = (0, false);
    let sentences = sentence::split(text);
    let labels_are_speakers = has_speakers(text, &sentences);
    for sentence in sentences {
        if sentence.paragraph != paragraph {
            paragraph = sentence.paragraph;
            last_named.clear();
        }
        let words = &text[sentence.span.clone()];
        let named = owner::find(words, sentence.span.start, labels_are_speakers);
        let dates = due::find(words, sentence.span.start, held_on);
        let said = refuse::Said {
            sentence: words,
            has_owner: !named.is_empty(),
            has_due: dates.due.is_some() || !dates.none.is_empty(),
            has_limit: dates
                .due
                .as_ref()
                .is_some_and(|due| due.is_limit && is_within_half_a_year(due, held_on)),
            has_sitting_ahead: dates.due.as_ref().is_some_and(|due| due.meant == Meant::Event),
        };
        let asked = ending::of(words).filter(|_| !sentence.quoted);
        // `시민 여러분께 부탁드립니다.`: what is asked next is asked of them.
        let is_plea = pleads && asked.is_some() && !said.has_owner;
        pleads = is_plea
            || others::turns_to_outsiders(words)
            || (asked.is_some() && !said.has_owner && others::addresses_outsiders(words));
        if let Some(ending) = asked.filter(|ending| !is_plea && !refuse::is_no_order(ending, &said)) {
            let owners = if named.is_empty() { carried(&last_named) } else { named.clone() };
            let (text, force, ending) = (words.to_owned(), ending.force, ending.name);
            let due::Dates { due, none } = dates;
            orders.push(Order { span: sentence.span, text, force, ending, owners, due, no_due: none });
        }
        if !named.is_empty() {
            last_named = named;
        }
    }
    orders
}

/// Minutes of who said what: people stand before a colon who ask for nothing, more than once.
fn has_speakers(text: &str, sentences: &[sentence::Sentence]) -> bool {
    let told = sentences.iter().filter(|sentence| {
        let words = &text[sentence.span.clone()];
        owner::label(words).is_some() && ending::of(words).is_none()
    });
    told.take(2).count() == 2
}

/// `10월 30일까지 점검 완료` in November tells of what was done: the October that comes is far.
fn is_within_half_a_year(due: &Due, held_on: Date) -> bool {
    match due.meant {
        Meant::Day(date) => date <= held_on.plus_months(6) || due.text.contains('년'),
        Meant::Year(_) | Meant::Event => true,
    }
}

/// Owners of an earlier sentence, marked as such: a weaker proposal.
fn carried(owners: &[Owner]) -> Vec<Owner> {
    owners.iter().map(|owner| Owner { named: Named::EarlierInParagraph, ..owner.clone() }).collect()
}

/// Without any blanks, since Korean spacing varies: `해주십시오` and `해 주십시오`.
fn compact(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_whitespace()).collect()
}
