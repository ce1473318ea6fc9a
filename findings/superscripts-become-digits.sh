#!/bin/sh
# The text that libraries take from Word, Excel and PDF turns 10⁶ into 106, and footnote mark 1 after a figure into its last digit.
#
# Versions: python-docx 1.2.0, docx2txt 0.9, mammoth 1.13.0, pypandoc_binary 1.17 with pandoc 3.9, XlsxWriter 3.3.1, openpyxl 3.1.5,
#   python-calamine 0.9.1, reportlab 5.1.0, pypdf 7.1.1, pdfplumber 0.11.10, pypdfium2 5.15.2 (PyPI).
# Behaviour: a raised digit is an ordinary digit with a format, and "plain text" leaves out the format. Of ten readers one (pandoc)
#   writes ⁶; from the nine others comes a well-formed number that is wrong: no error, no strange character. A footnote mark typed by
#   hand after 46,2 makes it 46,21.
# Output seen, for "1,2 x 10⁶": 1,2 x 106 from all readers but pandoc, which gives 1,2 x 10⁶
# A careful program: looks at the format of every run (w:vertAlign, the rich text of the cell, the size and height of the glyph), and
#   writes 10^6 or ⁶, or refuses a digit that is raised; it never takes figures from the flat text of a document.
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
export PYTHONUTF8=1
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check \
    python-docx==1.2.0 docx2txt==0.9 mammoth==1.13.0 pypandoc_binary==1.17 XlsxWriter==3.3.1 openpyxl==3.1.5 python-calamine==0.9.1 \
    reportlab==5.1.0 pypdf==7.1.1 pdfplumber==0.11.10 pypdfium2==5.15.2
cd "$dir"

cat > make.py <<'PY'
import docx, xlsxwriter
from reportlab.pdfgen import canvas

document = docx.Document()
paragraph = document.add_paragraph("1,2 x 10")
paragraph.add_run("6").font.superscript = True
document.save("a.docx")

workbook = xlsxwriter.Workbook("a.xlsx")
raised = workbook.add_format({"font_script": 1})
workbook.add_worksheet().write_rich_string(0, 0, "1,2 x 10", raised, "6")
workbook.close()

page = canvas.Canvas("a.pdf")
text = page.beginText(72, 700)
text.setFont("Helvetica", 12)
text.textOut("1,2 x 10")
text.setFont("Helvetica", 7)
text.setRise(5)
text.textOut("6")
page.drawText(text)
page.save()
PY
cat > read.py <<'PY'
import docx, docx2txt, mammoth, openpyxl, pdfplumber, pypandoc, pypdf, pypdfium2, python_calamine
from pdfminer.high_level import extract_text
for name, text in (
    ("python-docx", docx.Document("a.docx").paragraphs[0].text),
    ("docx2txt", docx2txt.process("a.docx")),
    ("mammoth", mammoth.extract_raw_text(open("a.docx", "rb")).value),
    ("pandoc", pypandoc.convert_file("a.docx", "plain")),
    ("openpyxl", openpyxl.load_workbook("a.xlsx").active["A1"].value),
    ("calamine", python_calamine.load_workbook("a.xlsx").get_sheet_by_index(0).to_python()[0][0]),
    ("pypdf", pypdf.PdfReader("a.pdf").pages[0].extract_text()),
    ("pdfplumber", pdfplumber.open("a.pdf").pages[0].extract_text()),
    ("pdfminer", extract_text("a.pdf")),
    ("pdfium", pypdfium2.PdfDocument("a.pdf")[0].get_textpage().get_text_range()),
):
    print(f"{name}: {text.strip()}")
PY
venv/bin/python make.py
venv/bin/python read.py > seen

cat > expected <<'TEXT'
python-docx: 1,2 x 106
docx2txt: 1,2 x 106
mammoth: 1,2 x 106
pandoc: 1,2 x 10⁶
openpyxl: 1,2 x 106
calamine: 1,2 x 106
pypdf: 1,2 x 106
pdfplumber: 1,2 x 106
pdfminer: 1,2 x 106
pdfium: 1,2 x 106
TEXT
cat seen
diff expected seen
