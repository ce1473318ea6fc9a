//! A git pack and its index → which objects cost more to read than they look.
//!
//! An object of a pack may be a difference to another one, and that to a third. Whoever asks for the size of the last is told
//! nothing of the others, which must all be unpacked to read it: a report of a kilobyte may stand on a gigabyte of zeros. Git
//! never writes such packs, but a folder that somebody hands over may hold anything.

use baocao_core::domain::ObjectId;
use flate2::{Decompress, FlushDecompress};
use std::collections::HashSet;

/// So many bytes from the beginning of an object are enough to tell what it costs: its head, the name of what it differs
/// from, and the compressed sizes that a difference begins with.
pub const ENOUGH: usize = 512;
/// The head of an index of the second version, the only one git has written since 2007, and its first table.
const MAGIC: &[u8] = &[0xff, b't', b'O', b'c', 0, 0, 0, 2];
const TABLE: usize = MAGIC.len() + 256 * 4;
/// A base of so many bytes is none too large for anything: 1 MiB.
const FREE: u64 = 1024 * 1024;
/// The longest head of a difference once it is unpacked: two numbers.
const SIZES: usize = 20;

/// A pack's bytes, from wherever they come.
pub trait Bytes {
    /// What stands from a place on: [`ENOUGH`] bytes or more, fewer only before the end.
    fn at(&mut self, offset: u64) -> &[u8];
}

impl Bytes for &[u8] {
    fn at(&mut self, offset: u64) -> &[u8] {
        usize::try_from(offset).ok().and_then(|at| self.get(at..)).unwrap_or_default()
    }
}

/// The objects of a pack, as its index names them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pack {
    /// The names, in the order of the index.
    names: Vec<[u8; 20]>,
    /// Where the names with each first byte end.
    ends: Vec<u32>,
    /// Where each stands in the pack, as the index writes it.
    places: Vec<u32>,
    /// Those larger than a reader takes without asking for the size.
    large: HashSet<ObjectId>,
    /// Those for which more must be unpacked than a reader is willing to, or of which that cannot be told.
    costly: HashSet<ObjectId>,
    /// Whether the names stand in order. Two readers of a table that is out of order would find different things in it.
    ordered: bool,
}

/// What is known of an object of a pack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// It is small, and so is what must be unpacked for it.
    Small,
    /// It is large itself.
    Large,
    /// What must be unpacked for it is more than anybody should.
    Costly,
}

impl Pack {
    /// What is known of an object; `None` if it is not in this pack.
    pub fn weight(&self, object: ObjectId) -> Option<Weight> {
        if !self.ordered {
            return self.names.contains(object.as_bytes()).then_some(Weight::Costly);
        }
        find(&self.names, &self.ends, object.as_bytes())?;
        Some(match () {
            () if self.costly.contains(&object) => Weight::Costly,
            () if self.large.contains(&object) => Weight::Large,
            () => Weight::Small,
        })
    }
}

/// How much is how much, in bytes.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// An object that is larger is large.
    pub small: u64,
    /// One for which anything larger must be held in memory is costly.
    pub each: u64,
    /// So is one for which more must be unpacked in all.
    pub all: u64,
}

/// Reads what the objects of a pack cost; `None` where the index is of a form that is not read here.
pub fn pack(index: &[u8], bytes: &mut dyn Bytes, limits: Limits) -> Option<Pack> {
    let mut ends = Vec::with_capacity(256);
    for end in index.strip_prefix(MAGIC)?.get(..256 * 4)?.chunks_exact(4) {
        let end = big_endian(end);
        ends.push(Some(end).filter(|end| ends.last().is_none_or(|last| last <= end))?);
    }
    let count = *ends.last()? as usize;
    let names_end = count.checked_mul(20)?.checked_add(TABLE)?;
    let offsets = names_end.checked_add(count.checked_mul(4)?)?;
    let far = offsets.checked_add(count.checked_mul(4)?)?;
    let (names, _) = index.get(TABLE..names_end)?.as_chunks::<20>();
    // Behind the tables stand the checksums of the pack and of the index.
    let (offsets, far) = (index.get(offsets..far)?, index.get(far..index.len().checked_sub(2 * 20)?)?);
    let offset = |near: &[u8]| match big_endian(near) {
        near if near >> 31 == 0 => Some(u64::from(near)),
        place => {
            let at = ((place & !(1 << 31)) as usize).checked_mul(8)?;
            Some(u64::from(big_endian(far.get(at..at + 4)?)) << 32 | u64::from(big_endian(far.get(at + 4..at + 8)?)))
        }
    };
    let places = offsets.chunks_exact(4).map(big_endian).collect();
    let offsets: Vec<Option<u64>> = offsets.chunks_exact(4).map(offset).collect();
    let ordered = names.windows(2).all(|pair| pair[0] < pair[1])
        && names.iter().enumerate().all(|(n, name)| range(&ends, name[0]).contains(&n));
    if !ordered {
        return Some(Pack {
            names: names.to_vec(),
            ends,
            places,
            large: HashSet::new(),
            costly: HashSet::new(),
            ordered,
        });
    }
    let mut pile = Pile::new(names, &ends, &offsets);
    let all = 0..pile.order.len();
    for n in all.clone() {
        if !pile.weigh(n, bytes) || pile.own[n] > limits.each {
            pile.own[n] = u64::MAX;
        }
    }
    let totals: Vec<u64> = all.clone().map(|n| pile.total(n)).collect();
    let name = |n: usize| ObjectId::from_bytes(names[n]);
    let at = |n: usize| name(pile.order[n].1 as usize);
    // What has no place in the pack cannot be read by anybody, or not in the same way.
    let lost = (0..count).filter(|n| offsets[*n].is_none()).map(name);
    let large = all.clone().filter(|n| pile.sizes[*n] > limits.small).map(at).collect();
    let costly = all.filter(|n| totals[*n] > limits.all).map(at).chain(lost).collect();
    Some(Pack { names: names.to_vec(), ends, places, large, costly, ordered })
}

