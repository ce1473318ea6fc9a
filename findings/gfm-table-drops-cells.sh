#!/bin/sh
# GitHub-flavoured Markdown drops the cells of a row that is wider than the table's header.
#
# Versions: cmarkgfm 2025.10.22, markdown-it-py 4.3.0, mistune 3.4.0, pypandoc_binary 1.17 with pandoc 3.9 (PyPI).
# Behaviour: one bar too many in a row, and what stands behind the last column of the header is in no output at all: no warning, no
#   empty column, no trace. The format says so ("the excess is ignored"). mistune instead takes the whole table for running text.
# Output seen (a row `| Hồ sơ | 120 | quá hạn 7 |` under a header of two columns):
#   cmark-gfm, markdown-it and pandoc lose "quá hạn 7"; mistune keeps it and loses the table.
# A careful program: counts the cells of every row against the header in the source, before the parser sees it, and refuses the row;
#   it never concludes from the parsed document that all the text is there.
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
text = "| Chỉ tiêu | Kết quả |\n|---|---|\n| Hồ sơ | 120 | quá hạn 7 |\n"
for name, html in (
    ("cmark-gfm", cmarkgfm.github_flavored_markdown_to_html(text)),
    ("markdown-it", MarkdownIt("commonmark").enable("table").render(text)),
    ("pandoc -f gfm", pypandoc.convert_text(text, "html", "gfm")),
    ("pandoc -f markdown", pypandoc.convert_text(text, "html", "markdown")),
    ("mistune", mistune.create_markdown(plugins=["table"])(text)),
):
    print(name + ":", "a table," if "<table" in html else "no table,", "third cell", "kept" if "quá hạn 7" in html else "lost")
PY

cat > "$dir/expected" <<'TEXT'
cmark-gfm: a table, third cell lost
markdown-it: a table, third cell lost
pandoc -f gfm: a table, third cell lost
pandoc -f markdown: a table, third cell lost
mistune: no table, third cell kept
TEXT
cat "$dir/seen"
diff "$dir/expected" "$dir/seen"
