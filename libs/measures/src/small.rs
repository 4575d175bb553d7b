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
    for (index, arc) in arcs.iter().enumerate() {
        if small(arc) {
            for other in cheapest_walk(nodes, arcs, &hide, index) {
                hide[other] = true;
            }
        }
    }
    hide
}

/// The arcs of a closed walk through `index` that hides the least besides; empty when none has to be added.
fn cheapest_walk(nodes: usize, arcs: &[Arc], hide: &[bool], index: usize) -> Vec<usize> {
    let arc = arcs[index];
    // One more here, and back to where it began; or one less, when at least one remains.
    let more = shortest(nodes, arcs, hide, index, arc.to, arc.from);
    let less = match arc.count > 1 {
        true => shortest(nodes, arcs, hide, index, arc.from, arc.to),
        false => None,
    };
    match (more, less) {
        (Some(more), Some(less)) => {
            if less.0 < more.0 {
                less.1
            } else {
                more.1
            }
        }
        (Some(walk), None) | (None, Some(walk)) => walk.1,
        (None, None) => Vec::new(),
    }
}

/// Dijkstra over arcs that may give or take one: a hidden arc costs nothing, another one its count.
fn shortest(
    nodes: usize,
    arcs: &[Arc],
    hide: &[bool],
    without: usize,
    from: usize,
    to: usize,
) -> Option<(i64, Vec<usize>)> {
    let mut best: Vec<Option<(i64, usize)>> = vec![None; nodes];
    let mut queue = BinaryHeap::from([(std::cmp::Reverse(0_i64), from, usize::MAX)]);
    while let Some((std::cmp::Reverse(cost), at, by)) = queue.pop() {
        if best[at].is_some() {
            continue;
        }
        best[at] = Some((cost, by));
        if at == to {
            break;
        }
        for (index, arc) in arcs.iter().enumerate() {
            // A count of zero is published as zero: it may not be what hides another.
            if index == without || arc.count == 0 {
                continue;
            }
            let next = match (arc.from == at, arc.to == at) {
                (true, _) => arc.to,
                (false, true) if arc.count > 1 => arc.from,
                (false, _) => continue,
            };
            let more = if hide[index] { 0 } else { arc.count };
            if best[next].is_none() {
                queue.push((std::cmp::Reverse(cost.saturating_add(more)), next, index));
            }
        }
    }
    let (cost, _) = best[to]?;
    let mut walk = Vec::new();
    let mut at = to;
    while at != from {
        let (_, by) = best[at]?;
        walk.push(by);
        at = other_end(&arcs[by], at);
        if walk.len() > nodes {
            return None;
        }
    }
    Some((cost, walk))
}

fn other_end(arc: &Arc, at: usize) -> usize {
    if arc.to == at { arc.from } else { arc.to }
}
