//! The law of conservation of `import`: what a Word file says is in the text or is named, and no number becomes another.
//!
//! The files are made here, piece by piece, so that it is known what must arrive, what must be named and what must never be
//! seen. What the files say is also counted by a reader of its own ([`raw_texts`]), which knows nothing but tags.

use baocao_core::domain::{Prose, plain};
use baocao_documents::prose::{Typed, blocks};
use baocao_documents::word;
use baocao_documents::word::WordText;
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{Cursor, Read as _, Write as _};
use zip::write::SimpleFileOptions;

const SPACES: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" xmlns:m=\"http://schemas.openxmlformats.org/officeDocument/2006/math\" xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" xmlns:wps=\"http://schemas.microsoft.com/office/word/2010/wordprocessingShape\" xmlns:v=\"urn:schemas-microsoft-com:vml\" xmlns:w16se=\"http://schemas.microsoft.com/office/word/2015/wordml/symex\" xmlns:c=\"http://schemas.openxmlformats.org/drawingml/2006/chart\" xmlns:dgm=\"http://schemas.openxmlformats.org/drawingml/2006/diagram\" xmlns:odd=\"urn:odd\"";
const TYPES: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// A Word file as it is made, with what is known of it.
#[derive(Default)]
struct Made {
    body: String,
    parts: BTreeMap<String, Vec<u8>>,
    relations: String,
    overrides: String,
    footnotes: String,
    endnotes: String,
    comments: String,
    count: usize,
    /// Words that must stand in the text, whole.
    arrive: Vec<String>,
    /// Words that must be named.
    named: Vec<String>,
    /// Words that must stand nowhere in the text.
    never: Vec<String>,
}

fn r(text: &str) -> String {
    format!("<w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r>")
}

fn dressed(about: &str, text: &str) -> String {
    format!("<w:r><w:rPr>{about}</w:rPr><w:t xml:space=\"preserve\">{text}</w:t></w:r>")
}

fn p(inside: &str) -> String {
    format!("<w:p>{inside}</w:p>")
}

fn field(kind: &str) -> String {
    format!("<w:r><w:fldChar w:fldCharType=\"{kind}\"/></w:r>")
}

fn code(text: &str) -> String {
    format!("<w:r><w:instrText xml:space=\"preserve\">{text}</w:instrText></w:r>")
}

impl Made {
    /// A word that stands nowhere else.
    fn word(&mut self) -> String {
        self.count += 1;
        format!("chữ{}", self.count)
    }

    /// A number that stands nowhere else, and is no part of another.
    fn number(&mut self) -> String {
        self.count += 1;
        format!("7{:04}", self.count)
    }

    fn arrives(&mut self) -> String {
        let word = self.word();
        self.arrive.push(word.clone());
        word
    }

    fn is_named(&mut self) -> String {
        let word = self.word();
        self.named.push(word.clone());
        word
    }

    fn relation(&mut self, kind: &str, target: &str) -> String {
        self.count += 1;
        let id = format!("rel{}", self.count);
        let _ = write!(self.relations, "<Relationship Id=\"{id}\" Type=\"{TYPES}/{kind}\" Target=\"{target}\"/>");
        id
    }

    fn part(&mut self, name: &str, kind: &str, text: String) {
        let _ = write!(
            self.overrides,
            "<Override PartName=\"/{name}\" ContentType=\"application/vnd.openxmlformats-officedocument.{kind}+xml\"/>"
        );
        self.parts.insert(name.to_string(), text.into_bytes());
    }

    fn drawing(inside: &str) -> String {
        format!("<w:r><w:drawing><wp:inline>{inside}</wp:inline></w:drawing></w:r>")
    }

    /// Adds one piece of a kind to the body.
    fn add(&mut self, kind: usize) {
        let text = match kind {
            0..20 => self.text(kind),
            20..30 => self.numbers(kind),
            _ => self.beside(kind),
        };
        self.body.push_str(&text);
    }

