//! The office that is attacked: its people, and an honest line of a whole period, made once by the program itself.

use crate::support::Scratch;
use git2::{ObjectType, Oid, Repository};
use sha2::{Digest, Sha256};
use ssh_key::private::{Ed25519Keypair, KeypairData};
use ssh_key::{LineEnding, PrivateKey};
use std::path::Path;
use std::sync::OnceLock;

/// The period that is attacked.
pub const PERIOD: &str = "2024-Q2";
/// A later one of the same year.
pub const NEXT: &str = "2024-07";
/// The text that is approved and sent.
pub const DRAFT: &str = "reports/2024-Q2/tong-hop.md";

/// Who there is: id, roles, what else stands in the table, what stands beside the key.
type Row = (&'static str, &'static str, &'static str, &'static str);

/// The roster. Beside those who do the work it holds everybody who should not be able to.
const PEOPLE: &[Row] = &[
    ("an", "quan-tri", "", ""),
    ("binh", "chanh-van-phong", "", ""),
    ("chi", "chuyen-vien", "", ""),
    ("dung", "lanh-dao\", \"giam-doc", "", ""),
    (
        "em",
        "lanh-dao",
        "uy_quyen = { hinh_thuc = \"KT\", tu_ngay = 2024-01-01, den_ngay = 2024-12-31, loai = [\"quy\"] }",
        "",
    ),
    ("giang", "lanh-dao", "", ""),
    ("hai", "van-thu", "", ""),
    ("khanh", "don-vi", "don_vi = \"ke-hoach\"", ""),
    ("hoa", "don-vi", "don_vi = \"thanh-tra\"", ""),
    // Three roles, so that only the rules about people keep them apart.
    ("kiem", "chuyen-vien\", \"chanh-van-phong\", \"lanh-dao", "uy_quyen = { hinh_thuc = \"KT\" }", ""),
    ("lien", "lanh-dao", "uy_quyen = { hinh_thuc = \"KT\", loai = [\"thang\"] }", ""),
    ("minh", "lanh-dao", "uy_quyen = { hinh_thuc = \"TUQ\", den_ngay = 2024-05-31 }", ""),
    ("nga", "lanh-dao", "uy_quyen = { hinh_thuc = \"Q\", tu_ngay = 2024-07-01 }", ""),
    ("tam", "don-vi", "don_vi = \"thanh-tra\"", ""),
    ("tuan", "don-vi", "don_vi = \"moi-lap\"", ""),
    // In force until the very day of the review.
    ("uyen", "van-thu", "", ", den_ngay = 2024-06-18"),
    // Keys that are over, not begun, withdrawn; a person who has left.
    ("oanh", "don-vi", "don_vi = \"thanh-tra\"", ", den_ngay = 2024-05-31"),
    ("phuc", "don-vi", "don_vi = \"thanh-tra\"", ", tu_ngay = 2025-01-01"),
    ("quy", "don-vi", "don_vi = \"thanh-tra\"", ", thu_hoi = \"nghỉ việc\""),
    ("sang", "don-vi", "don_vi = \"thanh-tra\"\nden_ngay = 2024-05-31", ""),
];

/// A person's key, made anew in each run from nothing but the name: it protects nothing.
pub fn key(id: &str) -> PrivateKey {
    let seed: [u8; 32] = Sha256::digest(format!("khoá thử của {id}")).into();
    let pair = KeypairData::Ed25519(Ed25519Keypair::from_seed(&seed));
    PrivateKey::new(pair, "").expect("a key")
}

/// The public line of a person's key.
pub fn public(id: &str) -> String {
    key(id).public_key().to_openssh().expect("a public key").trim().to_string()
}

/// One person as `baocao.toml` writes them.
pub fn person(id: &str, roles: &str, more: &str, key: &str) -> String {
    let name = id.to_uppercase();
    format!(
        "\n[[nguoi]]\nma = \"{id}\"\nho_ten = \"{name}\"\nchuc_vu = \"Cán bộ\"\nvai_tro = [\"{roles}\"]\nkhoa = [{key}]\n{more}\n"
    )
}

/// `baocao.toml` with two departments (and one to come), everybody above and a threshold of two.
pub fn settings() -> String {
    let mut text = String::from(
        "phien_ban = 1\n\n[co_quan]\nten = \"Sở Thử nghiệm\"\nchu_quan = \"Ủy ban nhân dân tỉnh\"\n\
         dia_danh = \"Thái Nguyên\"\nky_hieu = \"STN\"\n\n[tin_cay]\nnguong_danh_sach = 2\n",
    );
    for (id, name) in [("ke-hoach", "Phòng Kế hoạch"), ("thanh-tra", "Thanh tra Sở")] {
        text.push_str(&format!("\n[[don_vi]]\nma = \"{id}\"\nten = \"{name}\"\n"));
    }
    // A department that is not there yet when the period is opened.
    text.push_str("\n[[don_vi]]\nma = \"moi-lap\"\nten = \"Phòng mới lập\"\ntu_ngay = 2024-08-01\n");
    // `rieng` is reported by one department only.
    for (id, more) in [("cuoc", ""), ("lon", ""), ("rieng", "don_vi = [\"thanh-tra\"]\n")] {
        text.push_str(&format!(
            "\n[[chi_tieu]]\nma = \"{id}\"\nten = \"Chỉ tiêu {id}\"\ndon_vi_tinh = \"cuộc\"\nloai = \"phat-sinh\"\n{more}"
        ));
    }
    for (id, roles, more, beside) in PEOPLE {
        text.push_str(&person(id, roles, more, &format!("{{ ssh = \"{}\"{beside} }}", public(id))));
    }
    text
}

