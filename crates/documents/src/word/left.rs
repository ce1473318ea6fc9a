//! What did not arrive: each thing with its kind, place and number of words.

use baocao_core::say;
use baocao_core::text::Text;

/// The kinds of things that an import leaves out.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum LeftKind {
    /// Deleted or moved away while changes were tracked.
    Deleted,
    /// A comment of a reviewer.
    Comment,
    /// A header of the pages.
    Header,
    /// A footer of the pages.
    Footer,
    /// A chart.
    Chart,
    /// A SmartArt drawing.
    Diagram,
    /// A picture that could not be taken over, with the words that describe it.
    Picture,
    /// An embedded object or file.
    Object,
    /// Text brought in by reference (`w:altChunk`).
    Embedded,
    /// Building blocks kept with the file.
    Glossary,
    /// Data kept with the file (`customXml`).
    Data,
    /// The instruction of a field, which is not shown.
    Instruction,
    /// A field that shows something the file does not hold, such as `EQ`.
    Field,
    /// The other form of a drawing or symbol, for programs that cannot show the first.
    Alternative,
    /// The words that describe a drawing.
    Description,
    /// Words in a drawing that stand in no text box, such as WordArt.
    Drawing,
    /// A note that the text does not refer to.
    Note,
    /// A way of numbering that is not known.
    Numbering,
    /// Text in an element that is not known, by the element's name.
    Element(String),
    /// A part that is not known.
    Part,
    /// A part that cannot be read.
    Unreadable,
    /// Words that are in the text but not in the file written.
    NotWritten,
    /// Quốc hiệu, tên cơ quan, số, địa danh và ngày.
    Letterhead,
    /// Tên loại và trích yếu.
    Title,
    /// Kính gửi.
    Salutation,
    /// “Trên đây là …”.
    Closing,
    /// Nơi nhận.
    Recipients,
    /// Chức vụ, chữ ký, họ tên.
    Signature,
}

impl LeftKind {
    /// What it is called.
    pub fn name(&self) -> Text {
        match self {
            LeftKind::Deleted => say!(vi: "chỗ đã xoá khi theo dõi thay đổi", en: "tracked deletion"),
            LeftKind::Comment => say!(vi: "lời bình của người góp ý", en: "reviewer's comment"),
            LeftKind::Header => say!(vi: "đầu trang", en: "header"),
            LeftKind::Footer => say!(vi: "chân trang", en: "footer"),
            LeftKind::Chart => say!(vi: "biểu đồ", en: "chart"),
            LeftKind::Diagram => say!(vi: "sơ đồ SmartArt", en: "SmartArt drawing"),
            LeftKind::Picture => say!(vi: "hình", en: "picture"),
            LeftKind::Object => say!(vi: "đối tượng nhúng", en: "embedded object"),
            LeftKind::Embedded => say!(vi: "văn bản nhúng (altChunk)", en: "embedded text (altChunk)"),
            LeftKind::Glossary => say!(vi: "khối văn bản dựng sẵn", en: "building blocks"),
            LeftKind::Data => say!(vi: "dữ liệu kèm theo tệp", en: "data kept with the file"),
            LeftKind::Instruction => {
                say!(vi: "chữ trong mã trường, không hiện ra", en: "text in a field's code, not shown")
            }
            LeftKind::Field => say!(vi: "trường không có kết quả ghi sẵn", en: "field without a stored result"),
            LeftKind::Alternative => say!(vi: "dạng thay thế của hình vẽ", en: "other form of a drawing"),
            LeftKind::Description => say!(vi: "lời mô tả của hình", en: "description of a drawing"),
            LeftKind::Drawing => say!(vi: "chữ trong hình vẽ", en: "words in a drawing"),
            LeftKind::Note => say!(vi: "chú thích mà bài không nhắc tới", en: "note that the text does not refer to"),
            LeftKind::Numbering => say!(vi: "kiểu đánh số chưa biết", en: "unknown way of numbering"),
            LeftKind::Element(name) => say!(vi: "chữ trong phần tử “{name}”", en: "text in the element “{name}”"),
            LeftKind::Part => say!(vi: "phần khác của tệp", en: "another part of the file"),
            LeftKind::Unreadable => say!(vi: "phần không đọc được", en: "unreadable part"),
            LeftKind::NotWritten => say!(vi: "chữ chưa ghi được vào báo cáo", en: "words not written into the report"),
            LeftKind::Letterhead => {
                say!(vi: "phần đầu văn bản (Quốc hiệu, tên cơ quan, số, ngày)", en: "letterhead (state, agency, number, date)")
            }
            LeftKind::Title => say!(vi: "tên loại và trích yếu", en: "title"),
            LeftKind::Salutation => say!(vi: "phần “Kính gửi”", en: "addressees (“Kính gửi”)"),
            LeftKind::Closing => say!(vi: "câu kết “Trên đây là …”", en: "closing sentence (“Trên đây là …”)"),
            LeftKind::Recipients => say!(vi: "phần “Nơi nhận”", en: "recipients (“Nơi nhận”)"),
            LeftKind::Signature => say!(vi: "phần chữ ký", en: "signature block"),
        }
    }
}

/// One thing that did not arrive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// What it is.
    pub kind: LeftKind,
    /// The part of the package it is in.
    pub part: String,
    /// Its paragraph, counted from 1 in that part; 0 if it is in none.
    pub paragraph: usize,
    /// The first words of the paragraph it is in or hangs on; empty if there are none but its own.
    pub near: String,
    /// How many words and numbers it has.
    pub words: usize,
    /// The words.
    pub text: String,
}

/// The most characters of the words that a message shows.
const SHOWN: usize = 80;

impl LeftOut {
    /// One thing with its words counted.
    pub fn new(kind: LeftKind, part: &str, text: String) -> Self {
        let words = count(&text);
        LeftOut { kind, part: part.to_string(), paragraph: 0, near: String::new(), words, text }
    }

    /// Says where it stands.
    pub fn at(mut self, paragraph: usize, near: &str) -> Self {
        self.paragraph = paragraph;
        self.near = near.trim().to_string();
        self
    }

    /// What to tell the person: kind, place, count and the first words.
    pub fn message(&self) -> Text {
        let short = |text: &str, most: usize| {
            let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
            let cut: String = line.chars().take(most).collect();
            if cut.len() < line.len() { format!("{}…", cut.trim_end()) } else { cut }
        };
        let Text { vi, en } = self.kind.name();
        let (part, paragraph, count) = (&self.part, self.paragraph, self.words);
        let (mut vi_place, mut en_place) = (part.to_string(), part.to_string());
        if paragraph > 0 {
            vi_place.push_str(&format!(", đoạn {paragraph}"));
            en_place.push_str(&format!(", paragraph {paragraph}"));
        }
        let near = short(&self.near, 40);
        if !near.is_empty() && !self.text.starts_with(&self.near) {
            vi_place.push_str(&format!(", gần “{near}”"));
            en_place.push_str(&format!(", near “{near}”"));
        }
        let text = short(&self.text, SHOWN);
        let quoted = if text.is_empty() { String::new() } else { format!(" “{text}”") };
        say!(
            vi: "không đưa vào: {vi} ({vi_place}), {count} từ{quoted}",
            en: "left out: {en} ({en_place}), {count} words{quoted}"
        )
    }
}

/// The words and numbers of a text.
pub(crate) fn count(text: &str) -> usize {
    text.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count()
}
