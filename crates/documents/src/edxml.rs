//! Reading edXML: a packet's own words and files, and the status packets that receivers send back.
//!
//! Real packets come with and without prefixes and namespaces, layered and flat: elements are found by their local names.

pub mod write;

pub use write::*;

use crate::package::{Package, PackageLimits, Unpackable, xml};
use baocao_core::domain::Date;
use baocao_core::say;
use baocao_core::text::{Text, nfc};
use base64ct::{Base64, Encoding as _};
use roxmltree::{Document, Node};

/// An attachment is one file; a packet says little.
const LIMITS: PackageLimits =
    PackageLimits { parts: 16, part: 64 * 1024 * 1024, all: 64 * 1024 * 1024, nodes: 100_000 };

/// What a status packet says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    /// Who answers.
    pub from: String,
    /// The number it answers about, `12/BC-SKHCN`.
    pub number: String,
    /// The date of the document it answers about.
    pub date: Option<Date>,
    /// `01`, `03`, …
    pub code: String,
    /// In words of the receiver.
    pub description: String,
    /// As the packet has it, `2024/06/21 08:30:00`.
    pub timestamp: String,
}

impl Status {
    /// What the code means.
    pub fn meaning(&self) -> Text {
        match self.code.as_str() {
            "01" => say!(vi: "đã đến, chưa xử lý", en: "arrived, not handled yet"),
            "02" => say!(vi: "từ chối tiếp nhận", en: "refused"),
            "03" => say!(vi: "đã tiếp nhận", en: "received"),
            "04" => say!(vi: "đã phân công", en: "assigned"),
            "05" => say!(vi: "đang xử lý", en: "being handled"),
            "06" => say!(vi: "hoàn thành", en: "done"),
            "13" => say!(vi: "đề nghị lấy lại", en: "asked to be taken back"),
            "15" => say!(vi: "đồng ý cập nhật, lấy lại", en: "agrees to the update or take-back"),
            "16" => say!(vi: "từ chối cập nhật, lấy lại", en: "refuses the update or take-back"),
            _ => say!(vi: "mã chưa rõ nghĩa", en: "a code of unknown meaning"),
        }
    }
}

fn open(text: &str) -> Result<Document<'_>, Text> {
    xml("edXML", text, LIMITS)
        .map_err(|_| say!(vi: "tệp không phải XML đọc được", en: "the file is no XML that can be read"))
}

fn find<'a>(node: Node<'a, 'a>, name: &str) -> Option<Node<'a, 'a>> {
    node.descendants().find(|n| n.is_element() && n.tag_name().name() == name)
}

fn words(node: Node<'_, '_>, name: &str) -> String {
    let text: String = find(node, name)
        .into_iter()
        .flat_map(|n| n.descendants())
        .filter(Node::is_text)
        .filter_map(|n| n.text())
        .collect();
    nfc(text.trim())
}

/// Reads a status packet.
///
/// # Errors
/// Why it is none.
pub fn status(text: &str) -> Result<Status, Text> {
    let document = open(text)?;
    let root = document.root_element();
    let code = words(root, "StatusCode");
    let Some(answer) = find(root, "ResponseFor").filter(|_| !code.is_empty()) else {
        return Err(say!(vi: "tệp không phải gói tin trạng thái edXML", en: "the file is no edXML status packet"));
    };
    let plain = |text: &str| text.chars().filter(|c| !c.is_control()).take(300).collect::<String>();
    let date = words(answer, "PromulgationDate").replace('/', "-");
    let number = match (words(answer, "CodeNumber"), words(answer, "CodeNotation")) {
        (number, notation) if !number.is_empty() && !notation.is_empty() => format!("{number}/{notation}"),
        _ => words(answer, "Code"),
    };
    let from = find(root, "From").map(|from| (words(from, "OrganName"), words(from, "OrganId")));
    Ok(Status {
        from: plain(&from.map_or_else(String::new, |(name, id)| if name.is_empty() { id } else { name })),
        number: plain(&number),
        date: baocao_core::domain::parse_date(&date),
        code: plain(&format!("{code:0>2}")),
        description: plain(&words(root, "Description")),
        timestamp: plain(&words(root, "Timestamp")),
    })
}

/// The files inside a packet, by name.
///
/// # Errors
/// Why they cannot be read.
pub fn files(text: &str) -> Result<Vec<(String, Vec<u8>)>, Text> {
    let document = open(text)?;
    let broken = |name: &str| say!(vi: "tệp đính kèm “{name}” hỏng", en: "the attachment “{name}” is broken");
    let mut out = Vec::new();
    for node in document.descendants().filter(|n| n.is_element() && n.tag_name().name() == "Attachment") {
        let name = words(node, "AttachmentName");
        let code: String = words(node, "ContentTransferEncoded").split_whitespace().collect();
        let packed = Base64::decode_vec(&code).map_err(|_| broken(&name))?;
        let bytes = Package::open(&packed, LIMITS).and_then(|mut package| package.first());
        let bytes = bytes.map_err(|why| match why {
            Unpackable::TooLarge(_) => {
                say!(vi: "tệp đính kèm “{name}” quá lớn", en: "the attachment “{name}” is too large")
            }
            _ => broken(&name),
        })?;
        out.push((name, bytes));
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use crate::edxml::*;

    #[test]
    fn status_packets_are_read_with_and_without_prefixes() {
        let body = "<X:From><X:OrganId>H55</X:OrganId><X:OrganName>UBND tỉnh</X:OrganName></X:From><X:ResponseFor><X:Code><X:CodeNumber>12</X:CodeNumber><X:CodeNotation>BC-SKHCN</X:CodeNotation></X:Code><X:PromulgationDate>2024/06/20</X:PromulgationDate></X:ResponseFor><X:StatusCode>3</X:StatusCode><X:Description>ok</X:Description><X:Timestamp>2024/06/21 08:30:00</X:Timestamp>";
        let with = format!("<X:edXML xmlns:X=\"http://www.mic.gov.vn/TBT/QCVN_102_2016\">{body}</X:edXML>");
        let without = format!("<edXML>{}</edXML>", body.replace("X:", ""));
        for text in [with, without] {
            let status = status(&text).expect("a status");
            assert_eq!(
                (status.from.as_str(), status.number.as_str(), status.code.as_str()),
                ("UBND tỉnh", "12/BC-SKHCN", "03")
            );
            assert_eq!(status.date, baocao_core::domain::parse_date("2024-06-20"));
            assert_eq!(status.meaning().vi, "đã tiếp nhận");
        }
        assert!(status("<edXML/>").is_err() && status("x").is_err());
        assert!(status("<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>").is_err());
    }
}
