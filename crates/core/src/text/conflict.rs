//! Dấu xung đột: the marks a merge leaves where a person must decide.

use crate::text::Span;
use memchr::memmem;

/// Every line that is a conflict mark (`<<<<<<<`, `|||||||`, `=======`, `>>>>>>>`), in order.
///
/// A mark is exactly seven signs at the start of a line, then nothing or a space, in code fences too: git puts them
/// there as well. Seven `=` under a line of text are an underlined heading unless a conflict is open; after a blank
/// line nobody means them, so they are what somebody forgot when taking the other marks out.
pub fn conflict_marks(text: &str) -> Vec<Span> {
    let mut marks = Vec::new();
    // Almost no text holds any; to be sure of that costs less than to look at its lines.
    let bytes = text.as_bytes();
    if ![&b"<<<<<<<"[..], b">>>>>>>", b"======="].iter().any(|mark| memmem::find(bytes, mark).is_some()) {
        return marks;
    }
    let (mut start, mut open, mut previous_blank) = (0, false, true);
    for line in text.split_inclusive('\n') {
        let content = line.trim_end_matches(['\n', '\r']);
        let mark = content.as_bytes().first().copied().filter(|sign| is_mark(content, *sign));
        let counts = match mark {
            Some(b'<') => {
                open = true;
                true
            }
            Some(b'>') => {
                open = false;
                true
            }
            Some(b'|') => open,
            Some(b'=') => open || previous_blank,
            _ => false,
        };
        if counts {
            marks.push(Span::new(start, start + content.len()));
        }
        previous_blank = content.trim().is_empty();
        start += line.len();
    }
    marks
}

/// The places in which a person must decide: the first mark of each, in order. A conflict has three marks and is one place.
pub fn conflicts(text: &str) -> Vec<Span> {
    let mut places = Vec::new();
    let mut open = false;
    for mark in conflict_marks(text) {
        let line = &text[mark.start..mark.end];
        if line.starts_with('<') || !open {
            places.push(mark);
        }
        open = !line.starts_with('>');
    }
    places
}

fn is_mark(line: &str, sign: u8) -> bool {
    let bytes = line.as_bytes();
    let run = bytes.iter().take_while(|b| **b == sign).count();
    let rest = &bytes[run..];
    matches!(sign, b'<' | b'>' | b'|' | b'=')
        && run == 7
        && (rest.is_empty() || (rest[0] == b' ' && (sign != b'=' || rest.trim_ascii().is_empty())))
}

#[cfg(test)]
mod tests {
    use crate::text::conflict::*;

    fn found(text: &str) -> Vec<&str> {
        conflict_marks(text).into_iter().map(|s| &text[s.start..s.end]).collect()
    }

    #[test]
    fn finds_the_marks_and_whatever_of_them_is_left() {
        let text = "a\n<<<<<<< bản đang sửa\nb\n=======\nc\r\n>>>>>>> báo cáo mới nộp\r\n";
        assert_eq!(found(text), ["<<<<<<< bản đang sửa", "=======", ">>>>>>> báo cáo mới nộp"]);
        assert_eq!(found("a\n\n=======\n\nb"), ["======="]);
        assert_eq!(found(">>>>>>> x"), [">>>>>>> x"]);
    }

    #[test]
    fn counts_a_conflict_once() {
        let one = "<<<<<<< a\nb\n=======\nc\n>>>>>>> d\n";
        assert_eq!(conflicts(one).len(), 1);
        assert_eq!(conflicts(&one.repeat(3)).len(), 3);
        assert_eq!(conflicts("a\n>>>>>>> d\n").len(), 1);
        assert!(conflicts("a\n").is_empty());
    }

    #[test]
    fn leaves_headings_tables_quotes_and_longer_rules_alone() {
        for text in
            ["Tiêu đề\n=======\n", "a\n========\n", " <<<<<<< a\n", "| a |\n||||||| b\n", "> > > a\n", "<<<<<<<a"]
        {
            assert!(found(text).is_empty(), "{text}");
        }
    }
}
