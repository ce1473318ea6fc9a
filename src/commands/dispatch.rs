//! `dispatch`: Văn thư records number, date, recipients and channel; the sent files and their digests are part of it.

mod compare;
mod number;

use crate::office::confirm::Question;
use crate::office::publish::Made;
use crate::office::record::{Draft, FileWrite};
use crate::office::{ActOptions, Context, Office, contact, draft, history, line, period, publish, record, telling};
use crate::ui::voice::{Exit, Usage};
use baocao_core::diagnostic::Refusal;
use baocao_core::domain::{
    ActKind, Date, Digest, FilesCompared, Layout, ObjectId, OneLine, PeriodId, Publication, format_date_vi,
    is_same_number,
};

use crate::store::{Fault, files};
use baocao_core::domain::folder as layout;
use baocao_core::say;
use baocao_core::text::wording::Difference;
use baocao_core::text::{Text, visible};
use baocao_procedure::filing::status_packet;
use baocao_procedure::{Intent, PeriodRecord, Plan, Stage};
use compare::Held;
use std::cell::{Cell, RefCell};
use std::path::PathBuf;

/// What the clerk says about the sending.
pub struct Options {
    /// `12` or `12/BC-SKHCN`; the next free one is proposed if none.
    pub number: Option<String>,
    /// Recipients.
    pub to: Vec<String>,
    /// Date of the document; today if none.
    pub date: Option<Date>,
    /// How it was sent.
    pub channel: Option<String>,
    /// The files that were sent, as they lie on the disk.
    pub files: Vec<PathBuf>,
    /// The files that are made here; Word's where nothing else is said and no file is named.
    pub made: Vec<Made>,
    /// Send a file although it differs from the approved text.
    pub force: bool,
    /// Why; goes with `force`.
    pub reason: Option<String>,
    /// Send a file whose words cannot be read, without asking.
    pub yes: bool,
}

/// Records the sending.
pub fn run(cx: &Context<'_>, typed: &str, options: &Options, act: &ActOptions) -> anyhow::Result<Exit> {
    let office = Office::open(cx)?;
    let period = period(typed)?;
    let to = options.to.iter().map(|text| line("--to", text)).collect::<Result<Vec<_>, _>>()?;
    let channel = options.channel.as_deref().map(|text| line("--channel", text)).transpose()?;
    let reason = options.reason.as_deref().map(|text| line("--reason", text)).transpose()?;
    if options.force && reason.is_none() {
        return Err(Usage(say!(
            vi: "--force cần kèm --reason \"lý do vẫn gửi tệp khác văn bản được duyệt\"",
            en: "--force needs --reason \"why a file is sent that differs from the approved text\""
        ))
        .into());
    }
    let agreed = Cell::new(options.yes);
    let date = options.date.unwrap_or_else(|| cx.now.date());
    let mut sent = Vec::new();
    for path in &options.files {
        let file = sent_file(cx, path)?;
        if sent.iter().any(|(known, _): &(String, Vec<u8>)| known.eq_ignore_ascii_case(&file.0)) {
            let name = file.0;
            return Err(Usage(say!(vi: "có hai tệp cùng tên “{name}”", en: "two files have the name “{name}”")).into());
        }
        sent.push(file);
    }
    let formats = match (options.files.is_empty(), options.made.is_empty()) {
        (true, true) => vec![Made::Docx],
        _ => options.made.clone(),
    };
    let taken = RefCell::new(options.number.clone());
    record::run(cx, &office, act, &|scene| {
        scene.may(&Intent::of(ActKind::Dispatch, &period))?;
        let record = scene.record(&period)?;
        plausible(record, date, scene.now.date())?;
        if !record.restated.is_empty() {
            cx.voice.note(&say!(
                vi: "số liệu của kỳ này đã đính chính sau khi duyệt, văn bản vẫn mang số cũ; muốn gửi số đúng thì trả lại bằng `baocao return {period}` rồi tổng hợp lại",
                en: "figures of this period were restated after the approval and the text still has the old ones; to send the right ones, send it back with `baocao return {period}` and merge again"
            ));
        }
        let settings = scene.settings()?;
        let typed = taken.borrow().clone();
        let chosen = number::own(cx, scene.ledger, &period, typed.as_deref(), &settings, date)?;
        let number = chosen.number.clone();
        taken.replace(Some(number.to_string()));
        draft::as_recorded(&office, scene, &period)?;
        let dossier = layout::dossier(&period);
        let mut writes = Vec::new();
        let mut files = Vec::new();
        let mut all = sent.clone();
        let sending =
            publish::Sending { number: number.to_string(), date, to: to.iter().map(ToString::to_string).collect() };
        let (document, layout) = publish::to_send(cx, &office, scene.tip, record, &sending)?;
        let compared = compared(cx, &sent, &document, &layout, reason.as_ref().filter(|_| options.force), &agreed)?;
        if !formats.is_empty() {
            for made in &formats {
                let name = publish::file_name(&period, made.extension());
                if all.iter().all(|(known, _)| *known != name) {
                    all.push((name, made.write(&document, &layout)?));
                }
            }
        }
        for (name, bytes) in &all {
            let write = FileWrite::as_is(&office, dossier.join(name), bytes.clone())?;
            let version = write.version();
            files.push((name.clone(), version.blob, version.sha256));
            writes.push(write);
        }
        let mut summary = telling::title(record);
        summary.extend(chosen.summary());
        summary.extend(sending_lines(date, &to, channel.as_ref(), &files));
        let question = say!(vi: "Ghi đã gửi như trên?", en: "Record the sending as shown?");
        scene.ask(Question::new(summary, question));
        let plan = Plan::Dispatch {
            period: period.clone(),
            number,
            date,
            to: to.clone(),
            channel: channel.clone(),
            files,
            compared,
        };
        Ok(Draft { base: None, parents: Vec::new(), plan, files: writes })
    })
}

