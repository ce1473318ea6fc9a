//! Reading TOML with places: every table is asked for what it may hold, and every mistake is collected.

use crate::diagnostic::{Code, Diagnostic};
use crate::domain::{Amount, Date, DateError, read_date, read_typed_date};
use crate::say;
use crate::text::{Place, Source, Span, Text, nearest};
use rust_decimal::Decimal;
use std::cell::RefCell;
use std::ops::RangeInclusive;
use std::str::FromStr;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// With how many faults people are told what was probably meant. Past these every further word would be held against every
/// known one for nobody's use.
const HINTED: usize = 200;

/// One TOML file and what was found wrong in it.
pub(crate) struct TomlDocument<'s> {
    source: &'s Source,
    faults: RefCell<Vec<Diagnostic>>,
}

impl<'s> TomlDocument<'s> {
    /// Reads the root table of a file of at most so many KiB with `read`; returns what that made and every fault in the
    /// order of the file.
    pub fn read<T>(
        source: &'s Source,
        kib: usize,
        read: impl FnOnce(&TomlDocument<'s>, &TomlTable<'_, 's>) -> T,
    ) -> (T, Vec<Diagnostic>) {
        let document = TomlDocument { source, faults: RefCell::new(Vec::new()) };
        let bom = source.bom_len();
        let fits = source.text().len() <= kib * 1024;
        let (root, errors) = DeTable::parse_recoverable(if fits { &source.text()[bom..] } else { "" });
        if !fits {
            let message =
                say!(vi: "tệp thiết lập quá lớn (quá {kib} KiB)", en: "the settings are too large (over {kib} KiB)");
            document.fault(Span::at(0), message, None);
        }
        let mut told = None;
        for error in errors {
            let span = error.span().map_or(Span::at(bom), |s| Span::new(s.start + bom, s.end + bom));
            let place = document.visible(span);
            let (start, line) = source.line_at(span.start);
            // What follows on the same line comes from the first slip.
            if told.replace(start) == Some(start) {
                continue;
            }
            if let Some((written, date)) = shown_date(line) {
                let message = say!(
                    vi: "ngày “{written}” phải ghi theo dạng năm-tháng-ngày, không có ngoặc",
                    en: "the date “{written}” is written year-month-day, without quotation marks"
                );
                document.fault(place, message, Some(say!(vi: "ghi {date}", en: "write {date}")));
            } else if let Some(with_comma) = without_comma(line) {
                let message = say!(vi: "thiếu dấu phẩy giữa hai giá trị", en: "a comma is missing between two values");
                document.fault(place, message, Some(say!(vi: "ghi: {with_comma}", en: "write: {with_comma}")));
            } else if curly(line) {
                let message = say!(
                    vi: "dấu ngoặc kép cong “ ” không dùng được trong tệp thiết lập",
                    en: "curly quotation marks “ ” do not work in settings"
                );
                let straight = straightened(line);
                let straight = straight.trim();
                let help = say!(vi: "dùng ngoặc kép thẳng: {straight}", en: "use straight ones: {straight}");
                document.fault(place, message, Some(help));
            } else {
                document.fault(place, syntax(error.message()), None);
            }
        }
        let broken = !document.faults.borrow().is_empty();
        let table = TomlTable { document: &document, table: root.get_ref(), name: String::new(), span: Span::at(bom) };
        let value = read(&document, &table);
        let mut faults = document.faults.into_inner();
        if broken {
            // What follows from a slip of syntax is noise: a key that could not be read is not missing.
            faults.retain(|f| f.help.as_ref().is_none_or(|h| h.en != MISSING_HELP));
        }
        faults.sort_by(|a, b| a.place.cmp(&b.place));
        faults.dedup();
        (value, faults)
    }

    /// A fault at a place.
    pub(crate) fn fault(&self, span: Span, message: Text, help: Option<Text>) {
        let place = Place::new(self.source.path().clone(), self.source.clip(span));
        let mut fault = Diagnostic::new(Code::SettingsMalformed, place, message);
        fault.help = help;
        self.faults.borrow_mut().push(fault);
    }

    /// The known word that was probably meant.
    pub(crate) fn near<'a>(&self, word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
        if self.faults.borrow().len() < HINTED { nearest(word, known) } else { None }
    }

