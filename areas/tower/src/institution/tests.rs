//! The board of institutions, on both databases: what nobody told is unknown.

use crate::testing::Stage;
use base::{Id, Ref};
use kernel::link;
use kernel::{Role, organisation};

#[test]
fn each_institution_shows_what_it_promised_and_what_came() {
    Stage::on_each(|stage| {
        let (city, office) = stage.organisation("시청");
        let officer = stage.comer(Role::Officer, Some(&office));
        let names = ["한빛전력", "한빛병원", "한빛통신"];
        let numbers: Vec<String> = names.iter().map(|name| stage.organisation(name).0).collect();
        let parties = format!("{city}\n{}", numbers.join("\n"));
        let fields = [
            ("kind", "data"),
            ("title_ko", "데이터 공유 협약"),
            ("parties", parties.as_str()),
            ("signed", "2020-01-29"),
            ("open", "yes"),
        ];
        assert_eq!(stage.form(Some(&officer), "/agreements/new", &fields).status, 303);
        for number in &numbers {
            let pledge = [
                ("kind", "pledge"),
                ("what_ko", "보유한 데이터 공유"),
                ("owner", "number"),
                ("owner_number", number.as_str()),
                ("agreement", "2020-DAT-0001"),
                ("open", "yes"),
            ];
            assert_eq!(stage.form(Some(&officer), "/obligations/new", &pledge).status, 303);
        }
        let page = stage.get(None, "/institutions").text;
        assert!(page.contains("데이터 공유 협약") && page.contains("2,487일"), "{page}");
        assert_eq!(page.matches("보유한 데이터 공유").count(), 3);
        assert!(page.contains("모름"), "{page}");

        // Another area tells that a dataset was listed, delivered and used.
        let pledge = stage
            .hub
            .city
            .read_blocking(|read| {
                let sight = kernel::scope::Sight {
                    depth: kernel::policy::Depth::Audit,
                    person: String::new(),
                    day: base::Day::from_number(0),
                };
                kernel::obligation::store::by_number(
                    read,
                    "2026-PLG-0001",
                    kernel::fact::store::LATEST,
                    &sight,
                )
            })
            .unwrap()
            .unwrap()
            .name();
        stage.act(move |tx| {
            let dataset = Ref::new("dataset", tx.new_id());
            link::write(tx, &pledge, super::LISTS, &dataset, None)?;
            link::write(tx, &pledge, super::DELIVERS, &dataset, None)?;
            let user = Ref::new(organisation::KIND.name, Id::parse(&office.id)?);
            link::write(tx, &dataset, super::USED_BY, &user, None)?;
            const TELL: kernel::Action = kernel::Action::new("test.dataset.tell", &[]);
            tx.record(&TELL, dataset, None, &serde_json::json!({}), &[])
        });
        let file = stage.get(None, "/institutions.csv").raw;
        assert!(
            file.contains("한빛전력") && file.contains(",planned,1,2026-11-20,2487,1,2026-11-20,"),
            "{file}"
        );
        assert!(
            file.contains(",planned,unknown,unknown,2487,unknown,2026-11-20,"),
            "what nobody told is unknown, not zero: {file}"
        );
    });
}
