//! Small cells: which published counts of people stay hidden so that none of the small ones can be worked out.
//!
//! A published table with its sums is a network: each count is an arc, each sum a node at which what comes in goes out
//! (series -> class -> part -> level, closed by the total). A hidden count can be worked out exactly when no closed
//! walk of the network over hidden arcs changes it; this is Gusfield's criterion ("A graph theoretic approach to
//! statistical data security", SIAM J. Comput. 17, 1988), used here with directions because counts are at least one.
//! For every small count that could be worked out, the walk that hides the least besides is looked for and hidden.

use std::collections::BinaryHeap;

/// Counts from one to this are small.
pub const SMALL_MAX: i64 = 4;

/// One published count: from one sum to another.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Arc {
    /// The node it leaves.
    pub from: usize,
    /// The node it enters.
    pub to: usize,
    /// The count, not below zero.
    pub count: i64,
}

/// Which counts to hide. In every node what comes in must equal what goes out.
///
/// Guarantee: for each hidden small count there is another set of counts, each hidden one at least one, that agrees
/// with everything published and gives this count another value.
pub fn hidden(nodes: usize, arcs: &[Arc]) -> Vec<bool> {
    let small = |arc: &Arc| (1..=SMALL_MAX).contains(&arc.count);
    let mut hide: Vec<bool> = arcs.iter().map(small).collect();
    let net = Net::new(nodes, arcs);
    for (index, arc) in arcs.iter().enumerate() {
        if small(arc) {
            for other in net.cheapest_walk(&hide, index) {
                hide[other] = true;
            }
        }
    }
    hide
}

struct Net<'a> {
    arcs: &'a [Arc],
    /// The arcs that touch each node.
    at: Vec<Vec<usize>>,
}

impl<'a> Net<'a> {
    fn new(nodes: usize, arcs: &'a [Arc]) -> Net<'a> {
        let mut at = vec![Vec::new(); nodes];
        // A count of zero is published as zero: it may not be what hides another.
        for (index, arc) in arcs.iter().enumerate().filter(|(_, arc)| arc.count > 0) {
            at[arc.from].push(index);
            at[arc.to].push(index);
        }
        Net { arcs, at }
    }

    /// The arcs of a closed walk through `index` that hides the least besides; empty when none has to be added.
    fn cheapest_walk(&self, hide: &[bool], index: usize) -> Vec<usize> {
        let arc = self.arcs[index];
        // One more here, and back to where it began; or one less, when at least one remains.
        let more = self.shortest(hide, index, arc.to, arc.from);
        let less = match arc.count > 1 {
            true => self.shortest(hide, index, arc.from, arc.to),
            false => None,
        };
        match (more, less) {
            (Some(more), Some(less)) if less.0 < more.0 => less.1,
            (Some(walk), _) | (None, Some(walk)) => walk.1,
            (None, None) => Vec::new(),
        }
    }

    /// Dijkstra over arcs that may give or take one: a hidden arc costs nothing, another one its count.
    fn shortest(&self, hide: &[bool], without: usize, from: usize, to: usize) -> Option<(i64, Vec<usize>)> {
        let mut best: Vec<Option<(i64, usize)>> = vec![None; self.at.len()];
        let mut queue = BinaryHeap::from([(std::cmp::Reverse(0_i64), from, usize::MAX)]);
        while let Some((std::cmp::Reverse(cost), node, by)) = queue.pop() {
            if best[node].is_some() {
                continue;
            }
            best[node] = Some((cost, by));
            if node == to {
                break;
            }
            for index in self.at[node].iter().copied().filter(|index| *index != without) {
                let arc = self.arcs[index];
                let next = match (arc.from == node, arc.count > 1) {
                    (true, _) => arc.to,
                    (false, true) => arc.from,
                    (false, false) => continue,
                };
                let more = if hide[index] { 0 } else { arc.count };
                if best[next].is_none() {
                    queue.push((std::cmp::Reverse(cost.saturating_add(more)), next, index));
                }
            }
        }
        let (cost, _) = best[to]?;
        let mut walk = Vec::new();
        let mut node = to;
        while node != from {
            let (_, by) = best[node]?;
            walk.push(by);
            node = if self.arcs[by].to == node { self.arcs[by].from } else { self.arcs[by].to };
        }
        Some((cost, walk))
    }
}
