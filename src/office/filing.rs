//! The papers of a filed record: made from what the history proves, and held against what was filed.

use crate::office::{past, publish, telling};
use baocao_core::domain::{
    Date, DepartmentId, Digest, Indicator, Matter, OneLine, Version, a_year_after, format_date_vi, parse_date,
};

use crate::store::git::{Blob, Repo};
use crate::ui::output::ledger;
use baocao_core::domain::folder as layout;
use baocao_core::say;
use baocao_core::text::{Lang, RepoPath, Text, visible};
use baocao_documents::filed_record::RecordEntry;
use baocao_documents::{docx, filed_record as dossier};
use baocao_procedure::Papers;
use baocao_procedure::filing::{Filing, INDEX, INDEX_PAGE, TRAIL};
use rust_decimal::Decimal;

/// The title of the index as a Word file.
pub const INDEX_TITLE: &str = "MỤC LỤC HỒ SƠ";

/// The generated papers of a record.
pub struct Generated {
    /// `muc-luc.md`.
    pub index: String,
    /// What `muc-luc.docx` shows.
    pub page: Vec<Matter>,
    /// `nhat-ky.md`.
    pub trail: String,
    /// The agency's name.
    pub agency: String,
}

/// A generator of the papers.
///
/// What is filed is compared letter by letter for as long as the record is kept. So a change of any of these words (of the
/// index, of the ledger, of a step's subject line) goes into a new generator, and the one before it stays in this list.
type Generator = fn(&Filing<'_>, &[Version], Date) -> Option<Generated>;
const GENERATORS: [Generator; 2] = [with_every_file, generate];

/// Makes the papers of a record as this version of the program writes them; `None` before the folder is set up.
///
/// `packets`: the receivers' answers that the filing takes in. `day`: the day of the filing.
pub fn generated(filing: &Filing<'_>, packets: &[Version], day: Date) -> Option<Generated> {
    GENERATORS.last()?(filing, packets, day)
}

/// The papers whose index lists the reports that were submitted.
fn generate(filing: &Filing<'_>, packets: &[Version], day: Date) -> Option<Generated> {
    papers(filing, &entries(filing, packets, &is_submitted)?, day)
}

/// The papers of the first version: its index called every file of a department a report, also a skeleton.
fn with_every_file(filing: &Filing<'_>, packets: &[Version], day: Date) -> Option<Generated> {
    papers(filing, &entries(filing, packets, &|_, _, _| true)?, day)
}

/// Whether a department's file is the report that it submitted and that was not sent back.
fn is_submitted(filing: &Filing<'_>, department: &DepartmentId, file: &Version) -> bool {
    let submission = filing.record.submissions.get(department);
    submission.is_some_and(|submission| submission.returned.is_none() && submission.subject.sha256 == file.sha256)
}

fn papers(filing: &Filing<'_>, entries: &[RecordEntry], day: Date) -> Option<Generated> {
    let facts = facts(filing, day)?;
    let trail = ledger::text(&telling::filed(filing), Lang::Vi);
    Some(Generated {
        index: dossier::index(&facts, entries),
        page: dossier::index_page(&facts, entries),
        trail: format!("# Nhật ký kỳ {}\n\n```text\n{trail}```\n", filing.record.id),
        agency: facts.agency,
    })
}

/// What the index lists, in the order of the procedure: what was sent first, then what it rests on.
///
/// `lists`: whether a department's file is listed.
fn entries(
    filing: &Filing<'_>,
    packets: &[Version],
    lists: &dyn Fn(&Filing<'_>, &DepartmentId, &Version) -> bool,
) -> Option<Vec<RecordEntry>> {
    let record = filing.record;
    let id = &record.id;
    let mut entries = Vec::new();
    let mut add = |path: RepoPath, title: String, author: String, date: Option<Date>, numbered: bool| {
        if let Some(version) = filing.version(&path) {
            entries.push(RecordEntry { version, title, author, date, numbered });
        }
    };
    let agency = filing.settings()?.agency.name.clone();
    let name = id.name_vi();
    let sent = record.dispatch.as_ref();
    add(layout::consolidated(id), format!("Báo cáo tổng hợp {name}"), agency.clone(), sent.map(|d| d.date), true);
    for (file, _) in sent.into_iter().flat_map(|d| &d.files) {
        let title = format!("Văn bản đã gửi, {name}");
        add(layout::dossier(id).join(file), title, agency.clone(), sent.map(|d| d.date), true);
    }
    for (department, called) in &record.settings.departments {
        let path = layout::report(id, department);
        if !filing.version(&path).is_some_and(|file| lists(filing, department, &file)) {
            continue;
        }
        let day = record.submissions.get(department).map(|s| s.mark.at.date());
        add(path, format!("Báo cáo của {called}"), called.clone(), day, false);
        let own = layout::pictures(id, department);
        let shown = record.merge.iter().flat_map(|merge| &merge.pictures);
        for picture in shown.filter(|picture| picture.path.parent() == own.as_str()) {
            add(picture.path.clone(), format!("Hình trong báo cáo của {called}"), called.clone(), day, false);
        }
    }
    add(layout::period_settings(id), "Thiết lập của kỳ báo cáo".into(), agency.clone(), None, false);
    add(layout::period_form(id), "Biểu mẫu áp dụng".into(), agency, None, false);
    entries.extend(packets.iter().map(|version| RecordEntry {
        version: version.clone(),
        title: "Trạng thái tiếp nhận của nơi nhận".into(),
        author: String::new(),
        date: None,
        numbered: false,
    }));
    Some(entries)
}

fn facts(filing: &Filing<'_>, day: Date) -> Option<dossier::Facts> {
    let (settings, record) = (filing.settings()?, filing.record);
    let dispatch = record.dispatch.as_ref();
    Some(dossier::Facts {
        agency: settings.agency.name.clone(),
        period: record.id.name_vi(),
        number: dispatch.map(|d| d.number.to_string()).unwrap_or_default(),
        sent: dispatch.map(|d| d.date),
        to: dispatch.map(|d| d.to.iter().map(|t| t.to_string()).collect()).unwrap_or_default(),
        filed: day,
        kept_until: dispatch.and_then(|d| a_year_after(d.date)),
        retention: settings.filing.retention.get(&record.id.cadence()).cloned(),
        notation: settings.filing.notation.clone(),
    })
}

/// The texts of a repository, for the judgements that need them.
pub struct Texts<'a> {
    /// Where they are.
    pub repo: &'a Repo,
}

impl Texts<'_> {
    fn read(&self, version: &Version) -> Result<Vec<u8>, Text> {
        match self.repo.read_blob(version.blob) {
            Ok(Blob::Bytes(bytes)) => Ok(bytes),
            Ok(Blob::TooLarge(_)) => {
                let path = &version.path;
                Err(say!(vi: "“{path}” quá lớn", en: "“{path}” is too large"))
            }
            Err(fault) => Err(fault.text),
        }
    }

    fn paper(&self, filing: &Filing<'_>, name: &str) -> Result<Vec<u8>, Text> {
        let gone = || say!(vi: "hồ sơ thiếu “{name}”", en: "the record lacks “{name}”");
        self.read(&filing.file(name).ok_or_else(gone)?)
    }
}

