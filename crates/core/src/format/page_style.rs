//! A layout profile (`templates/nd30-2020.toml`).

use crate::diagnostic::Diagnostic;
use crate::domain::{Layout, Length, Size, Sizes};
use crate::format::settings::version;
use crate::format::toml_reader::{TomlDocument, TomlTable};
use crate::say;
use crate::text::Source;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

/// Reads a profile and everything that is wrong in it. What is missing has the value of Nghị định 30/2020/NĐ-CP.
pub fn read(source: &Source) -> (Layout, Vec<Diagnostic>) {
    TomlDocument::read(source, 256, |_, root| {
        root.knows(&["phien_ban", "ten", "trang", "chu", "co_chu", "doan", "phu_luc"]);
        version(root);
        let page = NumberTable::of(root, "trang", &["rong", "cao", "le_tren", "le_duoi", "le_trai", "le_phai"]);
        let type_ = root.table("chu", "[chu]");
        if let Some(table) = &type_ {
            table.knows(&["phong"]);
        }
        let sizes = NumberTable::of(
            root,
            "co_chu",
            &[
                "quoc_hieu",
                "tieu_ngu",
                "chu_quan",
                "co_quan",
                "so_ky_hieu",
                "dia_danh",
                "ten_loai",
                "trich_yeu",
                "noi_dung",
                "kinh_gui",
                "chuc_vu",
                "noi_nhan",
                "danh_sach_noi_nhan",
                "so_trang",
                "phu_luc",
                "bang",
                "bang_rong",
                "chu_thich",
            ],
        );
        let paragraph = NumberTable::of(root, "doan", &["thut_dau_dong", "cach_doan", "gian_dong"]);
        let dated_appendices = root.table("phu_luc", "[phu_luc]").is_none_or(|table| dated_appendices(&table));
        let mm = |group: &NumberTable<'_, '_>, key, usual, most| Length(group.hundredths(key, usual, 0, most));
        // With margins at their widest there is still room for words.
        let side = |key, usual| Length(page.hundredths(key, usual, 15_000, 60_000));
        let pt = |key, usual: u32| Size(sizes.hundredths(key, usual * 100, 600, 4_000) / 50);
        Layout {
            name: root.text("ten").unwrap_or_default(),
            page: (side("rong", 21_000), side("cao", 29_700)),
            margins: (
                mm(&page, "le_tren", 2_000, 5_000),
                mm(&page, "le_duoi", 2_000, 5_000),
                mm(&page, "le_trai", 3_000, 5_000),
                mm(&page, "le_phai", 1_500, 5_000),
            ),
            font: type_.and_then(|table| table.text("phong")).unwrap_or_else(|| "Times New Roman".into()),
            sizes: Sizes {
                state: pt("quoc_hieu", 12),
                motto: pt("tieu_ngu", 13),
                parent: pt("chu_quan", 12),
                agency: pt("co_quan", 12),
                number: pt("so_ky_hieu", 13),
                place: pt("dia_danh", 13),
                kind: pt("ten_loai", 14),
                subject: pt("trich_yeu", 14),
                body: pt("noi_dung", 14),
                addressee: pt("kinh_gui", 14),
                signer: pt("chuc_vu", 14),
                recipients_title: pt("noi_nhan", 12),
                recipients: pt("danh_sach_noi_nhan", 11),
                page_number: pt("so_trang", 14),
                appendix: pt("phu_luc", 14),
                table: pt("bang", 12),
                wide_table: pt("bang_rong", 10),
                note: pt("chu_thich", 10),
            },
            indent: mm(&paragraph, "thut_dau_dong", 1_270, 3_000),
            paragraph_gap: Size(paragraph.hundredths("cach_doan", 600, 0, 2_400) / 50),
            line_percent: paragraph.hundredths("gian_dong", 115, 100, 300),
            dated_appendices,
        }
    })
}

/// `so_va_ngay`: whether an appendix states its document's number and date.
fn dated_appendices(table: &TomlTable<'_, '_>) -> bool {
    table.knows(&["so_va_ngay"]);
    match table.text("so_va_ngay").as_deref() {
        None | Some("dien") => true,
        Some("de-trong") => false,
        Some(other) => {
            let message = say!(
                vi: "không có cách ghi “{other}” cho “so_va_ngay”",
                en: "“so_va_ngay” cannot be “{other}”"
            );
            let help = say!(
                vi: "ghi \"dien\" (văn bản giấy) hoặc \"de-trong\" (văn bản ký số)",
                en: "write \"dien\" (on paper) or \"de-trong\" (signed electronically)"
            );
            table.fault("so_va_ngay", message, Some(help));
            true
        }
    }
}

