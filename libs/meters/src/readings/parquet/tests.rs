//! Files are written here by the same crate, small, sorted and not.

use super::*;
use bytes::Bytes;
use parquet::data_type::{Int32Type, Int64Type};
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
