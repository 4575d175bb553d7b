//! Korean particles: which form follows a word, judged by how the word ends when read aloud.
//!
//! Hangul is exact. Digits are read as Sino-Korean numbers, Latin as a careful guess (letters of an
//! acronym by name, words by common spelling). What cannot be read gets both forms, as `이(가)`.

/// How the last syllable of a word ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ending {
    /// No final consonant: 가, 를, 는, 로.
    Vowel,
    /// The final consonant ㄹ: 이, 을, 은, but 로.
    Rieul,
    /// Any other final consonant: 이, 을, 은, 으로.
    Consonant,
}

/// A pair of particle forms, named in a catalogue by both forms, as in `{name|이가}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Particle {
    Subject,
    Object,
    Topic,
    And,
    Or,
    Is,
    By,
}

impl Particle {
    /// Reads the name used in a catalogue: 이가, 을를, 은는, 과와, 이나, 이라, 으로.
    pub fn from_name(name: &str) -> Option<Particle> {
        match name {
            "이가" => Some(Particle::Subject),
            "을를" => Some(Particle::Object),
            "은는" => Some(Particle::Topic),
            "과와" => Some(Particle::And),
            "이나" => Some(Particle::Or),
            "이라" => Some(Particle::Is),
            "으로" => Some(Particle::By),
            _ => None,
        }
    }

    /// The form that follows `word`.
    pub fn after(self, word: &str) -> &'static str {
        let (closed, open, either) = match self {
            Particle::Subject => ("이", "가", "이(가)"),
            Particle::Object => ("을", "를", "을(를)"),
            Particle::Topic => ("은", "는", "은(는)"),
            Particle::And => ("과", "와", "과(와)"),
            Particle::Or => ("이나", "나", "(이)나"),
            Particle::Is => ("이라", "라", "(이)라"),
            Particle::By => ("으로", "로", "(으)로"),
        };
        match (ending(word), self) {
            (None, _) => either,
            (Some(Ending::Vowel), _) | (Some(Ending::Rieul), Particle::By) => open,
            (Some(Ending::Rieul | Ending::Consonant), _) => closed,
        }
    }
}

fn ending(word: &str) -> Option<Ending> {
    let spoken = spoken_part(word);
    let last = spoken.chars().next_back()?;
    match last {
        '가'..='힣' => Some(hangul_ending(last)),
        '0'..='9' => Some(digits_ending(spoken)),
        'a'..='z' | 'A'..='Z' => Some(latin_ending(spoken)),
        '%' => Some(Ending::Vowel), // 퍼센트
        _ => None,
    }
}

/// What a reader says last: without closing marks, and without a remark in brackets, since the
/// particle agrees with the word before the brackets.
fn spoken_part(word: &str) -> &str {
    let mut rest = word;
    loop {
        rest = rest.trim_end_matches(|c: char| c != '%' && !c.is_alphanumeric() && c != ')' && c != ']');
        let opening = match rest.chars().next_back() {
            Some(')') => '(',
            Some(']') => '[',
            Some(_) | None => return rest,
        };
        match rest.rfind(opening) {
            Some(start) if !rest[..start].trim().is_empty() => rest = &rest[..start],
            Some(_) | None => rest = &rest[..rest.len() - 1],
        }
    }
}

fn hangul_ending(syllable: char) -> Ending {
    match (u32::from(syllable) - u32::from('가')) % 28 {
        0 => Ending::Vowel,
        8 => Ending::Rieul,
        _ => Ending::Consonant,
    }
}

fn digits_ending(spoken: &str) -> Ending {
    let start = spoken
        .rfind(|c: char| !c.is_ascii_digit() && c != ',' && c != '.')
        .map_or(0, |at| at + spoken[at..].chars().next().map_or(0, char::len_utf8));
    let number = &spoken[start..];
    let whole = !number.contains('.');
    let zeros = number.chars().rev().filter(|c| *c != ',').take_while(|c| *c == '0').count();
    let all_zero = number.chars().all(|c| c == '0' || c == ',');
    match (number.chars().next_back(), zeros) {
        // 십, 백, 천, 만, 억, 경 end in a consonant; 조 (10^12 to 10^15) does not.
        (Some('0'), 12..=15) if whole && !all_zero => Ending::Vowel,
        (Some('0' | '3' | '6'), _) => Ending::Consonant, // 영, 삼, 육
        (Some('1' | '7' | '8'), _) => Ending::Rieul,     // 일, 칠, 팔
        (Some(_), _) | (None, _) => Ending::Vowel,       // 이, 사, 오, 구
    }
}

fn latin_ending(spoken: &str) -> Ending {
    let start = spoken
        .rfind(|c: char| !c.is_ascii_alphabetic())
        .map_or(0, |at| at + spoken[at..].chars().next().map_or(0, char::len_utf8));
    let word = &spoken[start..];
    let last = word.chars().next_back().unwrap_or(' ');
    if word.chars().all(|c| c.is_ascii_uppercase()) || word.len() == 1 {
        return match last.to_ascii_uppercase() {
            'L' | 'R' => Ending::Rieul,     // 엘, 알
            'M' | 'N' => Ending::Consonant, // 엠, 엔
            _ => Ending::Vowel,             // 에이, 비, 씨, …
        };
    }
    english_ending(&word.to_ascii_lowercase())
}

fn english_ending(word: &str) -> Ending {
    let ends = |ends: &[&str]| ends.iter().any(|end| word.ends_with(end));
    if ends(&["le", "l"]) {
        return Ending::Rieul; // 구글, 툴
    }
    if ends(&["m", "n", "ng", "me", "ne", "ck"]) {
        return Ending::Consonant; // 팀, 온, 링, 타임, 폰, 팩
    }
    let mut back = word.chars().rev();
    let (last, before, third) = (back.next(), back.next(), back.next());
    let vowel = |c: Option<char>| matches!(c, Some('a' | 'e' | 'i' | 'o' | 'u'));
    let short_stop = matches!(last, Some('p' | 't' | 'k' | 'c' | 'b')) && vowel(before) && !vowel(third);
    if short_stop { Ending::Consonant } else { Ending::Vowel } // 랩, 봇, 팁 against 데이터, 허브
}
