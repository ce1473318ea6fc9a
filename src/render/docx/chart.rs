//! Charts as Word's own: a part each, which a clerk can recolour, resize and copy. The numbers stand in the part itself.
//!
//! Word draws by the numbers and shows our words: every label is the text of the table, with the decimal comma on
//! whatever computer. What nobody knows has no point, and its category says so.

use super::text::{Paragraph, Writer};
use super::xml::HEAD;
use crate::domain::{Chart, ChartSeries, ChartValue, Inline, Size};
use crate::render::xml::escaped;
use std::fmt::Write as _;

const CHART: &str = "http://schemas.openxmlformats.org/drawingml/2006/chart";
const MAIN: &str = "http://schemas.openxmlformats.org/drawingml/2006/main";
const DRAWING: &str = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing";
const RELATED: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
/// The kind of a chart's part.
pub(super) const CONTENT: &str = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml";

/// The dark of the first row, as in the other kinds of file.
const DARK: &str = "1F4E79";
/// One hundredth of a millimetre in the units of drawings.
const UNIT: u32 = 360;
/// The height of one bar, of what lies between two categories, and of the legend; in hundredths of a millimetre.
const BAR: u32 = 460;
const APART: u32 = 330;
const LEGEND: u32 = 1_300;

impl Writer<'_> {
    /// The title, the drawing, the numbers as a table, the notes.
    pub fn chart(&mut self, chart: &Chart) {
        // Direct formatting: a style of its own would change every document that has no chart.
        let centred =
            |more: &str| Paragraph { style: "Bang", number: None, more: format!("{more}<w:jc w:val=\"center\"/>") };
        let title = [Inline::Strong(vec![Inline::Text(chart.title.clone())])];
        self.paragraph(&centred("<w:keepNext/><w:spacing w:before=\"240\" w:after=\"60\"/>"), &title);
        let unit = [Inline::Emphasis(vec![Inline::Text(chart.unit_line())])];
        self.paragraph(&centred("<w:keepNext/>"), &unit);
        self.charts.push(part(chart, &self.layout.font, self.layout.sizes.table));
        let at = self.charts.len();
        let (width, height) = (self.layout.text_width().0 * UNIT, height(chart) * UNIT);
        let (name, about) = (escaped(&format!("Biểu đồ {at}")), escaped(&chart.alt()));
        let _ = write!(
            self.out,
            "<w:p><w:pPr><w:pStyle w:val=\"Bang\"/><w:keepNext/><w:jc w:val=\"center\"/></w:pPr><w:r><w:drawing>\
             <wp:inline xmlns:wp=\"{DRAWING}\" distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\"><wp:extent cx=\"{width}\" cy=\"{height}\"/>\
             <wp:docPr id=\"{at}\" name=\"{name}\" descr=\"{about}\"/><wp:cNvGraphicFramePr/>\
             <a:graphic xmlns:a=\"{MAIN}\"><a:graphicData uri=\"{CHART}\"><c:chart xmlns:c=\"{CHART}\" r:id=\"rChart{at}\"/></a:graphicData></a:graphic>\
             </wp:inline></w:drawing></w:r></w:p>"
        );
        self.table(&chart.table(), self.layout.text_width());
        for note in &chart.notes {
            let note = [Inline::Emphasis(vec![Inline::Text(note.clone())])];
            self.paragraph(&Paragraph { style: "Bang", ..Paragraph::default() }, &note);
        }
    }
}

/// Names take two lines at most in half of the width.
fn height(chart: &Chart) -> u32 {
    let count = |of: usize| u32::try_from(of).unwrap_or(0);
    let bars = (count(chart.series.len()) * BAR).max(2 * BAR);
    // A page holds no more than this beside the title and the table's beginning.
    (LEGEND + count(chart.categories.len()) * (bars + APART)).min(20_000)
}

