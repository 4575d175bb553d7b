//! Values in trees: the first claims of a stretch that cannot hold together with one, without looking at each.
//!
//! Claims whose tolerance follows the value in the same way are of one kind: printed with the same number of digits,
//! or "about". Within a kind the smallest value also reaches least far up, and the largest least far down, so the
//! outermost value of a node decides for the whole node.

use std::collections::BTreeMap;
use std::ops::Range;

use num_bigint::BigInt;

use crate::claim::{Claim, Relation};

/// What comparing needs of each claim of a group, as ranks: no big numbers from here on.
pub struct Values {
    values: Vec<Value>,
}

#[derive(Clone, Copy)]
struct Value {
    rank: u32,
    /// Ranks of the value less and more its tolerance.
    low: u32,
    high: u32,
    is_lower_bound: bool,
    /// Number of the basis; `None` equals nothing.
    basis: Option<usize>,
    kind: (bool, bool, u32),
}

impl Values {
    pub fn new(claims: &[&Claim], basis_of: &[Option<usize>]) -> Values {
        let places = claims.iter().map(|claim| claim.value.places()).max().unwrap_or(0);
        let scaled: Vec<[BigInt; 3]> = claims.iter().map(|claim| bounds(claim, places)).collect();
        let mut sorted: Vec<&BigInt> = scaled.iter().flatten().collect();
        sorted.sort_unstable();
        sorted.dedup();
        let rank = |value: &BigInt| sorted.partition_point(|other| *other < value) as u32;
        let values = claims
            .iter()
            .zip(&scaled)
            .zip(basis_of)
            .map(|((claim, [low, value, high]), basis)| {
                let is_about = claim.relation == Relation::About;
                let is_lower_bound = claim.relation.is_lower_bound();
                let digits = if is_about { 0 } else { claim.value.places() };
                let kind = (is_about, is_lower_bound, digits);
                let (low, rank, high) = (rank(low), rank(value), rank(high));
                Value { rank, low, high, is_lower_bound, basis: *basis, kind }
            })
            .collect();
        Values { values }
    }

    /// The values cannot both hold; as [`Claim::agrees_with`] says for one pair.
    pub fn disagree(&self, one: usize, other: usize) -> bool {
        let bound = |place: usize| self.values[place].is_lower_bound;
        (self.is_above(one, other) && !bound(other)) || (self.is_above(other, one) && !bound(one))
    }

    /// `other` is above `one`, by more than the wider tolerance of the two.
    fn is_above(&self, other: usize, one: usize) -> bool {
        let (other, one) = (self.values[other], self.values[one]);
        other.rank > one.high && other.low > one.rank
    }
}

/// Value less tolerance, value, value more tolerance, as whole multiples of 20 x 10^-places.
fn bounds(claim: &Claim, places: u32) -> [BigInt; 3] {
    let value = claim.value.scaled(places);
    let tolerance = match claim.relation {
        // 5 % of it.
        Relation::About => BigInt::from(value.magnitude().clone()),
        // Half a unit of the last printed digit.
        Relation::Exactly | Relation::MoreThan | Relation::AtLeast => {
            BigInt::from(10) * BigInt::from(10).pow(places - claim.value.places())
        }
    };
    let value: BigInt = value * 20;
    [&value - &tolerance, value.clone(), value + tolerance]
}

/// A claim that others are searched for.
pub struct Search<'a> {
    pub values: &'a Values,
    pub place: usize,
}

impl Search<'_> {
    fn value(&self) -> Value {
        self.values.values[self.place]
    }

    fn is_above(&self, other: usize) -> bool {
        self.values.is_above(other, self.place)
    }

    fn is_below(&self, other: usize) -> bool {
        self.values.is_above(self.place, other)
    }
}

/// Which side of the claim is searched.
#[derive(Clone, Copy)]
struct Sides {
    below: bool,
    above: bool,
}

/// Some places of a group, in its order, with a tree for each kind of value.
pub struct Shelf {
    trees: Vec<Tree>,
}

impl Shelf {
    pub fn new(places: Vec<usize>, values: &Values) -> Shelf {
        let mut kinds: BTreeMap<(bool, bool, u32), Vec<usize>> = BTreeMap::new();
        for place in places {
            kinds.entry(values.values[place].kind).or_default().push(place);
        }
        Shelf { trees: kinds.into_values().map(|places| Tree::new(places, values)).collect() }
    }

    /// Adds places of the stretch whose values cannot hold together with the claim's: `found` keeps the first `limit`,
    /// sorted.
    pub fn conflicts(
        &self,
        search: &Search<'_>,
        stretch: Range<usize>,
        limit: usize,
        found: &mut Vec<usize>,
    ) {
        for tree in &self.trees {
            // A lower bound leaves room for whatever is above it.
            let sides = Sides { below: !tree.is_lower_bound, above: !search.value().is_lower_bound };
            // What lies behind the last of enough is not asked for.
            let end = found.get(limit - 1).map_or(stretch.end, |last| stretch.end.min(*last));
            if stretch.start >= end {
                return;
            }
            let mut hits = Vec::new();
            tree.collect(search, sides, &tree.range(&(stretch.start..end)), limit, &mut hits);
            found.append(&mut hits);
            found.sort_unstable();
            found.truncate(limit);
        }
    }

