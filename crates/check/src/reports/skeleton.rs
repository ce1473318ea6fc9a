//! The skeleton of the consolidated report (`templates/BM-VP-01.md`).

pub mod write;

pub use write::*;

use crate::reports::comments::{comments, inner};
use crate::reports::markdown;
use baocao_core::diagnostic::{Code, Diagnostic};
use baocao_core::domain::{BlockKind, Form, FrontMatter, SectionKey, Skeleton, SkeletonPart, VARIABLES};
use baocao_core::format::front_matter;
use baocao_core::say;
use baocao_core::text::{Place, Source, Span, Text, fold_plain, nearest};

/// Reads a skeleton beside the departments' form whose sections it takes.
pub fn read(source: &Source, form: &Form) -> (Skeleton, Vec<Diagnostic>) {
    let mut reader = SkeletonReader { source, form, faults: Vec::new() };
    if source.text().len() > crate::reports::form::MAX_BYTES {
        let message = say!(vi: "khung báo cáo quá lớn (quá 256 KiB)", en: "the skeleton is too large (over 256 KiB)");
        reader.fault(Span::at(0), message, None);
        return (Skeleton { code: String::new(), name: String::new(), parts: Vec::new() }, reader.faults);
    }
    let front = front_matter::read(source.text());
    let scalar = |key| front.front.scalar(key).map(|value| value.trim().to_string()).unwrap_or_default();
    let (code, name) = (scalar("bieu_mau"), scalar("ten"));
    match &front.front {
        FrontMatter::Malformed(span, reason) => reader.fault(*span, reason.clone(), None),
        _ if code.is_empty() => {
            let message =
                say!(vi: "khung báo cáo thiếu trường “bieu_mau”", en: "the skeleton lacks the field “bieu_mau”");
            reader.fault(Span::at(0), message, None);
        }
        _ => {}
    }
    let mut skeleton = Skeleton { code, name, parts: Vec::new() };
    for block in markdown::blocks(source, front.body).blocks {
        match block.kind {
            BlockKind::Heading { level, text } => {
                reader.variables(text);
                skeleton.parts.push(SkeletonPart::Heading { level, text: source.slice(text).to_string() });
            }
            _ => reader.block(block.span, &mut skeleton.parts),
        }
    }
    if !skeleton.parts.iter().any(|part| matches!(part, SkeletonPart::Take(_))) {
        let message = say!(
            vi: "khung báo cáo không lấy mục nào của các đơn vị (không có dòng <!-- lấy: … -->)",
            en: "the skeleton takes no section from the departments (no <!-- lấy: … -->)"
        );
        reader.fault(Span::at(front.body), message, None);
    }
    (skeleton, reader.faults)
}

struct SkeletonReader<'s> {
    source: &'s Source,
    form: &'s Form,
    faults: Vec<Diagnostic>,
}

