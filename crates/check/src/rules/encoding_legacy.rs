//! Bytes that are not Unicode UTF-8, or old Vietnamese fonts' letters inside UTF-8.

use baocao_core::diagnostic::{Code, Diagnostic};
use baocao_core::domain::{Dossier, Paper};
use baocao_core::say;
use baocao_core::text::{Place, Text};

/// See the code's page.
pub(crate) fn check(_: &Dossier, paper: &Paper, out: &mut Vec<Diagnostic>) {
    let Some(fault) = &paper.encoding else { return };
    let message = match (fault.name, fault.binary) {
        (_, true) => say!(vi: "tệp không phải văn bản chữ", en: "the file is no text"),
        (Some(name), _) => say!(
            vi: "chữ viết theo bảng mã {name}, không phải Unicode UTF-8",
            en: "the text is in {name}, not in Unicode UTF-8"
        ),
        (None, _) => say!(vi: "tệp không phải Unicode UTF-8", en: "the file is not Unicode UTF-8"),
    };
    let wide = fault.name == Some("UTF-16") && !fault.binary && paper.report().is_some();
    let help = match &fault.sample {
        _ if wide => say!(
            vi: "chạy `baocao fix`; hoặc trong Notepad chọn Save As, ở ô Encoding chọn “UTF-8” (không chọn “Unicode”, “UTF-16 LE”)",
            en: "run `baocao fix`; or choose Save As in Notepad with the encoding “UTF-8”, not “Unicode” or “UTF-16 LE”"
        ),
        Some(sample) => say!(
            vi: "chuyển mã sang Unicode UTF-8 rồi lưu lại; chỗ này có lẽ là “{sample}”",
            en: "convert the file to Unicode UTF-8 and save it; this probably reads “{sample}”"
        ),
        None => say!(
            vi: "mở tệp, chọn lưu với mã hoá UTF-8",
            en: "open the file and save it with the encoding UTF-8"
        ),
    };
    let source: Text = say!(
        vi: "Nghị định 30/2020/NĐ-CP, Phụ lục I: phông chữ Unicode theo TCVN 6909:2001",
        en: "Decree 30/2020/NĐ-CP, Appendix I: Unicode after TCVN 6909:2001"
    );
    let place = Place::new(paper.path.clone(), fault.span);
    let mut found = Diagnostic::new(Code::EncodingLegacy, place, message).help(help).source(source);
    found.fixable = wide;
    out.push(found);
}