    /// Pieces that arrive.
    fn text(&mut self, kind: usize) -> String {
        let (a, b, c) = (self.arrives(), self.arrives(), self.arrives());
        match kind {
            0 => p(&r(&format!("{a} {b}, {c}."))),
            // A word in three runs, and a tab and a line end that keep two words apart.
            1 => {
                let (left, right) = a.split_at(2);
                p(&(r(left)
                    + &dressed("<w:b/>", "")
                    + &r(right)
                    + "<w:r><w:tab/></w:r>"
                    + &r(&b)
                    + "<w:r><w:br/></w:r>"
                    + &r(&c)))
            }
            2 => p(&(dressed("<w:b/>", &a)
                + &dressed("<w:i/>", &format!(" {b}: "))
                + &dressed("<w:strike/>", &format!(" {c}")))),
            3 => format!(
                "<w:tbl><w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr><w:tr><w:trPr><w:gridBefore w:val=\"1\"/></w:trPr><w:tc>{}</w:tc></w:tr></w:tbl>",
                p(&r(&a)),
                p(&r(&b)),
                p(&r(&c))
            ),
            4 => format!(
                "<w:tbl><w:tr><w:tc>{}<w:tbl><w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr></w:tbl></w:tc><w:tc><w:p/></w:tc></w:tr></w:tbl>",
                p(&r(&a)),
                p(&r(&b)),
                p(&r(&c))
            ),
            5 => {
                let id = self.count;
                let _ = write!(self.footnotes, "<w:footnote w:id=\"{id}\">{}</w:footnote>", p(&r(&b)));
                let _ = write!(self.endnotes, "<w:endnote w:id=\"{id}\">{}</w:endnote>", p(&r(&c)));
                p(&(r(&a)
                    + &format!(
                        "<w:r><w:footnoteReference w:id=\"{id}\"/></w:r><w:r><w:endnoteReference w:id=\"{id}\"/></w:r>"
                    )))
            }
            // A text box with its old form, which says the same.
            6 => {
                let inside = format!("<w:txbxContent>{}{}</w:txbxContent>", p(&r(&b)), p(&r(&c)));
                p(&(r(&a)
                    + &format!(
                        "<w:r><mc:AlternateContent><mc:Choice Requires=\"wps\"><w:drawing><wps:wsp><wps:txbx>{inside}</wps:txbx></wps:wsp></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>{inside}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
                    )))
            }
            7 => p(&(r(&a)
                + &format!(
                    "<w:r><w:pict><v:rect><v:textbox><w:txbxContent>{}</w:txbxContent></v:textbox></v:rect></w:pict></w:r>",
                    p(&r(&b))
                )
                + &r(&format!(" {c}")))),
            8 => format!(
                "<w:sdt><w:sdtPr><w:alias w:val=\"x\"/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>",
                p(&(r(&a)
                    + &format!("<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>", r(&format!(" {b} ")))
                    + &format!("<w:smartTag w:element=\"y\">{}</w:smartTag>", r(&c))))
            ),
            9 => p(&(r(&a)
                + " "
                + &format!("<w:fldSimple w:instr=\" REF z \">{}</w:fldSimple>", r(&format!(" {b} ")))
                + &field("begin")
                + &code(" HYPERLINK x ")
                + &field("separate")
                + &r(&c)
                + &field("end"))),
            10 => p(&(format!("<w:ins>{}</w:ins>", r(&a))
                + &format!("<w:moveTo>{}</w:moveTo>", r(&format!(" {b} ")))
                + &r(&c))),
            11 => {
                let id = self.relation("hyperlink\" TargetMode=\"External", "https://vi.du/a");
                p(&(r(&a)
                    + &format!("<w:hyperlink r:id=\"{id}\">{}</w:hyperlink>", r(&format!(" {b} ")))
                    + &format!("<w:hyperlink w:anchor=\"q\">{}</w:hyperlink>", r(&c))))
            }
            12 => p(&(r(&a)
                + "<w:r><mc:AlternateContent><mc:Choice Requires=\"w16se\"><w16se:symEx w16se:font=\"Segoe UI Symbol\" w16se:char=\"2611\"/></mc:Choice><mc:Fallback><w:t>☑</w:t></mc:Fallback></mc:AlternateContent></w:r>"
                + &r(&format!(" {b} {c}")))),
            13 => p(&format!(
                "<w:r><w:ruby><w:rt>{}</w:rt><w:rubyBase>{}</w:rubyBase></w:ruby></w:r>{}",
                r(&a),
                r(&b),
                r(&format!(" {c}"))
            )),
            14 => p(&(dressed("<w:vanish/>", &a)
                + &r(&format!(" {b} "))
                + "<w:r><w:t>&lt;&amp;#49; *_`[]|~</w:t></w:r>"
                + &r(&format!(" {c}")))),
            // Numbered by a list, by a style's numbering and typed.
            15 => {
                p(&format!("<w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr>{}", r(&a)))
                    + &p(&r(&b))
                    + &p(&format!(
                        "<w:pPr><w:numPr><w:ilvl w:val=\"1\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr>{}",
                        r(&c)
                    ))
            }
            16 => p(&r(&format!("3. {a}"))) + &p(&r(&format!("5. {b}"))) + &p(&r(&format!("2024. {c}"))),
            17 => p(&r(&format!("- {a}"))) + &p(&r(&format!("+ {b}"))) + &p(&r(&format!("# {c}"))),
            18 => {
                format!("<w:customXml w:element=\"e\">{}</w:customXml>", p(&r(&a)))
                    + &p(&format!("<w:pPr><w:outlineLvl w:val=\"0\"/></w:pPr>{}", r(&b)))
                    + &p(&dressed("<w:b/>", &format!("2. {c}")))
            }
            _ => p(&(format!("<w:bdo w:val=\"ltr\">{}</w:bdo>", r(&a))
                + &format!("<w:r><w:t xml:space=\"preserve\"> {b}</w:t><w:noBreakHyphen/><w:t>{c}</w:t></w:r>"))),
        }
    }

