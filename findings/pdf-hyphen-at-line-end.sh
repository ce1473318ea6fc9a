#!/bin/sh
# Text taken from a PDF loses the hyphen of a document number or of a period of years at the end of a line.
#
# Versions: reportlab 5.1.0, pypdf 7.1.1, pypdfium2 5.15.2 (PyPI); pdftotext 22.12.0 (the system's; the script prints the one it runs).
# Behaviour: pdftotext takes every hyphen at the end of a line for the mark of a divided word and joins the parts, also before a
#   capital or a digit. Vietnamese divides no words at line ends: such a hyphen is always part of a number or a range. 125/BC-SYT becomes
#   125/BCSYT, 2021-2025 becomes 20212025. pdfium puts the non-character U+FFFE for the first and leaves the second; pypdf, and
#   pdftotext with -layout, keep both hyphens.
# Output seen: pdftotext 125/BCSYT and 20212025; pdfium 125/BC<U+FFFE>SYT
# A careful program: uses -layout (or positions), joins lines itself and keeps the hyphen, and looks up a document number in a list of
#   known ones before it trusts it.
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
export PYTHONUTF8=1
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check reportlab==5.1.0 pypdf==7.1.1 pypdfium2==5.15.2
cd "$dir"

cat > make.py <<'PY'
from reportlab.pdfgen import canvas
page = canvas.Canvas("a.pdf")
for height, text in ((700, "theo so 125/BC-"), (685, "SYT, giai doan 2021-"), (670, "2025")):
    page.drawString(72, height, text)
page.save()
PY
cat > read.py <<'PY'
import pypdf, pypdfium2
print("pypdf:", repr(pypdf.PdfReader("a.pdf").pages[0].extract_text().strip()))
print("pdfium:", repr(pypdfium2.PdfDocument("a.pdf")[0].get_textpage().get_text_range().strip()))
PY
venv/bin/python make.py
pdftotext -v 2>&1 | head -n 1
{
    venv/bin/python read.py
    echo "pdftotext:" $(pdftotext a.pdf - | tr -d '\f')
    echo "pdftotext -layout:" $(pdftotext -layout a.pdf - | tr -d '\f')
} > seen

cat > expected <<'TEXT'
pypdf: 'theo so 125/BC-\nSYT, giai doan 2021-\n2025'
pdfium: 'theo so 125/BC\ufffeSYT, giai doan 2021-\r\n2025'
pdftotext: theo so 125/BCSYT, giai doan 20212025
pdftotext -layout: theo so 125/BC- SYT, giai doan 2021- 2025
TEXT
cat seen
diff expected seen
