//! Names of people and statements as they stand in the files, and their order.
//!
//! Polis writes whole numbers, other systems tokens; both are kept as text. The order is by number for
//! numbers and by bytes for the rest, so it does not depend on the order of the rows.

use std::cmp::Ordering;
use std::collections::HashMap;

/// Gives each distinct name the next number, in order of first appearance.
#[derive(Clone, Debug, Default)]
pub struct Names {
    list: Vec<Box<str>>,
    index: HashMap<Box<str>, u32>,
}

impl Names {
    /// The number of a name, new or known.
    pub fn number(&mut self, name: &str) -> u32 {
        if let Some(number) = self.index.get(name) {
            return *number;
        }
        let number = self.list.len() as u32;
        self.list.push(name.into());
        self.index.insert(name.into(), number);
        number
    }

    /// How many distinct names there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// The names in their order, and for each number its rank in that order.
    pub fn ranked(self) -> (Vec<Box<str>>, Vec<u32>) {
        let mut order: Vec<u32> = (0..self.list.len() as u32).collect();
        order.sort_by(|a, b| compare(&self.list[*a as usize], &self.list[*b as usize]));
        let mut rank = vec![0; order.len()];
        for (position, number) in order.iter().enumerate() {
            rank[*number as usize] = position as u32;
        }
        let mut list = self.list;
        let sorted = order.iter().map(|number| std::mem::take(&mut list[*number as usize])).collect();
        (sorted, rank)
    }
}

/// Numbers before other names, numbers by value, other names by bytes.
pub fn compare(a: &str, b: &str) -> Ordering {
    let digits = |name: &str| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_digit());
    match (digits(a), digits(b)) {
        (true, true) => {
            let (short_a, short_b) = (a.trim_start_matches('0'), b.trim_start_matches('0'));
            short_a.len().cmp(&short_b.len()).then_with(|| short_a.cmp(short_b)).then_with(|| a.cmp(b))
        }
        (true, false) => Ordering::Less,
        (false, true) => Ordering::Greater,
        (false, false) => a.cmp(b),
    }
}
