//! Departments' own branches and the one merge that takes them in, written as raw objects: evil merges, branches of other
//! shapes, of other people, of other times, and what was taken in already.

use super::Case;
use super::aside::{
    after, annulled, aside, bent, ending, evil, long, moved, note, receive, received, since, submission, submit, two,
    under, withdrawn,
};
use super::forge::{signed, version};
use super::office::{DRAFT, Stage, base, person, public, settings};
use super::roster::{agreed, quoted, stolen};
use super::steps::{KE_HOACH, THANH_TRA, merge_of, merging, resubmit, return_report, review};
use git2::Oid;
use ssh_key::HashAlg;

pub const CASES: &[Case] = &[
    // The merge.
    ("a receive that brings a draft in passing", Stage::Opened, &["signer-unauthorised"], |desk| {
        evil(desk, |desk, act| act.file(desk, DRAFT, "dự thảo"));
    }),
    ("a receive that brings a roster in passing", Stage::Opened, &["roster-change-unauthorised"], |desk| {
        let text = settings() + &person("la", "lanh-dao", "", &quoted("la"));
        evil(desk, |desk, act| act.file(desk, "baocao.toml", &text));
    }),
    ("a receive that moves the last day in passing", Stage::Opened, &["signer-unauthorised"], |desk| {
        evil(desk, |desk, act| act.file(desk, "reports/2024-Q2/ky.toml", "x"));
    }),
    ("a receive that brings a paper in passing", Stage::Opened, &["signer-unauthorised"], |desk| {
        evil(desk, |desk, act| act.file(desk, "ghi-chu.md", "x"));
    }),
    ("a receive that rewrites a report it does not name", Stage::Begun, &["signer-unauthorised"], |desk| {
        evil(desk, |desk, act| act.file(desk, KE_HOACH, "khác"));
    }),
    ("a receive that rewrites the report it names", Stage::Opened, &["content-changed"], |desk| {
        evil(desk, |desk, act| act.file(desk, THANH_TRA, "khác"));
    }),
    ("a receive that takes the report away", Stage::Opened, &["content-changed"], |desk| {
        evil(desk, |desk, act| act.remove(desk, THANH_TRA));
    }),
    ("a receive that leaves the text behind", Stage::Opened, &["content-changed"], |desk| {
        evil(desk, |desk, act| act.tree(desk.plain("chi").tree));
    }),
    ("a receive with the branch's whole tree", Stage::Begun, &["signer-unauthorised"], |desk| {
        // What the line has got since the branch began would be gone.
        let tip = aside(desk, base().commit(Stage::Opened), |desk| submit(desk, "hoa", THANH_TRA));
        let tree = desk.repo.find_commit(tip).expect("the tip").tree_id();
        desk.push(receive(desk, &[("thanh-tra", THANH_TRA, tip)]).tree(tree));
    }),
    ("a receive of a link to the text", Stage::Opened, &["file-irregular"], |desk| {
        evil(desk, |desk, act| {
            let tree = desk.with(act.tree, THANH_TRA, "120000", Some(desk.blob("b".as_bytes())));
            act.tree(tree)
        });
    }),
    ("a receive that merges no branch", Stage::Opened, &["history-merged"], |desk| {
        evil(desk, |desk, act| act.parents(&[desk.tip]));
    }),
    ("a receive that merges another commit", Stage::Begun, &["history-merged"], |desk| {
        evil(desk, |desk, act| act.parents(&[desk.tip, base().commit(Stage::Opened)]));
    }),
    ("a receive with a parent that it does not name", Stage::Begun, &["history-merged"], |desk| {
        evil(desk, |_, act| {
            let parents = [act.parents[0], act.parents[1], base().commit(Stage::Opened)];
            act.parents(&parents)
        });
    }),
    ("a receive with its branches in another order", Stage::Opened, &["history-merged"], |desk| {
        let act = two(desk);
        let parents = [act.parents[0], act.parents[2], act.parents[1]];
        desk.push(act.parents(&parents));
    }),
    ("a receive with a branch as its first parent", Stage::Opened, &["act-out-of-order"], |desk| {
        // The line leads through the branch then, and its last act is the submission.
        evil(desk, |_, act| {
            let parents = [act.parents[1], act.parents[0]];
            act.parents(&parents)
        });
    }),
    ("a receive of a branch that is nowhere", Stage::Opened, &["history-merged"], |desk| {
        let nowhere = Oid::from_str(&"1".repeat(40)).expect("a name");
        let line = format!("Received: thanh-tra {nowhere}");
        let act = desk.act("receive", "chi", "chuyen-vien", &[line]).file(desk, THANH_TRA, "b");
        desk.push(act.parents(&[desk.tip, nowhere]));
    }),
    ("a receive of what is on the line already", Stage::Begun, &["history-merged"], |desk| {
        let old = base().commit(Stage::Opened);
        let act = desk.act("receive", "chi", "chuyen-vien", &[format!("Received: thanh-tra {old}")]);
        desk.push(act.parents(&[desk.tip, old]));
    }),
    ("a receive that names its departments out of order", Stage::Opened, &["history-merged"], |desk| {
        let act = two(desk);
        let lines: Vec<String> = act.message.lines().filter(|l| l.contains("Received")).map(String::from).collect();
        let (from, to) = (format!("{}\n{}", lines[0], lines[1]), format!("{}\n{}", lines[1], lines[0]));
        desk.push(act.swap(&from, &to));
    }),
    ("a receive that names one department twice", Stage::Opened, &["history-merged"], |desk| {
        let [one, other] = ["hoa", "tam"].map(|by| aside(desk, desk.tip, |desk| submit(desk, by, THANH_TRA)));
        desk.push(receive(desk, &[("thanh-tra", THANH_TRA, one), ("thanh-tra", THANH_TRA, other)]));
    }),
    ("a receive that calls one department's branch another's", Stage::Opened, &["signer-unauthorised"], |desk| {
        evil(desk, |desk, act| {
            let tree = desk.plain("chi").file(desk, KE_HOACH, "b").tree;
            act.swap("Received: thanh-tra", "Received: ke-hoach").tree(tree)
        });
    }),
    ("a receive of a department that does not report", Stage::Opened, &["act-out-of-order"], |desk| {
        let path = "reports/2024-Q2/moi-lap.md";
        let tip = aside(desk, desk.tip, |desk| submit(desk, "tuan", path));
        desk.push(receive(desk, &[("moi-lap", path, tip)]));
    }),
    ("a receive of a hundred and one branches", Stage::Opened, &["history-merged"], |desk| {
        let tips: Vec<Oid> = (0..101).map(|n| aside(desk, desk.tip, |desk| note(desk, n))).collect();
        let lines: Vec<String> = tips.iter().enumerate().map(|(n, tip)| format!("Received: d{n:03} {tip}")).collect();
        let act = desk.act("receive", "chi", "chuyen-vien", &lines);
        desk.push(act.parents(&[&[desk.tip], tips.as_slice()].concat()));
    }),
    ("a receive by a reporter", Stage::Opened, &["signer-unauthorised"], |desk| {
        evil(desk, |_, act| act.actor("hoa", "don-vi"));
    }),
    ("a receive by the Chief of Office", Stage::Opened, &["signer-unauthorised"], |desk| {
        evil(desk, |_, act| act.actor("binh", "chanh-van-phong"));
    }),
    ("a receive in the officer's name", Stage::Opened, &["signer-unauthorised"], |desk| {
        evil(desk, |_, act| act.by("kiem"));
    }),
    ("an unsigned receive", Stage::Opened, &["act-unsigned"], |desk| evil(desk, |_, act| act.unsigned())),
    ("a receive after review", Stage::Reviewed, &["act-out-of-order"], |desk| evil(desk, |_, act| act)),
    ("a receive that follows another step", Stage::Begun, &["act-out-of-order"], |desk| {
        let prev = format!("Prev: {}", base().commit(Stage::Opened));
        evil(desk, |_, act| {
            let own = format!("Prev: {}", act.value("Prev"));
            act.swap(&own, &prev)
        });
    }),
    // The branch.
    ("a branch with a merge inside", Stage::Begun, &["history-merged"], |desk| {
        let other = aside(desk, desk.tip, |desk| submit(desk, "khanh", KE_HOACH));
        bent(desk, |desk, act| act.parents(&[desk.tip, other]));
    }),
    ("a branch that joins the line with its second parent", Stage::Begun, &["history-merged"], |desk| {
        bent(desk, |desk, act| act.parents(&[desk.tip, base().commit(Stage::Opened)]));
    }),
    ("a branch that begins nowhere", Stage::Opened, &["history-merged"], |desk| bent(desk, |_, act| act.parents(&[]))),
    ("a branch from before the period", Stage::Opened, &["act-out-of-order"], |desk| {
        let tip = aside(desk, base().commit(Stage::Founded), |desk| submit(desk, "hoa", THANH_TRA));
        desk.push(receive(desk, &[("thanh-tra", THANH_TRA, tip)]));
    }),
    ("a hundred and one commits", Stage::Opened, &["history-merged"], |desk| long(desk, 100)),
    ("a branch of more text than is read", Stage::Opened, &["signer-unauthorised"], |desk| {
        let tip = aside(desk, desk.tip, |desk| {
            // 34 texts of 4 MB are just more than the 128 MiB that are read of all branches.
            for n in 10..44 {
                desk.push(desk.plain("hoa").file(desk, THANH_TRA, &n.to_string().repeat(2_000_000)));
            }
            submit(desk, "hoa", THANH_TRA);
        });
        desk.push(receive(desk, &[("thanh-tra", THANH_TRA, tip)]));
    }),
    ("an unsigned submission on a branch", Stage::Opened, &["act-unsigned"], |desk| {
        bent(desk, |_, act| act.unsigned())
    }),
    ("a branch signed for another purpose", Stage::Opened, &["signature-bad"], |desk| {
        bent(desk, |_, act| act.sign(|bytes| Some(signed("hoa", "file", HashAlg::Sha512, bytes))));
    }),
    ("a branch signed before it was changed", Stage::Opened, &["signature-bad"], |desk| {
        bent(desk, |_, act| {
            act.object(|bytes| String::from_utf8(bytes).expect("text").replacen("một bước", "một buớc", 1).into_bytes())
        });
    }),
    ("a stranger's branch", Stage::Opened, &["signer-unknown"], |desk| bent(desk, |_, act| act.by("la"))),
    ("a branch by another department", Stage::Opened, &["signer-unauthorised"], |desk| {
        bent(desk, |_, act| act.actor("khanh", "don-vi"));
    }),
    ("a branch in a colleague's name", Stage::Opened, &["signer-unauthorised"], |desk| {
        bent(desk, |_, act| act.by("tam"));
    }),
    ("a branch by the officer who takes it in", Stage::Opened, &["signer-unauthorised"], |desk| {
        bent(desk, |_, act| act.by("chi"));
    }),
    ("a branch in a role that submits nothing", Stage::Opened, &["signer-unauthorised"], |desk| {
        bent(desk, |_, act| act.swap("Role: don-vi", "Role: chuyen-vien"));
    }),
    ("unsigned work below a signed submission", Stage::Opened, &["act-unsigned"], |desk| {
        under(desk, |desk, plain| plain.file(desk, THANH_TRA, "nháp").unsigned());
    }),
    ("another's work below a submission", Stage::Opened, &["signer-unauthorised"], |desk| {
        under(desk, |desk, plain| plain.file(desk, THANH_TRA, "nháp").by("khanh"));
    }),
    ("another department's file below a submission", Stage::Opened, &["signer-unauthorised"], |desk| {
        under(desk, |desk, plain| plain.file(desk, KE_HOACH, "x"));
    }),
    ("another department's file with a submission", Stage::Opened, &["signer-unauthorised"], |desk| {
        bent(desk, |desk, act| act.file(desk, KE_HOACH, "x"));
    }),
    ("a file that comes and goes on a branch", Stage::Opened, &["signer-unauthorised"], |desk| {
        let tip = aside(desk, desk.tip, |desk| {
            let before = desk.plain("hoa").tree;
            desk.push(desk.plain("hoa").file(desk, "baocao.toml", "x"));
            desk.push(desk.plain("hoa").tree(before));
            submit(desk, "hoa", THANH_TRA);
        });
        desk.push(receive(desk, &[("thanh-tra", THANH_TRA, tip)]));
    }),
    ("a report taken away below a submission", Stage::Submitted, &["signer-unauthorised"], |desk| {
        under(desk, |desk, plain| plain.remove(desk, THANH_TRA));
    }),
    ("a branch whose report is a link for a while", Stage::Opened, &["signer-unauthorised"], |desk| {
        under(desk, |desk, plain| {
            let tree = desk.with(plain.tree, THANH_TRA, "120000", Some(desk.blob(b"/etc/passwd")));
            plain.tree(tree)
        });
    }),
    ("a submission on a branch that changes nothing", Stage::Submitted, &["signer-unauthorised"], |desk| {
        bent(desk, |desk, act| {
            let own = act.value("Subject");
            act.swap(&own, &version(THANH_TRA, &desk.bytes(THANH_TRA))).tree(desk.plain("hoa").tree)
        });
    }),
    ("a submission of another text than the branch's", Stage::Opened, &["content-changed"], |desk| {
        bent(desk, |desk, act| act.file(desk, THANH_TRA, "khác"));
    }),
    ("a branch that ends in plain work", Stage::Opened, &["act-out-of-order"], |desk| {
        let tip = aside(desk, desk.tip, |desk| {
            submit(desk, "hoa", THANH_TRA);
            desk.push(desk.plain("hoa").file(desk, THANH_TRA, "khác"));
        });
        desk.push(receive(desk, &[("thanh-tra", THANH_TRA, tip)]));
    }),
    ("another step than a submission on a branch", Stage::Begun, &["signer-unauthorised"], |desk| {
        let tip = aside(desk, desk.tip, |desk| {
            let lines = [desk.subject(KE_HOACH), "Department: ke-hoach".into(), "Reason: x".into()];
            desk.push(desk.act("return", "hoa", "don-vi", &lines).file(desk, THANH_TRA, "b"));
        });
        desk.push(receive(desk, &[("thanh-tra", THANH_TRA, tip)]));
    }),
    ("words on a branch that only look like a step", Stage::Opened, &["act-malformed"], |desk| {
        bent(desk, |_, act| act.swap("Baocao-Version: 1", "Baocao-Version: 2"));
    }),
    ("a branch for another period", Stage::Opened, &["act-out-of-order"], |desk| {
        bent(desk, |_, act| act.swap("Period: 2024-Q2", "Period: 2024-07"));
    }),
    ("a branch that follows another period's step", Stage::Opened, &["act-out-of-order"], |desk| {
        let root = desk.root();
        bent(desk, |_, act| {
            let own = format!("Prev: {}", act.value("Prev"));
            act.swap(&own, &format!("Prev: {root}"))
        });
    }),
    ("a branch that follows what came after it began", Stage::Begun, &["act-out-of-order"], |desk| {
        let last = format!("Prev: {}", base().commit(Stage::Begun));
        let tip = aside(desk, base().commit(Stage::Opened), |desk| {
            let act = submission(desk, "hoa", THANH_TRA);
            let own = format!("Prev: {}", act.value("Prev"));
            desk.push(act.swap(&own, &last));
        });
        desk.push(receive(desk, &[("thanh-tra", THANH_TRA, tip)]));
    }),
    // The clock.
    ("a branch dated before the line it leaves", Stage::Begun, &["time-implausible"], |desk| {
        bent(desk, |_, act| act.at("2024-06-12 07:40"));
    }),
    ("a branch whose clock runs back", Stage::Opened, &["time-implausible"], |desk| {
        let tip = aside(desk, desk.tip, |desk| {
            desk.push(desk.plain("hoa").file(desk, THANH_TRA, "nháp").at("2024-06-12 08:00"));
            desk.push(submission(desk, "hoa", THANH_TRA).at("2024-06-11 08:00"));
        });
        desk.push(receive(desk, &[("thanh-tra", THANH_TRA, tip)]).at("2024-06-12 09:00"));
    }),
    ("a branch whose clock creeps back", Stage::Opened, &["time-implausible"], |desk| {
        let tip = aside(desk, desk.tip, |desk| {
            desk.push(desk.plain("hoa").file(desk, THANH_TRA, "nháp").at("2024-06-12 08:00"));
            desk.push(desk.plain("hoa").file(desk, THANH_TRA, "nháp nữa").at("2024-06-12 07:51"));
            desk.push(submission(desk, "hoa", THANH_TRA).at("2024-06-12 07:42"));
        });
        desk.push(receive(desk, &[("thanh-tra", THANH_TRA, tip)]).at("2024-06-12 09:00"));
    }),
    ("a branch dated after it is taken in", Stage::Opened, &["time-implausible"], |desk| {
        let tip = aside(desk, desk.tip, |desk| {
            desk.push(submission(desk, "hoa", THANH_TRA).at("2024-06-12 08:00"));
        });
        desk.push(receive(desk, &[("thanh-tra", THANH_TRA, tip)]).at("2024-06-12 07:40"));
    }),
    ("a key that has ended, at work again on a branch from before", Stage::Opened, &["signer-unauthorised"], |desk| {
        agreed(desk, &ending("2024-06-10"));
        let tip = aside(desk, desk.tip, |desk| {
            desk.push(submission(desk, "hoa", THANH_TRA).at("2024-06-09 08:00"));
        });
        desk.push(receive(desk, &[("thanh-tra", THANH_TRA, tip)]).at("2024-06-17 08:00"));
    }),
    ("a key that has ended by the branch's own clock", Stage::Opened, &["signer-unauthorised"], |desk| {
        agreed(desk, &ending("2024-06-10"));
        let tip = aside(desk, desk.tip, |desk| {
            desk.push(submission(desk, "hoa", THANH_TRA).at("2024-06-11 00:05"));
        });
        desk.push(receive(desk, &[("thanh-tra", THANH_TRA, tip)]).at("2024-06-11 00:10"));
    }),
    ("a person not yet in office when the branch began", Stage::Opened, &["signer-unknown"], |desk| {
        let tip = aside(desk, desk.tip, |desk| submit(desk, "la", THANH_TRA));
        agreed(desk, &(settings() + &person("la", "don-vi", "don_vi = \"thanh-tra\"", &quoted("la"))));
        desk.push(receive(desk, &[("thanh-tra", THANH_TRA, tip)]));
    }),
    // What has happened since.
    ("a key withdrawn since", Stage::Opened, &["signer-unauthorised"], |desk| {
        since(desk, |desk| agreed(desk, &withdrawn("hoa")));
    }),
    ("a key stolen since", Stage::Opened, &["signer-unauthorised"], |desk| {
        since(desk, |desk| agreed(desk, &stolen("hoa", &base().commit(Stage::Opened).to_string())));
    }),
    ("a reporter who has moved since", Stage::Opened, &["signer-unauthorised"], |desk| {
        since(desk, |desk| {
            agreed(desk, &moved("hoa", "ke-hoach"));
        });
    }),
    ("work below a submission by a reporter who has moved since", Stage::Opened, &["signer-unauthorised"], |desk| {
        let tip = aside(desk, desk.tip, |desk| {
            desk.push(desk.plain("hoa").file(desk, THANH_TRA, "nháp"));
            submit(desk, "tam", THANH_TRA);
        });
        agreed(desk, &moved("hoa", "ke-hoach"));
        desk.push(receive(desk, &[("thanh-tra", THANH_TRA, tip)]));
    }),
    ("a reporter who came to the department only since", Stage::Opened, &["signer-unauthorised"], |desk| {
        let tip = aside(desk, desk.tip, |desk| submit(desk, "khanh", THANH_TRA));
        agreed(desk, &moved("khanh", "thanh-tra"));
        desk.push(receive(desk, &[("thanh-tra", THANH_TRA, tip)]));
    }),
    ("two people's keys exchanged since", Stage::Opened, &["signer-unauthorised"], |desk| {
        // Written in advance by whose key will be a colleague's.
        let tip = aside(desk, desk.tip, |desk| {
            desk.push(submission(desk, "tam", THANH_TRA).by("hoa"));
        });
        let text = settings().replace(&public("hoa"), "@@").replace(&public("tam"), &public("hoa"));
        agreed(desk, &text.replace("@@", &public("tam")));
        desk.push(receive(desk, &[("thanh-tra", THANH_TRA, tip)]));
    }),
    ("a department's newer submission on the line", Stage::Opened, &["act-out-of-order"], |desk| {
        since(desk, |desk| resubmit(desk, "tam", THANH_TRA));
    }),
    ("a draft reviewed since", Stage::Begun, &["act-out-of-order"], |desk| {
        let inputs = super::steps::inputs(desk);
        since(desk, |desk| {
            merge_of(desk, "chi", inputs, &["thanh-tra"]);
            review(desk, "binh");
        });
        desk.proven = "reviewed";
    }),
    ("a branch that was taken in already", Stage::Opened, &["act-out-of-order"], |desk| {
        let tip = received(desk, &["b"]);
        desk.push(receive(desk, &[("thanh-tra", THANH_TRA, tip)]));
    }),
    ("a branch that was taken in and sent back", Stage::Opened, &["act-out-of-order"], |desk| {
        let tip = received(desk, &["b"]);
        return_report(desk, "binh", "thanh-tra");
        desk.push(receive(desk, &[("thanh-tra", THANH_TRA, tip)]));
    }),
    ("what stands behind a branch that was taken in", Stage::Opened, &["act-out-of-order"], |desk| {
        let tip = received(desk, &["b", "c"]);
        let behind = desk.repo.find_commit(tip).and_then(|tip| tip.parent_id(0)).expect("the commit before");
        desk.push(receive(desk, &[("thanh-tra", THANH_TRA, behind)]));
    }),
    ("a branch beside the one that was taken in", Stage::Opened, &["act-out-of-order"], |desk| {
        let other = aside(desk, desk.tip, |desk| submit(desk, "tam", THANH_TRA));
        received(desk, &["c"]);
        desk.push(receive(desk, &[("thanh-tra", THANH_TRA, other)]));
    }),
    ("exactly the text that was submitted already", Stage::Opened, &["act-out-of-order"], |desk| {
        received(desk, &["b"]);
        let again = aside(desk, desk.tip, |desk| {
            desk.push(desk.plain("hoa").file(desk, THANH_TRA, "nháp"));
            submit(desk, "hoa", THANH_TRA);
        });
        desk.push(receive(desk, &[("thanh-tra", THANH_TRA, again)]));
    }),
    ("a receive after a fault of the period", Stage::Opened, &["signer-unauthorised"], |desk| {
        since(desk, |desk| {
            desk.push(desk.plain("khanh").file(desk, THANH_TRA, "x"));
        });
    }),
    ("a draft over an annulled receive", Stage::Begun, &["act-out-of-order"], |desk| {
        received(desk, &["b"]);
        let taken = desk.tip;
        annulled(desk, taken);
        let text = version(THANH_TRA, b"b");
        let lost = format!("thanh-tra {} {taken}", text.split_once(' ').expect("a path").1);
        let inputs = [super::steps::inputs(desk), vec![lost]].concat();
        let act = merging(desk, "chi", &inputs, &[]);
        desk.push(after(act, base().commit(Stage::Begun)));
    }),
];

#[test]
fn branches_and_merges_of_another_shape_are_refused() {
    super::refused(CASES);
}
