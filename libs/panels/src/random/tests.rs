use super::{Stream, digest};

#[test]
fn the_first_number_is_the_one_sha256sum_prints() {
    // printf 'panels-draw-1\npanel\n42\n0' | sha256sum
    assert_eq!(
        digest(b"panels-draw-1\npanel\n42\n0")[..16],
        format!("{:016x}", Stream::new("42", "panel").bits())
    );
    assert_eq!(digest(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

#[test]
fn numbers_stay_below_their_limit_and_reach_every_value() {
    let mut stream = Stream::new("seed", "test");
    let mut seen = [0_u32; 7];
    for _ in 0..7000 {
        seen[stream.below(7) as usize] += 1;
    }
    assert!(seen.iter().all(|&count| (850..1150).contains(&count)), "{seen:?}");
    assert_eq!((stream.below(1), stream.below(0)), (0, 0));
    assert!(stream.below(u64::MAX) < u64::MAX);
}

#[test]
fn purposes_do_not_share_numbers() {
    assert_ne!(Stream::new("s", "panel").bits(), Stream::new("s", "people").bits());
}
