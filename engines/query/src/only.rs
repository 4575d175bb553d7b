//! Reading only the facts of a few records.

use crate::columns;
use crate::identity::Heads;
use crate::names::{self, Names};
use arrow::array::{Array as _, ArrayRef, StringViewArray};
use arrow::error::ArrowError;
use std::collections::HashSet;

/// A few records: only facts that name them in a column are read.
#[derive(Debug)]
pub struct Only {
    /// The column that names them.
    pub column: usize,
    /// The names under which they may stand in the rows, in order.
    names: Vec<String>,
    known: HashSet<String>,
    /// Their numbers, one bit for each.
    numbers: Vec<u64>,
}

impl Only {
    /// Facts whose `column` names one of these records, under its own name or one that was merged into it.
    pub fn new(
        column: usize,
        records: &datafusion::common::HashSet<String>,
        heads: &Heads,
        all: &Names,
    ) -> Result<Only, ArrowError> {
        let merged = heads.iter().filter(|(_, head)| records.contains(head.as_str())).map(|(name, _)| name);
        let known: HashSet<String> = records.iter().chain(merged).cloned().collect();
        let mut names: Vec<String> = known.iter().cloned().collect();
        names.sort_unstable();
        let mut numbers = Vec::new();
        for number in all.numbers(names.iter().map(String::as_str))? {
            let (word, bit) = (number as usize / 64, number % 64);
            numbers.resize(numbers.len().max(word + 1), 0);
            numbers[word] |= 1 << bit;
        }
        Ok(Only { column, names, known, numbers })
    }

    /// The rows of a batch that name one, by name or by number; `in_order` when its names are.
    pub fn rows(&self, names: &ArrayRef, in_order: bool) -> Result<Vec<u32>, ArrowError> {
        if let Some(numbers) = names::numbers_of(names) {
            let wanted = |number: u32| {
                self.numbers.get(number as usize / 64).is_some_and(|word| word >> (number % 64) & 1 == 1)
            };
            let fits = |row: &usize| numbers.is_valid(*row) && wanted(numbers.value(*row));
            return Ok((0..numbers.len()).filter(fits).map(crate::cut::index).collect());
        }
        let texts = columns::texts(names).ok_or_else(columns::not_that_column)?;
        if !in_order || texts.is_empty() || texts.null_count() > 0 {
            let fits = |row: &usize| texts.is_valid(*row) && self.known.contains(texts.value(*row));
            return Ok((0..texts.len()).filter(fits).map(crate::cut::index).collect());
        }
        let (first, last) = (texts.value(0), texts.value(texts.len() - 1));
        let from = self.names.partition_point(|name| name.as_str() < first);
        let to = self.names.partition_point(|name| name.as_str() <= last);
        let (mut found, mut start) = (Vec::new(), 0);
        for name in &self.names[from..to] {
            start = first_not_before(texts, name, start);
            while start < texts.len() && texts.value(start) == name {
                found.push(crate::cut::index(start));
                start += 1;
            }
        }
        Ok(found)
    }
}

/// The first row from `from` on whose text is not before `name`.
fn first_not_before(texts: &StringViewArray, name: &str, from: usize) -> usize {
    let (mut low, mut high) = (from, texts.len());
    while low < high {
        let middle = low + (high - low) / 2;
        match texts.value(middle) < name {
            true => low = middle + 1,
            false => high = middle,
        }
    }
    low
}
