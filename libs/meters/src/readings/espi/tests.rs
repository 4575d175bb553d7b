//! Green Button feeds of other shapes than our own: several usage points, lengths, links and clocks.

mod senders;

use super::*;
use crate::readings::GAP;
use std::fmt::Write as _;

/// A reading that begins `slot` steps after 2025-04-01T00:00+09:00.
const START: i64 = 1_743_433_200;

struct Feed(String);

impl Feed {
    fn new() -> Feed {
        Feed("<feed xmlns=\"http://www.w3.org/2005/Atom\" xmlns:e=\"http://naesb.org/espi\">".to_owned())
    }

    fn entry(mut self, own: &str, up: &str, related: &[&str], title: &str, content: &str) -> Feed {
        write!(self.0, "<entry><link rel=\"self\" href=\"{own}\"/><link rel=\"up\" href=\"{up}\"/>").unwrap();
        for link in related {
            write!(self.0, "<link rel=\"related\" href=\"{link}\"/>").unwrap();
        }
        write!(self.0, "<title>{title}</title><content>{content}</content></entry>").unwrap();
        self
    }

    fn point(self, number: u32, title: &str) -> Feed {
        let own = format!("/UP/{number}");
        let readings = format!("{own}/MR");
        let content =
            "<e:UsagePoint><e:ServiceCategory><e:kind>0</e:kind></e:ServiceCategory></e:UsagePoint>";
        self.entry(&own, "/UP", &[&readings], title, content)
    }

    fn reading(self, point: u32, number: u32, kind: &str) -> Feed {
        let own = format!("/UP/{point}/MR/{number}");
        let (up, blocks) = (format!("/UP/{point}/MR"), format!("{own}/IntervalBlock"));
        self.entry(&own, &up, &[&blocks, kind], "", "<e:MeterReading/>")
    }

    /// Wh unless another unit, per interval unless another behaviour.
    fn kind(self, own: &str, interval: i64, parts: &str) -> Feed {
        let content = format!(
            "<e:ReadingType><e:intervalLength>{interval}</e:intervalLength><e:powerOfTenMultiplier>0</e:powerOfTenMultiplier>{parts}</e:ReadingType>"
        );
        self.entry(own, "/RT", &[], "", &content)
    }

    fn block(self, reading: &str, number: u32, start: i64, step: i64, values: &[i64], timed: bool) -> Feed {
        let mut content = format!(
            "<e:IntervalBlock><e:interval><e:duration>{}</e:duration><e:start>{start}</e:start></e:interval>",
            step * values.len() as i64
        );
        for (at, value) in values.iter().enumerate() {
            let begins = start + at as i64 * step;
            let time = format!(
                "<e:timePeriod><e:duration>{step}</e:duration><e:start>{begins}</e:start></e:timePeriod>"
            );
            let time = if timed { time.as_str() } else { "" };
            write!(content, "<e:IntervalReading>{time}<e:value>{value}</e:value></e:IntervalReading>")
                .unwrap();
        }
        content.push_str("</e:IntervalBlock>");
        let own = format!("{reading}/IntervalBlock/{number}");
        self.entry(&own, &format!("{reading}/IntervalBlock"), &[], "", &content)
    }

    fn read(self) -> Result<Loaded, Fault> {
        self.read_in(None)
    }

    fn read_in(self, unit: Option<Unit>) -> Result<Loaded, Fault> {
        read(&mut format!("{}</feed>", self.0).as_bytes(), unit)
    }
}

const ENERGY: &str = "<e:accumulationBehaviour>4</e:accumulationBehaviour><e:commodity>1</e:commodity><e:flowDirection>1</e:flowDirection><e:uom>72</e:uom>";

fn one_home() -> Feed {
    Feed::new().point(1, "Home").reading(1, 1, "/RT/1").kind("/RT/1", 3_600, ENERGY)
}

fn kinds(loaded: &Loaded) -> Vec<FindingKind> {
    loaded.findings.iter().map(|finding| finding.kind).collect()
}

#[test]
fn quarters_and_hours_of_one_register_keep_their_sum() {
    let quarters: Vec<i64> = (0..96).map(|slot| 100 + slot % 7).collect();
    let loaded = one_home()
        .block("/UP/1/MR/1", 1, START, 3_600, &[400; 24], true)
        .block("/UP/1/MR/1", 2, START + 86_400, 900, &quarters, true)
        .read()
        .unwrap();
    let meter = &loaded.meters[0];
    assert_eq!((meter.interval_minutes, meter.wh.len()), (60, 48));
    let sum: i64 = meter.wh.iter().map(|wh| i64::from(*wh)).sum();
    assert_eq!(sum, 400 * 24 + quarters.iter().sum::<i64>());
    assert_eq!(kinds(&loaded), [FindingKind::Lengths]);
    // An hour of which a quarter is missing is missing.
    let torn = one_home()
        .block("/UP/1/MR/1", 1, START, 3_600, &[400; 2], true)
        .block("/UP/1/MR/1", 2, START + 7_200, 900, &[100, 100, 100], true)
        .block("/UP/1/MR/1", 3, START + 10_800, 900, &[100; 4], true)
        .read()
        .unwrap();
    assert_eq!(torn.meters[0].wh, [400, 400, GAP, 400]);
    let over = one_home()
        .block("/UP/1/MR/1", 1, START, 3_600, &[400; 2], true)
        .block("/UP/1/MR/1", 2, START + 1_800, 900, &[100; 2], true)
        .read();
    assert_eq!(over.unwrap_err().kind, FaultKind::MixedMeters);
}

