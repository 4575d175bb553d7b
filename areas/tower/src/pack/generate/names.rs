//! Names of made-up firms: a stem and a field of work, in Korean, Latin letters and, for some, Chinese.

use super::draw;
use base::{Seeded, Tri};

/// A stem: Korean, in Latin letters, in Chinese ("" when the firm would not use one).
pub type Stem = (&'static str, &'static str, &'static str);
/// A field of work: Korean ending, English, Chinese, and what the firm was called before.
pub type Field = (&'static str, &'static str, &'static str, &'static str);

/// Stems.
pub const STEMS: [Stem; 64] = [
    ("가온", "Gaon", "佳温"),
    ("라온", "Raon", "乐温"),
    ("다솜", "Dasom", ""),
    ("미르", "Mir", "米尔"),
    ("누리봄", "Nuribom", ""),
    ("한울", "Hanul", "韩蔚"),
    ("새론", "Saeron", ""),
    ("아라", "Ara", "雅罗"),
    ("나래", "Narae", "娜莱"),
    ("해오름", "Haeoreum", "海升"),
    ("도담", "Dodam", "道潭"),
    ("마루", "Maru", "玛路"),
    ("바름", "Bareum", ""),
    ("소담", "Sodam", "素潭"),
    ("온새", "Onsae", ""),
    ("윤슬", "Yunseul", "润瑟"),
    ("이음", "Ieum", "怡音"),
    ("잔디", "Jandi", ""),
    ("채움", "Chaeum", ""),
    ("큰솔", "Keunsol", "大松"),
    ("토리", "Tori", ""),
    ("푸른들", "Pureundeul", "青野"),
    ("하람", "Haram", "夏岚"),
    ("결", "Gyeol", ""),
    ("고운", "Goun", "高云"),
    ("그루", "Geuru", ""),
    ("꽃담", "Kkotdam", "花墙"),
    ("너울", "Neoul", ""),
    ("단비", "Danbi", "甘雨"),
    ("도란", "Doran", ""),
    ("두레", "Dure", "斗来"),
    ("들샘", "Deulsaem", "野泉"),
    ("맑음", "Malgeum", "清朗"),
    ("물결", "Mulgyeol", "水纹"),
    ("미나리", "Minari", ""),
    ("별솔", "Byeolsol", "星松"),
    ("보듬", "Bodeum", ""),
    ("봄빛", "Bombit", "春光"),
    ("빛가람", "Bitgaram", "光江"),
    ("사이", "Sai", ""),
    ("산들", "Sandeul", "山野"),
    ("샛별", "Saetbyeol", "晨星"),
    ("서로", "Seoro", ""),
    ("솔찬", "Solchan", "松灿"),
    ("슬기", "Seulgi", "瑟琪"),
    ("시나브로", "Sinabro", ""),
    ("아람", "Aram", "雅岚"),
    ("여울", "Yeoul", "溪滩"),
    ("열매", "Yeolmae", ""),
    ("예그리나", "Yegrina", ""),
    ("오롯", "Orot", ""),
    ("우듬지", "Udeumji", "树梢"),
    ("은하", "Eunha", "银河"),
    ("이든", "Ideun", ""),
    ("자람", "Jaram", ""),
    ("재미난", "Jaeminan", ""),
    ("종달", "Jongdal", "云雀"),
    ("지음", "Jieum", "知音"),
    ("차오름", "Chaoreum", ""),
    ("초록별", "Chorokbyeol", "绿星"),
    ("타래", "Tarae", ""),
    ("파란", "Paran", "碧蓝"),
    ("한결", "Hangyeol", "恒杰"),
    ("휘파람", "Hwiparam", ""),
];

/// Fields of work.
pub const FIELDS: [Field; 28] = [
    ("에이아이", "AI", "智能", "소프트"),
    ("데이터", "Data", "数据", "정보"),
    ("로보틱스", "Robotics", "机器人", "기계"),
    ("헬스케어", "Healthcare", "健康", "의료기"),
    ("비전", "Vision", "视觉", "영상"),
    ("에너지", "Energy", "能源", "전기"),
    ("모빌리티", "Mobility", "出行", "자동차부품"),
    ("소프트", "Soft", "软件", "전산"),
    ("랩스", "Labs", "实验室", "연구소"),
    ("테크", "Tech", "科技", "기술"),
    ("시스템즈", "Systems", "系统", "시스템"),
    ("네트웍스", "Networks", "网络", "통신"),
    ("바이오", "Bio", "生物", "제약"),
    ("센서", "Sensors", "传感", "계측"),
    ("시큐리티", "Security", "安全", "보안"),
    ("에듀", "Edu", "教育", "교육"),
    ("미디어", "Media", "传媒", "기획"),
    ("스마트팜", "Smartfarm", "智慧农业", "농산"),
    ("클라우드", "Cloud", "云", "호스팅"),
    ("반도체", "Semiconductor", "半导体", "전자"),
    ("포토닉스", "Photonics", "光子", "광학"),
    ("어쿠스틱스", "Acoustics", "声学", "음향"),
    ("언어기술", "Language", "语言科技", "번역"),
    ("물류", "Logistics", "物流", "유통"),
    ("드론", "Drones", "无人机", "모형"),
    ("게임즈", "Games", "游戏", "오락"),
    ("핀테크", "Fintech", "金融科技", "금융정보"),
    ("머티리얼즈", "Materials", "材料", "소재"),
];

/// The forms in which a company writes its kind.
const FORMS: [(&str, &str); 6] =
    [("㈜", ""), ("", ""), ("주식회사 ", ""), ("", " 주식회사"), ("(주)", ""), ("유한회사 ", "")];

/// The name of a firm; English for most, Chinese for some.
pub fn name(stem: &Stem, field: &Field, source: &mut Seeded) -> Tri {
    let (before, after) = FORMS[draw(source, FORMS.len())];
    let en = match draw(source, 8) {
        0 => None,
        1 | 2 => Some(format!("{} {}", stem.1, field.1)),
        3 | 4 => Some(format!("{} {} Inc.", stem.1, field.1)),
        _ => Some(format!("{} {} Co., Ltd.", stem.1, field.1)),
    };
    let zh = (!stem.2.is_empty() && draw(source, 5) < 2).then(|| format!("{}{}", stem.2, field.2));
    Tri { ko: Some(format!("{before}{}{}{after}", stem.0, field.0)), en, zh }
}

/// Former and short names.
pub fn former(stem: &Stem, field: &Field, source: &mut Seeded) -> Vec<String> {
    match draw(source, 6) {
        0 => vec![format!("{}{}", stem.0, field.3)],
        1 => vec![format!("{}{}", stem.1, field.1)],
        _ => Vec::new(),
    }
}

/// A Korean name without the words for a company.
pub fn bare(name: &str) -> String {
    ["주식회사", "유한회사", "㈜", "(주)"]
        .iter()
        .fold(name.to_owned(), |name, word| name.replace(word, ""))
        .trim()
        .to_owned()
}
