//! What senders write in their own way: each feed shows one trait seen in downloads of utilities.

use super::*;
use crate::civil::zone;
use crate::tariff::plan::Period;
use crate::tariff::use_bands::energy;

const NEW_YORK: &str = "EST5EDT,M3.2.0,M11.1.0";

fn swapped(feed: Feed, from: &str, to: &str) -> Feed {
    assert!(feed.0.contains(from), "{from}");
    Feed(feed.0.replace(from, to))
}

/// The instant a day of a month of 2025 begins in New York.
fn midnight(month: i64, day: i64) -> i64 {
    let number = crate::civil::day_number(2025, month, day).unwrap();
    crate::civil::day_begins(&zone(NEW_YORK).unwrap(), number)
}

#[test]
fn intervals_a_second_short_are_whole() {
    let values: Vec<i64> = (0..96).map(|slot| 100 + slot * 29 % 41).collect();
    let feed = one_home().block("/UP/1/MR/1", 1, START, 900, &values, true);
    let feed = swapped(feed, "<e:duration>900<", "<e:duration>899<");
    let meter = &feed.read().unwrap().meters[0];
    assert_eq!((meter.interval_minutes, meter.wh.len()), (15, 96));
}

#[test]
fn decimals_and_parts_of_a_second_are_read() {
    let feed = one_home().block("/UP/1/MR/1", 1, START, 3_600, &[400; 24], true);
    let feed = swapped(feed, "<e:value>400<", "<e:value>400.25<");
    let feed = swapped(feed, &format!("<e:start>{START}<"), &format!("<e:start>{START}.66136<"));
    let meter = &feed.read().unwrap().meters[0];
    assert_eq!((meter.start, meter.wh.iter().sum::<i32>()), (START, 24 * 400 + 6));
    let words = one_home().block("/UP/1/MR/1", 1, START, 3_600, &[400; 24], true);
    let fault = swapped(words, "<e:value>400<", "<e:value>4.0.0<").read().unwrap_err();
    assert_eq!(fault.kind, FaultKind::Number);
}

#[test]
fn empty_elements_of_the_clock_are_no_clock() {
    let empty = "<e:LocalTimeParameters><e:dstEndRule/><e:dstOffset/><e:dstStartRule/><e:tzOffset/></e:LocalTimeParameters>";
    let loaded = one_home()
        .entry("/LTP/1", "/LTP", &[], "", empty)
        .block("/UP/1/MR/1", 1, START, 3_600, &[400; 24], true)
        .read()
        .unwrap();
    assert_eq!(loaded.clock, None);
}

/// Days of 23, 24 and 25 hours, from midnight to midnight, over both changes of the clock.
fn days(first: (i64, i64), count: i64, wh: impl Fn(i64) -> i64) -> (Feed, i64) {
    let mut feed = one_home();
    let from = crate::civil::day_number(2025, first.0, first.1).unwrap();
    let begins = |day: i64| crate::civil::day_begins(&zone(NEW_YORK).unwrap(), from + day as i32);
    let mut sum = 0;
    for day in 0..count {
        let (start, length) = (begins(day), begins(day + 1) - begins(day));
        feed = feed.block("/UP/1/MR/1", day as u32 + 1, start, length, &[wh(day)], true);
        sum += wh(day);
    }
    (feed, sum)
}

#[test]
fn days_of_the_clock_are_days_in_summer_and_winter() {
    let new_york = zone(NEW_YORK).unwrap();
    for (first, count) in [((2, 1), 300), ((7, 1), 200), ((11, 2), 30)] {
        let (feed, sum) = days(first, count, |day| 9_000 + day * 131 % 977);
        let loaded = feed.read().unwrap();
        let meter = &loaded.meters[0];
        assert_eq!((meter.interval_minutes, meter.wh.len()), (1_440, count as usize), "{first:?}");
        assert_eq!(meter.wh.iter().map(|wh| i64::from(*wh)).sum::<i64>(), sum);
        assert!(loaded.findings.is_empty(), "{:?}", loaded.findings);
        let day = |number: i64| {
            let start = crate::civil::day_number(2025, first.0, first.1).unwrap() + number as i32;
            let (start, end) = (crate::civil::date_of(start), crate::civil::date_of(start + 1));
            energy(meter, &new_york, Period { start, end }).unwrap()
        };
        for number in 0..count {
            assert_eq!(day(number), 9_000 + number * 131 % 977, "{first:?} {number}");
        }
        // Each reading lies in its own day of the calendar too.
        let calendar = crate::civil::Calendar::new(&new_york, meter.start, 1_440, meter.wh.len());
        assert!(calendar.days.iter().all(|day| day.count == 1));
        assert_eq!(calendar.days.len(), count as usize);
    }
}

