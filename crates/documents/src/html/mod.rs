//! The document as one self-contained HTML file: same page, same words, nothing loaded, nothing run.

mod chart;

use crate::xml::escaped;
use crate::{letterhead, measure};
use baocao_core::domain::{
    Align, DRAFT, Grid, GridCell, Inline, Ladder, Layout, Length, MOTTO, Matter, PictureText, Prose, Publication, Rank,
    STATE, Size, TableText, only_pictures,
};
use base64ct::{Base64, Encoding as _};
use std::fmt::Write as _;

/// What no document may do, said to the browser as well.
pub const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

const STYLE: &str = include_str!("page.css");

/// The document as an HTML file.
pub fn publication(publication: &Publication, layout: &Layout) -> String {
    let mut out = String::with_capacity(64 * 1024);
    let title = escaped(&publication.title());
    let _ = write!(
        out,
        "<!doctype html>\n<html lang=\"vi\">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"author\" content=\"{}\">\n<title>{title}</title>\n<style>\n{STYLE}{}{}</style>\n</head>\n<body>\n<main>\n",
        escaped(&publication.agency_name),
        measures(layout),
        chart::style(publication)
    );
    let mut writer =
        HtmlWriter { out, layout, mentioned: vec![false; publication.notes.len()], level: 0, pictures: false };
    writer.head(publication);
    writer.out.push_str("<div class=\"noi-dung\">\n");
    let last = publication.grounds.len();
    for (at, ground) in (1..).zip(&publication.grounds) {
        let _ =
            writeln!(writer.out, "<p class=\"can-cu\">{}{}</p>", escaped(ground), if at == last { '.' } else { ';' });
    }
    writer.matter(&publication.body);
    writer.out.push_str("</div>\n");
    writer.foot(publication);
    for appendix in &publication.appendices {
        let _ =
            write!(writer.out, "<section class=\"phu-luc\">\n<div class=\"ten\"><h2>{}</h2>", escaped(&appendix.label));
        if !appendix.title.is_empty() {
            writer.out.push_str("<p class=\"ten-loai\">");
            writer.inlines(&appendix.title);
            writer.out.push_str("</p>");
        }
        let _ = write!(
            writer.out,
            "<p class=\"kem-theo\">{}</p></div>\n<div class=\"noi-dung\">\n",
            escaped(&publication.appendix_reference(layout.dated_appendices))
        );
        writer.level = 1;
        writer.matter(&appendix.matter);
        writer.out.push_str("</div>\n</section>\n");
    }
    writer.notes(publication);
    writer.out.push_str("</main>\n</body>\n</html>\n");
    if writer.pictures {
        return writer.out.replacen(POLICY, &format!("{POLICY}; img-src data:"), 1);
    }
    writer.out
}

/// The measures of the layout as style rules.
fn measures(layout: &Layout) -> String {
    let s = &layout.sizes;
    let (top, bottom, left, right) = layout.margins;
    let (width, height) = layout.page;
    let margins = format!("{} {} {} {}", top.css(), right.css(), bottom.css(), left.css());
    let font = layout.font.replace(['"', '\\', '<', ';', '}'], "");
    let mut out = format!(
        "@page {{ size: {} {}; margin: {margins}; @top-center {{ content: counter(page); font: {} \"{font}\", serif; }} }}\n\
         @page :first {{ @top-center {{ content: none; }} }}\n\
         body {{ font: {}/{}.{:02} \"{font}\", \"Liberation Serif\", Tinos, serif; }}\n\
         main {{ width: {}; padding: {margins}; }}\n\
         .noi-dung p, .noi-dung h2, .noi-dung h3, .noi-dung h4, .noi-dung h5 {{ text-indent: {}; margin-bottom: {}; }}\n\
         th p, td p, .cuon p {{ text-indent: 0; margin: 0; }}\n",
        width.css(),
        height.css(),
        s.page_number.css(),
        s.body.css(),
        layout.line_percent / 100,
        layout.line_percent % 100,
        width.css(),
        layout.indent.css(),
        layout.paragraph_gap.css(),
    );
    let sizes: [(&str, Size); 16] = [
        (".quoc-hieu", s.state),
        (".tieu-ngu", s.motto),
        (".chu-quan", s.parent),
        (".co-quan", s.agency),
        (".so", s.number),
        (".dia-danh", s.place),
        (".ten-loai", s.kind),
        (".trich-yeu", s.subject),
        (".kinh-gui", s.addressee),
        (".chuc-vu, .ho-ten", s.signer),
        (".noi-nhan", s.recipients_title),
        (".noi-nhan-ds", s.recipients),
        (".phu-luc > .ten", s.appendix),
        ("table", s.table),
        ("table.rong", s.wide_table),
        (".chu-thich", s.note),
    ];
    for (what, size) in sizes {
        let _ = writeln!(out, "{what} {{ font-size: {}; }}", size.css());
    }
    out
}

