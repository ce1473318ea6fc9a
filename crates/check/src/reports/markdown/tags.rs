//! The few HTML tags that people write in Markdown and that become what they mean: `<br>`, `<sup>`, `<sub>`, `<u>` and the
//! plain forms of bold, italic and struck text. Attributes are ignored. Every other tag stays the words that were typed.

use crate::reports::markdown::prose::push;
use baocao_core::domain::Inline;

/// Tags open inside each other beyond this many stay words: writers recurse.
const MAX_OPEN: usize = 6;
/// A tag longer than this is no tag.
const MAX_TAG: usize = 1_000;

/// A tag as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tag<'t> {
    /// All of it, from `<` to `>`.
    pub written: &'t str,
    /// Its name, as written.
    pub name: &'t str,
    /// Whether it is `</name>`.
    pub closing: bool,
    /// What stands behind the name.
    attributes: &'t str,
}

impl<'t> Tag<'t> {
    /// The tag a text begins with.
    pub(crate) fn at_start(text: &'t str) -> Option<Tag<'t>> {
        let inner = text.strip_prefix('<')?;
        let closing = inner.starts_with('/');
        let start = 1 + usize::from(closing);
        let length = text[start..].find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, ':' | '-')))?;
        if !text[start..].starts_with(|c: char| c.is_ascii_alphabetic()) {
            return None;
        }
        let mut quote = None;
        for (at, c) in text.char_indices().skip(start + length).take(MAX_TAG) {
            match (quote, c) {
                (None, '>') => {
                    let (name, attributes) = (&text[start..start + length], &text[start + length..at]);
                    return Some(Tag { written: &text[..=at], name, closing, attributes });
                }
                (None, '<') => return None,
                (None, '"' | '\'') => quote = Some(c),
                (Some(open), c) if open == c => quote = None,
                _ => {}
            }
        }
        None
    }

    /// Whether it has that name, however it is written.
    pub(crate) fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// The value of an attribute, in small letters.
    pub(crate) fn attribute(&self, name: &str) -> Option<String> {
        let mut rest = self.attributes;
        loop {
            rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
            let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '=' | '/')).unwrap_or(rest.len());
            if end == 0 {
                return None;
            }
            let found = rest[..end].eq_ignore_ascii_case(name);
            rest = rest[end..].trim_start();
            let Some(after) = rest.strip_prefix('=') else {
                if found {
                    return Some(String::new());
                }
                continue;
            };
            let after = after.trim_start();
            let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''));
            let (value, left) = match quote {
                Some(quote) => after[1..].split_once(quote).unwrap_or((&after[1..], "")),
                None => after.split_at(after.find(char::is_whitespace).unwrap_or(after.len())),
            };
            if found {
                return Some(value.trim().to_ascii_lowercase());
            }
            rest = left;
        }
    }
}

/// What a tag that is known means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Meaning {
    Break,
    Strong,
    Emphasis,
    Strike,
    Underline,
    Superscript,
    Subscript,
}

impl Meaning {
    fn of(tag: &Tag<'_>) -> Option<Meaning> {
        Some(match tag.name.to_ascii_lowercase().as_str() {
            "br" => Meaning::Break,
            "b" | "strong" => Meaning::Strong,
            "i" | "em" => Meaning::Emphasis,
            "s" | "del" | "strike" => Meaning::Strike,
            "u" | "ins" => Meaning::Underline,
            "sup" => Meaning::Superscript,
            "sub" => Meaning::Subscript,
            _ => return None,
        })
    }

    fn dress(self, inner: Vec<Inline>) -> Inline {
        match self {
            Meaning::Break => Inline::Break,
            Meaning::Strong => Inline::Strong(inner),
            Meaning::Emphasis => Inline::Emphasis(inner),
            Meaning::Strike => Inline::Strike(inner),
            Meaning::Underline => Inline::Underline(inner),
            Meaning::Superscript => Inline::Superscript(inner),
            Meaning::Subscript => Inline::Subscript(inner),
        }
    }
}

/// Running text as it grows, with the tags that are open in it.
#[derive(Default)]
pub(crate) struct Running {
    open: Vec<(Meaning, String, Vec<Inline>)>,
    out: Vec<Inline>,
    /// Tags that stay words, as written.
    pub left: Vec<String>,
}

impl Running {
    fn top(&mut self) -> &mut Vec<Inline> {
        self.open.last_mut().map_or(&mut self.out, |(_, _, inner)| inner)
    }

    /// Adds words.
    pub fn words(&mut self, words: &str) {
        push(self.top(), words);
    }

    /// Adds a piece.
    pub(crate) fn add(&mut self, inline: Inline) {
        self.top().push(inline);
    }

