//! The document as source for the typesetter. Every word people wrote goes in as a string, never as markup or code.

use crate::{letterhead, measure};
use baocao_core::domain::{
    DRAFT, Image, Inline, Ladder, Layout, Length, MOTTO, Matter, PictureText, Prose, Publication, Rank, STATE, Size,
    only_pictures, plain,
};
use std::fmt::Write as _;
use std::sync::Arc;

/// The family of the faces that are built in; it has the measures of Times New Roman.
pub(crate) const FAMILY: &str = "Liberation Serif";

/// The whole source, and the pictures that it names `hinh-1.png`, `hinh-2.jpeg` …
pub fn source(publication: &Publication, layout: &Layout) -> (String, Vec<Arc<Image>>) {
    let mut writer = TypstWriter {
        out: String::new(),
        layout,
        notes: &publication.notes,
        seen: vec![false; publication.notes.len()],
        below: false,
        of_head: None,
        level: 0,
        pictures: Vec::new(),
        room: layout.text_width(),
    };
    writer.set_up(publication);
    writer.head(publication);
    let last = publication.grounds.len();
    for (at, ground) in (1..).zip(&publication.grounds) {
        let mark = if at == last { '.' } else { ';' };
        writer.line(&format!("#emph[#{}]\n\n", text(&format!("{ground}{mark}"))));
    }
    // The last paragraph is never on another page than the signature.
    match publication.body.split_last() {
        Some((Matter::Text(last @ Prose::Paragraph(_)), before)) => {
            writer.matter(before);
            writer.sticky(last);
        }
        _ => writer.matter(&publication.body),
    }
    writer.foot(publication);
    for appendix in &publication.appendices {
        writer.appendix(publication, &appendix.label, &appendix.title, &appendix.matter);
    }
    (writer.out, writer.pictures)
}

/// The name by which the source calls its pictures, counted from 1.
pub(crate) fn picture_name(number: usize, image: &Image) -> String {
    format!("hinh-{number}.{}", image.kind.extension())
}

