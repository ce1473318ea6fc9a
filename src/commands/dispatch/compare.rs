//! The file that is to be sent, held against the approved text.

use crate::office::Context;
use crate::office::publish::Made;
use baocao_core::domain::{Layout, MOTTO, Matter, Prose, ProseText, Publication, STATE, plain};

use baocao_core::say;
use baocao_core::text::wording::{Difference, TextLine};
use baocao_core::text::{Text, fold, wording};
use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::time::Duration;

/// The longest that `pdftotext` may take.
const PATIENCE: Duration = Duration::from_secs(60);
/// The most lines that the repeated head of a table has.
const REPEATED: usize = 40;
/// How many lines back it is looked for: several pages of a table.
const NEAR: usize = 600;

/// What the comparison found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Held {
    /// It says what the approved text says.
    Same,
    /// Its words cannot be read; says why.
    Unread(Text),
    /// It says something else, here.
    Differs(Vec<Difference>),
}

/// Holds a file against the document that the program itself would send.
pub fn hold(
    cx: &Context<'_>,
    name: &str,
    bytes: &[u8],
    document: &Publication,
    layout: &Layout,
) -> anyhow::Result<Held> {
    let kind = name.rsplit_once('.').map(|(_, kind)| kind.to_ascii_lowercase()).unwrap_or_default();
    let own = Made::ALL.into_iter().find(|made| made.extension() == kind);
    // PDF needs a program that was built with it; where it was not, nothing of that kind was made here.
    if own.is_some_and(|made| made.write(document, layout).is_ok_and(|made| made == bytes)) {
        return Ok(Held::Same);
    }
    let surroundings = Surroundings::of(document);
    let mut file = match kind.as_str() {
        "docx" => match baocao_documents::word::read(bytes) {
            Ok(word) => flat(&word.text),
            Err(why) => return Ok(Held::Unread(why.message())),
        },
        "pdf" => match printed(cx, bytes) {
            Ok(text) => pages(&text),
            Err(why) => return Ok(Held::Unread(why)),
        },
        _ => {
            return Ok(Held::Unread(say!(
                vi: "không phải tệp Word (.docx) hay PDF nên chưa đọc lại được",
                en: "it is neither a Word file (.docx) nor a PDF, so its words cannot be read back"
            )));
        }
    };
    let is_pdf = kind == "pdf";
    for line in &mut file {
        line.furniture |= surroundings.is_furniture(&line.words) || is_name(&line.words);
        line.drawn |= is_pdf && surroundings.is_of_a_chart(&line.words);
    }
    if !wording::has_words(&file) {
        return Ok(Held::Unread(say!(
            vi: "không có lớp chữ (bản chụp, bản quét) nên chưa đọc lại được",
            en: "it has no text layer (a scan or a photograph), so its words cannot be read back"
        )));
    }
    let approved = baocao_documents::word::read(&Made::Docx.write(document, layout)?)
        .map_err(|why| crate::store::Fault::new(why.message()))?;
    let mut lines = flat(&approved.text);
    for line in &mut lines {
        line.furniture = surroundings.is_furniture(&line.words) && !surroundings.is_text(&line.words);
    }
    let mut found = wording::differences(&lines, &file, approved.text.notes.len());
    found.extend(filled_in_otherwise(&file, document));
    Ok(if found.is_empty() { Held::Same } else { Held::Differs(found) })
}

/// The text layer of a PDF in the order in which it was written, pages parted by form feeds.
fn printed(cx: &Context<'_>, bytes: &[u8]) -> Result<String, Text> {
    let args = ["-q", "-raw", "-enc", "UTF-8", "-", "-"].map(OsStr::new);
    let program = cx.programs.program("pdftotext").map_err(|_| {
        say!(
            vi: "máy này không có chương trình “pdftotext” (poppler) để đọc chữ trong PDF",
            en: "the program “pdftotext” (poppler), which reads the words of a PDF, is not on this computer"
        )
    })?;
    let unread = |why: Text| {
        let (vi, en) = (why.vi, why.en);
        say!(vi: "không đọc được chữ trong PDF: {vi}", en: "the words of the PDF cannot be read: {en}")
    };
    match program.run(&args, bytes, PATIENCE) {
        Ok(output) if output.ok => Ok(String::from_utf8_lossy(&output.stdout).into_owned()),
        Ok(_) => Err(unread(say!(
            vi: "tệp bị hỏng hoặc có đặt mật khẩu",
            en: "the file is damaged or protected with a password"
        ))),
        Err(fault) => Err(unread(fault.text)),
    }
}

