//! Words in both languages, side by side where they are made, so that neither can be forgotten.

/// The language messages are shown in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lang {
    /// Tiếng Việt.
    #[default]
    Vi,
    /// English.
    En,
}

/// One message in Vietnamese and in English. Made with [`say!`](crate::say).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Text {
    /// Tiếng Việt.
    pub vi: String,
    /// English.
    pub en: String,
}

impl Text {
    /// The message in one language.
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Vi => &self.vi,
            Lang::En => &self.en,
        }
    }

    /// A word that is the same in both languages: a name, a path, a number.
    pub fn same(word: impl Into<String>) -> Self {
        let vi = word.into();
        Text { en: vi.clone(), vi }
    }
}

/// `say!(vi: "thiếu mục “{title}”", en: "section “{title}” is missing")`: a [`Text`] from two format strings.
///
/// Arguments are captured from the surrounding scope, or given after both strings and then used in both.
#[macro_export]
macro_rules! say {
    (vi: $vi:literal, en: $en:literal $(,)?) => {
        $crate::text::Text { vi: format!($vi), en: format!($en) }
    };
    (vi: $vi:literal, en: $en:literal, $($args:tt)+) => {
        $crate::text::Text { vi: format!($vi, $($args)+), en: format!($en, $($args)+) }
    };
}
