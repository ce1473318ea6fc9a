#!/bin/sh
# Pandoc renames the points of a Vietnamese document: point g) becomes f), and heading II becomes a list while heading I does not.
#
# Versions: pypandoc_binary 1.17 with pandoc 3.9 (PyPI).
# Behaviour: Vietnamese documents count their points a, b, c, d, đ, e, g, h. Pandoc's Markdown takes a line "e) …" for an item of a
#   list by the English alphabet and counts on by itself: g) comes out as f), h) as g), so that a reference to "điểm g" leads to
#   another point. "đ)" is no item for it and becomes part of point d. A line "II. …" becomes a list of one item, "I. …" stays text,
#   because one capital letter needs two blanks. Nothing is said on the way.
# Output seen:
#   "d) bốn", "đ) năm", "e) sáu", "g) bảy", "h) tám" → "d) bốn" with "đ) năm" inside it, "e) sáu", "f) bảy", "g) tám"
#   "I. KẾT QUẢ" → paragraph;   "II. TỒN TẠI" → list from 2
# A careful program: has its documents read as gfm or commonmark, or with the extension fancy_lists off (-f markdown-fancy_lists).
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
export PYTHONUTF8=1
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check pypandoc_binary==1.17

"$dir/venv/bin/python" - > "$dir/seen" <<'PY'
import pypandoc
points = "a) một\nb) hai\nc) ba\nd) bốn\nđ) năm\ne) sáu\ng) bảy\nh) tám\n"
headings = "I. KẾT QUẢ\n\nII. TỒN TẠI\n"
for source in ("markdown", "markdown-fancy_lists"):
    print("pandoc -f", source)
    print(pypandoc.convert_text(points, "plain", source, extra_args=["--wrap=preserve"]).strip())
    print("".join(pypandoc.convert_text(headings, "html", source).split("\n")))
PY

cat > "$dir/expected" <<'TEXT'
pandoc -f markdown
a)  một
b)  hai
c)  ba
d)  bốn
    đ) năm
e)  sáu
f)  bảy
g)  tám
<p>I. KẾT QUẢ</p><ol start="2" type="I"><li>TỒN TẠI</li></ol>
pandoc -f markdown-fancy_lists
a) một
b) hai
c) ba
d) bốn
đ) năm
e) sáu
g) bảy
h) tám
<p>I. KẾT QUẢ</p><p>II. TỒN TẠI</p>
TEXT
cat "$dir/seen"
diff "$dir/expected" "$dir/seen"
