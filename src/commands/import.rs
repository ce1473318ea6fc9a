//! `import FILE.docx PERIOD --department ID`: a department's Word report becomes its Markdown report.

use super::context::{Office, period, publish};
use super::{Context, Exit, Usage};
use crate::consolidate::fit::{Fitted, fit};
use crate::consolidate::propose::propose;
use crate::diagnostic::Refusal;
use crate::domain::{Demand, DepartmentId, Form, KeyMaterial, PeriodId, PeriodWords, Prose, plain};
use crate::parse;
use crate::parse::outline::FormIndex;
use crate::parse::word::{Remarks, WordText};
use crate::render::prose::{Typed, blocks, indented};
use crate::render::skeleton;
use crate::say;
use crate::store::{Fault, files, layout};
use crate::text::{RepoPath, Source, Text, fold, visible};
use std::path::Path;

/// The heading under which everything stands that found no place.
const UNPLACED: &str = "## Nội dung chưa xếp vào mục";

/// Imports a Word report.
pub fn run(cx: &Context<'_>, file: &Path, typed: &str, department: Option<&str>, yes: bool) -> anyhow::Result<Exit> {
    let office = Office::open(cx)?;
    let period = period(typed)?;
    let (department, path) = target(cx, &office, &period, department)?;
    let shown = visible(&file.to_string_lossy());
    let Some(bytes) = files::read_large(&cx.here.join(file))? else {
        return Err(Usage(say!(vi: "không có tệp “{shown}”", en: "there is no file “{shown}”")).into());
    };
    let word = parse::word::read(&bytes).map_err(|why| {
        let Text { vi, en } = why.message();
        Fault::new(say!(vi: "“{shown}” {vi}", en: "“{shown}”: {en}"))
    })?;
    confirm_letters(cx, &word.remarks, yes)?;
    let found = office.read(&path)?;
    let (form, words, front) = form_and_front(&office, &period, &path, found.as_deref(), yes)?;
    let index = FormIndex::new(&form, &words);
    let written = markdown(&word, form.heading.as_deref().map(|h| words.fill(h)));
    let source = Source::new(path.clone(), written.body);
    let mut fitted = fit(&parse::report::read(&source, &index), source.text());
    fitted.unplaced.extend(written.around);
    let report = assemble(&front, &form, &words, &period, &fitted);
    if found.as_deref() != Some(report.as_bytes())
        && !office.folder.write_if_unchanged(&path, found.as_deref(), Some(report.as_bytes()))?
    {
        return Err(Fault::new(
            say!(vi: "“{path}” vừa bị thay đổi, chưa ghi gì", en: "“{path}” has just changed; nothing was written"),
        )
        .into());
    }
    cx.voice.say(&say!(vi: "đã nhập “{shown}” vào {path}", en: "imported “{shown}” into {path}"));
    pictures(cx, file, &word)?;
    tell(cx, &form, &fitted, &word.remarks, &department);
    let indicators = office.settings_or_fault()?.indicators;
    for found in propose(&word.text.blocks, &indicators, &department, &period) {
        let (id, written, context) = (&found.indicator, visible(&found.written), visible(&found.context));
        cx.voice.note(&say!(
            vi: "số liệu đề xuất, tự ghi vào chi_tieu nếu đúng: {id} = {written} (“{context}”)",
            en: "a figure proposed, write it into chi_tieu if it is right: {id} = {written} (“{context}”)"
        ));
    }
    cx.voice.note(&say!(vi: "tiếp theo: đọc lại, điền phần đầu tệp và số liệu, rồi chạy `baocao check {path}`", en: "next: read it over, fill in the head of the file and the figures, then run `baocao check {path}`"));
    Ok(Exit::Done)
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
        Some(text) => {
            let shown = visible(text);
            let unknown = || Usage(say!(vi: "không có đơn vị “{shown}”", en: "there is no department “{shown}”"));
            DepartmentId::parse(text).filter(|id| settings.department(id).is_some()).ok_or_else(unknown)?
        }
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
) -> anyhow::Result<(Form, PeriodWords, String)> {
    let form = office.source(&layout::period_form(period))?;
    let form = form.unwrap_or_else(|| Source::new(layout::period_form(period), String::new()));
    let form = parse::form::read(&form).0;
    let settings = office.source(&layout::period_settings(period))?;
    let title = settings.and_then(|source| parse::period::read(&source).0).and_then(|settings| settings.title);
    let words = PeriodWords::of(period, title.as_deref());
    let id = path.stem();
    let code = &form.code;
    let bare = format!(
        "---\nbieu_mau: {code}\nky: {period}\ndon_vi: {id}\nnguoi_lap:\nngay_lap:\nso_lieu_den:\nchi_tieu: {{}}\n---\n"
    );
    let Some(found) = found else { return Ok((form, words, bare)) };
    let source = parse::encoding::decode(path.clone(), found.to_vec()).source;
    let report = parse::report::read(&source, &FormIndex::new(&form, &words));
    if !report.is_untouched() && !yes {
        return Err(Refusal::new(say!(vi: "“{path}” đã có nội dung", en: "somebody has written in “{path}”"))
            .who(say!(vi: "muốn thay bằng tệp Word thì chạy lại với --yes", en: "to replace it with the Word file, run it again with --yes"))
            .into());
    }
    let front = source.text()[source.bom_len()..report.body.start].replace("\r\n", "\n");
    Ok((form, words, if front.trim().is_empty() { bare } else { front }))
}