/// Lines of a name that are broken here and nowhere else.
fn broken(lines: &[String]) -> String {
    match lines {
        [only] => escaped(only),
        _ => lines
            .iter()
            .map(|line| format!("<span class=\"dong\">{}</span>", escaped(line)))
            .collect::<Vec<_>>()
            .join(" <br>"),
    }
}

struct HtmlWriter<'a> {
    out: String,
    layout: &'a Layout,
    mentioned: Vec<bool>,
    /// The outline level of the last title.
    level: u8,
    /// Whether a picture was written, which the policy then has to allow.
    pictures: bool,
}

impl HtmlWriter<'_> {
    fn head(&mut self, publication: &Publication) {
        let sizes = &self.layout.sizes;
        let rule = |words: &str, size, share: u32| {
            let width = measure::width(words, size, true).0 * share / 100;
            format!("<hr class=\"ke\" aria-hidden=\"true\" style=\"width:{}\">", Length(width).css())
        };
        // The columns of `.dau` in the style sheet.
        let left = Length((self.layout.text_width().0.saturating_sub(200)) * 43 / 100);
        self.out.push_str("<header>\n<div class=\"dau\">\n<div>");
        if !publication.parent.is_empty() {
            let lines = letterhead::lines(&publication.parent, sizes.parent, false, left);
            let _ = write!(self.out, "<p class=\"chu-quan\">{}</p>", broken(&lines));
        }
        let lines = letterhead::lines(&publication.agency, sizes.agency, true, left);
        let longest = lines.iter().max_by_key(|line| line.chars().count()).map_or("", |line| line);
        let _ = write!(
            self.out,
            "<p class=\"co-quan\">{}</p>{}</div>\n<div><p class=\"quoc-hieu\">{STATE}</p><p class=\"tieu-ngu\">{MOTTO}</p>{}</div>\n<div><p class=\"so\">{}</p>",
            broken(&lines),
            rule(longest, sizes.agency, 42),
            rule(MOTTO, sizes.motto, 100),
            escaped(&publication.number_line())
        );
        for mark in &publication.marks {
            let _ = write!(self.out, "<p><span class=\"khung khan\">{}</span></p>", escaped(mark));
        }
        if publication.draft {
            let _ = write!(self.out, "<p><span class=\"khung\">{DRAFT}</span></p>");
        }
        let _ = write!(
            self.out,
            "</div>\n<div><p class=\"dia-danh\">{}</p></div>\n</div>\n\
             <div class=\"ten\"><h1><span class=\"ten-loai\">{}</span><br><span class=\"trich-yeu\">{}</span></h1>{}</div>\n",
            escaped(&publication.date_line()),
            escaped(&publication.kind),
            escaped(&publication.subject),
            rule(&publication.subject, sizes.subject, 42)
        );
        match publication.addressees.as_slice() {
            [] => {}
            [one] => {
                let _ = writeln!(self.out, "<p class=\"kinh-gui\">Kính gửi: {}.</p>", escaped(one));
            }
            several => {
                self.out.push_str("<div class=\"kinh-gui\"><div>Kính gửi:<ul>");
                for (at, name) in (1..).zip(several) {
                    let mark = if at == several.len() { '.' } else { ';' };
                    let _ = write!(self.out, "<li>{}{mark}</li>", escaped(name));
                }
                self.out.push_str("</ul></div></div>\n");
            }
        }
        self.out.push_str("</header>\n");
    }

    fn foot(&mut self, publication: &Publication) {
        self.out
            .push_str("<footer class=\"cuoi\">\n<div><p class=\"noi-nhan\">Nơi nhận:</p><ul class=\"noi-nhan-ds\">");
        for line in &publication.recipients {
            let _ = write!(self.out, "<li>- {}</li>", escaped(line));
        }
        self.out.push_str("</ul></div>\n<div>");
        for line in &publication.signature.position {
            let _ = write!(self.out, "<p class=\"chuc-vu\">{}</p>", escaped(line));
        }
        let name = publication.signature.name.as_deref().unwrap_or("");
        let _ =
            writeln!(self.out, "<p class=\"cho-ky\"></p><p class=\"ho-ten\">{}</p></div>\n</footer>", escaped(name));
    }

    fn notes(&mut self, publication: &Publication) {
        // A note may mention the next one.
        if !self.mentioned.contains(&true) {
            return;
        }
        self.out.push_str("<section class=\"chu-thich\" aria-label=\"Chú thích\">\n<ol>\n");
        for (number, note) in (1..).zip(&publication.notes) {
            let _ = write!(self.out, "<li id=\"ct{number}\" value=\"{number}\">");
            note.iter().for_each(|block| self.block(block, Ladder::default()));
            let _ = writeln!(self.out, "<a href=\"#ctm{number}\" aria-label=\"về chỗ chú thích {number}\">↑</a></li>");
        }
        self.out.push_str("</ol>\n</section>\n");
    }

    fn matter(&mut self, matter: &[Matter]) {
        let mut at = Ladder::default();
        for part in matter {
            match part {
                Matter::Title { rank, number, text, below } => {
                    at = *below;
                    self.level = rank.level_below(self.level);
                    let level = self.level + 1;
                    let class = match rank {
                        Rank::Part => " class=\"phan\"",
                        Rank::Section | Rank::Clause => "",
                        Rank::Point => " class=\"diem\"",
                        Rank::Item => " class=\"y\"",
                        Rank::Department => " class=\"don-vi\"",
                        Rank::Caption => " class=\"bang-ten\"",
                    };
                    let _ = write!(self.out, "<h{level}{class}>");
                    if let Some(number) = number {
                        let _ = write!(self.out, "{} ", escaped(&number.shown));
                    }
                    self.inlines(text);
                    let _ = writeln!(self.out, "</h{level}>");
                }
                Matter::Text(block) => self.block(block, at),
                Matter::Chart(chart) => self.chart(chart),
            }
        }
    }

    fn block(&mut self, block: &Prose, at: Ladder) {
        match block {
            Prose::Paragraph(text) if only_pictures(text) => {
                self.out.push_str("<p style=\"text-indent:0;text-align:center\">");
                self.inlines(text);
                self.out.push_str("</p>\n");
            }
            Prose::Paragraph(text) => self.wrapped("p", text),
            Prose::Heading { text, .. } => {
                self.out.push_str("<p><strong>");
                self.inlines(text);
                self.out.push_str("</strong></p>\n");
            }
            Prose::List { start, items } => self.list(*start, items, at),
            Prose::Quote(blocks) => {
                self.out.push_str("<blockquote>\n");
                blocks.iter().for_each(|block| self.block(block, at));
                self.out.push_str("</blockquote>\n");
            }
            Prose::Code(text) => {
                let _ = writeln!(self.out, "<pre>{}</pre>", escaped(text));
            }
            Prose::Table(table) => self.table(table),
        }
    }

    fn list(&mut self, start: Option<(usize, char)>, items: &[Vec<Prose>], at: Ladder) {
        let (marks, inside) = at.list(start);
        let tag = if start.is_some() { "ol" } else { "ul" };
        let _ = writeln!(self.out, "<{tag}>");
        for (place, item) in items.iter().enumerate() {
            let mut blocks = item.iter();
            // The marks are words: browsers have no row of letters with đ and without f, and words can be copied.
            let _ = write!(self.out, "<li><p>{} ", marks.of_item(place));
            if let Some(Prose::Paragraph(text)) = item.first() {
                self.inlines(text);
                blocks.next();
            }
            self.out.push_str("</p>\n");
            blocks.for_each(|block| self.block(block, inside));
            self.out.push_str("</li>\n");
        }
        let _ = writeln!(self.out, "</{tag}>");
    }

    fn table(&mut self, table: &TableText) {
        let grid = Grid::new(table);
        let wide = if grid.columns >= 7 { " class=\"rong\"" } else { "" };
        let _ = writeln!(self.out, "<div class=\"cuon\"><table{wide}>");
        if grid.heads > 0 {
            self.out.push_str("<thead>");
            for row in &grid.rows[..grid.heads] {
                self.out.push_str("<tr>");
                row.cells.iter().for_each(|cell| self.cell(cell, true));
                self.out.push_str("</tr>");
            }
            self.out.push_str("</thead>\n");
        }
        self.out.push_str("<tbody>\n");
        for row in &grid.rows[grid.heads..] {
            self.out.push_str(if row.total { "<tr class=\"cong\">" } else { "<tr>" });
            row.cells.iter().for_each(|cell| self.cell(cell, false));
            self.out.push_str("</tr>\n");
        }
        self.out.push_str("</tbody></table></div>\n");
    }

    fn cell(&mut self, cell: &GridCell<'_>, head: bool) {
        let tag = match (head, cell.columns) {
            _ if cell.rows == 0 => return,
            (true, 1) => "th scope=\"col\"",
            (true, _) => "th scope=\"colgroup\"",
            (false, _) => "td",
        };
        let _ = write!(self.out, "<{tag}");
        if cell.columns > 1 {
            let _ = write!(self.out, " colspan=\"{}\"", cell.columns);
        }
        if cell.rows > 1 {
            let _ = write!(self.out, " rowspan=\"{}\"", cell.rows);
        }
        self.out.push_str(match cell.side {
            _ if head => "",
            Align::Unset => "",
            Align::Left => " class=\"trai\"",
            Align::Centre => " class=\"giua\"",
            Align::Right => " class=\"phai\"",
        });
        self.out.push('>');
        self.inlines(cell.text);
        self.out.push_str(if head { "</th>" } else { "</td>" });
    }

    fn wrapped(&mut self, tag: &str, text: &[Inline]) {
        let _ = write!(self.out, "<{tag}>");
        self.inlines(text);
        let _ = writeln!(self.out, "</{tag}>");
    }

    fn inlines(&mut self, text: &[Inline]) {
        for inline in text {
            match inline {
                Inline::Text(words) => self.out.push_str(&escaped(words)),
                Inline::Code(words) => {
                    let _ = write!(self.out, "<code>{}</code>", escaped(words));
                }
                Inline::Strong(inner) => self.dressed("strong", inner),
                Inline::Emphasis(inner) => self.dressed("em", inner),
                Inline::Strike(inner) => self.dressed("s", inner),
                Inline::Underline(inner) => self.dressed("u", inner),
                Inline::Superscript(inner) => self.dressed("sup", inner),
                Inline::Subscript(inner) => self.dressed("sub", inner),
                Inline::Break => self.out.push_str("<br>"),
                Inline::Link { address, text } => {
                    let _ = write!(self.out, "<a href=\"{}\" rel=\"noopener noreferrer nofollow\">", escaped(address));
                    self.inlines(text);
                    self.out.push_str("</a>");
                }
                Inline::Picture(picture) => self.picture(picture),
                Inline::Note(number) => {
                    let first = self
                        .mentioned
                        .get_mut(number.wrapping_sub(1))
                        .is_some_and(|seen| !std::mem::replace(seen, true));
                    let id = if first { format!(" id=\"ctm{number}\"") } else { String::new() };
                    let _ = write!(
                        self.out,
                        "<sup><a{id} href=\"#ct{number}\" aria-label=\"chú thích {number}\">{number}</a></sup>"
                    );
                }
            }
        }
    }

    /// The picture in the page itself, so that nothing is loaded.
    fn picture(&mut self, picture: &PictureText) {
        let Some(image) = &picture.image else { return self.out.push_str(&escaped(&picture.words())) };
        self.pictures = true;
        let (width, height) = image.fitted(self.layout.text_width(), self.layout.picture_height());
        let _ = write!(
            self.out,
            "<img alt=\"{}\" style=\"width:{};max-width:100%;height:auto;aspect-ratio:{}/{};vertical-align:middle\" src=\"data:{};base64,{}\">",
            escaped(picture.about()),
            width.css(),
            width.0,
            height.0,
            image.kind.media_type(),
            Base64::encode_string(&image.bytes)
        );
    }

    fn dressed(&mut self, tag: &str, inner: &[Inline]) {
        let _ = write!(self.out, "<{tag}>");
        self.inlines(inner);
        let _ = write!(self.out, "</{tag}>");
    }
}
