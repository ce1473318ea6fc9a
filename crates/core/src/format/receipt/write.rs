//! A receipt as a commit's message.

use crate::domain::Receipt;

/// The message; the moment is the commit's own.
pub fn message(receipt: &Receipt) -> String {
    let Receipt { reference, old, new, pusher, .. } = receipt;
    let short = reference.as_str().trim_start_matches("refs/heads/");
    let pusher = pusher.as_ref().map(|name| format!("Baocao-Pusher: {name}\n")).unwrap_or_default();
    format!(
        "biên nhận: {short}\n\nBaocao-Receipt: 1\nBaocao-Reference: {reference}\nBaocao-Old: {old}\nBaocao-New: {new}\n{pusher}"
    )
}
