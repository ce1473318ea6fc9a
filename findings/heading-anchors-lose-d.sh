#!/bin/sh
# Heading anchors made by "decompose and drop what is not ASCII" lose the letter đ.
#
# Versions: Markdown 3.11.3, pypandoc_binary 1.17 with pandoc 3.9, python-slugify 9.2.0 (PyPI).
# Behaviour: á is an a with a mark in Unicode, đ is not a d with a mark (U+0111 has no decomposition). The usual recipe for ASCII
#   names therefore keeps every Vietnamese letter but this one, which begins a great many words: Python-Markdown's table of contents
#   and pandoc's ascii_identifiers drop it, two different headings get the same name, and a link that a person or another tool makes
#   ("dieu-5") leads nowhere. pandoc even gives two different names, by input format. A library with a table of letters gets it right.
# Output seen:
#   "Điều 5" → Python-Markdown ieu-5, pandoc ieu-5 (from markdown) and iu-5 (from gfm), python-slugify dieu-5
#   "Đinh" and "Inh" → both inh
# A careful program: maps đ and Đ to d before it drops marks, in anchors, file names and search alike, and refuses names that fall together.
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
export PYTHONUTF8=1
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check Markdown==3.11.3 pypandoc_binary==1.17 python-slugify==9.2.0

"$dir/venv/bin/python" - > "$dir/seen" <<'PY'
import re
import pypandoc
from markdown.extensions.toc import slugify as markdown_slug
from slugify import slugify
def pandoc(text, source):
    return re.search('id="(.*?)"', pypandoc.convert_text("# " + text, "html", source + "+ascii_identifiers")).group(1)
for text in ("Điều 5", "Đinh", "Inh"):
    print(f"{text}: Python-Markdown {markdown_slug(text, '-')}, pandoc -f markdown {pandoc(text, 'markdown')},",
          f"pandoc -f gfm {pandoc(text, 'gfm')}, python-slugify {slugify(text)}")
PY

cat > "$dir/expected" <<'TEXT'
Điều 5: Python-Markdown ieu-5, pandoc -f markdown ieu-5, pandoc -f gfm iu-5, python-slugify dieu-5
Đinh: Python-Markdown inh, pandoc -f markdown inh, pandoc -f gfm inh, python-slugify dinh
Inh: Python-Markdown inh, pandoc -f markdown inh, pandoc -f gfm inh, python-slugify inh
TEXT
cat "$dir/seen"
diff "$dir/expected" "$dir/seen"
