//! Korean sentences about findings.

use super::{bytes, count};
use crate::finding::{Damage, Foreign, PersonalNumber, What};

pub(super) fn wrong_and_mend(what: &What) -> (String, String) {
    let (wrong, mend) = match what {
        What::FileTooLarge { limit_bytes } => (
            format!("파일이 받을 수 있는 크기({})를 넘습니다.", bytes(*limit_bytes)),
            "여러 파일로 나누어 차례로 보내 주세요.",
        ),
        What::TableTooLarge { limit_bytes } => {
            (format!("칸의 글이 모두 {}를 넘습니다.", bytes(*limit_bytes)), "표를 여러 파일로 나누어 주세요.")
        }
        What::SourceFailed { detail } => {
            (format!("파일을 끝까지 읽지 못했습니다({detail})."), "다시 보내 주세요.")
        }
        What::Empty => (
            "파일에 내용이 없습니다.".into(),
            "첫 줄에 열 이름이 있고 그 아래에 자료가 있는 파일을 보내 주세요.",
        ),
        What::ForeignFile { kind } => return foreign(*kind),
        What::Damaged { part, detail } => (
            format!("엑셀 파일의 '{part}' 부분이 손상되었습니다({detail})."),
            "엑셀에서 열어 .xlsx 또는 'CSV UTF-8'로 다시 저장해 주세요.",
        ),
        _ => return archive_or_text(what),
    };
    (wrong, mend.into())
}

fn archive_or_text(what: &What) -> (String, String) {
    let save_again = "표를 새 통합 문서에 복사하여 저장해 주세요.";
    let (wrong, mend) = match what {
        What::TooManyEntries { found, limit } => (
            format!("엑셀 파일의 구성 요소가 {}개입니다. {}개까지만 받습니다.", count(*found), count(*limit)),
            save_again,
        ),
        What::ZipBomb { entry, limit_bytes } => (
            format!("엑셀 파일의 압축을 풀면 {}를 넘어 읽기를 멈췄습니다('{entry}').", bytes(*limit_bytes)),
            "표를 여러 파일로 나누어 주세요.",
        ),
        What::ZipRatio { entry, limit_factor } => (
            format!(
                "엑셀 파일의 '{entry}' 부분이 압축을 풀면 {limit_factor}배를 넘게 커져 읽기를 멈췄습니다."
            ),
            save_again,
        ),
        What::NestedArchive { entry } => (
            format!("엑셀 파일 안에 다른 압축 파일 '{entry}'이(가) 있습니다."),
            "끼워 넣은 파일을 지우고 저장해 주세요.",
        ),
        What::EncryptedEntry { entry } => {
            (format!("엑셀 파일의 '{entry}' 부분이 암호화되어 있습니다."), "암호를 풀고 다시 저장해 주세요.")
        }
        What::TooManySheets { found, limit } => (
            format!("시트가 {}개입니다. {}개까지만 받습니다.", count(*found), count(*limit)),
            "표가 있는 시트만 따로 저장해 주세요.",
        ),
        What::NoSuchSheet { wanted, sheets } => {
            let list = sheets.join("', '");
            return (format!("'{wanted}' 시트가 없습니다."), format!("다음 중에서 골라 주세요: '{list}'."));
        }
        What::OtherSheets { ignored } => (
            format!("이 시트만 읽었고 다른 시트는 읽지 않았습니다: '{}'.", ignored.join("', '")),
            "표가 다른 시트에 있으면 그 시트를 골라 주세요.",
        ),
        What::UndecodableByte { byte } => (
            format!("이 줄의 바이트 0x{byte:02X}는 UTF-8도 CP949도 아닙니다."),
            "원본을 엑셀에서 열어 'CSV UTF-8'로 저장해 주세요.",
        ),
        What::BrokenUtf16 => (
            "UTF-16 글자가 여기서 끊기거나 손상되었습니다.".into(),
            "원본을 엑셀에서 열어 'CSV UTF-8'로 저장해 주세요.",
        ),
        What::DestroyedText { damage, cells, recovered } => {
            let wrong = format!("{}({}칸).{}", damaged(*damage), count(*cells), preview(recovered));
            return (wrong, "이 사본은 쓸 수 없으니 원본 파일을 열어 'CSV UTF-8'로 저장해 주세요.".into());
        }
        What::DestroyedCell { damage, recovered } => {
            (format!("{}.{}", damaged(*damage), preview(recovered)), "이 칸의 글을 다시 적어 주세요.")
        }
        What::DoubtfulEncoding => (
            "CP949로 읽었지만 한글이 거의 없습니다.".into(),
            "미리보기를 보고 글자가 이상하면 원본을 'CSV UTF-8'로 저장해 주세요.",
        ),
        What::NulByte => (
            "칸에 글자가 아닌 0 바이트가 있습니다.".into(),
            "원본을 엑셀에서 열어 'CSV UTF-8'로 저장해 주세요.",
        ),
        What::InvisibleCharacter { code } => (
            format!("칸에 보이지 않는 글자(U+{code:04X})가 있습니다."),
            "그대로 두면 검색되지 않으니 지워 주세요.",
        ),
        _ => return shape_or_cell(what),
    };
    (wrong, mend.into())
}

