//! Shares of a count: tests and bounds that stay sensible when few people have seen a statement.
//!
//! Counts are `f64` because weighted people count as parts.

#[cfg(test)]
mod tests;

/// One-sided Wilson bounds of a share (E. Wilson, JASA 22, 1927; recommended for small counts by
/// Brown, Cai, DasGupta, "Interval Estimation for a Binomial Proportion", Statistical Science 16, 2001).
///
/// `hits` of `seen`, `z` the standard normal quantile. Nobody has seen it: 0 and 1.
pub fn wilson(hits: f64, seen: f64, z: f64) -> (f64, f64) {
    if seen <= 0.0 {
        return (0.0, 1.0);
    }
    let share = hits / seen;
    let square = z * z;
    let middle = share + square / (2.0 * seen);
    let half = z * (share * (1.0 - share) / seen + square / (4.0 * seen * seen)).max(0.0).sqrt();
    let scale = 1.0 + square / seen;
    (((middle - half) / scale).clamp(0.0, 1.0), ((middle + half) / scale).clamp(0.0, 1.0))
}

/// Mean of the posterior of a share under Jeffreys' prior, Beta(1/2, 1/2).
pub fn jeffreys(hits: f64, seen: f64) -> f64 {
    (hits + 0.5) / (seen + 1.0)
}

/// Share with one hit and one miss added: (hits + 1) / (seen + 2), as in the Polis paper.
pub fn smoothed(hits: f64, seen: f64) -> f64 {
    (hits + 1.0) / (seen + 2.0)
}

/// z of the test that a share exceeds one half, with one hit added.
pub fn share_z(hits: f64, seen: f64) -> f64 {
    let (hits, seen) = (hits + 1.0, seen + 1.0);
    2.0 * seen.sqrt() * (hits / seen - 0.5)
}

/// z of the two-proportion test that the share inside exceeds the share outside, pooled, with one hit
/// added on each side. 0 when everybody on both sides agrees.
pub fn difference_z(hits: f64, seen: f64, hits_outside: f64, seen_outside: f64) -> f64 {
    let (hits, seen) = (hits + 1.0, seen + 1.0);
    let (hits_outside, seen_outside) = (hits_outside + 1.0, seen_outside + 1.0);
    let pooled = (hits + hits_outside) / (seen + seen_outside);
    if pooled >= 1.0 || pooled <= 0.0 {
        return 0.0;
    }
    let error = (pooled * (1.0 - pooled) * (1.0 / seen + 1.0 / seen_outside)).sqrt();
    (hits / seen - hits_outside / seen_outside) / error
}

/// Adjusted p-values that bound the share of false discoveries (Y. Benjamini, Y. Hochberg, J. R.
/// Statist. Soc. B 57, 1995). Same order as given.
pub fn false_discovery_adjusted(chances: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..chances.len()).collect();
    order.sort_by(|a, b| chances[*b].total_cmp(&chances[*a]).then(b.cmp(a)));
    let mut adjusted = vec![0.0; chances.len()];
    let mut least = 1.0f64;
    for (from_top, index) in order.iter().enumerate() {
        let rank = (chances.len() - from_top) as f64;
        // Rounding must not put an adjusted value below the plain one.
        least = least.min((chances[*index] * chances.len() as f64 / rank).max(chances[*index]));
        adjusted[*index] = least;
    }
    adjusted
}

/// The positive n-th root by Newton's rule: only products and quotients, so the same bits everywhere.
pub fn root(value: f64, degree: usize) -> f64 {
    if value <= 0.0 || degree == 0 {
        return 0.0;
    }
    if degree == 1 {
        return value;
    }
    if degree == 2 {
        return value.sqrt();
    }
    let below = degree as i32 - 1;
    let mut guess = if value > 1.0 { value } else { 1.0 };
    for _ in 0..4000 {
        let mut power = 1.0;
        for _ in 0..below {
            power *= guess;
        }
        let next = (f64::from(below) * guess + value / power) / degree as f64;
        if next >= guess {
            break;
        }
        guess = next;
    }
    guess
}
