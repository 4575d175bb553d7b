//! The three pages of the first drawing: the city's overview, a number with its rows, the citizen's
//! page.

use base::words::Words;
use maud::{Markup, html};
use web::Page;
use web::components::button::{self, Weight};
use web::components::date::when;
use web::components::door::{Door, Urgency, alarm, doors};
use web::components::evidence::{EvidenceBar, Level, level};
use web::components::list::{Definition, figures};
use web::components::nav::Pager;
use web::components::notice::empty;
use web::components::number::{Count, Figure, Tile, tiles};
use web::components::overview::{
    ChainLink, Front, LinkRow, Part, aside, chain, columns, front, link_list, opening, receipt, strip,
    with_side,
};
use web::components::status::{Meaning, tag};
use web::components::table::{Column, Row, Table, name, text};
use web::components::timeline::{Step, StepState, timeline};

use super::{Sample, Say};

pub fn home(say: &Say, t: &Words) -> Sample {
    let part = |id: &'static str, heading: &str, body: Markup| Part {
        id,
        heading: heading.to_owned(),
        beside: html! {},
        body,
    };
    let body = front(&Front {
        opening: opening(&[say.it("숫자를 누르면 명단이 나옵니다.", "Press a number to see its list.", "点击数字即可查看名单。"), say.it("모르는 것은 모른다고 씁니다.", "What is unknown is written as unknown.", "不详之处如实注明。")],
            say.it("계획과 약속, 데이터와 컴퓨팅, 공모와 인재, 시민의 문제까지. 일한 기록에서 성과를 셉니다.", "Plans and promises, data and computing, calls and talent, the problems of citizens. Results are counted from the records of the work itself.", "从计划与承诺、数据与算力、征集与人才，到市民的问题，成果都从工作记录中统计得出。")),
        ways: part("ways", say.it("누구신가요?", "Who are you?", "您是哪一位？"), doors(&ways_in(say))),
        strip: strip(&[(say.it("목표", "Goal", "目标"), say.it("AI 중심도시 미리내", "Mirinae, city of AI", "AI中心城市米里内")), (say.it("가치", "Values", "价值"), say.it("사람중심 · 공유와 개방 · 미리내형 AI 비즈니스모델", "People first · sharing and openness · a business model of its own", "以人为本 · 共享开放 · 米里内型AI商业模式"))], say.it("2026-11-20 기준", "As of 2026-11-20", "截至2026-11-20")),
        tiles: tiles(&measures(say), t),
        alarms: Some(part("now", say.it("지금 볼 것", "To look at now", "当前关注"), alarms(say))),
        model: Some(part(
            "model",
            say.it("시민의 문제가 일자리가 되기까지", "From a citizen's problem to a job", "从市民问题到就业岗位"),
            chain(say.it("올해 지나간 건수", "Passed this year", "今年数量"), &thread(say, t)),
        )),
        lists: Some(part(
            "strategies",
            say.it("4대 전략, 20개 과제", "Four strategies, twenty tasks", "四大战略、二十项任务"),
            columns(&strategies(say)),
        )),
    });
    Sample::new("home", Page::without_heading(say.it("현황", "Overview", "概况")).front(), body)
}