    /// A place a person can see: an empty one becomes the line it stands on.
    fn visible(&self, span: Span) -> Span {
        let span = self.source.clip(span);
        if !self.source.slice(span).trim().is_empty() {
            return span;
        }
        let (start, line) = self.source.line_at(span.start);
        let lead = line.len() - line.trim_start().len();
        Span::new(start + lead, start + line.trim_end().len().max(lead))
    }

    fn shift(&self, range: std::ops::Range<usize>) -> Span {
        Span::new(range.start, range.end).shift(self.source.bom_len())
    }
}

/// A date that stands as a value the way people are shown it, `5/12/2026`, and what to write.
fn shown_date(line: &str) -> Option<(&str, Date)> {
    let (_, value) = line.split_once('=')?;
    let value = value.split('#').next().unwrap_or(value).trim();
    let date = read_typed_date(value).ok().filter(|_| value.contains('/') || read_date(value).is_err())?;
    Some((value, date))
}

/// The line with the comma that is missing between two quoted values.
fn without_comma(line: &str) -> Option<String> {
    let mut quotes = line.match_indices('"').map(|(at, _)| at);
    quotes.next()?;
    while let (Some(end), Some(next)) = (quotes.next(), quotes.next()) {
        let between = &line[end + 1..next];
        if !between.is_empty() && between.trim().is_empty() {
            return Some(format!("{}, {}", line[..=end].trim_start(), line[next..].trim_end()));
        }
    }
    None
}

const CURLY: [char; 8] = ['“', '”', '„', '‟', '‘', '’', '«', '»'];

/// Whether a line has curly quotation marks where straight ones are wanted: around a value, not inside one.
fn curly(line: &str) -> bool {
    let value = line.split_once('=').map_or(line, |(_, value)| value);
    let first = value.trim_start_matches([' ', '\t', '[', '{', ',']);
    first.starts_with(CURLY) || !value.contains('"') && value.contains(CURLY)
}

/// A settings file with straight quotation marks in place of curly ones, if that is all its syntax lacked.
pub fn straight_quotes(text: &str) -> Option<String> {
    let (_, errors) = DeTable::parse_recoverable(text.strip_prefix('\u{feff}').unwrap_or(text));
    if errors.is_empty() || !text.contains(CURLY) {
        return None;
    }
    let lines = text.split_inclusive('\n').map(|line| if curly(line) { straightened(line) } else { line.to_string() });
    let mended: String = lines.collect();
    let (_, left) = DeTable::parse_recoverable(mended.strip_prefix('\u{feff}').unwrap_or(&mended));
    (left.is_empty() && mended != text).then_some(mended)
}

/// The line with straight quotation marks.
fn straightened(line: &str) -> String {
    line.chars().map(|c| if CURLY.contains(&c) { '"' } else { c }).collect()
}

const MISSING_HELP: &str = "add it";

/// The parser's English in the words of people who do not know TOML.
fn syntax(message: &str) -> Text {
    let has = |word: &str| message.contains(word);
    if has("duplicate key") {
        say!(vi: "khoá này đã khai ở trên", en: "this key already stands above")
    } else if has("string") || has("quote") || has("escape") {
        say!(vi: "chữ phải đặt gọn trong ngoặc kép \"…\"", en: "text stands in quotation marks \"…\"")
    } else if has("date") || has("time") {
        say!(vi: "ngày phải ghi theo dạng năm-tháng-ngày, ví dụ 2024-06-05", en: "a date is written year-month-day, as 2024-06-05")
    } else if has("array") || has("table") || has("`]`") || has("`}`") {
        say!(vi: "dấu ngoặc [ ] hoặc {{ }} không khớp", en: "brackets [ ] or {{ }} do not match")
    } else if has("`=`") || has("key") {
        say!(vi: "mỗi dòng phải có dạng “khoá = giá trị”", en: "each line has the form “key = value”")
    } else {
        say!(vi: "không đọc được chỗ này; chữ phải đặt trong ngoặc kép", en: "this cannot be read; text stands in quotation marks")
    }
}

