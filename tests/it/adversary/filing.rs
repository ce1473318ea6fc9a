//! Filed records that are not what they say: manifests with other lines than files, papers that tell another story than the
//! ledger, files that belong to no step.

use super::Case;
use super::controls::Control;
use super::forge::{Desk, hex};
use super::history::{agree, annul};
use super::office::{Base, DRAFT, Stage, base, write_keys};
use super::steps::{KE_HOACH, approve, dispatch, inputs, merge, merge_of, resubmit, review};
use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

const FOLDER: &str = "reports/2024-Q2/ho-so";
const MANIFEST: &str = "bang-ma-kiem.sha256";
const TRAIL: &str = "nhat-ky.md";
const INDEX: &str = "muc-luc.md";
const PAGE: &str = "muc-luc.docx";

/// The files of the record by name, without its manifest.
type Files = BTreeMap<String, Vec<u8>>;

macro_rules! manifest {
    ($name:literal, $change:expr) => {
        ($name, Stage::Dispatched, &["content-changed"], |desk| {
            filed(desk, &|_| (), &$change);
        })
    };
}

macro_rules! papers {
    ($name:literal, $change:expr) => {
        ($name, Stage::Dispatched, &["content-changed"], |desk| {
            filed(desk, &$change, &|text| text);
        })
    };
}

