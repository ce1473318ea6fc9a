//! The user's list of trusted roots.

use crate::domain::ObjectId;

/// `goc.toml`.
pub fn toml(pins: &[(&str, ObjectId)]) -> String {
    let mut out = String::from(
        "# Commit gốc của các cơ quan mà người dùng máy này tin cậy. baocao ghi tệp này; đừng nhận tệp này từ người khác.\n",
    );
    for (agency, root) in pins {
        let agency = ::toml::Value::String(agency.to_string());
        out.push_str(&format!("\n[[goc]]\nco_quan = {agency}\ncommit = \"{root}\"\n"));
    }
    out
}
