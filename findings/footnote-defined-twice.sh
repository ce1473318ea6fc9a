#!/bin/sh
# Two footnotes with the same label: which one is printed depends on the program, and on pandoc's input format.
#
# Versions: cmarkgfm 2025.10.22, markdown-it-py 4.3.0 with mdit-py-plugins 0.7.0, mistune 3.4.0, pypandoc_binary 1.17 with pandoc 3.9
#   (PyPI).
# Behaviour: when two reports that both use [^1] are joined, one of the two notes vanishes and both marks point to the other one.
#   cmark-gfm, mistune and pandoc's gfm reader keep the first definition, markdown-it's plugin and pandoc's own Markdown the last.
#   Only pandoc's own Markdown reader warns.
# Output seen: cmark-gfm first, mistune first, pandoc -f gfm first, markdown-it last, pandoc -f markdown last.
# A careful program: gives every note a label of its own before it joins texts, and refuses a label that is defined twice in one.
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
export PYTHONUTF8=1
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check \
    cmarkgfm==2025.10.22 markdown-it-py==4.3.0 mdit-py-plugins==0.7.0 mistune==3.4.0 pypandoc_binary==1.17

"$dir/venv/bin/python" - > "$dir/seen" <<'PY'
import cmarkgfm, mistune, pypandoc
from cmarkgfm.cmark import Options
from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin
text = "Thu ngân sách[^1].\n\nChi ngân sách[^1].\n\n[^1]: theo Sở Tài chính\n\n[^1]: theo Kho bạc\n"
for name, html in (
    ("cmark-gfm", cmarkgfm.github_flavored_markdown_to_html(text, Options.CMARK_OPT_FOOTNOTES)),
    ("mistune", mistune.create_markdown(plugins=["footnotes"])(text)),
    ("pandoc -f gfm", pypandoc.convert_text(text, "html", "gfm")),
    ("markdown-it", MarkdownIt().use(footnote_plugin).render(text)),
    ("pandoc -f markdown", pypandoc.convert_text(text, "html", "markdown")),
):
    print(name + ":", "first" if "Sở Tài chính" in html else "-", "last" if "Kho bạc" in html else "-")
PY

cat > "$dir/expected" <<'TEXT'
cmark-gfm: first -
mistune: first -
pandoc -f gfm: first -
markdown-it: - last
pandoc -f markdown: - last
TEXT
cat "$dir/seen"
diff "$dir/expected" "$dir/seen"