/// The lines of a PDF's pages, without page numbers.
fn pages(text: &str) -> Vec<TextLine> {
    let mut seen: Vec<&str> = Vec::new();
    for page in text.split('\u{c}') {
        let mut lines: Vec<&str> = page.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        if lines.last().is_some_and(|line| is_page_number(line)) {
            lines.pop();
        }
        if lines.first().is_some_and(|line| is_page_number(line)) {
            lines.remove(0);
        }
        let head = repeated(&seen, &lines);
        seen.extend(lines.drain(head..));
    }
    seen.into_iter().map(|words| TextLine { words: words.to_string(), printed: true, ..TextLine::default() }).collect()
}

/// How many lines at the head of a page repeat a row of lines before it: the head of a table that goes on.
fn repeated(seen: &[&str], lines: &[&str]) -> usize {
    let same = |from: &[&str]| from.iter().zip(lines).take(REPEATED).take_while(|(a, b)| a == b).count();
    let near = seen.len().saturating_sub(NEAR);
    let longest = (near..seen.len()).map(|at| same(&seen[at..])).max().unwrap_or(0);
    if longest < 2 { 0 } else { longest }
}

/// `3`, `- 3 -`, `Trang 3/10`.
fn is_page_number(words: &str) -> bool {
    let folded = fold(words);
    let rest = folded.strip_prefix("trang").or(folded.strip_prefix("page")).unwrap_or(&folded);
    rest.len() <= 12
        && rest.chars().any(|c| c.is_ascii_digit())
        && rest.chars().all(|c| c.is_ascii_digit() || matches!(c, ' ' | '/' | '-' | '–'))
}

/// The lines of a text as read from a Word file.
fn flat(text: &ProseText) -> Vec<TextLine> {
    let mut out = Flat::default();
    out.blocks(&text.blocks);
    for note in &text.notes {
        out.section = String::new();
        let from = out.lines.len();
        out.blocks(note);
        out.lines[from..].iter_mut().for_each(|line| line.note = true);
    }
    out.lines
}

#[derive(Default)]
struct Flat {
    section: String,
    lines: Vec<TextLine>,
}

impl Flat {
    fn line(&mut self, words: String) {
        for words in words.lines() {
            self.lines.push(TextLine {
                section: self.section.clone(),
                words: words.to_string(),
                ..TextLine::default()
            });
        }
    }

    fn blocks(&mut self, blocks: &[Prose]) {
        for block in blocks {
            match block {
                Prose::Heading { text, .. } => {
                    self.section = plain(text).trim().to_string();
                    self.line(plain(text));
                }
                Prose::Paragraph(text) => self.line(plain(text)),
                Prose::List { items, .. } => items.iter().for_each(|item| self.blocks(item)),
                Prose::Table(table) => {
                    for cell in std::iter::once(&table.head).chain(&table.rows).flatten() {
                        self.line(plain(cell));
                    }
                }
                Prose::Quote(inner) => self.blocks(inner),
                Prose::Code(words) => self.line(words.clone()),
            }
        }
    }
}

/// What stands around the text of a document and may be stamped, signed or filled in by hand.
struct Surroundings {
    known: Vec<Vec<String>>,
    place: String,
    charts: Option<Vec<String>>,
    text: BTreeSet<Vec<String>>,
}

/// How lines of the signature, of its electronic note and of the recipients begin.
const BEGINNINGS: &[&str] = &[
    "số:",
    "(kèm theo báo cáo số",
    "nơi nhận",
    "- như",
    "như trên",
    "- lưu",
    "lưu:",
    "kt.",
    "tm.",
    "tl.",
    "tuq.",
    "q.",
    "giám đốc",
    "phó giám đốc",
    "(đã ký",
    "đã ký",
    "(ký",
    "ký bởi",
    "ký số",
    "người ký",
    "chữ ký số",
    "được ký bởi",
    "email:",
    "cơ quan:",
    "tổ chức:",
    "thời gian ký",
    "ngày ký",
    "signature",
    "signed by",
    "digitally signed",
];
/// The most words of such a line.
const SHORT: usize = 16;

