//! Wrong usage, said in Vietnamese. In English clap's own words serve.

use clap::error::{ContextKind, ContextValue, Error, ErrorKind};

fn text(error: &Error, kind: ContextKind) -> Option<String> {
    match error.get(kind)? {
        ContextValue::String(s) => Some(s.clone()),
        ContextValue::Strings(list) => Some(list.join(", ")),
        ContextValue::StyledStr(s) => Some(s.to_string()),
        ContextValue::Number(n) => Some(n.to_string()),
        _ => None,
    }
}

/// The likeliest thing that was meant; clap lists the likeliest last.
fn suggested(error: &Error, kind: ContextKind) -> Option<String> {
    match error.get(kind)? {
        ContextValue::Strings(list) => list.last().cloned(),
        ContextValue::String(s) => Some(s.clone()),
        _ => None,
    }
}

/// The message for a wrong command line, with what to do next.
pub fn vietnamese(error: &Error) -> String {
    let arg = text(error, ContextKind::InvalidArg).unwrap_or_default();
    let value = text(error, ContextKind::InvalidValue).unwrap_or_default();
    let mut out = match error.kind() {
        ErrorKind::InvalidSubcommand => {
            let verb = text(error, ContextKind::InvalidSubcommand).unwrap_or_default();
            format!("không có lệnh “{verb}”")
        }
        ErrorKind::MissingSubcommand => "thiếu tên lệnh".to_string(),
        ErrorKind::UnknownArgument => format!("không có tuỳ chọn hoặc tham số “{arg}”"),
        ErrorKind::InvalidValue if value.is_empty() => format!("thiếu giá trị cho “{arg}”"),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => format!("giá trị “{value}” không hợp lệ cho “{arg}”"),
        ErrorKind::NoEquals => format!("cần dấu “=” sau “{arg}”"),
        ErrorKind::TooManyValues => format!("thừa giá trị “{value}” cho “{arg}”"),
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => format!("số giá trị cho “{arg}” không đúng"),
        ErrorKind::ArgumentConflict => {
            let prior = text(error, ContextKind::PriorArg).unwrap_or_default();
            if prior == arg || prior.is_empty() {
                format!("“{arg}” chỉ ghi được một lần")
            } else {
                format!("không dùng “{arg}” cùng với “{prior}”")
            }
        }
        ErrorKind::MissingRequiredArgument => format!("còn thiếu: {arg}"),
        ErrorKind::InvalidUtf8 => "tham số không phải UTF-8".to_string(),
        _ => "dòng lệnh không đúng".to_string(),
    };
    if let Some(valid) = text(error, ContextKind::ValidValue).filter(|v| !v.is_empty()) {
        out.push_str(&format!(" (được phép: {valid})"));
    }
    let suggestion = [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue]
        .into_iter()
        .find_map(|kind| suggested(error, kind));
    if let Some(suggestion) = suggestion {
        out.push_str(&format!("; có phải “{suggestion}”?"));
    }
    format!("lỗi: {out}\n  = cách sửa: xem `baocao --help`, hoặc `baocao <lệnh> --help`")
}

#[cfg(test)]
mod tests {
    use crate::commands::line::args::Cli;
    use crate::commands::line::errors::*;
    use clap::Parser;

    fn said(words: &[&str]) -> String {
        let words = std::iter::once("baocao").chain(words.iter().copied());
        vietnamese(&Cli::try_parse_from(words).expect_err("wrong usage"))
    }

    #[test]
    fn names_what_was_typed_and_what_was_meant() {
        assert!(said(&["chek"]).contains("không có lệnh “chek”; có phải “check”?"), "{}", said(&["chek"]));
        assert!(said(&["check", "--format", "xml"]).contains("(được phép: text, json, sarif)"));
        assert!(said(&["return", "2024-Q2"]).contains("--reason"));
        assert!(said(&["status", "--tody", "2024-01-01"]).contains("--today"));
    }
}
