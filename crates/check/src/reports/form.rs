//! The form file (`templates/BM-VP-01.01.md`, `bieu-mau.md`): headings are the sections, comments below them the demands.
//!
//! A form is an ordinary text that an office edits by hand. Whatever is wrong in it is a diagnostic with its place, and the rest
//! is still read, so that one slip does not switch the whole form off.

use crate::reports::comments::{comments, inner};
use crate::reports::markdown;
use baocao_core::diagnostic::{Code, Diagnostic};
use baocao_core::domain::{
    Cadence, Demand, Form, FormSection, FrontMatter, Heading, SECTION_VARIABLES, SectionKey, VARIABLES,
};
use baocao_core::format::front_matter;
use baocao_core::say;
use baocao_core::text::{Place, Source, Span, Text, fold_heading, fold_plain, heading_number, nearest};
use std::collections::BTreeMap;

/// The most bytes of a form or a skeleton: the procedure's own has five thousand.
pub(crate) const MAX_BYTES: usize = 256 * 1024;
/// The most sections of a form. Each is held against all others, and every heading of every report against each.
const MAX_SECTIONS: usize = 500;

/// The words that begin a directive, as people see them, and without diacritics.
const DIRECTIVES: [(&str, &str, Word); 7] = [
    ("bắt buộc", "bat buoc", Word::Required),
    ("tuỳ chọn", "tuy chon", Word::Optional),
    ("áp dụng", "ap dung", Word::Applied),
    ("đồng nghĩa", "dong nghia", Word::Synonyms),
    ("số liệu", "so lieu", Word::Figures),
    ("hướng dẫn", "huong dan", Word::Guidance),
    ("ghi chú", "ghi chu", Word::Remark),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Word {
    Required,
    Optional,
    Applied,
    Synonyms,
    Figures,
    Guidance,
    Remark,
}

/// The kinds of period as forms name them.
const KINDS: [(&str, &[&str], Cadence); 7] = [
    ("tháng", &["thang"], Cadence::Month),
    ("quý", &["quy"], Cadence::Quarter),
    ("6 tháng", &["6 thang", "6thang", "sau thang", "06 thang"], Cadence::HalfYear),
    ("9 tháng", &["9 thang", "9thang", "chin thang", "09 thang"], Cadence::NineMonths),
    ("năm", &["nam"], Cadence::Year),
    ("năm Bộ", &["nam bo", "nam-bo"], Cadence::Ministry),
    ("đột xuất", &["dot xuat", "dot-xuat"], Cadence::AdHoc),
];

/// Reads a form and everything that is wrong with it.
pub fn read(source: &Source) -> (Form, Vec<Diagnostic>) {
    let mut reader = FormReader { source, faults: Vec::new() };
    if source.text().len() > MAX_BYTES {
        let message = say!(vi: "biểu mẫu quá lớn (quá 256 KiB)", en: "the form is too large (over 256 KiB)");
        reader.fault(Span::at(0), message, None);
        let form = Form { code: String::new(), name: String::new(), basis: None, heading: None, sections: Vec::new() };
        return (form, reader.faults);
    }
    let front = front_matter::read(source.text());
    let (code, name, basis) = reader.front(&front.front, front.body);
    let page = markdown::page(source, front.body);
    let mut form = Form { code, name, basis, heading: None, sections: Vec::new() };
    let mut orders = Vec::new();
    for (at, heading) in page.headings.iter().enumerate() {
        let end = page.headings.get(at + 1).map_or(source.text().len(), |next| next.span.start);
        let body = Span::new(heading.span.end, end);
        if heading.level == 1 {
            if form.heading.is_some() {
                let message =
                    say!(vi: "biểu mẫu có hai tên báo cáo (dòng “#”)", en: "the form has two titles (lines “#”)");
                reader.fault(heading.span, message, None);
            }
            reader.variables(heading.text_span, &VARIABLES);
            form.heading.get_or_insert(heading.text.clone());
        } else if form.sections.len() == MAX_SECTIONS {
            let message = say!(
                vi: "biểu mẫu có quá {MAX_SECTIONS} mục, từ đây trở đi không đọc",
                en: "the form has more than {MAX_SECTIONS} sections; from here on it is not read"
            );
            reader.fault(heading.span, message, None);
            break;
        } else {
            reader.variables(heading.text_span, &SECTION_VARIABLES);
            reader.section(&mut form, heading);
            orders.push((form.sections.len() - 1, body));
        }
        reader.stray_text(body);
    }
    for (section, body) in orders {
        reader.orders(&mut form.sections[section], body);
    }
    reader.twins(&form);
    if form.sections.is_empty() {
        let message = say!(
            vi: "biểu mẫu không có mục nào (không có dòng tiêu đề “##”)",
            en: "the form has no section (no heading “##”)"
        );
        reader.fault(Span::at(front.body), message, None);
    }
    reader.faults.sort_by(|a, b| a.place.cmp(&b.place));
    (form, reader.faults)
}

struct FormReader<'s> {
    source: &'s Source,
    faults: Vec<Diagnostic>,
}

