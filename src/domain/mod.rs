//! The nouns of the procedure. They know nothing of files, lines or serde.
