//! Charts as Word's own: a part each, which a clerk can recolour, resize and copy. The numbers stand in the part itself.
//!
//! Word draws by the numbers and shows our words: every label is the text of the table, with the decimal comma on
//! whatever computer. What nobody knows has no point, and its category says so.

use crate::chart::{ChartSheet, Frame, LARGE, lay};
use crate::docx::text::{DocxWriter, Paragraph};
use crate::docx::xml::HEAD;
use crate::xml::escaped;
use baocao_core::domain::{Chart, ChartSeries, ChartValue, Inline, Length};
use std::fmt::Write as _;

const CHART: &str = "http://schemas.openxmlformats.org/drawingml/2006/chart";
const MAIN: &str = "http://schemas.openxmlformats.org/drawingml/2006/main";
const DRAWING: &str = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing";
const RELATED: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
/// The kind of a chart's part.
pub(crate) const CONTENT: &str = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml";

/// The dark of the first row, as in the other kinds of file.
const DARK: &str = "1F4E79";
/// One hundredth of a millimetre in the units of drawings.
const UNIT: u32 = 360;
/// The greatest height of a drawing, in hundredths of a millimetre: the title and the table's head find room below it.
const MOST: u32 = 20_000;
/// The largest type in a drawing, in hundredths of a point.
const LETTERS: u32 = 1_000;

impl DocxWriter<'_> {
    /// The title, the drawing, the numbers as a table, the notes.
    pub(crate) fn chart(&mut self, chart: &Chart) {
        // Direct formatting: a style of its own would change every document that has no chart.
        let centred =
            |more: &str| Paragraph { style: "Bang", number: None, more: format!("{more}<w:jc w:val=\"center\"/>") };
        let title = [Inline::Strong(vec![Inline::Text(chart.title.clone())])];
        self.paragraph(&centred("<w:keepNext/><w:spacing w:before=\"240\" w:after=\"60\"/>"), &title);
        let unit = [Inline::Emphasis(vec![Inline::Text(chart.unit_line())])];
        self.paragraph(&centred("<w:keepNext/>"), &unit);
        let width = self.layout.text_width();
        let drawn = Drawn::new(chart, width, &self.layout.font);
        self.charts.push(drawn.part());
        let at = self.charts.len();
        let (width, height) = (width.0 * UNIT, drawn.height * UNIT);
        let (name, about) = (escaped(&format!("Biểu đồ {at}")), escaped(&chart.alt()));
        let _ = write!(
            self.out,
            "<w:p><w:pPr><w:pStyle w:val=\"Bang\"/><w:keepNext/><w:spacing w:before=\"0\" w:after=\"120\"/><w:jc w:val=\"center\"/></w:pPr><w:r><w:drawing>\
             <wp:inline xmlns:wp=\"{DRAWING}\" distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\"><wp:extent cx=\"{width}\" cy=\"{height}\"/>\
             <wp:docPr id=\"{at}\" name=\"{name}\" descr=\"{about}\"/><wp:cNvGraphicFramePr/>\
             <a:graphic xmlns:a=\"{MAIN}\"><a:graphicData uri=\"{CHART}\"><c:chart xmlns:c=\"{CHART}\" r:id=\"rChart{at}\"/></a:graphicData></a:graphic>\
             </wp:inline></w:drawing></w:r></w:p>"
        );
        // LibreOffice loses rows of a table that breaks right under its head; a chart and its numbers are one figure anyway.
        self.together = true;
        self.table(&chart.table(), self.layout.text_width());
        self.together = false;
        for note in &chart.notes {
            let note = [Inline::Emphasis(vec![Inline::Text(note.clone())])];
            self.paragraph(&Paragraph { style: "Bang", ..Paragraph::default() }, &note);
        }
    }
}

/// A chart as it is drawn: what has no bar is said in the category, and everything has the place that it has in the other
/// kinds of file.
struct Drawn {
    chart: Chart,
    sheet: ChartSheet,
    /// In hundredths of a millimetre.
    height: u32,
    /// Words of a run, and the same as the ruling of a text.
    face: String,
    type_of: String,
}

impl Drawn {
    fn new(chart: &Chart, width: Length, font: &str) -> Drawn {
        let categories = (0..).zip(&chart.categories).map(|(at, category)| said(chart, at, category)).collect();
        let chart = Chart { categories, ..chart.clone() };
        let sheet = lay(&chart);
        let scaled = |pixels: u32| u64::from(pixels) * u64::from(width.0) / u64::from(sheet.width);
        let height = u32::try_from(scaled(sheet.height)).unwrap_or(MOST).min(MOST);
        // 1 mm is 2.835 points. The sheet reckons with a face wider than the one of documents.
        let size = u32::try_from(scaled(LARGE) * 2_835 / 1_000).unwrap_or(LETTERS).clamp(100, LETTERS);
        let font = escaped(font);
        let face = format!("sz=\"{size}\"><a:latin typeface=\"{font}\"/><a:cs typeface=\"{font}\"/>");
        let type_of = format!(
            "<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr {face}</a:defRPr></a:pPr><a:endParaRPr lang=\"vi-VN\"/></a:p></c:txPr>"
        );
        Drawn { chart, sheet, height, face, type_of }
    }

