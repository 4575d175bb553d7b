//! Sentences: a profile in plain words, Korean and English, with how sure they are.
//!
//! They speak of times of day, of weekdays and weekends, and of steadiness, and of nothing that hourly
//! readings do not show.

use super::profile::BINS;
use crate::response::DayHours;

/// A sentence in two languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    pub ko: String,
    pub en: String,
}

struct Span {
    from: usize,
    to: usize,
    ko: &'static str,
    en: &'static str,
}

const SPANS: [Span; 5] = [
    Span { from: 0, to: 6, ko: "밤(0~6시)", en: "at night (0-6)" },
    Span { from: 6, to: 10, ko: "아침(6~10시)", en: "in the morning (6-10)" },
    Span { from: 10, to: 17, ko: "낮(10~17시)", en: "during the day (10-17)" },
    Span { from: 17, to: 22, ko: "저녁(17~22시)", en: "in the evening (17-22)" },
    Span { from: 22, to: 24, ko: "늦은 밤(22~24시)", en: "late in the evening (22-24)" },
];

/// Whole days below which a home gets no sentence.
pub const DAYS_MIN: i64 = 7;

/// The spans of the day that the sentence of a profile names, as hours; none when use is even.
pub fn named_hours(profile: &[f64]) -> Vec<std::ops::Range<usize>> {
    let total: f64 = profile.iter().take(BINS).sum();
    if profile.len() < BINS || total <= 0.0 {
        return Vec::new();
    }
    standing_out(profile).into_iter().map(|span| span.from..span.to).collect()
}

/// Share of days on which the hours named hold more than their even part of the day's energy: how sure the
/// sentence is. `None` without whole days or without a span that is named.
pub fn holds_on(named: &[std::ops::Range<usize>], days: &[DayHours]) -> Option<f64> {
    let hours: i64 = named.iter().map(|span| span.len() as i64).sum();
    let whole: Vec<&[i64; 24]> = days.iter().flatten().collect();
    if hours == 0 || whole.is_empty() {
        return None;
    }
    let holds = |day: &&&[i64; 24]| {
        let inside: i64 = named.iter().map(|span| day[span.clone()].iter().sum::<i64>()).sum();
        inside * 24 > day.iter().sum::<i64>() * hours
    };
    Some(whole.iter().filter(holds).count() as f64 / whole.len() as f64)
}

fn week(profile: &[f64], hour: usize) -> f64 {
    profile[hour] * 5.0 + profile[24 + hour] * 2.0
}

fn share(profile: &[f64], span: &Span) -> f64 {
    let all: f64 = (0..24).map(|hour| week(profile, hour)).sum();
    (span.from..span.to).map(|hour| week(profile, hour)).sum::<f64>() / all
}

/// The one or two spans whose power stands out, strongest first; none when use is even.
fn standing_out(profile: &[f64]) -> Vec<&'static Span> {
    // A span stands out by its power, not by its length.
    let power = |span: &Span| share(profile, span) * 24.0 / (span.to - span.from) as f64;
    let mut order: Vec<&'static Span> = SPANS.iter().collect();
    order.sort_by(|a, b| power(b).total_cmp(&power(a)));
    let (first, second) = (power(order[0]), power(order[1]));
    let count = if first < 1.15 { 0 } else { 1 + usize::from(second > 1.15 && second > 0.85 * first) };
    order.truncate(count);
    order
}

/// The sentence of a profile (48 bins, any unit).
pub fn describe(profile: &[f64]) -> Sentence {
    let total: f64 = profile.iter().take(BINS).sum();
    if profile.len() < BINS || total <= 0.0 {
        return Sentence {
            ko: "사용 기록이 없습니다.".to_owned(),
            en: "There is no use on record.".to_owned(),
        };
    }
    let percent = |span: &Span| (share(profile, span) * 100.0).round() as i64;
    let (mut ko, mut en) = match standing_out(profile)[..] {
        [first, second] => {
            let both = percent(first) + percent(second);
            (
                format!("{}과 {}에 많이 쓰며, 합쳐 하루의 {both} %입니다.", first.ko, second.ko),
                format!("Most is used {} and {}, together {both} % of the day.", first.en, second.en),
            )
        }
        [only] => (
            format!("{}에 가장 많이 쓰며, 하루의 {} %입니다.", only.ko, percent(only)),
            format!("Most is used {}, {} % of the day.", only.en, percent(only)),
        ),
        _ => ("하루 내내 고르게 씁니다.".to_owned(), "Use is even through the day.".to_owned()),
    };
    let mean = |from: usize| profile[from..from + 24].iter().sum::<f64>() / 24.0;
    let ratio = if mean(0) > 0.0 { mean(24) / mean(0) } else { 1.0 };
    let by = ((ratio - 1.0).abs() * 100.0).round() as i64;
    if ratio > 1.08 {
        ko.push_str(&format!(" 주말에 {by} % 더 씁니다."));
        en.push_str(&format!(" Weekends use {by} % more."));
    } else if ratio < 0.92 {
        ko.push_str(&format!(" 주말에 {by} % 덜 씁니다."));
        en.push_str(&format!(" Weekends use {by} % less."));
    }
    Sentence { ko, en }
}

/// How sure it is that a home belongs to its group, in words (`score::clearness`).
pub fn sureness(clearness: f64) -> Sentence {
    let (ko, en) = match clearness {
        clear if clear >= 0.5 => ("뚜렷합니다", "clear"),
        clear if clear >= 0.2 => ("그런 편입니다", "fairly clear"),
        _ => ("두 유형 사이에 있습니다", "between two patterns"),
    };
    Sentence { ko: ko.to_owned(), en: en.to_owned() }
}
