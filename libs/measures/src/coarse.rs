//! Counts of people as everybody may see them: none, few, or to the nearest five; and what such counts still give away.
//!
//! Every smallest cell of a table is brought into a class by itself - 0, 1 to 4, 5 to 7, 8 to 12 and so on - and every
//! sum is made of the classes, never of the counts. So whatever is published is a function of the classes: no sum, no
//! slice and no subtraction tells more of a cell than its class, and a class above zero holds at least three counts.
//! Statistical offices round in this way ("Handbook on Statistical Disclosure Control", Hundepool et al. 2010, 5.4);
//! hiding single cells instead needs others to be hidden with them on every page and on every later day.
//!
//! One thing is known besides: the same people may be counted at several times, so that tables have equal sums without
//! saying so. [`gives_away`] tells whether that pins a cell; then nothing is published.

/// Counts from one to this are small: they are never shown.
pub const SMALL_MAX: i64 = 4;
/// What counts are rounded to.
pub const BASE: i64 = 5;

/// What may be known of one or more cells: the sum of their stand-ins.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub struct Coarse {
    /// Twice the sum, because a small cell stands as two and a half.
    halves: i64,
}

impl Coarse {
    /// A cell by its class; counts below zero do not occur and are taken as zero.
    pub fn of(count: i64) -> Coarse {
        let halves = match count {
            i64::MIN..=0 => 0,
            1..=SMALL_MAX => BASE,
            more => nearest(more).saturating_mul(2),
        };
        Coarse { halves }
    }

    /// The number to show; none = few, but not none.
    pub fn number(self) -> Option<i64> {
        match self.halves {
            0 => Some(0),
            1..=BASE => None,
            more => Some((more.saturating_add(BASE)) / (2 * BASE) * BASE),
        }
    }
}

impl std::ops::Add for Coarse {
    type Output = Coarse;
    fn add(self, other: Coarse) -> Coarse {
        Coarse { halves: self.halves.saturating_add(other.halves) }
    }
}

impl std::ops::AddAssign for Coarse {
    fn add_assign(&mut self, other: Coarse) {
        *self = *self + other;
    }
}

impl std::iter::Sum for Coarse {
    fn sum<I: Iterator<Item = Coarse>>(all: I) -> Coarse {
        all.fold(Coarse::default(), |sum, one| sum + one)
    }
}

/// The nearest multiple of the base.
fn nearest(count: i64) -> i64 {
    count.saturating_add(BASE / 2) / BASE * BASE
}

/// The smallest and the largest count of the class of a cell.
pub fn class(count: i64) -> (i64, i64) {
    match count {
        i64::MIN..=0 => (0, 0),
        1..=SMALL_MAX => (1, SMALL_MAX),
        more => ((nearest(more) - BASE / 2).max(SMALL_MAX + 1), nearest(more).saturating_add(BASE / 2)),
    }
}

/// True when classes alone give a cell away to somebody who knows that each table counts the same people, so that all
/// tables have one sum.
///
/// The sum lies between the largest of the least sums and the smallest of the largest ones; what is left to a cell is
/// its class, cut by that sum less what all others of its table can be. Cells are independent otherwise, so the test is
/// exact.
pub fn gives_away(tables: &[Vec<i64>]) -> bool {
    let bounds: Vec<Vec<(i64, i64)>> =
        tables.iter().map(|cells| cells.iter().map(|count| class(*count)).collect()).collect();
    let ends = |cells: &[(i64, i64)]| cells.iter().fold((0, 0), |(low, high), (l, h)| (low + l, high + h));
    let least = bounds.iter().map(|cells| ends(cells).0).max().unwrap_or(0);
    let most = bounds.iter().map(|cells| ends(cells).1).min().unwrap_or(0);
    bounds.iter().any(|cells| {
        let (low, high) = ends(cells);
        let left = |(l, h): (i64, i64)| ((least - (high - h)).max(l), (most - (low - l)).min(h));
        cells.iter().filter(|(l, _)| *l > 0).any(|cell| {
            let (l, h) = left(*cell);
            l >= h
        })
    })
}
