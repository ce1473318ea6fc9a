//! The pictures of reports and of the draft: found in the folder, signed by a submission, read back for documents.

use crate::office::Office;
use crate::office::file_write::FileWrite;
use baocao_core::domain::{
    DepartmentId, Digest, Image, PICTURES_BYTES, PICTURES_MOST, Paper, PeriodId, PictureFault, ProseText, Version,
    picture_place,
};

use crate::store::Fault;
use crate::store::files::{Folder, Found};
use baocao_core::domain::folder as layout;
use baocao_core::say;
use baocao_core::text::{RepoPath, visible};
use baocao_procedure::PeriodRecord;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Says of each picture of a paper what is wrong with it. A report shows pictures of its own department only.
///
/// # Errors
/// The folder cannot be read.
pub fn look(folder: &Folder, period: &PeriodId, paper: &mut Paper) -> anyhow::Result<()> {
    let mut known: BTreeMap<String, Option<PictureFault>> = BTreeMap::new();
    let mut bytes = 0;
    let owner = paper.department.as_ref();
    for picture in &mut paper.pictures {
        if let Some(fault) = known.get(&picture.address) {
            picture.fault.clone_from(fault);
            continue;
        }
        picture.fault = match found(folder, period, owner, &picture.address)? {
            Err(fault) => Some(fault),
            Ok((_, file)) => {
                bytes += file.len() as u64;
                // The draft shows the pictures of many reports.
                let many = known.len() >= PICTURES_MOST || bytes > PICTURES_BYTES;
                (owner.is_some() && many).then_some(PictureFault::TooMany)
            }
        };
        known.insert(picture.address.clone(), picture.fault.clone());
    }
    Ok(())
}

/// A picture of the folder: where it stands and its bytes, which are those of a whole picture.
fn found(
    folder: &Folder,
    period: &PeriodId,
    owner: Option<&DepartmentId>,
    address: &str,
) -> anyhow::Result<Result<(RepoPath, Vec<u8>), PictureFault>> {
    let department = match picture_place(address) {
        Ok((department, _)) => department,
        Err(fault) => return Ok(Err(fault)),
    };
    if owner.is_some_and(|owner| *owner != department) {
        return Ok(Err(PictureFault::Elsewhere));
    }
    let path = layout::period(period).join(address);
    Ok(match folder.read(&path)? {
        None => Err(PictureFault::Missing),
        Some(Found::TooLarge(size)) => Err(PictureFault::TooLarge(size)),
        Some(Found::Irregular(_)) => Err(PictureFault::Irregular),
        Some(Found::Bytes(bytes)) => baocao_documents::picture::read(&bytes).map(|_| (path, bytes)),
    })
}

/// The pictures that a department's report shows, to be recorded with it, by path.
///
/// # Errors
/// The folder cannot be read, or a picture changed since the report was checked.
pub fn to_submit(
    office: &Office,
    period: &PeriodId,
    department: &DepartmentId,
    report: &[u8],
) -> anyhow::Result<Vec<FileWrite>> {
    let source = baocao_check::reports::encoding::decode(layout::report(period, department), report.to_vec()).source;
    let body = baocao_core::format::front_matter::read(source.text()).body;
    let shown = baocao_check::reports::markdown::pictures(&source, body);
    let addresses: BTreeSet<&str> = shown.iter().map(|picture| picture.address.as_str()).collect();
    let mut files = Vec::new();
    for address in addresses {
        let Ok((path, bytes)) = found(&office.folder, period, Some(department), address)? else {
            let shown = visible(address);
            return Err(Fault::new(say!(
                vi: "hình “{shown}” vừa bị thay đổi, chưa ghi gì; chạy lại",
                en: "the picture “{shown}” has just changed; nothing was written, run this again"
            ))
            .into());
        };
        files.push(FileWrite::recorded(path, bytes));
    }
    Ok(files)
}

/// The pictures that the draft of a period may show: those of the reports that went into it.
fn signed(record: &PeriodRecord) -> BTreeMap<&RepoPath, &Version> {
    let merged = record.merge.as_ref().map(|merge| merge.pictures.iter().collect::<Vec<_>>());
    let submitted = || record.submissions.values().flat_map(|submission| &submission.pictures).collect();
    merged.unwrap_or_else(submitted).into_iter().map(|version| (&version.path, version)).collect()
}

/// Puts the signed pictures into a draft's text. What was sent before pictures were printed keeps its words.
///
/// # Errors
/// A picture is not one that a department has submitted, or history does not hold what the submission signed.
pub fn fill(office: &Office, record: &PeriodRecord, text: &mut ProseText) -> anyhow::Result<()> {
    let signed = signed(record);
    let mut known: BTreeMap<RepoPath, Arc<Image>> = BTreeMap::new();
    for picture in text.pictures_mut() {
        let path = layout::period(&record.id).join(&picture.address);
        let Some(version) = signed.get(&path).filter(|_| picture_place(&picture.address).is_ok()) else {
            if record.dispatch.is_some() {
                continue;
            }
            return Err(unsigned(&picture.address));
        };
        let image = match known.get(&path) {
            Some(image) => image.clone(),
            None => {
                let bytes = office.read_object(version.blob)?;
                let image =
                    baocao_documents::picture::read(&bytes).ok().filter(|_| Digest::of(&bytes) == version.sha256);
                let image = Arc::new(image.ok_or_else(|| {
                    Fault::new(say!(
                        vi: "hình “{path}” trong lịch sử không đọc được hoặc không đúng bản đã ký; đơn vị nộp lại báo cáo với hình khác",
                        en: "the picture “{path}” in the history cannot be read or is not the one signed; the department submits again with another"
                    ))
                })?);
                known.insert(path, image.clone());
                image
            }
        };
        picture.image = Some(image);
    }
    Ok(())
}

/// Refuses a draft that shows a picture which no department has submitted, before leaders are asked to approve it.
///
/// # Errors
/// There is such a picture, or a picture cannot be read.
pub fn in_draft(office: &Office, record: &PeriodRecord, draft: &[u8]) -> anyhow::Result<()> {
    let text = String::from_utf8_lossy(draft);
    let body = baocao_core::format::front_matter::read(&text).body.min(text.len());
    fill(office, record, &mut baocao_check::reports::markdown::prose(&text[body..]))
}

fn unsigned(address: &str) -> anyhow::Error {
    let shown: String = address.chars().take(80).collect();
    let shown = visible(&shown);
    Fault::new(say!(
        vi: "hình “{shown}” trong dự thảo không có trong báo cáo nào đã nộp vào dự thảo",
        en: "the picture “{shown}” of the draft is in none of the submitted reports that went into it"
    ))
    .cure(say!(
        vi: "đơn vị chép hình vào phu-luc/<mã đơn vị>/, đưa vào báo cáo và nộp lại, rồi chạy `baocao merge`; hoặc xoá dòng hình khỏi dự thảo",
        en: "the department copies it to phu-luc/<department id>/, shows it in its report and submits again, then run `baocao merge`; or delete the line from the draft"
    ))
    .into()
}