fn shape_or_cell(what: &What) -> (String, String) {
    let (wrong, mend) = match what {
        What::UnclosedQuote => (
            "여기서 연 큰따옴표가 닫히지 않았습니다.".into(),
            "따옴표를 닫거나, 따옴표로 묶은 칸 안의 따옴표는 두 번 적어 주세요.",
        ),
        What::TextAfterQuote => (
            "칸을 닫는 따옴표 뒤에 글자가 있습니다.".into(),
            "따옴표로 묶은 칸 안의 따옴표는 두 번(\"\") 적어 주세요.",
        ),
        What::CellTooLarge { limit_bytes, quoted } => (
            format!("한 칸이 받을 수 있는 크기({})를 넘습니다.", bytes(*limit_bytes)),
            if *quoted {
                "줄여 주세요. 짧은 칸이라면 따옴표가 닫히지 않은 것입니다."
            } else {
                "줄여 주세요."
            },
        ),
        What::TooManyColumns { limit } => {
            (format!("한 줄의 칸이 {}개를 넘습니다.", count(*limit)), "필요 없는 열을 지워 주세요.")
        }
        What::TooManyRows { limit } => {
            (format!("자료가 {}줄을 넘습니다.", count(*limit)), "여러 파일로 나누어 주세요.")
        }
        What::TooManyCells { limit } => {
            (format!("칸이 모두 {}개를 넘습니다.", count(*limit)), "여러 파일로 나누어 주세요.")
        }
        What::NoHeader { line } => (
            format!("열 이름이 있다고 한 {line}번째 줄이 없거나 비어 있습니다."),
            "열 이름이 있는 줄을 알려 주세요.",
        ),
        What::EmptyHeader => ("이 열에 이름이 없습니다.".into(), "이름을 적거나 열을 지워 주세요."),
        What::DuplicateHeader { first_column } => {
            (format!("{first_column}번째 열과 이름이 같습니다."), "열마다 다른 이름을 적어 주세요.")
        }
        What::RaggedLine { found, expected } => (
            format!("이 줄의 칸은 {}개인데 열 이름은 {}개입니다.", count(*found), count(*expected)),
            "구분 기호가 더 있거나 빠졌는지 보고, 구분 기호가 든 칸은 큰따옴표로 묶어 주세요.",
        ),
        What::BlankLines { count: number } => {
            (format!("자료 사이의 빈 줄 {}개를 건너뛰었습니다.", count(*number)), "")
        }
        What::CellError { error } => {
            (format!("칸에 엑셀 오류 {error}이(가) 들어 있습니다."), "수식을 고치거나 값을 적어 주세요.")
        }
        What::FormulaWithoutValue => (
            "수식만 있고 계산된 값이 저장되지 않았습니다.".into(),
            "엑셀에서 열어 계산한 뒤 다시 저장해 주세요.",
        ),
        What::ImpossibleDate => {
            ("날짜 서식인데 달력에 없는 수가 들어 있습니다.".into(), "날짜를 YYYY-MM-DD로 적어 주세요.")
        }
        What::MergedCells { range } => (
            format!("{range} 칸이 병합되어 첫 칸에만 값이 있습니다."),
            "줄마다 값이 필요하면 병합을 풀고 모든 칸을 채워 주세요.",
        ),
        What::LostDigits => (
            "긴 숫자를 엑셀이 줄여 적어 뒷자리가 사라졌습니다.".into(),
            "열을 텍스트 형식으로 바꾸고 번호를 다시 적어 주세요.",
        ),
        _ => return column_or_person(what),
    };
    (wrong, mend.into())
}