/// Reads the index of several packs, which libgit2 asks before theirs: the objects for which it names another place than the
/// index of the pack itself, and the names of packs that `known` does not have are passed over, as libgit2 does. `None`
/// where it is of a form that is not read here.
pub fn crossed<'p>(index: &[u8], known: &dyn Fn(&str) -> Option<&'p Pack>) -> Option<HashSet<ObjectId>> {
    let (head, _) = index.split_first_chunk::<12>()?;
    if head[..6] != *b"MIDX\x01\x01" {
        return None;
    }
    let table = index.get(12..12 + (usize::from(head[6]) + 1) * 12)?;
    let (lines, _) = table.as_chunks::<12>();
    let begin =
        |line: &[u8; 12]| usize::try_from(u64::from(big_endian(&line[4..8])) << 32 | u64::from(big_endian(&line[8..])));
    let chunk = |id: &[u8; 4]| {
        let mut found = lines.windows(2).filter(|pair| pair[0][..4] == *id);
        let pair = found.next().filter(|_| found.next().is_none())?;
        index.get(begin(&pair[0]).ok()?..begin(&pair[1]).ok()?)
    };
    let mut packs = Vec::new();
    for name in chunk(b"PNAM")?.split(|byte| *byte == 0).take(big_endian(&head[8..]) as usize) {
        packs.push(known(std::str::from_utf8(name).ok()?));
    }
    let (names, _) = chunk(b"OIDL")?.as_chunks::<20>();
    let (places, _) = chunk(b"OOFF")?.as_chunks::<8>();
    if places.len() != names.len() {
        return None;
    }
    let wrong = |(name, place): &(&[u8; 20], &[u8; 8])| {
        let Some(Some(pack)) = packs.get(big_endian(&place[..4]) as usize) else { return true };
        let found = find(&pack.names, &pack.ends, name).map(|n| pack.places[n]);
        // Places beyond two gigabytes stand in tables of their own.
        found.is_none_or(|found| found != big_endian(&place[4..]) || found >> 31 != 0)
    };
    Some(names.iter().zip(places).filter(wrong).map(|(name, _)| ObjectId::from_bytes(*name)).collect())
}

/// Whether an index can be of the first version, which has no head and which libgit2 still reads.
pub fn is_first_version(index: &[u8]) -> bool {
    index.len() >= 256 * 4 + 2 * 20 && !index.starts_with(&MAGIC[..4])
}

/// The objects in the order in which they stand in the pack.
struct Pile<'a> {
    names: &'a [[u8; 20]],
    ends: &'a [u32],
    offsets: &'a [Option<u64>],
    /// Where each stands, and which name it has.
    order: Vec<(u64, u32)>,
    /// How large each is.
    sizes: Vec<u64>,
    /// How many bytes must be unpacked for each, besides those of what it differs from.
    own: Vec<u64>,
    /// What each differs from.
    bases: Vec<Option<u32>>,
    /// How many bytes must be unpacked in all, once it is known.
    totals: Vec<Option<u64>>,
    inflate: Decompress,
}