/// The lines of the summary under the number.
fn sending_lines(
    date: Date,
    to: &[OneLine],
    channel: Option<&OneLine>,
    files: &[(String, ObjectId, Digest)],
) -> Vec<Text> {
    let day = format_date_vi(date);
    let to = to.iter().map(OneLine::as_str).collect::<Vec<_>>().join("; ");
    let names = files.iter().map(|(name, ..)| name.as_str()).collect::<Vec<_>>().join(", ");
    let mut out = vec![
        say!(vi: "  ngày: {day}", en: "  date: {day}"),
        say!(vi: "  nơi nhận: {to}", en: "  to: {to}"),
        say!(vi: "  tệp: {names}", en: "  files: {names}"),
    ];
    out.extend(channel.map(|channel| say!(vi: "  kênh gửi: {channel}", en: "  channel: {channel}")));
    out
}

/// Reads a receiver's status packet and holds it against what was sent. A packet that answers it is kept in the record's
/// folder, and `archive` takes it into the record.
pub fn status(cx: &Context<'_>, typed: &str, path: &std::path::Path) -> anyhow::Result<Exit> {
    let office = Office::open(cx)?;
    let period = period(typed)?;
    let shown = visible(&path.to_string_lossy());
    let Some(bytes) = files::read_outside(&cx.here.join(path))? else {
        return Err(Usage(say!(vi: "không có tệp “{shown}”", en: "there is no file “{shown}”")).into());
    };
    let status = baocao_documents::edxml::status(&String::from_utf8_lossy(&bytes)).map_err(|why| {
        let (vi, en) = (why.vi, why.en);
        Fault::new(say!(vi: "“{shown}”: {vi}", en: "“{shown}”: {en}"))
    })?;
    let (ledger, _) = history::proven(cx, &office, office.tip()?, None)?;
    contact::tell(cx, office.repo_if_any(), &ledger)?;
    let unsent =
        || Refusal::new(say!(vi: "báo cáo kỳ {period} chưa gửi", en: "the report of {period} has not been sent"));
    let record = ledger.period(&period).ok_or_else(unsent)?;
    let sent = record.dispatch.as_ref().ok_or_else(unsent)?;
    let (from, code, meaning) = (visible(&status.from), visible(&status.code), status.meaning());
    let (at, note, number) = (visible(&status.timestamp), visible(&status.description), visible(&status.number));
    let (vi, en) = (meaning.vi, meaning.en);
    cx.voice.say(&say!(vi: "{from}: {code} {vi} ({at}) {note}", en: "{from}: {code} {en} ({at}) {note}"));
    if is_same_number(&status.number, sent.number.as_str()) && status.date.is_none_or(|date| date == sent.date) {
        return keep(cx, &office, &period, record.stage(), &bytes);
    }
    let (own, day) = (&sent.number, format_date_vi(sent.date));
    cx.voice.say(&say!(
        vi: "gói tin trả lời văn bản {number}, không phải văn bản {own} ngày {day} của kỳ này",
        en: "the packet answers document {number}, not this period's {own} of {day}"
    ));
    Ok(Exit::Wrong)
}