/// A table of numbers that may be absent as a whole.
struct NumberTable<'t, 's>(Option<TomlTable<'t, 's>>);

impl<'t, 's> NumberTable<'t, 's> {
    fn of(root: &TomlTable<'t, 's>, key: &str, knows: &[&str]) -> Self {
        let table = root.table(key, &format!("[{key}]"));
        if let Some(table) = &table {
            table.knows(knows);
        }
        NumberTable(table)
    }

    /// A number in hundredths.
    fn hundredths(&self, key: &str, usual: u32, least: u32, most: u32) -> u32 {
        let Some(table) = self.0.as_ref().filter(|table| table.has(key)) else { return usual };
        let Some(value) = table.decimal(key) else { return usual };
        let hundredths = value.checked_mul(Decimal::ONE_HUNDRED).and_then(|n| n.to_u32());
        let found = hundredths.filter(|n| (least..=most).contains(n));
        if found.is_none() {
            let (least, most) = (Decimal::new(least.into(), 2).normalize(), Decimal::new(most.into(), 2).normalize());
            let message = say!(vi: "“{key}” phải từ {least} đến {most}", en: "“{key}” must be from {least} to {most}");
            table.fault(key, message, None);
        }
        found.unwrap_or(usual)
    }
}

#[cfg(test)]
mod tests {
    use crate::format::page_style::*;
    use crate::text::RepoPath;

    fn layout(text: &str) -> (Layout, Vec<Diagnostic>) {
        read(&Source::new(RepoPath::new("templates/x.toml"), text.to_string()))
    }

    #[test]
    fn the_profile_shipped_is_within_the_decree() {
        let (layout, wrong) = layout(include_str!("../../../../templates/nd30-2020.toml"));
        assert_eq!(wrong, []);
        let (top, bottom, left, right) = layout.margins;
        assert!((2_000..=2_500).contains(&top.0) && (2_000..=2_500).contains(&bottom.0));
        assert!((3_000..=3_500).contains(&left.0) && (1_500..=2_000).contains(&right.0));
        let s = &layout.sizes;
        for size in [s.state, s.parent, s.agency] {
            assert!((24..=26).contains(&size.0));
        }
        for size in [s.motto, s.place, s.kind, s.subject, s.body, s.addressee, s.signer, s.page_number] {
            assert!((26..=28).contains(&size.0));
        }
        assert_eq!((s.number.0, s.recipients_title.0, s.recipients.0, s.appendix.0), (26, 24, 22, 28));
        assert!([1_000, 1_270].contains(&layout.indent.0) && layout.paragraph_gap.0 >= 12);
        assert!((100..=150).contains(&layout.line_percent));
    }

    #[test]
    fn appendices_are_dated_unless_the_profile_leaves_the_blanks_open() {
        let of = |words: &str| layout(&format!("phien_ban = 1\nten = \"x\"\n{words}"));
        assert!(of("").0.dated_appendices && of("[phu_luc]\nso_va_ngay = \"dien\"\n").0.dated_appendices);
        let (open, wrong) = of("[phu_luc]\nso_va_ngay = \"de-trong\"\n");
        assert!(!open.dated_appendices && wrong.is_empty(), "{wrong:?}");
        assert_eq!(of("[phu_luc]\nso_va_ngay = \"co\"\n").1.len(), 1);
        assert_eq!(of("[phu_luc]\nso = \"dien\"\n").1.len(), 1);
    }

    #[test]
    fn what_is_absent_is_as_usual_and_what_is_wrong_is_said() {
        let (usual, wrong) = layout("phien_ban = 1\nten = \"x\"\n");
        assert!(wrong.is_empty());
        assert_eq!(usual.sizes, layout(include_str!("../../../../templates/nd30-2020.toml")).0.sizes);
        let (_, wrong) = layout("phien_ban = 1\nten = \"x\"\n[trang]\nrong = 9000\nle = 2\n[co_chu]\nbang = \"to\"\n");
        assert_eq!(wrong.len(), 3, "{wrong:?}");
        let (_, wrong) = layout(&format!("phien_ban = 1\nten = \"x\"\n[trang]\ncao = {}\n", "7".repeat(28)));
        assert_eq!(wrong.len(), 1, "{wrong:?}");
    }
}