/// One table of the file.
pub struct TomlTable<'t, 's> {
    document: &'t TomlDocument<'s>,
    table: &'t DeTable<'t>,
    /// How people see it: `[co_quan]`; empty for the file itself.
    name: String,
    /// Where it stands.
    pub span: Span,
}

impl<'t, 's> TomlTable<'t, 's> {
    /// The file it is in.
    pub(crate) fn document(&self) -> &'t TomlDocument<'s> {
        self.document
    }

    /// Reports every key that is none of these.
    pub(crate) fn knows(&self, keys: &[&str]) {
        for (key, _) in self.table.iter() {
            let word = key.get_ref().as_ref();
            if keys.contains(&word) {
                continue;
            }
            let shown: String = word.chars().take(60).collect();
            let message = match self.name.as_str() {
                "" => say!(vi: "không có khoá “{shown}”", en: "there is no key “{shown}”"),
                name => say!(vi: "{name} không có khoá “{shown}”", en: "{name} has no key “{shown}”"),
            };
            let help = match self.document.near(word, keys.iter().copied()) {
                Some(near) => say!(vi: "có phải là “{near}”?", en: "did you mean “{near}”?"),
                None => {
                    let list = keys.join(", ");
                    say!(vi: "chọn trong các khoá: {list}", en: "choose from: {list}")
                }
            };
            self.document.fault(self.document.shift(key.span()), message, Some(help));
        }
    }

    /// Every key with its place, in the order of the file.
    pub(crate) fn keys(&self) -> Vec<(String, Span)> {
        let mut keys: Vec<_> =
            self.table.iter().map(|(key, _)| (key.get_ref().to_string(), self.document.shift(key.span()))).collect();
        keys.sort_by_key(|(_, span)| span.start);
        keys
    }

    /// Whether the key is there at all.
    pub fn has(&self, key: &str) -> bool {
        self.table.iter().any(|(k, _)| k.get_ref() == key)
    }

    /// Where a value stands; the table itself if it is not there.
    pub(crate) fn value_span(&self, key: &str) -> Span {
        self.value(key).map_or(self.span, |(_, span)| span)
    }

    fn value(&self, key: &str) -> Option<(&'t DeValue<'t>, Span)> {
        let (_, value) = self.table.iter().find(|(k, _)| k.get_ref() == key)?;
        Some((value.get_ref(), self.document.shift(value.span())))
    }

    /// A fault that concerns a key: at its value, or at the table.
    pub(crate) fn fault(&self, key: &str, message: Text, help: Option<Text>) {
        self.document.fault(self.document.visible(self.value_span(key)), message, help);
    }

    /// Says that a key is missing.
    pub(crate) fn missing(&self, key: &str) {
        let message = match self.name.as_str() {
            "" => say!(vi: "thiếu khoá “{key}”", en: "the key “{key}” is missing"),
            name => say!(vi: "{name} thiếu khoá “{key}”", en: "{name} lacks the key “{key}”"),
        };
        let help = Text { vi: "thêm khoá này".into(), en: MISSING_HELP.into() };
        self.document.fault(self.document.visible(self.span), message, Some(help));
    }

    fn wrong(&self, key: &str, span: Span, wanted: Text) {
        let Text { vi, en } = wanted;
        let message = Text { vi: format!("“{key}” phải là {vi}"), en: format!("“{key}” must be {en}") };
        self.document.fault(self.document.visible(span), message, None);
    }

    /// A text that is there and not blank.
    pub fn text(&self, key: &str) -> Option<String> {
        let (value, span) = self.value(key)?;
        match value.as_str() {
            Some(text) if !text.trim().is_empty() => Some(text.trim().to_string()),
            Some(_) => {
                self.fault(key, say!(vi: "“{key}” để trống", en: "“{key}” is empty"), None);
                None
            }
            None => {
                self.wrong(key, span, quoted());
                None
            }
        }
    }

