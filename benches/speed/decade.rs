//! Ten years of figures: quarter after quarter reported, consolidated, reviewed and approved, made with raw objects.

use crate::support::Scratch;
use baocao::commands::demo::sample;
use baocao_core::domain::{
    Act, Date, Deadline, DepartmentId, Detail, Digest, Input, ObjectId, PeriodId, PeriodSettings, PersonId, Role,
    Version, parse_date,
};
use baocao_core::format::settings::write as settings;
use baocao_procedure::trailers::write::{Words, message};
use std::path::PathBuf;

/// The first year.
const FROM: i32 = 2001;

/// What the office counts, and who reports it: every department a hundred indicators, in turns.
pub const INDICATORS: usize = 500;
const EACH: usize = 100;

/// The office, ready for its last quarter to be consolidated; the last period; the list of all signatures.
pub fn office(departments: usize, years: usize) -> (Scratch, String, PathBuf) {
    let scratch = Scratch::sample_keys();
    let mut indicators = String::new();
    for i in 0..INDICATORS {
        let owners: Vec<String> =
            (0..departments).filter(|d| reports(*d, i)).map(|d| format!("\"dv-{d:05}\"")).collect();
        indicators.push_str(&format!(
            "\n[[chi_tieu]]\nma = \"ct-{i:03}\"\nten = \"Chỉ tiêu {i}\"\ndon_vi_tinh = \"việc\"\nloai = \"{}\"\nso_le = 1\ndon_vi = [{}]\n",
            if i % 5 == 0 { "thoi-diem" } else { "phat-sinh" },
            owners.join(", ")
        ));
    }
    scratch.write("baocao.toml", &super::corpus::settings(&scratch, departments, true, &indicators));
    scratch.run("dang-quoc-huy", "2026-11-02 08:00", "init --yes").expect(0);
    let mut line = Line::new(&scratch, departments);
    let mut last = String::new();
    for n in 0..years * 4 {
        let (year, quarter) = (FROM + (n / 4) as i32, n % 4 + 1);
        last = format!("{year}-Q{quarter}");
        line.open(&last);
        for d in 0..departments {
            let text = report(d, year, quarter, n + 1 == years * 4);
            line.submit(&last, d, &text);
        }
        if n + 1 < years * 4 {
            line.approve(&last);
        }
    }
    let list = line.finish(&scratch);
    (scratch, last, list)
}

fn reports(department: usize, indicator: usize) -> bool {
    (department * 37 + indicator).is_multiple_of(INDICATORS / EACH)
}

/// What a department did in a quarter, in tenths.
fn tenths(department: usize, indicator: usize, year: i32, quarter: usize) -> i64 {
    (department as i64 * 7 + indicator as i64 * 3 + i64::from(year - FROM) * 11 + quarter as i64 * 13) % 4_000 + 10
}

fn report(department: usize, year: i32, quarter: usize, states: bool) -> String {
    let text = super::corpus::report(department, &format!("dv-{department:05}"), year as usize, quarter);
    let shown = |tenths: i64| format!("\"{},{}\"", tenths / 10, tenths % 10);
    let mut figures = String::new();
    for i in (0..INDICATORS).filter(|i| reports(department, *i)) {
        let now = tenths(department, i, year, quarter);
        figures.push_str(&format!("  ct-{i:03}: {{ ke_hoach: 300, thuc_hien: {}", shown(now)));
        if states {
            let so_far: i64 = match i % 5 {
                0 => now,
                _ => (1..=quarter).map(|q| tenths(department, i, year, q)).sum(),
            };
            let before = tenths(department, i, year - 1, quarter);
            figures.push_str(&format!(", cung_ky: {}, luy_ke: {}", shown(before), shown(so_far)));
        }
        figures.push_str(" }\n");
    }
    let from = text.find("chi_tieu:\n").expect("figures") + "chi_tieu:\n".len();
    let to = from + text[from..].find("---\n").expect("the end");
    format!("{}{figures}{}", &text[..from], &text[to..])
}

struct Line {
    repo: git2::Repository,
    departments: usize,
    tip: git2::Oid,
    prev: ObjectId,
    inputs: Vec<Input>,
    count: i64,
    list: Vec<u8>,
    keys: Vec<ssh_key::PrivateKey>,
    officers: Vec<(&'static str, Role, ssh_key::PrivateKey)>,
    words: Words,
}

impl Line {
    fn new(scratch: &Scratch, departments: usize) -> Line {
        let repo = git2::Repository::open(&scratch.office).expect("the repository");
        let tip = repo.head().and_then(|h| h.peel_to_commit()).expect("a commit").id();
        let read = |person: &str| ssh_key::PrivateKey::read_openssh_file(&scratch.key(person)).expect("a key");
        let officers = [
            ("le-thi-mai", Role::Consolidator),
            ("tran-van-binh", Role::ChiefOfOffice),
            ("nguyen-duc-thinh", Role::Head),
        ];
        Line {
            departments,
            tip,
            prev: ObjectId::ZERO,
            inputs: Vec::new(),
            count: 0,
            list: Vec::new(),
            keys: (0..departments).map(|d| read(&format!("nguoi-{d:05}"))).collect(),
            officers: officers.into_iter().map(|(id, role)| (id, role, read(id))).collect(),
            words: Words::default(),
            repo,
        }
    }

