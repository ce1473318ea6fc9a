//! `grow TARGET FOLDER…`: every input of a corpus repeated up to a MiB, and what the slowest took. A case of a few KiB
//! cannot tell work that grows with the square of the text from work that is merely slow; this can.

use baocao_fuzz::{invariants, worked};
use std::path::PathBuf;

const MIB: usize = 1 << 20;

fn main() {
    let mut args = std::env::args().skip(1);
    let target = args.next().expect("a target");
    let mut slowest = Vec::new();
    for folder in args {
        for file in std::fs::read_dir(folder).expect("a folder").flatten() {
            let bytes = std::fs::read(file.path()).expect("a file");
            for (how, grown) in ways(&bytes) {
                let start = worked();
                invariants::hold(&target, &grown);
                let per_mib = (worked() - start).mul_f64(MIB as f64 / grown.len() as f64);
                slowest.push((per_mib, how, grown.len(), file.path()));
            }
        }
    }
    slowest.sort_by(|a, b| b.cmp(a));
    let total = slowest.len();
    let show = |(per_mib, how, size, path): &(_, &str, usize, PathBuf)| {
        println!("{per_mib:>12?} per MiB  {how:6} {size:>8} bytes  {}", path.display());
    };
    slowest.iter().take(10).for_each(show);
    println!("{total} cases");
}

/// The input over and over; and its last line over and over, so that what opens the file still opens it once.
fn ways(bytes: &[u8]) -> Vec<(&'static str, Vec<u8>)> {
    let tail = bytes.iter().rposition(|b| *b == b'\n').map_or(bytes, |at| &bytes[at..]);
    let middle = bytes.len() / 2;
    let middle = bytes[middle..].iter().position(|b| *b == b'\n').map_or(middle, |at| middle + at);
    let row = bytes[middle..].iter().skip(1).position(|b| *b == b'\n').map_or(bytes.len(), |at| middle + 1 + at);
    let mut out = Vec::new();
    if !bytes.is_empty() {
        out.push(("whole", bytes.repeat(MIB.div_ceil(bytes.len()))));
    }
    for (how, part, rest) in [("tail", tail, &[][..]), ("middle", &bytes[middle..row], &bytes[row..])] {
        if !part.is_empty() {
            let head = &bytes[..bytes.len() - part.len() - rest.len()];
            out.push((how, [head, &part.repeat(MIB.div_ceil(part.len())), rest].concat()));
        }
    }
    out
}
