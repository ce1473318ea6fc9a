//! Numbers in running text: tagged sums, and indicators named with a number. Only what can be read in one way is taken;
//! the rest of the text says whatever it says.

mod mentions;
mod sums;
mod words;

pub use mentions::Names;

use crate::domain::Statements;
use crate::text::{Source, Span};

/// What the text in `body` says in numbers; `names` are the indicators that it may name.
pub fn read(source: &Source, body: Span, names: &Names) -> Statements {
    let text = source.text();
    Statements { sums: sums::sums(text, body), mentions: mentions::mentions(text, body, names) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Accumulation, Indicator};
    use proptest::prelude::*;

    proptest! {
        /// Whatever is written, nothing panics and every number stands where it is said to stand.
        #[test]
        fn numbers_stand_where_they_are_said_to(text in "(số cuộc thanh tra|Số|cuộc| |đạt|là|:|[0-9]{1,4}|[.,/()|%;-]|\n|\n\n|<!-- cộng -->|<!-- hết -->|<!--|-->|\u{301}|quý II|năm){0,40}") {
            let source = Source::new("a.md".into(), text.clone());
            let indicators = [Indicator::new("a", "Số cuộc thanh tra", "cuộc", Accumulation::Flow)];
            let said = read(&source, Span::new(0, text.len()), &Names::new(&indicators, "QUÝ II NĂM 2024"));
            for sum in said.sums {
                prop_assert!(text[sum.tag.start..sum.tag.end].starts_with("<!--"));
                for said in sum.sum.iter().flat_map(|(total, parts)| parts.iter().chain([total])) {
                    prop_assert_eq!(&text[said.span.start..said.span.end], &said.text);
                }
            }
            for mention in said.mentions {
                prop_assert_eq!(&text[mention.said.span.start..mention.said.span.end], &mention.said.text);
                prop_assert!(text.get(mention.name.start..mention.name.end).is_some());
            }
        }
    }
}
