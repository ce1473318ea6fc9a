//! The people of `baocao.toml` (`[[nguoi]]`, `[tin_cay]`): who may act, with which key, until when.

use crate::domain::{
    BranchClock, BranchUse, Cadence, Capacity, Date, Delegation, Department, Fingerprint, KeyMaterial, ObjectId,
    Person, PersonId, Role, Roster, RosterKey, Tenure,
};
use crate::format::keys::parse_ssh_public;
use crate::format::settings::{choice, known_department, repeated, tenure};
use crate::format::toml_reader::{TomlDocument, TomlTable};
use crate::say;
use crate::text::Span;
use std::collections::{BTreeMap, BTreeSet};

const ROLES: [&str; 7] = ["don-vi", "chuyen-vien", "chanh-van-phong", "lanh-dao", "giam-doc", "van-thu", "quan-tri"];

/// Reads people, threshold and the minutes a clock may be off.
pub fn read(root: &TomlTable<'_, '_>, departments: &[Department]) -> Roster {
    let mut people: Vec<Person> = Vec::new();
    let mut owners: BTreeMap<Fingerprint, PersonId> = BTreeMap::new();
    for table in root.tables("nguoi") {
        table.knows(&["ma", "ho_ten", "chuc_vu", "vai_tro", "don_vi", "khoa", "tu_ngay", "den_ngay", "uy_quyen"]);
        let Some(person) = person(&table, departments) else { continue };
        if people.iter().any(|p| p.id == person.id) {
            repeated(&table, "ma", person.id.as_str());
            continue;
        }
        for key in &person.keys {
            if let Some(owner) = owners.insert(key.material.fingerprint(), person.id.clone()) {
                let message = say!(
                    vi: "khoá này đã khai cho “{owner}”; mỗi khoá chỉ khai một lần trong cả danh sách",
                    en: "this key already stands with “{owner}”; a key stands once in the whole roster"
                );
                table.fault("khoa", message, None);
            }
        }
        people.push(person);
    }
    let trust = root.table("tin_cay", "[tin_cay]");
    if let Some(trust) = &trust {
        trust.knows(&["nguong_danh_sach", "lech_gio_phut", "gio_nop", "nhanh_nop", "may_chu"]);
    }
    let threshold = trust.as_ref().and_then(|t| t.number("nguong_danh_sach", 1..=50));
    let skew = trust.as_ref().and_then(|t| t.number("lech_gio_phut", 0..=1440)).unwrap_or(10);
    let clock = |word: &str| match word {
        "khai" => Some(BranchClock::Claimed),
        "nhan" => Some(BranchClock::Received),
        _ => None,
    };
    let uses = |word: &str| match word {
        "khong" => Some(BranchUse::Asked),
        "khi-ban" => Some(BranchUse::Busy),
        "luon" => Some(BranchUse::Always),
        _ => None,
    };
    let branch_clock = trust.as_ref().and_then(|t| choice(t, "gio_nop", &["khai", "nhan"], clock));
    let branch_use = trust.as_ref().and_then(|t| choice(t, "nhanh_nop", &["khong", "khi-ban", "luon"], uses));
    let mut servers = Vec::new();
    for (trust, line, span) in
        trust.iter().flat_map(|t| t.words("may_chu").into_iter().map(move |(line, span)| (t, line, span)))
    {
        let Some(key) = ssh(trust.document(), &line, span) else { continue };
        // A server that could sign a step would be a person nobody has named.
        if owners.contains_key(&key.fingerprint()) {
            let message =
                say!(vi: "khoá của máy chủ đã khai cho một người", en: "the server's key stands with a person");
            trust.document().fault(span, message, None);
        }
        servers.push(key);
    }
    let roster = Roster {
        people,
        servers,
        threshold: threshold.unwrap_or(1) as usize,
        clock_skew_minutes: skew,
        branch_clock: branch_clock.unwrap_or_default(),
        branch_use: branch_use.unwrap_or_default(),
    };
    checks(root, trust.as_ref(), &roster);
    roster
}

/// Nobody may be locked out by accident.
fn checks(root: &TomlTable<'_, '_>, trust: Option<&TomlTable<'_, '_>>, roster: &Roster) {
    if roster.people.is_empty() {
        return;
    }
    if !roster.people.iter().any(|p| p.has(Role::Administrator)) {
        let message = say!(
            vi: "danh sách không có ai giữ vai trò “quan-tri”; sẽ không ai sửa được danh sách nữa",
            en: "nobody in the roster has the role “quan-tri”; nobody could ever change it again"
        );
        root.fault("nguoi", message, None);
    }
    let endorses =
        |p: &&Person| [Role::Administrator, Role::ChiefOfOffice, Role::Leader].into_iter().any(|role| p.has(role));
    let count = roster.people.iter().filter(endorses).count();
    let wanted = roster.threshold;
    if wanted > count {
        let message = say!(
            vi: "ngưỡng {wanted} người không đạt được: chỉ có {count} người được quyền tán thành",
            en: "a threshold of {wanted} cannot be met: only {count} may endorse"
        );
        let help = say!(
            vi: "người giữ vai trò quan-tri, chanh-van-phong, lanh-dao được quyền tán thành",
            en: "holders of quan-tri, chanh-van-phong and lanh-dao may endorse"
        );
        match trust {
            Some(trust) => trust.fault("nguong_danh_sach", message, Some(help)),
            None => root.fault("nguoi", message, Some(help)),
        }
    }
}