    /// Pieces in which two numbers stand side by side and must not become one.
    fn numbers(&mut self, kind: usize) -> String {
        let (a, b) = (self.number(), self.number());
        self.never.push(format!("{a}{b}"));
        self.never.push(format!("{b}{a}"));
        let both = |made: &mut Made| made.arrive.extend([a.clone(), b.clone()]);
        let half = |node: &str, text: &str| format!("<m:{node}><m:r><m:t>{text}</m:t></m:r></m:{node}>");
        match kind {
            20 => p(&(r(&a) + &dressed("<w:vertAlign w:val=\"superscript\"/>", &b))),
            21 => p(&(r(&a) + &dressed("<w:position w:val=\"10\"/>", &b) + &r(" x"))),
            22 => {
                both(self);
                p(&format!("<m:oMath><m:f>{}{}</m:f></m:oMath>", half("num", &a), half("den", &b)))
            }
            23 => {
                both(self);
                p(&(r(&a) + &format!("<m:oMath><m:r><m:t>x</m:t></m:r><m:d>{}</m:d></m:oMath>", half("e", &b))))
            }
            24 => {
                both(self);
                p(&(dressed("<w:strike/>", &a) + &r(&b)))
            }
            25 => {
                both(self);
                p(&(dressed("<w:vanish/>", &a) + &r(&b)))
            }
            26 => {
                self.arrive.push(b.clone());
                self.named.push(a.clone());
                p(&(format!("<w:del><w:r><w:delText>{a}</w:delText></w:r></w:del>")
                    + &format!("<w:ins>{}</w:ins>", r(&b))))
            }
            // A field whose code holds another field with a result.
            27 => {
                self.arrive.push(b.clone());
                self.named.push(a.clone());
                p(&(field("begin")
                    + &code(" = ")
                    + &field("begin")
                    + &code(" REF q ")
                    + &field("separate")
                    + &r(&a)
                    + &field("end")
                    + &code(" + 3 ")
                    + &field("separate")
                    + &r(&b)
                    + &field("end")))
            }
            28 => {
                both(self);
                p(&(r(&a) + "<w:r><w:tab/></w:r>" + &r(&b)))
            }
            _ => {
                both(self);
                format!(
                    "<w:tbl><w:tr><w:tc>{}{}</w:tc><w:tc>{}</w:tc></w:tr></w:tbl>",
                    p(&r(&a)),
                    p(&r(&b)),
                    p(&r("x"))
                )
            }
        }
    }

