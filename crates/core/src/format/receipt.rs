//! A receipt's message: the same strict block of lines as an act's.

pub mod write;

pub use write::*;

use crate::domain::{Moment, ObjectId, OneLine, Receipt};

/// Reads exactly what `render::receipt` writes; anything else is no receipt.
pub fn receipt(message: &str, at: Moment) -> Option<Receipt> {
    let (_, block) = message.strip_suffix('\n')?.rsplit_once("\n\n")?;
    let mut lines = block.split('\n').map(|line| line.split_once(": "));
    let mut next = |key: &str| lines.next().flatten().filter(|(found, _)| *found == key).map(|(_, value)| value);
    if next("Baocao-Receipt")? != "1" {
        return None;
    }
    let reference = OneLine::exact(next("Baocao-Reference")?)?;
    let (old, new) = (ObjectId::parse(next("Baocao-Old")?)?, ObjectId::parse(next("Baocao-New")?)?);
    let pusher = match lines.next() {
        None => None,
        Some(Some(("Baocao-Pusher", name))) => Some(OneLine::exact(name)?),
        Some(_) => return None,
    };
    lines.next().is_none().then_some(Receipt { reference, old, new, pusher, at })
}

#[cfg(test)]
mod tests {
    use crate::format::receipt::*;

    #[test]
    fn only_the_one_spelling_is_a_receipt() {
        let zeros = "0".repeat(40);
        let one = "1".repeat(40);
        let block =
            format!("Baocao-Receipt: 1\nBaocao-Reference: refs/heads/main\nBaocao-Old: {zeros}\nBaocao-New: {one}");
        let at = Moment::from_unix(1_700_000_000);
        let read = |text: &str| receipt(text, at);
        let good = read(&format!("biên nhận: main\n\n{block}\n")).expect("a receipt");
        assert_eq!(
            (good.reference.as_str(), good.new, good.pusher),
            ("refs/heads/main", ObjectId::parse(&one).expect("it"), None)
        );
        assert!(read(&format!("x\n\n{block}\nBaocao-Pusher: hoa\n")).is_some_and(|r| r.pusher.is_some()));
        for wrong in [
            format!("x\n\n{block}"),
            format!("x\n\n{block}\nBaocao-More: x\n"),
            format!("x\n\n{}\n", block.replace("Receipt: 1", "Receipt: 2")),
            format!("x\n\n{}\n", block.replace("Old", "New")),
            format!("x\n\n{block}\nBaocao-Pusher: hoa\nBaocao-Pusher: hoa\n"),
            "x\n".to_string(),
        ] {
            assert!(read(&wrong).is_none(), "{wrong}");
        }
    }
}
