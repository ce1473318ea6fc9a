//! The manifest of a filed record: a line for each file, as `sha256sum` writes it.

use crate::domain::Digest;
use crate::say;
use crate::text::{Text, visible};

/// Reads a manifest: path and digest of each line, in its order.
///
/// Each line is 64 lower-case hexadecimal digits, two blanks, the path, and LF: nothing else is read, so that `sha256sum -c`
/// and this program cannot understand one line differently.
///
/// # Errors
/// A line is of another form; says which. A manifest without any line is one, too.
pub fn read(bytes: &[u8]) -> Result<Vec<(String, Digest)>, Text> {
    let text =
        std::str::from_utf8(bytes).map_err(|_| say!(vi: "không phải văn bản UTF-8", en: "it is no UTF-8 text"))?;
    if text.is_empty() {
        return Err(say!(vi: "tệp rỗng", en: "it is empty"));
    }
    let Some(text) = text.strip_suffix('\n') else {
        return Err(
            say!(vi: "dòng cuối không kết thúc bằng xuống dòng", en: "the last line does not end in a line feed"),
        );
    };
    let line = |(number, line): (usize, &str)| entry(line).ok_or_else(|| odd(number, line));
    (1..).zip(text.split('\n')).map(line).collect()
}

fn entry(line: &str) -> Option<(String, Digest)> {
    let (digest, path) = line.split_once("  ")?;
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '/');
    let good = !path.is_empty() && path.chars().all(plain);
    Some((path.to_string(), Digest::parse(digest)?)).filter(|_| good)
}

fn odd(number: usize, line: &str) -> Text {
    let shown: String = visible(line).chars().take(80).collect();
    say!(
        vi: "dòng {number} không có dạng “mã SHA-256, hai dấu cách, tên tệp”: “{shown}”",
        en: "line {number} is not “SHA-256, two blanks, file”: “{shown}”"
    )
}

#[cfg(test)]
mod tests {
    use crate::format::manifest::*;

    #[test]
    fn only_what_sha256sum_writes_is_read() {
        let hex = Digest::of(b"x").to_string();
        let good = format!("{hex}  ho-so/a.pdf\n{hex}  ky.toml\n");
        let read_back = read(good.as_bytes()).unwrap();
        assert_eq!(read_back.iter().map(|(path, _)| path.as_str()).collect::<Vec<_>>(), ["ho-so/a.pdf", "ky.toml"]);
        for odd in [
            String::new(),
            "\n".into(),
            good.trim_end().into(),
            good.replace('\n', "\r\n"),
            good.replace("  ky", " *ky"),
            good.replace("  ky", "   ky"),
            good.to_uppercase(),
            good.replacen('\n', "\n\n", 1),
            format!("\u{feff}{good}"),
            format!("# ghi chú\n{good}"),
            format!("\\{good}"),
            good.replace("ky.toml", "ky\u{0301}.toml"),
            good.replace("ky.toml", ""),
            good[1..].to_string(),
        ] {
            assert!(read(odd.as_bytes()).is_err(), "{odd:?}");
        }
        assert!(read(b"\xff\n").is_err());
    }
}