    /// `word/charts/chartN.xml`.
    fn part(&self) -> String {
        let mut out = format!(
            "{HEAD}<c:chartSpace xmlns:c=\"{CHART}\" xmlns:a=\"{MAIN}\" xmlns:r=\"{RELATED}\"><c:date1904 val=\"0\"/><c:lang val=\"vi-VN\"/><c:roundedCorners val=\"0\"/>\
             <c:chart><c:autoTitleDeleted val=\"1\"/><c:plotArea>{}<c:barChart><c:barDir val=\"bar\"/><c:grouping val=\"clustered\"/><c:varyColors val=\"0\"/>",
            self.place()
        );
        for (row, series) in self.chart.series.iter().enumerate() {
            self.series(&mut out, row, series);
        }
        let _ = write!(
            out,
            "<c:gapWidth val=\"60\"/><c:overlap val=\"-10\"/><c:axId val=\"1\"/><c:axId val=\"2\"/></c:barChart>\
             <c:catAx><c:axId val=\"1\"/><c:scaling><c:orientation val=\"maxMin\"/></c:scaling><c:delete val=\"0\"/><c:axPos val=\"l\"/>\
             <c:numFmt formatCode=\"General\" sourceLinked=\"0\"/><c:majorTickMark val=\"none\"/><c:minorTickMark val=\"none\"/><c:tickLblPos val=\"low\"/>\
             <c:spPr><a:ln w=\"9525\"><a:solidFill><a:srgbClr val=\"000000\"/></a:solidFill></a:ln></c:spPr>{0}\
             <c:crossAx val=\"2\"/><c:crosses val=\"autoZero\"/><c:auto val=\"0\"/><c:lblAlgn val=\"ctr\"/><c:lblOffset val=\"100\"/><c:tickLblSkip val=\"1\"/><c:noMultiLvlLbl val=\"1\"/></c:catAx>\
             <c:valAx><c:axId val=\"2\"/><c:scaling><c:orientation val=\"minMax\"/>{1}</c:scaling><c:delete val=\"1\"/><c:axPos val=\"b\"/>\
             <c:numFmt formatCode=\"General\" sourceLinked=\"0\"/><c:majorTickMark val=\"none\"/><c:minorTickMark val=\"none\"/><c:tickLblPos val=\"none\"/>\
             <c:crossAx val=\"1\"/><c:crosses val=\"autoZero\"/><c:crossBetween val=\"between\"/></c:valAx>\
             <c:spPr><a:noFill/></c:spPr></c:plotArea><c:legend><c:legendPos val=\"t\"/><c:overlay val=\"0\"/>{0}</c:legend>\
             <c:plotVisOnly val=\"1\"/><c:dispBlanksAs val=\"gap\"/></c:chart><c:spPr><a:solidFill><a:srgbClr val=\"FFFFFF\"/></a:solidFill><a:ln><a:noFill/></a:ln></c:spPr></c:chartSpace>",
            self.type_of,
            self.ends()
        );
        out
    }

    /// Where bars and their numbers stand, in parts of the drawing.
    fn place(&self) -> String {
        let Frame { column, top, .. } = self.sheet.frame;
        let part =
            |part: u32, of: u32| format!("0.{:04}", (u64::from(part) * 10_000 / u64::from(of.max(1))).min(9_999));
        let (width, height) = (self.sheet.width, self.sheet.height);
        format!(
            "<c:layout><c:manualLayout><c:layoutTarget val=\"inner\"/><c:xMode val=\"edge\"/><c:yMode val=\"edge\"/><c:x val=\"{}\"/><c:y val=\"{}\"/><c:w val=\"{}\"/><c:h val=\"{}\"/></c:manualLayout></c:layout>",
            part(column, width),
            part(top, height),
            part(width - column, width),
            part(height - top, height)
        )
    }