#[test]
fn half_days_of_the_clock_are_half_days() {
    let mut feed = one_home();
    for (at, (start, length)) in [
        (midnight(3, 8), 43_200),
        (midnight(3, 8) + 43_200, 43_200),
        (midnight(3, 9), 39_600),
        (midnight(3, 9) + 39_600, 43_200),
        (midnight(3, 10), 43_200),
    ]
    .into_iter()
    .enumerate()
    {
        feed = feed.block("/UP/1/MR/1", at as u32 + 1, start, length, &[5_000 + at as i64], true);
    }
    let loaded = feed.read().unwrap();
    assert_eq!(loaded.meters[0].wh, [5_000, 5_001, 5_002, 5_003, 5_004]);
    assert_eq!(loaded.meters[0].interval_minutes, 720);
}

#[test]
fn readings_without_a_type_are_read_in_the_unit_that_is_named() {
    let bare = || {
        Feed::new().point(1, "Home").reading(1, 1, "/RT/1").block(
            "/UP/1/MR/1",
            1,
            START,
            3_600,
            &[2; 24],
            true,
        )
    };
    let fault = bare().read().unwrap_err();
    assert_eq!(fault.kind, FaultKind::Unit);
    assert!(fault.mend.contains("--unit"), "{fault}");
    assert_eq!(bare().read_in(Some(Unit::KilowattHour)).unwrap().meters[0].wh, [2_000; 24]);
    assert_eq!(bare().read_in(Some(Unit::WattHour)).unwrap().meters[0].wh, [2; 24]);
    // A unit that the file names itself stays.
    let named = one_home().block("/UP/1/MR/1", 1, START, 3_600, &[400; 24], true);
    assert_eq!(named.read_in(Some(Unit::KilowattHour)).unwrap().meters[0].wh, [400; 24]);
}

#[test]
fn gas_and_water_say_what_they_are() {
    let feed = |service: &str, commodity: &str| {
        let kind = ENERGY.replace("commodity>1<", &format!("commodity>{commodity}<"));
        let feed = Feed::new().point(1, "Home").reading(1, 1, "/RT/1").kind("/RT/1", 3_600, &kind).block(
            "/UP/1/MR/1",
            1,
            START,
            3_600,
            &[400; 24],
            true,
        );
        Feed(feed.0.replace("<e:kind>0<", &format!("<e:kind>{service}<")))
    };
    for (service, commodity, word) in [("1", "0", "gas"), ("2", "0", "water"), ("0", "7", "gas")] {
        let fault = feed(service, commodity).read().unwrap_err();
        assert!(fault.what.contains(word), "{fault}");
    }
    // Links that lead nowhere do not hide what the only usage point says.
    let lost = feed("1", "0").0.replace("/UP/1/MR\"", "/elsewhere\"").replace("/UP/1/", "/other/");
    assert!(Feed(lost).read().unwrap_err().what.contains("gas"));
    // Sums of months without a unit are no use in whatever unit.
    let months = Feed::new().point(1, "Home").reading(1, 1, "/RT/1").block(
        "/UP/1/MR/1",
        1,
        START,
        2_592_000,
        &[12_000],
        true,
    );
    assert!(months.read().unwrap_err().what.contains("longer than a day"));
    // Metered on the high voltage side it is electricity all the same.
    assert_eq!(feed("0", "2").read().unwrap().meters[0].wh.len(), 24);
}

#[test]
fn a_file_of_bills_or_of_the_account_says_what_to_ask_for() {
    let bill = "<e:UsageSummary><e:billLastPeriod>84870</e:billLastPeriod></e:UsageSummary>";
    let bills = Feed::new().point(1, "Home").entry("/US/1", "/US", &[], "", bill).read().unwrap_err();
    assert!(bills.what.contains("1 summaries of bills"), "{bills}");
    let account = Feed::new().entry("/C/1", "/C", &[], "", "<e:Customer/>").read().unwrap_err();
    assert!(account.what.contains("about the customer"), "{account}");
    for fault in [bills, account] {
        assert_eq!(fault.kind, FaultKind::Missing);
        assert!(fault.mend.contains("hourly or daily"), "{fault}");
    }
}

#[test]
fn entries_repeated_for_every_day_do_not_lengthen_the_name() {
    let mut feed = Feed::new().kind("/RT/1", 3_600, ENERGY);
    for day in 0..3 {
        feed = feed.point(1, "").reading(1, 1, "/RT/1").block(
            "/UP/1/MR/1",
            1,
            START + day * 86_400,
            3_600,
            &[400; 24],
            true,
        );
    }
    let loaded = feed.read().unwrap();
    assert_eq!((loaded.meters[0].id.as_str(), loaded.meters[0].wh.len()), ("1", 72));
    assert!(loaded.findings.is_empty());
}

#[test]
fn a_home_named_by_a_long_number_is_called_by_its_beginning() {
    let own = "/UP/urn:uuid:00000000-1111-4222-8333-444444444444";
    let feed = one_home().block("/UP/1/MR/1", 1, START, 3_600, &[400; 24], true);
    let feed = Feed(feed.0.replace("/UP/1\"", &format!("{own}\"")).replace("/UP/1/", &format!("{own}/")));
    let feed = swapped(feed, "<title>Home</title>", "<title></title>");
    assert_eq!(feed.read().unwrap().meters[0].id, "00000000");
}
