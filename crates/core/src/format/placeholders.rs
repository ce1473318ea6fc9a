//! Variables (`{ky}`, `{co_quan}`) that are not known where they are written.

use crate::domain::{VARIABLES, variables_in};
use crate::say;
use crate::text::{Span, Text, nearest};

/// Returns place, message and help for every variable of a text that is not among `known`.
pub fn unknown(text: &str, known: &[&str]) -> Vec<(Span, Text, Text)> {
    let list = known.iter().map(|name| format!("{{{name}}}")).collect::<Vec<_>>().join(", ");
    let wrong = variables_in(text).into_iter().filter(|(_, name)| !known.contains(name));
    wrong
        .map(|(span, name)| {
            let message = if VARIABLES.contains(&name) {
                say!(vi: "ở đây không dùng được “{{{name}}}”", en: "“{{{name}}}” cannot be used here")
            } else {
                say!(vi: "không có biến “{{{name}}}”", en: "there is no variable “{{{name}}}”")
            };
            let help = match nearest(&name.trim().replace([' ', '-'], "_"), known.iter().copied()) {
                Some(near) if !VARIABLES.contains(&name) => say!(
                    vi: "có phải là “{{{near}}}”? Các biến dùng được ở đây: {list}",
                    en: "did you mean “{{{near}}}”? The variables here: {list}"
                ),
                _ => say!(vi: "dùng một trong các biến: {list}", en: "use one of the variables: {list}"),
            };
            (span, message, help)
        })
        .collect()
}