fn measures(say: &Say) -> Vec<Tile> {
    let pace = |needed: &str, now: &str, slow: bool| {
        html! {
            (say.it("필요한 속도 월 ", "Needed a month: ", "每月所需 ")) b { (needed) }
            (say.it(" · 지금 월 ", " · now: ", " · 目前 ")) b { (now) }
            @if slow { " " (tag(say.it("느림", "behind", "偏慢"), Meaning::Bad)) }
        }
    };
    let people = say.it("명", "people", "人");
    vec![
        Tile {
            title: say.it("AI 창업기업", "AI start-ups", "AI创业企业").into(),
            figure: Figure::new(Count::Between { low: 412, high: Some(530) }, say.it("곳", "firms", "家"))
                .rows("number.html"),
            target: Some(say.it("목표 1,000 · 2030", "Target 1,000 · 2030", "目标1,000 · 2030").into()),
            bar: Some(bar()),
            note: Some(pace("14", "6", true)),
        },
        Tile {
            title: say.it("일자리", "Jobs", "就业岗位").into(),
            figure: Figure::new(Count::Between { low: 2_904, high: None }, people).rows("number.html"),
            target: Some(say.it("목표 7,000 · 2030", "Target 7,000 · 2030", "目标7,000 · 2030").into()),
            bar: Some(
                EvidenceBar::new()
                    .part(Level::Audited, 90)
                    .part(Level::Official, 2_401)
                    .part(Level::Attested, 263)
                    .part(Level::SelfDeclared, 150)
                    .part(Level::Unknown, 707)
                    .target(7_000),
            ),
            note: Some(pace("98", "101", false)),
        },
        Tile {
            title: say.it("AI 인재", "AI talent", "AI人才").into(),
            figure: Figure::new(Count::Exact(3_377), people).rows("number.html"),
            target: Some(say.it("목표 5,150 · 2030", "Target 5,150 · 2030", "目标5,150 · 2030").into()),
            bar: Some(
                EvidenceBar::new()
                    .part(Level::Official, 1_133)
                    .part(Level::Attested, 1_442)
                    .part(Level::SelfDeclared, 802)
                    .part(Level::Unknown, 309)
                    .target(5_150),
            ),
            note: Some(pace("43", "52", false)),
        },
    ]
}

fn bar() -> EvidenceBar {
    EvidenceBar::new()
        .part_with_rows(Level::Audited, 20, "#main")
        .part_with_rows(Level::Official, 251, "#main")
        .part_with_rows(Level::Attested, 84, "#main")
        .part_with_rows(Level::SelfDeclared, 57, "#main")
        .part_with_rows(Level::Unknown, 118, "#main")
        .target(1_000)
}

fn thread(say: &Say, t: &Words) -> Vec<ChainLink> {
    let link = |title: &str, count: i64, unit: &str, below: &str| ChainLink {
        title: title.into(),
        figure: html! { (t.number(count)) @if !unit.is_empty() { small.unit { (unit) } } },
        below: below.into(),
        href: "number.html".into(),
    };
    vec![
        link(
            say.it("시민 문제", "Problems", "市民问题"),
            1_284,
            "",
            say.it("답한 것 1,197", "Answered 1,197", "已答复1,197"),
        ),
        link(
            say.it("공모", "Calls", "征集"),
            31,
            "",
            say.it("문제에서 나온 것 9", "From problems 9", "源自问题9"),
        ),
        link(say.it("선정", "Awards", "入选"), 164, "", say.it("신청 702", "Applications 702", "申请702")),
        link(
            say.it("지원한 돈", "Money", "资助金额"),
            93,
            say.it("억 원", "×10⁸ won", "亿韩元"),
            say.it("GPU 41만 시간", "GPU hours 410,000", "GPU 41万小时"),
        ),
        link(
            say.it("성과", "Results", "成果"),
            88,
            "",
            say.it("제품·논문·서비스", "Products, papers, services", "产品、论文、服务"),
        ),
        link(
            say.it("일자리", "Jobs", "就业岗位"),
            57,
            "",
            say.it("달라졌다 3.4 / 5", "Felt effect 3.4 / 5", "体感3.4 / 5"),
        ),
    ]
}

