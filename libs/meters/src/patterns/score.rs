//! Scores: how good a grouping is, with and without knowing the truth.

/// Mean silhouette (Rousseeuw 1987) of a grouping under a distance between rows: near 1 groups are far
/// apart, near 0 they touch. Rows alone in their group count 0. Looks at every pair.
pub fn silhouette(rows: usize, of: &[usize], distance: &dyn Fn(usize, usize) -> f64) -> f64 {
    let groups = of.iter().max().map_or(0, |most| most + 1);
    let mut sizes = vec![0_usize; groups];
    of.iter().for_each(|group| sizes[*group] += 1);
    let mut sums = vec![0.0; rows * groups];
    for a in 0..rows {
        for b in a + 1..rows {
            let apart = distance(a, b);
            sums[a * groups + of[b]] += apart;
            sums[b * groups + of[a]] += apart;
        }
    }
    let mut total = 0.0;
    for row in 0..rows {
        let own = of[row];
        if sizes[own] < 2 {
            continue;
        }
        let inside = sums[row * groups + own] / (sizes[own] - 1) as f64;
        let others = (0..groups).filter(|group| *group != own && sizes[*group] > 0);
        let outside = others
            .map(|group| sums[row * groups + group] / sizes[group] as f64)
            .fold(f64::INFINITY, f64::min);
        if outside.is_finite() && inside.max(outside) > 0.0 {
            total += (outside - inside) / inside.max(outside);
        }
    }
    total / rows.max(1) as f64
}

/// Adjusted Rand index (Hubert and Arabie 1985) of two groupings: 1 the same, near 0 by chance.
pub fn adjusted_rand(a: &[usize], b: &[usize]) -> f64 {
    let (wide, high) = (a.iter().max().map_or(0, |most| most + 1), b.iter().max().map_or(0, |most| most + 1));
    let mut table = vec![0_u64; wide * high];
    a.iter().zip(b).for_each(|(x, y)| table[x * high + y] += 1);
    let pairs = |count: u64| (count * count.saturating_sub(1)) as f64 / 2.0;
    let together: f64 = table.iter().map(|count| pairs(*count)).sum();
    let of_a: f64 = (0..wide).map(|x| pairs(table[x * high..(x + 1) * high].iter().sum())).sum();
    let of_b: f64 = (0..high).map(|y| pairs((0..wide).map(|x| table[x * high + y]).sum())).sum();
    let all = pairs(a.len().min(b.len()) as u64);
    let expected = if all == 0.0 { 0.0 } else { of_a * of_b / all };
    let most = f64::midpoint(of_a, of_b);
    if most == expected { 1.0 } else { (together - expected) / (most - expected) }
}

/// How clearly a row belongs to its group: 0 between two groups, 1 at its centre, from the distances to
/// its own and to the next nearest centre.
pub fn clearness(own: f64, next: f64) -> f64 {
    if next <= 0.0 { 0.0 } else { ((next - own) / next).clamp(0.0, 1.0) }
}
