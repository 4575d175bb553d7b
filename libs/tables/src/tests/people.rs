//! Personal numbers. All numbers here are made up from their rules; none was ever given out.

use crate::check_digits::*;
use crate::{
    Column, Finding, Options, PersonalNumber, Severity, What, match_columns, personal_numbers,
    personal_numbers_in_text, read,
};

/// A resident number with a check digit that fits, from its first twelve digits.
fn resident(front: &str) -> String {
    let holds = |digit: &u32| resident_number_holds(&digits_of(&format!("{front}{digit}")).expect("digits"));
    let digit = (0..10).find(holds).expect("one digit fits");
    format!("{front}{digit}")
}

fn kinds(text: &str) -> Vec<PersonalNumber> {
    let kind = |what: What| match what {
        What::PersonalNumber { kind, .. } => kind,
        other => panic!("{other:?}"),
    };
    personal_numbers_in_text(text).into_iter().map(kind).collect()
}

#[test]
fn check_digits_follow_their_published_rules() {
    let digits = |text: &str| digits_of(text).expect("digits");
    // Two numbers every annual report prints.
    assert!(business_number_holds(&digits("124-81-00998")));
    assert!(corporate_number_holds(&digits("130111-0006246")));
    assert!(luhn_holds(&digits("4111 1111 1111 1111")));
    for wrong in 0..10 {
        assert_eq!(business_number_holds(&digits(&format!("124-81-0099{wrong}"))), wrong == 8);
        assert_eq!(corporate_number_holds(&digits(&format!("130111-000624{wrong}"))), wrong == 6);
    }
    assert!(!business_number_holds(&digits("12481009980")) && !business_number_holds(&[]));
    assert!(!corporate_number_holds(&[]) && !luhn_holds(&[]) && !resident_number_holds(&[1]));
    assert_eq!(digits_of("１２４－８１"), Some(vec![1, 2, 4, 8, 1]));
    assert_eq!((digits_of("12a"), digits_of("-")), (None, None));
}

#[test]
fn resident_numbers_are_found_however_they_are_written() {
    let plain = resident("900101123456");
    let (day, rest) = plain.split_at(6);
    let wide: String =
        plain.chars().map(|digit| char::from_u32(digit as u32 - 0x30 + 0xFF10).expect("digit")).collect();
    let spaced: String = plain.chars().flat_map(|digit| [digit, ' ']).collect();
    for text in [
        plain.clone(),
        format!("{day}-{rest}"),
        format!("{day} - {rest}"),
        format!("{day}.{rest}"),
        format!("{day}–{rest}"),
        format!("90.01.01-{rest}"),
        format!("홍길동({day}-{rest})의 서류"),
        format!("접수 2024 {day}-{rest}"),
        format!("{day}-{rest} 010-1234-5678"),
        format!("No.7 {day}-{rest}번"),
        wide,
        spaced,
    ] {
        assert_eq!(kinds(&text), [PersonalNumber::Resident], "{text}");
    }
    // Given since October 2020: no check digit.
    assert_eq!(
        personal_numbers_in_text("210305-3123456"),
        [What::PersonalNumber {
            kind: PersonalNumber::Resident,
            check_digit_holds: resident_number_holds(&digits_of("2103053123456").expect("digits"))
        }]
    );
    assert_eq!(kinds("000229-5123456"), [], "1900 was no leap year");
    assert_eq!(kinds("000229-7123456"), [PersonalNumber::Foreigner]);
    assert_eq!(kinds(&format!("{day}-{rest}, {day}-{rest}")).len(), 2);
}

#[test]
fn a_leading_zero_lost_in_a_spreadsheet_does_not_hide_a_number() {
    let full = resident("050101312345");
    assert_eq!(kinds(full.trim_start_matches('0')), [PersonalNumber::Resident]);
}

#[test]
fn cards_licences_and_passports_are_found() {
    for text in [
        "4111-1111-1111-1111",
        "카드 5555 5555 5555 4444 만료",
        "378282246310005",
        "6011111111111117",
        "30569309025904",
    ] {
        assert_eq!(kinds(text), [PersonalNumber::Card], "{text}");
    }
    assert_eq!(kinds("면허 11-05-123456-78"), [PersonalNumber::DrivingLicence]);
    assert_eq!(kinds("M12345678"), [PersonalNumber::Passport]);
}

