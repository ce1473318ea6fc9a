//! What the system says about files, as sentences.

use crate::store::Fault;
use baocao_core::say;
use baocao_core::text::Text;
use std::io::{Error, ErrorKind};
use std::path::Path;

pub(crate) fn read(path: &Path, e: Error) -> Fault {
    with_cure(say!(vi: "không đọc được “{}”", en: "cannot read “{}”", path.display()), e)
}

pub(crate) fn write(path: &Path, e: Error) -> Fault {
    with_cure(say!(vi: "không ghi được “{}”", en: "cannot write “{}”", path.display()), e)
}

/// The system speaks English; what it says most is said in both languages.
pub(crate) fn in_words(kind: ErrorKind) -> Option<Text> {
    Some(match kind {
        ErrorKind::NotFound => say!(vi: "không có tệp hoặc thư mục này", en: "no such file or folder"),
        ErrorKind::PermissionDenied => say!(vi: "không có quyền", en: "permission denied"),
        ErrorKind::IsADirectory => say!(vi: "đây là thư mục", en: "this is a folder"),
        ErrorKind::NotADirectory => {
            say!(vi: "một phần của đường dẫn không phải thư mục", en: "a part of the path is no folder")
        }
        ErrorKind::StorageFull => say!(vi: "ổ đĩa đã đầy", en: "the disk is full"),
        ErrorKind::QuotaExceeded => say!(vi: "hết dung lượng được cấp", en: "the quota is used up"),
        ErrorKind::ReadOnlyFilesystem => say!(vi: "ổ đĩa chỉ đọc", en: "the disk is read-only"),
        ErrorKind::InvalidFilename => say!(vi: "tên tệp không dùng được", en: "the file name cannot be used"),
        ErrorKind::ResourceBusy => {
            say!(vi: "tệp đang được chương trình khác dùng", en: "another program is using the file")
        }
        _ => return None,
    })
}

fn with_cure(text: Text, e: Error) -> Fault {
    let kind = e.kind();
    let fault = match in_words(kind) {
        Some(why) => {
            Fault::new(Text { vi: format!("{}: {}", text.vi, why.vi), en: format!("{}: {}", text.en, why.en) })
        }
        None => Fault::because(text, e),
    };
    match kind {
        ErrorKind::PermissionDenied => fault.cure(say!(
            vi: "xin quyền đọc và ghi trong thư mục này, hoặc đóng chương trình đang mở tệp",
            en: "get the right to read and write in this folder, or close the program that has the file open"
        )),
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
            fault.cure(say!(vi: "dọn bớt ổ đĩa rồi chạy lại", en: "make room on the disk, then run this again"))
        }
        ErrorKind::ReadOnlyFilesystem => fault.cure(say!(
            vi: "chép thư mục sang một ổ đĩa ghi được",
            en: "copy the folder to a disk that can be written"
        )),
        _ => fault,
    }
}