    /// [`TomlTable::text`], reported as missing where the key is not there.
    pub(crate) fn required(&self, key: &str) -> Option<String> {
        if !self.has(key) {
            self.missing(key);
        }
        self.text(key)
    }

    /// A whole number within bounds.
    pub fn number(&self, key: &str, within: RangeInclusive<u32>) -> Option<u32> {
        let (value, span) = self.value(key)?;
        let number = value.as_integer().and_then(|i| u32::from_str_radix(i.as_str(), i.radix()).ok());
        let found = number.filter(|n| within.contains(n));
        if found.is_none() {
            let (from, to) = (within.start(), within.end());
            self.wrong(key, span, say!(vi: "số nguyên từ {from} đến {to}", en: "a whole number from {from} to {to}"));
        }
        found
    }

    /// An exact number: bare, or as Vietnamese documents write it in quotation marks. No binary fraction is ever made.
    pub(crate) fn decimal(&self, key: &str) -> Option<Decimal> {
        let (value, span) = self.value(key)?;
        let plain = |text: &str| Decimal::from_str(text).ok();
        let found = match value {
            DeValue::Integer(number) if number.radix() == 10 => plain(number.as_str()),
            DeValue::Float(number) => plain(number.as_str()),
            DeValue::String(text) => Amount::read(text).number(),
            _ => None,
        };
        if found.is_none() {
            self.wrong(key, span, say!(vi: "một số, ví dụ 12 hoặc \"2.130,5\"", en: "a number, as 12 or \"2.130,5\""));
        }
        found
    }

    /// Whether the value is `true` or `false` and nothing longer.
    pub(crate) fn is_flag(&self, key: &str) -> bool {
        self.value(key).is_some_and(|(value, _)| value.as_bool().is_some())
    }

    /// Whether the value is a text.
    pub(crate) fn is_text(&self, key: &str) -> bool {
        self.value(key).is_some_and(|(value, _)| value.as_str().is_some())
    }

    /// `true` or `false`.
    pub(crate) fn flag(&self, key: &str) -> Option<bool> {
        let (value, span) = self.value(key)?;
        if value.as_bool().is_none() {
            self.wrong(key, span, say!(vi: "true (có) hoặc false (không)", en: "true or false"));
        }
        value.as_bool()
    }

    /// A date, bare or in quotation marks.
    pub fn date(&self, key: &str) -> Option<Date> {
        let (value, span) = self.value(key)?;
        self.read_date(key, value, span)
    }

    fn read_date(&self, key: &str, value: &DeValue<'_>, span: Span) -> Option<Date> {
        let read = match value {
            DeValue::String(text) => read_date(text),
            DeValue::Datetime(at) if at.time.is_none() && at.offset.is_none() => match at.date {
                Some(date) => read_date(&date.to_string()),
                None => Err(DateError::Malformed),
            },
            _ => Err(DateError::Malformed),
        };
        read.map_err(|error| {
            let message = error.message();
            let message = prefixed(key, message);
            self.document.fault(self.document.visible(span), message, None);
        })
        .ok()
    }

    /// A table in a table.
    pub fn table(&self, key: &str, name: &str) -> Option<TomlTable<'t, 's>> {
        let (value, span) = self.value(key)?;
        let table = value.as_table();
        if table.is_none() {
            self.wrong(key, span, say!(vi: "một nhóm khoá", en: "a table of keys"));
        }
        Some(TomlTable { document: self.document, table: table?, name: name.to_string(), span })
    }

    /// The tables of a `[[key]]`.
    pub(crate) fn tables(&self, key: &str) -> Vec<TomlTable<'t, 's>> {
        let Some((value, span)) = self.value(key) else { return Vec::new() };
        let name = format!("[[{key}]]");
        let Some(items) = value.as_array() else {
            self.wrong(key, span, say!(vi: "các nhóm {name}", en: "tables {name}"));
            return Vec::new();
        };
        let tables = items.iter().filter_map(|item| self.entry(key, item, &name));
        tables.collect()
    }

