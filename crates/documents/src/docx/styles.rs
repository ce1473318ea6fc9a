//! Word styles of every element: a clerk changes the style and the whole document follows.

use crate::docx::xml::{HEAD, SPACES};
use crate::xml::escaped;
use baocao_core::domain::{Layout, Size};
use std::fmt::Write as _;

/// How a paragraph style stands.
#[derive(Clone, Copy, Default)]
struct Dress {
    bold: bool,
    italic: bool,
    /// `left`, `center`, `right`, `both`.
    side: &'static str,
    /// Space before and after, in twips.
    around: (u32, u32),
    indent: bool,
    outline: Option<u8>,
    keep_next: bool,
    /// Single line spacing instead of the body's.
    single: bool,
}

/// `word/styles.xml`.
pub(crate) fn styles(layout: &Layout) -> String {
    let sizes = &layout.sizes;
    let font = escaped(&layout.font);
    let gap = layout.paragraph_gap.0 * 10;
    let line = 240 * layout.line_percent / 100;
    let mut out = format!(
        "{HEAD}<w:styles {SPACES}><w:docDefaults><w:rPrDefault><w:rPr>\
         <w:rFonts w:ascii=\"{font}\" w:hAnsi=\"{font}\" w:eastAsia=\"{font}\" w:cs=\"{font}\"/><w:color w:val=\"000000\"/>\
         <w:sz w:val=\"{0}\"/><w:szCs w:val=\"{0}\"/><w:lang w:val=\"vi-VN\" w:eastAsia=\"vi-VN\" w:bidi=\"ar-SA\"/>\
         </w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:before=\"0\" w:after=\"0\" w:line=\"240\" w:lineRule=\"auto\"/></w:pPr></w:pPrDefault></w:docDefaults>\
         <w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/><w:qFormat/></w:style>\
         <w:style w:type=\"character\" w:default=\"1\" w:styleId=\"DefaultParagraphFont\"><w:name w:val=\"Default Paragraph Font\"/><w:uiPriority w:val=\"1\"/><w:semiHidden/></w:style>\
         <w:style w:type=\"table\" w:default=\"1\" w:styleId=\"TableNormal\"><w:name w:val=\"Normal Table\"/><w:uiPriority w:val=\"99\"/><w:semiHidden/><w:tblPr><w:tblInd w:w=\"0\" w:type=\"dxa\"/><w:tblCellMar><w:top w:w=\"0\" w:type=\"dxa\"/><w:left w:w=\"108\" w:type=\"dxa\"/><w:bottom w:w=\"0\" w:type=\"dxa\"/><w:right w:w=\"108\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr></w:style>\
         <w:style w:type=\"numbering\" w:default=\"1\" w:styleId=\"NoList\"><w:name w:val=\"No List\"/><w:semiHidden/></w:style>",
        sizes.body.0
    );
    let centre = Dress { side: "center", single: true, ..Dress::default() };
    let title = Dress { bold: true, keep_next: true, ..centre };
    let body = Dress { side: "both", around: (0, gap), indent: true, ..Dress::default() };
    let heading = |level| Dress { keep_next: true, outline: Some(level), ..body };
    let indent = layout.indent.twips();
    let mut style = |id: &str, name: &str, size: Size, dress: Dress| {
        let based = if id.starts_with("Heading") { "<w:next w:val=\"NoiDung\"/>" } else { "" };
        let _ = write!(
            out,
            "<w:style w:type=\"paragraph\" w:customStyle=\"{}\" w:styleId=\"{id}\"><w:name w:val=\"{name}\"/><w:basedOn w:val=\"Normal\"/>{based}<w:qFormat/><w:pPr>",
            u8::from(!matches!(
                name,
                "heading 1" | "heading 2" | "heading 3" | "heading 4" | "header" | "footnote text"
            ))
        );
        if dress.keep_next {
            out.push_str("<w:keepNext/>");
        }
        let (before, after) = dress.around;
        let line = if dress.single { 240 } else { line };
        let _ =
            write!(out, "<w:spacing w:before=\"{before}\" w:after=\"{after}\" w:line=\"{line}\" w:lineRule=\"auto\"/>");
        if dress.indent {
            let _ = write!(out, "<w:ind w:firstLine=\"{indent}\"/>");
        }
        let _ = write!(out, "<w:jc w:val=\"{}\"/>", if dress.side.is_empty() { "left" } else { dress.side });
        if let Some(level) = dress.outline {
            let _ = write!(out, "<w:outlineLvl w:val=\"{level}\"/>");
        }
        out.push_str("</w:pPr><w:rPr>");
        if dress.bold {
            out.push_str("<w:b/><w:bCs/>");
        }
        if dress.italic {
            out.push_str("<w:i/><w:iCs/>");
        }
        let _ = write!(out, "<w:sz w:val=\"{0}\"/><w:szCs w:val=\"{0}\"/></w:rPr></w:style>", size.0);
    };
    style("QuocHieu", "Quốc hiệu", sizes.state, Dress { bold: true, ..centre });
    style("TieuNgu", "Tiêu ngữ", sizes.motto, Dress { bold: true, ..centre });
    style("CoQuanChuQuan", "Cơ quan chủ quản", sizes.parent, centre);
    style("CoQuan", "Cơ quan ban hành", sizes.agency, Dress { bold: true, ..centre });
    style("SoKyHieu", "Số ký hiệu", sizes.number, Dress { around: (60, 0), ..centre });
    style("DiaDanh", "Địa danh, thời gian", sizes.place, Dress { italic: true, around: (60, 0), ..centre });
    style("KhungDau", "Khung dấu", sizes.kind, Dress { bold: true, around: (120, 0), ..centre });
    style("DuongKe", "Đường kẻ", Size(8), centre);
    style("TenLoai", "Tên loại", sizes.kind, Dress { around: (360, 0), ..title });
    style("TrichYeu", "Trích yếu", sizes.subject, title);
    style("KinhGui", "Kính gửi", sizes.addressee, Dress { around: (240, 0), ..centre });
    style(
        "KinhGuiDong",
        "Kính gửi, từng nơi",
        sizes.addressee,
        Dress { side: "left", single: true, ..Dress::default() },
    );
    style("CanCu", "Căn cứ", sizes.body, Dress { italic: true, ..body });
    style("NoiDung", "Nội dung", sizes.body, body);
    style("TrichDan", "Trích dẫn", sizes.body, Dress { italic: true, ..body });
    style(
        "MaNguon",
        "Nguyên văn",
        sizes.table,
        Dress { side: "left", around: (0, gap), single: true, ..Dress::default() },
    );
    style("Phan", "Phần", sizes.body, Dress { bold: true, side: "center", indent: false, ..heading(0) });
    style("Heading1", "heading 1", sizes.body, Dress { bold: true, ..heading(0) });
    style("Heading2", "heading 2", sizes.body, Dress { bold: true, ..heading(1) });
    style("Heading3", "heading 3", sizes.body, heading(2));
    style("Heading4", "heading 4", sizes.body, Dress { italic: true, ..heading(3) });
    style("DonVi", "Đơn vị báo cáo", sizes.body, Dress { bold: true, italic: true, ..heading(2) });
    style("BangTen", "Bảng, tên", sizes.body, Dress { bold: true, side: "center", indent: false, ..heading(2) });
    let cell = Dress { side: "left", around: (20, 20), single: true, ..Dress::default() };
    style("Bang", "Bảng", sizes.table, cell);
    style("BangRong", "Bảng nhiều cột", sizes.wide_table, cell);
    style("ChucVu", "Chức vụ", sizes.signer, title);
    style("HoTen", "Họ tên", sizes.signer, Dress { keep_next: false, ..title });
    let plain = Dress { side: "left", single: true, ..Dress::default() };
    style(
        "NoiNhanTieuDe",
        "Nơi nhận",
        sizes.recipients_title,
        Dress { bold: true, italic: true, keep_next: true, ..plain },
    );
    style("NoiNhan", "Nơi nhận, từng nơi", sizes.recipients, plain);
    style("PhuLuc", "Phụ lục", sizes.appendix, Dress { outline: Some(0), ..title });
    style("PhuLucTen", "Phụ lục, tên", sizes.appendix, title);
    style("PhuLucKemTheo", "Phụ lục, kèm theo", sizes.appendix, Dress { italic: true, around: (0, 240), ..centre });
    style("Header", "header", sizes.page_number, centre);
    style("FootnoteText", "footnote text", sizes.note, Dress { side: "both", single: true, ..Dress::default() });
    out.push_str(
        "<w:style w:type=\"character\" w:styleId=\"FootnoteReference\"><w:name w:val=\"footnote reference\"/><w:rPr><w:vertAlign w:val=\"superscript\"/></w:rPr></w:style>\
         <w:style w:type=\"character\" w:styleId=\"Hyperlink\"><w:name w:val=\"Hyperlink\"/><w:rPr><w:u w:val=\"single\"/></w:rPr></w:style>\
         <w:style w:type=\"character\" w:customStyle=\"1\" w:styleId=\"NguyenVan\"><w:name w:val=\"Nguyên văn (chữ)\"/><w:rPr><w:rFonts w:ascii=\"Courier New\" w:hAnsi=\"Courier New\" w:cs=\"Courier New\"/></w:rPr></w:style>\
         <w:style w:type=\"table\" w:styleId=\"TableGrid\"><w:name w:val=\"Table Grid\"/><w:basedOn w:val=\"TableNormal\"/><w:tblPr><w:tblBorders>",
    );
    for side in ["top", "left", "bottom", "right", "insideH", "insideV"] {
        let _ = write!(out, "<w:{side} w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"000000\"/>");
    }
    out.push_str("</w:tblBorders></w:tblPr></w:style></w:styles>");
    out
}