fn person(table: &TomlTable<'_, '_>, departments: &[Department]) -> Option<Person> {
    let document = table.document();
    let id = table.required("ma").and_then(|text| {
        let id = PersonId::parse(&text);
        if id.is_none() {
            let message = say!(vi: "mã người “{text}” không dùng được", en: "“{text}” cannot be a person's id");
            let help = say!(
                vi: "dùng chữ thường không dấu, chữ số, dấu gạch nối, ví dụ “tran-van-binh”",
                en: "use lower-case letters without diacritics, digits and hyphens, as in “tran-van-binh”"
            );
            table.fault("ma", message, Some(help));
        }
        id
    });
    let name = table.required("ho_ten");
    let title = table.text("chuc_vu").unwrap_or_default();
    if !table.has("vai_tro") {
        table.missing("vai_tro");
    }
    let roles: BTreeSet<Role> =
        table.words("vai_tro").into_iter().filter_map(|(word, span)| role(document, &word, span)).collect();
    let department = table.has("don_vi").then(|| table.text("don_vi")).flatten();
    let department =
        department.and_then(|word| known_department(document, departments, &word, table.value_span("don_vi")));
    if roles.contains(&Role::Reporter) && !table.has("don_vi") {
        table.missing("don_vi");
    }
    let keys = keys(table);
    let tenure = tenure(table);
    let delegation = delegation(table);
    Some(Person { id: id?, name: name?, title, roles, department, keys, tenure, delegation })
}

fn role(document: &TomlDocument<'_>, word: &str, span: Span) -> Option<Role> {
    let found = Role::from_id(word);
    if found.is_none() {
        let message = say!(vi: "không có vai trò “{word}”", en: "there is no role “{word}”");
        let list = ROLES.join(", ");
        let help = match crate::text::nearest(word, ROLES) {
            Some(near) => {
                say!(vi: "có phải là “{near}”? Các vai trò: {list}", en: "did you mean “{near}”? The roles: {list}")
            }
            None => say!(vi: "các vai trò: {list}", en: "the roles: {list}"),
        };
        document.fault(span, message, Some(help));
    }
    found
}

fn keys(table: &TomlTable<'_, '_>) -> Vec<RosterKey> {
    let mut keys = Vec::new();
    for (item, span) in table.mixed("khoa", "khoa") {
        match item {
            Ok(line) => keys.extend(ssh(table.document(), &line, span).map(|material| RosterKey {
                material,
                tenure: Tenure::default(),
                revoked: None,
                trusted_until: None,
            })),
            Err(entry) => keys.extend(key(&entry)),
        }
    }
    keys
}

fn ssh(document: &TomlDocument<'_>, line: &str, span: Span) -> Option<KeyMaterial> {
    parse_ssh_public(line).map_err(|why| document.fault(span, why, None)).ok()
}

fn key(entry: &TomlTable<'_, '_>) -> Option<RosterKey> {
    entry.knows(&["ssh", "openpgp", "x509", "tu_ngay", "den_ngay", "thu_hoi", "tin_den"]);
    let kinds: Vec<&str> = ["ssh", "openpgp", "x509"].into_iter().filter(|kind| entry.has(kind)).collect();
    let [kind] = kinds[..] else {
        let message = say!(
            vi: "mỗi khoá phải có đúng một trong “ssh”, “openpgp”, “x509”",
            en: "a key has exactly one of “ssh”, “openpgp”, “x509”"
        );
        entry.fault("", message, None);
        return None;
    };
    let text = entry.text(kind);
    let tenure = tenure(entry);
    let revoked = entry.text("thu_hoi");
    let trusted_until = entry.text("tin_den").and_then(|text| {
        let id = ObjectId::parse(&text);
        if id.is_none() {
            let message = say!(vi: "“tin_den” phải là mã commit đầy đủ", en: "“tin_den” is the full name of a commit");
            entry.fault("tin_den", message, None);
        }
        id
    });
    if trusted_until.is_some() && revoked.is_none() {
        let message = say!(vi: "“tin_den” chỉ dùng cùng “thu_hoi”", en: "“tin_den” stands only with “thu_hoi”");
        entry.fault("tin_den", message, None);
    }
    let text = text?;
    let material = match kind {
        "ssh" => ssh(entry.document(), &text, entry.value_span("ssh"))?,
        kind => {
            let (mark, wanted) = if kind == "openpgp" {
                ("-----BEGIN PGP PUBLIC KEY BLOCK-----", "BEGIN PGP PUBLIC KEY BLOCK")
            } else {
                ("-----BEGIN CERTIFICATE-----", "BEGIN CERTIFICATE")
            };
            if !text.starts_with(mark) {
                let message = say!(
                    vi: "đây không phải chứng thư dạng chữ (bắt đầu bằng “{wanted}”)",
                    en: "this is no armored certificate (it begins with “{wanted}”)"
                );
                entry.fault(kind, message, None);
                return None;
            }
            if kind == "openpgp" {
                KeyMaterial::OpenPgp { certificate: text }
            } else {
                KeyMaterial::X509 { certificate: text }
            }
        }
    };
    Some(RosterKey { material, tenure, revoked, trusted_until })
}

