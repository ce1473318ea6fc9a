//! The law of conservation of `import-figures`: what a workbook says becomes a figure or is named, and no number becomes
//! another.
//!
//! The files are made here, piece by piece, with a word or number of its own in each place. What they say is read again by
//! two readers of other makes: calamine, and a search through the raw parts that knows nothing of the format.

use baocao_core::domain::{Department, Indicator};
use baocao_core::text::{RepoPath, Source};
use baocao_documents::figure_sheet;
use baocao_documents::figure_sheet::{FigureSheet, FiguresAsked};
use calamine::{Data, Reader, Xlsx};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::{Cursor, Read as _, Write as _};
use zip::write::SimpleFileOptions;

const SPACES: &str = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" xmlns:xdr=\"http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing\" xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" xmlns:c=\"http://schemas.openxmlformats.org/drawingml/2006/chart\" xmlns:v=\"urn:schemas-microsoft-com:vml\" xmlns:odd=\"urn:odd\"";
const TYPES: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const STYLES: &str = "<numFmts><numFmt numFmtId=\"164\" formatCode=\"#,##0,\"/><numFmt numFmtId=\"165\" formatCode=\"dd/mm/yyyy\"/></numFmts><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"164\"/><xf numFmtId=\"165\"/><xf numFmtId=\"9\"/></cellXfs>";
const HEADINGS: [&str; 7] = ["STT", "Mã chỉ tiêu", "Chỉ tiêu", "Đơn vị tính", "Kế hoạch", "Thực hiện", "Ghi chú"];
/// The row of the headings, as it is written.
const HEAD: usize = 4;
const INDICATORS: usize = 12;
/// How many kinds of pieces there are; those below [`SOUND`] arrive whole.
const KINDS: usize = 36;
const SOUND: usize = 8;

fn settings() -> (Vec<Indicator>, Vec<Department>) {
    let mut text = "phien_ban = 1\n[co_quan]\nten = \"Sở A\"\nky_hieu = \"SA\"\n[[don_vi]]\nma = \"mot\"\nten = \"Phòng Một\"\n[[don_vi]]\nma = \"hai\"\nten = \"Phòng Hai\"\n".to_string();
    for at in 0..INDICATORS {
        let unit = if at == 5 { "%" } else { "lượt" };
        let _ = write!(
            text,
            "[[chi_tieu]]\nma = \"ct-{at}\"\nten = \"Chỉ tiêu số {at}\"\ndon_vi_tinh = \"{unit}\"\nloai = \"phat-sinh\"\ndon_vi = [\"mot\"]\n"
        );
    }
    let read = baocao_core::format::settings::read(&Source::new(RepoPath::new("baocao.toml"), text)).0;
    (read.indicators, read.departments)
}

/// A workbook as it is made, with what is known of it.
#[derive(Default)]
struct Made {
    count: usize,
    /// The cells of the table's sheet by row and column, as XML behind the address.
    cells: BTreeMap<(usize, usize), String>,
    merged: String,
    columns: String,
    rows_hidden: BTreeSet<usize>,
    tail: String,
    sheets: String,
    sheet_relations: String,
    book_relations: String,
    shared: Vec<String>,
    parts: BTreeMap<String, String>,
    above: Vec<String>,
    next_row: usize,
    next_indicator: usize,
    /// What the report must say: indicator, field and value.
    figures: Vec<(String, &'static str, String)>,
    named: Vec<String>,
}

fn column(at: usize) -> char {
    char::from(b'A' + at as u8)
}

fn inline(text: &str) -> String {
    format!(" t=\"inlineStr\"><is><t xml:space=\"preserve\">{text}</t></is>")
}

impl Made {
    fn new() -> Made {
        let mut made = Made { next_row: HEAD + 1, ..Made::default() };
        for (at, heading) in HEADINGS.iter().enumerate() {
            made.cells.insert((HEAD, at), inline(heading));
        }
        made
    }

