//! Green Button, written: one usage point, one reading type and an interval block per local day.
//!
//! The feed follows NAESB REQ.21 as the reader beside it does: uom 72 (Wh), power of ten 0, delivered
//! energy, amounts per interval. Ids are derived from the meter's name, so the same meter gives the same
//! bytes. A gap is left out, as the standard asks; it is never written as zero.

use super::{GAP, Meter};
use crate::civil::{Calendar, DAY_SECONDS, date_of};
use crate::fault::Fault;
use jiff::tz::TimeZone;
use std::io::Write;

const PART: &str = "Green Button";
const BASE: &str = "/espi/1_1/resource/RetailCustomer/1/UsagePoint/1";

/// Writes the meter as a Green Button file.
///
/// # Errors
/// `Io` when writing fails.
pub fn write(meter: &Meter, zone: &TimeZone, out: &mut dyn Write) -> Result<(), Fault> {
    write_all(meter, zone, out).map_err(|error| Fault::io(PART, &error))
}

fn write_all(meter: &Meter, zone: &TimeZone, out: &mut dyn Write) -> std::io::Result<()> {
    let stamp = stamp(meter.end());
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(out, "<feed xmlns=\"http://www.w3.org/2005/Atom\">")?;
    writeln!(out, " <id>{}</id>\n <title>Green Button</title>", urn(&meter.id, 0))?;
    writeln!(out, " <updated>{stamp}</updated>")?;
    let step = meter.step();
    let offset = crate::civil::offset_at(zone, meter.start);
    entry(
        out,
        meter,
        1,
        BASE,
        "/espi/1_1/resource/RetailCustomer/1/UsagePoint",
        &[&format!("{BASE}/MeterReading")],
        &stamp,
        &meter.id,
        "<UsagePoint xmlns=\"http://naesb.org/espi\"><ServiceCategory><kind>0</kind></ServiceCategory></UsagePoint>",
    )?;
    entry(
        out,
        meter,
        2,
        "/espi/1_1/resource/LocalTimeParameters/1",
        "/espi/1_1/resource/LocalTimeParameters",
        &[],
        &stamp,
        "Zone",
        &format!(
            "<LocalTimeParameters xmlns=\"http://naesb.org/espi\"><dstEndRule>00000000</dstEndRule><dstOffset>0</dstOffset><dstStartRule>00000000</dstStartRule><tzOffset>{offset}</tzOffset></LocalTimeParameters>"
        ),
    )?;
    let reading = format!("{BASE}/MeterReading/1");
    entry(
        out,
        meter,
        3,
        &reading,
        &format!("{BASE}/MeterReading"),
        &[&format!("{reading}/IntervalBlock"), "/espi/1_1/resource/ReadingType/1"],
        &stamp,
        "Readings",
        "<MeterReading xmlns=\"http://naesb.org/espi\"/>",
    )?;
    entry(
        out,
        meter,
        4,
        "/espi/1_1/resource/ReadingType/1",
        "/espi/1_1/resource/ReadingType",
        &[],
        &stamp,
        "Energy delivered (Wh)",
        &format!(
            "<ReadingType xmlns=\"http://naesb.org/espi\"><accumulationBehaviour>4</accumulationBehaviour><commodity>1</commodity><flowDirection>1</flowDirection><intervalLength>{step}</intervalLength><kind>12</kind><powerOfTenMultiplier>0</powerOfTenMultiplier><uom>72</uom></ReadingType>"
        ),
    )?;
    let calendar = Calendar::new(zone, meter.start, meter.interval_minutes, meter.wh.len());
    for (at, day) in calendar.days.iter().enumerate() {
        let slots = day.first as usize..(day.first + day.count) as usize;
        if meter.wh[slots.clone()].iter().all(|wh| *wh == GAP) {
            continue;
        }
        let content = block(meter, slots);
        let own = format!("{reading}/IntervalBlock/{}", at + 1);
        let title = date_of(day.number).to_string();
        entry(out, meter, 5 + at, &own, &format!("{reading}/IntervalBlock"), &[], &stamp, &title, &content)?;
    }
    writeln!(out, "</feed>")
}

fn block(meter: &Meter, slots: std::ops::Range<usize>) -> String {
    use std::fmt::Write as _;
    let step = meter.step();
    let mut text = format!(
        "<IntervalBlock xmlns=\"http://naesb.org/espi\"><interval><duration>{}</duration><start>{}</start></interval>",
        step * slots.len() as i64,
        meter.instant(slots.start)
    );
    for slot in slots.filter(|slot| meter.wh[*slot] != GAP) {
        // Writing to a String cannot fail.
        let _ = write!(
            text,
            "\n<IntervalReading><timePeriod><duration>{step}</duration><start>{}</start></timePeriod><value>{}</value></IntervalReading>",
            meter.instant(slot),
            meter.wh[slot]
        );
    }
    text.push_str("\n</IntervalBlock>");
    text
}

#[allow(clippy::too_many_arguments)] // one Atom entry has this many parts
fn entry(
    out: &mut dyn Write,
    meter: &Meter,
    number: usize,
    own: &str,
    up: &str,
    related: &[&str],
    stamp: &str,
    title: &str,
    content: &str,
) -> std::io::Result<()> {
    writeln!(out, " <entry>\n  <id>{}</id>", urn(&meter.id, number))?;
    writeln!(out, "  <link rel=\"self\" href=\"{own}\"/>\n  <link rel=\"up\" href=\"{up}\"/>")?;
    for link in related {
        writeln!(out, "  <link rel=\"related\" href=\"{link}\"/>")?;
    }
    writeln!(out, "  <title>{}</title>\n  <content>{content}</content>", escaped(title))?;
    writeln!(out, "  <published>{stamp}</published>\n  <updated>{stamp}</updated>\n </entry>")
}

fn stamp(instant: i64) -> String {
    let seconds = instant.rem_euclid(DAY_SECONDS);
    let date = date_of(instant.div_euclid(DAY_SECONDS) as i32);
    format!("{date}T{:02}:{:02}:{:02}Z", seconds / 3_600, seconds / 60 % 60, seconds % 60)
}

/// A stable id in the form of a UUID (version 8, our own derivation: two FNV-1a hashes).
fn urn(name: &str, number: usize) -> String {
    let hash = |seed: u64| {
        let bytes = name.bytes().chain(number.to_le_bytes());
        bytes.fold(seed, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3))
    };
    let (high, low) = (hash(0xcbf2_9ce4_8422_2325), hash(0x9ae1_6a3b_2f90_404f));
    format!(
        "urn:uuid:{:08x}-{:04x}-8{:03x}-{:04x}-{:012x}",
        high >> 32,
        high >> 16 & 0xffff,
        high & 0x0fff,
        0x8000 | (low >> 48 & 0x3fff),
        low & 0xffff_ffff_ffff
    )
}

/// Text with the five characters XML keeps for itself replaced, and those it forbids left out.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other if other.is_control() && !matches!(other, '\n' | '\t') => {}
            other => out.push(other),
        }
    }
    out
}
