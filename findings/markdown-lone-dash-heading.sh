#!/bin/sh
# A bullet that was begun and left empty turns the line above it into a heading.
#
# Versions: cmarkgfm 2025.10.22, markdown-it-py 4.3.0, mistune 3.4.0, pypandoc_binary 1.17 with pandoc 3.9 (PyPI).
# Behaviour: one single `-`, with or without a blank behind it, right under a line of text is the underline of a level 2 heading in
#   CommonMark; it does not take three. A list item with text in the same place is a list. So the last line of a section moves
#   up in rank and, in a document that is merged by its headings, starts a section of its own.
# Output seen (from all four): <h2>Đã giải ngân 46,2%</h2>
# A careful program: looks for underlines in the source and accepts only # headings (or underlines of three and more), and tells the
#   writer about a lone `-`.
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
export PYTHONUTF8=1
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check \
    cmarkgfm==2025.10.22 markdown-it-py==4.3.0 mistune==3.4.0 pypandoc_binary==1.17

"$dir/venv/bin/python" - > "$dir/seen" <<'PY'
import cmarkgfm, mistune, pypandoc
from markdown_it import MarkdownIt
readers = (
    ("cmark-gfm", cmarkgfm.markdown_to_html),
    ("markdown-it", MarkdownIt().render),
    ("mistune", mistune.html),
    ("pandoc -f commonmark", lambda text: pypandoc.convert_text(text, "html", "commonmark")),
)
for bullet in ("- ", "- x"):
    for name, to_html in readers:
        print(repr(bullet), name + ":", "".join(to_html("Đã giải ngân 46,2%\n" + bullet + "\n").split("\n")))
PY

cat > "$dir/expected" <<'TEXT'
'- ' cmark-gfm: <h2>Đã giải ngân 46,2%</h2>
'- ' markdown-it: <h2>Đã giải ngân 46,2%</h2>
'- ' mistune: <h2>Đã giải ngân 46,2%</h2>
'- ' pandoc -f commonmark: <h2>Đã giải ngân 46,2%</h2>
'- x' cmark-gfm: <p>Đã giải ngân 46,2%</p><ul><li>x</li></ul>
'- x' markdown-it: <p>Đã giải ngân 46,2%</p><ul><li>x</li></ul>
'- x' mistune: <p>Đã giải ngân 46,2%</p><ul><li>x</li></ul>
'- x' pandoc -f commonmark: <p>Đã giải ngân 46,2%</p><ul><li>x</li></ul>
TEXT
cat "$dir/seen"
diff "$dir/expected" "$dir/seen"
