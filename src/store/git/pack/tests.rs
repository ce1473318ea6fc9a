//! Packs as git writes them, and as it never would.

use crate::store::git::made::{Made, deflated, instead};
use crate::store::git::pack::*;

fn id(n: u8) -> [u8; 20] {
    [n; 20]
}

/// Of a hundred bytes nobody asks, six hundred at once are too many, and so are a thousand in all.
fn weigh((index, bytes): &(Vec<u8>, Vec<u8>)) -> Option<Pack> {
    pack(index, &mut bytes.as_slice(), Limits { small: 100, each: 600, all: 1_000 })
}

#[track_caller]
fn weights(made: Made, expected: &[(u8, Weight)]) {
    let pack = weigh(&made.done()).expect("an index");
    for (n, weight) in expected {
        assert_eq!(pack.weight(ObjectId::from_bytes(id(*n))), Some(*weight), "{n}");
    }
    assert_eq!(pack.weight(ObjectId::from_bytes(id(250))), None);
}

#[test]
fn what_must_be_unpacked_is_counted_to_the_last_base() {
    use Weight::*;
    let mut made = Made::new();
    let small = made.whole(id(9), 3, &[b'a'; 100]);
    made.whole(id(1), 3, &[b'a'; 101]);
    let heavy = made.whole(id(200), 1, &[b'0'; 601]);
    made.behind(id(2), small, &instead(100, b"b"));
    // Git finds room for a text that is far longer than its base, and for one far shorter.
    let longer = made.behind(id(3), small, &instead(100, &[b'b'; 120]));
    made.behind(id(4), heavy, &instead(601, b"c"));
    made.named(id(5), id(9), &instead(100, b"d"));
    made.named(id(0), id(200), &instead(601, b"d"));
    let enough = made.whole(id(11), 1, &[b'0'; 600]);
    made.behind(id(12), enough, &instead(600, b"c"));
    let deeper = made.behind(id(6), longer, &instead(120, &[b'e'; 90]));
    weights(
        made,
        &[
            (9, Small),
            (1, Large),
            (200, Costly),
            (2, Small),
            (3, Large),
            (4, Costly),
            (5, Small),
            (0, Costly),
            (6, Small),
        ],
    );
    assert!(deeper > longer);
}

#[test]
fn a_long_chain_of_little_differences_is_the_sum_of_them() {
    let mut made = Made::new();
    let mut last = made.whole(id(0), 3, &[b'a'; 90]);
    for n in 1..20 {
        last = made.behind(id(n), last, &instead(90, &[b'b'; 90]));
    }
    let expected: Vec<_> = (0..20).map(|n| (n, if n < 5 { Weight::Small } else { Weight::Costly })).collect();
    weights(made, &expected);
}

#[test]
fn a_base_that_stands_behind_or_leads_in_a_circle_is_found() {
    let mut made = Made::new();
    made.named(id(1), id(2), &instead(10, b"a"));
    made.named(id(2), id(3), &instead(10, &[b'b'; 10]));
    made.whole(id(3), 3, &[b'c'; 10]);
    made.named(id(4), id(5), &instead(10, &[b'd'; 10]));
    made.named(id(5), id(4), &instead(10, &[b'd'; 10]));
    made.named(id(6), id(6), &instead(10, &[b'd'; 10]));
    let costly = Weight::Costly;
    weights(made, &[(1, Weight::Small), (2, Weight::Small), (4, costly), (5, costly), (6, costly)]);
}

#[test]
fn what_git_never_writes_is_costly() {
    let mut made = Made::new();
    let first = made.whole(id(1), 3, b"a");
    made.add(id(2), 5, 1, &deflated(b"a"));
    made.add(id(3), 0, 1, &deflated(b"a"));
    made.named(id(4), id(77), &instead(1, b"a"));
    // Not at the beginning of anything.
    made.behind(id(5), first + 1, &instead(1, b"a"));
    made.add(id(6), 6, 3, &[&[0], &deflated(&instead(1, b"a"))[..]].concat());
    made.add(id(7), 6, 3, &[&[1; 1], &b"no deflate"[..]].concat());
    made.add(id(8), 1, 601, &[]);
    // Empty blocks, so that nothing comes out of as many bytes as are read.
    let empty = [&[0x78, 1][..], &[0, 0, 0, 0xff, 0xff].repeat(ENOUGH / 5 + 1)].concat();
    made.add(id(9), 6, 3, &[made.back(first), empty].concat());
    let expected: Vec<_> = (2..10).map(|n| (n, Weight::Costly)).collect();
    weights(made, &[&[(1, Weight::Small)], &expected[..]].concat());
}

#[test]
fn an_index_in_disorder_vouches_for_nothing() {
    let made = || {
        let mut made = Made::new();
        for n in 1..5 {
            made.whole(id(n), 3, b"a");
        }
        made.done()
    };
    let small = |pack: &Pack, n| pack.weight(ObjectId::from_bytes(id(n))) == Some(Weight::Small);
    assert!(small(&weigh(&made()).unwrap(), 2));
    // Two names change their places.
    let (mut index, bytes) = made();
    let names: Vec<_> = index[TABLE..TABLE + 40].to_vec();
    index[TABLE..TABLE + 20].copy_from_slice(&names[20..]);
    index[TABLE + 20..TABLE + 40].copy_from_slice(&names[..20]);
    let pack = weigh(&(index, bytes)).unwrap();
    assert!((1..5).all(|n| !small(&pack, n)));
    // A name stands where another first byte is looked for.
    let (mut index, bytes) = made();
    index[TABLE] = 0;
    let pack = weigh(&(index, bytes)).unwrap();
    assert!((1..5).all(|n| !small(&pack, n)));
    // An object has no place, or one past the end.
    for place in [u32::MAX, 1 << 31, 1 << 20] {
        let (mut index, bytes) = made();
        let at = index.len() - 40 - 16;
        index[at..at + 4].copy_from_slice(&place.to_be_bytes());
        let pack = weigh(&(index, bytes)).unwrap();
        assert!(!small(&pack, 1) && small(&pack, 2));
    }
    // Other forms of an index, and pieces of one.
    let (index, bytes) = made();
    assert_eq!(weigh(&(index[8..].to_vec(), bytes.clone())), None, "the first version");
    for length in (0..index.len()).step_by(7) {
        let cut = (index[..length].to_vec(), bytes.clone());
        assert!(weigh(&cut).is_none() || length >= index.len() - 40);
    }
    let mut falling = index;
    falling[8 + 4 * 10..8 + 4 * 11].copy_from_slice(&0u32.to_be_bytes());
    assert_eq!(weigh(&(falling, bytes)), None);
}