#[test]
fn usage_points_keep_apart_whatever_they_are_called() {
    for (other, title) in [(2, "Home"), (10, "Barn"), (10, "Home")] {
        let reading = format!("/UP/{other}/MR/1");
        let loaded = Feed::new()
            .point(1, "Home")
            .point(other, title)
            .reading(other, 1, "/RT/1")
            .reading(1, 1, "/RT/1")
            .kind("/RT/1", 3_600, ENERGY)
            .block("/UP/1/MR/1", 1, START, 3_600, &[400; 24], true)
            .block(&reading, 1, START, 3_600, &[700; 24], true)
            .read()
            .unwrap();
        assert_eq!(loaded.meters.len(), 2, "{title}");
        let home = loaded.meters.iter().find(|meter| meter.wh[0] == 400).unwrap();
        assert!(home.id.starts_with("Home/1"), "{}", home.id);
        assert_ne!(loaded.meters[0].id, loaded.meters[1].id);
    }
}

#[test]
fn readings_without_a_time_stand_in_order_in_their_block() {
    let values: Vec<i64> = (0..24).map(|hour| 300 + hour * 37 % 100).collect();
    let with = one_home().block("/UP/1/MR/1", 1, START, 3_600, &values, true).read().unwrap();
    let without = one_home().block("/UP/1/MR/1", 1, START, 3_600, &values, false).read().unwrap();
    assert_eq!(without.meters, with.meters);
    let nowhere = Feed::new()
        .point(1, "Home")
        .reading(1, 1, "/RT/1")
        .kind("/RT/1", 0, ENERGY)
        .block("/UP/1/MR/1", 1, START, 3_600, &values, false)
        .read();
    assert_eq!(nowhere.unwrap_err().kind, FaultKind::Time);
}

#[test]
fn a_register_of_months_is_left_out_and_the_hours_stay() {
    let loaded = one_home()
        .reading(1, 2, "/RT/2")
        .kind("/RT/2", 2_592_000, ENERGY)
        .block("/UP/1/MR/1", 1, START, 3_600, &[400; 24], true)
        .block("/UP/1/MR/2", 1, START, 2_592_000, &[300_000, 310_000], true)
        .read()
        .unwrap();
    assert_eq!((loaded.meters.len(), loaded.meters[0].wh.len()), (1, 24));
    assert_eq!(kinds(&loaded), [FindingKind::LeftOut]);
    assert!(loaded.findings[0].what.contains("longer than a day"));
}

#[test]
fn a_file_of_gas_says_that_it_is_not_electricity() {
    let gas = ENERGY.replace("commodity>1<", "commodity>7<");
    let fault = Feed::new()
        .point(1, "Home")
        .reading(1, 1, "/RT/1")
        .kind("/RT/1", 3_600, &gas)
        .block("/UP/1/MR/1", 1, START, 3_600, &[400; 24], true)
        .read()
        .unwrap_err();
    assert_eq!(fault.kind, FaultKind::Missing);
    assert!(fault.what.contains("not electricity"), "{fault}");
}

#[test]
fn titles_keep_their_letters_and_the_clock_is_kept() {
    let clock = "<e:LocalTimeParameters><e:dstOffset>3600</e:dstOffset><e:tzOffset>-18000</e:tzOffset></e:LocalTimeParameters>";
    let loaded = Feed::new()
        .entry("/LTP/1", "/LTP", &[], "", clock)
        .point(1, "Caf&#233; &amp; &#x1F600;")
        .reading(1, 1, "/RT/1")
        .kind("/RT/1", 3_600, ENERGY)
        .block("/UP/1/MR/1", 1, START, 3_600, &[400; 24], true)
        .read()
        .unwrap();
    assert_eq!(loaded.meters[0].id, "Caf\u{e9} & \u{1f600}");
    let clock = loaded.clock.unwrap();
    assert_eq!((clock.offset_seconds, clock.summer_seconds), (-18_000, 3_600));
}

#[test]
fn estimates_of_many_blocks_are_one_finding() {
    let quality = "<e:ReadingQuality><e:quality>8</e:quality></e:ReadingQuality><e:value>";
    let feed = one_home().block("/UP/1/MR/1", 1, START, 3_600, &[400; 24], true).block(
        "/UP/1/MR/1",
        2,
        START + 86_400,
        3_600,
        &[410; 24],
        true,
    );
    let loaded = Feed(feed.0.replace("<e:value>", quality)).read().unwrap();
    assert_eq!((kinds(&loaded), loaded.findings[0].count), (vec![FindingKind::Estimated], 48));
}
