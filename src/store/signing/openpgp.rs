//! What is in an OpenPGP signature and is not signed.
//!
//! `gpg` reads packets in many spellings and looks at no more than it must. Held here to what it writes: one packet with the
//! shortest length, nothing unsigned in it but the issuer's key id, the true beginning of the digest, numbers without leading
//! zeros. The signature's own arithmetic may still have two answers (ECDSA); no reader can tell which one was made.

use sha2::{Digest, Sha224, Sha256, Sha384, Sha512};

/// The tag of a signature packet.
const SIGNATURE: u8 = 2;
/// Subpackets that say which key signed: by its id, by its fingerprint.
const ISSUER: u8 = 16;
const ISSUER_FINGERPRINT: u8 = 33;

/// The parts of a version 4 signature (RFC 4880, section 5.2.3).
struct Parts<'a> {
    /// From the version to the last hashed subpacket: what is signed besides the content.
    hashed: &'a [u8],
    hash: u8,
    /// The hashed subpackets alone.
    said: &'a [u8],
    unhashed: &'a [u8],
    /// The first two bytes of the digest.
    start: &'a [u8],
    numbers: &'a [u8],
}

/// Whether a signature over some bytes is spelt as `gpg` spells it. Signatures of another version than 4 are left to `gpg`.
pub(super) fn is_plain(bytes: &[u8], payload: &[u8]) -> bool {
    let Some(body) = body(bytes).filter(|body| packet(body) == bytes) else { return false };
    if body.first() != Some(&4) {
        return true;
    }
    parts(body).is_some_and(|parts| {
        let unhashed = issuer(parts.said, parts.unhashed).map(|id| [&[9, ISSUER], id.as_slice()].concat());
        unhashed.as_deref() == Some(parts.unhashed)
            && digest_start(&parts, payload).is_none_or(|start| start == parts.start)
            && are_shortest(parts.numbers)
    })
}

/// The same signature spelt as `gpg` spells it, as far as it can be read.
pub(super) fn tidied(bytes: Vec<u8>) -> Vec<u8> {
    let Some(body) = body(&bytes) else { return bytes };
    let known = parts(body).and_then(|parts| Some((issuer(parts.said, parts.unhashed)?, parts)));
    match known {
        Some((id, parts)) => {
            let unhashed = [&[0, 10, 9, ISSUER], id.as_slice()].concat();
            packet(&[parts.hashed, &unhashed, parts.start, parts.numbers].concat())
        }
        None => packet(body),
    }
}

/// The content of the one packet, whichever way its length is written.
fn body(bytes: &[u8]) -> Option<&[u8]> {
    let (first, rest) = bytes.split_first()?;
    let (length, rest) = match (*first, rest) {
        // The old form: tag, then one, two or four bytes of length.
        (first, [n, rest @ ..]) if first == 0x80 | SIGNATURE << 2 => (usize::from(*n), rest),
        (first, [a, b, rest @ ..]) if first == 0x80 | SIGNATURE << 2 | 1 => (number(&[*a, *b]), rest),
        (first, [a, b, c, d, rest @ ..]) if first == 0x80 | SIGNATURE << 2 | 2 => (number(&[*a, *b, *c, *d]), rest),
        // The new form.
        (first, [n @ ..192, rest @ ..]) if first == 0xc0 | SIGNATURE => (usize::from(*n), rest),
        (first, [a @ 192..224, b, rest @ ..]) if first == 0xc0 | SIGNATURE => {
            ((usize::from(*a) - 192) * 256 + usize::from(*b) + 192, rest)
        }
        (first, [255, a, b, c, d, rest @ ..]) if first == 0xc0 | SIGNATURE => (number(&[*a, *b, *c, *d]), rest),
        _ => return None,
    };
    (rest.len() == length).then_some(rest)
}

