//! Numbers in running text: tagged sums, and indicators named with a number. Only what can be read in one way is taken;
//! the rest of the text says whatever it says.

mod citations;
mod compared;
mod mentions;
mod shares;
mod sums;
mod times;
mod unfinished;
mod words;

pub use mentions::Names;
pub use times::named;

use baocao_core::domain::{Report, Statements};
use baocao_core::text::Source;

/// What a report's text says in numbers and times; `names` are the indicators that it may name.
pub fn read(source: &Source, report: &Report, names: &Names) -> Statements {
    let (text, body) = (source.text(), report.body);
    let headings = report.titles.iter().chain(report.sections.iter().map(|section| &section.heading));
    let headed = headings.flat_map(|heading| times::named(text, heading.text_span)).collect();
    let opening = times::opening(text, body);
    let (plain_sums, shares) = shares::read(text, body);
    let (sums, mentions) = (sums::sums(text, body), mentions::mentions(text, body, names));
    let (odd, limits) = citations::read(text, body);
    let unfinished = unfinished::read(text, body);
    Statements { sums, mentions, plain_sums, shares, unfinished, odd, limits, headed, opening }
}

#[cfg(test)]
mod tests {
    use crate::reports::statements::*;
    use baocao_core::domain::{Accumulation, FrontMatter, Indicator};
    use baocao_core::text::Span;
    use proptest::prelude::*;

    proptest! {
        /// Whatever is written, nothing panics and every number stands where it is said to stand.
        #[test]
        fn numbers_stand_where_they_are_said_to(text in "(số cuộc thanh tra|Số|cuộc| |đạt|là|:|[0-9]{1,4}|[.,/()|%;-]|\n|\n\n|<!-- cộng -->|<!-- hết -->|<!--|-->|\u{301}|quý II|năm){0,40}") {
            let source = Source::new("a.md".into(), text.clone());
            let indicators = [Indicator::new("a", "Số cuộc thanh tra", "cuộc", Accumulation::Flow)];
            let body = Span::new(0, text.len());
            let report = Report { path: "a.md".into(), front: FrontMatter::Missing, titles: Vec::new(), sections: Vec::new(), body, tags: Vec::new() };
            let said = read(&source, &report, &Names::new(&indicators, "QUÝ II NĂM 2024"));
            for sum in said.sums {
                prop_assert!(text[sum.tag.start..sum.tag.end].starts_with("<!--"));
                for said in sum.sum.iter().flat_map(|(total, parts)| parts.iter().chain([total])) {
                    prop_assert_eq!(&text[said.span.start..said.span.end], &said.text);
                }
            }
            for said in said.plain_sums.iter().flat_map(|sum| sum.parts.iter().chain([&sum.total])) {
                prop_assert_eq!(&text[said.span.start..said.span.end], &said.text);
            }
            for share in &said.shares {
                prop_assert_eq!(&text[share.percent.span.start..share.percent.span.end], &share.percent.text);
            }
            for mention in said.mentions {
                prop_assert_eq!(&text[mention.said.span.start..mention.said.span.end], &mention.said.text);
                prop_assert!(text.get(mention.name.start..mention.name.end).is_some());
            }
        }
    }
}