fn strategies(say: &Say) -> Vec<Markup> {
    let none = say.it("아직 없음", "None yet", "暂无");
    let rows = |rows: &[(&str, &str)]| -> Vec<LinkRow> {
        rows.iter().map(|(label, remark)| LinkRow::new(label, "number.html", remark)).collect()
    };
    vec![
        link_list(
            say.it("AI 클러스터 조성", "AI cluster", "建设AI集群"),
            "5",
            &rows(&[
                (
                    say.it("산업융합 집적단지", "Industrial campus", "产业融合园区"),
                    say.it("약속 12 · 지표 3", "Promises 12 · measures 3", "承诺12 · 指标3"),
                ),
                (
                    say.it(
                        "개방형 데이터센터·슈퍼컴퓨팅",
                        "Open data centre and supercomputing",
                        "开放型数据中心与超算",
                    ),
                    say.it("데이터 214", "Datasets 214", "数据集214"),
                ),
                (
                    say.it("실증 테스트베드", "Test beds", "实证测试平台"),
                    say.it("장비 77", "Devices 77", "设备77"),
                ),
            ]),
        ),
        link_list(
            say.it("AI 비즈니스 생태계", "AI business", "AI商业生态"),
            "6",
            &rows(&[
                (
                    say.it("스타트업 육성·지원", "Support for start-ups", "扶持初创企业"),
                    say.it("공모 14", "Calls 14", "征集14"),
                ),
                (
                    say.it("기업 유치", "Attracting firms", "招商引资"),
                    say.it("지표 2", "Measures 2", "指标2"),
                ),
                (say.it("글로벌 시장 진출", "Markets abroad", "进军海外市场"), none),
            ]),
        ),
        link_list(
            say.it("AI 인재 양성사다리", "Ladder of talent", "AI人才阶梯"),
            "5",
            &rows(&[
                (
                    say.it("AI 대학원", "Graduate school", "AI研究生院"),
                    say.it("지표 2", "Measures 2", "指标2"),
                ),
                (say.it("AI 사관학교", "AI academy", "AI训练营"), say.it("기수 5", "Cohorts 5", "5期")),
            ]),
        ),
        link_list(
            say.it("시민참여형 AI 도시", "A city with its citizens", "市民参与型AI城市"),
            "4",
            &rows(&[
                (
                    say.it("데이터 기증", "Data donation", "数据捐赠"),
                    say.it("기증 3,120", "Gifts 3,120", "捐赠3,120"),
                ),
                (
                    say.it("생활 문제 해결", "Problems of daily life", "解决生活问题"),
                    say.it("문제 1,284", "Problems 1,284", "问题1,284"),
                ),
            ]),
        ),
    ]
}

fn alarms(say: &Say) -> Markup {
    let about = say.it("건", "items", "项");
    html! {
        (alarm(Urgency::Overdue, say.it("기한 지난 할 일", "Overdue obligations", "逾期事项"), "3", about, say.it("데이터 협약 첫 행 제공 · 창업동 보증 연장 · 포럼 후속 답변", "First rows of a data agreement · rent guarantee · answers after the forum", "数据协议首批数据 · 创业楼担保续期 · 论坛后续答复"), "number.html"))
        (alarm(Urgency::Check, say.it("확인이 필요한 숫자", "Numbers to check", "待核实数字"), "9", about, say.it("발표끼리 다름 4 · 계산이 맞지 않음 2 · 확인할 명단이 없음 3", "Announcements differ 4 · sums do not fit 2 · no list 3", "公布口径不一4 · 计算不符2 · 缺少名单3"), "number.html"))
        (alarm(Urgency::Question, say.it("시정질문", "Council question", "市政质询"), "1", about, say.it("오늘 16시 접수. 협약 기업 가운데 실제로 와 있는 곳은?", "Received today, 16:00. Which firms with an agreement are really here?", "今日16时受理：签约企业中实际入驻的有哪些？"), "number.html"))
    }
}

