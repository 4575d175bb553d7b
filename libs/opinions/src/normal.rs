//! The upper tail of the standard normal distribution, with the same bits on every machine.
//!
//! The standard library's `exp` comes from the system and may differ in the last bit between
//! machines; a published p-value must not. So both are made here from sums, products and quotients.

#[cfg(test)]
mod tests;

/// Chance that a standard normal number exceeds `z`. Relative error below 1e-12 for |z| <= 30.
pub fn upper_tail(z: f64) -> f64 {
    if z.is_nan() {
        return f64::NAN;
    }
    if z < 0.0 {
        return 1.0 - upper_tail(-z);
    }
    if z > 38.0 {
        return 0.0;
    }
    let density = exp(-z * z / 2.0) * 0.398_942_280_401_432_7;
    if z < 3.0 { 0.5 - density * series(z) } else { density / continued_fraction(z) }
}

/// z + z^3/3 + z^5/(3*5) + ...: the chance between 0 and z, divided by the density at z.
fn series(z: f64) -> f64 {
    let (mut term, mut sum, mut odd) = (z, z, 1.0);
    while term > sum * 1e-17 {
        odd += 2.0;
        term *= z * z / odd;
        sum += term;
    }
    sum
}

/// Laplace's fraction z + 1/(z + 2/(z + 3/(z + ...))), from the far end.
fn continued_fraction(z: f64) -> f64 {
    let mut value = z;
    for step in (1..=150).rev() {
        value = z + f64::from(step) / value;
    }
    value
}

/// e to the power x for -745 <= x <= 700: a power of two times a Taylor sum on |r| <= ln 2 / 2.
pub fn exp(x: f64) -> f64 {
    if x < -740.0 {
        return 0.0;
    }
    let halvings = (x * std::f64::consts::LOG2_E).round();
    // ln 2 in two parts, so that the remainder keeps its digits.
    let remainder = (x - halvings * 0.693_147_180_369_123_8) - halvings * 1.908_214_929_270_587_7e-10;
    let (mut term, mut sum) = (1.0, 1.0);
    for step in 1..=18 {
        term *= remainder / f64::from(step);
        sum += term;
    }
    let mut power = 1.0;
    let factor = if halvings < 0.0 { 0.5 } else { 2.0 };
    for _ in 0..halvings.abs() as u32 {
        power *= factor;
    }
    sum * power
}
