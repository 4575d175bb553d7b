//! Chinese sentences about findings.

use super::{bytes, count};
use crate::finding::{Damage, Foreign, PersonalNumber, What};

pub(super) fn wrong_and_mend(what: &What) -> (String, String) {
    let (wrong, mend) = match what {
        What::FileTooLarge { limit_bytes } => {
            (format!("文件超过可接收的大小（{}）。", bytes(*limit_bytes)), "请分成几个文件依次提交。")
        }
        What::TableTooLarge { limit_bytes } => {
            (format!("单元格文字合计超过{}。", bytes(*limit_bytes)), "请把表格分成几个文件。")
        }
        What::SourceFailed { detail } => (format!("文件未能读完（{detail}）。"), "请重新提交。"),
        What::Empty => ("文件没有内容。".into(), "请提交首行为列名、其下为数据的文件。"),
        What::ForeignFile { kind } => return foreign(*kind),
        What::Damaged { part, detail } => (
            format!("工作簿的“{part}”部分已损坏（{detail}）。"),
            "请用电子表格软件打开，另存为.xlsx或CSV UTF-8。",
        ),
        _ => return archive_or_text(what),
    };
    (wrong, mend.into())
}

fn archive_or_text(what: &What) -> (String, String) {
    let save_again = "请把表格复制到新的工作簿后保存。";
    let (wrong, mend) = match what {
        What::TooManyEntries { found, limit } => {
            (format!("工作簿有{}个组成部分，最多接收{}个。", count(*found), count(*limit)), save_again)
        }
        What::ZipBomb { entry, limit_bytes } => (
            format!("工作簿解压后超过{}，已停止读取（“{entry}”）。", bytes(*limit_bytes)),
            "请把表格分成几个文件。",
        ),
        What::ZipRatio { entry, limit_factor } => {
            (format!("工作簿的“{entry}”部分解压后超过原大小的{limit_factor}倍，已停止读取。"), save_again)
        }
        What::NestedArchive { entry } => {
            (format!("工作簿中含有另一个压缩文件“{entry}”。"), "请删除嵌入的文件后保存。")
        }
        What::EncryptedEntry { entry } => {
            (format!("工作簿的“{entry}”部分已加密。"), "请取消密码后重新保存。")
        }
        What::TooManySheets { found, limit } => (
            format!("共有{}个工作表，最多接收{}个。", count(*found), count(*limit)),
            "请只保存有表格的工作表。",
        ),
        What::NoSuchSheet { wanted, sheets } => {
            let list = sheets.join("”、“");
            return (format!("没有名为“{wanted}”的工作表。"), format!("请从以下选择：“{list}”。"));
        }
        What::OtherSheets { ignored } => (
            format!("只读取了此工作表，其他工作表未读取：“{}”。", ignored.join("”、“")),
            "如果表格在其他工作表中，请选择该工作表。",
        ),
        What::UndecodableByte { byte } => (
            format!("此行的字节0x{byte:02X}既不是UTF-8也不是CP949。"),
            "请用电子表格软件打开原文件，另存为CSV UTF-8。",
        ),
        What::BrokenUtf16 => {
            ("UTF-16文字在此处中断或损坏。".into(), "请用电子表格软件打开原文件，另存为CSV UTF-8。")
        }
        What::DestroyedText { damage, cells, recovered } => {
            let wrong = format!("{}（{}个单元格）。{}", damaged(*damage), count(*cells), preview(recovered));
            return (wrong, "此副本无法使用，请打开原文件另存为CSV UTF-8。".into());
        }
        What::DestroyedCell { damage, recovered } => {
            (format!("{}。{}", damaged(*damage), preview(recovered)), "请重新填写此单元格的文字。")
        }
        What::DoubtfulEncoding => {
            ("按CP949读取，但几乎没有韩文。".into(), "请查看预览，如文字异常，请把原文件另存为CSV UTF-8。")
        }
        What::NulByte => {
            ("单元格中有不是文字的0字节。".into(), "请用电子表格软件打开原文件，另存为CSV UTF-8。")
        }
        What::InvisibleCharacter { code } => {
            (format!("单元格中有看不见的字符（U+{code:04X}）。"), "保留它会导致无法检索，请删除。")
        }
        _ => return shape_or_cell(what),
    };
    (wrong, mend.into())
}

