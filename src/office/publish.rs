//! The document of a period at any stage, out of history as far as history has it.

use crate::office::{Context, Office, charts, draft, pictures};
use baocao_check::consolidate::publication::{Particulars, SigningLeader, publication, with_charts};
use baocao_core::diagnostic::{Diagnostic, Refusal};
use baocao_core::domain::{Date, Layout, ObjectId, PeriodId, Publication, Role, Settings, Variables, keeps_copies};

use crate::store::{Fault, files};
use baocao_core::domain::folder as layout;
use baocao_core::say;
use baocao_core::text::{Lang, RepoPath, Source, Text, visible};
use baocao_documents::edxml::write as edxml;
use baocao_documents::edxml::write::{Organisation, Packet};
use baocao_documents::{docx, html, publication as plain};
use baocao_procedure::{Approval, PeriodRecord, Stage};
use std::path::Path;

/// The layout profile that every office has.
pub const DEFAULT_LAYOUT: &str = "nd30-2020";
const DECREE: &str = include_str!("../../templates/nd30-2020.toml");

/// The layout of the decree as it is built in.
///
/// # Errors
/// Never, as long as the built-in profile is sound.
pub fn decree() -> Result<Layout, Text> {
    let source = Source::new(RepoPath::new(format!("{}/{DEFAULT_LAYOUT}.toml", layout::TEMPLATES)), DECREE.to_string());
    let (layout, wrong) = baocao_core::format::page_style::read(&source);
    wrong.into_iter().next().map_or(Ok(layout), |diagnostic| Err(diagnostic.message))
}

/// What a dispatch says of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sending {
    /// Số ký hiệu.
    pub number: String,
    /// Ngày của văn bản.
    pub date: Date,
    /// Nơi nhận.
    pub to: Vec<String>,
}

/// The document as it stands: what was sent once it is sent, the approved text once it is approved, else the working draft.
///
/// `tip` is the commit the history was proven up to.
pub fn document(
    cx: &Context<'_>,
    office: &Office,
    tip: ObjectId,
    record: &PeriodRecord,
) -> anyhow::Result<(Publication, Layout)> {
    let at = record.dispatch.as_ref().map_or(tip, |sent| sent.mark.commit);
    illustrated(cx, office, at, record, words(office, tip, record)?)
}

/// The same without its charts, for those who only read its words.
pub fn words(office: &Office, tip: ObjectId, record: &PeriodRecord) -> anyhow::Result<(Publication, Layout)> {
    match &record.dispatch {
        Some(sent) => {
            let sending = Sending {
                number: sent.number.to_string(),
                date: sent.date,
                to: sent.to.iter().map(ToString::to_string).collect(),
            };
            build(office, sent.mark.commit, record, Some(&sending))
        }
        None => build(office, tip, record, None),
    }
}

/// The document as a dispatch would send it, with the settings and the layout of a commit.
pub fn to_send(
    cx: &Context<'_>,
    office: &Office,
    at: ObjectId,
    record: &PeriodRecord,
    sending: &Sending,
) -> anyhow::Result<(Publication, Layout)> {
    illustrated(cx, office, at, record, build(office, at, record, Some(sending))?)
}

/// The document with the charts that the settings of a commit ask for.
fn illustrated(
    cx: &Context<'_>,
    office: &Office,
    at: ObjectId,
    record: &PeriodRecord,
    (publication, layout): (Publication, Layout),
) -> anyhow::Result<(Publication, Layout)> {
    let charts = charts::of(cx, office, &office.settings_at(at)?, record, Lang::Vi)?;
    Ok((with_charts(publication, charts), layout))
}