    /// The ends of the axis of numbers: beyond the longest bars there is room for what stands at them.
    fn ends(&self) -> String {
        let Frame { before, room, behind, .. } = self.sheet.frame;
        let (low, high) = self.chart.range();
        let ends = high.checked_sub(low).filter(|range| !range.is_zero()).and_then(|range| {
            let beyond = |pixels: u32| range.checked_div(room.into())?.checked_mul(pixels.into());
            Some((low.checked_sub(beyond(before)?)?, high.checked_add(beyond(behind)?)?))
        });
        ends.map_or_else(String::new, |(low, high)| {
            format!("<c:max val=\"{}\"/><c:min val=\"{}\"/>", high.normalize(), low.normalize())
        })
    }

    fn series(&self, out: &mut String, row: usize, series: &ChartSeries) {
        let _ = write!(
            out,
            "<c:ser><c:idx val=\"{row}\"/><c:order val=\"{row}\"/><c:tx><c:v>{}</c:v></c:tx>{}<c:invertIfNegative val=\"0\"/>",
            escaped(&series.name),
            fill(row, false)
        );
        let known = || series.values.iter().enumerate().filter_map(|(at, value)| Some((at, value, value.amount?)));
        for (at, ..) in known().filter(|(_, value, _)| value.estimate) {
            let fill = fill(row, true);
            let _ = write!(
                out,
                "<c:dPt><c:idx val=\"{at}\"/><c:invertIfNegative val=\"0\"/><c:bubble3D val=\"0\"/>{fill}</c:dPt>"
            );
        }
        const SHOWN: &str = "<c:dLblPos val=\"outEnd\"/><c:showLegendKey val=\"0\"/><c:showVal val=\"1\"/><c:showCatName val=\"0\"/><c:showSerName val=\"0\"/><c:showPercent val=\"0\"/><c:showBubbleSize val=\"0\"/>";
        out.push_str("<c:dLbls>");
        for (at, value, _) in known() {
            let (shown, face) = (escaped(&self.chart.shown(value)), &self.face);
            let _ = write!(
                out,
                "<c:dLbl><c:idx val=\"{at}\"/><c:tx><c:rich><a:bodyPr wrap=\"none\"/><a:lstStyle/><a:p><a:r><a:rPr lang=\"vi-VN\" {face}</a:rPr><a:t>{shown}</a:t></a:r></a:p></c:rich></c:tx>{SHOWN}</c:dLbl>"
            );
        }
        let type_of = &self.type_of;
        let _ = write!(out, "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>{type_of}{SHOWN}</c:dLbls>");
        let count = self.chart.categories.len();
        let _ = write!(out, "<c:cat><c:strLit><c:ptCount val=\"{count}\"/>");
        for (at, category) in self.chart.categories.iter().enumerate() {
            let _ = write!(out, "<c:pt idx=\"{at}\"><c:v>{}</c:v></c:pt>", escaped(category));
        }
        let _ = write!(
            out,
            "</c:strLit></c:cat><c:val><c:numLit><c:formatCode>General</c:formatCode><c:ptCount val=\"{count}\"/>"
        );
        for (at, _, amount) in known() {
            let _ = write!(out, "<c:pt idx=\"{at}\"><c:v>{}</c:v></c:pt>", amount.normalize());
        }
        out.push_str("</c:numLit></c:val></c:ser>");
    }
}

/// The category, and whose number in it nobody knows: a bar that is not there has no label.
fn said(chart: &Chart, at: usize, category: &str) -> String {
    let unknown = |series: &&ChartSeries| series.values.get(at).is_none_or(|value| value.amount.is_none());
    let missing: Vec<&str> = chart.series.iter().filter(unknown).map(|series| series.name.as_str()).collect();
    let words = chart.shown(&ChartValue::default());
    match missing.len() {
        0 => category.to_string(),
        all if all == chart.series.len() => format!("{category} ({words})"),
        _ => format!("{category} ({}: {words})", missing.join(", ")),
    }
}

/// Dark against light, estimates hatched: told apart on any copy.
fn fill(row: usize, estimate: bool) -> String {
    let outline = format!("<a:ln w=\"9525\"><a:solidFill><a:srgbClr val=\"{DARK}\"/></a:solidFill>");
    let hatched = format!(
        "<a:pattFill prst=\"wdUpDiag\"><a:fgClr><a:srgbClr val=\"{DARK}\"/></a:fgClr><a:bgClr><a:srgbClr val=\"FFFFFF\"/></a:bgClr></a:pattFill>"
    );
    let solid = |colour: &str| format!("<a:solidFill><a:srgbClr val=\"{colour}\"/></a:solidFill>");
    let (inside, dash) = match (row, estimate) {
        (0, false) => (solid(DARK), ""),
        (0, true) => (hatched, ""),
        (_, false) => (solid("FFFFFF"), ""),
        (_, true) => (solid("FFFFFF"), "<a:prstDash val=\"dash\"/>"),
    };
    format!("<c:spPr>{inside}{outline}{dash}</a:ln></c:spPr>")
}
