//! `submit`: a department submits its report.

use crate::acts::trailers;
use crate::trailers::codec::{Check, Many, One};
use baocao_core::domain::{Detail, PICTURES_MOST};
use baocao_core::say;
use baocao_core::text::Text;

trailers! {
    Submit {
        subject: One("Subject"),
        pictures: Many("Picture"),
    } then Check(pictures_in_order)
}

fn pictures_in_order(detail: &Detail) -> Result<(), Text> {
    let Detail::Submit { pictures, .. } = detail else { return Ok(()) };
    if pictures.len() > PICTURES_MOST || pictures.windows(2).any(|pair| pair[0].path >= pair[1].path) {
        return Err(say!(
            vi: "các dòng “Baocao-Picture” quá nhiều hoặc không xếp theo đường dẫn",
            en: "the “Baocao-Picture” lines are too many or not in the order of their paths"
        ));
    }
    Ok(())
}
