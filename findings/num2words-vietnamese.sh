#!/bin/sh
# num2words writes other Vietnamese numbers than the ones it is given.
#
# Versions: num2words 0.5.14 (PyPI).
# Behaviour: a negative number comes out as a positive one that has nothing to do with it (-5 is read as fifteen, -1 as nineteen), and
#   the part behind the decimal comma is read as a whole number of hundredths, so that 12.05 and 12.5 cannot be told apart by a
#   reader: 12.05 is read "phẩy năm", which every Vietnamese hears as 12,5, while 12.5 is read "phẩy năm mươi". No error is raised.
# Output seen:
#   -5 → mười lăm      -1 → mười chín      12.05 → mười hai phẩy năm      12.5 → mười hai phẩy năm mươi
# A careful program: has the sum "in words" written by a person and checks it against the figures; or spells whole, non-negative
#   numbers only, puts the sign itself, reads decimals digit by digit, and tests the words by reading them back.
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
export PYTHONUTF8=1
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check num2words==0.5.14

"$dir/venv/bin/python" - > "$dir/seen" <<'PY'
from num2words import num2words
for number in (5, -5, -1, 12.05, 12.5, 46.2):
    print(number, "→", num2words(number, lang="vi"))
PY

cat > "$dir/expected" <<'TEXT'
5 → năm
-5 → mười lăm
-1 → mười chín
12.05 → mười hai phẩy năm
12.5 → mười hai phẩy năm mươi
46.2 → bốn mươi sáu phẩy hai mươi
TEXT
cat "$dir/seen"
diff "$dir/expected" "$dir/seen"
