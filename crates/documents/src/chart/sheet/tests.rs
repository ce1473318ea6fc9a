//! No text lies on another, however many numbers there are and however long they and the names are.

use crate::chart::sheet::*;
use crate::chart::{Setting, svg};
use baocao_core::domain::ChartSeries;
use baocao_core::text::Lang;
use rust_decimal::Decimal;
use std::str::FromStr;

const DEPARTMENTS: [&str; 8] = [
    "Văn phòng Sở",
    "Thanh tra Sở",
    "Phòng Quản lý Khoa học",
    "Phòng Quản lý Công nghệ và Thị trường công nghệ",
    "Phòng Kế hoạch - Tài chính",
    "Phòng Quản lý KH&CN cơ sở",
    "Phòng Quản lý Chuyên ngành",
    "Chi cục Tiêu chuẩn Đo lường Chất lượng",
];

/// `5`, `5~` an estimate, `5*` somebody's word, `-` nothing.
fn row(name: &str, words: &[&str]) -> ChartSeries {
    let value = |word: &&str| ChartValue {
        amount: Decimal::from_str(word.trim_end_matches(['~', '*'])).ok(),
        estimate: word.ends_with('~'),
        stated: word.ends_with('*'),
    };
    ChartSeries { name: name.into(), values: words.iter().map(value).collect() }
}

fn chart(categories: Vec<String>, rows: [(&str, &[&str]); 2]) -> Chart {
    Chart {
        title: "Số cuộc thanh tra, kiểm tra".into(),
        unit:
            "cuộc thanh tra, kiểm tra chuyên ngành về tiêu chuẩn, đo lường, chất lượng sản phẩm, hàng hoá trên địa bàn"
                .into(),
        kind: "Kỳ báo cáo".into(),
        categories,
        series: rows.map(|(name, words)| row(name, words)).to_vec(),
        notes: Vec::new(),
        lang: Lang::Vi,
    }
}

fn months() -> Vec<String> {
    (1..=12).map(|month| format!("Tháng {month}")).collect()
}

/// Left, top, right, bottom.
type Boxed = (u32, u32, u32, u32);

fn boxed(words: &SheetWords) -> Boxed {
    let wide = width(&words.text, words.size);
    let left = if words.ends { words.x.checked_sub(wide).expect("inside the sheet") } else { words.x };
    // Letters with two marks reach over the size, tails under the base line.
    (left, words.y.checked_sub(words.size).expect("inside the sheet"), left + wide, words.y + words.size / 4)
}

fn apart(a: Boxed, b: Boxed) -> bool {
    a.2 <= b.0 || b.2 <= a.0 || a.3 <= b.1 || b.3 <= a.1
}

fn check(chart: &Chart) {
    let sheet = lay(chart);
    let boxes: Vec<Boxed> = sheet.words.iter().map(boxed).collect();
    for (at, mine) in boxes.iter().enumerate() {
        assert!(mine.2 <= sheet.width && mine.3 <= sheet.height, "{:?} in {sheet:?}", sheet.words[at]);
        for (other, theirs) in boxes.iter().enumerate().skip(at + 1) {
            assert!(apart(*mine, *theirs), "{:?} on {:?}", sheet.words[at], sheet.words[other]);
        }
        for block in &sheet.blocks {
            let bar = (block.x, block.y, block.x + block.width, block.y + block.height);
            assert!(bar.2 <= sheet.width && bar.3 <= sheet.height, "{block:?}");
            assert!(apart(*mine, bar), "{:?} on {block:?}", sheet.words[at]);
        }
    }
    // Every number is there, and so is every word of every category.
    let numbers = chart.series.iter().flat_map(|series| &series.values);
    for shown in numbers.map(|value| chart.shown(value)) {
        assert!(sheet.words.iter().any(|words| words.text == shown), "{shown}");
    }
    let all: Vec<&str> = sheet.words.iter().map(|words| words.text.as_str()).collect();
    let squeezed = all.concat().replace(' ', "");
    for category in &chart.categories {
        assert!(squeezed.contains(&category.replace(' ', "")), "{category}");
    }
    let drawn = svg(chart, Setting::Alone("Liberation Serif"));
    let xml = roxmltree::Document::parse(&drawn).unwrap_or_else(|why| panic!("{why}: {drawn}"));
    assert_eq!(xml.root_element().attribute("role"), Some("img"));
    let desc = xml.descendants().find(|node| node.has_tag_name(("http://www.w3.org/2000/svg", "desc")));
    assert_eq!(desc.and_then(|node| node.text()), Some(chart.alt().as_str()));
    assert_eq!(drawn, svg(chart, Setting::Alone("Liberation Serif")));
}

#[test]
fn twelve_periods_of_two_years_stand_apart() {
    let now = ["12", "7", "0", "31.5", "1234567.89", "8", "14~", "2", "5", "9", "10", "11~"];
    let then = ["10", "-", "-", "28", "1198000*", "8", "0", "1~", "5", "9", "10", "-"];
    check(&chart(months(), [("Năm 2024", &now), ("Năm 2023", &then)]));
    // Only what is known.
    check(&chart(months(), [("Năm 2024", &["0"; 12]), ("Năm 2023", &["-"; 12])]));
}

#[test]
fn eight_departments_with_long_names_stand_apart() {
    let names = DEPARTMENTS.map(String::from).to_vec();
    let done = ["120", "7", "0", "31,5", "-", "8.25~", "14", "2130.5"];
    let plan = ["100", "12", "5", "-", "4", "8", "14", "2500"];
    check(&chart(names, [("Thực hiện", &done), ("Kế hoạch", &plan)]));
}

#[test]
fn numbers_of_any_size_and_sign_stand_apart() {
    let huge = "-7922816251426433759354395033.5~";
    let most = "79228162514264337593543950335";
    let now = [most, huge, "1", "-1", "0", "0.0000001", most, "-3", "-", "5", "6", "-7"];
    let then = [huge, most, "-2", "2*", "-", "0", most, "4", "-", "-5", "0", "-7.5~"];
    check(&chart(months(), [("Năm 2024", &now), ("Năm 2023", &then)]));
    let names = DEPARTMENTS.map(|name| format!("{name} {name} {}", "dài".repeat(30))).to_vec();
    check(&chart(names, [(&"Thực hiện trong kỳ ".repeat(12), &now[..8]), (&"x".repeat(200), &then[..8])]));
    check(&chart(vec![String::new()], [("", &["-1"]), ("", &["-2"])]));
}

#[test]
fn rows_and_estimates_differ_without_colour() {
    let drawn = svg(&chart(vec!["Quý I".into()], [("Năm 2024", &["5~"]), ("Năm 2023", &["4~"])]), Setting::Page);
    assert!(drawn.contains("stroke-width=\"2\"") && drawn.contains("stroke-dasharray"), "hatched and broken");
    assert!(drawn.contains(">ước 5<") && !drawn.contains("http"), "{drawn}");
    let hostile = chart(vec!["<script>".into()], [("\" onload=\"x", &["5"]), ("&", &["-"])]);
    let drawn = svg(&hostile, Setting::Page);
    assert!(roxmltree::Document::parse(&drawn).is_ok() && !drawn.contains("<script"), "{drawn}");
    assert!(drawn.contains(">chưa có số liệu<"));
}