    fn word(&mut self) -> String {
        self.count += 1;
        format!("chữ{}", self.count)
    }

    fn number(&mut self) -> String {
        self.count += 1;
        format!("7{:04}", self.count)
    }

    fn is_named(&mut self) -> String {
        let word = self.word();
        self.named.push(word.clone());
        word
    }

    fn named_number(&mut self) -> String {
        let number = self.number();
        self.named.push(number.clone());
        number
    }

    /// A cell that points at a shared text.
    fn shared(&mut self, text: &str) -> String {
        self.shared.push(format!("<si><r><t>{text}</t></r><rPh sb=\"0\" eb=\"1\"><t>đọc</t></rPh></si>"));
        format!(" t=\"s\"><v>{}</v>", self.shared.len() - 1)
    }

    /// A row of the next indicator, which is the one of shares only where that is asked for.
    fn row(&mut self) -> Option<(usize, String)> {
        self.next_indicator += usize::from(self.next_indicator == 5);
        if self.next_indicator >= INDICATORS {
            return None;
        }
        let (row, id) = (self.next_row, format!("ct-{}", self.next_indicator));
        self.cells.insert((row, 1), inline(&id));
        self.cells.insert((row, 3), inline("Lượt"));
        (self.next_row, self.next_indicator) = (row + 1, self.next_indicator + 1);
        Some((row, id))
    }

    fn part(&mut self, name: &str, kind: &str, text: String) {
        self.parts.insert(name.to_string(), text);
        if !kind.is_empty() {
            self.count += 1;
            let id = self.count;
            let _ =
                write!(self.sheet_relations, "<Relationship Id=\"p{id}\" Type=\"{TYPES}/{kind}\" Target=\"/{name}\"/>");
        }
    }

    /// A further sheet with one cell.
    fn sheet(&mut self, state: &str, kind: &str, inside: &str) {
        self.count += 1;
        let (id, folder) = (self.count, if kind == "worksheet" { "worksheets" } else { "chartsheets" });
        let _ = write!(self.sheets, "<sheet name=\"Trang {id}\" sheetId=\"{id}\" {state} r:id=\"s{id}\"/>");
        let _ = write!(
            self.book_relations,
            "<Relationship Id=\"s{id}\" Type=\"{TYPES}/{kind}\" Target=\"{folder}/other{id}.xml\"/>"
        );
        let root = if kind == "worksheet" { "worksheet" } else { "chartsheet" };
        self.parts.insert(format!("xl/{folder}/other{id}.xml"), format!("<{root} {SPACES}>{inside}</{root}>"));
    }

    fn add(&mut self, kind: usize) {
        match kind {
            0..SOUND => self.arrives(kind),
            SOUND..24 => self.in_cells(kind),
            _ => self.beside(kind),
        }
    }

    /// Pieces that become figures, without a word about them.
    fn arrives(&mut self, kind: usize) {
        let Some((row, id)) = self.row() else { return };
        let number = self.number();
        let (field, cell, value): (_, _, String) = match kind {
            0 => ("thuc_hien", format!("><v>{number}</v>"), number),
            // A tenth that has gone through binary fractions.
            1 => ("thuc_hien", format!("><v>{number}.200000000000003</v>"), format!("{number}.2")),
            2 => ("ke_hoach", inline(&format!("{}.{},5", &number[..2], &number[2..])), format!("{number}.5")),
            3 => ("thuc_hien", format!(" s=\"0\"><v>{}E1</v>", &number[..4]), format!("{}0", &number[..4])),
            4 => {
                let note = self.word();
                let shared = self.shared(&note);
                self.cells.insert((row, 6), shared);
                self.figures.push((id.clone(), "ghi_chu", note));
                ("thuc_hien", format!("><v>{number}</v>"), number)
            }
            5 => {
                let name = self.shared(&format!("Chỉ tiêu số {}", &id[3..]));
                self.cells.insert((row, 2), name);
                self.cells.insert((row, 0), "><v>1</v>".to_string());
                ("ke_hoach", format!(" t=\"str\"><v>{number}</v>"), number)
            }
            6 => {
                // The sum of merged headings is one cell.
                self.cells.insert((row, 0), inline("II."));
                ("thuc_hien", format!("><v>-{number}</v>"), format!("-{number}"))
            }
            // An indicator without a number is a row still to be filled in.
            _ => {
                self.cells.insert((row, 0), inline("b)"));
                return;
            }
        };
        self.cells.insert((row, if field == "ke_hoach" { 4 } else { 5 }), cell);
        self.figures.push((id, field, value));
    }