    fn entry(&self, key: &str, item: &'t Spanned<DeValue<'t>>, name: &str) -> Option<TomlTable<'t, 's>> {
        let span = self.document.shift(item.span());
        let table = item.get_ref().as_table();
        if table.is_none() {
            self.wrong(key, span, say!(vi: "các nhóm {name}", en: "tables {name}"));
        }
        Some(TomlTable { document: self.document, table: table?, name: name.to_string(), span })
    }

    /// The words of a list; one word alone is a list of one.
    pub fn words(&self, key: &str) -> Vec<(String, Span)> {
        let Some((value, span)) = self.value(key) else { return Vec::new() };
        match value {
            DeValue::String(word) => vec![(word.to_string(), span)],
            DeValue::Array(items) => items
                .iter()
                .filter_map(|item| {
                    let span = self.document.shift(item.span());
                    let word = item.get_ref().as_str();
                    if word.is_none() {
                        self.wrong(key, span, quoted());
                    }
                    Some((word?.to_string(), span))
                })
                .collect(),
            _ => {
                self.wrong(key, span, say!(vi: "danh sách chữ [\"…\", \"…\"]", en: "a list of words [\"…\", \"…\"]"));
                Vec::new()
            }
        }
    }

    /// The days of a list of dates and of ranges `"2024-02-08/2024-02-14"`.
    pub(crate) fn days(&self, key: &str, longest: usize) -> Vec<Date> {
        let Some((value, span)) = self.value(key) else { return Vec::new() };
        let Some(items) = value.as_array() else {
            self.wrong(key, span, say!(vi: "danh sách ngày [\"…\"]", en: "a list of dates [\"…\"]"));
            return Vec::new();
        };
        let mut days = Vec::new();
        for item in items.iter() {
            let span = self.document.shift(item.span());
            let range = item.get_ref().as_str().and_then(|text| text.split_once('/'));
            let Some((from, to)) = range else {
                days.extend(self.read_date(key, item.get_ref(), span));
                continue;
            };
            match (read_date(from.trim()), read_date(to.trim())) {
                (Ok(from), Ok(to)) if from <= to && (to - from).num_days() < longest as i64 => {
                    days.extend(from.iter_days().take_while(|day| *day <= to));
                }
                (Ok(_), Ok(_)) => {
                    let message = say!(
                        vi: "khoảng ngày phải từ ngày trước đến ngày sau, không quá {longest} ngày",
                        en: "a range goes from an earlier to a later day, {longest} days at most"
                    );
                    self.document.fault(span, message, None);
                }
                (Err(error), _) | (_, Err(error)) => self.document.fault(span, error.message(), None),
            }
        }
        days
    }

    /// The items of a list that may be words or tables: each as the one or the other.
    pub(crate) fn mixed(&self, key: &str, name: &str) -> Vec<(Result<String, TomlTable<'t, 's>>, Span)> {
        let Some((value, span)) = self.value(key) else { return Vec::new() };
        let Some(items) = value.as_array() else {
            if let Some(word) = value.as_str() {
                return vec![(Ok(word.to_string()), span)];
            }
            self.wrong(key, span, say!(vi: "danh sách [ … ]", en: "a list [ … ]"));
            return Vec::new();
        };
        let mixed = items.iter().filter_map(|item| {
            let span = self.document.shift(item.span());
            match item.get_ref().as_str() {
                Some(word) => Some((Ok(word.to_string()), span)),
                None => self.entry(key, item, name).map(|table| (Err(table), span)),
            }
        });
        mixed.collect()
    }
}

fn quoted() -> Text {
    say!(vi: "chữ đặt trong ngoặc kép", en: "text in quotation marks")
}

fn prefixed(key: &str, Text { vi, en }: Text) -> Text {
    Text { vi: format!("“{key}”: {vi}"), en: format!("“{key}”: {en}") }
}