/// A packet in the old form with the shortest length, as `gpg` writes it.
fn packet(body: &[u8]) -> Vec<u8> {
    let tag = 0x80 | SIGNATURE << 2;
    match (u8::try_from(body.len()), u16::try_from(body.len())) {
        (Ok(n), _) => [&[tag, n], body].concat(),
        (_, Ok(n)) => [&[tag | 1], n.to_be_bytes().as_slice(), body].concat(),
        // Longer than any commit.
        _ => body.to_vec(),
    }
}

fn parts(body: &[u8]) -> Option<Parts<'_>> {
    let count = |at: usize| Some(number(body.get(at..at + 2)?));
    let [4, _, _, hash, ..] = body else { return None };
    let end = 6 + count(4)?;
    let (said, unhashed_from) = (body.get(6..end)?, end + 2);
    let unhashed_to = unhashed_from + count(end)?;
    Some(Parts {
        hashed: body.get(..end)?,
        hash: *hash,
        said,
        unhashed: body.get(unhashed_from..unhashed_to)?,
        start: body.get(unhashed_to..unhashed_to + 2)?,
        numbers: body.get(unhashed_to + 2..)?,
    })
}

/// The issuer's key id: the end of the fingerprint that is signed, else as it stands unsigned.
fn issuer(said: &[u8], unhashed: &[u8]) -> Option<Vec<u8>> {
    let signed = subpackets(said)?;
    let unsigned = subpackets(unhashed)?;
    let fingerprint = signed.iter().find(|(kind, value)| *kind == ISSUER_FINGERPRINT && value.first() == Some(&4));
    let of_fingerprint = fingerprint.and_then(|(_, value)| value.get(13..21));
    let by_id = || signed.iter().chain(&unsigned).find(|(kind, value)| *kind == ISSUER && value.len() == 8);
    of_fingerprint.or_else(|| by_id().map(|(_, value)| *value)).map(<[u8]>::to_vec)
}

/// The subpackets of an area, each with its kind and what it says.
fn subpackets(mut area: &[u8]) -> Option<Vec<(u8, &[u8])>> {
    let mut found = Vec::new();
    while !area.is_empty() {
        let (length, rest) = match area {
            [n @ ..192, rest @ ..] => (usize::from(*n), rest),
            [a @ 192..=254, b, rest @ ..] => ((usize::from(*a) - 192) * 256 + usize::from(*b) + 192, rest),
            [255, a, b, c, d, rest @ ..] => (number(&[*a, *b, *c, *d]), rest),
            _ => return None,
        };
        let (one, rest) = rest.split_at_checked(length)?;
        let (kind, value) = one.split_first()?;
        found.push((kind & 0x7f, value));
        area = rest;
    }
    Some(found)
}

/// The first two bytes of what is signed, for the digests that are accepted.
fn digest_start(parts: &Parts<'_>, payload: &[u8]) -> Option<Vec<u8>> {
    let length = u32::try_from(parts.hashed.len()).ok()?;
    let data = [payload, parts.hashed, &[4, 0xff], &length.to_be_bytes()].concat();
    let digest = match parts.hash {
        8 => Sha256::digest(&data).to_vec(),
        9 => Sha384::digest(&data).to_vec(),
        10 => Sha512::digest(&data).to_vec(),
        11 => Sha224::digest(&data).to_vec(),
        _ => return None,
    };
    digest.get(..2).map(<[u8]>::to_vec)
}

/// Whether the signature's numbers are written without leading zeros, up to the very end.
fn are_shortest(mut numbers: &[u8]) -> bool {
    while !numbers.is_empty() {
        let [a, b, rest @ ..] = numbers else { return false };
        let bits = number(&[*a, *b]);
        let Some((value, rest)) = rest.split_at_checked(bits.div_ceil(8)) else { return false };
        let zeros = value.first().map_or(0, |first| first.leading_zeros() as usize);
        if bits == 0 || value.len() * 8 - zeros != bits {
            return false;
        }
        numbers = rest;
    }
    true
}

fn number(bytes: &[u8]) -> usize {
    bytes.iter().fold(0, |number, byte| number << 8 | usize::from(*byte))
}
