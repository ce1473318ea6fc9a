//! `import-figures FILE PERIOD`: a department's figures out of a spreadsheet into its report; the rest stays byte for byte.

use crate::office::{Context, Office, departments, modern, period};
use crate::store::convert::Modern;
use crate::store::{Fault, files};
use crate::ui::output::difference;
use crate::ui::voice::{Exit, Usage};
use baocao_check::edits::{figure_fields, mend};
use baocao_check::reports::encoding;
use baocao_core::domain::{EnteredFigure, Field, FrontMatter, Value, folder as layout, written_figures};
use baocao_core::format::front_matter;
use baocao_core::say;
use baocao_core::text::{Source, Text, visible};
use baocao_documents::figure_sheet;
use baocao_documents::figure_sheet::{FiguresAsked, Finding, LeftInSheet};
use std::collections::BTreeMap;
use std::path::Path;

/// How it is done.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// Only show what would change.
    pub dry_run: bool,
    /// Do not ask before a file of another kind is converted.
    pub yes: bool,
}

/// Reads the spreadsheet and writes what it says into the report of a department; nothing if anything in it is wrong.
pub fn run(cx: &Context<'_>, file: &Path, typed: &str, department: &str, options: Options) -> anyhow::Result<Exit> {
    let office = Office::open(cx)?;
    let period = period(typed)?;
    let settings = office.settings_or_fault()?;
    let unknown = || {
        let shown = visible(department);
        Usage(say!(vi: "không có đơn vị “{shown}”", en: "there is no department “{shown}”"))
    };
    let id = departments::meant(cx, &departments::of_settings(&settings), department)?;
    let department = settings.department(&id).ok_or_else(unknown)?;
    let shown = visible(&file.to_string_lossy());
    let Some(bytes) = files::read_outside(&cx.here.join(file))? else {
        return Err(Usage(say!(vi: "không có tệp “{shown}”", en: "there is no file “{shown}”")).into());
    };
    let bytes = modern(cx, file, bytes, Modern::Sheet, options.yes)?;
    let path = layout::report(&period, &department.id);
    let Some(old) = office.read(&path)? else {
        return Err(Fault::new(say!(vi: "chưa có tệp “{path}”", en: "there is no file “{path}”"))
            .cure(say!(vi: "chạy `baocao init {period}` để có mẫu", en: "`baocao init {period}` makes the form"))
            .into());
    };
    let question = FiguresAsked { indicators: &settings.indicators, departments: &settings.departments, department };
    let read = figure_sheet::read(&bytes, &question)
        .map_err(|Text { vi, en }| Fault::new(say!(vi: "“{shown}”: {vi}", en: "“{shown}”: {en}")))?;
    tell(cx, &read.findings);
    left(cx, &read.left);
    if read.any_error() {
        cx.voice.note(&say!(
            vi: "chưa ghi gì; sửa các ô trên trong “{shown}” rồi chạy lại",
            en: "nothing was written; mend the cells above in “{shown}” and run this again"
        ));
        return Ok(Exit::Wrong);
    }
    let decoded = encoding::decode(path.clone(), old.clone());
    if decoded.source.text().as_bytes() != old {
        return Err(unfit(&path, &say!(vi: "chữ không phải Unicode", en: "it is not Unicode")).into());
    }
    let source = decoded.source;
    let front = front_matter::read(source.text()).front;
    let edits = figure_fields::edits(&source, &front, &read.figures).map_err(|why| unfit(&path, &why))?;
    let new = mend::apply(source.text(), &edits);
    let count = read.figures.len();
    if new == source.text() {
        cx.voice.say(&say!(vi: "“{path}” đã có đúng các số này", en: "“{path}” says these figures already"));
        return Ok(Exit::Done);
    }
    if !says(&source, &front, &new, &read.figures) {
        let why = say!(vi: "cách viết phần chi_tieu không sửa tự động được", en: "its chi_tieu is written in a way that cannot be edited");
        return Err(unfit(&path, &why).into());
    }
    if options.dry_run {
        cx.voice.out(&difference::unified(source.text(), &new));
        cx.voice.note(&say!(
            vi: "{count} chỉ tiêu; chạy lại không có --dry-run để ghi",
            en: "{count} indicators; run without --dry-run to write them"
        ));
        return Ok(Exit::Done);
    }
    if !office.folder.write_if_unchanged(&path, Some(&old), Some(new.as_bytes()))? {
        return Err(Fault::new(
            say!(vi: "“{path}” vừa có người sửa, chưa ghi gì; chạy lại", en: "“{path}” was being edited; nothing was written, run this again"),
        )
        .into());
    }
    cx.voice.say(&say!(
        vi: "đã ghi {count} chỉ tiêu vào “{path}”; xem lại rồi chạy `baocao check {path}`",
        en: "{count} indicators written to “{path}”; look, then run `baocao check {path}`"
    ));
    Ok(Exit::Done)
}