    /// Pieces that cannot arrive and must be named.
    fn beside(&mut self, kind: usize) -> String {
        let near = self.arrives();
        let a = self.is_named();
        let number = self.count;
        let near = r(&near);
        match kind {
            30 | 31 => {
                let (kind, root) = if kind == 30 { ("header", "hdr") } else { ("footer", "ftr") };
                let name = format!("word/{kind}{number}.xml");
                self.part(
                    &name,
                    &format!("wordprocessingml.{kind}"),
                    format!("<w:{root} {SPACES}>{}</w:{root}>", p(&r(&a))),
                );
                self.relation(kind, &format!("{kind}{number}.xml"));
                p(&near)
            }
            32 => {
                let _ = write!(self.comments, "<w:comment w:id=\"{number}\" w:author=\"x\">{}</w:comment>", p(&r(&a)));
                p(&format!(
                    "<w:commentRangeStart w:id=\"{number}\"/>{near}<w:r><w:commentReference w:id=\"{number}\"/></w:r>"
                ))
            }
            33 => {
                let b = self.number();
                self.named.push(b.clone());
                let chart = format!(
                    "<c:chartSpace {SPACES}><c:chart><c:title><a:p><a:r><a:t>{a}</a:t></a:r></a:p></c:title><c:ser><c:val><c:numRef><c:f>S!$A$1</c:f><c:numCache><c:formatCode>0.00</c:formatCode><c:pt idx=\"0\"><c:v>{b}</c:v></c:pt></c:numCache></c:numRef></c:val></c:ser></c:chart></c:chartSpace>"
                );
                self.part(&format!("word/charts/chart{number}.xml"), "drawingml.chart", chart);
                let id = self.relation("chart", &format!("charts/chart{number}.xml"));
                p(&(near + &Made::drawing(&format!("<c:chart r:id=\"{id}\"/>"))))
            }
            34 => {
                let data = |root: &str| format!("<{root} {SPACES}><a:p><a:r><a:t>{a}</a:t></a:r></a:p></{root}>");
                self.part(&format!("word/diagrams/data{number}.xml"), "drawingml.diagramData", data("dgm:dataModel"));
                self.part(
                    &format!("word/diagrams/drawing{number}.xml"),
                    "drawingml.diagramDrawing",
                    data("dgm:drawing"),
                );
                let id = self.relation("diagramData", &format!("diagrams/data{number}.xml"));
                p(&(near + &Made::drawing(&format!("<dgm:relIds r:dm=\"{id}\"/>"))))
            }
            35 => {
                self.parts.insert(format!("word/chunk{number}.htm"), format!("<html><p>{a}</p></html>").into_bytes());
                let id = self.relation("aFChunk", &format!("chunk{number}.htm"));
                p(&near) + &format!("<w:altChunk r:id=\"{id}\"/>")
            }
            36 => {
                let inner = format!("<w:document {SPACES}><w:body>{}</w:body></w:document>", p(&r(&a)));
                self.parts.insert(
                    format!("word/embeddings/a{number}.docx"),
                    zipped(&[("word/document.xml".into(), inner.into_bytes())]),
                );
                let id = self.relation("package", &format!("embeddings/a{number}.docx"));
                p(&(near + &format!("<w:r><w:object><o:OLEObject xmlns:o=\"o\" r:id=\"{id}\"/></w:object></w:r>")))
            }
            37 => {
                let name = format!("word/glossary/document{number}.xml");
                self.part(
                    &name,
                    "wordprocessingml.document.glossary",
                    format!("<w:glossaryDocument {SPACES}>{}</w:glossaryDocument>", p(&r(&a))),
                );
                p(&near)
            }
            38 => {
                self.parts.insert(
                    format!("customXml/item{number}.xml"),
                    format!("<d xmlns=\"urn:d\"><e>{a}</e></d>").into_bytes(),
                );
                p(&near)
            }
            39 => p(&(near + &format!("<w:r><w:pict><v:shape><v:textpath string=\"{a}\"/></v:shape></w:pict></w:r>"))),
            40 => p(&(near + &Made::drawing(&format!("<wp:docPr id=\"1\" name=\"n\" descr=\"{a}\"/>")))),
            41 => p(&(near + &field("begin") + &code(&format!(" EQ \\f({a},2) ")) + &field("end"))),
            42 => p(&near) + &format!("<odd:block><odd:text>{a}</odd:text></odd:block>"),
            43 => {
                let _ = write!(self.footnotes, "<w:footnote w:id=\"9{number}\">{}</w:footnote>", p(&r(&a)));
                p(&near)
            }
            44 => {
                self.part(
                    &format!("word/odd{number}.xml"),
                    "odd",
                    format!("<odd:part {SPACES}><odd:text>{a}</odd:text></odd:part>"),
                );
                p(&near)
            }
            45 => {
                p(&near)
                    + &format!(
                        "<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc>{}</w:tc><w:tc><w:p/></w:tc></w:tr><w:tr><w:tc><w:p/></w:tc><w:tc>{}</w:tc></w:tr></w:tbl>",
                        p(&r(&a)),
                        p(&r("x"))
                    )
            }
            46 => p(&(near + &format!("<w:moveFrom>{}</w:moveFrom>", r(&a)))),
            47 => p(&(near
                + &format!(
                    "<w:r><mc:AlternateContent><mc:Choice Requires=\"wps\"><w:drawing><wps:txbx><w:txbxContent><w:p/></w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:t>{a}</w:t></mc:Fallback></mc:AlternateContent></w:r>"
                ))),
            48 => p(&(near + &Made::drawing(&format!("<a:graphic><a:p><a:r><a:t>{a}</a:t></a:r></a:p></a:graphic>")))),
            _ => p(&(field("begin") + &code(" QUOTE ") + &r(&a) + &field("separate") + &near + &field("end"))),
        }
    }

