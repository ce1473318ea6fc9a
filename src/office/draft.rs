//! The draft (tong-hop.md) as history has it, beside the one in the folder.

use crate::office::confirm::Doubt;
use crate::office::record::{Scene, unix_lines};
use crate::office::{Office, examine};
use crate::store::git::blob_id_of;
use baocao_core::diagnostic::Refusal;
use baocao_core::domain::{ObjectId, PeriodId, Version, folder as layout};
use baocao_core::say;
use baocao_core::text::conflicts;
use baocao_procedure::PeriodRecord;

fn none_yet(period: &PeriodId) -> Refusal {
    Refusal::new(say!(vi: "kỳ {period} chưa có báo cáo tổng hợp", en: "{period} has no consolidated report yet"))
        .who(say!(vi: "chuyên viên tổng hợp chạy `baocao merge {period}`", en: "the consolidating officer runs `baocao merge {period}`"))
}

/// The draft of the newest commit.
pub fn recorded(scene: &Scene<'_>, period: &PeriodId) -> anyhow::Result<Version> {
    scene.ledger.version(&layout::consolidated(period)).ok_or_else(|| none_yet(period).into())
}

/// The working file's bytes.
pub fn working(office: &Office, period: &PeriodId) -> anyhow::Result<Vec<u8>> {
    office.read(&layout::consolidated(period))?.ok_or_else(|| none_yet(period).into())
}

/// The draft of the newest commit, after making sure that it is the one this person has before their eyes.
pub fn as_recorded(office: &Office, scene: &Scene<'_>, period: &PeriodId) -> anyhow::Result<Version> {
    let recorded = recorded(scene, period)?;
    let path = &recorded.path;
    let found = office.read(path)?.map(|bytes| unix_lines(&bytes));
    let here = match office.tip()? {
        Some(tip) => office.read_at(tip, path)?,
        None => None,
    };
    // It was not edited here: the folder is older than the state that was fetched.
    if found == here && here.as_deref().map(blob_id_of) != Some(recorded.blob) {
        return Err(Refusal::new(say!(
            vi: "thư mục này cũ hơn kho chung: “{path}” ở đây chưa phải bản mới nhất",
            en: "this folder is older than the shared repository: “{path}” here is not the newest"
        ))
        .who(say!(
            vi: "chạy `baocao update`, đọc lại dự thảo rồi làm lại bước này",
            en: "run `baocao update`, read the draft again, then take this step"
        ))
        .into());
    }
    let Some(found) = found else { return Err(none_yet(period).into()) };
    if blob_id_of(&found) != recorded.blob {
        return Err(Refusal::new(say!(
            vi: "“{path}” trên máy này khác bản đã ghi trong lịch sử",
            en: "“{path}” on this computer differs from the recorded one"
        ))
        .who(say!(
            vi: "nếu là sửa đổi cần giữ: chuyên viên tổng hợp chạy `baocao merge {period}` để ghi; nếu không: `git restore {path}`",
            en: "to keep the edits the consolidating officer runs `baocao merge {period}`; to drop them: `git restore {path}`"
        ))
        .into());
    }
    Ok(recorded)
}

/// How many places of a recorded text are in conflict.
pub fn conflicts_in(office: &Office, blob: ObjectId) -> anyhow::Result<usize> {
    Ok(conflicts(&String::from_utf8_lossy(&office.read_object(blob)?)).len())
}

/// Which departments' reports the draft lacks, as a doubt before it goes on; `None` if it is whole.
pub fn lacking(record: &PeriodRecord) -> Option<Doubt> {
    let missing = record.merge.iter().flat_map(|merge| &merge.missing);
    let names: Vec<&str> = missing.map(|id| record.settings.department_name(id).unwrap_or(id.as_str())).collect();
    let (count, noun) = (names.len(), if names.len() == 1 { "department" } else { "departments" });
    let names = names.join(", ");
    (count > 0).then(|| Doubt {
        notice: say!(
            vi: "dự thảo còn thiếu báo cáo của {count} đơn vị: {names}",
            en: "the draft lacks the reports of {count} {noun}: {names}"
        ),
        why: say!(
            vi: "dự thảo còn thiếu báo cáo của {names}, chưa có xác nhận",
            en: "the draft lacks the reports of {names}, which was not confirmed"
        ),
    })
}

/// Refuses a recorded draft that still has conflict marks.
pub fn without_conflicts(scene: &Scene<'_>, subject: &Version) -> anyhow::Result<()> {
    let text = scene.read_blob(subject)?;
    let period = subject.path.parent().rsplit('/').next().unwrap_or_default();
    match PeriodId::from_canonical(period) {
        Some(period) => no_conflicts_in(&String::from_utf8_lossy(&text), &period),
        None => Ok(()),
    }
}

/// Refuses a text that still has conflict marks.
pub fn no_conflicts_in(text: &str, period: &PeriodId) -> anyhow::Result<()> {
    let places = conflicts(text);
    let Some(first) = places.first() else { return Ok(()) };
    let line = examine::line_of(text, first.start);
    let count = places.len();
    let noun = if count == 1 { "conflict" } else { "conflicts" };
    Err(Refusal::new(say!(
        vi: "dự thảo còn {count} chỗ xung đột, chỗ đầu tiên ở dòng {line}",
        en: "the draft still has {count} {noun}, the first in line {line}"
    ))
    .who(say!(
        vi: "sửa các chỗ giữa <<<<<<< và >>>>>>> rồi chạy `baocao merge {period}` để ghi",
        en: "settle what stands between <<<<<<< and >>>>>>>, then run `baocao merge {period}` to record it"
    ))
    .into())
}