    /// Cells that are not taken and must be named.
    fn in_cells(&mut self, kind: usize) {
        let (a, b) = (self.is_named(), self.named_number());
        match kind {
            8 => self.above(&format!("{a} {b}")),
            9 => {
                self.above(&a);
                let at = self.above.len();
                self.cells.insert((2, at), format!("><v>{b}</v>"));
            }
            10 => self.sheet(
                "state=\"hidden\"",
                "worksheet",
                &format!(
                    "<sheetData><row r=\"3\"><c r=\"B3\"{}</c><c r=\"C3\"><v>{b}</v></c></row></sheetData>",
                    inline(&a)
                ),
            ),
            11 => self.sheet(
                "state=\"veryHidden\"",
                "worksheet",
                &format!("<sheetData><row><c{}</c><c><v>{b}</v></c></row></sheetData>", inline(&a)),
            ),
            12 => self.sheet(
                "",
                "worksheet",
                &format!(
                    "<sheetData><row r=\"1\"><c r=\"A1\"{}</c><c r=\"D1\"><v>{b}</v></c></row></sheetData>",
                    inline(&a)
                ),
            ),
            // A column that is not read.
            13 => {
                self.cells.insert((HEAD, 7), inline("% kế hoạch"));
                let row = self.row_or_last();
                self.cells.insert((row, 7), format!("><v>{b}</v>"));
                let at = if self.cells.contains_key(&(HEAD, 8)) { (row, 8) } else { (HEAD, 8) };
                self.cells.insert(at, inline(&a));
            }
            // Cells outside of every column.
            14 => {
                let row = self.row_or_last();
                self.cells.insert((row, 10), inline(&a));
                self.cells.insert((row, 12), format!(" t=\"str\"><f>B1&amp;1</f><v>{b}</v>"));
            }
            // Rows without a number: groups, signatures.
            15 => {
                let row = self.blank_row();
                self.cells.insert((row, 2), inline(&a));
                self.cells.insert((row, 6), inline(&b));
            }
            16 => {
                let row = self.blank_row();
                let shared = self.shared(&format!("{a} {b}"));
                self.cells.insert((row, 1), shared);
            }
            // A number under merged cells, which hide it.
            17 => {
                let row = self.row_or_last();
                self.cells.insert((row, 9), inline(&a));
                self.cells.insert((row, 10), format!("><v>{b}</v>"));
                let _ = write!(self.merged, "<mergeCell ref=\"J{row}:K{row}\"/>");
            }
            // A name that is not the indicator's beside its id.
            18 => {
                if let Some((row, id)) = self.row() {
                    let number = self.number();
                    self.cells.insert((row, 2), inline(&format!("{a} {b}")));
                    self.cells.insert((row, 5), format!("><v>{number}</v>"));
                    self.figures.push((id, "thuc_hien", number));
                } else {
                    self.above(&format!("{a} {b}"));
                }
            }
            19 => {
                let row = self.blank_row();
                self.cells.insert((row, 1), inline(&a));
                self.cells.insert((row, 11), format!(" t=\"b\"><v>1</v></c><c r=\"M{row}\"><v>{b}</v>"));
            }
            20 => {
                let (row, at) = (self.blank_row(), 3);
                self.cells.insert((row, at), inline(&a));
                self.cells.insert((row + 1, 0), format!("><v>{b}</v>"));
                self.next_row += 1;
            }
            // A hidden row that says nothing of use.
            21 => {
                let row = self.blank_row();
                self.rows_hidden.insert(row);
                self.cells.insert((row, 2), inline(&a));
                self.cells.insert((row, 14), format!("><v>{b}</v>"));
            }
            22 => {
                self.columns = "<cols><col min=\"16\" max=\"16\" hidden=\"1\"/></cols>".to_string();
                let row = self.row_or_last();
                self.cells.insert((row, 15), inline(&format!("{a} {b}")));
            }
            _ => {
                self.shared.push(format!("<si><t>{a} {b}</t></si>"));
            }
        }
    }

