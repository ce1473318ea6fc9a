//! `import FILE.docx PERIOD --department ID`: a department's Word report becomes its Markdown report.

mod picture;
mod report;
mod tell;
mod title;

use crate::office::{Context, Office, departments, modern, period};
use crate::ui::voice::{Exit, Usage};
use baocao_check::consolidate::fit::fit;
use baocao_check::consolidate::propose::propose;
use baocao_core::diagnostic::Refusal;
use baocao_core::domain::{DepartmentId, Form, KeyMaterial, PeriodId, Variables};

use crate::store::convert::Modern;
use crate::store::{Fault, files};
use baocao_check::reports::outline::FormIndex;
use baocao_core::domain::folder as layout;
use baocao_core::say;
use baocao_core::text::{RepoPath, Source, Text, visible};
use baocao_documents::word::Remarks;
use std::path::Path;

/// Imports a Word report.
pub fn run(cx: &Context<'_>, file: &Path, typed: &str, department: Option<&str>, yes: bool) -> anyhow::Result<Exit> {
    let office = Office::open(cx)?;
    let period = period(typed)?;
    let (department, path) = target(cx, &office, &period, department)?;
    let shown = visible(&file.to_string_lossy());
    let Some(bytes) = files::read_large(&cx.here.join(file))? else {
        return Err(Usage(say!(vi: "không có tệp “{shown}”", en: "there is no file “{shown}”")).into());
    };
    let bytes = modern(cx, file, bytes, Modern::Word, yes)?;
    let mut word = baocao_documents::word::read(&bytes).map_err(|why| {
        let Text { vi, en } = why.message();
        Fault::new(say!(vi: "“{shown}” {vi}", en: "“{shown}”: {en}"))
    })?;
    confirm_letters(cx, &word.remarks, yes)?;
    let found = office.read(&path)?;
    let (form, words, mut front) = form_and_front(&office, &period, &path, found.as_deref(), yes)?;
    let index = FormIndex::new(&form, &words.period);
    let placed = picture::place(&office, &period, &department, &word.pictures, &mut word.text)?;
    let blocks = std::mem::take(&mut word.text.blocks);
    let proposals = propose(&blocks, &office.settings_or_fault()?.indicators, &department, &period);
    let mut letter = baocao_documents::word::letter::split(blocks, |line| index.names_section(line));
    title::check(&office.settings_or_fault()?, &letter, &period, &department)?;
    let taken = report::fill(&mut front, &letter);
    let written = report::markdown(&mut letter, &word.text.notes, form.heading.as_deref().map(|h| words.title(h)));
    refuse_large(&shown, written.size())?;
    let source = Source::new(path.clone(), written.body.clone());
    let mut fitted = fit(&baocao_check::reports::report::read(&source, &index), source.text());
    fitted.unplaced.extend(written.around.iter().cloned());
    let report = report::assemble(&front, &form, &words, &period, &fitted);
    refuse_large(&shown, report.len())?;
    word.left.extend(
        letter
            .left
            .iter()
            .map(|(kind, text)| baocao_documents::word::LeftOut::new(kind.clone(), &word.part, text.clone())),
    );
    word.left.extend(report::not_written(&report, &letter, &word.text.notes, &fitted, &word.part));
    picture::write(&office, &placed, &report)?;
    if found.as_deref() != Some(report.as_bytes())
        && !office.folder.write_if_unchanged(&path, found.as_deref(), Some(report.as_bytes()))?
    {
        return Err(Fault::new(
            say!(vi: "“{path}” vừa bị thay đổi, chưa ghi gì", en: "“{path}” has just changed; nothing was written"),
        )
        .into());
    }
    cx.voice.say(&say!(vi: "đã nhập “{shown}” vào {path}", en: "imported “{shown}” into {path}"));
    picture::tell(cx, file, &word, &placed, &report)?;
    tell::sections(cx, &form, &words.period, &fitted, &department);
    tell::changed(cx, &word.remarks);
    tell::left(cx, &word.left);
    tell::taken(cx, &letter, taken);
    for found in proposals {
        let (id, written, context) = (&found.indicator, visible(&found.written), visible(&found.context));
        cx.voice.note(&say!(
            vi: "số liệu đề xuất, tự ghi vào chi_tieu nếu đúng: {id} = {written} (“{context}”)",
            en: "a figure proposed, write it into chi_tieu if it is right: {id} = {written} (“{context}”)"
        ));
    }
    cx.voice.note(&say!(vi: "tiếp theo: đọc lại, điền phần đầu tệp và số liệu, rồi chạy `baocao check {path}`", en: "next: read it over, fill in the head of the file and the figures, then run `baocao check {path}`"));
    Ok(Exit::Done)
}

