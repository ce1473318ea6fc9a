//! The PDF: what was approved, word for word, in faces that are inside, and archival.

use super::{bytes, export, sent};
use std::process::Command;

fn tool(name: &str, more: &[&str], file: &std::path::Path) -> Option<String> {
    let out = Command::new(name).args(more).arg(file).args(if name == "pdftotext" { &["-"][..] } else { &[] }).output();
    match out {
        Ok(out) => Some(String::from_utf8_lossy(&out.stdout).into_owned()),
        Err(_) => {
            eprintln!("{name} is not installed: what it would show is not checked");
            None
        }
    }
}

#[test]
fn the_pdf_is_archival_tagged_and_says_what_was_sent() {
    let file = export(sent(), "pdf", "van-ban.pdf");
    let found = bytes(&file);
    let has = |words: &str| memchr::memmem::find(&found, words.as_bytes()).is_some();
    assert!(has("<pdfaid:part>2<") && has("<pdfaid:conformance>A<") && has("<pdfuaid:part>1<"), "PDF/A-2a, PDF/UA-1");
    assert!(has("/StructTreeRoot") && has("/Outlines") && has("/Lang"), "tags, bookmarks, language");
    // The same again, to the byte.
    assert_eq!(bytes(export(sent(), "pdf", "lai.pdf")), found);
    if let Some(fonts) = tool("pdffonts", &[], &file) {
        for line in fonts.lines().skip(2) {
            assert!(line.contains("LiberationSerif") && line.contains("yes yes yes"), "{line}");
        }
    }
    let Some(text) = tool("pdftotext", &["-layout"], &file) else { return };
    for words in [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Số: 05/BC-SKHCN",
        "Thái Nguyên, ngày 19 tháng 6 năm 2024",
        "Nguyễn Đức Thịnh",
        "Phòng Kế hoạch",
        "./.",
    ] {
        assert!(text.contains(words), "{words}");
    }
    let pages: Vec<&str> = text.split('\u{c}').collect();
    assert!((8..=30).contains(&pages.len()), "{} pages", pages.len());
    let number = |page: &str| page.lines().find(|l| !l.trim().is_empty()).map(|l| l.trim().to_string());
    assert_ne!(number(pages[0]).as_deref(), Some("1"));
    assert_eq!(number(pages[1]).as_deref(), Some("2"));
}

#[test]
fn no_text_breaks_the_typesetter_or_speaks_its_language() {
    use baocao_check::consolidate::publication::{Particulars, publication};
    use baocao_core::domain::{Agency, DocumentSettings, PeriodId};
    let odd = "#import \"/etc/passwd\" #panic() $x$ `a` *b* _c_ <d> @e \\ \" ] ) } ; // /* ~ ắ ế ộ ữ";
    let agency = Agency { name: odd.into(), parent: odd.into(), place: odd.into(), symbol: odd.into() };
    let document = DocumentSettings {
        addressees: Some(vec![odd.into(), odd.into()]),
        grounds: vec![odd.into()],
        ..DocumentSettings::default()
    };
    let period = PeriodId::parse("2024-Q2").expect("a period");
    let facts = Particulars {
        agency: &agency,
        document: &document,
        period: &period,
        period_words: odd.into(),
        number: None,
        date: None,
        written: baocao_core::domain::parse_date("2024-06-17").expect("a day"),
        to: vec![odd.into()],
        signer: None,
        head_title: odd.into(),
        draft: true,
    };
    let profile = include_str!("../../../templates/nd30-2020.toml").to_string();
    let layout = baocao_core::format::page_style::read(&baocao_core::text::Source::new(
        baocao_core::text::RepoPath::new("x"),
        profile,
    ))
    .0;
    let text = format!(
        "# {odd}\n\n## {odd}\n\n{odd}\n\n- {odd}\n  - {odd}\n\n1) {odd}\n\n| {odd}[^a] | b |\n|---|--:|\n| **{odd}** | *x* |\n\n> {odd}\n\n```\n{odd}\n```\n\n[x](https://a.invalid/{{}}\"])[^a]\n\n[^a]: {odd}\n\n    - {odd}\n\n##### {odd}\n\n## PHỤ LỤC I. {odd}\n\nx\n\n## PHỤ LỤC II\n\ny\n"
    );
    let made = publication(baocao_check::reports::markdown::prose(&text), &facts);
    let pdf = baocao_documents::pdf::publication(&made, &layout).unwrap_or_else(|why| panic!("{}", why.en));
    assert!(pdf.starts_with(b"%PDF-1.7"));
    // What no built-in face can draw is said, not left blank.
    let strange = publication(baocao_check::reports::markdown::prose("cười 🙂 中"), &facts);
    let why = baocao_documents::pdf::publication(&strange, &layout).expect_err("no such letters");
    assert!(why.vi.contains('🙂') && why.vi.contains("U+4E2D"), "{}", why.vi);
}