    /// A row of an indicator with a number, or one without either.
    fn row_or_last(&mut self) -> usize {
        let Some((row, id)) = self.row() else { return self.blank_row() };
        let number = self.number();
        self.cells.insert((row, 5), format!("><v>{number}</v>"));
        self.figures.push((id, "thuc_hien", number));
        row
    }

    /// Adds words to the lines above the table.
    fn above(&mut self, words: &str) {
        self.above.push(words.to_string());
        self.cells.insert((1, 0), inline(&self.above.join(" ")));
    }

    fn blank_row(&mut self) -> usize {
        self.next_row += 1;
        self.next_row - 1
    }

    /// What stands outside the cells and must be named.
    fn beside(&mut self, kind: usize) {
        let (a, b) = (self.is_named(), self.is_named());
        let id = self.count;
        let shape = format!(
            "<xdr:wsDr {SPACES}><xdr:twoCellAnchor><xdr:from><xdr:col>3</xdr:col><xdr:row>99</xdr:row></xdr:from><xdr:sp><xdr:nvSpPr><xdr:cNvPr id=\"2\" name=\"x\" descr=\"{b}\"/></xdr:nvSpPr><xdr:txBody><a:p><a:r><a:t>{a}</a:t></a:r></a:p></xdr:txBody></xdr:sp></xdr:twoCellAnchor></xdr:wsDr>"
        );
        match kind {
            24 => self.part(&format!("xl/comments{id}.xml"), "comments", format!("<comments {SPACES}><authors><author>Ai đó</author></authors><commentList><comment ref=\"B5\" authorId=\"0\"><text><r><t>{a}</t></r></text></comment><comment ref=\"C6\"><text><t>{b}</t></text></comment></commentList></comments>")),
            25 => self.part(&format!("xl/threadedComments/threadedComment{id}.xml"), "threadedComment", format!("<ThreadedComments {SPACES}><threadedComment ref=\"A1\"><text>{a} {b}</text></threadedComment></ThreadedComments>")),
            26 => self.part(&format!("xl/drawings/drawing{id}.xml"), "drawing", shape),
            27 => {
                let drawing = format!("xl/drawings/drawing{id}.xml");
                self.part(&drawing, "drawing", format!("<xdr:wsDr {SPACES}/>"));
                self.parts.insert(format!("xl/drawings/_rels/drawing{id}.xml.rels"), format!("<Relationships><Relationship Id=\"c\" Type=\"{TYPES}/chart\" Target=\"../charts/chart{id}.xml\"/></Relationships>"));
                self.parts.insert(format!("xl/charts/chart{id}.xml"), format!("<c:chartSpace {SPACES}><c:title><a:p><a:r><a:t>{a}</a:t></a:r></a:p></c:title><c:ser><c:f>S!$A$1</c:f><c:pt><c:v>{b}</c:v></c:pt></c:ser></c:chartSpace>"));
            }
            28 => {
                let _ = write!(self.tail, "<headerFooter><oddHeader>&amp;C&amp;\"Arial,Bold\"&amp;14{a}</oddHeader><oddFooter>&amp;L{b}&amp;RTrang &amp;P/&amp;N</oddFooter></headerFooter>");
            }
            29 => {
                let _ = write!(self.tail, "<dataValidations><dataValidation sqref=\"A1\" showInputMessage=\"1\" promptTitle=\"{a}\" prompt=\"{b}\"><formula1>\"có,không\"</formula1></dataValidation></dataValidations>");
            }
            30 => {
                let _ = write!(self.tail, "<odd:x>{a}<odd:y>{b}</odd:y></odd:x>");
            }
            31 => self.part(&format!("xl/drawings/vmlDrawing{id}.vml"), "vmlDrawing", format!("<xml {SPACES}><v:shape><v:textbox><div><font>{a}</font></div></v:textbox></v:shape><v:shape><v:textpath string=\"{b}\"/></v:shape></xml>")),
            32 => {
                self.parts.insert(format!("xl/pivotCache/pivotCacheRecords{id}.xml"), format!("<pivotCacheRecords {SPACES}><r><s v=\"{a}\"/><s v=\"{b}\"/></r></pivotCacheRecords>"));
            }
            33 => {
                self.parts.insert(format!("xl/externalLinks/externalLink{id}.xml"), format!("<externalLink {SPACES}><sheetData><row><cell r=\"A1\"><v>{a}</v></cell><cell r=\"A2\"><v>{b}</v></cell></row></sheetData></externalLink>"));
            }
            34 => {
                self.parts.insert(format!("xl/odd/part{id}.xml"), format!("<odd:x {SPACES}>{a} <odd:y>{b}</odd:y></odd:x>"));
            }
            _ => self.sheet("", "chartsheet", &format!("<headerFooter><oddHeader>{a}</oddHeader></headerFooter><odd:x>{b}</odd:x>")),
        }
    }

