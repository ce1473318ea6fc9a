//! Who may do what, with which key, until when (danh sách).

use crate::domain::{Cadence, Date, Digest, ObjectId};
use crate::text::is_device_name;
use std::collections::BTreeSet;
use std::fmt;

macro_rules! identifier {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            /// Takes an id of the grammar `[a-z0-9-]{1,40}` that Windows can also use as a file name.
            pub fn parse(text: &str) -> Option<Self> {
                let ok = (1..=40).contains(&text.len())
                    && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
                    && !text.starts_with('-')
                    && !text.ends_with('-')
                    && !is_device_name(text);
                ok.then(|| $name(text.to_string()))
            }

            /// The id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

identifier!(
    /// Mã đơn vị: a department's id, which is also its report's file name.
    DepartmentId
);
identifier!(
    /// Mã người: a person's id in the roster.
    PersonId
);

/// Vai trò: in which capacity a person acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// `don-vi`: a department's reporter.
    Reporter,
    /// `chuyen-vien`: chuyên viên tổng hợp.
    Consolidator,
    /// `chanh-van-phong`: Chánh Văn phòng.
    ChiefOfOffice,
    /// `lanh-dao`: Giám đốc or Phó Giám đốc.
    Leader,
    /// `giam-doc`: the head of the agency, who is a leader too.
    Head,
    /// `van-thu`: Văn thư.
    Clerk,
    /// `quan-tri`: keeps the folder and the roster.
    Administrator,
}

impl Role {
    /// Every role.
    pub const ALL: [Role; 7] = [
        Role::Reporter,
        Role::Consolidator,
        Role::ChiefOfOffice,
        Role::Leader,
        Role::Head,
        Role::Clerk,
        Role::Administrator,
    ];

    /// The id in `baocao.toml` and in trailers.
    pub fn id(self) -> &'static str {
        match self {
            Role::Reporter => "don-vi",
            Role::Consolidator => "chuyen-vien",
            Role::ChiefOfOffice => "chanh-van-phong",
            Role::Leader => "lanh-dao",
            Role::Head => "giam-doc",
            Role::Clerk => "van-thu",
            Role::Administrator => "quan-tri",
        }
    }

    /// The role of that id.
    pub fn from_id(id: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.id() == id)
    }

    /// The title people use.
    pub fn title(self, lang: crate::text::Lang) -> &'static str {
        use crate::text::Lang;
        match (self, lang) {
            (Role::Reporter, Lang::Vi) => "người lập báo cáo của đơn vị",
            (Role::Reporter, Lang::En) => "the department's reporter",
            (Role::Consolidator, Lang::Vi) => "chuyên viên tổng hợp",
            (Role::Consolidator, Lang::En) => "the consolidating officer",
            (Role::ChiefOfOffice, Lang::Vi) => "Chánh Văn phòng",
            (Role::ChiefOfOffice, Lang::En) => "the Chief of Office",
            (Role::Leader, Lang::Vi) => "Lãnh đạo Sở",
            (Role::Leader, Lang::En) => "a leader (Director or Deputy Director)",
            (Role::Head, Lang::Vi) => "Giám đốc",
            (Role::Head, Lang::En) => "the Director",
            (Role::Clerk, Lang::Vi) => "Văn thư",
            (Role::Clerk, Lang::En) => "the records clerk",
            (Role::Administrator, Lang::Vi) => "người quản trị thư mục",
            (Role::Administrator, Lang::En) => "the folder's administrator",
        }
    }
}

/// A span of days, both ends included; an open end has no date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tenure {
    /// `tu_ngay`.
    pub from: Option<Date>,
    /// `den_ngay`.
    pub to: Option<Date>,
}

impl Tenure {
    /// Whether a day lies in it.
    pub fn covers(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }

    /// Whether any of the days from `first` to `last` lies in it.
    pub fn meets(&self, first: Date, last: Date) -> bool {
        self.from.is_none_or(|from| from <= last) && self.to.is_none_or(|to| first <= to)
    }
}

/// The name of a key: the SHA-256 of its public bytes.
///
/// For SSH these are the bytes in the key line, so that the shown form is the one `ssh-keygen -l` prints;
/// for OpenPGP and X.509 the certificate's text as it is in the roster, trimmed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint(pub Digest);

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        f.write_str("SHA256:")?;
        for chunk in self.0.as_bytes().chunks(3) {
            let word = chunk.iter().fold(0u32, |word, byte| word << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
            for at in 0..=chunk.len() {
                let letter = ALPHABET[(word >> (18 - 6 * at) & 63) as usize];
                write!(f, "{}", letter as char)?;
            }
        }
        Ok(())
    }
}

/// The public half of a signing key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyMaterial {
    /// An OpenSSH public key: the algorithm's name, the key's bytes, and the line as git writes it.
    Ssh {
        /// `ssh-ed25519`, `ecdsa-sha2-nistp256`, `ssh-rsa`, `sk-ssh-ed25519@openssh.com`, …
        algorithm: String,
        /// The wire form of the public key.
        blob: Vec<u8>,
        /// `algorithm base64`, without comment.
        line: String,
    },
    /// An armored OpenPGP certificate.
    OpenPgp {
        /// Its text.
        certificate: String,
    },
    /// A PEM X.509 certificate.
    X509 {
        /// Its text.
        certificate: String,
    },
}