impl SkeletonReader<'_> {
    fn fault(&mut self, span: Span, message: Text, help: Option<Text>) {
        let place = Place::new(self.source.path().clone(), self.source.clip(span));
        let mut fault = Diagnostic::new(Code::FormMalformed, place, message);
        fault.help = help;
        self.faults.push(fault);
    }

    /// Says which variables of the office's own text do not exist.
    fn variables(&mut self, span: Span) {
        for (at, message, help) in baocao_core::format::placeholders::unknown(self.source.slice(span), &VARIABLES) {
            self.fault(at.shift(span.start), message, Some(help));
        }
    }

    /// Orders of a block of comments alone; any other block is the office's own text and stays as it is.
    fn block(&mut self, span: Span, parts: &mut Vec<SkeletonPart>) {
        let text = self.source.slice(span);
        let orders = comments(text);
        let covered: usize =
            orders.iter().map(|c| text[c.start..c.end].split_whitespace().map(str::len).sum::<usize>()).sum();
        if orders.is_empty() || covered < text.split_whitespace().map(str::len).sum() {
            parts.push(SkeletonPart::Paragraph(text.to_string()));
            self.variables(span);
            return;
        }
        for order in orders {
            let (words, at) = inner(self.source.text(), order.shift(span.start));
            let (word, value) = words.split_once(':').unwrap_or((words, ""));
            match (fold_plain(word).as_str(), value.trim()) {
                ("lay", key) => {
                    if self.form.sections.iter().any(|s| s.key.0 == key) {
                        parts.push(SkeletonPart::Take(SectionKey(key.to_string())));
                    } else {
                        let code = &self.form.code;
                        let keys: Vec<_> = self.form.sections.iter().map(|s| s.key.0.as_str()).collect();
                        let list = keys.join(", ");
                        let message = say!(vi: "biểu mẫu {code} không có mục “{key}”", en: "the form {code} has no section “{key}”");
                        let help = say!(vi: "chọn trong các mục: {list}", en: "choose from: {list}");
                        self.fault(at, message, Some(help));
                    }
                }
                ("bang so lieu", "") => parts.push(SkeletonPart::FiguresTable),
                ("ghi chu", _) => {}
                _ => {
                    let near = nearest(word, ["lấy", "bảng số liệu", "ghi chú"]);
                    let help = near.map(|near| say!(vi: "có phải là “{near}”?", en: "did you mean “{near}”?"));
                    let shown: String = word.trim().chars().take(40).collect();
                    let message = say!(
                        vi: "không hiểu yêu cầu “{shown}” trong khung báo cáo",
                        en: "the directive “{shown}” of the skeleton is not known"
                    );
                    self.fault(at, message, help);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::reports::skeleton::*;
    use baocao_core::text::RepoPath;

    fn parse(text: &str) -> (Skeleton, Vec<Diagnostic>) {
        let form = Source::new(RepoPath::new("f.md"), include_str!("../../../../templates/BM-VP-01.01.md").to_string());
        let form = crate::reports::form::read(&form).0;
        read(&Source::new(RepoPath::new("s.md"), text.to_string()), &form)
    }

    #[test]
    fn the_offices_own_skeleton_is_understood_whole() {
        let (skeleton, faults) = parse(include_str!("../../../../templates/BM-VP-01.md"));
        assert_eq!(faults, []);
        assert_eq!(skeleton.code, "BM-VP-01");
        let taken: Vec<_> = skeleton
            .parts
            .iter()
            .filter_map(|part| match part {
                SkeletonPart::Take(key) => Some(key.0.as_str()),
                _ => None,
            })
            .collect();
        assert_eq!(taken, ["I", "I.1", "I.2", "II", "II.1", "II.2", "II.3", "II.4", "III", "IV"]);
        assert!(skeleton.parts.contains(&SkeletonPart::FiguresTable));
        assert!(matches!(&skeleton.parts[0], SkeletonPart::Heading { level: 1, .. }));
        assert!(matches!(skeleton.parts.last(), Some(SkeletonPart::Paragraph(text)) if text.ends_with("./.")));
    }

    #[test]
    fn unknown_variables_are_named_with_the_nearest_one() {
        let text = "---\nbieu_mau: X\n---\n# BÁO CÁO {kỳ}\n\nGửi {cơ quan}, {agency}; {co_quan} {ten} {…}\n\n<!-- lấy: I -->\n";
        let faults = parse(text).1;
        let said: Vec<_> = faults
            .iter()
            .filter_map(|f| f.place.span.map(|span| (f.message.vi.as_str(), &text[span.start..span.end])))
            .collect();
        let expected = [
            ("không có biến “{kỳ}”", "{kỳ}"),
            ("không có biến “{cơ quan}”", "{cơ quan}"),
            ("không có biến “{agency}”", "{agency}"),
        ];
        assert_eq!(said, expected);
        let helps: Vec<_> = faults.iter().filter_map(|f| f.help.as_ref()).map(|help| help.vi.clone()).collect();
        assert!(
            helps[0].starts_with("có phải là “{ky}”") && helps[1].starts_with("có phải là “{co_quan}”"),
            "{helps:?}"
        );
        assert!(helps[2].starts_with("dùng một trong các biến"), "{helps:?}");
    }

    #[test]
    fn unknown_sections_and_orders_are_named() {
        let faults = parse("---\nbieu_mau: X\n---\n<!-- lấy: V -->\n\n<!-- lấi: I -->\n").1;
        assert_eq!(faults.len(), 3);
        assert!(faults[0].message.vi.contains("“V”"));
        assert!(faults[1].help.as_ref().is_some_and(|h| h.vi.contains("lấy")));
    }
}
