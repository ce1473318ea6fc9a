#!/bin/sh
# Babel reads a decimal point in Vietnamese text as nothing at all: "12.5" is 125.
#
# Versions: Babel 2.19.0 (PyPI).
# Behaviour: parse_decimal(text, locale="vi") strips every full stop wherever it stands, because the full stop groups thousands in
#   Vietnamese. A figure typed the English way is read ten or a hundred times too large; an English thousands comma makes a figure a
#   thousand times too small; a date or a table code becomes a number. No error, unless strict=True is given, which is not the default.
# Output seen:
#   12.5 → 125      1.25 → 125      1,250.5 → 1.2505      15.06.2026 → 15062026      (all four refused with strict=True)
# A careful program: accepts a full stop only as a separator of groups of exactly three digits, refuses everything else and asks for
#   the figure again; with Babel, always passes strict=True.
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
export PYTHONUTF8=1
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check Babel==2.19.0

"$dir/venv/bin/python" - > "$dir/seen" <<'PY'
from babel.numbers import NumberFormatError, parse_decimal
for text in ("1.250,5", "12.5", "1.25", "1,250.5", "15.06.2026"):
    try:
        strict = parse_decimal(text, locale="vi", strict=True)
    except NumberFormatError:
        strict = "refused"
    print(text, "→", parse_decimal(text, locale="vi"), "| strict:", strict)
PY

cat > "$dir/expected" <<'TEXT'
1.250,5 → 1250.5 | strict: 1250.5
12.5 → 125 | strict: refused
1.25 → 125 | strict: refused
1,250.5 → 1.2505 | strict: refused
15.06.2026 → 15062026 | strict: refused
TEXT
cat "$dir/seen"
diff "$dir/expected" "$dir/seen"
