//! Whatever departments write, every block of it stands in the draft exactly once, whole, and under its department's name.

use super::Office;
use baocao_check::consolidate::trace;
use baocao_check::reports::markdown;
use baocao_core::domain::BlockKind;
use baocao_core::format::front_matter;
use baocao_core::text::{RepoPath, Source};
use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;

const FORM: &str = include_str!("../../golden/consolidate/edge/form.md");
const SKELETON: &str = include_str!("../../golden/consolidate/edge/skeleton.md");

const HEADINGS: [&str; 14] = [
    "## I. KẾT QUẢ QUÝ II NĂM 2024",
    "### 1. Kết quả thực hiện nhiệm vụ",
    "### 2. Tồn tại, hạn chế",
    "### 3. Nguyên nhân",
    "### 2. Tồn tại, hạn chế và nguyên nhân",
    "## II. PHƯƠNG HƯỚNG QUÝ III NĂM 2024",
    "## Lạ §",
    "### Lạ nhỏ §",
    "Gạch dưới §\n---------",
    "**II. PHƯƠNG HƯỚNG QUÝ III NĂM 2024**",
    "I. KẾT QUẢ QUÝ II NĂM 2024\nChữ § ngay dưới[^1].",
    "1. Kết quả thực hiện nhiệm vụ\n2. Tồn tại, hạn chế",
    "2. Tồn tại, hạn chế\n\n   thuộc về mục §\n3. Nguyên nhân",
    "3. Nguyên nhân và tồn tại, hạn chế",
];

/// Blocks in which each `§` becomes a word of its own.
const BLOCKS: [&str; 22] = [
    "Đoạn § dài\nhai dòng §.",
    "- mục §\n- mục §\n\n  ### trong mục §",
    "1. một §\n   - con §\n2. hai §",
    "```\n## § không phải tiêu đề\n<!-- § -->\n[^1] [kh]\n```",
    "~~~ sh\n§\n\n```\n§\n~~~",
    "    mã § thụt\n\n    thêm §",
    "| a | § |\n|---|---|\n| [^1] § | `[^1]` |",
    "> ## trích §\n> đoạn §",
    "#### Sâu §",
    "##### Sâu hơn §",
    "###### Sâu nhất §",
    "# Mức một §",
    "Chú thích § [^1] và [^2].",
    "[^1]: Nội dung §\n\n    đoạn nữa §",
    "[^2]: § ngắn",
    "Liên kết § [a][kh], [kh][], [kh], ![§][kh] và [chữ](http://vi.du).",
    "[kh]: http://vi.du/a \"§\"",
    "<!-- nhắc người viết -->",
    "<div>\n§\n</div>",
    "<pre>\n§\n\n## §\n</pre>",
    "<!-- nguồn: gia-mao, mục II -->\n\n§ sau dấu giả",
    "Không có §\n\n---",
];

fn report() -> impl Strategy<Value = Vec<&'static str>> {
    let block = prop_oneof![3 => prop::sample::select(BLOCKS.to_vec()), 1 => prop::sample::select(HEADINGS.to_vec())];
    proptest::collection::vec(block, 0..16)
}

/// Numbers the `§` so that each is a word found nowhere else.
fn numbered(blocks: &[&str], department: &str, last: Option<&str>) -> (String, Vec<String>) {
    let (mut text, mut words) = (format!("---\ndon_vi: {department}\n---\n\n# BÁO CÁO\n"), Vec::new());
    for block in blocks.iter().copied().chain(last) {
        text.push('\n');
        for (at, part) in block.split('§').enumerate() {
            if at > 0 {
                let word = format!("t{}{}z", words.len(), department.replace('-', ""));
                text.push_str(&word);
                words.push(word);
            }
            text.push_str(part);
        }
        text.push('\n');
    }
    (text, words)
}

/// Endings that would swallow what follows them if they were copied as they are.
const ENDINGS: [&str; 6] =
    ["```\nkhông đóng §", "~~~~\n§\n```", "<!-- không đóng §", "<pre>\n§", "<?x §", "- a §\n  ```\n  §"];

fn ending() -> impl Strategy<Value = Option<&'static str>> {
    proptest::option::of(prop::sample::select(ENDINGS.to_vec()))
}

/// What departments wrote: their blocks, and what the file ends with.
type Written = (Vec<&'static str>, Option<&'static str>);

