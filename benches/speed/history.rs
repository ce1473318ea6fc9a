//! A long line of signed acts, made with raw objects, and its signatures by themselves.

use crate::support::Scratch;
use baocao_core::domain::{Act, DepartmentId, Detail, Digest, ObjectId, PeriodId, PersonId, Role, Version};
use baocao_procedure::trailers::write::{Words, message};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Adds submissions of the departments `dv-00000` … in turn until the office's line has `count` commits more; the file
/// that lists the signatures for the limit program.
pub fn submissions(office: &Scratch, departments: usize, count: usize, period: &str) -> PathBuf {
    let repo = git2::Repository::open(&office.office).expect("the repository");
    let mut parent = repo.head().and_then(|h| h.peel_to_commit()).expect("a commit");
    let ids: Vec<String> = (0..departments).map(|n| format!("dv-{n:05}")).collect();
    let keys: Vec<ssh_key::PrivateKey> = (0..departments)
        .map(|n| ssh_key::PrivateKey::read_openssh_file(&office.key(&format!("nguoi-{n:05}"))).expect("a key"))
        .collect();
    let names = ids.iter().map(|id| (DepartmentId::parse(id).expect("an id"), format!("Đơn vị {id}"))).collect();
    let words = Words { departments: names, period_title: None };
    let mut prev = parent.id();
    let mut list = Vec::new();
    let mut texts: BTreeMap<usize, String> = BTreeMap::new();
    for n in 0..count {
        let who = n % departments;
        let text = texts.entry(who).or_insert_with(|| super::corpus::report(who, &ids[who], 2001, 1));
        let text = format!("{text}\nLần {n}.\n");
        let path = format!("reports/{period}/{}.md", ids[who]);
        let blob = repo.blob(text.as_bytes()).expect("a blob");
        let tree = git2::build::TreeUpdateBuilder::new()
            .upsert(&*path, blob, git2::FileMode::Blob)
            .create_updated(&repo, &parent.tree().expect("a tree"))
            .expect("a tree");
        let object = |id: git2::Oid| ObjectId::parse(&id.to_string()).expect("a name");
        let act = Act {
            actor: PersonId::parse(&format!("nguoi-{who:05}")).expect("an id"),
            role: Role::Reporter,
            period: Some(PeriodId::parse(period).expect("a period")),
            prev: object(prev),
            detail: Detail::Submit {
                subject: Version {
                    path: path.as_str().into(),
                    blob: object(blob),
                    sha256: Digest::of(text.as_bytes()),
                },
                pictures: Vec::new(),
            },
        };
        let at = git2::Time::new(1_793_700_000 + n as i64, 420);
        let me = git2::Signature::new(&format!("Người {who}"), "nguoi@example.vn", &at).expect("a signature");
        let tree = repo.find_tree(tree).expect("the tree");
        let raw = repo.commit_create_buffer(&me, &me, &message(&act, &words), &tree, &[&parent]).expect("a commit");
        let signature = keys[who].sign("git", ssh_key::HashAlg::Sha512, &raw).expect("a signature");
        note(&mut list, &keys[who], &signature, &raw);
        let armored = signature.to_pem(ssh_key::LineEnding::LF).expect("armor");
        let text = raw.as_str().expect("text");
        let made = repo.commit_signed(text, armored.trim_end(), None).expect("a signed commit");
        parent = repo.find_commit(made).expect("the commit");
        prev = made;
    }
    repo.reference("refs/heads/main", prev, true, "bench").expect("the branch");
    super::corpus::pack(&office.office);
    let path = office.dir.path().join("signatures");
    std::fs::write(&path, list).expect("the list");
    path
}

/// Adds one signature to the list for the limit program: key, signature, and the bytes it covers.
pub fn note(list: &mut Vec<u8>, key: &ssh_key::PrivateKey, signature: &ssh_key::SshSig, raw: &[u8]) {
    let signed = ssh_key::SshSig::signed_data("git", ssh_key::HashAlg::Sha512, raw).expect("the signed bytes");
    list.extend_from_slice(key.public_key().key_data().ed25519().expect("ed25519").as_ref());
    list.extend_from_slice(signature.signature_bytes());
    list.extend_from_slice(&u32::try_from(signed.len()).expect("short").to_le_bytes());
    list.extend_from_slice(&signed);
}

/// The reporters' keys as git reads them.
pub fn allowed_signers(office: &Scratch, departments: usize) -> PathBuf {
    let lines = (0..departments).map(|n| {
        let key = office.public_key(&format!("nguoi-{n:05}"));
        format!("nguoi@example.vn namespaces=\"git\" {key}\n")
    });
    let path = office.dir.path().join("signers");
    std::fs::write(&path, lines.collect::<String>()).expect("the keys");
    path
}
