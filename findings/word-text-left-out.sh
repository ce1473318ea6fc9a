#!/bin/sh
# Words that Word shows are missing from the text that libraries read, and each library misses others.
#
# Versions: python-docx 1.2.0, mammoth 1.13.0, docx2txt 0.9, pypandoc_binary 1.17 with pandoc 3.9 (PyPI).
# Behaviour: a paragraph's text may lie in wrappers: a content control (w:sdt, the fields of an official template), an insertion not
#   yet accepted (w:ins), a simple field (w:fldSimple, the date or number that Word fills in), a symbol (w:sym, "≥" of the Symbol font).
#   python-docx leaves out all four; mammoth and pandoc read the first two and the symbol but drop the field with its stored result;
#   docx2txt keeps the field, drops the symbol and the hyphen of a w:noBreakHyphen. What is left reads like a whole sentence.
# Output seen: the table at the end of this file; among others "ngày ." for "ngày 05/6/2026." from three of four, and
#   "Thu được  tỷ." for "Thu được 120 tỷ." from python-docx.
# A careful program: walks all elements of the body, knows by name those it may skip, and reports every other one with its place.
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
export PYTHONUTF8=1
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check \
    python-docx==1.2.0 mammoth==1.13.0 docx2txt==0.9 pypandoc_binary==1.17
cd "$dir"

cat > read.py <<'PY'
import docx, docx2txt, mammoth, pypandoc
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

def run(text):
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'

by = 'w:id="1" w:author="An" w:date="2026-06-05T08:00:00Z"'
cases = {
    "content control": run("Kỳ báo cáo: ") + f"<w:sdt><w:sdtContent>{run('quý II')}</w:sdtContent></w:sdt>" + run("."),
    "insertion": run("Thu được ") + f"<w:ins {by}>{run('120')}</w:ins>" + run(" tỷ."),
    "simple field": run("ngày ") + f'<w:fldSimple w:instr=" DATE ">{run("05/6/2026")}</w:fldSimple>' + run("."),
    "symbol": run("đạt ") + '<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r>' + run("95%."),
    "hyphen": run("COVID") + "<w:r><w:noBreakHyphen/></w:r>" + run("19."),
}
for name, inner in cases.items():
    document = docx.Document()
    document.element.body.insert(0, parse_xml(f"<w:p {nsdecls('w')}>{inner}</w:p>"))
    document.save("a.docx")
    print(name)
    for reader, text in (
        ("python-docx", docx.Document("a.docx").paragraphs[0].text),
        ("mammoth    ", mammoth.extract_raw_text(open("a.docx", "rb")).value),
        ("docx2txt   ", docx2txt.process("a.docx")),
        ("pandoc     ", pypandoc.convert_file("a.docx", "plain")),
    ):
        print(" ", reader, text.strip().replace("\u2011", "-"))
PY
venv/bin/python read.py > seen

cat > expected <<'TEXT'
content control
  python-docx Kỳ báo cáo: .
  mammoth     Kỳ báo cáo: quý II.
  docx2txt    Kỳ báo cáo: quý II.
  pandoc      Kỳ báo cáo: quý II.
insertion
  python-docx Thu được  tỷ.
  mammoth     Thu được 120 tỷ.
  docx2txt    Thu được 120 tỷ.
  pandoc      Thu được 120 tỷ.
simple field
  python-docx ngày .
  mammoth     ngày .
  docx2txt    ngày 05/6/2026.
  pandoc      ngày .
symbol
  python-docx đạt 95%.
  mammoth     đạt ≥95%.
  docx2txt    đạt 95%.
  pandoc      đạt ≥95%.
hyphen
  python-docx COVID-19.
  mammoth     COVID-19.
  docx2txt    COVID19.
  pandoc      COVID-19.
TEXT
cat seen
diff expected seen
