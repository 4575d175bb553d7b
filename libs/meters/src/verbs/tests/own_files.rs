//! A person's own file: whose clock its days follow, and what a page tells of an imperfect month.

use super::*;

/// A feed of so many hours from 2025-07-01T00:00-05:00 on, of a home whose clock is five hours west.
fn western_feed(hours: i64, skip: Option<i64>) -> String {
    let start = 1_751_346_000;
    let mut feed = "<feed xmlns=\"http://www.w3.org/2005/Atom\"><entry><content>\
        <LocalTimeParameters><tzOffset>-18000</tzOffset></LocalTimeParameters></content></entry><entry><content>\
        <ReadingType><uom>72</uom><intervalLength>3600</intervalLength></ReadingType></content></entry><entry><content>\
        <IntervalBlock><interval><duration>3600</duration><start>1751346000</start></interval>"
        .to_owned();
    for hour in (0..hours).filter(|hour| Some(*hour) != skip) {
        let (begins, wh) = (start + hour * 3_600, 300 + hour * 37 % 211);
        feed.push_str(&format!(
            "<IntervalReading><timePeriod><duration>3600</duration><start>{begins}</start></timePeriod><value>{wh}</value></IntervalReading>"
        ));
    }
    feed.push_str("</IntervalBlock></content></entry></feed>");
    feed
}

#[test]
fn the_files_own_clock_cuts_its_days_unless_a_zone_is_named() {
    let feed = western_feed(62 * 24, None);
    let asked = Input { zone_named: false, ..input(Language::En) };
    let page = profile::profile(feed.as_bytes(), &asked).unwrap();
    assert!(page.text.contains("2025-07-01 .. 2025-08-31"), "{}", page.text);
    assert!(page.text.contains("UTC-05:00 (the file's own)"), "{}", page.text);
    let page = profile::profile(feed.as_bytes(), &input(Language::En)).unwrap();
    assert!(page.text.contains("2025-07-01 .. 2025-09-01"), "{}", page.text);
    assert!(page.text.contains("The file's own clock is UTC-05:00"), "{}", page.text);
}

#[test]
fn a_month_with_a_gap_tells_what_is_known_of_it() {
    let feed = western_feed(62 * 24, Some(100));
    let tariff = read(LOW).unwrap();
    for (language, words) in [
        (Language::En, ["a reading is missing; the others are", "a reading is missing ("]),
        (Language::Ko, ["기록 1개가 없습니다. 나머지는", "기록 1개가 없습니다 ("]),
    ] {
        let asked = Input { zone_named: false, ..input(language) };
        let page =
            bill::bill(feed.as_bytes(), &asked, &bill::Terms::plain(std::slice::from_ref(&tariff))).unwrap();
        for word in words {
            assert!(page.text.contains(word), "{word}: {}", page.text);
        }
    }
}
