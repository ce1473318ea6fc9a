//! Words in XML and HTML.

use baocao_core::text::is_hidden;

/// What XML or HTML would take for a mark is written out, in text and in attributes alike; what XML 1.0 cannot hold and
/// what nobody sees is left out, the selectors that belong to a symbol aside.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\u{fffe}' | '\u{ffff}' => {}
            '\u{fe0e}' | '\u{fe0f}' => out.push(c),
            c if (c.is_control() || is_hidden(c)) && c != '\n' => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use crate::xml::escaped;

    #[test]
    fn whatever_is_written_is_read_back_as_words() {
        let odd = "<a b=\"c\" d='e'>&amp;\u{0}\u{1b}\u{fffe}\u{ffff}\u{85}\u{202e}\u{200b}đ\n";
        let xml = format!("<x y=\"{0}\">{0}</x>", escaped(odd));
        let document = roxmltree::Document::parse(&xml).expect("XML");
        assert_eq!(document.root_element().text(), Some("<a b=\"c\" d='e'>&amp;đ\n"));
    }
}
