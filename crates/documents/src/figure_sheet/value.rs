//! What one cell says: an amount, a day, yes or no. What could be meant in two ways is told, never chosen.

use crate::figure_sheet::SheetReader;
use crate::spreadsheet::{Address, CellContent, NumberShown, SheetCell};
use baocao_core::domain::{Amount, Date, Indicator, format_amount, format_date_vi};
use baocao_core::say;
use baocao_core::text::{fold_plain, nfc, visible};
use rust_decimal::Decimal;

impl SheetReader<'_> {
    /// An amount of an indicator; `None` for an empty cell and for one that was told about.
    pub(crate) fn amount(&mut self, at: Address, cell: &SheetCell, indicator: &Indicator) -> Option<Decimal> {
        let number = match &cell.content {
            CellContent::Text(text) => return self.typed(at, text, indicator),
            CellContent::Number(number, NumberShown::AsIs) => *number,
            CellContent::Number(number, NumberShown::Nothing) if number.is_zero() => {
                self.zeros.push(at);
                *number
            }
            CellContent::Number(number, NumberShown::Percent) if indicator.is_share() => {
                number.checked_mul(Decimal::ONE_HUNDRED)?
            }
            CellContent::Number(number, NumberShown::Percent) => {
                let shown = format_amount(number.saturating_mul(Decimal::ONE_HUNDRED).normalize());
                let unit = visible(&indicator.unit);
                self.wrong(
                    at,
                    say!(vi: "ô ghi {shown}% nhưng chỉ tiêu tính bằng {unit}", en: "it says {shown}% but the indicator counts {unit}"),
                    say!(vi: "bỏ định dạng phần trăm, ghi số {unit}", en: "take the percent format away and write the number"),
                );
                return None;
            }
            CellContent::Number(number, shown) => {
                self.disguised(at, *number, shown, indicator);
                return None;
            }
            CellContent::Date(day) => {
                let shown = day.map(format_date_vi).unwrap_or_default();
                self.wrong(
                    at,
                    say!(vi: "là ngày tháng {shown}, không phải số", en: "is a date {shown}, not a number"),
                    say!(
                        vi: "gõ lại số sau khi đặt định dạng ô là Number (bảng tính có thể đã đổi “7/12” thành ngày)",
                        en: "type the number again with the cell's format set to Number (“7/12” may have become a date)"
                    ),
                );
                return None;
            }
            other => {
                self.unusable(at, other);
                return None;
            }
        };
        let number = self.whole(at, number, indicator)?;
        if cell.rounded {
            self.rounded.push(at);
        }
        Some(number)
    }

    /// A number that its format shows as another one: which of the two is meant is for the sender to say.
    fn disguised(&mut self, at: Address, number: Decimal, shown: &NumberShown, indicator: &Indicator) {
        let held = format_amount(number);
        let message = match shown {
            NumberShown::Scaled(times) => {
                let divisor = Decimal::from(1000_u64.saturating_pow((*times).min(6)));
                let seen = format_amount((number / divisor).normalize());
                say!(
                    vi: "giữ số {held} nhưng định dạng cho thấy {seen}",
                    en: "it holds {held} but its format shows {seen}"
                )
            }
            NumberShown::Words(words) => {
                let words = visible(words.trim());
                say!(
                    vi: "giữ số {held} nhưng định dạng chỉ cho thấy “{words}”",
                    en: "it holds {held} but its format shows only “{words}”"
                )
            }
            NumberShown::Digits(words) => {
                let words = visible(words.trim());
                say!(
                    vi: "giữ số {held} nhưng định dạng viết thêm “{words}” vào số",
                    en: "it holds {held} but its format adds “{words}” to the digits"
                )
            }
            NumberShown::Sign => say!(
                vi: "giữ số {held} nhưng định dạng cho thấy dấu khác",
                en: "it holds {held} but its format shows another sign"
            ),
            NumberShown::Nothing | NumberShown::AsIs | NumberShown::Percent => say!(
                vi: "giữ số {held} nhưng định dạng không cho thấy gì",
                en: "it holds {held} but its format shows nothing"
            ),
        };
        let unit = visible(&indicator.unit);
        let help = say!(
            vi: "ghi số theo đơn vị tính {unit} và đặt định dạng ô là Number; để trống nếu chưa có số liệu",
            en: "write the number in {unit} with the cell's format set to Number; leave it empty if there is none"
        );
        self.wrong(at, message, help);
    }

    /// What no cell may be: errors, TRUE and FALSE, formulas without results, numbers past what is exact.
    pub(crate) fn unusable(&mut self, at: Address, content: &CellContent) {
        let again = say!(vi: "gõ lại giá trị vào ô này", en: "type the value into this cell again");
        match content {
            CellContent::Error(error) => {
                let error = visible(error);
                let help =
                    say!(vi: "sửa công thức, hoặc để trống nếu chưa có số", en: "mend the formula, or leave it empty");
                self.wrong(at, say!(vi: "công thức báo lỗi {error}", en: "the formula gives {error}"), help);
            }
            CellContent::Uncounted => {
                let help = say!(
                    vi: "mở tệp bằng Excel rồi lưu lại, hoặc mở bằng LibreOffice, bấm Ctrl+Shift+F9 (tính lại toàn bộ) rồi lưu lại, sau đó nhập",
                    en: "open the file with Excel and save it, or open it with LibreOffice, press Ctrl+Shift+F9 (recalculate hard) and save it, then import again"
                );
                self.wrong(at, say!(vi: "công thức chưa có kết quả, hoặc tệp ghi là kết quả còn phải tính lại", en: "the formula has no result, or the file says that it is still to be counted"), help);
            }
            CellContent::Unreadable(text) => {
                let text = visible(text);
                let message =
                    say!(vi: "số “{text}” vượt quá 15 chữ số", en: "the number “{text}” has more than 15 digits");
                self.wrong(at, message, again);
            }
            CellContent::Flag(_) => self.wrong(at, say!(vi: "là giá trị đúng/sai", en: "is TRUE or FALSE"), again),
            CellContent::Number(..) | CellContent::Text(_) | CellContent::Date(_) => {
                self.wrong(at, say!(vi: "không dùng được ở cột này", en: "is of no use in this column"), again);
            }
        }
    }

    /// A number typed as text, read as the reports' own numbers are.
    fn typed(&mut self, at: Address, text: &str, indicator: &Indicator) -> Option<Decimal> {
        let text = nfc(text.trim());
        let shown = visible(&text);
        match indicator.read(&text) {
            Amount::Number(number) => self.whole(at, number, indicator),
            Amount::Ambiguous => {
                let (thousands, decimal) = (text.replace('.', ""), text.replace('.', ","));
                self.wrong(
                    at,
                    say!(
                        vi: "“{shown}” gõ dạng chữ, có thể hiểu là {thousands} hoặc {decimal}",
                        en: "“{shown}” is typed as text and can be {thousands} or {decimal}"
                    ),
                    say!(vi: "ghi {thousands} hoặc {decimal}", en: "write {thousands} or {decimal}"),
                );
                None
            }
            Amount::Unreadable => {
                self.wrong(
                    at,
                    say!(vi: "“{shown}” không phải số", en: "“{shown}” is not a number"),
                    say!(
                        vi: "ghi số, ví dụ 2130,5; để trống nếu chưa có số liệu, ghi 0 nếu bằng không",
                        en: "write a number, as 2130,5; leave it empty if there is none, write 0 for zero"
                    ),
                );
                None
            }
        }
    }

    /// A number with no more decimals than its indicator has: rounding is for those who know what was counted.
    fn whole(&mut self, at: Address, number: Decimal, indicator: &Indicator) -> Option<Decimal> {
        let number = number.normalize();
        let Some(most) = indicator.decimals.filter(|most| number.scale() > *most) else { return Some(number) };
        let shown = format_amount(number);
        self.wrong(
            at,
            say!(
                vi: "{shown} có nhiều hơn {most} chữ số sau dấu phẩy mà chỉ tiêu này cho phép",
                en: "{shown} has more decimals than the {most} that this indicator allows"
            ),
            say!(vi: "làm tròn trong bảng tính (hàm ROUND)", en: "round it in the spreadsheet (ROUND)"),
        );
        None
    }

    /// The day up to which figures are counted.
    pub(crate) fn day(&mut self, at: Address, cell: &SheetCell) -> Option<Date> {
        match &cell.content {
            CellContent::Date(Some(day)) => Some(*day),
            CellContent::Text(text) => {
                let day = baocao_core::domain::parse_date(text.trim()).or_else(|| vietnamese(text));
                if day.is_none() {
                    let shown = visible(text.trim());
                    let help =
                        say!(vi: "ghi ngày/tháng/năm, ví dụ 10/6/2024", en: "write day/month/year, as 10/6/2024");
                    self.wrong(at, say!(vi: "“{shown}” không phải ngày", en: "“{shown}” is not a date"), help);
                }
                day
            }
            other => {
                self.unusable(at, other);
                None
            }
        }
    }

    /// Whether a figure is an estimate.
    pub(crate) fn yes(&mut self, at: Address, cell: &SheetCell) -> Option<bool> {
        let answer = match &cell.content {
            CellContent::Flag(yes) => Some(*yes),
            CellContent::Number(number, _) if number.is_zero() => Some(false),
            CellContent::Number(number, _) if *number == Decimal::ONE => Some(true),
            CellContent::Text(text) => match fold_plain(text.trim()).as_str() {
                "x" | "co" | "uoc" | "dung" | "true" | "1" => Some(true),
                "khong" | "false" | "0" | "-" => Some(false),
                _ => None,
            },
            _ => None,
        };
        if answer.is_none() {
            let help = say!(
                vi: "ghi “x” nếu là số ước, để trống nếu không; số ước thực hiện thì đặt tên cột là “Ước thực hiện”",
                en: "write “x” for an estimate and nothing else; name a column of estimated numbers “Ước thực hiện”"
            );
            self.wrong(
                at,
                say!(vi: "không rõ có phải số ước không", en: "it is not clear whether this is an estimate"),
                help,
            );
        }
        answer
    }
}

/// `10/6/2024`, also with points or dashes.
fn vietnamese(text: &str) -> Option<Date> {
    let parts: Vec<u32> =
        text.trim().split(['/', '.', '-']).map(|part| part.trim().parse().ok()).collect::<Option<_>>()?;
    let [day, month, year] = parts[..] else { return None };
    baocao_core::domain::parse_date(&format!("{year:04}-{month:02}-{day:02}"))
}