impl<'a> Pile<'a> {
    fn new(names: &'a [[u8; 20]], ends: &'a [u32], offsets: &'a [Option<u64>]) -> Self {
        let mut order: Vec<_> = offsets.iter().zip(0..).filter_map(|(offset, n)| Some(((*offset)?, n))).collect();
        order.sort_unstable();
        let all = order.len();
        Pile {
            names,
            ends,
            offsets,
            order,
            sizes: vec![0; all],
            own: vec![0; all],
            bases: vec![None; all],
            totals: vec![None; all],
            inflate: Decompress::new(true),
        }
    }

    fn at(&self, offset: u64) -> Option<u32> {
        self.order.binary_search_by_key(&offset, |(at, _)| *at).ok().map(|n| n as u32)
    }

    /// Reads how an object begins; `false` if it does not begin as git writes it.
    fn weigh(&mut self, n: usize, bytes: &mut dyn Bytes) -> bool {
        let offset = self.order[n].0;
        let Some((kind, size, rest)) = head(bytes.at(offset)) else { return false };
        (self.sizes[n], self.own[n]) = (size, size);
        let (base, rest) = match kind {
            1..=4 => return true,
            6 => match back(rest).map(|(back, rest)| (offset.checked_sub(back).filter(|_| back > 0), rest)) {
                Some((Some(base), rest)) => (self.at(base), rest),
                _ => return false,
            },
            7 => match rest.split_first_chunk::<20>() {
                Some((name, rest)) => {
                    let place = find(self.names, self.ends, name).and_then(|n| self.offsets[n]);
                    (place.and_then(|offset| self.at(offset)), rest)
                }
                None => return false,
            },
            _ => return false,
        };
        self.inflate.reset(true);
        let mut out = [0; SIZES];
        let rest = &rest[..rest.len().min(ENOUGH)];
        let _ = self.inflate.decompress(rest, &mut out, FlushDecompress::None);
        let out = &out[..(self.inflate.total_out() as usize).min(SIZES)];
        let Some((from, out)) = number(out) else { return false };
        let Some((size, _)) = number(out) else { return false };
        // Git writes nothing as a difference to what is 32 times as large.
        if from > FREE && from / 64 > size {
            return false;
        }
        self.sizes[n] = size;
        self.own[n] = self.own[n].saturating_add(size);
        self.bases[n] = base;
        base.is_some()
    }

    /// How many bytes must be unpacked for an object. What leads in a circle never ends.
    fn total(&mut self, n: usize) -> u64 {
        let (mut chain, mut at, mut sum) = (Vec::new(), n, 0);
        loop {
            if let Some(known) = self.totals[at] {
                sum = known;
                break;
            }
            self.totals[at] = Some(u64::MAX);
            chain.push(at);
            match self.bases[at] {
                Some(base) => at = base as usize,
                None => break,
            }
        }
        for at in chain.into_iter().rev() {
            sum = sum.saturating_add(self.own[at]);
            self.totals[at] = Some(sum);
        }
        sum
    }
}

fn range(ends: &[u32], first: u8) -> std::ops::Range<usize> {
    let first = usize::from(first);
    let begin = first.checked_sub(1).map_or(0, |before| ends[before] as usize);
    begin..ends[first] as usize
}

fn find(names: &[[u8; 20]], ends: &[u32], name: &[u8; 20]) -> Option<usize> {
    let range = range(ends, name[0]);
    Some(range.start + names[range].binary_search(name).ok()?)
}

fn big_endian(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0, |number, byte| number << 8 | u32::from(*byte))
}

/// An object's head: its kind, its size (of a difference: how long that is), and what follows.
fn head(bytes: &[u8]) -> Option<(u8, u64, &[u8])> {
    let (first, mut rest) = bytes.split_first()?;
    let mut size = u64::from(first & 15);
    if first & 128 != 0 {
        let (more, behind) = number(rest)?;
        size |= more.checked_mul(16)?;
        rest = behind;
    }
    Some((first >> 4 & 7, size, rest))
}

/// A number in groups of seven bits, the least first.
fn number(bytes: &[u8]) -> Option<(u64, &[u8])> {
    let mut value = 0u64;
    for (at, byte) in bytes.iter().enumerate().take(9) {
        value |= u64::from(byte & 127) << (7 * at);
        if byte & 128 == 0 {
            return Some((value, &bytes[at + 1..]));
        }
    }
    None
}

/// How far back the base of a difference stands: groups of seven bits, the greatest first, each but the last one more than
/// it says.
fn back(bytes: &[u8]) -> Option<(u64, &[u8])> {
    let mut value = 0u64;
    for (at, byte) in bytes.iter().enumerate().take(9) {
        value = value << 7 | u64::from(byte & 127);
        if byte & 128 == 0 {
            return Some((value, &bytes[at + 1..]));
        }
        value += 1;
    }
    None
}

#[cfg(test)]
mod tests;
