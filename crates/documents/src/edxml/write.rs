//! The edXML packet of QCVN 102:2016/BTTTT, unsigned: what an office's own connector sends.
//!
//! The misspelt names (`Bussiness…`, `TyperNotation`) are part of the format. Each attachment is a ZIP with one file, in
//! base64.

use crate::archive;
use crate::xml::escaped;
use baocao_core::domain::{Date, Moment, Publication};
use base64ct::{Base64, Encoding as _};
use std::fmt::Write as _;

/// An organisation as the packet names it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Organisation {
    /// Its identifier (QĐ 20/2020/QĐ-TTg), empty where it is not known.
    pub id: String,
    /// Its name.
    pub name: String,
}

/// Everything the packet says.
#[derive(Debug)]
pub struct Packet<'a> {
    /// The document.
    pub document: &'a Publication,
    /// The sender.
    pub from: Organisation,
    /// The receivers.
    pub to: Vec<Organisation>,
    /// The document's date.
    pub date: Date,
    /// Số.
    pub number: &'a str,
    /// Ký hiệu.
    pub notation: &'a str,
    /// When it was sent.
    pub sent: Moment,
    /// The files inside, by name.
    pub files: &'a [(String, Vec<u8>)],
}

/// The packet as an `.edxml` file.
pub fn packet(packet: &Packet<'_>) -> anyhow::Result<String> {
    let document = packet.document;
    let date = packet.date.to_string().replace('-', "/");
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<edXML xmlns=\"http://www.mic.gov.vn/TBT/QCVN_102_2016\">\n<edXMLEnvelope>\n<edXMLHeader>\n<MessageHeader>\n",
    );
    organisation(&mut out, "From", &packet.from);
    for to in &packet.to {
        organisation(&mut out, "To", to);
    }
    let id = format!("{},{date},{}/{}", packet.from.id, packet.number, packet.notation);
    element(&mut out, "DocumentId", &id);
    let _ = writeln!(
        out,
        "<Code><CodeNumber>{}</CodeNumber><CodeNotation>{}</CodeNotation></Code>\n<PromulgationInfo><Place>{}</Place><PromulgationDate>{date}</PromulgationDate></PromulgationInfo>\n<DocumentType><Type>1</Type><TypeDetail>0</TypeDetail><TypeName>Báo cáo</TypeName></DocumentType>",
        escaped(packet.number),
        escaped(packet.notation),
        escaped(&document.place)
    );
    element(&mut out, "Subject", &document.running_title());
    element(&mut out, "Content", &document.subject);
    let position = document.signature.position.as_slice();
    let (competence, title) = match position {
        [competence, title] => (competence.as_str(), title.as_str()),
        [title] => ("", title.as_str()),
        _ => ("", ""),
    };
    let _ = writeln!(
        out,
        "<SignerInfo><Competence>{}</Competence><Position>{}</Position><FullName>{}</FullName></SignerInfo>\n<DueDate></DueDate>",
        escaped(competence),
        escaped(title),
        escaped(document.signature.name.as_deref().unwrap_or(""))
    );
    let _ = writeln!(
        out,
        "<OtherInfo><Priority>0</Priority><SphereOfPromulgation></SphereOfPromulgation><TyperNotation></TyperNotation><PromulgationAmount>{}</PromulgationAmount><PageAmount></PageAmount><Direction>0</Direction><Appendixes>{}</Appendixes></OtherInfo>\n<SteeringType>0</SteeringType>",
        packet.to.len(),
        document.appendices.iter().map(|a| format!("<Appendix>{}</Appendix>", escaped(&a.label))).collect::<String>()
    );
    out.push_str("<ToPlaces>");
    for line in &document.recipients {
        let _ = write!(out, "<Place>{}</Place>", escaped(line.trim_end_matches([';', '.'])));
    }
    let stamp = packet.sent.to_rfc3339();
    let (day, time) = (stamp[..10].replace('-', "/"), &stamp[11..19]);
    let _ = writeln!(
        out,
        "</ToPlaces>\n</MessageHeader>\n<TraceHeaderList>\n<TraceHeader><OrganId>{}</OrganId><Timestamp>{day} {time}</Timestamp></TraceHeader>\n<Bussiness><BussinessDocType>0</BussinessDocType><BussinessDocReason></BussinessDocReason><Paper>0</Paper><StaffInfo><Department></Department><Staff></Staff><Email></Email><Mobile></Mobile></StaffInfo></Bussiness>\n</TraceHeaderList>\n</edXMLHeader>\n<edXMLBody>\n<edXMLManifest version=\"1.0\">",
        escaped(&packet.from.id)
    );
    for (at, (name, _)) in (1..).zip(packet.files) {
        let _ = writeln!(
            out,
            "<Reference><ContentId>cid:{at}</ContentId><ContentType>{}</ContentType><Description>{}</Description><AttachmentName>{}</AttachmentName></Reference>",
            kind(name),
            escaped(&document.running_title()),
            escaped(name)
        );
    }
    out.push_str("</edXMLManifest>\n</edXMLBody>\n</edXMLEnvelope>\n<AttachmentEncoded>\n");
    for (at, (name, bytes)) in (1..).zip(packet.files) {
        let _ = writeln!(
            out,
            "<Attachment><ContentId>cid:{at}</ContentId><AttachmentName>{}</AttachmentName><Description></Description><ContentType>{}</ContentType><ContentTransferEncoded>{}</ContentTransferEncoded></Attachment>",
            escaped(name),
            kind(name),
            Base64::encode_string(&archive::packed([(name.as_str(), bytes.as_slice())])?)
        );
    }
    out.push_str("</AttachmentEncoded>\n</edXML>\n");
    Ok(out)
}

fn organisation(out: &mut String, tag: &str, of: &Organisation) {
    let _ = writeln!(
        out,
        "<{tag}><OrganId>{}</OrganId><OrganizationInCharge></OrganizationInCharge><OrganName>{}</OrganName><OrganAdd></OrganAdd><Email></Email><Telephone></Telephone><Fax></Fax><Website></Website></{tag}>",
        escaped(&of.id),
        escaped(&of.name)
    );
}

fn element(out: &mut String, tag: &str, words: &str) {
    let _ = writeln!(out, "<{tag}>{}</{tag}>", escaped(words));
}

fn kind(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or("").to_ascii_lowercase().as_str() {
        "docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "pdf" => "application/pdf",
        "html" => "text/html",
        "md" | "txt" => "text/plain",
        _ => "application/octet-stream",
    }
}