fn shape_or_cell(what: &What) -> (String, String) {
    let (wrong, mend) = match what {
        What::UnclosedQuote => {
            ("从此处开始的双引号没有结束。".into(), "请补上引号；引号内的单元格中，引号要写两次。")
        }
        What::TextAfterQuote => {
            ("结束单元格的引号之后还有文字。".into(), "引号内的单元格中，引号要写两次（\"\"）。")
        }
        What::CellTooLarge { limit_bytes, quoted } => (
            format!("一个单元格超过可接收的大小（{}）。", bytes(*limit_bytes)),
            if *quoted {
                "请缩短。如果单元格本来很短，则是引号没有结束。"
            } else {
                "请缩短。"
            },
        ),
        What::TooManyColumns { limit } => {
            (format!("一行超过{}个单元格。", count(*limit)), "请删除不需要的列。")
        }
        What::TooManyRows { limit } => (format!("数据超过{}行。", count(*limit)), "请分成几个文件。"),
        What::TooManyCells { limit } => (format!("单元格合计超过{}个。", count(*limit)), "请分成几个文件。"),
        What::NoHeader { line } => (format!("应为列名的第{line}行不存在或为空。"), "请指明列名所在的行。"),
        What::EmptyHeader => ("此列没有名称。".into(), "请填写名称或删除此列。"),
        What::DuplicateHeader { first_column } => {
            (format!("与第{first_column}列的名称相同。"), "请为每一列填写不同的名称。")
        }
        What::RaggedLine { found, expected } => (
            format!("此行有{}个单元格，而列名有{}个。", count(*found), count(*expected)),
            "请检查分隔符是否多余或缺少，含有分隔符的单元格请用双引号括起来。",
        ),
        What::BlankLines { count: number } => (format!("已跳过数据之间的{}个空行。", count(*number)), ""),
        What::CellError { error } => (format!("单元格中有电子表格错误{error}。"), "请修正公式或填写数值。"),
        What::FormulaWithoutValue => {
            ("只有公式，没有保存计算结果。".into(), "请用电子表格软件打开，计算后重新保存。")
        }
        What::ImpossibleDate => ("日期格式中的数字不是日历上的日期。".into(), "请按YYYY-MM-DD填写日期。"),
        What::MergedCells { range } => (
            format!("{range}单元格已合并，只有第一个单元格有值。"),
            "如果每行都需要值，请取消合并并填满所有单元格。",
        ),
        What::LostDigits => {
            ("电子表格缩写了长数字，末尾数字已丢失。".into(), "请把该列改为文本格式并重新填写号码。")
        }
        _ => return column_or_person(what),
    };
    (wrong, mend.into())
}

fn column_or_person(what: &What) -> (String, String) {
    let (wrong, mend) = match what {
        What::MissingColumn { column, names } => {
            return (format!("缺少“{column}”列。"), format!("请用以下名称之一添加：{}。", names.join("、")));
        }
        What::UnknownColumn { nearest: Some(nearest) } => {
            return ("不认识此列，不会导入。".into(), format!("是否为“{nearest}”列？"));
        }
        What::UnknownColumn { nearest: None } => ("不认识此列，不会导入。".into(), ""),
        What::SameColumnTwice { column, first_column } => {
            (format!("“{column}”列已在第{first_column}列。"), "请只保留其中一列。")
        }
        What::MissingCell => ("必填的单元格为空。".into(), "请填写。"),
        What::CellTooLong { found, limit } => {
            (format!("文字有{}个字符，最多接收{}个。", count(*found), count(*limit)), "请缩短。")
        }
        What::PersonalNumber { kind, .. } => (
            format!("有疑似{}的值，其内容不在此显示。", person(*kind)),
            "不接收识别个人的号码，请从文件中删除。",
        ),
        What::WrongCorporateNumber => ("法人登记号的校验位不正确。".into(), "请与登记簿核对。"),
        What::More { count: number } => {
            (format!("此类问题还有{}处。", count(*number)), "请先改正以上各处，再重试。")
        }
        // The groups above cover every other kind; a test walks through all of them.
        other => (other.code().into(), ""),
    };
    (wrong, mend.into())
}

fn foreign(kind: Foreign) -> (String, String) {
    let wrong = match kind {
        Foreign::CompoundFile => "这是旧版工作簿（.xls）、韩文文档，或带密码的工作簿。",
        Foreign::Pdf => "这是PDF文档。",
        Foreign::Html => "即使名称以.xls结尾，这也是网页文档（HTML）。",
        Foreign::Xml => "这是XML文档。",
        Foreign::Zip => "这是不含工作簿的压缩文件。",
        Foreign::BinaryWorkbook => "这是二进制工作簿（.xlsb）。",
        Foreign::OpenDocument => "这是OpenDocument文件。",
        Foreign::Gzip => "这是压缩文件（gzip）。",
        Foreign::Picture => "这是图片文件。",
        Foreign::Json => "这是JSON文本。",
        Foreign::Utf32 => "这是以UTF-32保存的文字。",
    };
    (wrong.into(), "请用电子表格软件打开，不设密码另存为.xlsx或CSV UTF-8。".into())
}

fn damaged(damage: Damage) -> &'static str {
    match damage {
        Damage::ReplacementCharacters => "韩文已损坏，文字处为替换字符（U+FFFD）",
        Damage::QuestionMarks => "韩文已损坏，文字处为问号",
        Damage::Cp949AsLatin => "韩文已损坏，CP949曾被误读为西欧文字后保存",
        Damage::Utf8AsLatin => "韩文已损坏，UTF-8曾被误读为西欧文字后保存",
        Damage::Utf8AsCp949 => "韩文已损坏，UTF-8曾被误读为CP949后保存",
    }
}

fn preview(recovered: &Option<String>) -> String {
    recovered.as_ref().map(|text| format!("原文可能是“{text}”。")).unwrap_or_default()
}

fn person(kind: PersonalNumber) -> &'static str {
    match kind {
        PersonalNumber::Resident => "居民登记号",
        PersonalNumber::Foreigner => "外国人登记号",
        PersonalNumber::Card => "银行卡号",
        PersonalNumber::DrivingLicence => "驾驶证号",
        PersonalNumber::Passport => "护照号",
    }
}
