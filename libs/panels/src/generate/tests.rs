use super::{Profile, write_people, write_quotas};
use crate::read::{PeopleColumns, people, quotas};

#[test]
fn what_is_written_is_read_again() {
    let profile = Profile::city(200, 25);
    let made = profile.quotas().expect("quotas");
    let pool = profile.pool(&made, "x").expect("people");
    let (mut quota_file, mut people_file) = (vec![], vec![]);
    write_quotas(&mut quota_file, &made).expect("a buffer takes everything");
    write_people(&mut people_file, &pool, &made).expect("a buffer takes everything");
    let read = quotas(quota_file.as_slice()).expect("quotas");
    let columns = PeopleColumns { id: Some("id".into()), address: vec!["address".into()] };
    assert_eq!(people(people_file.as_slice(), &read, &columns).expect("people").people.len(), 200);
    assert_eq!(read.features.len(), made.features.len());
}

#[test]
fn a_seed_gives_one_pool_and_volunteers_are_skewed() {
    let profile = Profile::city(2000, 25);
    let table = profile.quotas().expect("quotas");
    let pool = profile.pool(&table, "y").expect("people");
    assert_eq!(pool, profile.pool(&table, "y").expect("people"));
    assert_ne!(pool, profile.pool(&table, "z").expect("people"));
    // Graduates are 12 % of the population and far more of the volunteers.
    let graduates = pool.counts(&table)[3][2];
    assert!(graduates > 400, "{graduates} of 2000");
}
