//! Eigenvalues and eigenvectors of a symmetric tridiagonal matrix.
//!
//! Implicitly shifted QL (Bowdler, Martin, Reinsch, Wilkinson, "The QR and QL algorithms for symmetric
//! matrices", Numerische Mathematik 11, 1968). Sizes here are a few hundred at most.

#[cfg(test)]
mod tests;

/// Sweeps allowed per eigenvalue; QL needs two or three.
const MOST_SWEEPS: usize = 60;

/// Eigenvalues, largest first, each with its eigenvector (length of `diagonal`, norm 1).
///
/// `diagonal` holds n numbers, `beside` the n - 1 numbers next to it. Ties keep the order in which
/// QL leaves them, which depends on the numbers alone.
pub fn eigen(diagonal: &[f64], beside: &[f64]) -> Vec<(f64, Vec<f64>)> {
    let size = diagonal.len();
    let mut values = diagonal.to_vec();
    let mut off = beside.to_vec();
    off.resize(size, 0.0);
    // vectors[i] is row i of the transposed matrix of eigenvectors: rotations touch two whole rows.
    let mut vectors: Vec<Vec<f64>> =
        (0..size).map(|i| (0..size).map(|j| if i == j { 1.0 } else { 0.0 }).collect()).collect();
    for low in 0..size {
        for _ in 0..MOST_SWEEPS {
            let high = end_of_block(&values, &off, low);
            if high == low {
                break;
            }
            sweep(&mut values, &mut off, &mut vectors, low, high);
        }
    }
    let mut pairs: Vec<(f64, Vec<f64>)> = values.into_iter().zip(vectors).collect();
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0));
    pairs
}

/// The last index of the block that starts at `low` and is not yet split.
fn end_of_block(values: &[f64], off: &[f64], low: usize) -> usize {
    let mut high = low;
    while high + 1 < values.len() {
        let scale = values[high].abs() + values[high + 1].abs();
        if off[high].abs() <= f64::EPSILON * scale {
            break;
        }
        high += 1;
    }
    high
}

/// One QL sweep with Wilkinson's shift over the block `low..=high`.
fn sweep(values: &mut [f64], off: &mut [f64], vectors: &mut [Vec<f64>], low: usize, high: usize) {
    let half = (values[low + 1] - values[low]) / (2.0 * off[low]);
    let root = (half * half + 1.0).sqrt();
    let shift = off[low] / (half + if half < 0.0 { -root } else { root });
    let mut bulge = values[high] - values[low] + shift;
    let (mut sine, mut cosine, mut moved) = (1.0, 1.0, 0.0);
    for index in (low..high).rev() {
        let chased = sine * off[index];
        let beside = cosine * off[index];
        let length = (chased * chased + bulge * bulge).sqrt();
        off[index + 1] = length;
        if length == 0.0 {
            values[index + 1] -= moved;
            off[high] = 0.0;
            return;
        }
        sine = chased / length;
        cosine = bulge / length;
        let corner = values[index + 1] - moved;
        let turned = (values[index] - corner) * sine + 2.0 * cosine * beside;
        moved = sine * turned;
        values[index + 1] = corner + moved;
        bulge = cosine * turned - beside;
        rotate(vectors, index, sine, cosine);
    }
    values[low] -= moved;
    off[low] = bulge;
    off[high] = 0.0;
}

fn rotate(vectors: &mut [Vec<f64>], index: usize, sine: f64, cosine: f64) {
    let (before, after) = vectors.split_at_mut(index + 1);
    for (left, right) in before[index].iter_mut().zip(after[0].iter_mut()) {
        let kept = *right;
        *right = sine * *left + cosine * kept;
        *left = cosine * *left - sine * kept;
    }
}