fn unfit(path: &baocao_core::text::RepoPath, Text { vi, en }: &Text) -> Fault {
    Fault::new(say!(vi: "không ghi được vào “{path}”: {vi}", en: "“{path}” cannot be written into: {en}")).cure(say!(
        vi: "chạy `baocao check {path}`, sửa rồi nhập lại",
        en: "run `baocao check {path}`, mend it and import again"
    ))
}

/// What was found, in the order of the file; errors are the result, the rest is said beside it.
fn tell(cx: &Context<'_>, findings: &[Finding]) {
    for Finding { error, message: Text { vi, en }, help } in findings {
        if !error {
            cx.voice.note(&say!(vi: "lưu ý: {vi}", en: "note: {en}"));
            continue;
        }
        let (mut vi, mut en) = (format!("lỗi: {vi}"), format!("error: {en}"));
        if let Some(help) = help {
            vi.push_str(&format!("\n  = cách sửa: {}", help.vi));
            en.push_str(&format!("\n  = how to fix: {}", help.en));
        }
        cx.voice.say(&Text { vi, en });
    }
}

/// So many things of one kind are told one by one.
const EACH: usize = 40;

/// What was not taken, each with its kind, place and count.
fn left(cx: &Context<'_>, all: &[LeftInSheet]) {
    let mut told: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for left in all {
        let (count, words) = told.entry(&left.kind.vi).or_default();
        *count += 1;
        if *count <= EACH {
            let Text { vi, en } = left.message();
            cx.voice.note(&say!(vi: "lưu ý: {vi}", en: "note: {en}"));
        } else {
            *words += left.words;
        }
    }
    for left in all {
        let Some((count, words)) = told.remove(left.kind.vi.as_str()).filter(|(count, _)| *count > EACH) else {
            continue;
        };
        let (Text { vi, en }, more) = (&left.kind, count - EACH);
        cx.voice.note(&say!(
            vi: "lưu ý: {vi}: thêm {more} chỗ nữa, {words} từ",
            en: "note: {en}: {more} more, {words} words"
        ));
    }
}

/// Whether the new text says these figures and everything else as before.
fn says(old: &Source, before: &FrontMatter, new: &str, figures: &[EnteredFigure]) -> bool {
    let read = front_matter::read(new);
    let body = front_matter::read(old.text()).body;
    let same_body = new.get(read.body..) == old.text().get(body..);
    let entries = |front: &FrontMatter| match front.field("chi_tieu").map(|field| &field.value) {
        Some(Value::Map(fields)) => fields.clone(),
        _ => Vec::new(),
    };
    let named = |fields: &[Field], skip: &dyn Fn(&str) -> bool| -> Vec<(String, String)> {
        let fields = fields.iter().filter(|field| !skip(&field.key));
        fields.map(|field| (field.key.clone(), plain(&field.value))).collect()
    };
    let top = |front: &FrontMatter| named(front.fields(), &|key| key == "chi_tieu");
    let entered = |key: &str| figures.iter().any(|figure| figure.id == key);
    let rest = |front: &FrontMatter| named(&entries(front), &entered);
    let written = written_figures(&read.front, &[]);
    let told = figures.iter().all(|figure| {
        let found = written.iter().find(|w| w.id == figure.id);
        let number = |cell: Option<&baocao_core::domain::Cell<'_>>| cell.and_then(|cell| cell.amount.number());
        let agrees = |given: Option<_>, cell| given.is_none() || given == number(cell);
        figure.fields().is_empty()
            || found.is_some_and(|w| {
                agrees(figure.plan, w.plan.as_ref())
                    && agrees(figure.actual, w.actual.as_ref())
                    && agrees(figure.same_period, w.same_period.as_ref())
                    && agrees(figure.cumulative, w.cumulative.as_ref())
                    && figure.estimate.is_none_or(|estimate| estimate == w.estimate)
            })
    });
    same_body && top(before) == top(&read.front) && rest(before) == rest(&read.front) && told
}

/// A value without its places.
fn plain(value: &Value) -> String {
    match value {
        Value::Null => "~".to_string(),
        Value::Scalar(text) => format!("{text:?}"),
        Value::List(items) => items.iter().map(|(item, _)| plain(item) + ",").collect(),
        Value::Map(fields) => fields.iter().map(|field| format!("{:?}:{};", field.key, plain(&field.value))).collect(),
    }
}