    /// The whole file, with its parts under usual names or others.
    fn file(mut self, odd_names: bool) -> (Vec<u8>, Truth) {
        let (folder, main) = if odd_names { ("vanban", "chinh2") } else { ("word", "document") };
        let numbering = format!(
            "<w:numbering {SPACES}><w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"0\"><w:numFmt w:val=\"decimal\"/><w:lvlText w:val=\"%1.\"/></w:lvl><w:lvl w:ilvl=\"1\"><w:numFmt w:val=\"lowerLetter\"/><w:lvlText w:val=\"%2)\"/></w:lvl></w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num></w:numbering>"
        );
        let own = [
            ("numbering", numbering),
            ("footnotes", format!("<w:footnotes {SPACES}>{}</w:footnotes>", self.footnotes)),
            ("endnotes", format!("<w:endnotes {SPACES}>{}</w:endnotes>", self.endnotes)),
            ("comments", format!("<w:comments {SPACES}>{}</w:comments>", self.comments)),
        ];
        for (kind, text) in own {
            let file = if odd_names { format!("{kind}7.xml") } else { format!("{kind}.xml") };
            self.part(&format!("{folder}/{file}"), &format!("wordprocessingml.{kind}"), text);
            self.relation(kind, &file);
        }
        let relations = self.relations.replace("Target=\"", if odd_names { "Target=\"/word/" } else { "Target=\"" });
        let relations = relations.replace("/word/https", "https");
        let relations = ["numbering", "footnotes", "endnotes", "comments"]
            .iter()
            .fold(relations, |text, kind| text.replace(&format!("/word/{kind}7.xml"), &format!("/VanBan/{kind}7.XML")));
        let mut parts: Vec<(String, Vec<u8>)> = self.parts.into_iter().collect();
        let slash = |name: String| if odd_names { name.replace('/', "\\") } else { name };
        let document = format!("<w:document {SPACES}><w:body>{}</w:body></w:document>", self.body);
        parts.push((slash(format!("{folder}/{main}.xml")), document.into_bytes()));
        parts.push((
            slash(format!("{folder}/_rels/{main}.xml.rels")),
            format!("<Relationships>{relations}</Relationships>").into_bytes(),
        ));
        parts.push(("_rels/.rels".into(), format!("<Relationships><Relationship Id=\"r\" Type=\"{TYPES}/officeDocument\" Target=\"{folder}/{main}.xml\"/></Relationships>").into_bytes()));
        parts.push(("[Content_Types].xml".into(), format!("<Types>{}</Types>", self.overrides).into_bytes()));
        (zipped(&parts), Truth { arrive: self.arrive, named: self.named, never: self.never })
    }
}

struct Truth {
    arrive: Vec<String>,
    named: Vec<String>,
    never: Vec<String>,
}

fn zipped(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(name.as_str(), SimpleFileOptions::default()).expect("a part");
        zip.write_all(bytes).expect("bytes");
    }
    zip.finish().expect("a zip").into_inner()
}

