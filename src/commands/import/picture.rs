//! The pictures of a Word file: those a report may show go into the department's folder, the others beside the Word file.

use crate::office::{Context, Office, publish};
use baocao_core::domain::{
    DepartmentId, ImageKind, PICTURES_MOST, PeriodId, PictureFault, ProseText, is_picture_name, picture_place,
};

use crate::store::Fault;
use baocao_core::domain::folder as layout;
use baocao_core::say;
use baocao_core::text::{RepoPath, visible};
use baocao_documents::word::{Picture, WordText};
use std::collections::BTreeMap;
use std::path::Path;

/// A picture that the report may show.
pub(super) struct Placed {
    /// Its address in the report.
    address: String,
    path: RepoPath,
    bytes: Vec<u8>,
    /// The file that stands there already; the same picture, or none.
    found: Option<Vec<u8>>,
}

/// Gives each usable picture its address in the text. Nothing is written yet.
///
/// # Errors
/// The folder cannot be read.
pub(super) fn place(
    office: &Office,
    period: &PeriodId,
    department: &DepartmentId,
    pictures: &[Picture],
    text: &mut ProseText,
) -> anyhow::Result<Vec<Option<Placed>>> {
    let mut placed: Vec<Option<Placed>> = Vec::new();
    let mut addresses: BTreeMap<&str, String> = BTreeMap::new();
    for (number, picture) in (1..).zip(pictures) {
        let known = addresses.get(picture.part.as_str()).cloned();
        if known.is_none() && addresses.len() < PICTURES_MOST && usable(picture).is_ok() {
            let found = free(office, period, department, number, picture)?;
            addresses.insert(&picture.part, found.address.clone());
            placed.push(Some(found));
        } else {
            placed.push(None);
        }
    }
    for shown in text.pictures_mut() {
        let (number, words) = shown.alt.split_once(": ").unwrap_or((&shown.alt, ""));
        let met = number.parse::<usize>().ok().and_then(|number| pictures.get(number.checked_sub(1)?));
        if let Some(address) = met.and_then(|met| addresses.get(met.part.as_str())) {
            shown.address.clone_from(address);
            shown.alt = words.to_string();
        }
    }
    Ok(placed)
}

/// The extension under which a picture can be shown.
fn usable(picture: &Picture) -> Result<&'static str, PictureFault> {
    let image = baocao_documents::picture::read(&picture.bytes)?;
    Ok(match image.kind {
        ImageKind::Jpeg => "jpg",
        ImageKind::Png if picture.bytes.starts_with(b"RIFF") => "webp",
        ImageKind::Png => "png",
    })
}

/// A name in the department's folder at which nothing stands, or this very picture.
fn free(
    office: &Office,
    period: &PeriodId,
    department: &DepartmentId,
    number: usize,
    picture: &Picture,
) -> anyhow::Result<Placed> {
    let extension = usable(picture).unwrap_or("png");
    for again in 1..1_000 {
        let more = if again == 1 { String::new() } else { format!("-{again}") };
        let address = format!("phu-luc/{department}/hinh-{number}{more}.{extension}");
        debug_assert!(picture_place(&address).is_ok_and(|(_, name)| is_picture_name(name)));
        let path = layout::period(period).join(&address);
        let found = match office.folder.read(&path)? {
            None => None,
            Some(found) => match found.bytes() {
                Some(bytes) if bytes == picture.bytes => Some(bytes),
                _ => continue,
            },
        };
        return Ok(Placed { address, path, bytes: picture.bytes.clone(), found });
    }
    Err(Fault::new(say!(
        vi: "thư mục hình của “{department}” có quá nhiều tệp “hinh-{number}”",
        en: "the folder of pictures of “{department}” has too many files “hinh-{number}”"
    ))
    .into())
}

/// Writes the pictures that the report shows.
///
/// # Errors
/// A file cannot be written, or another has just appeared in its place.
pub(super) fn write(office: &Office, placed: &[Option<Placed>], report: &str) -> anyhow::Result<()> {
    for Placed { path, bytes, found, .. } in placed.iter().flatten().filter(|placed| shown(placed, report)) {
        if found.is_none() && !office.folder.write_if_unchanged(path, None, Some(bytes))? {
            return Err(Fault::new(
                say!(vi: "“{path}” vừa bị thay đổi; chạy lại", en: "“{path}” has just changed; run this again"),
            )
            .into());
        }
    }
    Ok(())
}

fn shown(placed: &Placed, report: &str) -> bool {
    report.contains(&format!("({})", placed.address))
}

/// Says of each picture where it went. What the report cannot show is put beside the Word file.
///
/// # Errors
/// A file cannot be written.
pub(super) fn tell(
    cx: &Context<'_>,
    file: &Path,
    word: &WordText,
    placed: &[Option<Placed>],
    report: &str,
) -> anyhow::Result<()> {
    for (number, (picture, placed)) in (1..).zip(word.pictures.iter().zip(placed)) {
        let (part, near) = (visible(&picture.part), visible(&picture.near));
        if picture.bytes.is_empty() {
            cx.voice.note(&say!(
                vi: "hình {number} không có trong tệp Word ({part}, gần “{near}”)",
                en: "picture {number} is not in the Word file ({part}, near “{near}”)"
            ));
            continue;
        }
        if let Some(Placed { path, .. }) = placed.as_ref().filter(|placed| shown(placed, report)) {
            cx.voice.note(&say!(
                vi: "hình {number} (gần “{near}”) được đưa vào báo cáo, tệp ở {path}",
                en: "picture {number} (near “{near}”) is in the report; its file is {path}"
            ));
            continue;
        }
        let again = word.pictures[..number - 1].iter().any(|other| other.part == picture.part);
        if again && usable(picture).is_ok() {
            continue;
        }
        cx.voice.note(&say!(
            vi: "hình {number} ({part}, gần “{near}”) không nằm trong báo cáo, được để cạnh tệp Word; cần đưa vào thì lưu lại dạng PNG hoặc JPEG không quá 4 MiB rồi chép vào phu-luc/<mã đơn vị>/",
            en: "picture {number} ({part}, near “{near}”) is not in the report; it is put beside the Word file. To show it, save it as PNG or JPEG of at most 4 MiB in phu-luc/<department id>/"
        ));
        let stem = file.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
        let name = file.with_file_name(format!("{stem}-hinh-{number}.{}", picture.extension));
        publish::save(cx, &name, &picture.bytes, false)?;
    }
    Ok(())
}