fn keep(cx: &Context<'_>, office: &Office, period: &PeriodId, stage: Stage, bytes: &[u8]) -> anyhow::Result<Exit> {
    if stage == Stage::Archived {
        cx.voice.note(&say!(vi: "hồ sơ đã lưu, gói tin không đưa thêm vào được", en: "the record is filed; the packet cannot be added to it"));
        return Ok(Exit::Done);
    }
    let folder = layout::dossier(period);
    for number in 1..=999 {
        let path = folder.join(&status_packet(number));
        match office.read(&path)? {
            Some(known) if known == bytes => return Ok(Exit::Done),
            Some(_) => {}
            None => {
                office.folder.write(&path, bytes)?;
                cx.voice.say(&say!(
                    vi: "đã giữ tại {path}; bước lưu hồ sơ sẽ đưa vào hồ sơ",
                    en: "kept as {path}; archiving takes it into the record"
                ));
                return Ok(Exit::Done);
            }
        }
    }
    Err(Fault::new(say!(vi: "quá nhiều gói tin trạng thái", en: "too many status packets")).into())
}

/// Holds the files against the approved text and tells what was found.
///
/// # Errors
/// A file says something else and there is no reason to send it, or its words cannot be read and the person does not agree.
fn compared(
    cx: &Context<'_>,
    sent: &[(String, Vec<u8>)],
    document: &Publication,
    layout: &Layout,
    reason: Option<&OneLine>,
    agreed: &Cell<bool>,
) -> anyhow::Result<FilesCompared> {
    let mut out = FilesCompared::default();
    for (name, bytes) in sent {
        match compare::hold(cx, name, bytes, document, layout)? {
            Held::Same => cx.voice.note(&say!(
                vi: "“{name}”: phần chữ đúng văn bản được duyệt; hình chưa được đối chiếu, đề nghị xem lại",
                en: "“{name}”: its words are those of the approved text; pictures were not compared, please check them"
            )),
            Held::Unread(why) => {
                let (vi, en) = (why.vi, why.en);
                cx.voice.note(&say!(vi: "“{name}”: chưa đối chiếu; {vi}", en: "“{name}”: not compared; {en}"));
                out.unread.push(name.clone());
            }
            Held::Differs(found) => {
                tell(cx, name, &found);
                out.differing.push(name.clone());
            }
        }
    }
    out.unread.sort();
    out.differing.sort();
    if !out.differing.is_empty() {
        let Some(reason) = reason else { return Err(differs(&out.differing).into()) };
        out.reason = Some(reason.clone());
    }
    if !out.unread.is_empty() && !agreed.get() {
        let question = say!(
            vi: "Vẫn gửi, ghi là “chưa đối chiếu”?",
            en: "Send it nevertheless, recorded as “not compared”?"
        );
        agreed.set(cx.voice.ask(&question) == Some(true));
        if !agreed.get() {
            return Err(unread(&out.unread).into());
        }
    }
    Ok(out)
}

fn differs(names: &[String]) -> Refusal {
    let names = names.join(", ");
    Refusal::new(say!(
        vi: "tệp {names} khác văn bản được duyệt, chưa ghi gì",
        en: "{names} differs from the approved text; nothing was recorded"
    ))
    .who(say!(
        vi: "sửa lại tệp cho đúng, hoặc trả lại dự thảo để duyệt lại; nếu vẫn gửi thì thêm --force --reason \"lý do\", lý do được ghi vào lịch sử",
        en: "correct the file, or send the draft back for another approval; to send it nevertheless add --force --reason \"why\", which is recorded"
    ))
}

