//! The document's own parts around the text: head, title, signature block, sections (Phụ lục I, Mục IV).

use crate::docx::text::{DocxWriter, Paragraph};
use crate::xml::escaped;
use crate::{letterhead, measure};
use baocao_core::domain::{DRAFT, Inline, Length, MOTTO, Matter, Publication, STATE, Size};
use std::fmt::Write as _;

/// Left and right columns of the head and of the foot, in hundredths of the text's width.
const HEAD_COLUMNS: (u32, u32) = (43, 57);
const FOOT_COLUMNS: (u32, u32) = (50, 50);

impl DocxWriter<'_> {
    /// `w:body`.
    pub(crate) fn publication(&mut self, publication: &Publication) {
        self.head(publication);
        self.titles(publication);
        self.addressees(publication);
        let last = publication.grounds.len();
        for (at, ground) in (1..).zip(&publication.grounds) {
            self.line("CanCu", &format!("{ground}{}", if at == last { '.' } else { ';' }));
        }
        let start = self.out.len();
        self.matter(&publication.body);
        self.keep_last_with_next(start);
        self.foot(publication);
        for appendix in &publication.appendices {
            self.section_break();
            self.line("PhuLuc", &appendix.label);
            if !appendix.title.is_empty() {
                let title = upper(&appendix.title);
                self.paragraph(&Paragraph { style: "PhuLucTen", ..Paragraph::default() }, &title);
            }
            self.line("PhuLucKemTheo", &publication.appendix_reference(self.layout.dated_appendices));
            self.matter(&appendix.matter);
        }
        let section = self.section();
        self.out.push_str(&section);
    }

    fn column(&self, share: u32) -> Length {
        Length(self.layout.text_width().0 * share / 100)
    }

    fn open_columns(&mut self, shares: (u32, u32)) -> (Length, Length) {
        let (left, right) = (self.column(shares.0), self.column(shares.1));
        let (l, r) = (left.twips(), right.twips());
        let _ = write!(
            self.out,
            "<w:tbl><w:tblPr><w:tblW w:w=\"{}\" w:type=\"dxa\"/><w:tblLayout w:type=\"fixed\"/><w:tblCellMar><w:left w:w=\"0\" w:type=\"dxa\"/><w:right w:w=\"0\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr>\
             <w:tblGrid><w:gridCol w:w=\"{l}\"/><w:gridCol w:w=\"{r}\"/></w:tblGrid>",
            l + r
        );
        (left, right)
    }

    fn open_cell(&mut self, width: Length) {
        let _ = write!(self.out, "<w:tc><w:tcPr><w:tcW w:w=\"{}\" w:type=\"dxa\"/></w:tcPr>", width.twips());
    }

    /// Boxes 1 to 4, and the frames below the number.
    fn head(&mut self, publication: &Publication) {
        let sizes = &self.layout.sizes;
        let (agency_size, motto_size) = (sizes.agency, sizes.motto);
        // LibreOffice puts a line of its own above a text that begins with a table.
        self.line("DuongKe", "");
        let (left, right) = self.open_columns(HEAD_COLUMNS);
        self.out.push_str("<w:tr><w:trPr><w:cantSplit/></w:trPr>");
        self.open_cell(left);
        if !publication.parent.is_empty() {
            let lines = letterhead::lines(&publication.parent, sizes.parent, false, left);
            self.broken("CoQuanChuQuan", &lines);
        }
        let lines = letterhead::lines(&publication.agency, agency_size, true, left);
        self.broken("CoQuan", &lines);
        self.short_rule(
            lines.iter().max_by_key(|line| line.chars().count()).map_or("", |line| line),
            agency_size,
            left,
        );
        self.out.push_str("</w:tc>");
        self.open_cell(right);
        self.line("QuocHieu", STATE);
        self.line("TieuNgu", MOTTO);
        self.rule(measure::width(MOTTO, motto_size, true), right);
        self.out.push_str("</w:tc></w:tr><w:tr><w:trPr><w:cantSplit/></w:trPr>");
        self.open_cell(left);
        self.line("SoKyHieu", &publication.number_line());
        for mark in &publication.marks {
            self.frame(mark, left, "FF0000");
        }
        if publication.draft {
            self.frame(DRAFT, left, "000000");
        }
        self.out.push_str("</w:tc>");
        self.open_cell(right);
        self.line("DiaDanh", &publication.date_line());
        self.out.push_str("</w:tc></w:tr></w:tbl>");
    }

    /// A paragraph of lines that are broken where the caller says. The blank before each break keeps the words apart for
    /// a search or a copy of the text.
    fn broken(&mut self, style: &str, lines: &[String]) {
        let last = lines.len().saturating_sub(1);
        let text = lines.iter().enumerate().flat_map(|(at, line)| {
            let more = if at < last { " " } else { "" };
            let line = Inline::Text(format!("{line}{more}"));
            std::iter::once(line).chain((at < last).then_some(Inline::Break))
        });
        self.paragraph(&Paragraph { style, ..Paragraph::default() }, &text.collect::<Vec<_>>());
    }

    /// A rule of between a third and a half of the words above it.
    fn short_rule(&mut self, words: &str, size: Size, room: Length) {
        let width = measure::width(words, size, true).0.min(room.0);
        self.rule(Length(width * 42 / 100), room);
    }

    /// A word in a single-line frame (boxes 10 and 11).
    fn frame(&mut self, words: &str, room: Length, colour: &str) {
        let width = measure::width(words, self.layout.sizes.kind, true).0 + 800;
        let side = Length(room.0.saturating_sub(width) / 2).twips();
        self.out.push_str("<w:p><w:pPr><w:pStyle w:val=\"KhungDau\"/><w:pBdr>");
        for edge in ["top", "left", "bottom", "right"] {
            let _ = write!(self.out, "<w:{edge} w:val=\"single\" w:sz=\"6\" w:space=\"2\" w:color=\"{colour}\"/>");
        }
        let _ = write!(
            self.out,
            "</w:pBdr><w:ind w:left=\"{side}\" w:right=\"{side}\"/></w:pPr><w:r><w:rPr><w:color w:val=\"{colour}\"/></w:rPr><w:t>{}</w:t></w:r></w:p>",
            escaped(words)
        );
    }

    /// Box 5a.
    fn titles(&mut self, publication: &Publication) {
        self.line("TenLoai", &publication.kind);
        self.line("TrichYeu", &publication.subject);
        let room = self.layout.text_width();
        self.short_rule(&publication.subject, self.layout.sizes.subject, room);
    }

    /// Box 9a: one addressee on the line itself, several below each other with their dashes under the colon.
    fn addressees(&mut self, publication: &Publication) {
        const WORDS: &str = "Kính gửi:";
        match publication.addressees.as_slice() {
            [] => {}
            [one] => self.line("KinhGui", &format!("{WORDS} {one}.")),
            several => {
                let start = self.layout.text_width().twips() / 4;
                let colon = start + measure::width(WORDS, self.layout.sizes.addressee, false).twips() - 60;
                let more = |before, left| {
                    format!("<w:spacing w:before=\"{before}\" w:after=\"0\"/><w:ind w:left=\"{left}\"/>")
                };
                let about = |more| Paragraph { style: "KinhGuiDong", number: None, more };
                self.paragraph(&about(more(240, start)), &[Inline::Text(WORDS.into())]);
                for (at, name) in (1..).zip(several) {
                    let mark = if at == several.len() { '.' } else { ';' };
                    self.paragraph(&about(more(0, colon)), &[Inline::Text(format!("- {name}{mark}"))]);
                }
            }
        }
        self.out.push_str(
            "<w:p><w:pPr><w:pStyle w:val=\"DuongKe\"/><w:spacing w:before=\"0\" w:after=\"120\"/></w:pPr></w:p>",
        );
    }

    /// Keeps the last paragraph written since `start` on one page with what follows it.
    fn keep_last_with_next(&mut self, start: usize) {
        const OPEN: &str = "<w:p><w:pPr><w:pStyle w:val=\"";
        const KEEP: &str = "<w:keepNext/>";
        let Some(last) = self.out[start..].rfind(OPEN).map(|at| start + at + OPEN.len()) else { return };
        let Some(end) = self.out[last..].find("/>").map(|at| last + at + 2) else { return };
        if !self.out[end..].starts_with(KEEP) {
            self.out.insert_str(end, KEEP);
        }
    }

    /// Boxes 7 and 9b side by side, never torn apart.
    fn foot(&mut self, publication: &Publication) {
        self.out.push_str("<w:p><w:pPr><w:pStyle w:val=\"DuongKe\"/><w:keepNext/></w:pPr></w:p>");
        let (left, right) = self.open_columns(FOOT_COLUMNS);
        self.out.push_str("<w:tr><w:trPr><w:cantSplit/></w:trPr>");
        self.open_cell(left);
        self.line("NoiNhanTieuDe", "Nơi nhận:");
        for line in &publication.recipients {
            self.line("NoiNhan", &format!("- {line}"));
        }
        self.out.push_str("</w:tc>");
        self.open_cell(right);
        for line in &publication.signature.position {
            self.line("ChucVu", line);
        }
        // Room for the signature and the seal, or for the marks of the office's own tokens.
        for _ in 0..5 {
            self.line("ChucVu", "");
        }
        self.line("HoTen", publication.signature.name.as_deref().unwrap_or(""));
        // Word wants a paragraph behind a table that ends a text.
        self.out.push_str("</w:tc></w:tr></w:tbl><w:p><w:pPr><w:pStyle w:val=\"DuongKe\"/></w:pPr></w:p>");
    }

    fn section_break(&mut self) {
        let section = self.section();
        let _ = write!(self.out, "<w:p><w:pPr><w:pStyle w:val=\"DuongKe\"/>{section}</w:pPr></w:p>");
    }

    /// A section: its pages count from 1, and the first bears no number.
    fn section(&self) -> String {
        let (width, height) = self.layout.page;
        let (top, bottom, left, right) = self.layout.margins;
        format!(
            "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"rHeader\"/><w:headerReference w:type=\"first\" r:id=\"rHeaderFirst\"/>\
             <w:pgSz w:w=\"{}\" w:h=\"{}\"{}/><w:pgMar w:top=\"{}\" w:right=\"{}\" w:bottom=\"{}\" w:left=\"{}\" w:header=\"567\" w:footer=\"567\" w:gutter=\"0\"/>\
             <w:pgNumType w:start=\"1\"/><w:titlePg/></w:sectPr>",
            width.twips(),
            height.twips(),
            if width > height { " w:orient=\"landscape\"" } else { "" },
            top.twips(),
            right.twips(),
            bottom.twips(),
            left.twips()
        )
    }

    /// A page with a title and a text and nothing else of a văn bản: lists of the filed record.
    pub(crate) fn plain_page(&mut self, title: &str, matter: &[Matter]) {
        self.line("TenLoai", title);
        self.out.push_str(
            "<w:p><w:pPr><w:pStyle w:val=\"DuongKe\"/><w:spacing w:before=\"0\" w:after=\"120\"/></w:pPr></w:p>",
        );
        self.matter(matter);
        let section = self.section();
        self.out.push_str(&section);
    }
}

fn upper(text: &[Inline]) -> Vec<Inline> {
    text.iter()
        .map(|inline| match inline {
            Inline::Text(words) => Inline::Text(words.to_uppercase()),
            Inline::Strong(inner) => Inline::Strong(upper(inner)),
            Inline::Emphasis(inner) => Inline::Emphasis(upper(inner)),
            Inline::Underline(inner) => Inline::Underline(upper(inner)),
            other => other.clone(),
        })
        .collect()
}