fn build(
    office: &Office,
    at: ObjectId,
    record: &PeriodRecord,
    sending: Option<&Sending>,
) -> anyhow::Result<(Publication, Layout)> {
    let stage = record.stage();
    // Between approval and finalization the office edits the text: what is exported is what they have before them.
    let fixed = record.approved_text().filter(|_| stage != Stage::Completing);
    let bytes = match fixed {
        Some(version) => office.read_object(version.blob)?,
        None => draft::working(office, &record.id)?,
    };
    let source = baocao_check::reports::encoding::decode(layout::consolidated(&record.id), bytes).source;
    let text = source.text();
    draft::no_conflicts_in(text, &record.id)?;
    let mut body = baocao_check::reports::markdown::prose(
        &text[baocao_core::format::front_matter::read(text).body.min(text.len())..],
    );
    body.label_departments(record.settings.departments.iter().map(|(_, name)| name.as_str()));
    pictures::fill(office, record, &mut body)?;
    let settings = office.settings_at(at)?;
    let approval = record.finalization.as_ref().and_then(|f| f.approved.as_ref()).or(record.approval.as_ref());
    let signer = approval.map(|approval| signer(office, approval)).transpose()?.flatten();
    let facts = Particulars {
        agency: &settings.agency,
        document: &settings.document,
        period: &record.id,
        period_words: Variables::of(&record.id, record.settings.title.as_deref(), &settings.agency).name,
        number: sending.map(|s| s.number.clone()),
        date: sending.map(|s| s.date),
        written: written(record),
        to: sending.map(|s| s.to.clone()).unwrap_or_default(),
        signer,
        head_title: head_title(&settings, sending.map(|s| s.date)),
        draft: fixed.is_none() || record.awaits_second_approval(),
    };
    let publication = publication(body, &facts);
    Ok((publication, profile(office, at, &settings)?))
}

/// The day of the last step that made the text what it is: the same on every computer, unlike the hour of the export.
fn written(record: &PeriodRecord) -> Date {
    let finalized = record.finalization.as_ref().map(|f| f.mark.at);
    let approved = record.approval.as_ref().map(|a| a.mark.at);
    let merged = record.merge.as_ref().map(|m| m.mark.at);
    finalized.or(approved).or(merged).unwrap_or(record.opened.at).date()
}

/// The leader who approved, as the roster knew them then.
fn signer(office: &Office, approval: &Approval) -> anyhow::Result<Option<SigningLeader>> {
    let roster = office.settings_at(approval.mark.commit)?.roster;
    Ok(roster.person(&approval.mark.by).map(|person| SigningLeader {
        name: person.name.clone(),
        title: person.title.clone(),
        head: person.has(Role::Head),
        capacity: approval.capacity,
    }))
}

/// What the head of the agency is called; a Sở has a Giám đốc.
fn head_title(settings: &Settings, day: Option<Date>) -> String {
    let heads: Vec<_> = settings.roster.people.iter().filter(|p| p.has(Role::Head)).collect();
    let now = heads.iter().find(|p| day.is_none_or(|day| p.tenure.covers(day)));
    now.or(heads.first()).map_or_else(|| "Giám đốc".into(), |p| p.title.clone())
}

/// The layout profile that the settings of a commit name.
pub fn profile(office: &Office, at: ObjectId, settings: &Settings) -> anyhow::Result<Layout> {
    let name = settings.document.layout.as_deref().unwrap_or(DEFAULT_LAYOUT);
    let path = RepoPath::new(format!("{}/{name}.toml", layout::TEMPLATES));
    let text = match office.read_at(at, &path)? {
        Some(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
        None if name == DEFAULT_LAYOUT => DECREE.to_string(),
        None => {
            return Err(Fault::new(say!(
                vi: "không có tệp thể thức “{path}” trong lịch sử",
                en: "the history has no layout profile “{path}”"
            ))
            .cure(say!(
                vi: "người quản trị ghi tệp đó vào lịch sử (git commit có chữ ký), hoặc bỏ “the_thuc” trong baocao.toml",
                en: "the administrator commits that file (a signed git commit), or drop “the_thuc” from baocao.toml"
            ))
            .into());
        }
    };
    let (layout, wrong) = baocao_core::format::page_style::read(&Source::new(path.clone(), text));
    match wrong.into_iter().next() {
        None => Ok(layout),
        Some(Diagnostic { message: Text { vi, en }, .. }) => {
            Err(Fault::new(say!(vi: "{path} có lỗi: {vi}", en: "{path} is wrong: {en}")).into())
        }
    }
}

/// A kind of file that is made of the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Made {
    /// Word.
    Docx,
    /// PDF/A, where this program was built with it.
    Pdf,
    /// One self-contained page.
    Html,
    /// Markdown without the marks of origin.
    Markdown,
}

impl Made {
    /// Every kind.
    pub const ALL: [Made; 4] = [Made::Docx, Made::Pdf, Made::Html, Made::Markdown];

