//! Packs made by hand, for tests.

use flate2::{Compression, write::ZlibEncoder};
use std::io::Write;

/// A pack in the making. Nobody reads its checksums here, nor does libgit2.
#[derive(Default)]
pub(super) struct Made {
    bytes: Vec<u8>,
    objects: Vec<([u8; 20], u64)>,
}

pub(super) fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn sevens(mut value: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    while value > 127 {
        bytes.push(value as u8 | 128);
        value >>= 7;
    }
    bytes.push(value as u8);
    bytes
}

/// A difference that puts `text` in the place of `base` bytes.
pub(super) fn instead(base: u64, text: &[u8]) -> Vec<u8> {
    let mut delta = sevens(base);
    delta.extend(sevens(text.len() as u64));
    for piece in text.chunks(127) {
        delta.push(piece.len() as u8);
        delta.extend(piece);
    }
    delta
}

impl Made {
    pub(super) fn new() -> Made {
        Made { bytes: b"PACK\0\0\0\x02\0\0\0\x01".to_vec(), objects: Vec::new() }
    }

    pub(super) fn add(&mut self, name: [u8; 20], kind: u8, size: u64, rest: &[u8]) -> u64 {
        let offset = self.bytes.len() as u64;
        self.objects.push((name, offset));
        let more = if size > 15 { 128 } else { 0 };
        self.bytes.push(more | kind << 4 | (size & 15) as u8);
        if size > 15 {
            self.bytes.extend(sevens(size >> 4));
        }
        self.bytes.extend(rest);
        offset
    }

    pub(super) fn whole(&mut self, name: [u8; 20], kind: u8, bytes: &[u8]) -> u64 {
        self.add(name, kind, bytes.len() as u64, &deflated(bytes))
    }

    /// A difference to what stands at a place before it.
    pub(super) fn behind(&mut self, name: [u8; 20], base: u64, delta: &[u8]) -> u64 {
        let bytes = [self.back(base), deflated(delta)].concat();
        self.add(name, 6, delta.len() as u64, &bytes)
    }

    /// How far back a place is from what is added next.
    pub(super) fn back(&self, place: u64) -> Vec<u8> {
        let mut back = self.bytes.len() as u64 - place;
        let mut bytes = vec![(back & 127) as u8];
        while back > 127 {
            back = (back >> 7) - 1;
            bytes.insert(0, (back & 127) as u8 | 128);
        }
        bytes
    }

    /// A difference to what has a name.
    pub(super) fn named(&mut self, name: [u8; 20], base: [u8; 20], delta: &[u8]) -> u64 {
        let bytes = [base.to_vec(), deflated(delta)].concat();
        self.add(name, 7, delta.len() as u64, &bytes)
    }

    pub(super) fn done(mut self) -> (Vec<u8>, Vec<u8>) {
        self.objects.sort_unstable();
        self.bytes[8..12].copy_from_slice(&(self.objects.len() as u32).to_be_bytes());
        let mut index = b"\xfftOc\0\0\0\x02".to_vec();
        for first in 0..=255 {
            let end = self.objects.iter().filter(|(name, _)| name[0] <= first).count() as u32;
            index.extend(end.to_be_bytes());
        }
        self.objects.iter().for_each(|(name, _)| index.extend(name));
        index.extend(vec![0; 4 * self.objects.len()]);
        self.objects.iter().for_each(|(_, offset)| index.extend((*offset as u32).to_be_bytes()));
        index.extend([0; 40]);
        self.bytes.extend([0; 20]);
        (index, self.bytes)
    }
}