    /// How many tags are open.
    pub(crate) fn opened(&self) -> usize {
        self.open.len()
    }

    /// Whether nothing was added yet.
    pub fn is_empty(&self) -> bool {
        self.open.is_empty() && self.out.is_empty()
    }

    /// Adds a tag, as what it means or as its words.
    pub(crate) fn tag(&mut self, tag: &Tag<'_>) {
        match Meaning::of(tag) {
            Some(Meaning::Break) => self.add(Inline::Break),
            Some(meaning) if tag.closing => {
                let Some(at) = self.open.iter().rposition(|(open, _, _)| *open == meaning) else {
                    return self.as_words(tag.written);
                };
                self.give_up(at + 1);
                if let Some((meaning, _, inner)) = self.open.pop()
                    && !inner.is_empty()
                {
                    self.add(meaning.dress(inner));
                }
            }
            Some(meaning) if self.open.len() < MAX_OPEN => {
                self.open.push((meaning, tag.written.to_string(), Vec::new()));
            }
            _ => self.as_words(tag.written),
        }
    }

    /// Adds raw HTML that is no tag, or one that is not known.
    pub(crate) fn as_words(&mut self, written: &str) {
        self.left.push(written.to_string());
        self.words(written);
    }

    /// Tags that nothing closes are words; those from `first` on.
    fn give_up(&mut self, first: usize) {
        while self.open.len() > first {
            let Some((_, written, inner)) = self.open.pop() else { return };
            self.as_words(&written);
            self.top().extend(inner);
        }
    }

    /// All of it, and the tags that stay words.
    pub(crate) fn finish(mut self) -> (Vec<Inline>, Vec<String>) {
        self.give_up(0);
        (self.out, self.left)
    }
}

/// The elements of HTML, and those that Word writes into it. What only looks like a tag (`<F1>`) is none.
pub(crate) fn is_html(name: &str) -> bool {
    const NAMES: &str = " a abbr acronym address applet area article aside audio b base basefont bdi bdo big blink blockquote \
        body br button canvas caption center cite code col colgroup data datalist dd del details dfn dialog dir div dl dt em embed \
        fieldset figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header hr html i iframe image img input ins kbd \
        label legend li link main map mark marquee math menu meta meter nav nobr noscript object ol optgroup option output p \
        param picture pre progress q rp rt ruby s samp script section select small source span strike strong style sub \
        summary sup svg table tbody td template textarea tfoot th thead time title tr track tt u ul var video wbr ";
    let name = name.to_ascii_lowercase();
    NAMES.contains(&format!(" {name} ")) || ["o:", "w:", "v:", "m:", "st1:"].iter().any(|word| name.starts_with(word))
}

#[cfg(test)]
mod tests {
    use crate::reports::markdown::tags::*;
    use baocao_core::domain::plain;

    #[test]
    fn tags_and_their_attributes_are_read() {
        let tag = Tag::at_start("<td ColSpan=\"2\" align=RIGHT nowrap rowspan = '3'>x").expect("a tag");
        assert!(tag.is("TD") && !tag.closing && tag.written.ends_with("'3'>"));
        let value = |name| tag.attribute(name);
        assert_eq!((value("colspan").as_deref(), value("rowspan").as_deref()), (Some("2"), Some("3")));
        assert_eq!(
            (value("align").as_deref(), value("nowrap").as_deref(), value("x")),
            (Some("right"), Some(""), None)
        );
        assert!(Tag::at_start("</u >").is_some_and(|t| t.closing && t.is("u")));
        for no in ["<", "< u>", "<1>", "<u", "<u <b>", "u", "</>", "<a title=\"x>"] {
            assert_eq!(Tag::at_start(no), None, "{no}");
        }
    }

    #[test]
    fn what_is_not_closed_stays_words() {
        let mut running = Running::default();
        for piece in ["a", "<u>", "b", "<sup>", "c", "</u>", "</i>", "<b>", "d"] {
            match Tag::at_start(piece) {
                Some(tag) => running.tag(&tag),
                None => running.words(piece),
            }
        }
        let (text, left) = running.finish();
        assert_eq!(plain(&text), "ab<sup>c</i><b>d");
        assert!(matches!(&text[1], Inline::Underline(inner) if plain(inner) == "b<sup>c"), "{text:?}");
        assert_eq!(left, ["<sup>", "</i>", "<b>"]);
    }

    #[test]
    fn only_names_of_html_are_tags() {
        assert!(is_html("FONT") && is_html("o:p") && is_html("table"));
        assert!(!is_html("F1") && !is_html("ten") && !is_html(""));
    }
}
