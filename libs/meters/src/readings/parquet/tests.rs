//! Files are written here by the same crate, small, sorted and not.

use super::*;
use bytes::Bytes;
use parquet::data_type::{ByteArrayType, DoubleType, Int32Type, Int64Type};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;
use std::sync::Arc;

/// Meter, instant in milliseconds, Wh.
type Row = (i32, i64, Option<i32>);

fn narrow(groups: &[Vec<(i32, i64, Option<i32>)>]) -> Bytes {
    let schema = "message t { required int32 meter; required int64 ts; optional int32 wh; }";
    let schema = Arc::new(parse_message_type(schema).unwrap());
    let mut bytes = Vec::new();
    let mut writer =
        SerializedFileWriter::new(&mut bytes, schema, Arc::new(WriterProperties::builder().build())).unwrap();
    for rows in groups {
        let mut group = writer.next_row_group().unwrap();
        let ids: Vec<i32> = rows.iter().map(|row| row.0).collect();
        let times: Vec<i64> = rows.iter().map(|row| row.1).collect();
        let wh: Vec<i32> = rows.iter().filter_map(|row| row.2).collect();
        let levels: Vec<i16> = rows.iter().map(|row| i16::from(row.2.is_some())).collect();
        let mut column = group.next_column().unwrap().unwrap();
        column.typed::<Int32Type>().write_batch(&ids, None, None).unwrap();
        column.close().unwrap();
        let mut column = group.next_column().unwrap().unwrap();
        column.typed::<Int64Type>().write_batch(&times, None, None).unwrap();
        column.close().unwrap();
        let mut column = group.next_column().unwrap().unwrap();
        column.typed::<Int32Type>().write_batch(&wh, Some(&levels), None).unwrap();
        column.close().unwrap();
        group.close().unwrap();
    }
    writer.close().unwrap();
    Bytes::from(bytes)
}

fn read(bytes: Bytes, order: Order) -> (Result<Outcome, Fault>, Vec<Meter>) {
    let mut meters = Vec::new();
    let outcome = read_narrow(bytes, order, &mut |meter| {
        meters.push(meter.clone());
        Ok(())
    });
    (outcome, meters)
}

fn rows(meter: i32, from: usize, to: usize) -> Vec<(i32, i64, Option<i32>)> {
    (from..to).map(|at| (meter, at as i64 * 3_600_000, Some(at as i32))).collect()
}

#[test]
fn sorted_rows_stream_across_groups_and_holes_become_gaps() {
    let mut second = [rows(2, 10, 30), rows(5, 0, 7)].concat();
    second.remove(3);
    let groups = [[rows(1, 0, 30), rows(2, 0, 10)].concat(), second];
    let (outcome, meters) = read(narrow(&groups), Order::Sorted);
    assert_eq!(outcome.unwrap().meters, 3);
    assert_eq!(meters.iter().map(|meter| meter.wh.len()).collect::<Vec<_>>(), [30, 30, 7]);
    assert_eq!((meters[1].wh[13], meters[1].wh[29]), (GAP, 29));
}

#[test]
fn rows_in_any_order_give_the_same_meters_and_are_never_split_in_two() {
    let mut all = [rows(1, 0, 30), rows(2, 0, 30), rows(3, 0, 30)].concat();
    all[70].2 = None;
    let (_, expected) = read(narrow(&[all.clone()]), Order::Sorted);
    assert_eq!(expected[2].wh[10], GAP);
    // Every other row first, then the rest, in two groups; one row is lost.
    let lost = all.iter().copied().enumerate().filter(|(at, _)| *at != 40);
    let (even, odd): (Vec<_>, Vec<_>) = lost.partition(|(at, _)| at % 2 == 0);
    let pick = |rows: Vec<(usize, Row)>| rows.into_iter().map(|row| row.1).collect();
    let file = narrow(&[pick(even), pick(odd)]);
    let (outcome, meters) = read(file.clone(), Order::Any);
    assert_eq!(outcome.unwrap().meters, 3);
    assert_eq!((&meters[0], &meters[2]), (&expected[0], &expected[2]));
    assert_eq!((meters[1].wh[10], meters[1].wh[11]), (GAP, 11));
    let fault = read(file, Order::Sorted).0.unwrap_err();
    assert_eq!((fault.kind, fault.place.line), (FaultKind::Format, 45));
}

#[test]
fn what_is_no_table_is_a_fault() {
    let fault = read_narrow(Bytes::from_static(b"PAR1 not really"), Order::Any, &mut |_| Ok(())).unwrap_err();
    assert_eq!(fault.kind, FaultKind::Format);
    let fault = read_days(narrow(&[rows(1, 0, 3)]), 0, &mut |_| Ok(())).unwrap_err();
    assert_eq!(fault.kind, FaultKind::Format);
}

