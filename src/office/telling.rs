//! Nhật ký: what `log` and `verify` say of each commit, from its trailers and never from its free text.

use crate::ui::output::ledger::Line;
use baocao_core::domain::{
    Correction, DepartmentId, Detail, ObjectId, PeriodId, PeriodSettings, PersonId, format_amount, format_date_vi,
};
use baocao_core::say;
use baocao_core::text::{Lang, Text};
use baocao_procedure::filing::Filing;
use baocao_procedure::trailers::write as trailers;
use baocao_procedure::trailers::write::Words;
use baocao_procedure::{Arrival, Judged, Ledger, PeriodRecord, Verified};
use std::sync::Arc;

/// The acts of a period (or of all) as `log` and `verify` show them.
pub fn lines(ledger: &Ledger<Verified>, period: Option<&PeriodId>) -> Vec<Line> {
    let settings = |period: &PeriodId| ledger.period(period).map(|record| record.settings.clone());
    ledger.acts(period).map(|judged| line(judged, ledger.arrivals(), &settings)).collect()
}

/// The acts of a period as they were shown when its record was filed.
pub fn filed(filing: &Filing<'_>) -> Vec<Line> {
    let record = filing.record;
    let settings = |period: &PeriodId| (*period == record.id).then(|| record.settings.clone());
    filing.acts().map(|judged| line(judged, filing.arrivals(), &settings)).collect()
}

/// The settings that a period was opened with.
type SettingsOf<'a> = &'a dyn Fn(&PeriodId) -> Option<Arc<PeriodSettings>>;

fn line(judged: &Judged, arrivals: &[(PeriodId, Arrival, ObjectId)], settings: SettingsOf<'_>) -> Line {
    let own = judged.act().map(|act| details(&act.detail)).into_iter().flatten();
    Line {
        at: judged.at(),
        act: judged.act().map_or("", |act| act.kind().id()),
        commit: judged.commit().to_string(),
        who: judged.name.clone(),
        by: judged.by.as_ref().map(PersonId::to_string),
        role: judged.act().map(|act| act.role.id()),
        title: told(judged, settings),
        reason: judged.act().and_then(|act| act.detail.reason()).map(ToString::to_string),
        details: own.chain(came(judged, arrivals)).chain(judged.ahead().iter().map(ahead)).collect(),
        server: None,
        ok: judged.ok(),
        problems: judged.problems.iter().map(|code| code.id()).collect(),
    }
}

fn ahead(commit: &ObjectId) -> Text {
    let commit = commit.short();
    say!(
        vi: "commit {commit} ghi giờ đi trước bước này nên được tính theo giờ của bước này",
        en: "the commit {commit} is dated ahead of this act and counts with the act's time"
    )
}

/// The two clocks of what came by departments' own branches.
fn came<'l>(judged: &'l Judged, arrivals: &'l [(PeriodId, Arrival, ObjectId)]) -> impl Iterator<Item = Text> + 'l {
    let own = arrivals.iter().filter(|(.., by)| *by == judged.commit());
    own.map(|(_, Arrival { department, claimed, .. }, _)| Text {
        vi: format!(
            "{department}: đơn vị ghi nộp lúc {}, Văn phòng nhận lúc {}",
            claimed.clock(Lang::Vi),
            judged.at().clock(Lang::Vi)
        ),
        en: format!(
            "{department}: submitted at {} by the department's clock, taken in at {}",
            claimed.clock(Lang::En),
            judged.at().clock(Lang::En)
        ),
    })
}

/// What a line says of a commit: of an act, what its trailers say. The subject line is the signer's free text, which could
/// claim another step by somebody else; only where there is no act is it shown, as the words of whoever wrote it.
fn told(judged: &Judged, settings: SettingsOf<'_>) -> Text {
    let Some(act) = judged.act() else {
        let words: String = judged.title().chars().take(80).collect();
        return Text::same(format!("“{}”", words.trim()));
    };
    let settings = act.period.as_ref().and_then(settings);
    let words = settings.map_or_else(Words::default, |settings| Words {
        departments: settings.departments.iter().cloned().collect(),
        period_title: settings.title.clone(),
    });
    Text { vi: trailers::title(act, &words), en: trailers::title_in_english(act, &words) }
}

/// What belongs to an act beyond its subject line.
/// The first line of a summary: which report.
pub fn title(record: &PeriodRecord) -> Vec<Text> {
    let id = &record.id;
    let (vi, en) = match &record.settings.title {
        Some(title) => (title.clone(), title.clone()),
        None => (id.name(Lang::Vi), id.name(Lang::En)),
    };
    vec![say!(vi: "báo cáo {vi} ({id})", en: "report of {en} ({id})")]
}