#[test]
fn ordinary_numbers_pass() {
    for text in [
        "124-81-00998",
        "010-1234-5678",
        "062-613-1234",
        "2026-05-01 ~ 2026-12-31",
        "1,234,567,890,123",
        "9001321234567",
        "900101-9234567",
        "4111-1111-1111-1112",
        "12345678901234567890123",
        "35.1595454, 126.8526012",
        "61945",
        "202605011230",
        "2026-05-01T18:00:01+09:00",
        "900101-1******",
        "550e8400-e29b-41d4-a716-446655440000",
        "계좌 110-123-456789",
    ] {
        assert_eq!(kinds(text), [], "{text}");
    }
}

#[test]
fn the_finding_names_the_place_and_never_the_number() {
    let number = resident("900101123456");
    let file = format!("이름,메모\n미리내,\"문의\n{number}\"\n{number},\n");
    let table = read(file.as_bytes(), &Options::default()).expect("readable");
    let findings = personal_numbers(&table, &match_columns(&table, &[]));
    assert_eq!(
        findings[0].ko(),
        "2번째 줄, 2번째 칸 (메모): 주민등록번호로 보이는 값이 있습니다. 값은 여기에 보이지 않습니다. 개인을 식별하는 번호는 가져오지 않으니 파일에서 지워 주세요."
    );
    assert_eq!((findings[1].place.line, findings[1].place.column), (Some(4), Some(1)));
    assert!(findings.iter().all(|finding| finding.severity() == Severity::Stop));
    assert!(!format!("{findings:?}").contains(&number[..6]));
}

#[test]
fn a_number_taken_for_a_header_is_found_and_not_shown() {
    let number = resident("900101123456");
    let file = format!("홍길동,{number}\n가,나\n");
    let table = read(file.as_bytes(), &Options::default()).expect("readable");
    let mapping = match_columns(&table, &[]);
    let findings = [personal_numbers(&table, &mapping), mapping.findings.clone()].concat();
    assert_eq!(findings[0].what.severity(), Severity::Stop);
    assert!(!format!("{findings:?}").contains(&number));
}

#[test]
fn a_declared_corporate_number_passes_only_with_its_check_digit() {
    let file = "이름,법인등록번호\n가,110111-1234569\n나,130111-0006246\n다,110111-1234560\n라,110151-1234560\n마,담당 110111-1234569\n";
    assert!(corporate_number_holds(&digits_of("110111-1234569").expect("digits")));
    let table = read(file.as_bytes(), &Options::default()).expect("readable");
    let said = |columns: &[Column]| -> Vec<String> {
        let findings = personal_numbers(&table, &match_columns(&table, columns));
        findings
            .iter()
            .map(|finding| format!("{} {}", finding.place.line.unwrap_or(0), finding.code()))
            .collect()
    };
    let declared = [Column::new("corporate_number", &["법인등록번호"]).corporate_number()];
    assert_eq!(said(&declared), ["4 personal-number", "5 wrong-corporate-number", "6 personal-number"]);
    assert!(said(&[]).contains(&"2 personal-number".to_owned()));
}

#[test]
fn numbers_split_over_two_columns_are_found_and_dates_beside_amounts_are_not() {
    let said = |file: &str| -> Vec<String> {
        let table = read(file.as_bytes(), &Options::default()).expect("readable");
        let findings = personal_numbers(&table, &match_columns(&table, &[]));
        findings.iter().map(Finding::en).collect()
    };
    let named = said("이름,주민번호 앞,뒷자리\n가,,\n나,210305,3123456\n");
    assert!(named.len() == 1 && named[0].starts_with("line 3, column 3 (뒷자리): "), "{named:?}");
    let mut unnamed = "a,b\n".to_owned();
    for month in 1..6 {
        let number = resident(&format!("900{month}01123456"));
        unnamed.push_str(&format!("{},{}\n", &number[..6], &number[6..]));
    }
    assert_eq!(said(&unnamed).len(), 1);
    let mut amounts = "날짜,금액\n".to_owned();
    for day in 1..29 {
        amounts.push_str(&format!("2601{day:02},1{:06}\n", day * 7_919));
    }
    assert_eq!(said(&amounts), Vec::<String>::new());
}
