//! `dispatch`: records that the report was sent.

use crate::Stage;
use crate::acts::context::{Asked, Believed, Changed, trailers};
use crate::facts::{Claim, another_act, basis_of, same_text, sent_files};
use crate::numbers;
use crate::problem::{Problem, refuse};
use crate::record::{Dispatched, PeriodRecord};
use crate::site::Spot;
use crate::state::State;
use crate::trailers::codec::{AtLeastOne, Block, Check, Lines, Many, One, Optional, Trailer};
use crate::trailers::words::Title;
use baocao_core::domain::{Date, Detail, FilesCompared, OneLine, Role, format_date_vi, year_of};
use baocao_core::say;
use baocao_core::text::Text;

trailers! {
    Dispatch {
        subject: One("Subject"),
        basis: One("Ref"),
        number: One("Number"),
        date: One("Date"),
        to: AtLeastOne("To"),
        channel: Optional("Channel"),
        files: Many("File"),
        compared: Compared,
    } then Check(about_the_sent_files)
}

/// What is said of sent files that were not compared with the approved text, or differ from it.
struct Compared;

impl Trailer<FilesCompared> for Compared {
    fn read(&self, lines: &mut Lines<'_>) -> Result<FilesCompared, Text> {
        Ok(FilesCompared {
            unread: Many("Unread").read(lines)?,
            differing: Many("Differs").read(lines)?,
            reason: Optional("Reason").read(lines)?,
        })
    }

    fn write(&self, compared: &FilesCompared, out: &mut Block) {
        Many("Unread").write(&compared.unread, out);
        Many("Differs").write(&compared.differing, out);
        Optional("Reason").write(&compared.reason, out);
    }
}

fn about_the_sent_files(detail: &Detail) -> Result<(), Text> {
    let Detail::Dispatch { files, compared, .. } = detail else { return Ok(()) };
    if !compared.is_about(files) {
        return Err(say!(
            vi: "các dòng “Baocao-Unread”, “Baocao-Differs”, “Baocao-Reason” không khớp với các tệp đã gửi",
            en: "the “Baocao-Unread”, “Baocao-Differs” and “Baocao-Reason” lines do not fit the sent files"
        ));
    }
    Ok(())
}

/// The roles that may take the step, the usual one first.
pub(super) const ROLES: &[Role] = &[Role::Clerk];

/// Whether it decides about texts as they are, and changes none of them.
pub(super) const DECIDES: bool = true;

/// Whether it is time for the step.
pub(super) fn in_stage(asked: &Asked<'_>) -> bool {
    asked.stage == Stage::Approved || (asked.stage == Stage::Finalized && !asked.record.awaits_second_approval())
}

/// Whether a path is one that the act may change.
pub(super) fn may_change(changed: &Changed<'_>) -> bool {
    match (&changed.act.detail, changed.spot) {
        // A file that the act does not name would belong to no step.
        (Detail::Dispatch { files, .. }, Some(Spot::Record(name))) => files.iter().any(|(sent, _)| sent == name),
        _ => false,
    }
}

/// Whether what the act says is so.
pub(super) fn facts(claim: &Claim<'_>) -> Result<(), Problem> {
    let Detail::Dispatch { subject, basis, number, date, files, .. } = &claim.act.detail else { return another_act() };
    let record = claim.record()?;
    claim.draft_is(subject)?;
    basis_of(record, *basis)?;
    dated(record, *date, claim.day)?;
    unused(claim.state, record, number, *date)?;
    same_text(subject, record.approved_text().unwrap_or(subject))?;
    sent_files(record, files, claim.after)
}

/// A document bears the day it was signed or a later one, up to the day it is sent. By another year it would have another
/// year's numbers.
fn dated(record: &PeriodRecord, date: Date, day: Date) -> Result<(), Problem> {
    let signed = record.approval.as_ref().map_or(date, |approval| approval.mark.at.date());
    if signed <= date && date <= day {
        return Ok(());
    }
    let (date, signed, day) = (format_date_vi(date), format_date_vi(signed), format_date_vi(day));
    refuse!(
        TimeImplausible,
        vi: "{date} không thể là ngày của văn bản: duyệt ngày {signed}, gửi ngày {day}",
        en: "{date} cannot be the document's day: approved on {signed}, sent on {day}"
    )
}

/// A number stands once in a year (Nghị định 30/2020/NĐ-CP, Điều 15), however it is spelt: two clerks who were apart find out
/// when they meet.
fn unused(state: &State, own: &PeriodRecord, number: &OneLine, date: Date) -> Result<(), Problem> {
    match numbers::taken(state, &own.id, number.as_str(), year_of(date)) {
        None => Ok(()),
        Some(period) => refuse!(
            ActOutOfOrder,
            vi: "số {number} đã dùng cho báo cáo kỳ {period} trong cùng năm",
            en: "the number {number} is taken by the report of {period} in the same year"
        ),
    }
}

/// Enters a believed act into the record of its period.
pub(super) fn effect(record: &mut PeriodRecord, believed: Believed<'_>) {
    let Detail::Dispatch { subject, number, date, to, channel, files, compared, .. } = &believed.act.detail else {
        return;
    };
    record.dispatch = Some(Dispatched {
        mark: believed.mark,
        subject: subject.clone(),
        number: number.clone(),
        date: *date,
        to: to.clone(),
        channel: channel.clone(),
        files: files.clone(),
        compared: compared.clone(),
    });
}

/// The subject line of its commit.
pub(super) fn title(detail: &Detail, words: &Title<'_>) -> String {
    let Detail::Dispatch { number, .. } = detail else { return words.plain() };
    format!("{}, số {number}", words.plain())
}