    fn object(id: git2::Oid) -> ObjectId {
        ObjectId::parse(&id.to_string()).expect("a name")
    }

    fn write(&self, path: &str, text: &str) -> (git2::Oid, Version) {
        let blob = self.repo.blob(text.as_bytes()).expect("a blob");
        let version = Version { path: path.into(), blob: Line::object(blob), sha256: Digest::of(text.as_bytes()) };
        (blob, version)
    }

    fn commit(
        &mut self,
        who: (&str, Role, ssh_key::PrivateKey),
        period: &str,
        detail: Detail,
        files: &[(String, git2::Oid)],
    ) {
        let (person, role, key) = who;
        let parent = self.repo.find_commit(self.tip).expect("the tip");
        let mut update = git2::build::TreeUpdateBuilder::new();
        for (path, blob) in files {
            update.upsert(path.as_str(), *blob, git2::FileMode::Blob);
        }
        let tree = update.create_updated(&self.repo, &parent.tree().expect("a tree")).expect("a tree");
        let tree = self.repo.find_tree(tree).expect("the tree");
        self.count += 1;
        let act = Act {
            actor: PersonId::parse(person).expect("an id"),
            role,
            period: PeriodId::parse(period).ok(),
            prev: self.prev,
            detail,
        };
        let at = git2::Time::new(1_793_700_000 + self.count, 420);
        let me = git2::Signature::new(person, "nguoi@example.vn", &at).expect("a signature");
        let text = message(&act, &self.words);
        let raw = self.repo.commit_create_buffer(&me, &me, &text, &tree, &[&parent]).expect("a commit");
        let signature = key.sign("git", ssh_key::HashAlg::Sha512, &raw).expect("a signature");
        super::history::note(&mut self.list, &key, &signature, &raw);
        let armored = signature.to_pem(ssh_key::LineEnding::LF).expect("armor");
        let made = self.repo.commit_signed(raw.as_str().expect("text"), armored.trim_end(), None).expect("a commit");
        self.tip = made;
        self.prev = Line::object(made);
    }

    fn officer(&self, at: usize) -> (&'static str, Role, ssh_key::PrivateKey) {
        self.officers[at].clone()
    }

    fn open(&mut self, period: &str) {
        let day: Date = parse_date("2098-12-31").expect("a day");
        let id = PeriodId::parse(period).expect("a period");
        let departments = (0..self.departments)
            .map(|d| (DepartmentId::parse(&format!("dv-{d:05}")).expect("an id"), format!("Đơn vị {d}")));
        let opened = PeriodSettings {
            id,
            title: None,
            deadline: Deadline::no_later_than(day),
            departments: departments.collect(),
            form: "BM-VP-01.01".into(),
            opened: parse_date("2026-11-02").expect("a day"),
            directive: None,
            reapproval: false,
        };
        let path = format!("reports/{period}/ky.toml");
        let (blob, subject) = self.write(&path, &settings::period(&opened));
        let form_path = format!("reports/{period}/bieu-mau.md");
        let (form, _) = self.write(&form_path, sample::FORMS[0].1);
        self.prev = ObjectId::ZERO;
        self.inputs.clear();
        let detail = Detail::Open { subject, last_day: day };
        self.commit(self.officer(0), period, detail, &[(path, blob), (form_path, form)]);
    }

    fn submit(&mut self, period: &str, department: usize, text: &str) {
        let path = format!("reports/{period}/dv-{department:05}.md");
        let (blob, subject) = self.write(&path, text);
        let who = format!("nguoi-{department:05}");
        let key = self.keys[department].clone();
        let (blob_id, sha256) = (subject.blob, subject.sha256);
        self.commit(
            (&who, Role::Reporter, key),
            period,
            Detail::Submit { subject, pictures: Vec::new() },
            &[(path, blob)],
        );
        let department = DepartmentId::parse(&format!("dv-{department:05}")).expect("an id");
        self.inputs.push(Input { department, blob: blob_id, sha256, commit: self.prev });
    }

    fn approve(&mut self, period: &str) {
        let path = format!("reports/{period}/tong-hop.md");
        let (blob, subject) = self.write(&path, &format!("# Báo cáo {period}\n"));
        let inputs = self.inputs.clone();
        let digest = Input::digest_all(&inputs);
        let merge = Detail::Merge { subject: subject.clone(), inputs, missing: Vec::new() };
        self.commit(self.officer(0), period, merge, &[(path, blob)]);
        let review = Detail::Review { subject: subject.clone(), inputs: digest, merge: self.prev };
        self.commit(self.officer(1), period, review, &[]);
        let review = self.prev;
        let approve = Detail::Approve { subject, inputs: digest, review, capacity: None, instructions: None };
        self.commit(self.officer(2), period, approve, &[]);
    }

    fn finish(self, scratch: &Scratch) -> PathBuf {
        self.repo.reference("refs/heads/main", self.tip, true, "bench").expect("the branch");
        let tip = self.repo.find_object(self.tip, None).expect("the tip");
        let mut checkout = git2::build::CheckoutBuilder::new();
        self.repo.reset(&tip, git2::ResetType::Hard, Some(checkout.force())).expect("the files");
        super::corpus::pack(&scratch.office);
        let path = scratch.dir.path().join("signatures");
        std::fs::write(&path, &self.list).expect("the list");
        path
    }
}
