//! Packs: what is called small can be unpacked for little, as a reader counts who unpacks it.

use baocao::store::git::pack::{Limits, Weight, pack};
use baocao_core::domain::ObjectId;
use std::collections::BTreeMap;
use std::io::Read;

const MAGIC: &[u8] = b"\xfftOc\0\0\0\x02";
const SMALL: u64 = 4_096;
const MOST: u64 = 65_536;

fn limits(times: u64) -> Limits {
    Limits { small: SMALL * times, each: MOST / 4 * times, all: MOST * times }
}

/// An index as git writes it with its pack behind it; or how many objects there are, for each the first byte of a name and a
/// place, and the pack. Small changes do not get through the tables of a real index.
pub fn packs(bytes: &[u8]) -> bool {
    let (index, bytes) = match bytes.starts_with(MAGIC) {
        true => {
            let count =
                bytes.get(8 + 255 * 4..8 + 256 * 4).map_or(0, |end| u32::from_be_bytes(end.try_into().unwrap()));
            let end = (8 + 256 * 4 + count as usize * 28 + 40).min(bytes.len());
            (bytes[..end].to_vec(), &bytes[end..])
        }
        false => {
            let count = bytes.first().map_or(0, |n| usize::from(n % 16)).min(bytes.len().saturating_sub(1) / 3);
            let (table, rest) = bytes.get(1..).unwrap_or_default().split_at(count * 3);
            (index(table), rest)
        }
    };
    let Some(found) = pack(&index, &mut &*bytes, limits(1)) else { return false };
    let more = pack(&index, &mut &*bytes, limits(2)).expect("the same index");
    let count = u32::from_be_bytes(index[8 + 255 * 4..8 + 256 * 4].try_into().unwrap()) as usize;
    let tables = &index[8 + 256 * 4..];
    let (names, offsets) = (&tables[..count * 20], &tables[count * 24..count * 28]);
    let places: BTreeMap<[u8; 20], u64> = names
        .chunks_exact(20)
        .zip(offsets.chunks_exact(4))
        .map(|(name, at)| (name.try_into().unwrap(), u64::from(u32::from_be_bytes(at.try_into().unwrap()))))
        .collect();
    for (name, offset) in &places {
        let object = ObjectId::from_bytes(*name);
        // A name that stands where nobody looks for it is in no pack.
        let Some(weight) = found.weight(object) else { continue };
        assert!(more.weight(object) <= Some(weight), "with more room it weighs more");
        if weight == Weight::Small {
            let mut left = MOST;
            let size = unpacked(bytes, &places, *offset, &mut left);
            assert!(size.is_none_or(|size| size <= SMALL), "{size:?} bytes are small");
        }
    }
    true
}

fn index(table: &[u8]) -> Vec<u8> {
    let mut objects: Vec<(u8, [u8; 4])> = table.chunks_exact(3).map(|o| (o[0], [0, 0, o[1], o[2]])).collect();
    objects.sort_unstable();
    let mut index = MAGIC.to_vec();
    for first in 0..=255 {
        index.extend((objects.iter().filter(|(name, _)| *name <= first).count() as u32).to_be_bytes());
    }
    objects.iter().for_each(|(name, _)| index.extend([*name; 20]));
    index.extend(vec![0; objects.len() * 4]);
    objects.iter().for_each(|(_, offset)| index.extend(offset));
    index.extend([0; 40]);
    index
}

/// How large an object is, taking off what must be unpacked for it; `None` where it cannot be read.
fn unpacked(bytes: &[u8], places: &BTreeMap<[u8; 20], u64>, offset: u64, left: &mut u64) -> Option<u64> {
    let mut rest = bytes.get(usize::try_from(offset).ok()?..)?;
    let first = take(&mut rest)?;
    let (mut size, mut more, mut shift) = (u64::from(first & 15), first & 128 != 0, 4);
    while more {
        let byte = take(&mut rest)?;
        size |= u64::from(byte & 127).checked_shl(shift)?;
        (more, shift) = (byte & 128 != 0, shift + 7);
    }
    *left = left.checked_sub(size).expect("it costs more than it was said to");
    assert!(size <= MOST / 4, "{size} bytes at once");
    let base = match first >> 4 & 7 {
        1..=4 => return Some(size),
        6 => {
            let mut byte = take(&mut rest)?;
            let mut back = u64::from(byte & 127);
            while byte & 128 != 0 {
                byte = take(&mut rest)?;
                back = (back + 1) * 128 + u64::from(byte & 127);
            }
            offset.checked_sub(back)?
        }
        7 => {
            let (name, behind) = rest.split_first_chunk::<20>()?;
            rest = behind;
            *places.get(name)?
        }
        _ => return None,
    };
    let mut delta = Vec::new();
    flate2::read::ZlibDecoder::new(rest).take(64).read_to_end(&mut delta).ok();
    let mut numbers = (0..2).map(|_| {
        let (mut value, mut shift) = (0u64, 0);
        loop {
            let byte = take(&mut delta.as_slice())?;
            delta.remove(0);
            value |= u64::from(byte & 127).checked_shl(shift)?;
            shift += 7;
            if byte & 128 == 0 {
                return Some(value);
            }
        }
    });
    let (_, size) = (numbers.next()??, numbers.next()??);
    *left = left.checked_sub(size).expect("it costs more than it was said to");
    assert!(size <= MOST / 4, "{size} bytes at once");
    unpacked(bytes, places, base, left)?;
    Some(size)
}

fn take(rest: &mut &[u8]) -> Option<u8> {
    let (first, behind) = rest.split_first()?;
    *rest = behind;
    Some(*first)
}