/// `word/charts/chartN.xml`.
fn part(chart: &Chart, font: &str, size: Size) -> String {
    let (font, size) = (escaped(font), size.0.min(22) * 50);
    let type_of = |size: u32| {
        format!(
            "<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz=\"{size}\"><a:latin typeface=\"{font}\"/><a:cs typeface=\"{font}\"/></a:defRPr></a:pPr><a:endParaRPr lang=\"vi-VN\"/></a:p></c:txPr>"
        )
    };
    let mut out = format!(
        "{HEAD}<c:chartSpace xmlns:c=\"{CHART}\" xmlns:a=\"{MAIN}\" xmlns:r=\"{RELATED}\"><c:date1904 val=\"0\"/><c:lang val=\"vi-VN\"/><c:roundedCorners val=\"0\"/>\
         <c:chart><c:autoTitleDeleted val=\"1\"/><c:plotArea><c:layout/><c:barChart><c:barDir val=\"bar\"/><c:grouping val=\"clustered\"/><c:varyColors val=\"0\"/>"
    );
    for (row, series) in chart.series.iter().enumerate() {
        self::series(&mut out, chart, row, series, &type_of(size));
    }
    let _ = write!(
        out,
        "<c:gapWidth val=\"60\"/><c:overlap val=\"-10\"/><c:axId val=\"1\"/><c:axId val=\"2\"/></c:barChart>\
         <c:catAx><c:axId val=\"1\"/><c:scaling><c:orientation val=\"maxMin\"/></c:scaling><c:delete val=\"0\"/><c:axPos val=\"l\"/>\
         <c:numFmt formatCode=\"General\" sourceLinked=\"0\"/><c:majorTickMark val=\"none\"/><c:minorTickMark val=\"none\"/><c:tickLblPos val=\"low\"/>\
         <c:spPr><a:ln w=\"9525\"><a:solidFill><a:srgbClr val=\"000000\"/></a:solidFill></a:ln></c:spPr>{0}\
         <c:crossAx val=\"2\"/><c:crosses val=\"autoZero\"/><c:auto val=\"0\"/><c:lblAlgn val=\"ctr\"/><c:lblOffset val=\"100\"/><c:tickLblSkip val=\"1\"/><c:noMultiLvlLbl val=\"1\"/></c:catAx>\
         <c:valAx><c:axId val=\"2\"/><c:scaling><c:orientation val=\"minMax\"/></c:scaling><c:delete val=\"1\"/><c:axPos val=\"b\"/>\
         <c:numFmt formatCode=\"General\" sourceLinked=\"0\"/><c:majorTickMark val=\"none\"/><c:minorTickMark val=\"none\"/><c:tickLblPos val=\"none\"/>\
         <c:crossAx val=\"1\"/><c:crosses val=\"autoZero\"/><c:crossBetween val=\"between\"/></c:valAx>\
         <c:spPr><a:noFill/></c:spPr></c:plotArea><c:legend><c:legendPos val=\"t\"/><c:overlay val=\"0\"/>{0}</c:legend>\
         <c:plotVisOnly val=\"1\"/><c:dispBlanksAs val=\"gap\"/></c:chart><c:spPr><a:solidFill><a:srgbClr val=\"FFFFFF\"/></a:solidFill><a:ln><a:noFill/></a:ln></c:spPr></c:chartSpace>",
        type_of(size)
    );
    out
}

fn series(out: &mut String, chart: &Chart, row: usize, series: &ChartSeries, type_of: &str) {
    let _ = write!(
        out,
        "<c:ser><c:idx val=\"{row}\"/><c:order val=\"{row}\"/><c:tx><c:v>{}</c:v></c:tx>{}<c:invertIfNegative val=\"0\"/>",
        escaped(&series.name),
        fill(row, false)
    );
    let known = || series.values.iter().enumerate().filter_map(|(at, value)| Some((at, value, value.amount?)));
    for (at, value, _) in known() {
        if value.estimate {
            let fill = fill(row, true);
            let _ = write!(
                out,
                "<c:dPt><c:idx val=\"{at}\"/><c:invertIfNegative val=\"0\"/><c:bubble3D val=\"0\"/>{fill}</c:dPt>"
            );
        }
    }
    const SHOWN: &str = "<c:dLblPos val=\"outEnd\"/><c:showLegendKey val=\"0\"/><c:showVal val=\"1\"/><c:showCatName val=\"0\"/><c:showSerName val=\"0\"/><c:showPercent val=\"0\"/><c:showBubbleSize val=\"0\"/>";
    out.push_str("<c:dLbls>");
    for (at, value, _) in known() {
        let shown = escaped(&chart.shown(value));
        let _ = write!(
            out,
            "<c:dLbl><c:idx val=\"{at}\"/><c:tx><c:rich><a:bodyPr wrap=\"none\"/><a:lstStyle/><a:p><a:r><a:rPr lang=\"vi-VN\"/><a:t>{shown}</a:t></a:r></a:p></c:rich></c:tx>{SHOWN}</c:dLbl>"
        );
    }
    let _ = write!(out, "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>{type_of}{SHOWN}</c:dLbls>");
    let count = chart.categories.len();
    let _ = write!(out, "<c:cat><c:strLit><c:ptCount val=\"{count}\"/>");
    for (at, category) in chart.categories.iter().enumerate() {
        let category = escaped(&said(chart, at, category));
        let _ = write!(out, "<c:pt idx=\"{at}\"><c:v>{category}</c:v></c:pt>");
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