impl Papers for Texts<'_> {
    fn manifest(&self, text: &Version) -> Result<Vec<(String, Digest)>, Text> {
        baocao_core::format::manifest::read(&self.read(text)?)
    }

    fn generated(&self, filing: &Filing<'_>) -> Result<(), Text> {
        let (index, page, trail) =
            (self.paper(filing, INDEX)?, self.paper(filing, INDEX_PAGE)?, self.paper(filing, TRAIL)?);
        let unset = || say!(vi: "thư mục chưa được lập", en: "the folder is not set up");
        let packets = filing.packets();
        let day = day_of(filing, &String::from_utf8_lossy(&index));
        // The newest generator first; what it says is wrong is what is told.
        let mut told = Ok(());
        for generate in GENERATORS.iter().rev() {
            let made = generate(filing, &packets, day).ok_or_else(unset)?;
            let compared = same_text(INDEX, &index, &made.index)
                .and_then(|()| same_text(TRAIL, &trail, &made.trail))
                .and_then(|()| same_page(&page, &made, day));
            match compared {
                Ok(()) => return Ok(()),
                Err(why) if told.is_ok() => told = Err(why),
                Err(_) => {}
            }
        }
        told
    }

    fn figure(&self, report: &Version, indicators: &[Indicator], id: &OneLine) -> Result<Option<Decimal>, Text> {
        let figures = past::reported(report.path.clone(), self.read(report)?, indicators);
        Ok(figures.into_iter().rev().find(|(indicator, ..)| indicator == id.as_str()).map(|(_, value, _)| value))
    }
}

