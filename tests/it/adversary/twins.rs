//! Paths of a fetched commit that meet something else on disk: a file of the same name in other letters, a folder in a file's
//! place, git's own data. No other file is written over or removed, and git sees no deletions.

use super::names::Place;
use super::office::Stage;
use std::path::Path;

/// The same name in composed and in decomposed letters.
const COMPOSED: &str = "Ghi ch\u{fa}.md";
const DECOMPOSED: &str = "Ghi chu\u{301}.md";

/// The administrator sends another state of some files; what `update` says in the clone.
fn sent(place: &mut Place, clone: &Path, files: &[(&str, Option<&str>)]) -> String {
    let mut forged = place.desk.plain("an");
    for (path, text) in files {
        forged = match text {
            Some(text) => forged.file(&place.desk, path, text),
            None => forged.remove(&place.desk, path),
        };
    }
    let commit = place.desk.push(forged);
    place.share(commit);
    let (status, said) = place.run(clone, "hoa", "update");
    assert_eq!(status, 0, "{said}");
    assert_eq!(place.git(clone, "rev-parse HEAD").trim(), commit.to_string());
    said
}

fn text(clone: &Path, path: &str) -> Option<String> {
    std::fs::read_to_string(clone.join(path)).ok()
}

/// Linux keeps both names apart; other systems cannot show this.
#[cfg(target_os = "linux")]
#[test]
fn a_name_in_other_letters_is_another_file() {
    let mut place = Place::new(Stage::Begun);
    let clone = place.clone();
    sent(&mut place, &clone, &[(COMPOSED, Some("của mọi người\n"))]);
    for other in [Some("của mọi người\n"), Some("khác hẳn\n"), None] {
        sent(&mut place, &clone, &[(DECOMPOSED, other)]);
        assert_eq!(text(&clone, COMPOSED).as_deref(), Some("của mọi người\n"), "{other:?}");
        assert_eq!(text(&clone, DECOMPOSED).as_deref(), other);
        assert_eq!(place.git(&clone, "status --porcelain"), "", "{other:?}");
    }
    // A file of the user's own, in no commit, by chance with the same text.
    let (mine, theirs) = ("Bi\u{ea}n b\u{1ea3}n.md", "Bie\u{302}n ba\u{309}n.md");
    std::fs::write(clone.join(mine), "như nhau\n").expect("a file");
    for other in [Some("như nhau\n"), Some("khác\n"), None] {
        sent(&mut place, &clone, &[(theirs, other)]);
        assert_eq!(text(&clone, mine).as_deref(), Some("như nhau\n"), "{other:?}");
        assert_eq!(text(&clone, theirs).as_deref(), other);
        assert!(!place.git(&clone, "status --porcelain").contains(" D"), "{other:?}");
    }
    // The same in the name of a folder.
    std::fs::create_dir(clone.join("T\u{e0}i")).expect("a folder");
    std::fs::write(clone.join("T\u{e0}i/a.md"), "của tôi\n").expect("a file");
    for other in [Some("của tôi\n"), None] {
        sent(&mut place, &clone, &[("Ta\u{300}i/a.md", other)]);
        assert_eq!(text(&clone, "T\u{e0}i/a.md").as_deref(), Some("của tôi\n"), "{other:?}");
    }
}