    fn file(&self) -> Vec<u8> {
        let mut rows: BTreeMap<usize, String> = BTreeMap::new();
        for ((row, at), cell) in &self.cells {
            let _ = write!(rows.entry(*row).or_default(), "<c r=\"{}{row}\"{cell}</c>", column(*at));
        }
        let mut data = String::new();
        for (row, cells) in rows {
            let hidden = if self.rows_hidden.contains(&row) { " hidden=\"1\"" } else { "" };
            let _ = write!(data, "<row r=\"{row}\"{hidden}>{cells}</row>");
        }
        let merged =
            if self.merged.is_empty() { String::new() } else { format!("<mergeCells>{}</mergeCells>", self.merged) };
        let (columns, tail) = (&self.columns, &self.tail);
        let relation = |id: &str, kind: &str, target: &str| {
            format!("<Relationship Id=\"{id}\" Type=\"{TYPES}/{kind}\" Target=\"{target}\"/>")
        };
        let package = "xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"";
        let content = "application/vnd.openxmlformats-officedocument.spreadsheetml";
        let mut parts = vec![
            (
                "[Content_Types].xml".to_string(),
                format!(
                    "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"{content}.sheet.main+xml\"/></Types>"
                ),
            ),
            (
                "_rels/.rels".to_string(),
                format!(
                    "<Relationships {package}>{}</Relationships>",
                    relation("r1", "officeDocument", "xl/workbook.xml")
                ),
            ),
            (
                "xl/workbook.xml".to_string(),
                format!(
                    "<workbook {SPACES}><sheets><sheet name=\"Số liệu\" sheetId=\"9999\" r:id=\"r1\"/>{}</sheets></workbook>",
                    self.sheets
                ),
            ),
            (
                "xl/_rels/workbook.xml.rels".to_string(),
                format!(
                    "<Relationships {package}>{}{}{}{}</Relationships>",
                    relation("r1", "worksheet", "worksheets/sheet1.xml"),
                    relation("r2", "styles", "styles.xml"),
                    relation("r3", "sharedStrings", "sharedStrings.xml"),
                    self.book_relations
                ),
            ),
            ("xl/styles.xml".to_string(), format!("<styleSheet {SPACES}>{STYLES}</styleSheet>")),
            ("xl/sharedStrings.xml".to_string(), format!("<sst {SPACES}>{}</sst>", self.shared.concat())),
            (
                "xl/worksheets/sheet1.xml".to_string(),
                format!("<worksheet {SPACES}>{columns}<sheetData>{data}</sheetData>{merged}{tail}</worksheet>"),
            ),
            (
                "xl/worksheets/_rels/sheet1.xml.rels".to_string(),
                format!("<Relationships {package}>{}</Relationships>", self.sheet_relations),
            ),
        ];
        parts.extend(self.parts.iter().map(|(name, text)| (name.clone(), text.clone())));
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in parts {
            zip.start_file(name.as_str(), SimpleFileOptions::default()).expect("a part");
            zip.write_all(text.as_bytes()).expect("bytes");
        }
        zip.finish().expect("a zip").into_inner()
    }
}

fn read(bytes: &[u8]) -> Result<FigureSheet, String> {
    let (indicators, departments) = settings();
    let question = FiguresAsked { indicators: &indicators, departments: &departments, department: &departments[0] };
    figure_sheet::read(bytes, &question).map_err(|why| why.en)
}

/// Words of a text that were made for one place only.
fn own_words(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    words.filter(|word| {
        word.starts_with("chữ") || word.len() == 5 && word.starts_with('7') && word.parse::<u32>().is_ok()
    })
}

/// The made words of every part, found without a reader of the format.
fn raw_words(bytes: &[u8]) -> BTreeSet<String> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip");
    let mut out = BTreeSet::new();
    for at in 0..zip.len() {
        let mut text = String::new();
        zip.by_index(at).expect("a part").read_to_string(&mut text).expect("text");
        let text = text.replace('"', " ").replace("&amp;14", " ").replace("&amp;L", " ");
        out.extend(own_words(&text).map(str::to_string));
    }
    out
}

