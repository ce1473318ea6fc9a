//! The number a document is sent under: the office's own, for this kind of document, and free.

use crate::office::{Context, line};
use crate::ui::voice::Usage;
use baocao_core::diagnostic::Refusal;
use baocao_core::domain::{Date, DocumentNumber, NumberSeries, OneLine, PeriodId, Settings, year_of};
use baocao_core::say;
use baocao_core::text::{Text, visible};
use baocao_procedure::{Ledger, Verified};

/// The abbreviation of a report among the kinds of documents (Nghị định 30/2020/NĐ-CP, Phụ lục III).
const REPORT: &str = "BC";

/// The number that a document will be sent under.
pub(super) struct Chosen {
    /// With the office's symbol.
    pub number: OneLine,
    /// The next free number by the documents sent here, where it is another one.
    next: Option<String>,
    series: NumberSeries,
}

impl Chosen {
    /// The number for people, what is odd about it, and where else numbers of its series are given.
    pub fn summary(&self) -> Vec<Text> {
        let number = &self.number;
        let mut out = vec![say!(vi: "  số: {number}", en: "  number: {number}")];
        if let Some(next) = &self.next {
            out.push(say!(
                vi: "  lưu ý: số kế tiếp theo các báo cáo đã gửi là {next}",
                en: "  note: the next number after the reports sent is {next}"
            ));
        }
        out.extend(shared(&self.series).map(|Text { vi, en }| say!(vi: "  lưu ý: {vi}", en: "  note: {en}")));
        out
    }
}

/// What else takes numbers of the reports' series, of which this program knows nothing.
fn shared(series: &NumberSeries) -> Option<Text> {
    let others = |kinds: &[String]| kinds.iter().filter(|kind| *kind != REPORT).cloned().collect::<Vec<_>>().join(", ");
    match series {
        NumberSeries::Unsaid | NumberSeries::PerKind => None,
        NumberSeries::All => Some(say!(
            vi: "mọi loại văn bản chung một dãy số, đối chiếu sổ văn bản đi trước khi lấy số",
            en: "all kinds of documents share one series: look into the office's own register before taking a number"
        )),
        NumberSeries::Group(kinds) => {
            let others = others(kinds);
            Some(say!(
                vi: "{others} cùng dãy số với báo cáo, đối chiếu sổ văn bản đi trước khi lấy số",
                en: "{others} share the reports' series: look into the office's own register before taking a number"
            ))
        }
    }
}

/// The number as the decree writes it, with the office's own symbol: `5` → `05/BC-SKHCN`; the next free one where none is
/// typed and the person at the terminal takes it.
///
/// # Errors
/// It is no number, its symbol is another one, or a document of the year has it. Each names the next free number.
pub(super) fn own(
    cx: &Context<'_>,
    ledger: &Ledger<Verified>,
    period: &PeriodId,
    typed: Option<&str>,
    settings: &Settings,
    date: Date,
) -> anyhow::Result<Chosen> {
    let year = year_of(date);
    let (symbol, series) = (symbol(&settings.agency.symbol)?, settings.document.series.clone());
    let next = written(ledger.next_number(year), &symbol);
    let Some(typed) = typed else {
        return proposed(cx, next, series);
    };
    let number = written(read(typed, &symbol, &next)?, &symbol);
    if let Some(other) = ledger.number_taken(period, &number, year) {
        return Err(Refusal::new(say!(
            vi: "số {number} đã dùng cho báo cáo kỳ {other} trong cùng năm",
            en: "the number {number} is taken by the report of {other} in the same year"
        ))
        .who(say!(
            vi: "xem sổ bằng `baocao register`; số kế tiếp còn trống theo các báo cáo đã gửi là {next}",
            en: "see the book with `baocao register`; the next free number after the reports sent is {next}"
        ))
        .into());
    }
    let skips = number != next && (series == NumberSeries::PerKind || settings.filing.own_series);
    Ok(Chosen { number: line("--number", &number)?, next: skips.then_some(next), series })
}

