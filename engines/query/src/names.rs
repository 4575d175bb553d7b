//! Names of records as numbers: to group and join millions of names of fifty letters, four bytes of each are enough.
//!
//! A name gets its number when it is first met and keeps it for this run of the program. Numbers say nothing of the
//! order of names: a question that looks into names or orders by them gets the names themselves (`told_apart`).

use arrow::array::{Array, ArrayRef, AsArray as _, DictionaryArray, StringViewArray, UInt32Array};
use arrow::datatypes::{Int32Type, UInt32Type};
use arrow::error::ArrowError;
use hashbrown::{DefaultHashBuilder, HashTable};
use std::hash::BuildHasher as _;
use std::sync::{PoisonError, RwLock};

/// All names that were met.
#[derive(Debug, Default)]
pub struct Names {
    hasher: DefaultHashBuilder,
    known: RwLock<Known>,
}

#[derive(Debug, Default)]
struct Known {
    /// Each name's hash and number.
    table: HashTable<(u64, u32)>,
    /// The letters of all names, one after the other.
    letters: String,
    /// Where each ends.
    ends: Vec<usize>,
}

impl Known {
    fn text(&self, number: u32) -> &str {
        let at = number as usize;
        let start = if at == 0 { 0 } else { self.ends.get(at - 1).copied().unwrap_or(0) };
        self.ends.get(at).map_or("", |end| &self.letters[start..*end])
    }

    fn find(&self, hash: u64, name: &str) -> Option<u32> {
        let is_it = |(known, number): &(u64, u32)| *known == hash && self.text(*number) == name;
        self.table.find(hash, is_it).map(|(_, number)| *number)
    }

    fn number(&mut self, hash: u64, name: &str) -> Result<u32, ArrowError> {
        if let Some(number) = self.find(hash, name) {
            return Ok(number);
        }
        let too_many = |_| ArrowError::MemoryError("more names of records than numbers for them".into());
        let number = u32::try_from(self.ends.len()).map_err(too_many)?;
        self.letters.push_str(name);
        self.ends.push(self.letters.len());
        self.table.insert_unique(hash, (hash, number), |(hash, _)| *hash);
        Ok(number)
    }
}

impl Names {
    /// The number of each of these names, in their order.
    pub fn numbers<'a>(&self, names: impl IntoIterator<Item = &'a str>) -> Result<Vec<u32>, ArrowError> {
        let names: Vec<(u64, &str)> =
            names.into_iter().map(|name| (self.hasher.hash_one(name), name)).collect();
        // Most were met before: to look them up, several questions need not wait for each other.
        let found: Vec<Option<u32>> = {
            let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
            names.iter().map(|(hash, name)| known.find(*hash, name)).collect()
        };
        if let Some(numbers) = found.iter().copied().collect() {
            return Ok(numbers);
        }
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        let given = names.iter().zip(found).map(|((hash, name), found)| match found {
            Some(number) => Ok(number),
            None => known.number(*hash, name),
        });
        given.collect()
    }

    /// A column of names, as it was read from a file.
    pub fn column(&self, names: &DictionaryArray<Int32Type>) -> Result<UInt32Array, ArrowError> {
        let texts = names.values().as_string::<i32>();
        let numbers = self.numbers(texts.iter().map(Option::unwrap_or_default))?;
        let of = |key: i32| usize::try_from(key).ok().and_then(|key| numbers.get(key)).copied();
        Ok(names.keys().iter().map(|key| key.and_then(of)).collect())
    }

    /// A column of names that are in memory.
    pub fn texts(&self, names: &StringViewArray) -> Result<UInt32Array, ArrowError> {
        let mut numbers = self.numbers(names.iter().flatten())?.into_iter();
        Ok(names.iter().map(|name| name.and_then(|_| numbers.next())).collect())
    }

    /// The names of a column of numbers.
    pub fn told(&self, numbers: &UInt32Array) -> Vec<Option<String>> {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        numbers.iter().map(|number| number.map(|number| known.text(number).to_owned())).collect()
    }

    /// How many names were met.
    #[cfg(test)]
    pub fn count(&self) -> usize {
        self.known.read().unwrap_or_else(PoisonError::into_inner).ends.len()
    }

    /// How many bytes these names have.
    pub fn bytes(&self, numbers: &UInt32Array) -> usize {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        numbers.iter().flatten().map(|number| known.text(number).len()).sum()
    }

    /// The name in one row of a column of names or of their numbers; none where there is none.
    pub fn at(&self, column: &ArrayRef, row: usize) -> Option<String> {
        if column.is_null(row) {
            return None;
        }
        match numbers_of(column) {
            Some(numbers) => {
                let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
                Some(known.text(numbers.value(row)).to_owned())
            }
            None => crate::columns::texts(column).map(|texts| texts.value(row).to_owned()),
        }
    }
}

/// A column of numbers of names; none when it is another column.
pub fn numbers_of(column: &ArrayRef) -> Option<&UInt32Array> {
    column.as_primitive_opt::<UInt32Type>()
}