fn unread(names: &[String]) -> Refusal {
    let names = names.join(", ");
    Refusal::new(say!(
        vi: "tệp {names} chưa đối chiếu được với văn bản được duyệt, chưa ghi gì",
        en: "{names} could not be held against the approved text; nothing was recorded"
    ))
    .who(say!(
        vi: "tự đọc lại tệp, rồi chạy lại với --yes; bước gửi sẽ ghi tệp là “chưa đối chiếu”",
        en: "read the file yourself, then run this again with --yes; it is recorded as not compared"
    ))
}

/// The places that are shown of one file.
const SHOWN: usize = 20;

fn tell(cx: &Context<'_>, name: &str, found: &[Difference]) {
    let count = found.len();
    cx.voice.note(&say!(
        vi: "“{name}”: {count} chỗ khác văn bản được duyệt",
        en: "“{name}”: {count} place(s) differ from the approved text"
    ));
    for Difference { section, approved, file } in found.iter().take(SHOWN) {
        let shown = |text: &str| match text {
            "" => "–".to_string(),
            text => format!("“{}”", visible(text)),
        };
        let (approved, file) = (shown(approved), shown(file));
        let section = match section.as_str() {
            "" => say!(vi: "phần mở đầu", en: "before the first section"),
            section => {
                let section = visible(section);
                say!(vi: "mục “{section}”", en: "section “{section}”")
            }
        };
        let (vi, en) = (section.vi, section.en);
        cx.voice.note(&say!(
            vi: "  {vi}\n    văn bản được duyệt: {approved}\n    tệp: {file}",
            en: "  {en}\n    approved text: {approved}\n    file: {file}"
        ));
    }
    if let Some(more) = count.checked_sub(SHOWN).filter(|more| *more > 0) {
        cx.voice.note(&say!(vi: "  và {more} chỗ khác", en: "  and {more} more"));
    }
}

/// The document bears the day it was signed or a later one, up to today.
fn plausible(record: &PeriodRecord, date: Date, today: Date) -> Result<(), Usage> {
    let signed = record.approval.as_ref().map_or(date, |approval| approval.mark.at.date());
    if date >= signed && date <= today {
        return Ok(());
    }
    let (shown, signed, today) = (format_date_vi(date), format_date_vi(signed), format_date_vi(today));
    Err(Usage(say!(
        vi: "--date {shown} không thể là ngày của văn bản: duyệt ngày {signed}, hôm nay {today}",
        en: "--date {shown} cannot be the document's day: approved on {signed}, today is {today}"
    )))
}

/// Reads a file that was sent, from wherever it lies; its name must be one that every system can store.
fn sent_file(cx: &Context<'_>, path: &std::path::Path) -> anyhow::Result<(String, Vec<u8>)> {
    let full = cx.here.join(path);
    let shown = visible(&path.to_string_lossy());
    let Some(bytes) = files::read_outside(&full)? else {
        return Err(Usage(say!(vi: "không có tệp “{shown}”", en: "there is no file “{shown}”")).into());
    };
    if bytes.len() as u64 > files::CAP {
        return Err(Fault::new(say!(vi: "tệp “{shown}” lớn hơn 4 MiB", en: "“{shown}” is larger than 4 MiB")).into());
    }
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let good = !name.is_empty()
        && name.len() <= 80
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'))
        && !name.starts_with(['.', '-'])
        && !name.ends_with('.')
        && baocao_core::text::misnamed(&name).is_none();
    if !good {
        return Err(Usage(say!(
            vi: "tên tệp “{shown}” chỉ được gồm chữ không dấu, số, dấu chấm, gạch nối, gạch dưới, bắt đầu bằng chữ hoặc số; đổi tên tệp rồi chạy lại",
            en: "the file name “{shown}” may hold only plain letters, digits, dots, hyphens and underscores, and begins with a letter or digit; rename the file and run this again"
        ))
        .into());
    }
    Ok((name, bytes))
}
