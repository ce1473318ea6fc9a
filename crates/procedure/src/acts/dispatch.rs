//! `dispatch`: records that the report was sent.

use crate::acts::trailers;
use crate::trailers::codec::{AtLeastOne, Block, Check, Lines, Many, One, Optional, Trailer};
use baocao_core::domain::{Detail, FilesCompared};
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