/// Every word of every part, read with nothing but the knowledge of where tags begin and end. Codes of fields, formulas of
/// charts and number formats are no words.
fn raw_texts(bytes: &[u8]) -> Vec<String> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip");
    let mut out = Vec::new();
    for at in 0..zip.len() {
        let mut part = zip.by_index(at).expect("a part");
        let name = part.name().expect("a name").to_lowercase();
        if !name.ends_with(".xml") || name.contains("content_types") || name.contains("numbering") {
            continue;
        }
        let mut text = String::new();
        part.read_to_string(&mut text).expect("text");
        let mut rest = text.as_str();
        while let Some(start) = rest.find('<') {
            let end = start + rest[start..].find('>').expect("a tag that ends");
            let tag = rest[start + 1..end].split([' ', '/']).next().unwrap_or("").to_string();
            rest = &rest[end + 1..];
            let words = rest[..rest.find('<').unwrap_or(rest.len())].replace("&lt;", "<").replace("&amp;", "&");
            if !matches!(tag.as_str(), "w:instrText" | "c:f" | "c:formatCode") {
                out.extend(words.split(|c: char| !c.is_alphanumeric()).filter(|w| w.len() > 2).map(str::to_string));
            }
        }
    }
    out
}

fn said(block: &Prose, out: &mut String) {
    out.push('\n');
    match block {
        Prose::Paragraph(text) | Prose::Heading { text, .. } => out.push_str(&plain(text)),
        Prose::List { start, items } => {
            for (at, item) in items.iter().enumerate() {
                if let Some((first, _)) = start {
                    let _ = write!(out, "\n{} ", first + at);
                }
                item.iter().for_each(|block| said(block, out));
            }
        }
        Prose::Table(table) => {
            for cell in table.head.iter().chain(table.rows.iter().flatten()) {
                out.push('\n');
                out.push_str(&plain(cell));
            }
        }
        Prose::Quote(inner) => inner.iter().for_each(|block| said(block, out)),
        Prose::Code(text) => out.push_str(text),
    }
}

fn all_said<'b>(all: impl Iterator<Item = &'b Prose>) -> String {
    let mut out = String::new();
    all.for_each(|block| said(block, &mut out));
    out
}

/// The text of a Word file after it has been written as Markdown and read back.
fn through_markdown(word: &WordText) -> String {
    let mut markdown = blocks(&word.text.blocks, Typed::Lists);
    for (number, note) in (1..).zip(&word.text.notes) {
        let _ = write!(markdown, "[^{number}]: {}\n\n", blocks(note, Typed::Words).trim());
    }
    let read = baocao_check::reports::markdown::prose(&markdown);
    all_said(read.blocks.iter().chain(read.notes.iter().flatten()))
}

fn judge(kinds: &[usize], odd_names: bool) -> Result<(), TestCaseError> {
    let mut made = Made::default();
    kinds.iter().for_each(|kind| made.add(*kind));
    let (bytes, truth) = made.file(odd_names);
    let word = word::read(&bytes).map_err(|why| TestCaseError::fail(format!("{why:?}")))?;
    let text = all_said(word.text.blocks.iter().chain(word.text.notes.iter().flatten()));
    let left: String = word.left.iter().map(|left| format!("{}\n", left.text)).collect();
    let whole = |text: &str, word: &str| text.split(|c: char| !c.is_alphanumeric()).any(|w| w == word);
    let written = through_markdown(&word);
    for word in &truth.arrive {
        prop_assert!(whole(&text, word), "{word} did not arrive in:\n{text}\nleft out: {left}");
        prop_assert!(whole(&written, word), "{word} is not in the Markdown:\n{written}");
    }
    for word in &truth.named {
        prop_assert!(whole(&left, word), "{word} was not named; left out: {left}\nthe text:\n{text}");
        prop_assert!(!whole(&text, word), "{word} was named and arrived");
    }
    for number in &truth.never {
        prop_assert!(!text.contains(number.as_str()) && !written.contains(number.as_str()), "{number} was made of two");
    }
    // Superscripts are folded back: a raised digit is a digit that arrived.
    let fold = |text: &str| -> String {
        let up: Vec<char> = "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().collect();
        text.chars().map(|c| up.iter().position(|u| *u == c).map_or(c, |at| char::from(b'0' + at as u8))).collect()
    };
    let all = fold(&text) + &left;
    for word in raw_texts(&bytes) {
        prop_assert!(all.contains(&word), "{word} was lost in silence:\n{text}\nleft out: {left}");
    }
    prop_assert_eq!(word.tally.source, word.tally.arrived + word.tally.repeated + word.tally.named);
    for left in &word.left {
        prop_assert!(!left.part.is_empty() && !left.message().vi.is_empty());
    }
    let silent = kinds.iter().all(|kind| *kind < 20 || matches!(kind, 20..=25 | 28 | 29));
    prop_assert!(!silent || word.left.is_empty(), "a sound file was given a notice: {:?}", word.left);
    Ok(())
}