/// A Word text as Markdown, with what is no part of the report's sections apart.
struct Written {
    /// The sections.
    body: String,
    /// What stands before and after them: the head of a document, “Trên đây là …”, who signs.
    around: Vec<String>,
}

/// The Word text as Markdown, without the report's own title.
fn markdown(word: &WordText, title: Option<String>) -> Written {
    let mut body: Vec<Prose> = word.text.blocks.clone();
    let words = |block: &Prose| match block {
        Prose::Paragraph(text) | Prose::Heading { text, .. } => plain(text).trim().to_string(),
        _ => String::new(),
    };
    let title = title.map(|t| fold(&t));
    // A skeleton that was printed, filled in as Word and sent back still has our own words where nothing was written.
    body.retain(|block| title.as_ref() != Some(&fold(&words(block))) && words(block) != skeleton::PLACEHOLDER);
    // Tên loại and trích yếu on lines of their own: the trích yếu reads like the title of a section.
    let kind = body.iter().take(20).position(|block| fold(&words(block)) == "báo cáo");
    let opening: Vec<Prose> = kind.map(|at| body.drain(..(at + 2).min(body.len())).collect()).unwrap_or_default();
    // The level of a heading counts from the first: a file that begins with “Heading 1” means sections by it.
    let top = body.iter().filter_map(|b| if let Prose::Heading { level, .. } = b { Some(*level) } else { None }).min();
    for block in &mut body {
        if let (Prose::Heading { level, .. }, Some(top)) = (block, top) {
            *level = (*level - top + 2).min(6);
        }
    }
    let close = body.iter().rposition(|block| fold(&words(block)).starts_with("trên đây là"));
    let closing = close.map(|at| body.split_off(at)).unwrap_or_default();
    let mut text = blocks(&body, Typed::Lists);
    for (number, note) in (1..).zip(&word.text.notes) {
        let note = indented(&blocks(note, Typed::Words), "    ");
        text.push_str(&format!("[^{number}]: {}\n\n", note.trim()));
    }
    let around = [opening, closing].map(|part| blocks(&part, Typed::Lists).trim().to_string());
    Written { body: text, around: around.into_iter().filter(|text| !text.is_empty()).collect() }
}