fn delegation(table: &TomlTable<'_, '_>) -> Option<Delegation> {
    let given = table.table("uy_quyen", "uy_quyen")?;
    given.knows(&["hinh_thuc", "tu_ngay", "den_ngay", "can_cu", "loai"]);
    if !given.has("hinh_thuc") {
        given.missing("hinh_thuc");
    }
    let capacity = choice(&given, "hinh_thuc", &["KT", "TUQ", "Q"], Capacity::from_id);
    let tenure = tenure(&given);
    let basis = given.text("can_cu");
    let ids = Cadence::ALL.map(Cadence::id);
    let cadences = given.words("loai").into_iter().filter_map(|(word, span)| {
        let found = Cadence::from_id(&word);
        if found.is_none() {
            let list = ids.join(", ");
            let message = say!(vi: "không có loại kỳ “{word}”", en: "there is no kind of period “{word}”");
            let help = say!(vi: "chọn trong: {list}", en: "choose from: {list}");
            given.document().fault(span, message, Some(help));
        }
        found
    });
    let cadences = cadences.collect();
    Some(Delegation { capacity: capacity?, tenure, basis, cadences })
}

/// `baocao.toml` with one SSH key more at the head of a person's `khoa`; everything else stays as it is written. `None` where
/// the person or the list is not there. `until` is the last day of the key that it replaces, which the new one keeps.
pub fn with_key(text: &str, person: &PersonId, line: &str, until: Option<Date>) -> Option<String> {
    let root = toml::de::DeTable::parse(text).ok()?;
    let people = root.get_ref().iter().find(|(key, _)| key.get_ref() == "nguoi")?.1.get_ref().as_array()?;
    let own = people.iter().filter_map(|entry| entry.get_ref().as_table()).find(|table| {
        table.iter().any(|(key, value)| key.get_ref() == "ma" && value.get_ref().as_str() == Some(person.as_str()))
    })?;
    let (_, keys) = own.iter().find(|(key, _)| key.get_ref() == "khoa")?;
    let (start, empty) = (keys.span().start, keys.get_ref().as_array()?.is_empty());
    let inside = start + text[start..].find('[')? + 1;
    let gap = if empty { "" } else { ", " };
    let entry = match until {
        None => format!("\"{line}\""),
        Some(day) => format!("{{ ssh = \"{line}\", den_ngay = {day} }}"),
    };
    Some(format!("{}{entry}{gap}{}", &text[..inside], &text[inside..]))
}

#[cfg(test)]
mod tests {
    use crate::format::roster::*;

    #[test]
    fn a_key_is_put_before_the_others_and_nothing_else_moves() {
        let id = PersonId::parse("hoa").expect("an id");
        for (before, after) in [
            ("khoa = [\"a\"]", "khoa = [\"n\", \"a\"]"),
            ("khoa = []", "khoa = [\"n\"]"),
            ("khoa = [ # máy cũ\n  \"a\", # laptop\n]", "khoa = [\"n\",  # máy cũ\n  \"a\", # laptop\n]"),
            ("khoa = [{ ssh = \"a\", tu_ngay = 2024-01-01 }]", "khoa = [\"n\", { ssh = \"a\", tu_ngay = 2024-01-01 }]"),
        ] {
            let file = |own: &str| {
                format!(
                    "# đầu\n[[nguoi]]\nma = \"binh\"\nkhoa = [\"b\"]\n\n[[nguoi]]\nma = \"hoa\" # Hoa\n{own}\n[tin_cay]\nx = 1\n"
                )
            };
            assert_eq!(with_key(&file(before), &id, "n", None).as_deref(), Some(file(after).as_str()), "{before}");
        }
        let day = crate::domain::parse_date("2027-12-31");
        let dated = with_key("[[nguoi]]\nma = \"hoa\"\nkhoa = []\n", &id, "n", day);
        assert!(dated.is_some_and(|text| text.ends_with("khoa = [{ ssh = \"n\", den_ngay = 2027-12-31 }]\n")));
        assert_eq!(with_key("[[nguoi]]\nma = \"hoa\"\n", &id, "n", None), None);
        assert_eq!(with_key("[[nguoi]]\nma = \"an\"\nkhoa = []\n", &id, "n", None), None);
    }
}