impl Surroundings {
    fn of(document: &Publication) -> Self {
        let signature = &document.signature;
        let known = [&document.parent, &document.agency, &document.agency_name]
            .into_iter()
            .chain(&document.marks)
            .chain(&document.recipients)
            .chain(&signature.position)
            .chain(&signature.name)
            .map(String::as_str)
            .chain([STATE, MOTTO])
            .map(wording::words)
            .collect();
        let matters = document.body.iter().chain(document.appendices.iter().flat_map(|appendix| &appendix.matter));
        let charts: Vec<String> = matters
            .filter_map(|matter| match matter {
                Matter::Chart(chart) => Some(chart),
                _ => None,
            })
            .flat_map(|chart| {
                let table = chart.table();
                let cells = table.head.iter().chain(table.rows.iter().flatten()).map(|cell| plain(cell));
                let cells: Vec<String> = cells.chain([chart.title.clone()]).chain(chart.notes.clone()).collect();
                cells.iter().flat_map(|cell| wording::words(cell)).collect::<Vec<_>>()
            })
            .collect();
        let mut own = Flat::default();
        let appended = document.appendices.iter().flat_map(|appendix| &appendix.matter);
        for matter in document.body.iter().chain(appended) {
            match matter {
                Matter::Title { text, .. } => own.line(plain(text)),
                Matter::Text(prose) => own.blocks(std::slice::from_ref(prose)),
                Matter::Chart(_) => {}
            }
        }
        let text = own.lines.iter().map(|line| wording::words(&line.words)).filter(|words| !words.is_empty()).collect();
        Surroundings { known, place: fold(&document.place), charts: (!charts.is_empty()).then_some(charts), text }
    }

    /// Whether a line belongs to the head or the foot of the document.
    fn is_furniture(&self, line: &str) -> bool {
        let words = wording::words(line);
        if words.is_empty() {
            return true;
        }
        let folded = fold(line.trim());
        let dated = folded.starts_with(&self.place) && folded.contains("ngày") && folded.contains("năm");
        let begins = dated || BEGINNINGS.iter().any(|beginning| folded.starts_with(beginning));
        (begins && words.len() <= SHORT)
            || self.known.iter().any(|known| known.windows(words.len()).any(|row| row == words))
    }

    /// Whether a line is one of the approved text itself, whatever it begins with.
    fn is_text(&self, line: &str) -> bool {
        self.text.contains(&wording::words(line))
    }

    /// Whether a line holds nothing but words and numbers of a drawn chart.
    fn is_of_a_chart(&self, line: &str) -> bool {
        let is_number = |word: &str| word.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ','));
        let words = wording::words(line);
        self.charts.as_ref().is_some_and(|charts| words.iter().all(|word| charts.contains(word) || is_number(word)))
    }
}

/// Whether a line may be a signer's name: two to five words, each with one capital at its beginning.
fn is_name(line: &str) -> bool {
    let named = line.split_whitespace().all(|word| {
        let mut letters = word.chars();
        letters.next().is_some_and(char::is_uppercase) && letters.all(char::is_lowercase)
    });
    named && (2..=5).contains(&wording::words(line).len())
}

/// The number and the date in the head of a file, where they are filled in and are not those of the sending.
fn filled_in_otherwise(file: &[TextLine], document: &Publication) -> Vec<Difference> {
    let head = |is: &dyn Fn(&str) -> bool| file.iter().find(|line| is(&fold(line.words.trim())));
    let differs = |line: &TextLine, approved: String| Difference {
        section: String::new(),
        approved,
        file: line.words.trim().to_string(),
    };
    let mut out = Vec::new();
    if let (Some(line), Some(number)) = (head(&|line| line.starts_with("số:")), &document.number) {
        let digits = |text: &str| {
            let rest = text.trim_start_matches(|c: char| !c.is_ascii_digit() && c != '/');
            rest.chars().take_while(char::is_ascii_digit).collect::<String>().parse::<u32>().ok()
        };
        if digits(&line.words).is_some_and(|found| Some(found) != digits(number)) {
            out.push(differs(line, format!("Số: {number}")));
        }
    }
    let place = fold(&document.place);
    let dated = |line: &str| line.contains(&place) && line.contains("ngày") && line.contains("năm");
    if let (Some(line), Some(date)) = (head(&dated), document.date) {
        let words = wording::words(&line.words);
        let after = |name: &str| {
            let at = words.iter().position(|word| word == name)?;
            words.get(at + 1)?.parse::<u32>().ok()
        };
        let found = [after("ngày"), after("tháng"), after("năm")];
        let wanted = date.format("%d %m %Y").to_string();
        let wanted: Vec<u32> = wanted.split(' ').filter_map(|part| part.parse().ok()).collect();
        if found.iter().zip(&wanted).any(|(found, wanted)| found.is_some_and(|found| found != *wanted)) {
            out.push(differs(line, format!("{}, ngày {}", document.place, baocao_core::domain::format_date_vi(date))));
        }
    }
    out
}
