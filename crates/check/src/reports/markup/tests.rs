use crate::reports::markup::*;
use baocao_core::domain::LinePart;
use proptest::prelude::*;

fn whole(text: &str) -> Markup {
    read(text, Span::new(0, text.len()), &[])
}

fn shown(text: &str) -> String {
    let lines = |joined: &JoinedLines| {
        let part = |line: &baocao_core::domain::JoinedLine| {
            let kind = match &line.part {
                LinePart::Text => 't',
                LinePart::Item(..) => 'i',
                LinePart::Row(_) => 'r',
            };
            if line.starts { kind.to_ascii_uppercase() } else { kind }
        };
        joined.lines.iter().map(part).collect::<String>()
    };
    whole(text).joined.iter().map(lines).collect::<Vec<_>>().join(" ")
}

#[test]
fn pasted_lists_and_tables_are_seen() {
    for (text, wanted) in [
        ("Cụ thể:\n•\tviệc một;\n•\tviệc hai.\n", "tII"),
        ("### 1. A\n– việc một;\n– việc hai.\n", "iI"),
        ("Cụ thể:\na) việc một;\nb) việc hai.\nHết.\n", "tIIT"),
        ("(1) việc một;\n(2) việc hai\n", "iI"),
        ("1.1. việc\n1.2. việc\n", "iI"),
        ("- a\n– b\n", "iI"),
        ("Việc:\n2. hai\n3. ba\n", "tII"),
        ("Việc:\n-Tham mưu;\n-Báo cáo.\n", "tII"),
        ("Tên\tSố\nA\t1\nB\t2\n", "rRR"),
        ("Bảng:\n1\tA\t2\n2\tB\t3\n", "tRR"),
        ("| a | b |\n| 1 | 2 |\n", "rR"),
        ("o\tmột\no\thai\n", "iI"),
        ("[^1]: ghi\n– một;\n– hai\n", "tII"),
        ("Cụ thể:\n+Rà soát;\n+Báo cáo\n", "tII"),
    ] {
        assert_eq!(shown(text), wanted, "{text:?}");
    }
}

#[test]
fn ordinary_text_is_left_alone() {
    for text in [
        "Một đoạn văn dài được\nxuống dòng bằng tay\n– như thế này – giữa câu.\n",
        "- a\n- b\n  tiếp\n  - c\n\n1. d\n2. e\n",
        "theo điểm\na) khoản 1 Điều 5\n",
        "| a | b |\n|---|---|\n| 1 | 2 |\n",
        "```\n• a\n• b\n```\n",
        "<!--\n• a\n• b\n-->\n",
        "> • a\n> • b\n",
        "• một\n\n• hai\n",
        "nhiệt độ\n-5 độ\n-6 độ\n",
        "tăng\n+5%\n+6%\n",
        "Chữ\n1. một\n2. hai\n",
        "a\tb\n\nc\td\n",
        "    mã\n    mã\n",
        "**Một.** Chữ\n*hai* chữ\n*ba* chữ\n",
        "ngày\n12. Sau đó họp\n",
    ] {
        assert_eq!(shown(text), "", "{text:?}");
        assert!(whole(text).tables.is_empty(), "{text:?}");
    }
}

#[test]
fn cells_beyond_the_head_are_named() {
    let lost = |text: &str| {
        let found = whole(text);
        let rows: Vec<String> = found
            .tables
            .iter()
            .flat_map(|t| &t.rows)
            .map(|(_, lost)| text[lost.start..lost.end].trim().to_string())
            .collect();
        (rows.join(";"), found.tables.iter().any(|t| t.width != t.ruled))
    };
    assert_eq!(lost("| a | b |\n|---|--:|\n| 1 | 2 | ba |\n"), ("ba".into(), false));
    assert_eq!(lost("chữ\na | b\n---|---\n1 | 2 | 3 | 4\n"), ("3 | 4".into(), false));
    assert_eq!(lost("| a | b |\n|---|---|\n| 1 \\| x | 2 |\n"), (String::new(), false));
    assert_eq!(lost("| a | b |\n|---|---|\n| 1 | 2 | |\n"), (String::new(), false));
    assert_eq!(lost("| a | b |\n|---|\n| 1 | 2 |\n"), (String::new(), true));
    assert_eq!(lost("```\n| a |\n|---|\n| 1 | 2 |\n```\n"), (String::new(), false));
}

#[test]
fn footnotes_defined_again_and_underlined_text_are_named() {
    let found = whole("a[^1]\n\n[^1]: một\n[^2]: hai\n\n[^1]: ba\n");
    assert_eq!(found.notes.len(), 1);
    assert_eq!((found.notes[0].first.start, found.notes[0].label.as_str()), (7, "1"));
    assert!(whole("```\n[^1]: a\n[^1]: b\n```\n[^1]: c\n").notes.is_empty());
    assert_eq!(whole("Đã làm xong.\n- \n").underlined.len(), 1);
    assert_eq!(whole("Đã làm xong.\n---\n").underlined.len(), 1);
    for text in ["- a\n- \n", "chữ\n\n---\n", "| a |\n|---|\n", "- a\n---\n", "```\na\n-\n```\n"] {
        assert!(whole(text).underlined.is_empty(), "{text:?}");
    }
}

proptest! {
    #[test]
    fn places_lie_inside_any_text(text in "([-–•+*#|>`~\\[\\]^:=<!.()0-9a-zđ \t\r]{0,9}\n?){0,12}") {
        let found = whole(&text);
        for joined in &found.joined {
            prop_assert!(joined.lines.len() > 1);
            for line in &joined.lines {
                let _ = &text[line.span.start..line.span.end];
                match &line.part {
                    LinePart::Item(_, words) => { let _ = &text[*words..line.span.end]; }
                    LinePart::Row(cells) => cells.iter().for_each(|c| { let _ = &text[c.start..c.end]; }),
                    LinePart::Text => {}
                }
            }
        }
        for table in &found.tables {
            for (row, lost) in &table.rows {
                prop_assert!(row.start <= lost.start && lost.end <= row.end);
                let _ = &text[lost.start..lost.end];
            }
        }
    }
}
