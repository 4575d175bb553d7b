//! Check digits of Korean registration numbers and of payment cards.
//!
//! All functions take the digits alone (values 0 to 9, no hyphens; see [`digits_of`]) and tell
//! whether the last one fits the others. A fitting digit says that a number was probably typed
//! rightly, not that it was ever given out.

/// Business registration number, 사업자등록번호, ten digits.
///
/// Weights 1 3 7 1 3 7 1 3 5 over the first nine digits; the tens of the ninth product are added
/// as well; the tenth digit brings the sum to a multiple of ten. Source: numbering scheme of the
/// National Tax Service (국세청 사업자등록번호 검증번호), as published by its e-invoice interface.
pub fn business_number_holds(digits: &[u8]) -> bool {
    let [front @ .., ninth, check] = digits else { return false };
    if digits.len() != 10 {
        return false;
    }
    let weights = [1, 3, 7, 1, 3, 7, 1, 3];
    let last = u32::from(*ninth) * 5;
    let sum = weighted(front, &weights) + last + last / 10;
    (10 - sum % 10) % 10 == u32::from(*check)
}

/// Corporate registration number, 법인등록번호, thirteen digits: four for the registry, two for
/// the type of corporation, six in sequence, one check digit.
///
/// Weights 1 2 1 2 .. over the first twelve digits; the thirteenth brings the sum to a multiple
/// of ten. Source: Supreme Court rule on registration numbers of corporations (법인 및 재외국민의
/// 부동산등기용등록번호 부여에 관한 규칙), annex on the error-detecting digit (오류검색번호).
pub fn corporate_number_holds(digits: &[u8]) -> bool {
    let Some((check, front)) = digits.split_last() else { return false };
    if digits.len() != 13 {
        return false;
    }
    let sum = weighted(front, &[1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2]);
    (10 - sum % 10) % 10 == u32::from(*check)
}

/// Resident registration number, 주민등록번호, thirteen digits.
///
/// Weights 2 .. 9, 2 .. 5; the check digit is 11 minus the sum modulo 11, modulo 10. Source:
/// enforcement rule of the Resident Registration Act as it was until October 2020. Numbers given
/// since then end in a digit at random, so that a failing check proves nothing.
pub fn resident_number_holds(digits: &[u8]) -> bool {
    resident_check(digits, 11)
}

/// Registration number of a foreigner, 외국인등록번호: as for residents, shifted by two.
pub fn foreigner_number_holds(digits: &[u8]) -> bool {
    resident_check(digits, 13)
}

/// Payment card number: the algorithm of H. P. Luhn (US patent 2,950,048; ISO/IEC 7812-1,
/// annex B), any length.
pub fn luhn_holds(digits: &[u8]) -> bool {
    let mut sum = 0;
    for (place, digit) in digits.iter().rev().enumerate() {
        let value = u32::from(*digit) * if place % 2 == 1 { 2 } else { 1 };
        sum += value / 10 + value % 10;
    }
    !digits.is_empty() && sum.is_multiple_of(10)
}

/// The digits of a number as people write it: hyphens and spaces are dropped, full-width digits
/// count as digits. `None` when anything else is in it or more than 32 digits.
pub fn digits_of(text: &str) -> Option<Vec<u8>> {
    let mut digits = Vec::new();
    for letter in text.chars() {
        match digit_value(letter) {
            Some(digit) => digits.push(digit),
            None if is_separator(letter) => {}
            None => return None,
        }
    }
    (digits.len() <= 32 && !digits.is_empty()).then_some(digits)
}

/// Value of an ASCII or full-width digit.
pub(crate) fn digit_value(letter: char) -> Option<u8> {
    match letter {
        '0'..='9' => Some(letter as u8 - b'0'),
        '０'..='９' => Some((letter as u32 - '０' as u32) as u8),
        _ => None,
    }
}

/// What people put between the digits of one number: spaces, hyphens and dashes, dots.
pub(crate) fn is_separator(letter: char) -> bool {
    let ascii = matches!(letter, ' ' | '\t' | '-' | '.' | '_' | '~' | '/');
    let spaces = matches!(
        letter,
        '\u{A0}' | '\u{AD}' | '\u{3000}' | '\u{2000}'..='\u{2015}' | '\u{202F}' | '\u{2060}' | '\u{FEFF}'
    );
    let dashes = matches!(letter, '\u{2212}' | '\u{FE58}' | '\u{FE63}' | '－' | 'ー' | 'ㅡ' | '．' | '·');
    ascii || spaces || dashes
}

fn weighted(digits: &[u8], weights: &[u32]) -> u32 {
    digits.iter().zip(weights).map(|(digit, weight)| u32::from(*digit) * weight).sum()
}

fn resident_check(digits: &[u8], base: u32) -> bool {
    let Some((check, front)) = digits.split_last() else { return false };
    if digits.len() != 13 {
        return false;
    }
    let sum = weighted(front, &[2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5]);
    (base - sum % 11) % 10 == u32::from(*check)
}
