//! What the system says about files, as sentences.

use crate::say;
use crate::store::Fault;
use std::io::{Error, ErrorKind};
use std::path::Path;

pub(crate) fn read(path: &Path, e: Error) -> Fault {
    with_cure(say!(vi: "không đọc được “{}”", en: "cannot read “{}”", path.display()), e)
}

pub(crate) fn write(path: &Path, e: Error) -> Fault {
    with_cure(say!(vi: "không ghi được “{}”", en: "cannot write “{}”", path.display()), e)
}

fn with_cure(text: crate::text::Text, e: Error) -> Fault {
    let kind = e.kind();
    let fault = Fault::because(text, e);
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