pub const CASES: &[Case] = &[
    // The manifest against the files.
    manifest!("an empty manifest", |_| String::new()),
    manifest!("a manifest of one empty line", |_| "\n".into()),
    manifest!("a manifest without the ledger", |text| lines(&text, |line| !line.ends_with(TRAIL))),
    manifest!("a manifest without the sent file", |text| lines(&text, |line| !line.ends_with("bao-cao-2024-Q2.docx"))),
    manifest!("a manifest without the index for Word", |text| lines(&text, |line| !line.ends_with(PAGE))),
    manifest!("a manifest without a report", |text| lines(&text, |line| !line.ends_with("  thanh-tra.md"))),
    manifest!("a manifest without the period's settings", |text| lines(&text, |line| !line.ends_with("  ky.toml"))),
    manifest!("a manifest of the record's folder alone", |text| lines(&text, |line| line.contains("  ho-so/"))),
    manifest!("a manifest cut in the middle", |text| text[..text.len() / 2].into()),
    manifest!("a manifest whose last line does not end", |text| text.trim_end().into()),
    manifest!("a line twice", |text: String| {
        let first = text.split_inclusive('\n').next().expect("a line").to_string();
        text + &first
    }),
    manifest!("a file twice, once with another digest", |text| text + &line(b"x", "ho-so/nhat-ky.md")),
    manifest!("a file that is not there", |text| text + &line(b"x", "ho-so/bien-ban.pdf")),
    manifest!("a file of another period", |text| text + &line(b"x", "../2024-07/tong-hop.md")),
    manifest!("the manifest in itself", |text| text + &line(b"x", "ho-so/bang-ma-kiem.sha256")),
    manifest!("another digest", |text: String| {
        let own = text.lines().find(|line| line.ends_with(TRAIL)).expect("a line").to_string();
        text.replacen(&own, line(b"x", "ho-so/nhat-ky.md").trim_end(), 1)
    }),
    manifest!("digests in capitals", |text: String| {
        let up = |line: &str| format!("{}{}\n", line[..64].to_uppercase(), &line[64..]);
        text.lines().map(up).collect()
    }),
    manifest!("lines of another system", |text: String| text.replace('\n', "\r\n")),
    manifest!("files said to be binary", |text: String| text.replace("  ho-so/", " *ho-so/")),
    manifest!("paths from here", |text: String| text.replace("  ho-so/", "  ./ho-so/")),
    manifest!("paths with backslashes", |text: String| text.replace("  ho-so/", "  ho-so\\")),
    manifest!("paths in capitals", |text: String| text.replace("  ho-so/nhat-ky", "  ho-so/Nhat-ky")),
    manifest!("a name with an invisible letter", |text: String| text.replace("nhat-ky", "nhat-\u{200b}ky")),
    manifest!("a remark above", |text| format!("# bảng mã kiểm\n{text}")),
    manifest!("an empty line between", |text: String| text.replacen('\n', "\n\n", 1)),
    // The generated papers against the ledger.
    papers!("a ledger that names another approver", |files| swap(files, TRAIL, "DUNG", "GIANG")),
    papers!("a ledger with another time", |files| swap(files, TRAIL, "09:00 ngày 18/6/2024", "09:00 ngày 17/6/2024")),
    papers!("a ledger without a step", |files| {
        let text = text(files, TRAIL);
        let kept = lines(&text, |line| !line.contains("  trình: "));
        files.insert(TRAIL.into(), kept.into_bytes());
    }),
    papers!("a ledger with a step that never was", |files| {
        let text = text(files, TRAIL);
        let more = text.replacen("```text\n", "```text\n✓ 08:00 ngày 1/6/2024  duyệt trước  – DUNG [0123456789]\n", 1);
        files.insert(TRAIL.into(), more.into_bytes());
    }),
    papers!("a ledger with words below it", |files| {
        let text = text(files, TRAIL) + "\nĐã đối chiếu, không có sai sót.\n";
        files.insert(TRAIL.into(), text.into_bytes());
    }),
    papers!("a ledger that reports another commit", |files| {
        let text = text(files, TRAIL);
        let at = text.find(" [").expect("a commit") + 2;
        files.insert(TRAIL.into(), format!("{}0123456789{}", &text[..at], &text[at + 10..]).into_bytes());
    }),
    papers!("an empty ledger", |files| {
        files.insert(TRAIL.into(), Vec::new());
    }),
    papers!("a ledger with lines of another system", |files| {
        let text = text(files, TRAIL).replace('\n', "\r\n");
        files.insert(TRAIL.into(), text.into_bytes());
    }),
    papers!("an index with another number", |files| swap(files, INDEX, "12/BC-STN", "13/BC-STN")),
    papers!("an index with another recipient", |files| swap(files, INDEX, "Nơi nhận: UBND", "Nơi nhận: UBND; Bộ")),
    papers!("an index with another term", |files| swap(files, INDEX, "01 năm", "10 năm")),
    papers!("an index with another digest", |files| {
        let digest = text(files, INDEX).split('`').nth(1).expect("a digest").to_string();
        swap(files, INDEX, &digest, &hex(b"x"));
    }),
    papers!("an index without a document", |files| {
        let kept = lines(&text(files, INDEX), |line| !line.contains("| thanh-tra.md |"));
        files.insert(INDEX.into(), kept.into_bytes());
    }),
    papers!("an index of a day before the document was sent", |files| {
        swap(files, INDEX, "Ngày lập hồ sơ: 20/6/2024", "Ngày lập hồ sơ: 18/6/2024");
    }),
    papers!("an index of a day to come", |files| {
        swap(files, INDEX, "Ngày lập hồ sơ: 20/6/2024", "Ngày lập hồ sơ: 20/6/2099");
    }),
    papers!("both indexes of a day to come", |files| {
        swap(files, INDEX, "Ngày lập hồ sơ: 20/6/2024", "Ngày lập hồ sơ: 20/6/2099");
        word(files, |_, text| text.replace("lập hồ sơ: 20/6/2024", "lập hồ sơ: 20/6/2099"));
    }),
    papers!("an empty index", |files| {
        files.insert(INDEX.into(), Vec::new());
    }),
    papers!("a Word index with another number", |files| word(files, |name, text| {
        if name == "word/document.xml" { text.replace("12/BC-STN", "13/BC-STN") } else { text }
    })),
    papers!("a Word index of another day than the other", |files| word(files, |_, text| {
        text.replace("20/6/2024", "19/6/2024")
    })),
    papers!("a Word index with words in its head", |files| word(files, |name, text| {
        let note = "<w:r><w:t>Đã kiểm tra</w:t></w:r></w:p>";
        if name == "word/header2.xml" { text.replace("</w:p>", note) } else { text }
    })),
    papers!("a Word index with a picture", |files| more_in_word(files, "word/media/image1.png", b"\x89PNG")),
    papers!("a Word index with something from outside", |files| word(files, |name, text| {
        let more = "<Relationship Id=\"rX\" Type=\"x\" Target=\"https://so.example/x.png\" TargetMode=\"External\"/></Relationships>";
        if name.ends_with("document.xml.rels") { text.replace("</Relationships>", more) } else { text }
    })),
    papers!("a Word index that brings words as a drawing", |files| word(files, |name, text| {
        let drawn = "<w:p><w:r><w:pict><v:textpath xmlns:v=\"urn:schemas-microsoft-com:vml\" string=\"Đã kiểm tra\"/></w:pict></w:r></w:p><w:sectPr>";
        if name == "word/document.xml" { text.replacen("<w:sectPr>", drawn, 1) } else { text }
    })),
    papers!("a Word index that brings words as a drawing in its head", |files| word(files, |name, text| {
        let drawn = "<w:p><w:r><w:pict><v:textpath xmlns:v=\"urn:schemas-microsoft-com:vml\" string=\"Đã kiểm tra\"/></w:pict></w:r></w:p></w:hdr>";
        if name == "word/header2.xml" { text.replacen("</w:hdr>", drawn, 1) } else { text }
    })),
    papers!("a Word index with symbols in its head", |files| word(files, |name, text| {
        let drawn = "<w:p><w:r><w:sym w:font=\"Arial\" w:char=\"0047\"/></w:r></w:p></w:hdr>";
        if name == "word/header2.xml" { text.replacen("</w:hdr>", drawn, 1) } else { text }
    })),
    papers!("a Word index whose numbering has words", |files| word(files, |name, text| {
        let level = "<w:abstractNum w:abstractNumId=\"9\"><w:lvl w:ilvl=\"0\"><w:lvlText w:val=\"Giả %1\"/></w:lvl></w:abstractNum></w:numbering>";
        if name == "word/numbering.xml" {
            text.replace("</w:numbering>", level).replace("<w:numbering/>", level)
        } else {
            text
        }
    })),
    papers!("a Word index whose styles number its paragraphs", |files| word(files, |name, text| {
        let numbered = "<w:pPr><w:numPr><w:numId w:val=\"1\"/></w:numPr>";
        if name == "word/styles.xml" { text.replacen("<w:pPr>", numbered, 1) } else { text }
    })),
    papers!("a Word index whose relations name another text", |files| word(files, |name, text| {
        if name == "_rels/.rels" { text.replace("word/document.xml", "word/header1.xml") } else { text }
    })),
    papers!("a Word index with other properties", |files| word(files, |name, text| {
        if name == "docProps/core.xml" { text.replace("MỤC LỤC", "GIẢ") } else { text }
    })),
    papers!("a Word index with one more part", |files| more_in_word(files, "customXml/item1.xml", b"<a b=\"x\"/>")),
    papers!("a Word index with a part twice", |files| {
        let again = parts(&files[PAGE]).into_iter().find(|(name, _)| name == "word/document.xml").expect("the text").1;
        more_in_word(files, "Word/Document.xml", again.replace("12/BC-STN", "13/BC-STN").as_bytes());
    }),
    papers!("a Word index behind a page", |files| {
        let bytes = [b"<html></html>".as_slice(), &files[PAGE]].concat();
        files.insert(PAGE.into(), bytes);
    }),
    papers!("a Word index with more behind it", |files| {
        let bytes = [&files[PAGE], b"x".as_slice()].concat();
        files.insert(PAGE.into(), bytes);
    }),
    papers!("a Word index that is none", |files| {
        files.insert(PAGE.into(), b"PK".to_vec());
    }),
    papers!("an empty Word index", |files| {
        files.insert(PAGE.into(), Vec::new());
    }),
    // Files that are too many or too few.
    papers!("a file of no step in the record", |files| {
        files.insert("bien-ban.pdf".into(), b"%PDF".to_vec());
    }),
    ("a file that the manifest does not name", Stage::Dispatched, &["content-changed"], |desk| {
        let more = |files: &mut Files| {
            files.insert("bien-ban.pdf".into(), b"%PDF".to_vec());
        };
        filed(desk, &more, &|text| lines(&text, |line| !line.ends_with("bien-ban.pdf")));
    }),
    papers!("an answer that the index does not name", |files| {
        files.insert("trang-thai-1.edxml".into(), b"<x/>".to_vec());
    }),
    papers!("the second answer without the first", |files| {
        files.insert("trang-thai-2.edxml".into(), b"<x/>".to_vec());
    }),
    papers!("a file in a folder of the record", |files| {
        files.insert("them/bien-ban.pdf".into(), b"%PDF".to_vec());
    }),
    papers!("a record without its ledger", |files| {
        files.remove(TRAIL);
    }),
    papers!("a record without its index", |files| {
        files.remove(INDEX);
    }),
    papers!("a record without its Word index", |files| {
        files.remove(PAGE);
    }),
    papers!("a record without the sent file", |files| {
        files.remove("bao-cao-2024-Q2.docx");
    }),
    papers!("a record of a manifest alone", |files| files.clear()),
    ("a dispatch that brings a file which it does not name", Stage::Approved, &["content-changed"], |desk| {
        let mut next = desk.next();
        next.at = next.at.max(desk.at + 60);
        desk.push(next.file(desk, &format!("{FOLDER}/bien-ban.pdf"), "x"));
    }),
];

