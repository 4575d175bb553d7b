//! The shell of all samples: two cities, the visitor's navigation, a journal position.

use base::lang::Lang;
use base::words::Words;
use web::Frame;
use web::assets::Assets;
use web::page::{City, JournalFoot, Link, NavLink, Origin, Reader};

use super::Say;

pub fn frame(assets: Assets, name: &str, t: &Words) -> Frame {
    let say = Say(t.lang());
    let code = t.lang().code();
    let cities = vec![
        City {
            name: say.it("광주", "Gwangju", "光州").into(),
            href: format!("/{code}/public-record.html"),
            origin: Origin::PublicRecord,
        },
        City {
            name: say.it("미리내시", "Mirinae", "米里内市").into(),
            href: format!("/{code}/home.html"),
            origin: Origin::Synthetic,
        },
    ];
    let areas = [
        ("현황", "Overview", "概况", "home"),
        ("약속", "Promises", "承诺", "number"),
        ("데이터", "Data", "数据", "empty"),
        ("컴퓨팅", "Computing", "算力", "zero"),
        ("공모", "Calls", "征集", "form-new"),
        ("기업", "Organisations", "企业", "organisations"),
        ("인재", "Talent", "人才", "charts"),
        ("시민", "Citizens", "市民", "citizen"),
        ("행사", "Events", "活动", "components"),
    ];
    let nav = areas.into_iter().map(|(ko, en, zh, target)| NavLink {
        label: say.it(ko, en, zh).into(),
        href: format!("/{code}/{target}.html"),
        current: name == target || (target == "organisations" && name.starts_with("organisation")),
    });
    Frame {
        assets,
        city: cities.get(1).cloned(),
        cities,
        home_href: format!("/{code}/home.html"),
        nav: nav.collect(),
        languages: Lang::ALL.iter().map(|lang| (*lang, format!("/{}/{name}.html", lang.code()))).collect(),
        large: false,
        large_action: "/settings/letters".into(),
        here: format!("/{code}/{name}.html"),
        search_action: Some(format!("/{code}/organisations.html")),
        search_query: String::new(),
        reader: Reader::Visitor { sign_in_href: format!("/{code}/sign-in.html") },
        journal: Some(JournalFoot {
            position: 18_204,
            checkpoint_at: Some("2026-11-20 14:03".into()),
            verify_href: format!("/{code}/components.html"),
        }),
        footer_links: vec![
            Link::new(say.it("출발점이 된 문서", "Where it began", "缘起文件"), "#main"),
            Link::new(say.it("계산 방법", "How we count", "计算方法"), "#main"),
            Link::new(say.it("개인정보 처리방침", "Privacy", "个人信息"), "#main"),
        ],
    }
}

pub fn public_record(mut frame: Frame) -> Frame {
    frame.city = frame.cities.first().cloned();
    frame
}

pub fn large(mut frame: Frame) -> Frame {
    frame.large = true;
    frame
}

pub fn officer(mut frame: Frame) -> Frame {
    frame.languages.retain(|(lang, _)| *lang != Lang::Zh);
    frame.reader = Reader::SignedIn {
        account_href: frame.here.clone(),
        sign_out_action: "/sign-out".into(),
        csrf: "sample".into(),
    };
    frame
}