/// A string of the typesetter's language.
pub fn text(words: &str) -> String {
    let mut out = String::from("\"");
    for c in words.chars() {
        match c {
            '"' | '\\' => {
                out.push('\\');
                out.push(c);
            }
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out.push_str("\";");
    out
}

pub(crate) fn mm(length: Length) -> String {
    length.css()
}

pub(crate) fn pt(size: Size) -> String {
    size.css()
}

pub(crate) struct TypstWriter<'a> {
    pub out: String,
    pub layout: &'a Layout,
    pub notes: &'a [Vec<Prose>],
    seen: Vec<bool>,
    /// Whether a footnote is being written.
    pub below: bool,
    /// Notes of a table's head, while the head is written: a head that is repeated may hold no links.
    pub of_head: Option<Vec<usize>>,
    /// The level of the last heading: none may be skipped on the way down.
    level: u8,
    /// Pictures in the order of their first use.
    pictures: Vec<Arc<Image>>,
    /// The greatest width of a picture where the writer stands.
    pub room: Length,
}

impl TypstWriter<'_> {
    pub fn line(&mut self, code: &str) {
        self.out.push_str(code);
    }

    fn set_up(&mut self, publication: &Publication) {
        let layout = self.layout;
        let s = &layout.sizes;
        let (top, bottom, left, right) = layout.margins;
        let (title, author) = (text(&publication.title()), text(&publication.agency_name));
        let (title, author) = (title.trim_end_matches(';'), author.trim_end_matches(';'));
        let date = publication.written.to_string();
        let mut parts = date.split('-').map(|part| part.trim_start_matches('0'));
        let mut next = || parts.next().unwrap_or("1").to_string();
        let date = format!("datetime(year: {}, month: {}, day: {})", next(), next(), next());
        // Word counts a line by the height of the face, the typesetter by what lies between two lines.
        let leading = layout.line_percent.saturating_sub(50);
        let _ = write!(
            self.out,
            "#set document(title: {title}, author: {author}, date: {date})\n\
             #set text(font: \"{FAMILY}\", size: {}, lang: \"vi\", region: \"VN\", hyphenate: false, top-edge: 0.75em, bottom-edge: -0.25em)\n\
             #set page(width: {}, height: {}, margin: (top: {}, bottom: {}, left: {}, right: {}), header-ascent: 5mm, header: context {{ let n = counter(page).get().first(); if n > 1 {{ align(center, text(size: {}, str(n))) }} }})\n\
             #set par(justify: true, first-line-indent: (amount: {}, all: true), leading: 0.{:02}em, spacing: {} + 0.{:02}em)\n\
             #set underline(offset: 0.24em)\n#set footnote.entry(gap: 3pt)\n#show footnote.entry: set text(size: {})\n#show footnote.entry: set par(first-line-indent: 0pt, leading: 0.1em)\n\
             #show heading: it => {{ set text(size: {}, weight: \"regular\", style: \"normal\"); set block(spacing: {} + 0.{:02}em); it }}\n\
             #show heading: set block(sticky: true)\n\
             #let giua(c) = {{ set par(first-line-indent: 0pt, justify: false, leading: 0.08em, spacing: 0.08em); set align(center); c }}\n\
             #let ke(w) = block(width: 100%, above: 3pt, below: 0pt, align(center, line(length: w, stroke: 0.75pt)))\n\
             #let khung(c, mau: black) = block(width: 100%, above: 6pt, below: 0pt, align(center, box(stroke: 0.75pt + mau, inset: (x: 8pt, y: 3pt), text(fill: mau, weight: \"bold\", c))))\n",
            pt(s.body),
            mm(layout.page.0),
            mm(layout.page.1),
            mm(top),
            mm(bottom),
            mm(left),
            mm(right),
            pt(s.page_number),
            mm(layout.indent),
            leading.saturating_sub(50).min(99),
            pt(layout.paragraph_gap),
            leading.saturating_sub(50).min(99),
            pt(s.note),
            pt(s.body),
            pt(layout.paragraph_gap),
            leading.saturating_sub(50).min(99),
        );
    }

    fn centred(&mut self, words: &str, size: Size, dress: &str) {
        let _ = writeln!(self.out, "#giua(text(size: {}{dress})[#{}])", pt(size), text(words));
    }

    fn rule(&mut self, words: &str, size: Size, percent: u32, most: Length) {
        let width = measure::width(words, size, true).0.min(most.0) * percent / 100;
        let _ = writeln!(self.out, "#ke({})", mm(Length(width)));
    }

    fn head(&mut self, publication: &Publication) {
        let s = self.layout.sizes.clone();
        let room = self.layout.text_width();
        let (left, right) = (Length(room.0 * 43 / 100), Length(room.0 * 57 / 100));
        let _ = writeln!(self.out, "#grid(columns: ({}, {}), row-gutter: 4pt, [", mm(left), mm(right));
        if !publication.parent.is_empty() {
            for line in letterhead::lines(&publication.parent, s.parent, false, left) {
                self.centred(&line, s.parent, "");
            }
        }
        let lines = letterhead::lines(&publication.agency, s.agency, true, left);
        for line in &lines {
            self.centred(line, s.agency, ", weight: \"bold\"");
        }
        let longest = lines.iter().max_by_key(|line| line.chars().count()).map_or("", |line| line);
        self.rule(longest, s.agency, 42, left);
        self.line("],[\n");
        self.centred(STATE, s.state, ", weight: \"bold\"");
        self.centred(MOTTO, s.motto, ", weight: \"bold\"");
        self.rule(MOTTO, s.motto, 100, right);
        self.line("],[\n");
        self.centred(&publication.number_line(), s.number, "");
        for mark in &publication.marks {
            let _ = writeln!(self.out, "#khung(mau: rgb(\"#c00000\"), {})", text(mark).trim_end_matches(';'));
        }
        if publication.draft {
            let _ = writeln!(self.out, "#khung({})", text(DRAFT).trim_end_matches(';'));
        }
        self.line("],[\n");
        self.centred(&publication.date_line(), s.place, ", style: \"italic\"");
        self.line("])\n#v(18pt, weak: true)\n");
        self.centred(&publication.kind, s.kind, ", weight: \"bold\"");
        self.centred(&publication.subject, s.subject, ", weight: \"bold\"");
        self.rule(&publication.subject, s.subject, 42, room);
        self.line("#v(14pt)\n");
        match publication.addressees.as_slice() {
            [] => {}
            [one] => self.centred(&format!("Kính gửi: {one}."), s.addressee, ""),
            several => {
                let _ = write!(
                    self.out,
                    "#pad(left: {}, grid(columns: 2, column-gutter: 0.3em, row-gutter: 4pt, text(size: {1})[Kính gửi:], [#set text(size: {1}); #set par(first-line-indent: 0pt, justify: false, spacing: 4pt);\n\n#v(1.1em)\n",
                    mm(Length(room.0 / 5)),
                    pt(s.addressee)
                );
                for (at, name) in (1..).zip(several) {
                    let mark = if at == several.len() { '.' } else { ';' };
                    let _ = writeln!(self.out, "#{}\n", text(&format!("- {name}{mark}")));
                }
                self.line("]))\n");
            }
        }
        self.line("#v(10pt)\n");
    }

    /// A paragraph that stays on one page with what follows it.
    fn sticky(&mut self, last: &Prose) {
        let gap = pt(self.layout.paragraph_gap);
        let leading = self.layout.line_percent.saturating_sub(100).min(99);
        let _ =
            write!(self.out, "#block(sticky: true, above: {gap} + 0.{leading:02}em, below: {gap} + 0.{leading:02}em)[");
        self.block(last, Ladder::default());
        self.line("]\n\n");
    }

    fn foot(&mut self, publication: &Publication) {
        let s = self.layout.sizes.clone();
        self.line("#v(4pt)\n#block(breakable: false, width: 100%, grid(columns: (1fr, 1fr), [\n#set par(first-line-indent: 0pt, justify: false, leading: 0.08em, spacing: 0.1em)\n");
        let _ = writeln!(
            self.out,
            "#text(size: {}, weight: \"bold\", style: \"italic\")[Nơi nhận:]\n",
            pt(s.recipients_title)
        );
        for line in &publication.recipients {
            let _ = writeln!(self.out, "#text(size: {})[#{}]\n", pt(s.recipients), text(&format!("- {line}")));
        }
        self.line("],[\n");
        for line in &publication.signature.position {
            self.centred(line, s.signer, ", weight: \"bold\"");
        }
        // Room for the marks of the office's own tokens.
        self.line("#v(28mm)\n");
        if let Some(name) = &publication.signature.name {
            self.centred(name, s.signer, ", weight: \"bold\"");
        }
        self.line("]))\n");
    }

    fn appendix(&mut self, publication: &Publication, label: &str, title: &[Inline], matter: &[Matter]) {
        let size = self.layout.sizes.appendix;
        self.level = 1;
        let _ = writeln!(
            self.out,
            "#pagebreak()\n#counter(page).update(1)\n#giua(heading(level: 1)[#text(size: {}, weight: \"bold\")[#{}]])",
            pt(size),
            text(label)
        );
        if !title.is_empty() {
            self.centred(&plain(title).to_uppercase(), size, ", weight: \"bold\"");
        }
        self.centred(&publication.appendix_reference(self.layout.dated_appendices), size, ", style: \"italic\"");
        self.line("#v(12pt)\n");
        self.matter(matter);
    }

    fn matter(&mut self, parts: &[Matter]) {
        let mut at = Ladder::default();
        for part in parts {
            match part {
                Matter::Title { rank, number, text: words, below } => {
                    at = *below;
                    let dress = match rank {
                        Rank::Part | Rank::Section | Rank::Clause | Rank::Caption => "weight: \"bold\"",
                        Rank::Point => "weight: \"regular\"",
                        Rank::Item => "style: \"italic\"",
                        Rank::Department => "weight: \"bold\", style: \"italic\"",
                    };
                    let centred = matches!(rank, Rank::Part | Rank::Caption);
                    let indent = if centred { "#set align(center); " } else { "" };
                    let pad = if centred { String::new() } else { format!("#h({})", mm(self.layout.indent)) };
                    self.level = rank.level_below(self.level);
                    let _ = write!(self.out, "#[{indent}#heading(level: {})[{pad}#text({dress})[", self.level);
                    if let Some(number) = number {
                        let _ = write!(self.out, "#{}", text(&format!("{} ", number.shown)));
                    }
                    self.inlines(words);
                    self.line("]]]\n\n");
                }
                Matter::Text(block) => self.block(block, at),
                Matter::Chart(chart) => self.chart(chart),
            }
        }
    }

    pub(crate) fn block(&mut self, block: &Prose, at: Ladder) {
        match block {
            Prose::Paragraph(words) if only_pictures(words) => {
                self.line("#block(above: 8pt, below: 8pt, width: 100%)[#giua[");
                self.inlines(words);
                self.line("]]\n\n");
            }
            Prose::Paragraph(words) => self.paragraph("", words, at.depth),
            Prose::Heading { text: words, .. } => self.paragraph("", &[Inline::Strong(words.clone())], at.depth),
            Prose::List { start, items } => {
                let (marks, inside) = at.list(*start);
                for (place, item) in items.iter().enumerate() {
                    let mark = format!("{} ", marks.of_item(place));
                    let mut blocks = item.iter();
                    match item.first() {
                        Some(Prose::Paragraph(words)) => {
                            blocks.next();
                            self.paragraph(&mark, words, at.depth);
                        }
                        _ => self.paragraph(&mark, &[], at.depth),
                    }
                    blocks.for_each(|block| self.block(block, inside));
                }
            }
            Prose::Quote(blocks) => {
                self.line("#[#set text(style: \"italic\")\n");
                blocks.iter().for_each(|block| self.block(block, at));
                self.line("]\n\n");
            }
            Prose::Code(code) => {
                let _ = writeln!(self.out, "#block(text(size: {})[", pt(self.layout.sizes.table));
                self.line("#set par(first-line-indent: 0pt, justify: false)\n");
                for line in code.lines() {
                    let _ = writeln!(self.out, "#{} \\", text(line));
                }
                self.line("])\n\n");
            }
            Prose::Table(table) => self.table(table),
        }
    }

    fn paragraph(&mut self, mark: &str, words: &[Inline], depth: usize) {
        let left = Length(self.layout.indent.0 / 2 * u32::try_from(depth.min(6)).unwrap_or(6));
        if left.0 > 0 {
            let _ = write!(self.out, "#pad(left: {})[#par[", mm(left));
        }
        if !mark.is_empty() {
            let _ = write!(self.out, "#{}", text(mark));
        }
        self.inlines(words);
        self.line(if left.0 > 0 { "]]\n\n" } else { "\n\n" });
    }

    pub(crate) fn inlines(&mut self, words: &[Inline]) {
        for inline in words {
            match inline {
                Inline::Text(words) => {
                    let _ = write!(self.out, "#{}", text(words));
                }
                Inline::Code(words) => {
                    let _ = write!(self.out, "#{}", text(words));
                }
                Inline::Strong(inner) => self.dressed("strong", inner),
                Inline::Emphasis(inner) => self.dressed("emph", inner),
                Inline::Strike(inner) => self.dressed("strike", inner),
                Inline::Underline(inner) => self.dressed("underline", inner),
                Inline::Superscript(inner) => self.dressed("super", inner),
                Inline::Subscript(inner) => self.dressed("sub", inner),
                Inline::Break => self.line("#linebreak();"),
                Inline::Link { address, text: inner } => {
                    let _ = write!(self.out, "#link({})[#underline[", text(address).trim_end_matches(';'));
                    self.inlines(inner);
                    self.line("]];");
                }
                Inline::Picture(picture) => self.picture(picture),
                Inline::Note(number) => self.note(*number),
            }
        }
    }

    fn picture(&mut self, picture: &PictureText) {
        let Some(image) = &picture.image else {
            let _ = write!(self.out, "#{}", text(&picture.words()));
            return;
        };
        let known = self.pictures.iter().position(|other| Arc::ptr_eq(other, image));
        let at = known.unwrap_or_else(|| {
            self.pictures.push(image.clone());
            self.pictures.len() - 1
        });
        let (width, height) = image.fitted(self.room, self.layout.picture_height());
        let alt = text(picture.about());
        let _ = write!(
            self.out,
            "#box(image(\"{}\", width: {}, height: {}, alt: {}));",
            picture_name(at + 1, image),
            mm(width),
            mm(height),
            alt.trim_end_matches(';')
        );
    }

    fn dressed(&mut self, what: &str, inner: &[Inline]) {
        let _ = write!(self.out, "#{what}[");
        self.inlines(inner);
        self.line("];");
    }

    fn note(&mut self, number: usize) {
        let at = number.wrapping_sub(1);
        if let Some(of_head) = &mut self.of_head
            && at < self.notes.len()
        {
            if !std::mem::replace(&mut self.seen[at], true) {
                of_head.push(number);
            }
            let _ = write!(self.out, "#super[{number}];");
            return;
        }
        let Some(note) = self.notes.get(at) else { return };
        match self.seen.get_mut(at) {
            Some(seen) if !*seen && !self.below => {
                *seen = true;
                self.below = true;
                let _ = write!(self.out, "#footnote(numbering: _ => \"{number}\")[");
                note.iter().for_each(|block| self.block(block, Ladder::default()));
                self.line("];");
                self.below = false;
            }
            _ => {
                let _ = write!(self.out, "#super[{number}];");
            }
        }
    }
}