fn column_or_person(what: &What) -> (String, String) {
    let (wrong, mend) = match what {
        What::MissingColumn { column, names } => {
            let mend = format!("다음 이름 가운데 하나로 추가해 주세요: {}.", names.join(", "));
            return (format!("'{column}' 열이 없습니다."), mend);
        }
        What::UnknownColumn { nearest: Some(nearest) } => {
            return ("모르는 열이라 가져오지 않습니다.".into(), format!("혹시 '{nearest}' 열인가요?"));
        }
        What::UnknownColumn { nearest: None } => ("모르는 열이라 가져오지 않습니다.".into(), ""),
        What::SameColumnTwice { column, first_column } => (
            format!("'{column}' 열은 {first_column}번째 열에 이미 있습니다."),
            "둘 가운데 하나만 남겨 주세요.",
        ),
        What::MissingCell => ("꼭 채워야 하는 칸이 비어 있습니다.".into(), "값을 적어 주세요."),
        What::CellTooLong { found, limit } => {
            (format!("글이 {}자입니다. {}자까지만 받습니다.", count(*found), count(*limit)), "줄여 주세요.")
        }
        What::PersonalNumber { kind, .. } => (
            format!("{}로 보이는 값이 있습니다. 값은 여기에 보이지 않습니다.", person(*kind)),
            "개인을 식별하는 번호는 가져오지 않으니 파일에서 지워 주세요.",
        ),
        What::WrongCorporateNumber => {
            ("법인등록번호의 검증 숫자가 맞지 않습니다.".into(), "등기부와 견주어 보아 주세요.")
        }
        What::More { count: number } => {
            (format!("이런 문제가 {}개 더 있습니다.", count(*number)), "위의 것을 고친 뒤 다시 해 보세요.")
        }
        // The groups above cover every other kind; a test walks through all of them.
        other => (other.code().into(), ""),
    };
    (wrong, mend.into())
}

fn foreign(kind: Foreign) -> (String, String) {
    let wrong = match kind {
        Foreign::CompoundFile => "예전 엑셀(.xls) 파일이거나 한글 문서, 또는 암호가 걸린 엑셀 파일입니다.",
        Foreign::Pdf => "PDF 문서입니다.",
        Foreign::Html => "이름이 .xls로 끝나더라도 웹 문서(HTML)입니다.",
        Foreign::Xml => "XML 문서입니다.",
        Foreign::Zip => "엑셀 통합 문서가 들어 있지 않은 압축 파일입니다.",
        Foreign::BinaryWorkbook => "이진 통합 문서(.xlsb)입니다.",
        Foreign::OpenDocument => "오픈도큐먼트 파일입니다.",
        Foreign::Gzip => "압축 파일(gzip)입니다.",
        Foreign::Picture => "그림 파일입니다.",
        Foreign::Json => "JSON 글입니다.",
        Foreign::Utf32 => "UTF-32로 저장된 글입니다.",
    };
    (wrong.into(), "엑셀에서 열어 암호 없이 .xlsx 또는 'CSV UTF-8'로 저장해 주세요.".into())
}

fn damaged(damage: Damage) -> &'static str {
    match damage {
        Damage::ReplacementCharacters => {
            "한글이 이미 깨져 있습니다. 글자 자리에 대체 문자(U+FFFD)가 있습니다"
        }
        Damage::QuestionMarks => "한글이 이미 깨져 있습니다. 글자 자리에 물음표가 있습니다",
        Damage::Cp949AsLatin => "한글이 이미 깨져 있습니다. CP949를 서유럽 글자로 잘못 읽어 저장한 것입니다",
        Damage::Utf8AsLatin => "한글이 이미 깨져 있습니다. UTF-8을 서유럽 글자로 잘못 읽어 저장한 것입니다",
        Damage::Utf8AsCp949 => "한글이 이미 깨져 있습니다. UTF-8을 CP949로 잘못 읽어 저장한 것입니다",
    }
}

fn preview(recovered: &Option<String>) -> String {
    recovered.as_ref().map(|text| format!(" 원래는 '{text}'였던 것 같습니다.")).unwrap_or_default()
}

fn person(kind: PersonalNumber) -> &'static str {
    match kind {
        PersonalNumber::Resident => "주민등록번호",
        PersonalNumber::Foreigner => "외국인등록번호",
        PersonalNumber::Card => "카드번호",
        PersonalNumber::DrivingLicence => "운전면허번호",
        PersonalNumber::Passport => "여권번호",
    }
}
