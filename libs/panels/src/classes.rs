//! People collapsed into classes of interchangeable people.
//!
//! Two people are interchangeable when they have the same values and live in households of the
//! same make-up. Swapping them maps the set of possible panels onto itself, and the best chances
//! are unique (leximin) or may be averaged (maximin), so interchangeable people get equal chances
//! without loss. A panel is then a count per class: with three classes and 2,000 people the
//! programme has three variables.
//!
//! Invariant: classes, households and people inside them are ordered by content (values, ids),
//! never by the order of rows in the file.

use crate::pool::{Pool, Quotas};
use std::collections::BTreeMap;

/// Interchangeable people.
#[derive(Debug, Clone)]
pub struct Class {
    /// One index into `Feature::values` per feature.
    pub values: Vec<usize>,
    /// Number of people, all with the same chance.
    pub people: u32,
    /// Most that can sit together: one per household.
    pub most: u32,
    /// Index into `Classes::kinds`.
    pub kind: usize,
}

/// Households of the same make-up.
#[derive(Debug, Clone)]
pub struct HomeKind {
    /// Classes of the people who live there, ascending.
    pub classes: Vec<usize>,
    /// `homes[h][i]` lists the people (indices into `Pool::people`) of `classes[i]` in home `h`.
    pub homes: Vec<Vec<Vec<usize>>>,
}

/// The pool as classes.
#[derive(Debug, Clone)]
pub struct Classes {
    pub classes: Vec<Class>,
    pub kinds: Vec<HomeKind>,
    /// Class of each person of the pool.
    pub of_person: Vec<usize>,
}

impl Classes {
    /// Collapses a pool. With `one_per_address` false, addresses are ignored.
    pub fn of(pool: &Pool, one_per_address: bool) -> Classes {
        let mut by_make_up: BTreeMap<Vec<&[usize]>, Vec<Vec<usize>>> = BTreeMap::new();
        for mut home in homes(pool, one_per_address) {
            home.sort_by(|&a, &b| key(pool, a).cmp(&key(pool, b)));
            let make_up = home.iter().map(|&person| pool.people[person].values.as_slice()).collect();
            by_make_up.entry(make_up).or_default().push(home);
        }
        let mut made = Classes { classes: vec![], kinds: vec![], of_person: vec![0; pool.people.len()] };
        for (make_up, mut homes) in by_make_up {
            homes.sort_by(|a, b| pool.people[a[0]].id.cmp(&pool.people[b[0]].id));
            made.add_kind(&make_up, &homes);
        }
        made
    }

    fn add_kind(&mut self, make_up: &[&[usize]], homes: &[Vec<usize>]) {
        let kind = self.kinds.len();
        let first_class = self.classes.len();
        let mut split_homes: Vec<Vec<Vec<usize>>> = vec![Vec::new(); homes.len()];
        let mut start = 0;
        while start < make_up.len() {
            let alike = make_up[start..].iter().take_while(|values| **values == make_up[start]).count();
            let class = self.classes.len();
            let homes_count = homes.len() as u32;
            let people = homes_count * alike as u32;
            self.classes.push(Class { values: make_up[start].to_vec(), people, most: homes_count, kind });
            for (split, home) in split_homes.iter_mut().zip(homes) {
                let members = home[start..start + alike].to_vec();
                for &person in &members {
                    self.of_person[person] = class;
                }
                split.push(members);
            }
            start += alike;
        }
        let classes = (first_class..self.classes.len()).collect();
        self.kinds.push(HomeKind { classes, homes: split_homes });
    }

    /// Number of households, which is the most people who can sit together.
    pub fn homes(&self) -> u32 {
        self.kinds.iter().map(|kind| kind.homes.len() as u32).sum()
    }

    /// People in the pool with each value: one list per feature.
    pub fn counts(&self, quotas: &Quotas) -> Vec<Vec<u32>> {
        let mut counts: Vec<Vec<u32>> = quotas.features.iter().map(|f| vec![0; f.values.len()]).collect();
        for class in &self.classes {
            for (feature, &value) in class.values.iter().enumerate() {
                counts[feature][value] += class.people;
            }
        }
        counts
    }
}

fn key(pool: &Pool, person: usize) -> (&[usize], &str) {
    (&pool.people[person].values, &pool.people[person].id)
}

fn homes(pool: &Pool, one_per_address: bool) -> Vec<Vec<usize>> {
    let mut shared: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    let mut alone = Vec::new();
    for (index, person) in pool.people.iter().enumerate() {
        match &person.address {
            Some(address) if one_per_address => shared.entry(address).or_default().push(index),
            _ => alone.push(vec![index]),
        }
    }
    alone.extend(shared.into_values());
    alone
}
