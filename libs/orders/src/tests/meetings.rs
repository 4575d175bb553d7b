//! Meetings in other hands: a deputy mayor, notes in nouns, a mayor who speaks as he thinks, the chair of a committee,
//! a directive on paper, and one that nobody here wrote the rules for. Each was marked before the program read it.

use super::*;

const HELD: Date = Date { year: 2026, month: 11, day: 20 };

/// A speech is found exactly, and the orders that name somebody name these, in the order of the text.
fn found_with_owners(marked: &str, orders: usize, owners: &[&str]) {
    let score = score(marked, HELD);
    let is_exact = score.missed.is_empty() && score.wrong.is_empty();
    assert!(is_exact, "missed {:#?} wrong {:#?}", score.missed, score.wrong);
    assert_eq!(score.found.len(), orders);
    let named: Vec<String> = find(&marked.replace("[[", "").replace("]]", ""), HELD)
        .into_iter()
        .flat_map(|order| order.owners)
        .filter(|owner| owner.named == Named::InSentence)
        .map(|owner| owner.text)
        .collect();
    assert_eq!(named, owners);
}

#[test]
fn a_mayor_to_the_enlarged_meeting() {
    let owners = [
        "인공지능산업과장",
        "투자유치과",
        "창업지원과",
        "공원녹지과",
        "예산담당관",
        "교통국장",
        "홍보담당관실",
        "모든 실국",
        "감사관실",
    ];
    found_with_owners(include_str!("speech-executive.txt"), 12, &owners);
}

#[test]
fn a_deputy_mayor_in_formal_words() {
    let owners = ["기획조정실", "재정관실", "경제정책과", "사회복지과"];
    found_with_owners(include_str!("speech-deputy.txt"), 8, &owners);
}

#[test]
fn notes_in_nouns() {
    found_with_owners(include_str!("speech-notes.txt"), 12, &["부서장"]);
}

#[test]
fn a_mayor_after_the_rain() {
    let owners = ["도로과", "하천과", "예산담당관", "소상공인과장", "비서실"];
    found_with_owners(include_str!("speech-rain.txt"), 12, &owners);
}

#[test]
fn the_chair_of_a_committee_sums_up() {
    let owners = ["집행부", "문화체육국장", "관광진흥과장", "감사위원회", "법무담당관"];
    found_with_owners(include_str!("speech-chair.txt"), 9, &owners);
}

#[test]
fn a_directive_on_paper() {
    let owners = ["모든 부서", "각 부서장", "정보화담당관", "감사관", "인사과", "기획조정실장"];
    found_with_owners(include_str!("speech-directive.txt"), 12, &owners);
}

#[test]
fn held_out() {
    let all = [
        ("bureau", include_str!("speech-bureau.txt")),
        ("plan", include_str!("speech-plan.txt")),
        ("ceremony", include_str!("speech-ceremony.txt")),
    ];
    for (name, marked) in all {
        let score = score(marked, HELD);
        println!("== {name}: marked {} found {} missed {:#?} wrong {:#?}", marked.matches("[[").count(), score.found.len(), score.missed, score.wrong);
        for order in find(&marked.replace("[[", "").replace("]]", ""), HELD) {
            println!("   {:?} {} {:?} {:?} | {}", order.force, order.ending, order.owners.iter().map(|o| (o.text.as_str(), o.named)).collect::<Vec<_>>(), order.due.map(|d| (d.text, d.meant)), order.text);
        }
    }
}
