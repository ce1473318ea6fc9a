//! Word files: the parts written by hand, so that every byte is ours, in one container.
//!
//! Numbers, styles, headers, footnotes and table heads are Word's own, so that a clerk can go on editing. The same
//! publication and layout give the same bytes on every machine and on every day.

mod chart;
mod numbering;
mod page;
mod picture;
mod styles;
mod table;
mod text;
mod theme;
mod xml;

use crate::archive;
use crate::xml::escaped;
use baocao_core::domain::{Date, Image, ImageKind, Layout, Matter, Publication};
use std::sync::Arc;
use text::DocxWriter;
use xml::{HEAD, SPACES};

/// The document as a `.docx` file.
pub fn publication(publication: &Publication, layout: &Layout) -> anyhow::Result<Vec<u8>> {
    let mut writer = DocxWriter::new(layout, &publication.notes);
    writer.publication(publication);
    let about = About {
        title: publication.title(),
        creator: publication.agency_name.clone(),
        subject: layout.name.clone(),
        day: publication.date,
        status: publication.draft,
    };
    package(writer, &about)
}

/// A page with a title and a text, for the lists of the filed record.
pub fn page(
    title: &str,
    agency: &str,
    day: Option<Date>,
    matter: &[Matter],
    layout: &Layout,
) -> anyhow::Result<Vec<u8>> {
    // Lists are wide: the sheet lies on its side.
    let lying = Layout { page: (layout.page.1, layout.page.0), ..layout.clone() };
    let mut writer = DocxWriter::new(&lying, &[]);
    writer.plain_page(title, matter);
    let about = About { title: title.into(), creator: agency.into(), subject: String::new(), day, status: false };
    package(writer, &about)
}

/// The document's properties.
struct About {
    title: String,
    creator: String,
    subject: String,
    day: Option<Date>,
    status: bool,
}

fn package(mut writer: DocxWriter<'_>, about: &About) -> anyhow::Result<Vec<u8>> {
    let footnotes = writer.footnotes();
    let links = std::mem::take(&mut writer.links);
    let charts = std::mem::take(&mut writer.charts);
    let pictures = std::mem::take(&mut writer.pictures);
    let media = |(at, image): (usize, &Arc<Image>)| format!("media/picture{at}.{}", image.kind.extension());
    let media: Vec<String> = (1..).zip(&pictures).map(media).collect();
    let numbering = writer.rows.part(writer.layout.indent.twips());
    let styles = styles::styles(writer.layout);
    let document = format!("{HEAD}<w:document {SPACES}><w:body>{}</w:body></w:document>", writer.out);
    let parts: [(&str, String); 14] = [
        ("[Content_Types].xml", content_types(charts.len(), &pictures)),
        ("_rels/.rels", package_relations()),
        ("docProps/core.xml", core(about)),
        ("docProps/app.xml", app()),
        ("word/document.xml", document),
        ("word/_rels/document.xml.rels", relations(&links, charts.len(), &media)),
        ("word/styles.xml", styles),
        ("word/numbering.xml", numbering),
        ("word/settings.xml", settings()),
        ("word/fontTable.xml", fonts(&writer.layout.font)),
        ("word/theme/theme1.xml", theme::theme(&writer.layout.font)),
        ("word/footnotes.xml", footnote_part(&footnotes)),
        ("word/header1.xml", header(PAGE_FIELD)),
        ("word/header2.xml", header("")),
    ];
    let charts: Vec<(String, String)> =
        (1..).zip(charts).map(|(at, chart): (usize, String)| (format!("word/charts/chart{at}.xml"), chart)).collect();
    let charts = charts.iter().map(|(name, text)| (name.as_str(), text.as_bytes()));
    let media: Vec<String> = media.iter().map(|name| format!("word/{name}")).collect();
    let pictures = media.iter().zip(&pictures).map(|(name, image)| (name.as_str(), image.bytes.as_slice()));
    archive::packed(parts.iter().map(|(name, text)| (*name, text.as_bytes())).chain(charts).chain(pictures))
}

const PAGE_FIELD: &str = "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText xml:space=\"preserve\"> PAGE </w:instrText></w:r>\
     <w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>2</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r>";

fn header(field: &str) -> String {
    let style = if field.is_empty() { "DuongKe" } else { "Header" };
    format!("{HEAD}<w:hdr {SPACES}><w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>{field}</w:p></w:hdr>")
}

fn footnote_part(notes: &str) -> String {
    let separator = |id: i8, kind, mark| {
        format!("<w:footnote w:type=\"{kind}\" w:id=\"{id}\"><w:p><w:r><w:{mark}/></w:r></w:p></w:footnote>")
    };
    format!(
        "{HEAD}<w:footnotes {SPACES}>{}{}{notes}</w:footnotes>",
        separator(-1, "separator", "separator"),
        separator(0, "continuationSeparator", "continuationSeparator")
    )
}

const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const RELATIONS_PART: &str = "http://schemas.openxmlformats.org/package/2006/relationships";