/// The next free number, where the person at the terminal takes it.
fn proposed(cx: &Context<'_>, next: String, series: NumberSeries) -> anyhow::Result<Chosen> {
    if let Some(Text { vi, en }) = shared(&series) {
        cx.voice.note(&say!(vi: "lưu ý: {vi}", en: "note: {en}"));
    }
    let question = say!(vi: "Lấy số kế tiếp còn trống là {next}?", en: "Take the next free number, {next}?");
    if cx.voice.ask(&question) == Some(true) {
        return Ok(Chosen { number: line("--number", &next)?, next: None, series });
    }
    Err(Usage(say!(
        vi: "còn thiếu --number: số văn bản; số kế tiếp còn trống theo các báo cáo đã gửi là {next}",
        en: "--number is missing: the document's number; the next free one after the reports sent is {next}"
    ))
    .into())
}

/// The symbol of this office's reports.
fn symbol(office: &str) -> Result<String, Usage> {
    let office = office.trim();
    if office.is_empty() {
        return Err(Usage(say!(
            vi: "baocao.toml chưa ghi ky_hieu của cơ quan nên chưa lập được số, ký hiệu văn bản",
            en: "baocao.toml has no ky_hieu of the office, from which a document's symbol is made"
        )));
    }
    Ok(format!("{REPORT}-{office}"))
}

/// Numbers below ten have a leading zero, and there is no blank (Nghị định 30/2020/NĐ-CP, Phụ lục I).
fn written(number: u32, symbol: &str) -> String {
    format!("{number:02}/{symbol}")
}

/// The number that was typed, whose symbol is this one or left out.
fn read(typed: &str, symbol: &str, next: &str) -> Result<u32, Usage> {
    let shown = visible(typed.trim());
    let Some(number) = DocumentNumber::read(typed) else {
        return Err(Usage(say!(
            vi: "“{shown}” không phải số văn bản; viết ví dụ {next} (số kế tiếp còn trống) hoặc chỉ viết số",
            en: "“{shown}” is not a document number; write for example {next} (the next free one) or the number alone"
        )));
    };
    if !number.fits(symbol) {
        return Err(Usage(say!(
            vi: "“{shown}” không phải số, ký hiệu báo cáo của cơ quan này: ký hiệu phải là {symbol} (loại văn bản {REPORT}, ky_hieu trong baocao.toml); số kế tiếp còn trống là {next}",
            en: "“{shown}” is not a number of this office's reports: the symbol must be {symbol} (kind of document {REPORT}, ky_hieu of baocao.toml); the next free number is {next}"
        )));
    }
    Ok(number.number)
}

#[cfg(test)]
mod tests {
    use crate::commands::dispatch::number::*;

    #[test]
    fn numbers_are_written_as_the_decree_says() {
        let symbol = symbol("SKHCN").unwrap();
        let full = |typed: &str| read(typed, &symbol, "13/BC-SKHCN").map(|n| written(n, &symbol)).ok();
        for typed in ["5", "05", "5/BC-SKHCN", "005 / bc-skhcn", "5/ВС–SKHCN", "Số: 5/BC-SKHCN", " 5 "] {
            assert_eq!(full(typed).as_deref(), Some("05/BC-SKHCN"), "{typed}");
        }
        assert_eq!(full("12/BC-SKHCN").as_deref(), Some("12/BC-SKHCN"));
        assert_eq!(full("112").as_deref(), Some("112/BC-SKHCN"));
        for typed in
            ["0", "x", "", "1/BC SKHCN", "8/BC-ABC", "10/CV-SKHCN", "8/SKHCN", "8a", "-8x", "100000", "8/BC-SKHCN-VP"]
        {
            assert!(full(typed).is_none(), "{typed}");
        }
        assert!(crate::commands::dispatch::number::symbol(" ").is_err());
    }
}
