//! Sentences: a profile in plain words, Korean and English, with how sure they are.
//!
//! They speak of times of day, of weekdays and weekends, and of steadiness, and of nothing that hourly
//! readings do not show.

use super::profile::BINS;

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

/// The sentence of a profile (48 bins, any unit).
pub fn describe(profile: &[f64]) -> Sentence {
    let total: f64 = profile.iter().take(BINS).sum();
    if profile.len() < BINS || total <= 0.0 {
        return Sentence {
            ko: "사용 기록이 없습니다.".to_owned(),
            en: "There is no use on record.".to_owned(),
        };
    }
    let week = |hour: usize| profile[hour] * 5.0 + profile[24 + hour] * 2.0;
    let all: f64 = (0..24).map(week).sum();
    let share = |span: &Span| (span.from..span.to).map(week).sum::<f64>() / all;
    // A span stands out by its power, not by its length.
    let power = |span: &Span| share(span) * 24.0 / (span.to - span.from) as f64;
    let mut order: Vec<&Span> = SPANS.iter().collect();
    order.sort_by(|a, b| power(b).total_cmp(&power(a)));
    let (first, second) = (order[0], order[1]);
    let percent = |span: &Span| (share(span) * 100.0).round() as i64;
    let mut ko;
    let mut en;
    if power(first) < 1.15 {
        ko = "하루 내내 고르게 씁니다.".to_owned();
        en = "Use is even through the day.".to_owned();
    } else if power(second) > 1.15 && power(second) > 0.85 * power(first) {
        ko = format!(
            "{}와 {}에 많이 쓰며, 합쳐 하루의 {} %입니다.",
            first.ko,
            second.ko,
            percent(first) + percent(second)
        );
        en = format!(
            "Most is used {} and {}, together {} % of the day.",
            first.en,
            second.en,
            percent(first) + percent(second)
        );
    } else {
        ko = format!("{}에 가장 많이 쓰며, 하루의 {} %입니다.", first.ko, percent(first));
        en = format!("Most is used {}, {} % of the day.", first.en, percent(first));
    }
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