#[test]
fn every_kind_alone_is_kept_or_named() {
    for kind in 0..50 {
        for odd_names in [false, true] {
            judge(&[kind], odd_names).unwrap_or_else(|why| panic!("kind {kind}: {why}"));
        }
    }
}

proptest! {
    #[test]
    fn whatever_a_file_says_arrives_or_is_named(kinds in prop::collection::vec(0usize..50, 0..12), odd in any::<bool>()) {
        judge(&kinds, odd)?;
    }
}

/// Elements in any order and depth, right or wrong by the standard, each piece of text a word of its own.
fn any_tree() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        4 => Just("<w:r><w:t>@</w:t></w:r>".to_string()),
        1 => Just("<w:t>@</w:t>".to_string()),
        1 => Just("@".to_string()),
        1 => Just("<w:r><w:delText>@</w:delText></w:r>".to_string()),
        1 => Just("<m:r><m:t>@</m:t></m:r>".to_string()),
        1 => Just("<a:t>@</a:t>".to_string()),
        1 => Just("<w:r><w:sym w:font=\"Wingdings\" w:char=\"F0FE\"/><w:tab/><w:br/></w:r>".to_string()),
        1 => prop::sample::select(vec!["begin", "separate", "end"]).prop_map(field),
    ];
    let names = vec![
        "w:p",
        "w:p",
        "w:p",
        "w:r",
        "w:tbl",
        "w:tr",
        "w:tc",
        "w:sdt",
        "w:sdtContent",
        "w:ins",
        "w:del",
        "w:moveFrom",
        "w:hyperlink",
        "w:pPr",
        "w:fldSimple",
        "mc:AlternateContent",
        "mc:Choice",
        "mc:Fallback",
        "w:drawing",
        "w:pict",
        "w:txbxContent",
        "m:oMath",
        "m:f",
        "m:num",
        "m:den",
        "m:sSup",
        "m:e",
        "m:sup",
        "m:d",
        "w:ruby",
        "w:rt",
        "w:rubyBase",
        "w:smartTag",
        "w:sectPr",
        "odd:x",
    ];
    leaf.prop_recursive(7, 60, 6, move |inner| {
        (prop::sample::select(names.clone()), prop::collection::vec(inner, 0..6))
            .prop_map(|(name, inside)| format!("<{name}>{}</{name}>", inside.concat()))
    })
}

proptest! {
    #[test]
    fn nothing_is_lost_in_any_order_of_elements(tree in prop::collection::vec(any_tree(), 0..6)) {
        let mut body = String::new();
        for (at, text) in tree.concat().split('@').enumerate() {
            if at > 0 {
                let _ = write!(body, "tu{at}x");
            }
            body.push_str(text);
        }
        let document = format!("<w:document {SPACES}><w:body>{body}</w:body></w:document>");
        let bytes = zipped(&[("word/document.xml".into(), document.into_bytes())]);
        let word = word::read(&bytes).map_err(|why| TestCaseError::fail(format!("{why:?}")))?;
        let text = all_said(word.text.blocks.iter().chain(word.text.notes.iter().flatten()));
        let left: String = word.left.iter().map(|left| format!("{}\n", left.text)).collect();
        for word in raw_texts(&bytes) {
            prop_assert!(text.contains(&word) || left.contains(&word), "{word} was lost in silence:\n{text}\nleft out: {left}");
        }
        let lost = word::missing(&word::tokens(&text), &word::tokens(&through_markdown(&word)));
        prop_assert!(lost.is_empty(), "lost on the way to Markdown: {lost:?}\n{text}");
    }
}

/// Seconds that this thread has worked, where the system tells (Linux); elsewhere the clock on the wall.
fn worked(begun: std::time::Instant) -> f64 {
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = stat.and_then(|stat| stat.split(' ').next().and_then(|n| n.parse::<f64>().ok()));
    nanoseconds.map_or_else(|| begun.elapsed().as_secs_f64(), |n| n / 1e9)
}