pub const CONTROLS: &[Control] = &[
    ("papers made the day before the filing reached the line", Stage::Dispatched, "archived", |desk| {
        desk.push(desk.next().at("2024-06-21 08:00"));
    }),
    ("a record with two answers of receivers", Stage::Dispatched, "archived", |desk| {
        desk.checkout();
        for number in 1..=2 {
            desk.office.write(&format!("{FOLDER}/trang-thai-{number}.edxml"), &format!("<x>{number}</x>\n"));
        }
        filed_by_command(desk, "hai");
    }),
    ("a submission that another replaced annulled after the filing", Stage::Submitted, "archived", |desk| {
        resubmit(desk, "khanh", KE_HOACH);
        let inputs = inputs(desk);
        merge_of(desk, "chi", inputs, &[]);
        review(desk, "binh");
        approve(desk, "dung", &[]);
        dispatch(desk, &format!("approve {}", desk.tip), "5", &[]);
        filed_by_command(desk, "hai");
        let replaced = base().commit(Stage::Begun);
        agree(desk, "dung", "lanh-dao", &[replaced]);
        desk.push(annul(desk, &[replaced], &desk.text(DRAFT)));
    }),
    ("text work from before the filing annulled after it", Stage::Drafted, "archived", |desk| {
        let odd = desk.push(desk.plain("chi").file(desk, DRAFT, &desk.tampered()));
        merge(desk, "chi", false);
        review(desk, "binh");
        approve(desk, "dung", &[]);
        dispatch(desk, &format!("approve {}", desk.tip), "5", &[]);
        filed_by_command(desk, "hai");
        agree(desk, "dung", "lanh-dao", &[odd]);
        desk.push(annul(desk, &[odd], &desk.text(DRAFT)));
    }),
];