    /// A place of the stretch with another value and another basis.
    pub fn another_value(&self, search: &Search<'_>, stretch: Range<usize>) -> Option<usize> {
        let sides = Sides { below: true, above: true };
        let basis = search.value().basis;
        self.trees.iter().find_map(|tree| tree.first(search, sides, basis, &tree.range(&stretch)))
    }

    /// A place of the stretch with another value that holds together with the claim's, as only bounds do.
    pub fn another_value_that_agrees(&self, search: &Search<'_>, stretch: Range<usize>) -> Option<usize> {
        self.trees.iter().find_map(|tree| {
            let sides = Sides { below: tree.is_lower_bound, above: search.value().is_lower_bound };
            tree.first(search, sides, None, &tree.range(&stretch))
        })
    }
}

/// Places of one kind, with the outermost values of every node.
struct Tree {
    places: Vec<usize>,
    nodes: Vec<Node>,
    is_lower_bound: bool,
}

/// The lowest and the highest place, and of each also one with another basis.
#[derive(Clone, Copy, Default)]
struct Node {
    low: [Option<usize>; 2],
    high: [Option<usize>; 2],
}

impl Tree {
    fn new(places: Vec<usize>, values: &Values) -> Tree {
        let is_lower_bound = places.first().is_some_and(|place| values.values[*place].is_lower_bound);
        let width = places.len().next_power_of_two();
        let mut nodes = vec![Node::default(); 2 * width];
        for (leaf, place) in places.iter().enumerate() {
            nodes[width + leaf] = Node { low: [Some(*place), None], high: [Some(*place), None] };
        }
        for at in (1..width).rev() {
            let (left, right) = (nodes[2 * at], nodes[2 * at + 1]);
            let rank = |place: usize| values.values[place].rank;
            nodes[at] = Node {
                low: outermost(left.low, right.low, values, |a, b| rank(a) < rank(b)),
                high: outermost(left.high, right.high, values, |a, b| rank(a) > rank(b)),
            };
        }
        Tree { places, nodes, is_lower_bound }
    }

    fn range(&self, stretch: &Range<usize>) -> Range<usize> {
        let start = self.places.partition_point(|place| *place < stretch.start);
        start..self.places.partition_point(|place| *place < stretch.end)
    }

    /// The first places of the range that lie on those sides, in their order.
    fn collect(
        &self,
        search: &Search<'_>,
        sides: Sides,
        range: &Range<usize>,
        limit: usize,
        found: &mut Vec<usize>,
    ) {
        let width = self.nodes.len() / 2;
        let mut open = vec![(1, 0..width)];
        while let Some((at, covers)) = open.pop() {
            let is_outside = covers.end <= range.start || range.end <= covers.start;
            if is_outside || found.len() >= limit || self.outer(at, search, sides, None).is_none() {
                continue;
            }
            if at >= width {
                found.push(self.places[at - width]);
                continue;
            }
            let middle = covers.start.midpoint(covers.end);
            open.push((2 * at + 1, middle..covers.end));
            open.push((2 * at, covers.start..middle));
        }
    }

    /// Some place of the range on those sides whose basis is not `but`.
    fn first(
        &self,
        search: &Search<'_>,
        sides: Sides,
        but: Option<usize>,
        range: &Range<usize>,
    ) -> Option<usize> {
        let width = self.nodes.len() / 2;
        let mut open = vec![(1, 0..width)];
        while let Some((at, covers)) = open.pop() {
            let is_outside = covers.end <= range.start || range.end <= covers.start;
            let outer = if is_outside { None } else { self.outer(at, search, sides, but) };
            let Some(place) = outer else { continue };
            if range.start <= covers.start && covers.end <= range.end || at >= width {
                return Some(place);
            }
            let middle = covers.start.midpoint(covers.end);
            open.push((2 * at + 1, middle..covers.end));
            open.push((2 * at, covers.start..middle));
        }
        None
    }

    /// A place of the node that lies on those sides and has another basis than `but`.
    fn outer(&self, at: usize, search: &Search<'_>, sides: Sides, but: Option<usize>) -> Option<usize> {
        let node = &self.nodes[at];
        let basis = |place: usize| search.values.values[place].basis;
        let counts = |place: &usize| but.is_none() || basis(*place) != but;
        let low = node.low.iter().flatten().copied().find(counts);
        let high = node.high.iter().flatten().copied().find(counts);
        let below = low.filter(|place| sides.below && search.is_below(*place));
        below.or_else(|| high.filter(|place| sides.above && search.is_above(*place)))
    }
}

/// The first two of four places, with different bases; no basis differs from every other.
fn outermost(
    left: [Option<usize>; 2],
    right: [Option<usize>; 2],
    values: &Values,
    is_first: impl Fn(usize, usize) -> bool,
) -> [Option<usize>; 2] {
    let mut places: Vec<usize> = left.into_iter().chain(right).flatten().collect();
    places.sort_by(|a, b| match (is_first(*a, *b), is_first(*b, *a)) {
        (true, _) => std::cmp::Ordering::Less,
        (_, true) => std::cmp::Ordering::Greater,
        _ => a.cmp(b),
    });
    let basis = |place: usize| values.values[place].basis;
    let first = places.first().copied();
    let second = places
        .iter()
        .skip(1)
        .copied()
        .find(|place| first.is_some_and(|first| basis(first).is_none() || basis(first) != basis(*place)));
    [first, second]
}