#[test]
fn a_folder_becomes_a_file_and_a_file_a_folder() {
    let mut place = Place::new(Stage::Begun);
    let clone = place.clone();
    let clean = |place: &Place| assert_eq!(place.git(&clone, "status --porcelain"), "");
    sent(&mut place, &clone, &[("q/y/z.md", Some("1\n")), ("q/x.md", Some("1\n"))]);
    clean(&place);
    std::fs::create_dir(clone.join("q/trong")).expect("an empty folder");
    sent(&mut place, &clone, &[("q/y/z.md", None), ("q/x.md", None), ("q", Some("2\n"))]);
    assert_eq!(text(&clone, "q").as_deref(), Some("2\n"));
    clean(&place);
    sent(&mut place, &clone, &[("q", None), ("q/y.md", Some("3\n"))]);
    assert_eq!(text(&clone, "q/y.md").as_deref(), Some("3\n"));
    clean(&place);
    sent(&mut place, &clone, &[("q/y.md", None)]);
    assert!(!clone.join("q").exists(), "an empty folder is left");
    clean(&place);
    // The user has emptied a file's place and set a folder there.
    sent(&mut place, &clone, &[("p.md", Some("1\n"))]);
    std::fs::remove_file(clone.join("p.md")).expect("removed");
    std::fs::create_dir_all(clone.join("p.md/a/b")).expect("a folder");
    sent(&mut place, &clone, &[("p.md", Some("2\n"))]);
    assert_eq!(text(&clone, "p.md").as_deref(), Some("2\n"));
    clean(&place);
}

#[test]
fn a_folder_with_files_in_a_files_place_is_named_and_kept() {
    let mut place = Place::new(Stage::Begun);
    let clone = place.clone();
    std::fs::create_dir(clone.join("z")).expect("a folder");
    std::fs::write(clone.join("z/cua-toi.md"), "của tôi\n").expect("a file");
    let said = sent(&mut place, &clone, &[("z", Some("tệp\n")), ("zz.md", Some("sau\n"))]);
    assert!(said.contains("“z”") && said.contains("thư mục chứa tệp") && said.contains("dời"), "{said}");
    assert_eq!(text(&clone, "zz.md").as_deref(), Some("sau\n"));
    for _ in 0..2 {
        assert_eq!(text(&clone, "z/cua-toi.md").as_deref(), Some("của tôi\n"));
        let seen = place.git(&clone, "status --porcelain");
        assert!(!seen.contains(" D") && !seen.contains("D "), "{seen}");
        assert_eq!(place.git(&clone, "diff --cached --name-only"), "");
        assert_eq!(place.run(&clone, "hoa", "update").0, 0);
    }
    std::fs::rename(clone.join("z"), clone.join("cua-toi")).expect("moved");
    let (status, said) = place.run(&clone, "hoa", "update");
    assert!(status == 0 && said.contains("đã ghi được “z”"), "{said}");
    assert_eq!(text(&clone, "z").as_deref(), Some("tệp\n"));
    assert_eq!(place.git(&clone, "status --porcelain"), "?? cua-toi/\n");
}

#[test]
fn a_repository_inside_the_folder_is_not_written_into() {
    let mut place = Place::new(Stage::Begun);
    let folder = place.desk.office.dir.path().join("may/trong/thu-muc");
    std::fs::create_dir_all(folder.parent().expect("a parent")).expect("a folder");
    let (git, from) = (folder.join("meta"), place.bare.display().to_string());
    let line = format!("clone -q --separate-git-dir={} {from} {}", git.display(), folder.display());
    let (ok, said) = place.desk.office.try_git(place.desk.office.dir.path(), &line);
    assert!(ok, "{said}");
    let config = std::fs::read(git.join("config")).expect("the settings");
    let paths = ["meta/hooks/pre-commit", "meta/info/attributes", "meta/config.worktree", "meta/config", "meta/moi/x"];
    let files: Vec<_> = paths.iter().map(|path| (*path, Some("x\n"))).chain([("sau.md", Some("2\n"))]).collect();
    let said = sent(&mut place, &folder, &files);
    assert!(said.contains("meta/hooks/pre-commit") && said.contains("git của thư mục này"), "{said}");
    for path in paths.iter().filter(|path| **path != "meta/config") {
        assert!(!folder.join(path).exists(), "{path}");
    }
    assert_eq!(std::fs::read(git.join("config")).expect("the settings"), config);
    assert_eq!(text(&folder, "sau.md").as_deref(), Some("2\n"));
    let gone: Vec<_> = paths.iter().map(|path| (*path, None)).collect();
    sent(&mut place, &folder, &gone);
    assert_eq!(std::fs::read(git.join("config")).expect("the settings"), config);
    assert_eq!(place.run(&folder, "hoa", "verify").0, 0);
}