/// The day that an index names as that of the filing, if it is one from the dispatch to the filing's commit; else the latter.
///
/// A step that is made again after a lost race keeps its papers, so they may be older than the commit.
fn day_of(filing: &Filing<'_>, index: &str) -> Date {
    let last = filing.at.date();
    let first = filing.record.dispatch.as_ref().map_or(last, |dispatch| dispatch.mark.at.date());
    let named = index.lines().find_map(|line| line.strip_prefix("- Ngày lập hồ sơ: ")).and_then(|text| {
        let [day, month, year] = <[&str; 3]>::try_from(text.split('/').collect::<Vec<_>>()).ok()?;
        let date = parse_date(&format!("{year}-{month:0>2}-{day:0>2}"))?;
        (format_date_vi(date) == text).then_some(date)
    });
    named.filter(|day| (first..=last).contains(day)).unwrap_or(last)
}

/// A text is what was made again; else names the first line that differs.
fn same_text(name: &str, filed: &[u8], made: &str) -> Result<(), Text> {
    if filed == made.as_bytes() {
        return Ok(());
    }
    let filed = String::from_utf8_lossy(filed);
    let same = filed.lines().zip(made.lines()).take_while(|(filed, made)| filed == made).count();
    let number = same + 1;
    Err(say!(
        vi: "“{name}” không đúng với những gì lịch sử chứng minh, từ dòng {number}",
        en: "“{name}” is not what the history proves, from line {number} on"
    ))
}

/// The index as a Word file shows the words of the index and nothing else: it has the parts that this program writes and no
/// others. Its look is not compared: another layout of the office may have given it other sizes and another font.
fn same_page(filed: &[u8], made: &Generated, day: Date) -> Result<(), Text> {
    let unread = |why: Text| {
        let (vi, en) = (why.vi, why.en);
        say!(vi: "“{INDEX_PAGE}” {vi}", en: "“{INDEX_PAGE}”: {en}")
    };
    let layout = publish::decree().map_err(unread)?;
    let again = docx::page(INDEX_TITLE, &made.agency, Some(day), &made.page, &layout).unwrap_or_default();
    // The same program with the same layout wrote the same bytes.
    if filed == again {
        return Ok(());
    }
    let differs = baocao_documents::word::differing_part(filed, &again).map_err(|why| unread(why.message()))?;
    let Some(part) = differs else { return Ok(()) };
    let filed = baocao_documents::word::paragraphs(filed).map_err(|why| unread(why.message()))?;
    let again = baocao_documents::word::paragraphs(&again).unwrap_or_default();
    if filed == again {
        let part = visible(&part);
        return Err(match part.is_empty() {
            true => say!(
                vi: "“{INDEX_PAGE}” không phải tệp mà `baocao archive` lập: gói tệp có phần thừa hoặc trùng",
                en: "“{INDEX_PAGE}” is not the file that `baocao archive` writes: its package has bytes or parts too many"
            ),
            false => say!(
                vi: "“{INDEX_PAGE}” không phải tệp mà `baocao archive` lập: khác ở phần “{part}”",
                en: "“{INDEX_PAGE}” is not the file that `baocao archive` writes: it differs in the part “{part}”"
            ),
        });
    }
    let same = filed.iter().zip(&again).take_while(|(filed, made)| filed == made).count();
    let number = same + 1;
    Err(say!(
        vi: "“{INDEX_PAGE}” không đúng với mục lục mà lịch sử chứng minh, từ đoạn {number}",
        en: "“{INDEX_PAGE}” is not the index that the history proves, from paragraph {number} on"
    ))
}
