//! Spread: how unequal chances are, by the two measures that papers on panels print.
//!
//! Flanigan, Goelz, Gupta, Hennig, Procaccia, "Fair algorithms for selecting citizens' assemblies"
//! (Nature 596, 2021), give the Gini coefficient and the geometric mean of everybody's chance. Only
//! + - * / on f64, in a fixed order, so that the digits are the same on every machine.

use crate::lottery::Chance;

/// Gini coefficient of the chances of groups of people (chance, people): 0 equal, towards 1 unequal.
pub(super) fn gini(groups: &[(Chance, u32)]) -> f64 {
    let mut sorted = groups.to_vec();
    sorted.sort();
    let people: f64 = sorted.iter().map(|(_, people)| f64::from(*people)).sum();
    let (mut before, mut ranked, mut sum) = (0.0, 0.0, 0.0);
    for (chance, people) in sorted {
        let (chance, own) = (chance.value(), f64::from(people));
        // Ranks before+1 ..= before+own add up to own x (before + (own + 1) / 2).
        ranked += chance * own * (before + (own + 1.0) / 2.0);
        sum += chance * own;
        before += own;
    }
    if sum > 0.0 { (2.0 * ranked / sum - people - 1.0) / people } else { 0.0 }
}

/// Geometric mean of the chances; 0 when somebody has none.
pub(super) fn geometric_mean(groups: &[(Chance, u32)]) -> f64 {
    let people: u32 = groups.iter().map(|(_, people)| people).sum();
    let product = groups.iter().fold(Wide::ONE, |product, (chance, people)| {
        (0..*people).fold(product, |product, _| product.times(chance.value()))
    });
    // The root by halving: the only root of a rising function.
    let (mut low, mut high) = (0.0_f64, 1.0_f64);
    for _ in 0..60 {
        let middle = (low + high) / 2.0;
        let power = (0..people).fold(Wide::ONE, |power, _| power.times(middle));
        if power.is_less(product) {
            low = middle;
        } else {
            high = middle;
        }
    }
    if product.part > 0.0 { high } else { 0.0 }
}

/// part x 2^(-64 x halvings), so that a product of thousands of chances does not vanish.
#[derive(Clone, Copy)]
struct Wide {
    part: f64,
    halvings: u64,
}

impl Wide {
    const ONE: Wide = Wide { part: 1.0, halvings: 0 };
    const STEP: f64 = 18_446_744_073_709_551_616.0;

    fn times(self, factor: f64) -> Wide {
        let mut next = Wide { part: self.part * factor, ..self };
        while next.part > 0.0 && next.part < 1.0 / Wide::STEP {
            next = Wide { part: next.part * Wide::STEP, halvings: next.halvings + 1 };
        }
        next
    }

    fn is_less(self, other: Wide) -> bool {
        if self.part <= 0.0 || other.part <= 0.0 || self.halvings == other.halvings {
            return self.part < other.part;
        }
        // More steps of 2^-64 mean a smaller number: parts lie between 2^-64 and 1.
        self.halvings > other.halvings
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn groups(of: &[(u64, u64, u32)]) -> Vec<(Chance, u32)> {
        of.iter().map(|(over, under, people)| (Chance::new(*over, *under), *people)).collect()
    }

    #[test]
    fn equal_chances_have_no_spread() {
        let equal = groups(&[(1, 10, 70), (1, 10, 130)]);
        assert!(gini(&equal).abs() < 1e-12);
        assert!((geometric_mean(&equal) - 0.1).abs() < 1e-12);
    }

    #[test]
    fn the_measures_are_those_of_the_definition() {
        // Chances 0.1, 0.1, 0.4: differences add up to 4 x 0.3 over 2 x 3 x 0.6.
        let three = groups(&[(2, 5, 1), (1, 10, 2)]);
        assert!((gini(&three) - 1.0 / 3.0).abs() < 1e-12);
        assert!((geometric_mean(&three).powi(3) - 0.004).abs() < 1e-12);
        assert!(geometric_mean(&groups(&[(0, 1, 1), (1, 2, 5)])) == 0.0);
        // Thousands of small chances.
        assert!((geometric_mean(&groups(&[(1, 1_000, 9_000), (1, 1_000, 1)])) - 0.001).abs() < 1e-12);
    }
}
