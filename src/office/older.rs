//! Files that are not read as they are (`.doc`, `.xls`, `.odt`, `.ods`, `.rtf`): converted by LibreOffice when the person
//! agrees, refused with advice otherwise.

use crate::office::Context;
use crate::store::Fault;
use crate::store::convert::{Converter, Modern};
use baocao_core::diagnostic::Refusal;
use baocao_core::say;
use baocao_core::text::{Text, visible};
use std::path::Path;
use std::time::Duration;

/// How long LibreOffice may take; the first start on an old laptop takes half a minute.
const LIMIT: Duration = Duration::from_secs(180);

/// How files end that LibreOffice reads and this program does not.
const WORDS: [&str; 5] = ["doc", "dot", "odt", "ott", "rtf"];
const SHEETS: [&str; 5] = ["xls", "xlt", "xlsb", "ods", "ots"];

/// How a file's name ends, in small letters, if such a file has to be converted.
fn older(file: &Path) -> Option<(String, Modern)> {
    let extension = file.extension()?.to_str()?.to_ascii_lowercase();
    let is_one = |all: &[&str]| all.contains(&extension.as_str());
    let to = if is_one(&WORDS) {
        Modern::Word
    } else if is_one(&SHEETS) {
        Modern::Sheet
    } else {
        return None;
    };
    Some((extension, to))
}

/// Whether a file holds figures, by how its name ends.
pub fn is_sheet(file: &Path) -> bool {
    let modern = file.extension().is_some_and(|kind| kind.eq_ignore_ascii_case("xlsx"));
    modern || older(file).is_some_and(|(_, to)| to == Modern::Sheet)
}

/// A file's bytes in the kind that is read here; unchanged where they are of that kind already.
///
/// # Errors
/// The file has to be converted, and LibreOffice is not on the computer, the person does not agree, or it fails.
pub fn modern(cx: &Context<'_>, file: &Path, bytes: Vec<u8>, wanted: Modern, yes: bool) -> anyhow::Result<Vec<u8>> {
    let Some((extension, to)) = older(file) else { return Ok(bytes) };
    let shown = visible(&file.to_string_lossy()).to_string();
    if to != wanted {
        let cure = match wanted {
            Modern::Word => {
                say!(vi: "nhập số liệu bằng `baocao import-figures`", en: "bring figures in with `baocao import-figures`")
            }
            Modern::Sheet => {
                say!(vi: "nhập báo cáo bằng `baocao import`", en: "bring a report in with `baocao import`")
            }
        };
        let text = match wanted {
            Modern::Word => say!(vi: "“{shown}” là bảng tính", en: "“{shown}” is a spreadsheet"),
            Modern::Sheet => {
                say!(vi: "“{shown}” là văn bản, không phải bảng tính", en: "“{shown}” is a text and no spreadsheet")
            }
        };
        return Err(Fault::new(text).cure(cure).into());
    }
    let new = to.extension();
    let Some(converter) = Converter::find(&cx.programs) else {
        return Err(Fault::new(say!(
            vi: "“{shown}” ở dạng .{extension}, không đọc thẳng được; chưa ghi gì",
            en: "“{shown}” is of the kind .{extension}, which cannot be read as it is; nothing was written"
        ))
        .cure(say!(
            vi: "mở tệp, lưu lại dạng .{new} rồi nhập; hoặc cài LibreOffice để chương trình này chuyển giúp",
            en: "open it, save it as .{new} and import that; or install LibreOffice, which can then convert it from here"
        ))
        .into());
    };
    cx.voice.note(&say!(
        vi: "“{shown}” ở dạng .{extension}: LibreOffice trên máy này chuyển một bản sao sang .{new} để đọc (không chạy macro, không dùng mạng, tệp gốc giữ nguyên)",
        en: "“{shown}” is of the kind .{extension}: LibreOffice on this computer converts a copy to .{new} for reading (no macros, no network; the file stays as it is)"
    ));
    let agreed = yes || cx.voice.ask(&say!(vi: "Chuyển như trên?", en: "Convert it so?")) == Some(true);
    if !agreed {
        return Err(Refusal::new(
            say!(vi: "chưa chuyển “{shown}”, chưa ghi gì", en: "“{shown}” was not converted; nothing was written"),
        )
        .who(say!(
            vi: "chạy lại với --yes nếu đồng ý, hoặc tự lưu tệp thành .{new} rồi nhập",
            en: "run it again with --yes to agree, or save the file as .{new} yourself and import that"
        ))
        .into());
    }
    converter.convert(&bytes, &extension, to, LIMIT).map_err(|Fault { text: Text { vi, en }, .. }| {
        Fault::new(say!(vi: "“{shown}”: {vi}; chưa ghi gì", en: "“{shown}”: {en}; nothing was written"))
            .cure(say!(vi: "mở tệp, lưu lại dạng .{new} rồi nhập", en: "open it, save it as .{new} and import that"))
            .into()
    })
}
