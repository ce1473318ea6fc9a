//! What changed between two texts, for people: whole lines, a little of what stands around them.

/// The changed lines with `-` and `+` before them; empty if nothing changed.
pub fn unified(old: &str, new: &str) -> String {
    if old == new {
        return String::new();
    }
    let patch = diffy::create_patch(old, new).to_string();
    // The first two lines name files that nobody has.
    let body: Vec<&str> = patch.lines().skip_while(|l| l.starts_with("--- ") || l.starts_with("+++ ")).collect();
    body.join("\n")
}
