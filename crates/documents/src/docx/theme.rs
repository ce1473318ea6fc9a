//! The theme, which no style refers to: Word writes one into every file and validators miss it where there is none.

use crate::docx::xml::HEAD;
use crate::xml::escaped;
use std::fmt::Write as _;

/// The type of the part.
pub(crate) const CONTENT: &str = "application/vnd.openxmlformats-officedocument.theme+xml";

const COLOURS: [(&str, &str); 12] = [
    ("dk1", "000000"),
    ("lt1", "FFFFFF"),
    ("dk2", "44546A"),
    ("lt2", "E7E6E6"),
    ("accent1", "4472C4"),
    ("accent2", "ED7D31"),
    ("accent3", "A5A5A5"),
    ("accent4", "FFC000"),
    ("accent5", "5B9BD5"),
    ("accent6", "70AD47"),
    ("hlink", "0563C1"),
    ("folHlink", "954F72"),
];

/// `word/theme/theme1.xml`: black on white, one typeface.
pub(crate) fn theme(font: &str) -> String {
    let font = escaped(font);
    let mut out = format!(
        "{HEAD}<a:theme xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" name=\"baocao\"><a:themeElements><a:clrScheme name=\"baocao\">"
    );
    for (name, colour) in COLOURS {
        let _ = write!(out, "<a:{name}><a:srgbClr val=\"{colour}\"/></a:{name}>");
    }
    out.push_str("</a:clrScheme><a:fontScheme name=\"baocao\">");
    for kind in ["majorFont", "minorFont"] {
        let _ = write!(
            out,
            "<a:{kind}><a:latin typeface=\"{font}\"/><a:ea typeface=\"\"/><a:cs typeface=\"\"/></a:{kind}>"
        );
    }
    let fill = "<a:solidFill><a:schemeClr val=\"phClr\"/></a:solidFill>".repeat(3);
    let line = "<a:ln w=\"6350\"><a:solidFill><a:schemeClr val=\"phClr\"/></a:solidFill></a:ln>".repeat(3);
    let effect = "<a:effectStyle><a:effectLst/></a:effectStyle>".repeat(3);
    let _ = write!(
        out,
        "</a:fontScheme><a:fmtScheme name=\"baocao\"><a:fillStyleLst>{fill}</a:fillStyleLst><a:lnStyleLst>{line}</a:lnStyleLst>\
         <a:effectStyleLst>{effect}</a:effectStyleLst><a:bgFillStyleLst>{fill}</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>"
    );
    out
}