/// The made words of every cell, by another reader.
fn calamine_words(bytes: &[u8]) -> Result<BTreeSet<String>, TestCaseError> {
    let fail = |why: calamine::XlsxError| TestCaseError::fail(format!("calamine: {why}"));
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).map_err(fail)?;
    let mut out = BTreeSet::new();
    for name in book.sheet_names() {
        let Ok(range) = book.worksheet_range(&name) else { continue };
        for (_, _, cell) in range.used_cells() {
            let text = match cell {
                Data::Float(number) if number.fract() == 0.0 => format!("{number:.0}"),
                other => other.to_string(),
            };
            out.extend(own_words(&text).map(str::to_string));
        }
    }
    Ok(out)
}

fn judge(kinds: &[usize]) -> Result<(), TestCaseError> {
    let mut made = Made::new();
    // One figure is there always, so that the table is one.
    made.add(0);
    kinds.iter().for_each(|kind| made.add(*kind));
    let bytes = made.file();
    let sheet = read(&bytes).map_err(TestCaseError::fail)?;
    prop_assert!(!sheet.any_error(), "{:?}", sheet.findings);
    let left: String = sheet.left.iter().map(|left| format!("{}\n", left.text())).collect();
    let mut told: BTreeSet<String> = own_words(&left).map(str::to_string).collect();
    let mut expected: Vec<_> = made.figures.clone();
    let mut got: Vec<(String, &'static str, String)> = Vec::new();
    for figure in &sheet.figures {
        let numbers = [
            ("ke_hoach", figure.plan),
            ("thuc_hien", figure.actual),
            ("cung_ky", figure.same_period),
            ("luy_ke", figure.cumulative),
        ];
        let numbers =
            numbers.into_iter().filter_map(|(field, number)| Some((figure.id.clone(), field, number?.to_string())));
        got.extend(numbers.chain(figure.note.iter().map(|note| (figure.id.clone(), "ghi_chu", note.clone()))));
    }
    expected.sort();
    got.sort();
    prop_assert_eq!(&got, &expected);
    let named: BTreeSet<String> = made.named.iter().cloned().collect();
    prop_assert_eq!(&told, &named, "what was named is not what was to be named: {}", left);
    told.extend(got.iter().flat_map(|(_, _, value)| {
        [value.clone(), value.split(['.', '-']).find(|part| !part.is_empty()).unwrap_or_default().to_string()]
    }));
    let mut said = raw_words(&bytes);
    said.extend(calamine_words(&bytes)?);
    for word in said {
        prop_assert!(told.contains(&word), "{word} was lost in silence; left out: {left}");
    }
    for left in &sheet.left {
        prop_assert!(!left.place.vi.is_empty() && left.words > 0 && left.message().vi.contains(&left.place.vi));
    }
    let silent = kinds.iter().all(|kind| *kind < SOUND);
    prop_assert!(
        !silent || sheet.left.is_empty() && sheet.findings.is_empty(),
        "a sound file was given a notice: {:?} {:?}",
        sheet.left,
        sheet.findings
    );
    Ok(())
}

#[test]
fn every_kind_alone_becomes_a_figure_or_is_named() {
    for kind in 0..KINDS {
        judge(&[kind]).unwrap_or_else(|why| panic!("kind {kind}: {why}"));
    }
}

proptest! {
    #[test]
    fn whatever_a_workbook_says_becomes_a_figure_or_is_named(kinds in prop::collection::vec(0usize..KINDS, 0..12)) {
        judge(&kinds)?;
    }
}

/// Counts what real workbooks say and what became of it; the folder is named in `BAOCAO_WORKBOOKS`.
#[test]
#[ignore = "needs a folder of workbooks"]
fn nothing_is_lost_in_silence_of_real_workbooks() {
    let Some(folder) = std::env::var_os("BAOCAO_WORKBOOKS") else { return };
    let (mut files, mut refused, mut cells, mut words, mut arrived, mut lost) = (0, Vec::new(), 0, 0, 0, Vec::new());
    let tokens = baocao_documents::word::tokens;
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let bytes = std::fs::read(entry.path()).expect("a file");
        files += 1;
        let sheet = match read(&bytes) {
            Ok(sheet) => sheet,
            Err(why) => {
                refused.push(format!("{name}: {why}"));
                continue;
            }
        };
        cells += sheet.cells;
        let left: String = sheet.left.iter().map(|left| format!("{}\n", left.text())).collect();
        let left = tokens(&left);
        arrived += sheet.left.iter().map(|left| left.words).sum::<usize>();
        let Ok(mut book) = calamine::open_workbook_from_rs::<Xlsx<_>, _>(Cursor::new(bytes.as_slice())) else {
            continue;
        };
        let mut all = String::new();
        for name in book.sheet_names() {
            let Ok(range) = book.worksheet_range(&name) else { continue };
            for (_, _, cell) in range.used_cells() {
                match cell {
                    Data::String(text) => all.push_str(text),
                    // What has more digits is rounded here to those that a spreadsheet vouches for.
                    Data::Float(number) if number.to_string().len() < 14 => {
                        let _ = write!(all, "{number}");
                    }
                    Data::Int(number) => {
                        let _ = write!(all, "{number}");
                    }
                    _ => {}
                }
                all.push('\n');
            }
        }
        let all = tokens(&all);
        words += all.values().sum::<usize>();
        let missing = baocao_documents::word::missing(&all, &left);
        if !missing.is_empty() {
            lost.push(format!(
                "{name}: {} of {}: {:?}",
                missing.len(),
                all.len(),
                missing.iter().take(6).collect::<Vec<_>>()
            ));
        }
    }
    println!(
        "{files} files, {} refused, {cells} cells, {words} words and numbers by calamine, {arrived} words named",
        refused.len()
    );
    println!("refused:\n{}\nmissing:\n{}", refused.join("\n"), lost.join("\n"));
}
