//! Axes: where a value lies between two ends, and round numbers to write beside it. Integers only.

/// The position of `value` between `from` and `to` as an SVG percentage with two decimals.
pub(super) fn position(value: i64, from: i64, to: i64) -> String {
    let span = (i128::from(to) - i128::from(from)).max(1);
    let at = (i128::from(value) - i128::from(from)).clamp(0, span);
    hundredths(at * 10_000 / span)
}

/// The same measured from the other end: SVG counts downwards.
pub(super) fn from_top(value: i64, from: i64, to: i64) -> String {
    let span = (i128::from(to) - i128::from(from)).max(1);
    let at = (i128::from(value) - i128::from(from)).clamp(0, span);
    hundredths((span - at) * 10_000 / span)
}

fn hundredths(value: i128) -> String {
    format!("{}.{:02}%", value / 100, value % 100)
}

/// Round numbers from below `least` to above `most`, six steps at most; always holds 0 when the
/// ends do. `least` <= `most`.
pub(super) fn ticks(least: i64, most: i64) -> Vec<i64> {
    let span = (i128::from(most) - i128::from(least)).max(1);
    let mut unit = 1_i128;
    let step = loop {
        let found = [1, 2, 5].into_iter().map(|times| times * unit).find(|step| span <= step * 4);
        match found {
            Some(step) => break step,
            None => unit *= 10,
        }
    };
    let first = i128::from(least).div_euclid(step);
    let last = -(-i128::from(most)).div_euclid(step);
    (first..=last.max(first + 1)).filter_map(|place| i64::try_from(place * step).ok()).collect()
}

/// Which of `count` labels to write so that at most `most` are, the first one and even steps on.
pub(super) fn labelled(count: usize, most: usize) -> Vec<usize> {
    let step = count.saturating_sub(1).div_ceil(most.max(2) - 1).max(1);
    (0..count).step_by(step).collect()
}