fn assemble(front: &str, form: &Form, words: &PeriodWords, period: &PeriodId, fitted: &Fitted) -> String {
    let cadence = period.cadence();
    let mut out = front.trim_end().to_string() + "\n";
    if let Some(heading) = &form.heading {
        out.push_str(&format!("\n# {}\n", words.fill(heading)));
    }
    for (at, section) in form.sections.iter().enumerate() {
        let demand = section.demand(cadence);
        let pieces = fitted.sections.get(&at);
        if demand == Demand::NotApplied && pieces.is_none() {
            continue;
        }
        let parent = form.sections.iter().any(|s| s.parent == Some(at) && s.demand(cadence) != Demand::NotApplied);
        out.push('\n');
        match pieces {
            Some(pieces) => {
                out.push_str(&format!("{}\n\n{}\n", skeleton::heading(section, words), pieces.join("\n\n")))
            }
            None if fitted.sections.keys().any(|k| form.sections[*k].parent == Some(at)) => {
                out.push_str(&format!("{}\n", skeleton::heading(section, words)));
            }
            None => out.push_str(&skeleton::section(section, words, demand, !parent)),
        }
    }
    if !fitted.unplaced.is_empty() {
        out.push_str(&format!("\n{UNPLACED}\n\n{}\n", fitted.unplaced.join("\n\n")));
    }
    out
}

/// Pictures go beside the Word file: a period's folder holds reports only.
fn pictures(cx: &Context<'_>, file: &Path, word: &WordText) -> anyhow::Result<()> {
    for (number, (extension, bytes)) in (1..).zip(&word.pictures) {
        if bytes.is_empty() {
            cx.voice.note(
                &say!(vi: "hình {number} không có trong tệp Word", en: "picture {number} is not in the Word file"),
            );
            continue;
        }
        let stem = file.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
        let name = file.with_file_name(format!("{stem}-hinh-{number}.{extension}"));
        publish::save(cx, &name, bytes, false)?;
    }
    Ok(())
}

/// Everything that could not be kept as it was, so that the writer looks there.
fn tell(cx: &Context<'_>, form: &Form, fitted: &Fitted, remarks: &Remarks, department: &DepartmentId) {
    let note = |text: Text| cx.voice.note(&text);
    let placed: Vec<&str> =
        fitted.sections.keys().filter_map(|at| form.sections.get(*at)).map(|s| s.key.0.as_str()).collect();
    let (count, list) = (placed.len(), placed.join(", "));
    note(say!(vi: "{department}: xếp được {count} mục ({list})", en: "{department}: {count} sections found ({list})"));
    for heading in &fitted.unknown {
        let heading = visible(heading);
        note(
            say!(vi: "tiêu đề không có trong biểu mẫu, giữ thành dòng chữ đậm: {heading}", en: "not in the form, kept as a bold line: {heading}"),
        );
    }
    if !fitted.unplaced.is_empty() {
        let count = fitted.unplaced.len();
        note(say!(
            vi: "{count} phần chưa xếp được vào mục nào, để ở cuối tệp, mục “Nội dung chưa xếp vào mục”",
            en: "{count} parts found no section; they stand at the end under “Nội dung chưa xếp vào mục”"
        ));
    }
    let facts: [(usize, Text); 7] = [
        (
            remarks.merged_cells,
            say!(vi: "ô gộp trong bảng đã tách ra, chữ nằm ở ô đầu", en: "merged cells taken apart, their text in the first"),
        ),
        (
            remarks.deletions,
            say!(vi: "chỗ đã xoá khi theo dõi thay đổi, không đưa vào", en: "tracked deletions left out"),
        ),
        (
            remarks.insertions,
            say!(vi: "chỗ đã thêm khi theo dõi thay đổi, có đưa vào", en: "tracked insertions taken in"),
        ),
        (
            remarks.text_boxes,
            say!(vi: "hộp chữ, đưa vào sau đoạn chứa nó", en: "text boxes, put after their paragraph"),
        ),
        (remarks.comments, say!(vi: "lời bình của người góp ý, không đưa vào", en: "reviewers' comments left out")),
        (remarks.hidden, say!(vi: "đoạn chữ ẩn, có đưa vào", en: "hidden runs taken in")),
        (remarks.symbols, say!(vi: "ký hiệu không rõ, thay bằng □", en: "unknown symbols, shown as □")),
    ];
    for (count, Text { vi, en }) in facts {
        if count > 0 {
            note(say!(vi: "{count} {vi}", en: "{count} {en}"));
        }
    }
}