    /// The file's extension.
    pub fn extension(self) -> &'static str {
        match self {
            Made::Docx => "docx",
            Made::Pdf => "pdf",
            Made::Html => "html",
            Made::Markdown => "md",
        }
    }

    /// The file.
    pub fn write(self, document: &Publication, layout: &Layout) -> anyhow::Result<Vec<u8>> {
        Ok(match self {
            Made::Docx => docx::publication(document, layout)?,
            Made::Pdf => pdf(document, layout)?,
            Made::Html => html::publication(document, layout).into_bytes(),
            Made::Markdown => plain::markdown(document).into_bytes(),
        })
    }
}

#[cfg(feature = "pdf")]
fn pdf(document: &Publication, layout: &Layout) -> anyhow::Result<Vec<u8>> {
    Ok(baocao_documents::pdf::publication(document, layout).map_err(Fault::new)?)
}

#[cfg(not(feature = "pdf"))]
fn pdf(_: &Publication, _: &Layout) -> anyhow::Result<Vec<u8>> {
    Err(Fault::new(say!(
        vi: "bản chương trình này không kèm phần lập PDF",
        en: "this program was built without PDF"
    ))
    .cure(say!(
        vi: "xuất docx rồi lưu thành PDF bằng Word, hoặc dùng bản có PDF (cargo build --release --features pdf)",
        en: "export docx and save it as PDF with Word, or use a program with PDF (cargo build --release --features pdf)"
    ))
    .into())
}

/// The unsigned edXML packet of what was sent, with the sent files inside.
pub fn packet(office: &Office, tip: ObjectId, record: &PeriodRecord) -> anyhow::Result<String> {
    let id = &record.id;
    let Some(sent) = &record.dispatch else {
        return Err(Refusal::new(say!(vi: "báo cáo kỳ {id} chưa gửi", en: "the report of {id} has not been sent"))
            .who(say!(vi: "Văn thư chạy `baocao dispatch {id}` trước", en: "the clerk runs `baocao dispatch {id}` first"))
            .into());
    };
    let (publication, _) = words(office, tip, record)?;
    let settings = office.settings_at(sent.mark.commit)?.document;
    let mut attached = Vec::new();
    for (name, _) in &sent.files {
        if let Some(bytes) = office.read_at(sent.mark.commit, &layout::dossier(id).join(name))? {
            attached.push((name.clone(), bytes));
        }
    }
    let number = sent.number.to_string();
    let (number, notation) = number.split_once('/').unwrap_or((&number, ""));
    let to = sent.to.iter().map(ToString::to_string).filter(|line| !keeps_copies(line));
    edxml::packet(&Packet {
        from: Organisation { id: settings.organ_id.clone().unwrap_or_default(), name: publication.agency_name.clone() },
        to: to
            .map(|name| Organisation { id: settings.organ_ids.get(&name).cloned().unwrap_or_default(), name })
            .collect(),
        document: &publication,
        date: sent.date,
        number,
        notation,
        sent: sent.mark.at,
        files: &attached,
    })
}

/// The name of a made file: `bao-cao-2024-Q2.docx`.
pub fn file_name(period: &PeriodId, extension: &str) -> String {
    format!("bao-cao-{period}.{extension}")
}

/// Writes an export where the person wants it. What stands there already is somebody's until `force` says otherwise.
pub fn save(cx: &Context<'_>, out: &Path, bytes: &[u8], force: bool) -> anyhow::Result<()> {
    let path = cx.here.join(out);
    let shown = visible(&out.to_string_lossy());
    if force {
        files::write_outside(&path, bytes)?;
    } else if !files::create_outside(&path, bytes, false)? && files::read_outside(&path)?.as_deref() != Some(bytes) {
        return Err(Refusal::new(say!(
            vi: "đã có tệp “{shown}” với nội dung khác",
            en: "there is a file “{shown}” already and its content differs"
        ))
        .who(say!(
            vi: "đặt tên khác bằng --out, hoặc ghi đè bằng --force nếu lệnh có tuỳ chọn này",
            en: "give another name with --out, or overwrite it with --force where the command has it"
        ))
        .into());
    }
    cx.voice.say(&say!(vi: "đã ghi “{shown}”", en: "wrote “{shown}”"));
    Ok(())
}