/// The least time of three, in seconds, for reading a body and writing it as Markdown.
fn least(body: &str, notes: &str) -> f64 {
    let made = Made { body: body.to_string(), footnotes: notes.to_string(), ..Made::default() };
    let (bytes, _) = made.file(false);
    let once = || {
        let begun = std::time::Instant::now();
        let before = worked(begun);
        let word = word::read(&bytes).expect("a Word file");
        assert!(!blocks(&word.text.blocks, Typed::Lists).is_empty());
        worked(begun) - before
    };
    (0..3).map(|_| once()).fold(f64::MAX, f64::min)
}

#[test]
fn time_grows_with_the_file_and_no_faster() {
    let many = |count: usize, one: &dyn Fn(usize) -> String| (0..count).map(one).collect::<String>();
    let bold = |at: usize| if at.is_multiple_of(2) { r("a") } else { dressed("<w:b/>", "b") };
    type Make<'m> = &'m dyn Fn(usize) -> (String, String);
    let kinds: [(&str, Make<'_>); 6] = [
        ("runs", &|n| (p(&many(n, &bold)), String::new())),
        ("breaks", &|n| (p(&many(n, &|_| "<w:r><w:br/></w:r>".into())) + &p(&r("x")), String::new())),
        ("typed lists", &|n| (many(n, &|at| p(&r(&format!("{}. việc", at % 900)))), String::new())),
        ("deletions", &|n| {
            (p(&(r("x") + &many(n, &|_| "<w:del><w:r><w:delText>y</w:delText></w:r></w:del>".into()))), String::new())
        }),
        ("rows", &|n| {
            (
                format!(
                    "<w:tbl>{}</w:tbl>",
                    many(n, &|_| format!("<w:tr><w:tc>{0}</w:tc><w:tc>{0}</w:tc></w:tr>", p(&r("1"))))
                ),
                String::new(),
            )
        }),
        ("notes", &|n| {
            let notes = many(n, &|at| format!("<w:footnote w:id=\"{at}\">{}</w:footnote>", p(&r("x"))));
            (p(&many(n, &|at| format!("<w:r><w:footnoteReference w:id=\"{at}\"/></w:r>"))), notes)
        }),
    ];
    for (name, make) in kinds {
        let ((small, small_notes), (large, large_notes)) = (make(2_000), make(10_000));
        let (a, b) = (least(&small, &small_notes), least(&large, &large_notes));
        // Five times the file; the square would be twenty-five times the time.
        assert!(b < 12.0 * a + 0.05, "{name}: 2,000 took {a:.3} s, 10,000 took {b:.3} s");
    }
}

/// Reads every Word file of a folder and prints a line of figures for each: words in the file, arrived, said again, named,
/// lost on the way to Markdown, and seconds. Run with `BAOCAO_WORD_FILES=FOLDER cargo test --test it public_word_files -- --ignored --nocapture`.
#[test]
#[ignore = "needs a folder of Word files"]
fn public_word_files() {
    let folder = std::env::var("BAOCAO_WORD_FILES").expect("BAOCAO_WORD_FILES names a folder");
    let out = std::env::var("BAOCAO_WORD_TEXTS").ok();
    let mut files: Vec<_> =
        std::fs::read_dir(folder).expect("a folder").filter_map(Result::ok).map(|f| f.path()).collect();
    files.sort();
    for path in files.iter().filter(|path| path.extension().is_some_and(|e| e.to_string_lossy().starts_with("do"))) {
        let bytes = std::fs::read(path).expect("a file");
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let begun = std::time::Instant::now();
        match word::read(&bytes) {
            Ok(word) => {
                let seconds = begun.elapsed().as_secs_f64();
                let text = all_said(word.text.blocks.iter().chain(word.text.notes.iter().flatten()));
                let lost = word::missing(&word::tokens(&text), &word::tokens(&through_markdown(&word)));
                let t = word.tally;
                println!(
                    "read\t{name}\t{}\t{}\t{}\t{}\t{}\t{seconds:.3}\t{}",
                    t.source,
                    t.arrived,
                    t.repeated,
                    t.named,
                    lost.len(),
                    lost.iter().take(8).cloned().collect::<Vec<_>>().join(" ")
                );
                if let Some(out) = &out {
                    let left: String = word.left.iter().map(|l| format!("{}\n{}\n", l.message().en, l.text)).collect();
                    std::fs::write(format!("{out}/{name}.txt"), format!("{text}\n{left}")).expect("a file");
                }
            }
            Err(why) => println!("refused\t{name}\t{why:?}\t{:.3}", begun.elapsed().as_secs_f64()),
        }
    }
}