/// A department's report that `check` takes.
pub fn report(period: &str, department: &str, words: &str) -> String {
    let (name, next) = match period {
        "2024-Q2" => ("QUÝ II NĂM 2024", "QUÝ III NĂM 2024"),
        "2024-07" => ("THÁNG 7 NĂM 2024", "THÁNG 8 NĂM 2024"),
        other => panic!("no report for {other}"),
    };
    // What figures there are to put right: one department has them, the other has none.
    let figures = match department {
        "thanh-tra" => "chi_tieu:\n  cuoc: { thuc_hien: 6 }\n  lon: { thuc_hien: \"79228162514264337593543950335\" }\n",
        _ => "",
    };
    format!(
        "---\nbieu_mau: BM-VP-01.01\nky: {period}\ndon_vi: {department}\nnguoi_lap: Người {department}\nngay_lap: 2024-06-12\n{figures}---\n\n\
         # BÁO CÁO KẾT QUẢ CÔNG TÁC {name}\n\n## I. KẾT QUẢ THỰC HIỆN NHIỆM VỤ {name}\n\n\
         ### 1. Kết quả thực hiện nhiệm vụ\n\n{words}\n\n## II. ĐÁNH GIÁ CHUNG\n\nHoàn thành kế hoạch.\n\n\
         ## III. PHƯƠNG HƯỚNG NHIỆM VỤ {next}\n\nTiếp tục thực hiện kế hoạch.\n"
    )
}

/// How far the honest line has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// The folder is set up.
    Founded,
    /// The period is open.
    Opened,
    /// One department of two has submitted.
    Begun,
    /// Both have.
    Submitted,
    Drafted,
    Reviewed,
    Approved,
    Dispatched,
    Archived,
    /// The later period of the same year is approved; the first one was sent as number 12.
    NextApproved,
    NextDispatched,
    /// On the other line: approved with instructions.
    Completing,
    Finalized,
}

impl Stage {
    /// What `verify` calls the state of the attacked period.
    pub fn state(self) -> &'static str {
        match self {
            Stage::Founded | Stage::Opened | Stage::Begun | Stage::Submitted => "collecting",
            Stage::Drafted => "drafted",
            Stage::Reviewed => "reviewed",
            Stage::Approved | Stage::Completing => "approved",
            Stage::Dispatched => "dispatched",
            Stage::Archived | Stage::NextApproved | Stage::NextDispatched => "archived",
            Stage::Finalized => "finalized",
        }
    }
}

/// The honest lines, kept in memory so that nothing is left behind on the disk.
pub struct Base {
    /// `.git` by path, without any branch.
    git: Vec<(String, Vec<u8>)>,
    /// The commit of each stage.
    stages: Vec<(Stage, Oid)>,
}

fn files(root: &Path, folder: &Path, out: &mut Vec<(String, Vec<u8>)>) {
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            files(root, &path, out);
        } else {
            let name = path.strip_prefix(root).expect("inside").to_string_lossy().into_owned();
            out.push((name, std::fs::read(&path).expect("a file")));
        }
    }
}

