//! What it costs to make and to read a document of thirty pages, beside pandoc on the same text in the same run.
//!
//! `cargo bench --bench documents`, with `--features pdf` for the PDF too. Our times are those of the writer alone; pandoc's are
//! of its whole process, less that of `pandoc --version`.

#![allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "a bench starts programs and prints")]

use baocao::commands::demo::sample;
use baocao_check::consolidate::publication::{Particulars, publication};
use baocao_core::domain::{Agency, DocumentSettings, PeriodId, Publication, parse_date};

use baocao_core::text::{RepoPath, Source};
use baocao_documents::{docx, html};
use std::hint::black_box;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

const RUNS: usize = 15;
/// What a page of the decree's layout holds, in characters.
const PAGE: usize = 2_300;

fn median(mut work: impl FnMut()) -> Duration {
    let mut times: Vec<Duration> = (0..RUNS)
        .map(|_| {
            let start = Instant::now();
            work();
            start.elapsed()
        })
        .collect();
    times.sort();
    times[RUNS / 2]
}

/// The sample's reports one after another, until there are thirty pages.
fn text() -> String {
    let mut out = String::from("# BÁO CÁO KẾT QUẢ CÔNG TÁC QUÝ II NĂM 2024\n\n");
    for (_, report) in sample::SECOND_QUARTER.iter().cycle() {
        out.push_str(report.split("\n---\n").nth(1).unwrap_or("").split_once("\n## ").map_or("", |(_, rest)| rest));
        if out.chars().count() > 30 * PAGE {
            return out;
        }
        out.push_str("\n\n## ");
    }
    out
}

fn document(text: &str) -> Publication {
    let agency = Agency {
        name: "Sở Khoa học và Công nghệ".into(),
        parent: "Ủy ban nhân dân tỉnh Thái Nguyên".into(),
        place: "Thái Nguyên".into(),
        symbol: "SKHCN".into(),
    };
    let (settings, period) = (DocumentSettings::default(), PeriodId::parse("2024-Q2").expect("a period"));
    let day = parse_date("2024-06-20").expect("a day");
    let facts = Particulars {
        agency: &agency,
        document: &settings,
        period: &period,
        period_words: "quý II năm 2024".into(),
        number: Some("58/BC-SKHCN".into()),
        date: Some(day),
        written: day,
        to: vec!["UBND tỉnh Thái Nguyên".into()],
        signer: None,
        head_title: "Giám đốc".into(),
        draft: false,
    };
    publication(baocao_check::reports::markdown::prose(text), &facts)
}

fn pandoc(folder: &Path, from: &str, to: &str) -> Option<Duration> {
    let run = |args: &[&str]| {
        Command::new("pandoc").current_dir(folder).args(args).output().is_ok_and(|o| o.status.success())
    };
    if !run(&["--version"]) {
        return None;
    }
    let idle = median(|| assert!(run(&["--version"]), "pandoc --version"));
    let whole = median(|| assert!(run(&[from, "-o", to]), "pandoc {from} {to}"));
    Some(whole.saturating_sub(idle))
}

fn main() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = text();
    std::fs::write(folder.path().join("a.md"), &text).expect("a file");
    let profile = include_str!("../templates/nd30-2020.toml").to_string();
    let layout = baocao_core::format::page_style::read(&Source::new(RepoPath::new("x"), profile)).0;
    let made = document(&text);
    let word = docx::publication(&made, &layout).expect("a file");
    std::fs::write(folder.path().join("b.docx"), &word).expect("a file");
    let show = |name: &str, ours: Duration, theirs: Option<Duration>| {
        let ours = ours.as_secs_f64() * 1e3;
        match theirs {
            Some(theirs) => {
                let theirs = theirs.as_secs_f64() * 1e3;
                println!("{name:<28} {ours:>8.1} ms   pandoc {theirs:>8.1} ms   {:.3} of it", ours / theirs);
            }
            None => println!("{name:<28} {ours:>8.1} ms"),
        }
    };
    println!(
        "{} characters, about {} pages; Word file of {} bytes",
        text.chars().count(),
        text.chars().count() / PAGE,
        word.len()
    );
    show("Markdown to document", median(|| drop(black_box(document(&text)))), None);
    let ours = median(|| drop(black_box(docx::publication(&document(&text), &layout))));
    show("Markdown to Word", ours, pandoc(folder.path(), "a.md", "c.docx"));
    let ours = median(|| drop(black_box(html::publication(&document(&text), &layout))));
    show("Markdown to HTML", ours, pandoc(folder.path(), "a.md", "c.html"));
    #[cfg(feature = "pdf")]
    show(
        "Markdown to PDF/A",
        median(|| drop(black_box(baocao_documents::pdf::publication(&document(&text), &layout)))),
        None,
    );
    let read = || {
        black_box(baocao_documents::word::read(&word))
            .map(|word| baocao_documents::prose::blocks(&word.text.blocks, baocao_documents::prose::Typed::Lists))
    };
    show("Word to Markdown", median(|| drop(black_box(read()))), pandoc(folder.path(), "b.docx", "c.md"));
}