/// What a draft holds: of how many departments it was made, and whose report is not in it.
pub fn draft(record: &PeriodRecord) -> Vec<Text> {
    let mut out = title(record);
    let Some(merge) = &record.merge else { return out };
    let count = merge.inputs.len();
    out.push(say!(vi: "  tổng hợp từ {count} đơn vị", en: "  consolidated from {count} departments"));
    if !merge.missing.is_empty() {
        let named = |id| record.settings.departments.iter().find(|(known, _)| known == id);
        let names = merge.missing.iter().map(|id| named(id).map_or(id.as_str(), |(_, name)| name.as_str()));
        let names = names.collect::<Vec<_>>().join(", ");
        out.push(say!(vi: "  CÒN THIẾU: {names}", en: "  MISSING: {names}"));
    }
    out
}

fn details(detail: &Detail) -> Vec<Text> {
    let mut out = Vec::new();
    match detail {
        Detail::Directive { basis, .. } => out.push(say!(vi: "căn cứ: {basis}", en: "basis: {basis}")),
        Detail::Return { reason, due, .. } => {
            out.push(say!(vi: "lý do: {reason}", en: "reason: {reason}"));
            if let Some(due) = due.map(format_date_vi) {
                out.push(say!(vi: "hạn nộp lại: {due}", en: "new last day: {due}"));
            }
        }
        Detail::Approve { capacity, instructions, .. } => {
            if let Some(capacity) = capacity.map(|c| c.id()) {
                out.push(say!(vi: "hình thức: {capacity}.", en: "capacity: {capacity}."));
            }
            if let Some(instructions) = instructions {
                out.push(say!(vi: "chỉ đạo: {instructions}", en: "instructions: {instructions}"));
            }
        }
        Detail::Finalize { subject, was, reason, .. } => {
            let (was, now) = (was.blob.short(), subject.blob.short());
            out.push(say!(vi: "văn bản được duyệt {was} → bản hoàn chỉnh {now}", en: "approved text {was} → completed text {now}"));
            if let Some(reason) = reason {
                out.push(say!(vi: "không sửa gì, lý do: {reason}", en: "nothing was changed; reason: {reason}"));
            }
        }
        Detail::Dispatch { date, to, channel, files, compared, .. } => {
            let date = format_date_vi(*date);
            let to = to.iter().map(|t| t.as_str()).collect::<Vec<_>>().join("; ");
            out.push(say!(vi: "ngày văn bản {date}; nơi nhận: {to}", en: "dated {date}; to: {to}"));
            if let Some(channel) = channel {
                out.push(say!(vi: "kênh gửi: {channel}", en: "channel: {channel}"));
            }
            for (name, digest) in files {
                out.push(say!(vi: "tệp {name}, sha256 {digest}", en: "file {name}, sha256 {digest}"));
            }
            for name in &compared.unread {
                out.push(say!(
                    vi: "tệp {name}: chưa đối chiếu với văn bản được duyệt",
                    en: "file {name}: not held against the approved text"
                ));
            }
            for name in &compared.differing {
                out.push(say!(
                    vi: "tệp {name}: khác văn bản được duyệt",
                    en: "file {name}: differs from the approved text"
                ));
            }
            if let Some(reason) = &compared.reason {
                out.push(say!(vi: "lý do vẫn gửi: {reason}", en: "sent nevertheless: {reason}"));
            }
        }
        Detail::Merge { missing, .. } if !missing.is_empty() => {
            let missing = missing.iter().map(DepartmentId::as_str).collect::<Vec<_>>().join(", ");
            out.push(say!(vi: "thiếu: {missing}", en: "missing: {missing}"));
        }
        Detail::Restate { corrections, capacity, reason, .. } => {
            for Correction { department, indicator, was, now } in corrections {
                let was = was.map_or_else(|| "–".to_string(), |was| format_amount(was.normalize()));
                let now = format_amount(now.normalize());
                out.push(say!(vi: "{indicator} ({department}): {was} → {now}", en: "{indicator} ({department}): {was} → {now}"));
            }
            if let Some(capacity) = capacity.map(|c| c.id()) {
                out.push(say!(vi: "hình thức: {capacity}.", en: "capacity: {capacity}."));
            }
            out.push(say!(vi: "lý do: {reason}", en: "reason: {reason}"));
        }
        Detail::Annul { reason, .. } => out.push(say!(vi: "lý do: {reason}", en: "reason: {reason}")),
        _ => {}
    }
    out
}
