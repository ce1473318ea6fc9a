//! Which department is meant by what a person typed: its id, its name, or something like them.

use crate::office::Context;
use crate::ui::voice::Usage;
use baocao_core::domain::{DepartmentId, Settings};
use baocao_core::say;
use baocao_core::text::{fold_plain, nearest, visible};

/// Departments that may be meant, by id and name.
pub type Known = Vec<(DepartmentId, String)>;

/// The departments of the settings.
pub fn of_settings(settings: &Settings) -> Known {
    settings.departments.iter().map(|department| (department.id.clone(), department.name.clone())).collect()
}

/// The department meant: by its id, its name, or a part of either that no other has. One that is only like what was typed is
/// asked about.
///
/// # Errors
/// None is meant, or several could be; the message lists them.
pub fn meant(cx: &Context<'_>, known: &[(DepartmentId, String)], typed: &str) -> Result<DepartmentId, Usage> {
    let key = fold_plain(typed);
    let is = |test: &dyn Fn(&str) -> bool| -> Vec<&(DepartmentId, String)> {
        known.iter().filter(|(id, name)| test(id.as_str()) || test(&fold_plain(name))).collect()
    };
    let whole = is(&|word| word == key || word == key.replace(' ', "-"));
    if let [(id, _)] = whole.as_slice() {
        return Ok(id.clone());
    }
    let long_enough = key.chars().count() >= 3;
    let part = if long_enough { is(&|word| word.contains(&key)) } else { Vec::new() };
    if let [(id, name)] = part.as_slice() {
        let name = visible(name);
        cx.voice.note(&say!(vi: "đơn vị: {name} ({id})", en: "department: {name} ({id})"));
        return Ok(id.clone());
    }
    let near = nearest(&key, known.iter().flat_map(|(id, name)| [id.as_str(), name.as_str()]));
    let near = near.and_then(|near| known.iter().find(|(id, name)| id.as_str() == near || name == near));
    if let (Some((id, name)), true) = (near, part.is_empty()) {
        let name = visible(name);
        let question = say!(vi: "Có phải đơn vị {name} ({id})?", en: "Is it {name} ({id})?");
        if cx.voice.ask(&question) == Some(true) {
            return Ok(id.clone());
        }
        let shown = visible(typed);
        return Err(Usage(say!(
            vi: "không có đơn vị “{shown}”; có phải là “{id}” ({name})?",
            en: "there is no department “{shown}”; did you mean “{id}” ({name})?"
        )));
    }
    let shown = visible(typed);
    Err(Usage(if part.is_empty() {
        let list = listed(known.iter());
        say!(
            vi: "không có đơn vị “{shown}”; ghi mã hoặc tên một đơn vị: {list}",
            en: "there is no department “{shown}”; write the id or the name of one: {list}"
        )
    } else {
        let list = listed(part.into_iter());
        say!(
            vi: "“{shown}” có thể là nhiều đơn vị; ghi mã hoặc tên một đơn vị: {list}",
            en: "“{shown}” could be several departments; write the id or the name of one: {list}"
        )
    }))
}

/// `thanh-tra (Thanh tra Sở), van-phong (Văn phòng Sở)`.
fn listed<'a>(departments: impl Iterator<Item = &'a (DepartmentId, String)>) -> String {
    departments.map(|(id, name)| format!("{id} ({})", visible(name))).collect::<Vec<_>>().join(", ")
}