/// Files the record by the program's own command, a minute after the last commit.
pub fn filed_by_command(desk: &mut Desk, by: &str) {
    write_keys(&desk.office);
    desk.checkout();
    let at = baocao_core::domain::Moment::from_unix(desk.at + 60).to_rfc3339();
    desk.office.run(by, &at[..19].replace('T', " "), "archive 2024-Q2").expect(0);
    desk.tip = desk.repo.head().and_then(|head| head.peel_to_commit()).expect("the filing").id();
    desk.at += 60;
}

/// The honest filing with other files, and a manifest over them that is changed in turn.
fn filed(desk: &mut Desk, change: &dyn Fn(&mut Files), manifest: &dyn Fn(String) -> String) {
    let mut next = desk.next();
    next.at = next.at.max(desk.at + 60);
    let tree = desk.repo.find_tree(next.tree).expect("the tree");
    let folder = tree.get_path(std::path::Path::new(FOLDER)).expect("the record").id();
    drop(tree);
    let mut files = Files::new();
    for entry in &desk.repo.find_tree(folder).expect("the record") {
        files.insert(entry.name().expect("a name").to_string(), Base::raw(&desk.repo, entry.id()));
    }
    let own = String::from_utf8(files.remove(MANIFEST).expect("the manifest")).expect("text");
    let before = files.clone();
    change(&mut files);
    let outside = own.split_inclusive('\n').filter(|line| !line.contains("  ho-so/")).map(str::to_string);
    let inside = files.iter().map(|(name, bytes)| line(bytes, &format!("ho-so/{name}")));
    let mut all: Vec<String> = outside.chain(inside).collect();
    all.sort();
    let text = manifest(all.concat());
    let stated = next.value("Manifest");
    next = next.swap(&stated, &format!("sha256:{}", hex(text.as_bytes())));
    for name in before.keys() {
        next = next.remove(desk, &format!("{FOLDER}/{name}"));
    }
    files.insert(MANIFEST.into(), text.into_bytes());
    for (name, bytes) in &files {
        next.tree = desk.with(next.tree, &format!("{FOLDER}/{name}"), "100644", Some(desk.blob(bytes)));
    }
    desk.push(next);
    desk.checkout();
}

