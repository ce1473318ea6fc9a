//! The user's list of trusted roots (`goc.toml` in the user's own settings folder).

pub mod write;

pub use write::*;

use crate::domain::ObjectId;
use crate::say;
use crate::text::Text;
use serde::Deserialize;

/// One trusted root.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pin {
    /// The agency's name when it was pinned, for people.
    pub agency: String,
    /// The first commit of the office's folder.
    pub root: ObjectId,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    goc: Vec<PinRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PinRow {
    co_quan: String,
    commit: String,
}

/// Reads the list; or says why it cannot be read.
pub fn read(text: &str) -> Result<Vec<Pin>, Text> {
    let file: File = toml::from_str(text).map_err(|e| {
        let line = e.span().map_or(1, |s| text[..s.start.min(text.len())].matches('\n').count() + 1);
        say!(vi: "dòng {line} không đọc được", en: "line {line} cannot be read")
    })?;
    file.goc
        .into_iter()
        .map(|row| match ObjectId::parse(&row.commit) {
            Some(root) => Ok(Pin { agency: row.co_quan, root }),
            None => {
                let commit = crate::text::visible(&row.commit);
                Err(say!(vi: "“{commit}” không phải mã commit", en: "“{commit}” is not a commit's name"))
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::format::pins::*;

    #[test]
    fn reads_what_is_written() {
        let root = ObjectId::from_bytes([7; 20]);
        let text = format!("[[goc]]\nco_quan = 'Sở \"KH&CN\"'\ncommit = \"{root}\"\n");
        assert_eq!(read(&text), Ok(vec![Pin { agency: "Sở \"KH&CN\"".into(), root }]));
        assert!(read("goc = 1").is_err() && read("[[goc]]\nco_quan = \"a\"\ncommit = \"x\"").is_err());
    }
}
