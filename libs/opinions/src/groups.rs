//! Opinion groups on the plane: how many, who, where.
//!
//! The number of groups is chosen on cells (see `cells`), the groups themselves on all people.

use crate::cells::{COARSE, FINE, cells};
use crate::clusters::{Clustering, Point, best_of_starts, nearest, rounds, silhouettes};
use crate::settings::GroupCount;

#[cfg(test)]
mod tests;

/// How one number of groups was judged.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GroupChoice {
    /// The number of groups.
    pub count: usize,
    /// Mean silhouette, -1 to 1. Kaufman and Rousseeuw (1990) read above 0.5 as a reasonable
    /// structure, 0.25 to 0.5 as a weak one, below as none.
    pub silhouette: f64,
}

/// The groups, largest first.
#[derive(Clone, Debug, PartialEq)]
pub struct Groups {
    /// Centre of each group on the plane.
    pub centres: Vec<[f64; 2]>,
    /// Group of each person of the votes; `None` for who has voted too little to be on the map.
    pub group_of: Vec<Option<u32>>,
    /// People per group.
    pub sizes: Vec<usize>,
    /// Every number of groups that was tried. Empty when there was nothing to choose.
    pub tried: Vec<GroupChoice>,
}

impl Groups {
    /// Number of groups.
    pub fn count(&self) -> usize {
        self.centres.len()
    }

    /// Silhouette of the chosen number, when one was chosen.
    pub fn silhouette(&self) -> Option<f64> {
        self.tried.iter().find(|choice| choice.count == self.count()).map(|choice| choice.silhouette)
    }
}

/// Who is grouped: index in the votes, place on the plane, weight.
#[derive(Clone, Copy, Debug)]
pub struct Mapped {
    pub person: usize,
    pub point: Point,
}

/// Finds the groups of the mapped people. `people` is the number of all people.
pub fn find_groups(mapped: &[Mapped], people: usize, wanted: GroupCount, seed: u64) -> Groups {
    let points: Vec<Point> = mapped.iter().map(|one| one.point).collect();
    let fine = cells(&points, FINE);
    let possible = fine.len().max(1);
    let counts: Vec<usize> = match wanted {
        GroupCount::Exactly(count) => vec![count.clamp(1, possible)],
        // Two groups need somebody to choose between; see the thresholds of Polis.
        GroupCount::UpTo(most) => (2..=most.min(2 + points.len() / 12).min(possible)).collect(),
    };
    let few = points.len() < 4 && matches!(wanted, GroupCount::UpTo(_));
    if counts.is_empty() || counts == [1] || few {
        return one_group(mapped, people);
    }
    // Starts compete on few cells; the best one goes on over many, and at last over all people.
    let coarse = cells(&points, COARSE);
    let found: Vec<Clustering> =
        counts.iter().map(|count| rounds(&fine, best_of_starts(&coarse, *count, seed).centres)).collect();
    let tried: Vec<GroupChoice> = counts
        .iter()
        .zip(silhouettes(&fine, &found))
        .map(|(count, silhouette)| GroupChoice { count: *count, silhouette })
        .collect();
    let mut best = 0;
    for (index, choice) in tried.iter().enumerate() {
        if choice.silhouette > tried[best].silhouette {
            best = index;
        }
    }
    // The chosen number starts once more on many cells: near-equal divisions differ only there.
    let again = best_of_starts(&fine, counts[best], seed);
    let start = if again.squares < found[best].squares { &again } else { &found[best] };
    let settled = rounds(&points, start.centres.clone());
    name_groups(mapped, people, &settled, tried)
}

/// Groups from given first centres, one per group: no choice, no seed.
pub fn groups_from(mapped: &[Mapped], people: usize, start: Vec<[f64; 2]>) -> Groups {
    let points: Vec<Point> = mapped.iter().map(|one| one.point).collect();
    let settled = rounds(&points, start);
    let small = cells(&points, FINE);
    let cluster_of = small.iter().map(|cell| nearest(&settled.centres, cell.at) as u32).collect();
    let on_cells = Clustering { centres: settled.centres.clone(), cluster_of, squares: 0.0 };
    let silhouette = silhouettes(&small, &[on_cells])[0];
    let tried = vec![GroupChoice { count: settled.centres.len(), silhouette }];
    name_groups(mapped, people, &settled, tried)
}

fn one_group(mapped: &[Mapped], people: usize) -> Groups {
    let points: Vec<Point> = mapped.iter().map(|one| one.point).collect();
    let settled = rounds(&points, vec![[0.0, 0.0]]);
    name_groups(mapped, people, &settled, Vec::new())
}

/// Orders groups by size, then by place, and drops empty ones.
fn name_groups(mapped: &[Mapped], people: usize, settled: &Clustering, tried: Vec<GroupChoice>) -> Groups {
    let mut sizes = vec![0usize; settled.centres.len()];
    for cluster in &settled.cluster_of {
        sizes[*cluster as usize] += 1;
    }
    let mut order: Vec<usize> = (0..sizes.len()).filter(|cluster| sizes[*cluster] > 0).collect();
    order.sort_by(|a, b| {
        let (left, right) = (settled.centres[*a], settled.centres[*b]);
        sizes[*b].cmp(&sizes[*a]).then(left[0].total_cmp(&right[0])).then(left[1].total_cmp(&right[1]))
    });
    let mut group_of_cluster = vec![0u32; sizes.len()];
    for (group, cluster) in order.iter().enumerate() {
        group_of_cluster[*cluster] = group as u32;
    }
    let mut group_of = vec![None; people];
    for (one, cluster) in mapped.iter().zip(&settled.cluster_of) {
        group_of[one.person] = Some(group_of_cluster[*cluster as usize]);
    }
    Groups {
        centres: order.iter().map(|cluster| settled.centres[*cluster]).collect(),
        group_of,
        sizes: order.iter().map(|cluster| sizes[*cluster]).collect(),
        tried,
    }
}

/// How far two divisions of the same people agree: 1 when equal, about 0 when by chance (L. Hubert,
/// P. Arabie, "Comparing partitions", J. Classification 2, 1985). People without a group on one of the
/// sides are left out.
pub fn adjusted_rand_index(a: &[Option<u32>], b: &[Option<u32>]) -> f64 {
    let pairs: Vec<(u32, u32)> = a.iter().zip(b).filter_map(|(x, y)| Some(((*x)?, (*y)?))).collect();
    let mut cells = std::collections::BTreeMap::new();
    let mut rows = std::collections::BTreeMap::new();
    let mut columns = std::collections::BTreeMap::new();
    for (x, y) in &pairs {
        *cells.entry((*x, *y)).or_insert(0u64) += 1;
        *rows.entry(*x).or_insert(0u64) += 1;
        *columns.entry(*y).or_insert(0u64) += 1;
    }
    let twos = |count: &u64| (*count as f64) * (*count as f64 - 1.0) / 2.0;
    let together: f64 = cells.values().map(twos).sum();
    let (in_rows, in_columns): (f64, f64) = (rows.values().map(twos).sum(), columns.values().map(twos).sum());
    let all = twos(&(pairs.len() as u64));
    let expected = if all > 0.0 { in_rows * in_columns / all } else { 0.0 };
    let most = (in_rows + in_columns) / 2.0;
    if most == expected { 1.0 } else { (together - expected) / (most - expected) }
}
