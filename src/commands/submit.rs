//! `submit`: a department's reporter submits the report as a signed commit.

use crate::office::confirm::Question;
use crate::office::examine::Wrong;
use crate::office::record::{Draft, FileWrite, Scene};
use crate::office::{ActOptions, Context, Office, departments, examine, period, pictures, record};
use crate::store::files::Found;
use crate::ui::output::diagnostics::{Resolved, text};
use crate::ui::voice::{Exit, Usage};
use baocao_core::diagnostic::{Refusal, Severity};
use baocao_core::domain::{ActKind, DepartmentId, PeriodId, folder as layout};
use baocao_core::say;
use baocao_procedure::{Intent, Plan, Stage};
use std::cell::Cell;

/// Checks the department's own file and records it.
pub fn run(
    cx: &Context<'_>,
    typed: Option<&str>,
    department: Option<&str>,
    options: &ActOptions,
) -> anyhow::Result<Exit> {
    let office = Office::open(cx)?;
    let typed = typed.map(period).transpose()?;
    let told = Cell::new(false);
    record::run(cx, &office, options, &|scene| {
        let department = whose(cx, scene, department)?;
        let period = match &typed {
            Some(period) => period.clone(),
            None => the_open_one(scene, &department)?,
        };
        scene.may(&Intent::of(ActKind::Submit, &period).department(&department))?;
        let file = layout::report(&period, &department);
        let found = match office.folder.read(&file)? {
            None => None,
            Some(Found::Bytes(bytes)) => Some(bytes),
            Some(other) => return Err(Wrong(examine::no_report(cx, scene, &period, &file, &other)?).into()),
        };
        let Some(found) = found else {
            return Err(Refusal::new(say!(vi: "chưa có tệp “{file}”", en: "there is no file “{file}”"))
                .who(say!(
                    vi: "viết báo cáo vào tệp đó; mẫu lúc mở kỳ lấy lại bằng: git restore {file}",
                    en: "write the report there; the form of the opening comes back with: git restore {file}"
                ))
                .into());
        };
        let wrong = examine::one_report(cx, scene, &period, &file, &found)?;
        if examine::any_error(&wrong, false) {
            return Err(Wrong(wrong).into());
        }
        if let Some(question) = warned(cx, &wrong, !told.replace(true)) {
            scene.ask(question);
        }
        let write = FileWrite::unchanged(file, &found);
        let subject = write.version();
        let shown = pictures::to_submit(&office, &period, &department, &found)?;
        let pictures = shown.iter().map(FileWrite::version).collect();
        let files = std::iter::once(write).chain(shown).collect();
        Ok(Draft { base: None, parents: Vec::new(), plan: Plan::Submit { period, subject, pictures }, files })
    })
}

/// The question that a report with warnings raises; `show`: the warnings are shown first.
fn warned(cx: &Context<'_>, found: &[Resolved], show: bool) -> Option<Question> {
    let warnings: Vec<&Resolved> = found.iter().filter(|r| r.diagnostic.severity == Severity::Warning).collect();
    let style = text::Style { lang: cx.voice.lang(), color: cx.voice.color(), width: cx.voice.width() };
    for warning in warnings.iter().filter(|_| show) {
        cx.voice.out(&text::render(warning, style));
        cx.voice.out("\n");
    }
    let count = warnings.len();
    let noun = if count == 1 { "warning" } else { "warnings" };
    let question = say!(
        vi: "Báo cáo còn {count} cảnh báo. Vẫn nộp?",
        en: "There are {count} {noun} about the report. Submit it nevertheless?"
    );
    (count > 0).then(|| Question::new(Vec::new(), question))
}

/// Whose report: the one named, else the actor's own.
fn whose(cx: &Context<'_>, scene: &Scene<'_>, typed: Option<&str>) -> anyhow::Result<DepartmentId> {
    if let Some(typed) = typed {
        let mut known = departments::of_settings(&scene.settings()?);
        let earlier = scene.ledger.periods().flat_map(|record| &record.settings.departments);
        for (id, name) in earlier {
            if known.iter().all(|(other, _)| other != id) {
                known.push((id.clone(), name.clone()));
            }
        }
        return Ok(departments::meant(cx, &known, typed)?);
    }
    let name = &scene.actor.name;
    scene.actor.department.clone().ok_or_else(|| {
        Refusal::new(say!(
            vi: "{name} không phải người lập báo cáo của đơn vị nào",
            en: "{name} is not a reporter of any department"
        ))
        .who(say!(
            vi: "người quản trị ghi “don_vi” cho người này trong baocao.toml",
            en: "the administrator names the person's “don_vi” in baocao.toml"
        ))
        .into()
    })
}

/// The only period this department still has to submit for.
fn the_open_one(scene: &Scene<'_>, department: &DepartmentId) -> anyhow::Result<PeriodId> {
    let open: Vec<PeriodId> = scene
        .ledger
        .periods()
        .filter(|r| matches!(r.stage(), Stage::Collecting | Stage::Drafted) && r.expects(department))
        .filter(|r| r.submissions.get(department).is_none_or(|s| s.returned.is_some()))
        .map(|r| r.id.clone())
        .collect();
    match open.as_slice() {
        [one] => Ok(one.clone()),
        [] => Err(Refusal::new(say!(
            vi: "đơn vị “{department}” không còn kỳ nào chờ nộp",
            en: "no period waits for a report of “{department}”"
        ))
        .who(say!(
            vi: "nếu muốn nộp lại, ghi rõ kỳ: `baocao submit KỲ`",
            en: "to submit again, name the period: `baocao submit PERIOD`"
        ))
        .into()),
        many => {
            let list = many.iter().map(PeriodId::to_string).collect::<Vec<_>>().join(", ");
            Err(Usage(say!(vi: "đang có nhiều kỳ chờ nộp ({list}): hãy ghi rõ kỳ", en: "several periods are open ({list}): name one"))
                .into())
        }
    }
}