fn line(bytes: &[u8], path: &str) -> String {
    format!("{}  {path}\n", hex(bytes))
}

/// A text without some of its lines.
fn lines(text: &str, kept: impl Fn(&str) -> bool) -> String {
    let some: String = text.split_inclusive('\n').filter(|line| kept(line.trim_end())).collect();
    assert_ne!(some, text, "nothing is left out");
    some
}

fn text(files: &Files, name: &str) -> String {
    String::from_utf8(files[name].clone()).expect("text")
}

fn swap(files: &mut Files, name: &str, from: &str, to: &str) {
    let before = text(files, name);
    assert!(before.contains(from), "no “{from}” in {before}");
    files.insert(name.into(), before.replace(from, to).into_bytes());
}

/// The Word index with the text of its parts changed.
fn word(files: &mut Files, change: impl Fn(&str, String) -> String) {
    let (mut same, mut out) = (true, ZipWriter::new(Cursor::new(Vec::new())));
    for (name, text) in parts(&files[PAGE]) {
        let changed = change(&name, text.clone());
        same &= changed == text;
        out.start_file(name, SimpleFileOptions::default()).expect("a part");
        out.write_all(changed.as_bytes()).expect("a part");
    }
    assert!(!same, "nothing is changed");
    files.insert(PAGE.into(), out.finish().expect("a file").into_inner());
}

fn more_in_word(files: &mut Files, name: &str, bytes: &[u8]) {
    let mut out = ZipWriter::new_append(Cursor::new(files[PAGE].clone())).expect("a Word file");
    out.start_file(name, SimpleFileOptions::default()).expect("a part");
    out.write_all(bytes).expect("a part");
    files.insert(PAGE.into(), out.finish().expect("a file").into_inner());
}

fn parts(bytes: &[u8]) -> Vec<(String, String)> {
    let mut file = ZipArchive::new(Cursor::new(bytes)).expect("a Word file");
    let mut parts = Vec::new();
    for at in 0..file.len() {
        let mut part = file.by_index(at).expect("a part");
        let mut text = String::new();
        part.read_to_string(&mut text).expect("text");
        parts.push((part.name().expect("a name").into_owned(), text));
    }
    parts
}

#[test]
fn records_that_say_something_else_are_refused() {
    super::refused(CASES);
}

/// The same words packed or laid out by another program are the same index.
#[test]
fn the_word_index_may_look_otherwise() {
    let mut desk = Desk::new(Stage::Dispatched);
    let other = |files: &mut Files| {
        word(files, |name, text| match name {
            "word/styles.xml" => text.replacen("w:sz w:val=\"2", "w:sz w:val=\"3", 1),
            _ => text,
        });
    };
    filed(&mut desk, &other, &|text| text);
    let said = desk.verify();
    assert_eq!((said.ran.status, said.state.as_str()), (0, "archived"), "{}", said.ran.all());
}

/// What is wrong, in which file, and what to do.
#[test]
fn a_false_record_is_told_by_name() {
    let told = |forge: fn(&mut Desk)| {
        let mut desk = Desk::new(Stage::Dispatched);
        forge(&mut desk);
        desk.office.run("", &desk.now, &format!("verify 2024-Q2 --root {}", desk.root())).expect(1).out
    };
    let short = told(|desk| filed(desk, &|_| (), &|text| lines(&text, |line| !line.ends_with(TRAIL))));
    assert!(short.contains("“bang-ma-kiem.sha256” không kê “ho-so/nhat-ky.md”"), "{short}");
    assert!(short.contains("baocao annul") && short.contains("baocao archive"), "{short}");
    let trail = told(|desk| filed(desk, &|files| swap(files, TRAIL, "DUNG", "GIANG"), &|text| text));
    assert!(trail.contains("“nhat-ky.md” không đúng với những gì lịch sử chứng minh, từ dòng"), "{trail}");
}