/// A table as a data frame writes it: an index of times, a name, kWh as floats with a null.
fn frame(time: &str, value: &str, times: &[i64], kwh: &[Option<f64>]) -> Bytes {
    let schema = format!(
        "message t {{ optional binary meter (UTF8); {value} optional int64 __index_level_0__ {time}; }}"
    );
    let schema = Arc::new(parse_message_type(&schema).unwrap());
    let mut bytes = Vec::new();
    let properties = Arc::new(WriterProperties::builder().build());
    let mut writer = SerializedFileWriter::new(&mut bytes, schema, properties).unwrap();
    let mut group = writer.next_row_group().unwrap();
    let names = vec![parquet::data_type::ByteArray::from("flat 7"); times.len()];
    let mut column = group.next_column().unwrap().unwrap();
    column.typed::<ByteArrayType>().write_batch(&names, Some(&vec![1; times.len()]), None).unwrap();
    column.close().unwrap();
    let known: Vec<f64> = kwh.iter().flatten().copied().collect();
    let levels: Vec<i16> = kwh.iter().map(|kwh| i16::from(kwh.is_some())).collect();
    let mut column = group.next_column().unwrap().unwrap();
    column.typed::<DoubleType>().write_batch(&known, Some(&levels), None).unwrap();
    column.close().unwrap();
    let mut column = group.next_column().unwrap().unwrap();
    column.typed::<Int64Type>().write_batch(times, Some(&vec![1; times.len()]), None).unwrap();
    column.close().unwrap();
    group.close().unwrap();
    writer.close().unwrap();
    Bytes::from(bytes)
}

fn how() -> crate::readings::csv::How {
    let zone = Some(crate::civil::zone("Asia/Seoul").unwrap());
    crate::readings::csv::How { zone, unit: None, marks_end: false, meter: "home".to_owned() }
}

#[test]
fn a_data_frame_is_read_by_its_names_and_types() {
    let start = 1_743_433_200;
    let kwh: Vec<Option<f64>> = (0..48).map(|slot| (slot != 5).then_some(f64::from(slot) / 8.0)).collect();
    let wh: Vec<i32> = (0..48).map(|slot| if slot == 5 { GAP } else { slot * 125 }).collect();
    for (time, parts, local) in [
        ("(TIMESTAMP(MILLIS,true))", 1_000, 0),
        ("(TIMESTAMP(MICROS,true))", 1_000_000, 0),
        ("(TIMESTAMP(NANOS,true))", 1_000_000_000, 0),
        ("(TIMESTAMP(NANOS,false))", 1_000_000_000, 9 * 3_600),
    ] {
        let times: Vec<i64> = (0..48).map(|slot| (start + slot * 3_600 + local) * parts).collect();
        let loaded = read_named(frame(time, "optional double kWh;", &times, &kwh), &how()).unwrap();
        assert_eq!(loaded.meters.len(), 1, "{time}");
        let meter = &loaded.meters[0];
        assert_eq!((meter.id.as_str(), meter.start, meter.interval_minutes), ("flat 7", start, 60), "{time}");
        assert_eq!(meter.wh, wh, "{time}");
    }
}

#[test]
fn what_a_data_frame_does_not_say_is_asked_for() {
    let times: Vec<i64> = (0..48).map(|slot| (1_743_433_200 + slot * 3_600) * 1_000).collect();
    let kwh = vec![Some(0.25); 48];
    let time = "(TIMESTAMP(MILLIS,true))";
    let unitless = frame(time, "optional double usage;", &times, &kwh);
    assert!(!is_narrow(unitless.clone()).unwrap());
    assert_eq!(read_named(unitless.clone(), &how()).unwrap_err().kind, FaultKind::Unit);
    let unit = Some(crate::readings::csv::Unit::KilowattHour);
    let named = read_named(unitless, &crate::readings::csv::How { unit, ..how() }).unwrap();
    assert_eq!(named.meters[0].wh, [250; 48]);
    let strange = read_named(frame(time, "optional double blob;", &times, &kwh), &how()).unwrap_err();
    assert_eq!(strange.kind, FaultKind::Missing);
    assert!(strange.what.contains("blob"), "{strange}");
    assert_eq!(strange.place.part, "Parquet");
}

#[test]
fn damaged_tables_are_faults_and_never_a_crash() {
    let times: Vec<i64> = (0..48).map(|slot| (1_743_433_200 + slot * 3_600) * 1_000).collect();
    let whole = frame("(TIMESTAMP(MILLIS,true))", "optional double kWh;", &times, &[Some(0.25); 48]).to_vec();
    let mut random = crate::random::Random::new(7, 0);
    let (mut faults, mut answers) = (0, 0);
    for _ in 0..600 {
        let mut bytes = whole.clone();
        for _ in 0..=random.below(3) {
            let at = random.below(bytes.len());
            bytes[at] = random.below(256) as u8;
        }
        let file = Bytes::from(bytes);
        match guarded(|| is_narrow(file.clone()).and_then(|_| read_named(file, &how()))) {
            Err(_) => faults += 1,
            Ok(loaded) => {
                answers += 1;
                assert!(loaded.meters.len() <= 48);
            }
        }
    }
    assert!(faults > 100 && answers > 0, "{faults} {answers}");
}
