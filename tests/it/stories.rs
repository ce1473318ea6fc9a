//! Stories with named actors, in Markdown, played for real. The tutorial is one of them.
//!
//! A line `> **Ngô Văn Sơn**, 2024-06-12 09:00` says who acts from here on and when. A block ```` ```console ```` holds
//! command lines (`$ …`) and below each the output that must appear, line by line, in order; `…` stands for anything
//! within a line, `[3]` for the exit status if it is not 0. Besides `baocao` and `git` a line may be
//! `$ sua-tep FILE: "old" => "new"` (edit a file), `$ chep SOURCE DEST` (copy from the repository into the office) or
//! `$ ghi FILE: text` (append a line).

use crate::support::Scratch;
use baocao::commands::demo::sample;
use std::path::Path;

struct Story<'a> {
    name: &'a str,
    scratch: Scratch,
    person: String,
    when: String,
}

fn person_named(name: &str) -> Option<String> {
    let at = sample::SETTINGS.find(&format!("ho_ten = \"{name}\""))?;
    let before = &sample::SETTINGS[..at];
    let ma = before.rfind("ma = \"")? + "ma = \"".len();
    before[ma..].split('"').next().map(str::to_string)
}

fn matches(expected: &str, line: &str) -> bool {
    let mut rest = line;
    for (at, part) in expected.trim().split('…').enumerate() {
        match rest.find(part.trim()) {
            Some(found) => rest = &rest[found + part.trim().len()..],
            None if at == 0 || !part.trim().is_empty() => return false,
            None => {}
        }
    }
    true
}

impl Story<'_> {
    fn command(&mut self, line: &str) -> (u8, String) {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        if let Some(words) = line.strip_prefix("baocao") {
            let ran = self.scratch.run(&self.person, &self.when, words.trim());
            return (ran.status, ran.all());
        }
        if let Some(words) = line.strip_prefix("git ") {
            let (ok, text) = self.scratch.try_git(&self.scratch.office, words);
            return (u8::from(!ok), text);
        }
        if let Some(rest) = line.strip_prefix("chep ") {
            let (from, to) = rest.split_once(' ').expect("chep SOURCE DEST");
            let text = std::fs::read_to_string(root.join(from)).unwrap_or_else(|e| panic!("{from}: {e}"));
            self.scratch.write(to.trim(), &text);
            return (0, String::new());
        }
        if let Some(rest) = line.strip_prefix("sua-tep ") {
            let (file, change) = rest.split_once(": ").expect("sua-tep FILE: \"old\" => \"new\"");
            let (old, new) = change.split_once(" => ").expect("old => new");
            let (old, new) = (old.trim().trim_matches('"'), new.trim().trim_matches('"'));
            let text = self.scratch.read(file);
            assert!(text.contains(old), "{}: “{old}” does not stand in {file}:\n{text}", self.name);
            self.scratch.write(file, &text.replacen(old, new, 1));
            return (0, String::new());
        }
        if let Some(rest) = line.strip_prefix("ghi ") {
            let (file, text) = rest.split_once(": ").expect("ghi FILE: text");
            let old = self.scratch.read(file);
            self.scratch.write(file, &format!("{old}\n{text}\n"));
            return (0, String::new());
        }
        panic!("{}: unknown command {line}", self.name)
    }

    fn block(&mut self, block: &str) {
        let mut lines = block.lines().peekable();
        while let Some(line) = lines.next() {
            let Some(command) = line.strip_prefix("$ ") else { continue };
            let (status, output) = self.command(command.trim());
            let mut wanted_status = 0;
            let mut remaining = output.lines();
            while let Some(expected) = lines.next_if(|l| !l.starts_with("$ ")) {
                if expected.trim().is_empty() || expected.trim() == "…" {
                    continue;
                }
                let code =
                    expected.trim().strip_prefix('[').and_then(|s| s.strip_suffix(']')).and_then(|s| s.parse().ok());
                if let Some(code) = code {
                    wanted_status = code;
                    continue;
                }
                let found = remaining.any(|l| matches(expected, l));
                assert!(found, "{}: $ {command}\nexpected: {expected}\ngot (status {status}):\n{output}", self.name);
            }
            assert_eq!(status, wanted_status, "{}: $ {command}\n{output}", self.name);
        }
    }
}

fn play(name: &str, text: &str) {
    let scratch = Scratch::sample();
    let mut story = Story { name, scratch, person: "dang-quoc-huy".into(), when: "2024-06-01 08:00".into() };
    let mut block: Option<String> = None;
    for line in text.lines() {
        if let Some(open) = &mut block {
            if line.trim() == "```" {
                let whole = std::mem::take(open);
                block = None;
                story.block(&whole);
            } else {
                open.push_str(line);
                open.push('\n');
            }
        } else if line.trim() == "```console" {
            block = Some(String::new());
        } else if let Some(rest) = line.strip_prefix("> **") {
            let Some((who, rest)) = rest.split_once("**") else { continue };
            let Some(person) = person_named(who) else { panic!("{name}: nobody is called {who}") };
            story.person = person;
            let when = rest.trim_start_matches([',', ' ']).trim_end_matches(['.', ' ']);
            story.when = when.get(..16).unwrap_or(when).to_string();
        }
    }
    assert!(block.is_none(), "{name}: a block is not closed");
    // However the story goes, ordinary git finds the repository sound.
    story.scratch.git("fsck --strict --no-dangling");
}

#[test]
fn every_story_plays() {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/stories");
    let mut names: Vec<_> = std::fs::read_dir(dir).expect("tests/stories").flatten().map(|e| e.path()).collect();
    names.sort();
    let stories: Vec<_> = names.iter().filter(|p| p.extension().is_some_and(|e| e == "md")).collect();
    assert!(!stories.is_empty());
    for path in stories {
        play(&path.file_name().unwrap_or_default().to_string_lossy(), &std::fs::read_to_string(path).expect("a story"));
    }
}

#[test]
fn the_tutorial_is_true() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/tutorial.md");
    play("docs/tutorial.md", &std::fs::read_to_string(path).expect("the tutorial"));
}
