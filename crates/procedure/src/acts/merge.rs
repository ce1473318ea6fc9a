//! `merge`: makes the draft or refreshes it.

use crate::acts::trailers;
use crate::trailers::codec::{AtLeastOne, Block, Closing, Lines, Many, One, Rising, Trailer};
use baocao_core::domain::{DepartmentId, Detail, Digest, Input};
use baocao_core::say;
use baocao_core::text::Text;

trailers! {
    Merge {
        subject: One("Subject"),
        inputs: Rising { list: AtLeastOne("Input"), key: "Input", before: |a: &Input, b| a.department < b.department },
        missing: Rising { list: Many("Missing"), key: "Missing", before: |a: &DepartmentId, b| a < b },
    } then InputsDigest
}

/// The line that closes a merge: the digest of its inputs.
struct InputsDigest;

impl Closing for InputsDigest {
    fn read(&self, lines: &mut Lines<'_>, detail: &Detail) -> Result<(), Text> {
        let Detail::Merge { inputs, .. } = detail else { return Ok(()) };
        let stated: Digest = One("Inputs").read(lines)?;
        if stated != Input::digest_all(inputs) {
            return Err(say!(
                vi: "“Baocao-Inputs” không phải mã băm của các dòng “Baocao-Input”",
                en: "“Baocao-Inputs” is not the digest of the “Baocao-Input” lines"
            ));
        }
        Ok(())
    }

    fn write(&self, detail: &Detail, out: &mut Block) {
        if let Detail::Merge { inputs, .. } = detail {
            One("Inputs").write(&Input::digest_all(inputs), out);
        }
    }
}