fn ways_in(say: &Say) -> Vec<Door> {
    let door = |title: &str, text: &str, main: bool| Door {
        title: title.into(),
        text: text.into(),
        href: "citizen.html".into(),
        main,
    };
    vec![
        door(
            say.it("시민", "Citizens", "市民"),
            say.it(
                "불편한 것 말하기, 내가 말한 것 찾기",
                "Report a problem, find what I reported",
                "反映不便，查询我的反映",
            ),
            true,
        ),
        door(
            say.it("창업기업", "Start-ups", "初创企业"),
            say.it(
                "지원 자격 바로 확인 (가입 없이)",
                "Am I eligible? No account needed",
                "即时确认申请资格（无需注册）",
            ),
            false,
        ),
        door(
            say.it("데이터 기관", "Data holders", "数据机构"),
            say.it("누가 무엇을 썼는지, 멈추기", "Who used what, and stop it", "查看使用情况，随时停止"),
            false,
        ),
        door(
            say.it("의회·언론", "Council, press", "议会与媒体"),
            say.it(
                "숫자와 명단, 인용과 정정 요청",
                "Numbers, lists, quotations, corrections",
                "数字与名单，引用与更正",
            ),
            false,
        ),
    ]
}

pub fn citizen(say: &Say, t: &Words) -> Sample {
    let door = |title: &str, text: &str, main: bool| Door {
        title: title.into(),
        text: text.into(),
        href: "form-new.html".into(),
        main,
    };
    let body = html! {
        (doors(&[
            door(say.it("불편한 것 말하기", "Report a problem", "反映不便"), say.it("두 칸만 쓰면 됩니다", "Two fields are enough", "只需填写两项"), true),
            door(say.it("내가 말한 것 찾기", "Find my report", "查询我的反映"), say.it("접수번호로, 가입 없이", "By receipt number, no account", "凭受理编号，无需注册"), false),
            door(say.it("우리 동네에서 하는 일", "In my neighbourhood", "我们社区的工作"), say.it("오치동 · 진행 중 3가지", "Ochi-dong · 3 running", "梧峙洞 · 进行中3项"), false),
        ]))
        p { (say.it("전화로도 됩니다 ", "By telephone: ", "也可致电 ")) b.num { "062-000-0120" } }
        (receipt(say.it("접수번호", "Receipt number", "受理编号"), "2026-1123", html! {
            p { (say.it("버스가 언제 오는지 몰라요", "I never know when the bus comes", "不知道公交车什么时候来")) }
            (timeline(&[
                Step::new(StepState::Done, say.it("접수했습니다", "Received", "已受理")).when(when("2026-11-20", t)),
                Step::new(StepState::Done, say.it("비슷한 문제 37건과 함께 봅니다", "Looked at with 37 similar ones", "与37件类似问题合并处理")),
                Step::new(StepState::Now, say.it("교통과에서 답합니다", "The transport office answers", "由交通科答复")).when(html! { (when("2026-12-04", t)) (say.it("까지", " at the latest", "之前")) }),
                Step::new(StepState::Next, say.it("해결한 뒤 다시 여쭙겠습니다", "We ask you again afterwards", "解决后再征询您的意见")),
            ], t))
        }))
    };
    Sample::new(
        "citizen",
        Page::new(say.it("무엇을 도와드릴까요?", "How can we help?", "请问需要什么帮助？")),
        body,
    )
}

