//! Walking: both ways, in scope, through what was loaded.

use super::{meant, walk};
use base::Day;
use kernel::policy::Actor;
use kernel::scope::Sight;
use std::path::Path;
use std::sync::Arc;

fn gwangju() -> kernel::City {
    let folder = tempfile::tempdir().unwrap().keep();
    let clock: Arc<dyn base::Clock> = Arc::new(testkit::TestClock::at(testkit::hub::START));
    let migrations = [kernel::MIGRATIONS, crate::MIGRATIONS];
    let city = kernel::City::open(testkit::hub::opening(&folder, None, clock, &migrations)).unwrap();
    let pack = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cities/gwangju");
    crate::pack::load(
        &city,
        &crate::pack::read(&pack, base::Instant::parse("2026-11-20T01:00:00Z").unwrap()).unwrap(),
    )
    .unwrap();
    city
}

#[test]
fn a_number_leads_to_who_said_it_and_on_to_what_else_they_said() {
    let city = gwangju();
    let thread = |of: &'static str| {
        let sight = Sight::of(&Actor::Visitor, Day::parse("2026-11-20").unwrap());
        city.read_blocking(move |read| walk(read, &meant(read, of)?, &Actor::Visitor, &sight))
    };
    let claim = thread("claim:c030").unwrap();
    assert_eq!(claim.of.number.as_deref(), Some("c030"));
    let [by] = claim.causes.as_slice() else { panic!("{claim:?}") };
    assert_eq!(
        (by.distance, by.verb.as_str(), by.record.title.text(base::Lang::Ko)),
        (1, "said", "광주광역시")
    );
    assert!(claim.effects.is_empty());
    let name: &'static str = Box::leak(by.record.name.clone().into_boxed_str());
    let hall = thread(name).unwrap();
    let said = hall.effects.iter().filter(|step| step.verb == "said").count();
    assert_eq!(said, 21, "every number whose speaker is the city");
    for missing in ["claim:c999", "organisation:none", "nonsense", "claim_hand_in:x"] {
        assert!(thread(missing).unwrap_err().is("base-not-found"), "{missing}");
    }
}