impl FormReader<'_> {
    fn place(&self, span: Span) -> Place {
        Place::new(self.source.path().clone(), self.source.clip(span))
    }

    fn fault(&mut self, span: Span, message: Text, help: Option<Text>) {
        let mut fault = Diagnostic::new(Code::FormMalformed, self.place(span), message);
        fault.help = help;
        self.faults.push(fault);
    }

    fn front(&mut self, front: &FrontMatter, body: usize) -> (String, String, Option<String>) {
        const FIELDS: [&str; 3] = ["bieu_mau", "ten", "can_cu"];
        match front {
            FrontMatter::Missing => {
                let message = say!(
                    vi: "biểu mẫu thiếu phần khai báo (bieu_mau, ten) ở đầu tệp",
                    en: "the form has no front matter (bieu_mau, ten)"
                );
                self.fault(Span::at(body), message, None);
            }
            FrontMatter::Malformed(span, reason) => self.fault(*span, reason.clone(), None),
            FrontMatter::Read(fields, block) => {
                for (at, field) in fields.iter().enumerate() {
                    let key = &field.key;
                    if !FIELDS.contains(&key.as_str()) {
                        let help = nearest(key, FIELDS)
                            .map(|near| say!(vi: "có phải là “{near}”?", en: "did you mean “{near}”?"));
                        let message = say!(vi: "biểu mẫu không có trường “{key}”", en: "a form has no field “{key}”");
                        self.fault(field.key_span, message, help);
                    } else if fields[..at].iter().any(|f| f.key == *key) {
                        let message = say!(vi: "trường “{key}” khai hai lần", en: "the field “{key}” stands twice");
                        self.fault(field.key_span, message, None);
                    }
                }
                for key in ["bieu_mau", "ten"] {
                    if front.scalar(key).is_none_or(|value| value.trim().is_empty()) {
                        let at = front.field(key).map_or(Span::new(block.start, block.start + 3), |f| f.key_span);
                        let message = say!(vi: "biểu mẫu thiếu trường “{key}”", en: "the form lacks the field “{key}”");
                        self.fault(at, message, None);
                    }
                }
            }
        }
        let scalar = |key| front.scalar(key).map(|value| value.trim().to_string());
        (scalar("bieu_mau").unwrap_or_default(), scalar("ten").unwrap_or_default(), scalar("can_cu"))
    }

    /// Says which variables of a heading or a synonym do not exist there.
    fn variables(&mut self, span: Span, known: &[&str]) {
        for (at, message, help) in baocao_core::format::placeholders::unknown(self.source.slice(span), known) {
            self.fault(at.shift(span.start), message, Some(help));
        }
    }

    fn section(&mut self, form: &mut Form, heading: &Heading) {
        let parent = form.sections.iter().enumerate().rev().find(|(_, s)| s.level < heading.level);
        // A level may be skipped upward again: the parent is the nearest section above that is still open.
        let parent = parent.map(|(at, _)| at);
        let number = heading_number(&heading.text);
        let printed = number.as_ref().map_or("", |n| &heading.text[n.span.start..n.span.end]).to_string();
        let title = number.as_ref().map_or(heading.text.as_str(), |n| &heading.text[n.title..]).trim().to_string();
        let siblings = form.sections.iter().filter(|s| s.parent == parent).count();
        let own = printed.trim_matches(|c: char| !c.is_alphanumeric()).to_string();
        let own = if own.is_empty() { (siblings + 1).to_string() } else { own };
        let key = match parent {
            Some(parent) => {
                let above = &form.sections[parent].key.0;
                let inside = format!("{above}.");
                if own.starts_with(&inside) { own } else { inside + &own }
            }
            None => own,
        };
        if title.is_empty() {
            let message = say!(vi: "tiêu đề của mục {key} để trống", en: "the title of section {key} is empty");
            self.fault(heading.span, message, None);
        }
        if form.sections.iter().any(|s| s.key.0 == key) {
            let message = say!(vi: "có hai mục cùng số “{key}”", en: "two sections have the number “{key}”");
            let help = say!(vi: "đánh số lại các tiêu đề của biểu mẫu", en: "number the form's headings anew");
            self.fault(heading.text_span, message, Some(help));
        }
        form.sections.push(FormSection {
            key: SectionKey(key),
            level: heading.level,
            number: printed,
            title,
            synonyms: Vec::new(),
            demand: BTreeMap::new(),
            figures: false,
            guidance: Vec::new(),
            parent,
            place: self.place(heading.span),
        });
    }

    /// A form says everything in comments: other text would be seen by nobody who fills it in.
    fn stray_text(&mut self, body: Span) {
        let text = &self.source.text()[body.start..body.end];
        let mut at = 0;
        let end = Span::at(text.len());
        for comment in comments(text).into_iter().chain([end]) {
            let gap = &text[at..comment.start.max(at)];
            let words = gap.trim();
            if !words.is_empty() {
                let start = body.start + at + (gap.len() - gap.trim_start().len());
                let first = words.lines().next().unwrap_or(words).trim_end();
                let message = say!(
                    vi: "chữ nằm ngoài dấu <!-- … --> nên không có tác dụng",
                    en: "text outside <!-- … --> has no effect in a form"
                );
                let help = say!(
                    vi: "nếu là lời hướng dẫn, viết thành <!-- hướng dẫn: … -->",
                    en: "if it is guidance, write it as <!-- hướng dẫn: … -->"
                );
                self.fault(Span::new(start, start + first.len()), message, Some(help));
            }
            at = comment.end;
        }
    }

    /// The directives below one heading.
    fn orders(&mut self, section: &mut FormSection, body: Span) {
        let mut said: BTreeMap<Cadence, (Demand, Span)> = BTreeMap::new();
        let mut everywhere: Option<Demand> = None;
        let mut applied: Option<Vec<Cadence>> = None;
        let text = self.source.text();
        for comment in comments(&text[body.start..body.end]) {
            let (words, span) = inner(text, comment.shift(body.start));
            let (word, value) = words.split_once(':').unwrap_or((words, ""));
            let value_span = Span::new(span.end - value.trim_start().len(), span.end);
            let value = value.trim();
            let Some(order) = DIRECTIVES.iter().find(|d| d.1 == fold_plain(word)).map(|d| d.2) else {
                let word = word.trim();
                let near = nearest(word, DIRECTIVES.map(|d| d.0));
                let help = near.map(|near| say!(vi: "có phải là “{near}”?", en: "did you mean “{near}”?"));
                let shown: String = word.chars().take(40).collect();
                let message = say!(
                    vi: "không hiểu yêu cầu “{shown}” của mục {key}",
                    en: "the directive “{shown}” of section {key} is not known",
                    key = section.key
                );
                self.fault(Span::new(span.start, span.start + word.len()), message, help);
                continue;
            };
            match order {
                Word::Required | Word::Optional => {
                    let demand = if order == Word::Required { Demand::Required } else { Demand::Optional };
                    if value.is_empty() {
                        if everywhere.is_some_and(|other| other != demand) {
                            self.contradiction(section, span);
                        }
                        everywhere = Some(demand);
                    }
                    for kind in self.kinds(value, value_span) {
                        if said.get(&kind).is_some_and(|(other, _)| *other != demand) {
                            self.contradiction(section, value_span);
                        }
                        said.insert(kind, (demand, value_span));
                    }
                }
                Word::Applied => {
                    if value.is_empty() {
                        let message = say!(
                            vi: "“áp dụng” phải nêu các kỳ, ví dụ “áp dụng: 6 tháng, năm”",
                            en: "“áp dụng” names kinds of period, as in “áp dụng: 6 tháng, năm”"
                        );
                        self.fault(span, message, None);
                    } else {
                        let kinds = self.kinds(value, value_span);
                        applied.get_or_insert_with(Vec::new).extend(kinds);
                    }
                }
                Word::Synonyms => {
                    self.variables(value_span, &SECTION_VARIABLES);
                    let names = value.split(';').map(|s| s.split_whitespace().collect::<Vec<_>>().join(" "));
                    section.synonyms.extend(names.filter(|s| !s.is_empty()));
                }
                Word::Figures => match fold_plain(value).as_str() {
                    "" | "can" | "co" => section.figures = true,
                    "khong" | "khong can" => section.figures = false,
                    _ => {
                        let message = say!(
                            vi: "“số liệu” chỉ nhận “cần” hoặc “không”",
                            en: "“số liệu” takes “cần” or “không” only"
                        );
                        self.fault(value_span, message, None);
                    }
                },
                Word::Guidance => {
                    if !value.is_empty() {
                        section.guidance.push(value.lines().map(str::trim).collect::<Vec<_>>().join("\n"));
                    }
                }
                Word::Remark => {}
            }
        }
        for cadence in Cadence::ALL {
            let outside = applied.as_ref().is_some_and(|kinds| !kinds.contains(&cadence));
            let demand = if outside {
                if let Some((Demand::Required, at)) = said.get(&cadence) {
                    self.contradiction(section, *at);
                }
                Some(Demand::NotApplied)
            } else {
                said.get(&cadence).map(|(demand, _)| *demand).or(everywhere)
            };
            if let Some(demand) = demand {
                section.demand.insert(cadence, demand);
            }
        }
    }

    fn contradiction(&mut self, section: &FormSection, span: Span) {
        let key = &section.key;
        let message = say!(
            vi: "yêu cầu của mục {key} trái nhau: cùng một kỳ vừa bắt buộc vừa không",
            en: "the directives of section {key} contradict each other: one kind of period is required and not"
        );
        self.fault(span, message, None);
    }

    fn kinds(&mut self, value: &str, span: Span) -> Vec<Cadence> {
        let mut kinds = Vec::new();
        let mut at = span.start;
        for part in value.split(',') {
            let word = part.trim();
            let start = at + (part.len() - part.trim_start().len());
            at += part.len() + 1;
            if word.is_empty() {
                continue;
            }
            let plain = fold_plain(word);
            match KINDS.iter().find(|k| k.1.contains(&plain.as_str())) {
                Some(kind) => kinds.push(kind.2),
                None => {
                    let names = KINDS.map(|k| k.0);
                    let list = names.join(", ");
                    let message = say!(vi: "không có kỳ báo cáo “{word}”", en: "there is no kind of period “{word}”");
                    let help = match nearest(word, names) {
                        Some(near) => {
                            say!(vi: "có phải là “{near}”? Các kỳ: {list}", en: "did you mean “{near}”? The kinds: {list}")
                        }
                        None => say!(vi: "chọn trong các kỳ: {list}", en: "choose from: {list}"),
                    };
                    self.fault(Span::new(start, start + word.len()), message, Some(help));
                }
            }
        }
        kinds
    }

    /// Two sections of one parent with the same title, which no report could answer apart.
    fn twins(&mut self, form: &Form) {
        let mut seen: BTreeMap<(Option<usize>, String), &SectionKey> = BTreeMap::new();
        for section in &form.sections {
            let key = (section.parent, fold_heading(&section.title));
            if section.title.is_empty() {
                continue;
            }
            if let Some(first) = seen.get(&key) {
                let title = &section.title;
                let message = say!(
                    vi: "tiêu đề “{title}” đã dùng ở mục {first}",
                    en: "the title “{title}” already stands at section {first}"
                );
                let place = section.place.clone();
                self.faults.push(Diagnostic::new(Code::FormMalformed, place, message));
            } else {
                seen.insert(key, &section.key);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::reports::form::*;
    use baocao_core::text::RepoPath;
    use proptest::prelude::*;

    fn parse(text: &str) -> (Form, Vec<Diagnostic>, Source) {
        let source = Source::new(RepoPath::new("templates/x.md"), text.to_string());
        let (form, faults) = read(&source);
        (form, faults, source)
    }

    #[test]
    fn unknown_variables_are_said_where_they_are() {
        let text = "---\nbieu_mau: X\nten: Y\n---\n# BÁO CÁO {co_quam} {ten}\n\n## I. KẾT QUẢ {ki}\n<!-- đồng nghĩa: Kết quả {kỳ} -->\n\n## II. {co_quan} {ky_sau}\n";
        let faults = parse(text).1;
        let said: Vec<_> = faults.iter().map(|fault| fault.message.vi.as_str()).collect();
        assert_eq!(
            said,
            [
                "không có biến “{co_quam}”",
                "không có biến “{ki}”",
                "không có biến “{kỳ}”",
                "ở đây không dùng được “{co_quan}”"
            ]
        );
        assert!(faults[0].help.as_ref().is_some_and(|help| help.vi.starts_with("có phải là “{co_quan}”")));
    }

    #[test]
    fn the_procedures_own_form_is_understood_whole() {
        let (form, faults, _) = parse(include_str!("../../../../templates/BM-VP-01.01.md"));
        assert_eq!(faults, []);
        assert_eq!(form.code, "BM-VP-01.01");
        let keys: Vec<_> = form.sections.iter().map(|s| s.key.0.as_str()).collect();
        assert_eq!(keys, ["I", "I.1", "I.2", "II", "II.1", "II.2", "II.3", "II.4", "III", "IV"]);
        let required = |cadence| {
            let keys = form.sections.iter().filter(|s| s.demand(cadence) == Demand::Required).map(|s| s.key.0.as_str());
            keys.collect::<Vec<_>>()
        };
        assert_eq!(required(Cadence::Quarter), ["I", "I.1", "II", "III"]);
        assert_eq!(required(Cadence::HalfYear).len(), 10);
        assert_eq!(required(Cadence::Ministry).len(), 10);
        let first = &form.sections[1];
        assert!(first.figures && first.guidance.len() == 2 && first.parent == Some(0));
        assert!(form.sections[4].synonyms.contains(&"Ưu điểm".to_string()));
        assert_eq!(form.heading.as_deref(), Some("BÁO CÁO KẾT QUẢ CÔNG TÁC {ky}"));
    }

    #[test]
    fn another_offices_form_needs_no_code() {
        let (form, faults, _) = parse(include_str!("../../../../tests/forms/BM-UBND-02.md"));
        assert_eq!(faults, []);
        let keys: Vec<_> = form.sections.iter().map(|s| s.key.0.as_str()).collect();
        assert_eq!(keys, ["1", "1.1", "1.2", "2", "3", "4"]);
    }

    #[test]
    fn every_slip_is_named_at_its_place() {
        let text = "---\nbieu_mau: X\nten: Y\nbieu_mu: Z\n---\n## I. A\n<!-- bắt bộc -->\n<!-- Bat Buoc: thánh, năm -->\n<!-- tuỳ chọn: năm -->\nchữ\n<!-- số liệu: nhiều -->\n## I. A\n";
        let (form, faults, source) = parse(text);
        let said: Vec<_> = faults
            .iter()
            .map(|f| (f.place.span.map(|s| source.slice(s).to_string()).unwrap_or_default(), f.message.vi.as_str()))
            .collect();
        let places: Vec<_> = said.iter().map(|s| s.0.as_str()).collect();
        assert_eq!(places, ["bieu_mu", "bắt bộc", "thánh", "năm", "chữ", "nhiều", "## I. A", "I. A"], "{said:?}");
        assert_eq!(form.sections[0].demand(Cadence::Year), Demand::Optional);
        assert!(parse("---\nbieu_mau: X\nten: Y\n---\n").1[0].message.vi.contains("không có mục"));
    }

    #[test]
    fn a_form_has_an_end() {
        let many = format!("---\nbieu_mau: X\nten: Y\n---\n{}", "## A\n".repeat(MAX_SECTIONS + 1));
        let (form, faults, _) = parse(&many);
        assert_eq!(form.sections.len(), MAX_SECTIONS);
        assert!(faults.iter().any(|f| f.message.en.contains("more than 500 sections")));
        let (form, faults, _) = parse(&"## A\n".repeat(MAX_BYTES / 5 + 1));
        assert!(form.sections.is_empty() && faults.len() == 1);
    }

    proptest! {
        #[test]
        fn any_text_gives_a_form_and_places_inside_it(text in "(---\n)?([#<!\\-> \nbắt buộc:tháng,;I.1a]{0,20}\n){0,6}") {
            let (_, faults, source) = parse(&text);
            for fault in faults {
                let span = fault.place.span.expect("a place");
                let _ = &source.text()[span.start..span.end];
            }
        }
    }
}
