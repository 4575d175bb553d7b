//! Two writers on one place: the second takes over, the first acknowledges nothing any more.

use super::power::open;
use super::survivors;
use crate::hub::Hub;

#[test]
fn a_second_writer_takes_over_and_the_first_acknowledges_nothing() {
    Hub::on_each(&[], |hub| {
        survivors::act(&hub.city, "first").unwrap();
        let second = open(hub.folder(), hub.city.place().clone());
        let done = survivors::act(&second, "second").unwrap();
        for number in 0..3 {
            let refused = survivors::act(&hub.city, &format!("late {number}")).unwrap_err();
            assert!(
                matches!(&refused, base::Error::Fault(fault) if fault.kind == base::FaultKind::Lost),
                "{refused}"
            );
        }
        let check = |city: &kernel::City| {
            let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
            runtime.block_on(city.check())
        };
        check(&second).unwrap();
        assert!(check(&hub.city).unwrap_err().to_string().contains("took over"));
        assert_eq!(survivors::act(&second, "third").unwrap().position, done.position + 1);
        assert_eq!(second.position(), done.position + 1, "the late acts took no position");
        assert_eq!(survivors::lost(&second, &[(done.position, "second".into())]), 0);
    });
}

#[test]
fn a_lost_fence_is_noticed_before_anything_is_written() {
    Hub::on_each(&[], |hub| {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let check = || runtime.block_on(hub.city.check());
        check().unwrap();
        let second = open(hub.folder(), hub.city.place().clone());
        second.take_writer().unwrap();
        assert!(check().unwrap_err().to_string().contains("took over"));
    });
}
