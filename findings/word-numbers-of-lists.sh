#!/bin/sh
# Three readers give the items of one Word list three different sets of numbers.
#
# Versions: python-docx 1.2.0 (writes the file), mammoth 1.13.0, pypandoc_binary 1.17 with pandoc 3.9 (PyPI);
#   LibreOffice 7.4.7.2 (the system's; the script prints the one it runs).
# Behaviour: the file holds no numbers, only rules. All lists of one abstract numbering (w:abstractNum) share one counter;
#   w:startOverride of a list sets it back once, at the list's first paragraph, and the next paragraph of another list of the family
#   counts on from there. So LibreOffice draws it. pandoc keeps a counter for each list; mammoth ends the list at every paragraph
#   in between, and counts what follows as one list whatever it belongs to. A reference such as "mục 3" then names another item.
# Output seen, for the items a b | c, d e (restarted), f (first list again):
#   LibreOffice 1 2 | 3, 1 2, 3      pandoc 1 2 | 3, 1 2, 4      mammoth 1 2 | 1, 2 3, 4
# A careful program: counts by abstract numbering with the overrides, writes the numbers as text into what it makes from the file, and
#   compares them with a drawn page in its tests.
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
export PYTHONUTF8=1
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check python-docx==1.2.0 mammoth==1.13.0 pypandoc_binary==1.17
cd "$dir"

cat > make.py <<'PY'
import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
W = nsdecls("w")
document = docx.Document()
numbering = document.part.numbering_part.element
for child in list(numbering):
    numbering.remove(child)
numbering.append(parse_xml(
    f'<w:abstractNum {W} w:abstractNumId="0"><w:multiLevelType w:val="multilevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/>'
    '<w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/><w:lvlJc w:val="left"/></w:lvl></w:abstractNum>'))
restart = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
for number, override in ((1, ""), (2, restart)):
    numbering.append(parse_xml(f'<w:num {W} w:numId="{number}"><w:abstractNumId w:val="0"/>{override}</w:num>'))
for number, text in ((1, "a"), (1, "b"), (0, "between"), (1, "c"), (2, "d"), (2, "e"), (1, "f")):
    listed = f'<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr></w:pPr>' if number else ""
    document.element.body[-1].addprevious(parse_xml(f"<w:p {W}>{listed}<w:r><w:t>{text}</w:t></w:r></w:p>"))
document.save("list.docx")
PY
cat > read.py <<'PY'
import re, mammoth, pypandoc
print("LibreOffice:", *open("list.txt", encoding="utf-8-sig").read().split())
print("pandoc:", *pypandoc.convert_file("list.docx", "plain").split())
html = mammoth.convert_to_html(open("list.docx", "rb")).value
words = []
for tag, text in re.findall("<(ol|li|p)>([^<]*)", html):
    position = 0 if tag == "ol" else position + 1 if tag == "li" else position
    words += [f"{position}."] * (tag == "li") + [text] * bool(text)
print("mammoth:", *words)
PY
venv/bin/python make.py
soffice --version
soffice "-env:UserInstallation=file://$dir/profile" --headless --convert-to txt:Text list.docx > messages 2>&1
venv/bin/python read.py > seen

cat > expected <<'TEXT'
LibreOffice: 1. a 2. b between 3. c 1. d 2. e 3. f
pandoc: 1. a 2. b between 3. c 1. d 2. e 4. f
mammoth: 1. a 2. b between 1. c 2. d 3. e 4. f
TEXT
cat seen
diff expected seen