impl KeyMaterial {
    /// The key's name.
    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint(match self {
            KeyMaterial::Ssh { blob, .. } => Digest::of(blob),
            KeyMaterial::OpenPgp { certificate } | KeyMaterial::X509 { certificate } => {
                Digest::of(certificate.trim().as_bytes())
            }
        })
    }
}

/// One key of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterKey {
    /// The public key.
    pub material: KeyMaterial,
    /// When it may be used.
    pub tenure: Tenure,
    /// `thu_hoi`: why it was withdrawn. From the commit that says so it signs nothing.
    pub revoked: Option<String>,
    /// `tin_den`: the last commit that may still be believed, when the key was stolen.
    pub trusted_until: Option<ObjectId>,
}

/// Hình thức ký thay.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Capacity {
    /// KT.: a deputy signs for the head.
    Deputy,
    /// TUQ.: by written authorisation.
    Authorised,
    /// Q.: acting head.
    Acting,
}

impl Capacity {
    /// As written on documents and in trailers.
    pub fn id(self) -> &'static str {
        match self {
            Capacity::Deputy => "KT",
            Capacity::Authorised => "TUQ",
            Capacity::Acting => "Q",
        }
    }

    /// The capacity of that id.
    pub fn from_id(id: &str) -> Option<Capacity> {
        [Capacity::Deputy, Capacity::Authorised, Capacity::Acting].into_iter().find(|c| c.id() == id)
    }
}

/// Uỷ quyền: by what right, and until when, a deputy approves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delegation {
    /// KT, TUQ or Q.
    pub capacity: Capacity,
    /// When it holds.
    pub tenure: Tenure,
    /// `can_cu`: the decision that gives it.
    pub basis: Option<String>,
    /// `loai`: the kinds of period it is limited to; empty for all.
    pub cadences: BTreeSet<Cadence>,
}

/// One person of the roster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// `ma`.
    pub id: PersonId,
    /// `ho_ten`.
    pub name: String,
    /// `chuc_vu`.
    pub title: String,
    /// `vai_tro`.
    pub roles: BTreeSet<Role>,
    /// `don_vi`: whose report a reporter may submit.
    pub department: Option<DepartmentId>,
    /// `khoa`.
    pub keys: Vec<RosterKey>,
    /// `tu_ngay`, `den_ngay`.
    pub tenure: Tenure,
    /// `uy_quyen`.
    pub delegation: Option<Delegation>,
}

impl Person {
    /// Whether the person holds a role; the head is a leader too.
    pub fn has(&self, role: Role) -> bool {
        self.roles.contains(&role) || (role == Role::Leader && self.roles.contains(&Role::Head))
    }
}

/// Which clock says when a report came that was taken in from its department's branch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum BranchClock {
    /// `khai`: the department's, when it submitted.
    #[default]
    Claimed,
    /// `nhan`: the office's, when it took it in.
    Received,
}

/// When departments push to branches of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum BranchUse {
    /// `khong`: only when somebody says so.
    #[default]
    Asked,
    /// `khi-ban`: also after others were faster twice.
    Busy,
    /// `luon`: always.
    Always,
}

/// Danh sách: everybody who may act.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Roster {
    /// In the order of the file.
    pub people: Vec<Person>,
    /// `nguong_danh_sach`: how many different people must agree to a change of the roster.
    pub threshold: usize,
    /// `tin_cay.lech_gio_phut`: how far a clock may be off, in minutes. It stands here because, like the people, it counts
    /// from the believed commit that brings it: nobody widens it for what he has done before.
    pub clock_skew_minutes: u32,
    /// `tin_cay.gio_nop`: which clock counts for reports from departments' branches.
    pub branch_clock: BranchClock,
    /// `tin_cay.may_chu`: the keys with which the shared repository signs its receipts.
    pub servers: Vec<KeyMaterial>,
    /// `tin_cay.nhanh_nop`: when `submit --push` goes to the department's branch.
    pub branch_use: BranchUse,
}

impl Roster {
    /// The owner of a key, with the key's entry.
    pub fn owner(&self, key: &Fingerprint) -> Option<(&Person, &RosterKey)> {
        self.people.iter().find_map(|p| p.keys.iter().find(|k| k.material.fingerprint() == *key).map(|k| (p, k)))
    }

    /// The person of that id.
    pub fn person(&self, id: &PersonId) -> Option<&Person> {
        self.people.iter().find(|p| p.id == *id)
    }

    /// Everybody who holds a role on a day.
    pub fn holders(&self, role: Role, day: Date) -> impl Iterator<Item = &Person> {
        self.people.iter().filter(move |p| p.has(role) && p.tenure.covers(day))
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::roster::*;

    #[test]
    fn fingerprints_read_as_ssh_prints_them() {
        // printf '' | sha256sum, in base64 without padding.
        assert_eq!(Fingerprint(Digest::of(b"")).to_string(), "SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU");
    }

    #[test]
    fn ids_are_names_every_system_can_store() {
        assert!(DepartmentId::parse("chi-cuc-tdc").is_some());
        for wrong in ["", "Thanh-Tra", "a/b", "..", "con", "com1", "-a", "a-", "a b", "thanh_tra"] {
            assert!(DepartmentId::parse(wrong).is_none(), "{wrong}");
        }
    }
}