fn content_types(charts: usize, pictures: &[Arc<Image>]) -> String {
    let mut out = format!(
        "{HEAD}<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
         <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Default Extension=\"xml\" ContentType=\"application/xml\"/>"
    );
    for kind in [ImageKind::Png, ImageKind::Jpeg] {
        if pictures.iter().any(|image| image.kind == kind) {
            let (extension, media) = (kind.extension(), kind.media_type());
            out.push_str(&format!("<Default Extension=\"{extension}\" ContentType=\"{media}\"/>"));
        }
    }
    out.push_str(
        "<Override PartName=\"/docProps/core.xml\" ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>\
         <Override PartName=\"/docProps/app.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.extended-properties+xml\"/>",
    );
    for (name, kind) in [
        ("document", "document.main"),
        ("styles", "styles"),
        ("numbering", "numbering"),
        ("settings", "settings"),
        ("fontTable", "fontTable"),
        ("footnotes", "footnotes"),
        ("header1", "header"),
        ("header2", "header"),
    ] {
        out.push_str(&format!("<Override PartName=\"/word/{name}.xml\" ContentType=\"{WORD}.{kind}+xml\"/>"));
    }
    let kind = theme::CONTENT;
    out.push_str(&format!("<Override PartName=\"/word/theme/theme1.xml\" ContentType=\"{kind}\"/>"));
    for at in 1..=charts {
        let kind = chart::CONTENT;
        out.push_str(&format!("<Override PartName=\"/word/charts/chart{at}.xml\" ContentType=\"{kind}\"/>"));
    }
    out.push_str("</Types>");
    out
}

fn package_relations() -> String {
    format!(
        "{HEAD}<Relationships xmlns=\"{RELATIONS_PART}\">\
         <Relationship Id=\"rDocument\" Type=\"{RELATIONS}/officeDocument\" Target=\"word/document.xml\"/>\
         <Relationship Id=\"rCore\" Type=\"http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/>\
         <Relationship Id=\"rApp\" Type=\"{RELATIONS}/extended-properties\" Target=\"docProps/app.xml\"/></Relationships>"
    )
}

fn relations(links: &[String], charts: usize, media: &[String]) -> String {
    let mut out = format!("{HEAD}<Relationships xmlns=\"{RELATIONS_PART}\">");
    for (id, kind, target) in [
        ("rStyles", "styles", "styles.xml"),
        ("rNumbering", "numbering", "numbering.xml"),
        ("rSettings", "settings", "settings.xml"),
        ("rFonts", "fontTable", "fontTable.xml"),
        ("rTheme", "theme", "theme/theme1.xml"),
        ("rNotes", "footnotes", "footnotes.xml"),
        ("rHeader", "header", "header1.xml"),
        ("rHeaderFirst", "header", "header2.xml"),
    ] {
        out.push_str(&format!("<Relationship Id=\"{id}\" Type=\"{RELATIONS}/{kind}\" Target=\"{target}\"/>"));
    }
    for at in 1..=charts {
        out.push_str(&format!(
            "<Relationship Id=\"rChart{at}\" Type=\"{RELATIONS}/chart\" Target=\"charts/chart{at}.xml\"/>"
        ));
    }
    for (at, target) in (1..).zip(media) {
        out.push_str(&format!("<Relationship Id=\"rPicture{at}\" Type=\"{RELATIONS}/image\" Target=\"{target}\"/>"));
    }
    for (at, link) in (1..).zip(links) {
        let target = escaped(link);
        out.push_str(&format!(
            "<Relationship Id=\"rLink{at}\" Type=\"{RELATIONS}/hyperlink\" Target=\"{target}\" TargetMode=\"External\"/>"
        ));
    }
    out.push_str("</Relationships>");
    out
}

fn core(about: &About) -> String {
    let mut out = format!(
        "{HEAD}<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">\
         <dc:title>{}</dc:title><dc:subject>{}</dc:subject><dc:creator>{}</dc:creator><dc:language>vi-VN</dc:language>",
        escaped(&about.title),
        escaped(&about.subject),
        escaped(&about.creator)
    );
    if about.status {
        out.push_str("<cp:contentStatus>Dự thảo</cp:contentStatus>");
    }
    if let Some(day) = about.day {
        out.push_str(&format!("<dcterms:created xsi:type=\"dcterms:W3CDTF\">{day}T00:00:00+07:00</dcterms:created>"));
    }
    out.push_str("</cp:coreProperties>");
    out
}

fn app() -> String {
    format!(
        "{HEAD}<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties\"><Application>baocao</Application></Properties>"
    )
}

fn settings() -> String {
    format!(
        "{HEAD}<w:settings {SPACES}><w:defaultTabStop w:val=\"720\"/><w:characterSpacingControl w:val=\"doNotCompress\"/>\
         <w:footnotePr><w:footnote w:id=\"-1\"/><w:footnote w:id=\"0\"/></w:footnotePr>\
         <w:compat><w:compatSetting w:name=\"compatibilityMode\" w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/></w:compat>\
         <w:themeFontLang w:val=\"vi-VN\"/></w:settings>"
    )
}

fn fonts(font: &str) -> String {
    let font = escaped(font);
    format!(
        "{HEAD}<w:fonts {SPACES}><w:font w:name=\"{font}\"><w:charset w:val=\"00\"/><w:family w:val=\"roman\"/><w:pitch w:val=\"variable\"/></w:font></w:fonts>"
    )
}