pub fn number(say: &Say, t: &Words) -> Sample {
    let count = Count::Between { low: 412, high: Some(530) };
    let summary = html! {
        (Figure::new(count, say.it("곳", "firms", "家")).large(t))
        (bar().view(t))
        (button::row(&[button::link(say.it("명단 내려받기", "Download the list", "下载名单"), "#main", Weight::Main), button::link(say.it("이 숫자 인용하기", "Quote this number", "引用此数字"), "#main", Weight::Plain), button::link(say.it("그때는 뭐라고 했나", "What was said then", "当时如何公布"), "#main", Weight::Plain)]))
    };
    let rule = aside(
        say.it("세는 법 (제3판)", "How it is counted (version 3)", "统计方法（第3版）"),
        html! {
            p { (say.it("자기 직원이 현장에 있는 기업을 한 곳으로 셉니다. 떠난 기업은 뺍니다. 스스로 신고한 것은 세되 옅게 칠합니다.", "A firm with staff of its own on site counts once. Firms that left do not count. What firms declare themselves counts and is drawn pale.", "有自有员工在当地工作的企业计为一家，已迁出的不计。自行申报的计入，但以浅色表示。")) }
            p { (say.it("바뀐 곳: 제2판은 협약만 맺은 기업도 세었습니다. 제2판으로 세면 530곳입니다.", "Changed: version 2 also counted firms with nothing but an agreement. Counted that way there are 530.", "变更：第2版将仅签协议的企业也计入，按第2版为530家。")) }
        },
    );
    let body = html! {
        (with_side(summary, rule))
        (figures(&[
            Definition::text(say.it("뺀 것: 떠남 41 · 7년 지남 38 · 겹침 18", "Left out: gone 41 · over seven years 38 · twice 18", "未计入：迁出41 · 超7年38 · 重复18"), "97"),
            Definition::text(say.it("모르는 것: 소식이 3개월 넘게 없음", "Unknown: no news for three months", "不详：三个月以上无消息"), "118"),
            Definition::text(say.it("작년 발표 뒤 들어옴, 나감", "Entered and left since last year", "去年公布后新增、退出"), "+61 −13"),
            Definition::text(say.it("다시 분류, 정정", "Reclassified, corrected", "重新分类、更正"), "7 · 2"),
        ]))
        h2 { (say.it("명단", "The list", "名单")) }
        (rows(say, t))
        h2 { (say.it("발표된 숫자", "Announced numbers", "已公布的数字")) }
        p { (tag(say.it("계산이 맞지 않음 · 기준 미공개", "Sum does not fit · rule not published", "计算不符 · 标准未公开"), Meaning::Bad)) }
        (figures(&[Definition::text(say.it("수료생 취·창업률 71.2%로 발표 (2025-12)", "Announced as 71.2 % in jobs (2025-12)", "公布的就业创业率为71.2%（2025-12）"), "724 ÷ 1,221 = 59.3%")]))
    };
    let page = Page::new(say.it(
        "미리내시 안에서 일하고 있는 AI 창업기업",
        "AI start-ups at work in Mirinae",
        "在米里内市运营的AI创业企业",
    ))
    .crumb(say.it("현황", "Overview", "概况"), "home.html")
    .below(say.it(
        "2026-10-31 기준 · 기록 18,204번까지",
        "As of 2026-10-31 · record up to no. 18,204",
        "截至2026-10-31 · 第18,204号记录",
    ));
    Sample::new("number", page, body)
}

fn rows(say: &Say, t: &Words) -> Markup {
    let firms = [
        ("가온에이아이", "2026-기업-0412", Level::Official, 14),
        ("라온에너지", "2023-기업-0155", Level::Audited, 31),
        ("다솜헬스데이터연구소 주식회사 미리내지점", "2026-기업-0007", Level::SelfDeclared, 2),
    ];
    let rows = firms.map(|(firm, id, at, staff)| {
        Row::new(vec![
            name(firm, "organisation.html", id),
            text(say.it("고용보험 명부 2026-10", "Employment register 2026-10", "雇佣保险名册 2026-10")),
            level(at, t),
            text(&t.number(staff)),
        ])
    });
    let columns = vec![
        Column::head(say.it("기업", "Firm", "企业")),
        Column::text(say.it("증빙", "Based on", "依据")),
        Column::text(say.it("확인 수준", "Evidence", "证据等级")),
        Column::number(say.it("직원", "Staff", "员工数")),
    ];
    Table::new(say.it("센 기업", "Counted firms", "计入的企业"), columns, rows.to_vec(), empty("", "", None))
        .caption_hidden()
        .pager(Pager {
            previous_href: Some("#main".into()),
            next_href: Some("#main".into()),
            shown: 3,
            total: Some(412),
        })
        .view(t)
}
