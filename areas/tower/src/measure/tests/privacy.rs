//! What everybody may learn of people: an attacker reads every public answer of a city, of every day, position, level,
//! part and slice that can be asked for, before and after counts are published. Two cities that differ only in small
//! counts give the same answers, so nothing that is made of them - no difference either - tells the counts apart.

use super::served::{Numbers, numbers, of, small_city};
use super::{Line, Table, lines};
use crate::measure::acts;
use crate::measure::count::{Asked, count_blocking};
use crate::measure::shown::Seen;
use crate::measure::view::CountView;
use axum::http::StatusCode;
use base::Day;
use kernel::Caller;
use kernel::policy::Depth;
use std::sync::{Arc, Mutex};

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

/// How many people stand in each course, and what became of the four of one class at each horizon.
#[derive(Clone, Debug)]
struct People {
    school: usize,
    online: usize,
    graduate: usize,
    /// Reasons of each of the people of one class, after three and after six months.
    later: [Vec<&'static str>; 2],
}

const FEW: People = People { school: 30, online: 3, graduate: 12, later: [vec![], vec![]] };

fn course(course: &'static str, from: usize, count: usize) -> impl Iterator<Item = Line> {
    (from..from + count)
        .map(move |index| (format!("person:{index:04}"), "yes", 1, Some(1), 3, Some(course.to_owned()), None))
}

fn outcome(index: usize, reason: &'static str, horizon: &str) -> Line {
    let part = match reason {
        "no-answer" => "unknown",
        "studying" | "without" => "no",
        _ => "yes",
    };
    let low = i64::from(part != "unknown");
    (format!("person:{index:04}"), part, low, Some(1), 3, Some(format!("2025-1|{horizon}")), Some(reason))
}

/// A city in which these people are, and that may change.
fn city_of(people: &Arc<Mutex<People>>) -> Numbers {
    let now = Arc::clone(people);
    numbers(Table::new(move |question| {
        let people = now.lock().unwrap().clone();
        if of(question, "completion") && of(question, "employment") {
            let later = people.later.iter().zip(["+3", "+6"]).flat_map(|(reasons, horizon)| {
                reasons.iter().enumerate().map(move |(index, reason)| outcome(index, reason, horizon))
            });
            return Ok(lines(&later.collect::<Vec<Line>>(), true));
        }
        if of(question, "completion") {
            let rows: Vec<Line> = course("school", 0, people.school)
                .chain(course("online", 100, people.online))
                .chain(course("graduate", 200, people.graduate))
                .collect();
            return Ok(lines(&rows, true));
        }
        small_city(question)
    }))
}

/// Every public answer about people; digests, which are random to anybody without the rows, are left out.
fn everything_public(city: &Numbers) -> Vec<(String, StatusCode, String)> {
    let moments = [
        "",
        "?as_of=2026-11-20",
        "?as_of=2026-11-19",
        "?as_of=2025-11-20",
        "?at=1",
        "?at=40",
        "?min=E3",
        "?min=E4",
        "?part=yes",
        "?level=E3",
        "?series=online",
        "?snapshot=2026-SNP-0001",
        "?snapshot=2026-SNP-0002",
        "?snapshot=2026-SNP-0003",
        "?snapshot=2026-SNP-0004",
        "?version=1",
    ];
    let mut paths: Vec<String> =
        ["/mirinae/", "/mirinae/plan", "/mirinae/measures", "/mirinae/measures.atom"]
            .into_iter()
            .chain(["/mirinae/api/v1/measures"])
            .map(str::to_owned)
            .collect();
    for measure in ["talents", "outcomes"] {
        for moment in moments {
            paths.push(format!("/mirinae/measures/{measure}{moment}"));
            paths.push(format!("/mirinae/measures/{measure}/rows.csv{moment}"));
            paths.push(format!("/mirinae/api/v1/measures/{measure}{moment}"));
            paths.push(format!("/mirinae/api/v1/measures/{measure}/rows{moment}"));
        }
        for sides in
            ["", "?from=2025-11-20&to=2026-11-20", "?from=2026-SNP-0001&to=now", "?from=2026-11-20@3&to=now"]
        {
            paths.push(format!("/mirinae/measures/{measure}/difference{sides}"));
            paths.push(format!("/mirinae/api/v1/measures/{measure}/difference{sides}"));
        }
    }
    paths
        .into_iter()
        .map(|path| {
            let (status, bytes) = city.bytes(&path, "en");
            (path, status, without_digests(&String::from_utf8_lossy(&bytes)))
        })
        .collect()
}

/// The text with long runs of hexadecimal digits taken out.
fn without_digests(text: &str) -> String {
    let mut out = String::new();
    let mut run = String::new();
    for letter in text.chars().chain([' ']) {
        match letter.is_ascii_hexdigit() {
            true => run.push(letter),
            false => {
                out.push_str(if run.len() >= 12 { "#" } else { &run });
                run.clear();
                out.push(letter);
            }
        }
    }
    out
}

fn assert_same(one: &[(String, StatusCode, String)], other: &[(String, StatusCode, String)], told: &str) {
    for (a, b) in one.iter().zip(other) {
        assert!(a == b, "{told}: {} tells them apart\n{} {}\n{} {}", a.0, a.1, a.2, b.1, b.2);
    }
}

/// Keeps and publishes a count of a day, as a head of the office would.
fn publish(city: &Numbers, id: &'static str, as_of: &str) -> base::Result<kernel::Done> {
    let asked = Asked { as_of: day(as_of), position: None, minimum: None };
    let counted = count_blocking(&city.city, &city.held(id), asked)?;
    let done = city.city.act_blocking(Caller::System("test"), None, move |tx| acts::take(tx, &counted))?;
    let number = done.number.unwrap_or_default();
    city.city.act_blocking(Caller::System("test"), None, move |tx| acts::publish_snapshot(tx, &number))
}

#[test]
fn no_public_answer_of_any_moment_tells_small_counts_apart() {
    let answers = |online: usize, graduate: usize, more: usize| {
        let people = Arc::new(Mutex::new(People { online, graduate, ..FEW }));
        let city = city_of(&people);
        let mut seen = everything_public(&city);
        // A person more is known; nobody sees it until a count is published, which has to wait.
        people.lock().unwrap().online += more;
        seen.extend(everything_public(&city));
        assert!(publish(&city, "talents", "2026-11-19").unwrap_err().is("tower-snapshot-near"));
        publish(&city, "talents", "2026-10-23").unwrap();
        seen.extend(everything_public(&city));
        seen
    };
    let three = answers(3, 12, 0);
    let text = &three.iter().find(|(path, ..)| path == "/mirinae/measures/talents").unwrap().2;
    assert!(text.contains("hidden") && text.contains("to the nearest five"), "{text}");
    for (online, graduate, more) in [(1, 12, 0), (2, 12, 1), (4, 12, 0), (3, 10, 1), (1, 9, 3)] {
        assert_same(&three, &answers(online, graduate, more), &format!("{online} {graduate} {more}"));
    }
    let five = answers(5, 12, 0);
    assert!(three.iter().zip(&five).any(|(a, b)| a != b), "the answers are about these people");
}

#[test]
fn everybody_sees_classes_and_sums_of_them_and_entitled_readers_see_all() {
    let people = Arc::new(Mutex::new(FEW));
    let city = city_of(&people);
    let text = city.text("/mirinae/measures/talents");
    assert!(text.contains("약 45 명") && text.contains("2026-SNP-"), "{text}");
    assert!(!text.contains("적어도 45"), "what is rounded is no bound: {text}");
    assert!(text.contains("사람의 명단은 공개하지 않습니다") && !text.contains("person:"), "{text}");
    let asked = Asked { as_of: day("2026-11-20"), position: None, minimum: None };
    let counted = count_blocking(&city.city, &city.held("talents"), asked).unwrap();
    let shown = |depth: Depth| -> Vec<Option<i64>> {
        let view = CountView::new(&counted, depth);
        view.groups[0].series.iter().map(|slice| slice.cells.value.number()).collect()
    };
    assert_eq!(shown(Depth::Entitled), [Some(12), Some(3), Some(30)]);
    assert_eq!(shown(Depth::Public), [Some(10), None, Some(30)]);
    assert_eq!(CountView::new(&counted, Depth::Public).groups[0].whole.value, Seen::Number(45));
    let (status, _) = city.bytes("/mirinae/measures/talents/rows.csv", "ko");
    assert_eq!(status, StatusCode::FORBIDDEN, "a file with a head alone would look like a list of nobody");
    for moment in ["as_of=2026-11-19", "at=7", "min=E3"] {
        let (status, _) = city.bytes(&format!("/mirinae/measures/talents?{moment}"), "ko");
        assert_eq!(status, StatusCode::FORBIDDEN, "{moment}");
    }
}

#[test]
fn a_count_that_would_give_a_cell_away_is_not_published() {
    let people = Arc::new(Mutex::new(People {
        later: [vec!["here"; 4], vec!["here", "elsewhere", "studying", "without"]],
        ..FEW
    }));
    let city = city_of(&people);
    assert!(city.loaded.is_ok(), "the definition itself is right");
    let text = city.text("/mirinae/measures/outcomes");
    assert!(text.contains("아직 발표된 수가 없습니다") || text.contains("모름"), "{text}");
    assert!(publish(&city, "outcomes", "2026-10-01").unwrap_err().is("tower-snapshot-gives-away"));
    people.lock().unwrap().later = [vec!["here"; 4], vec!["here", "here", "studying", "without"]];
    publish(&city, "outcomes", "2026-09-01").unwrap();
    let text = city.text("/mirinae/measures/outcomes");
    assert!(text.contains("2026-SNP-"), "{text}");
}