/// Refuses what would make a report that baocao itself does not read again.
fn refuse_large(shown: &str, bytes: usize) -> anyhow::Result<()> {
    if bytes as u64 <= files::CAP {
        return Ok(());
    }
    let most = files::CAP >> 20;
    let size = format!("{},{}", bytes >> 20, ((bytes & 0xf_ffff) * 10) >> 20);
    Err(Fault::new(say!(
        vi: "“{shown}” thành báo cáo {size} MiB, báo cáo không được quá {most} MiB; chưa ghi gì, hãy tách phụ lục và bảng dài ra tệp khác",
        en: "“{shown}” makes a report of {size} MiB, {most} MiB at most; nothing was written, put appendices and long tables into other files"
    ))
    .into())
}

/// Whose report it becomes.
fn target(
    cx: &Context<'_>,
    office: &Office,
    period: &PeriodId,
    department: Option<&str>,
) -> anyhow::Result<(DepartmentId, RepoPath)> {
    let settings = office.settings_or_fault()?;
    let id = match department {
        Some(text) => departments::meant(cx, &departments::of_settings(&settings), text)?,
        None => {
            // Who has a key of the roster need not say whose report it is.
            let keys = settings.roster.people.iter().flat_map(|person| &person.keys).map(|key| &key.material);
            let signer = cx.signer(office.repo_if_any()).ok();
            let key = signer.and_then(|signer| signer.among(keys).ok().flatten().map(KeyMaterial::fingerprint));
            let own = key.and_then(|key| settings.roster.owner(&key).and_then(|(person, _)| person.department.clone()));
            own.ok_or_else(|| {
                Usage(say!(vi: "cho biết đơn vị bằng --department", en: "name the department with --department"))
            })?
        }
    };
    let path = layout::report(period, &id);
    if office.source(&layout::period_settings(period))?.is_none() {
        return Err(Refusal::new(say!(vi: "kỳ {period} chưa được mở", en: "the period {period} has not been opened"))
            .who(say!(vi: "chuyên viên tổng hợp chạy `baocao init {period}`", en: "the consolidating officer runs `baocao init {period}`"))
            .into());
    }
    Ok((id, path))
}

/// Letters of fonts from before Unicode are converted only when somebody has agreed.
fn confirm_letters(cx: &Context<'_>, remarks: &Remarks, yes: bool) -> anyhow::Result<()> {
    if remarks.legacy.is_empty() {
        return Ok(());
    }
    let count = remarks.legacy.len();
    cx.voice.note(&say!(
        vi: "tệp dùng phông chữ trước Unicode (TCVN3 hoặc VNI) ở {count} đoạn chữ; sẽ chuyển sang Unicode, ví dụ:",
        en: "the file uses fonts from before Unicode (TCVN3 or VNI) in {count} runs; they become Unicode, for example:"
    ));
    for (before, after) in remarks.legacy.iter().take(3) {
        let short = |text: &str| visible(&text.chars().take(60).collect::<String>()).to_string();
        let (before, after) = (short(before), short(after));
        cx.voice.note(&say!(vi: "  {before} → {after}", en: "  {before} → {after}"));
    }
    let agreed = yes || cx.voice.ask(&say!(vi: "Chuyển như trên?", en: "Convert them so?")) == Some(true);
    if agreed {
        return Ok(());
    }
    Err(Refusal::new(
        say!(vi: "chưa chuyển mã chữ, chưa ghi gì", en: "the letters were not converted; nothing was written"),
    )
    .who(say!(vi: "chạy lại với --yes nếu chữ ở trên đúng", en: "run it again with --yes if the words above are right"))
    .into())
}

/// The form of the period, and the front matter that stays: of the skeleton, which nobody has written in yet.
fn form_and_front(
    office: &Office,
    period: &PeriodId,
    path: &RepoPath,
    found: Option<&[u8]>,
    yes: bool,
) -> anyhow::Result<(Form, Variables, String)> {
    let form = office.source(&layout::period_form(period))?;
    let form = form.unwrap_or_else(|| Source::new(layout::period_form(period), String::new()));
    let form = baocao_check::reports::form::read(&form).0;
    let settings = office.source(&layout::period_settings(period))?;
    let title =
        settings.and_then(|source| baocao_core::format::period::read(&source).0).and_then(|settings| settings.title);
    let words = Variables::of(period, title.as_deref(), &office.settings_or_fault()?.agency);
    let id = path.stem();
    let code = &form.code;
    let bare = format!(
        "---\nbieu_mau: {code}\nky: {period}\ndon_vi: {id}\nnguoi_lap:\nngay_lap:\nso_lieu_den:\nchi_tieu: {{}}\n---\n"
    );
    let Some(found) = found else { return Ok((form, words, bare)) };
    let source = baocao_check::reports::encoding::decode(path.clone(), found.to_vec()).source;
    let report = baocao_check::reports::report::read(&source, &FormIndex::new(&form, &words.period));
    if !report.is_untouched() && !yes {
        return Err(Refusal::new(say!(vi: "“{path}” đã có nội dung", en: "somebody has written in “{path}”"))
            .who(say!(vi: "muốn thay bằng tệp Word thì chạy lại với --yes", en: "to replace it with the Word file, run it again with --yes"))
            .into());
    }
    let front = source.text()[source.bom_len()..report.body.start].replace("\r\n", "\n");
    Ok((form, words, if front.trim().is_empty() { bare } else { front }))
}