/// Fails unless every block stands once, whole, and under its department.
fn each_once(reports: &[Written]) -> TestCaseResult {
    let names = [("don-vi-a", "Đơn vị A"), ("don-vi-b", "Đơn vị B"), ("don-vi-c", "Đơn vị C")];
    let office = Office::new(FORM, SKELETON, &names);
    let written: Vec<_> =
        reports.iter().zip(names).map(|((blocks, end), (id, _))| (id, numbered(blocks, id, *end))).collect();
    let contributions: Vec<_> = written.iter().map(|(id, (text, _))| office.contribution(id, text)).collect();
    let draft = office.draft(&contributions);
    let traced = trace(&draft);
    let headings_answered = |text: &str, word: &str| {
        text.lines().any(|line| line.contains(word) && HEADINGS[..6].iter().any(|h| line.starts_with(h)))
    };
    for (id, (text, words)) in &written {
        for word in words.iter().filter(|word| !headings_answered(text, word)) {
            prop_assert_eq!(draft.matches(word.as_str()).count(), 1, "{} of\n{}\nin\n{}", word, text, draft);
            let at = draft.find(word.as_str()).expect("counted");
            let passage = traced.iter().find(|t| t.span.start <= at && at < t.span.end);
            prop_assert_eq!(passage.map(|t| t.department.as_str()), Some(*id), "{} in\n{}", word, draft);
        }
    }

    // Nothing swallows what follows: the skeleton's headings and the departments' names are still headings.
    let source = Source::new(RepoPath::new("tong-hop.md"), draft.clone());
    let body = front_matter::read(&draft).body;
    let page = markdown::page(&source, body);
    let outer: Vec<_> = page.headings.iter().filter(|h| h.level <= 2).map(|h| h.text.as_str()).collect();
    prop_assert_eq!(
        outer,
        ["BÁO CÁO TỔNG HỢP QUÝ II NĂM 2024", "I. KẾT QUẢ QUÝ II NĂM 2024", "II. PHƯƠNG HƯỚNG QUÝ III NĂM 2024"],
        "{}",
        draft
    );
    for passage in &traced {
        let name = names.iter().find(|(id, _)| *id == passage.department.as_str()).map(|(_, name)| *name);
        let first = page.headings.iter().find(|h| h.span.start >= passage.span.start);
        prop_assert_eq!(first.map(|h| h.text.as_str()), name, "{}", draft);
    }

    // Code stays code, to the letter.
    let blocks = markdown::blocks(&source, body);
    for (_, (text, _)) in &written {
        let own = Source::new(RepoPath::new("a.md"), text.clone());
        for block in markdown::blocks(&own, front_matter::read(text).body).blocks {
            if matches!(block.kind, BlockKind::Code { unclosed: false }) {
                let code = own.slice(block.span);
                let whole = blocks
                    .blocks
                    .iter()
                    .any(|b| matches!(b.kind, BlockKind::Code { .. }) && source.slice(b.span).contains(code));
                prop_assert!(whole, "{}\nin\n{}", code, draft);
            }
        }
    }

    // Each footnote and link still leads to its own department's definition: no label is shared.
    for label in &blocks.labels {
        prop_assert!(
            names.iter().any(|(id, _)| label.name.starts_with(&format!("{id}-"))),
            "{} in\n{}",
            label.name,
            draft
        );
    }
    let uses = |blocks: &baocao_core::domain::Blocks| blocks.labels.iter().filter(|l| !l.kind.is_definition()).count();
    let before: usize = contributions.iter().map(|c| uses(&c.blocks)).sum();
    prop_assert_eq!(uses(&blocks), before, "{}", draft);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn every_block_exactly_once(reports in proptest::collection::vec((report(), ending()), 1..4)) {
        each_once(&reports)?;
    }

    #[test]
    fn no_text_makes_it_panic(text in "([#>\\-*|`~\\[\\]()^:<!1. \t\r\nabđề\u{301}]{0,12}\n?){0,10}") {
        let office = Office::new(FORM, SKELETON, &[("don-vi-a", "Đơn vị A")]);
        let draft = office.draft(&[office.contribution("don-vi-a", &text)]);
        prop_assert!(draft.starts_with("---\n"));
    }
}

/// Found by the property above, kept for good.
#[test]
fn what_once_slipped_through() {
    // A list that begins in a section's own heading lines is cut; code behind its last part became the list's.
    let cut_list = vec![
        "I. KẾT QUẢ QUÝ II NĂM 2024\nChữ § ngay dưới[^1].",
        "1. Kết quả thực hiện nhiệm vụ\n2. Tồn tại, hạn chế",
        "1. một §\n   - con §\n2. hai §",
        "[kh]: http://vi.du/a \"§\"",
        "    mã § thụt\n\n    thêm §",
    ];
    each_once(&[(cut_list, None)]).expect("every block once");
}
