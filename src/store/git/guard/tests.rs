//! How settings name other settings, as libgit2 reads them.

use crate::store::git::guard::includes::{MOST, look, targets};
use crate::store::git::guard::objects;

#[test]
fn every_way_of_naming_a_file_is_read() {
    for (text, expected) in [
        ("[include]\n\tpath = a\n", &["a"][..]),
        ("[include] path = a\n", &["a"]),
        ("\u{feff}[Include]\nPATH=a", &["a"]),
        ("[includeIf \"gitdir:~/x/\"]\n\tpath = a b # lời\n", &["a b"]),
        ("[includeIf \"a]\\\"b\"]\npath=\"a # b\"; lời\n", &["a # b"]),
        ("[core][include]\r\npath = a\r\n", &["a"]),
        ("[core]\nx = 1\n[include]\npath = a\\\nb\npath = c\n", &["ab", "c"]),
        ("[core]\nx = y \\\n[include]\npath = a\n", &[]),
        ("[core]\nx = \"y ; \\\n[include]\npath = a\n[include]\npath = b\n", &["b"]),
        ("[include]\n# path = a\n; path = b\nkhac = c\npath\n", &[]),
        ("[user]\npath = a\n", &[]),
        ("[include \"x\"]\npath = \"a\\\\b\\t\"\n", &["a\\b\t"]),
    ] {
        assert_eq!(targets(text), expected, "{text:?}");
    }
}

#[test]
fn files_are_counted_as_often_as_they_are_named() {
    let dir = tempfile::tempdir().unwrap();
    let write = |name: &str, times: usize, named: &str| {
        let path = dir.path().join(name);
        std::fs::write(&path, format!("[include]\n{}", format!("path = {named}\n").repeat(times))).unwrap();
        path
    };
    let top = write("a", MOST, "khong-co");
    look([top]).unwrap();
    assert!(look([write("a", MOST + 1, "khong-co")]).is_err());
    write("b", 7, "khong-co");
    assert!(look([write("a", 8, "b")]).is_ok(), "8 and 56");
    assert!(look([write("a", 9, "b")]).is_err(), "9 and 63");
    // A file that names itself ends where libgit2 ends.
    assert!(look([write("a", 1, "a")]).is_ok());
    assert!(look([write("a", 1, "\u{fffd}")]).is_err());
}

#[test]
fn folders_of_objects_that_name_one_another_are_each_looked_at_once() {
    let dir = tempfile::tempdir().unwrap();
    let folder = |n: usize| dir.path().join(n.to_string());
    let name = |n: usize, others: &[usize]| {
        std::fs::create_dir_all(folder(n).join("info")).unwrap();
        let lines: String = others.iter().map(|other| format!("{}\n", folder(*other).display())).collect();
        std::fs::write(folder(n).join("info/alternates"), lines).unwrap();
    };
    name(0, &[1, 1]);
    name(1, &[0, 2]);
    objects(vec![folder(0)]).unwrap();
    name(2, &(3..51).collect::<Vec<_>>());
    assert!(objects(vec![folder(0)]).is_err(), "51 folders");
    name(2, &(3..50).collect::<Vec<_>>());
    objects(vec![folder(0)]).unwrap();
}