/// The honest lines, made by the program's own commands the first time they are asked for.
pub fn base() -> &'static Base {
    static BASE: OnceLock<Base> = OnceLock::new();
    BASE.get_or_init(|| {
        let office = Scratch::empty();
        write_keys(&office);
        office.write("baocao.toml", &settings());
        let mut stages = Vec::new();
        let mut head = |office: &Scratch, stage| {
            let id = office.git("rev-parse HEAD");
            stages.push((stage, Oid::from_str(id.trim()).expect("a commit")));
        };
        let step = |person: &str, when: &str, line: &str| {
            office.run(person, when, line).expect(0);
        };
        step("an", "2024-01-02 08:00", "init --yes");
        head(&office, Stage::Founded);
        step("chi", "2024-06-03 08:00", "init 2024-Q2");
        head(&office, Stage::Opened);
        for (department, person, stage) in [("ke-hoach", "khanh", Stage::Begun), ("thanh-tra", "hoa", Stage::Submitted)]
        {
            office.write(&format!("reports/2024-Q2/{department}.md"), &report(PERIOD, department, "Đã làm 10 việc."));
            step(person, "2024-06-12 08:00", "submit 2024-Q2");
            head(&office, stage);
        }
        step("chi", "2024-06-17 08:00", "merge 2024-Q2");
        head(&office, Stage::Drafted);
        step("binh", "2024-06-18 08:00", "review 2024-Q2");
        head(&office, Stage::Reviewed);
        office.git("branch khac");
        step("dung", "2024-06-18 09:00", "approve 2024-Q2");
        head(&office, Stage::Approved);
        step("hai", "2024-06-19 08:00", "dispatch 2024-Q2 --number 12 --to UBND");
        head(&office, Stage::Dispatched);
        step("hai", "2024-06-20 08:00", "archive 2024-Q2");
        head(&office, Stage::Archived);
        step("chi", "2024-07-01 08:00", "init 2024-07");
        for (department, person) in [("ke-hoach", "khanh"), ("thanh-tra", "hoa")] {
            office.write(&format!("reports/2024-07/{department}.md"), &report(NEXT, department, "Đã làm 20 việc."));
            step(person, "2024-07-12 08:00", "submit 2024-07");
        }
        step("chi", "2024-07-17 08:00", "merge 2024-07");
        step("binh", "2024-07-18 08:00", "review 2024-07");
        step("dung", "2024-07-18 09:00", "approve 2024-07");
        head(&office, Stage::NextApproved);
        step("hai", "2024-07-19 08:00", "dispatch 2024-07 --number 13 --to UBND");
        head(&office, Stage::NextDispatched);
        office.git("switch -q khac");
        step("dung", "2024-06-18 09:00", "approve 2024-Q2 --instructions “Viết gọn”");
        head(&office, Stage::Completing);
        let text = office.read(DRAFT);
        office.write(DRAFT, &text.replacen("Hoàn thành kế hoạch", "Hoàn thành vượt kế hoạch", 1));
        step("binh", "2024-06-18 10:00", "finalize 2024-Q2");
        head(&office, Stage::Finalized);
        office.git("repack -a -d -q");
        let mut git = Vec::new();
        files(&office.office, &office.office.join(".git"), &mut git);
        let kept = |name: &str| ["objects/", "config", "HEAD"].iter().any(|p| name.starts_with(&format!(".git/{p}")));
        git.retain(|(name, _)| kept(name));
        Base { git, stages }
    })
}

/// Puts the keys of everybody on the roster, and of a stranger, where commands find them.
pub fn write_keys(office: &Scratch) {
    std::fs::create_dir_all(office.dir.path().join("keys")).expect("a folder");
    for id in PEOPLE.iter().map(|row| row.0).chain(["la"]) {
        let text = key(id).to_openssh(LineEnding::LF).expect("a key file");
        std::fs::write(office.key(id), text.as_bytes()).expect("a key file");
        std::fs::write(office.key(id).with_extension("pub"), public(id)).expect("a key file");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            std::fs::set_permissions(office.key(id), std::fs::Permissions::from_mode(0o600)).expect("a private file");
        }
    }
}

impl Base {
    /// The commit of a stage.
    pub fn commit(&self, stage: Stage) -> Oid {
        self.stages.iter().find(|(s, _)| *s == stage).expect("every stage").1
    }

    /// A folder of its own in which the line has come to a stage, with its working files.
    pub fn copy(&self, stage: Stage) -> (Scratch, Repository) {
        let office = Scratch::empty();
        for (path, bytes) in &self.git {
            let full = office.office.join(path);
            std::fs::create_dir_all(full.parent().expect("a parent")).expect("a folder");
            std::fs::write(full, bytes).expect("a file");
        }
        std::fs::create_dir_all(office.office.join(".git/refs/heads")).expect("a folder");
        std::fs::write(office.office.join(".git/HEAD"), "ref: refs/heads/main\n").expect("a file");
        let repo = Repository::open(&office.office).expect("the repository");
        repo.reference("refs/heads/main", self.commit(stage), true, "").expect("the branch");
        repo.checkout_head(Some(git2::build::CheckoutBuilder::new().force())).expect("the working files");
        (office, repo)
    }

    /// The honest commit that follows a stage.
    pub fn after(&self, repo: &Repository, stage: Stage) -> Oid {
        let commit = self.commit(stage);
        let parent = |id: Oid| repo.find_commit(id).ok().and_then(|c| c.parent_id(0).ok());
        let ends = match stage {
            Stage::Completing => [Stage::Finalized].as_slice(),
            _ => &[Stage::NextDispatched],
        };
        let mut at = self.commit(ends[0]);
        loop {
            match parent(at) {
                Some(before) if before == commit => return at,
                Some(before) => at = before,
                None => panic!("nothing follows {stage:?}"),
            }
        }
    }

    /// The raw bytes of an object.
    pub fn raw(repo: &Repository, id: Oid) -> Vec<u8> {
        let odb = repo.odb().expect("the objects");
        let object = odb.read(id).expect("the object");
        assert!(matches!(object.kind(), ObjectType::Commit | ObjectType::Tree | ObjectType::Blob));
        object.data().to_vec()
    }
}
