#!/bin/sh
# A workbook whose formulas were never computed says 0 for every one of them, even to LibreOffice.
#
# Versions: XlsxWriter 3.3.1, openpyxl 3.1.5, python-calamine 0.9.1 (PyPI);
#   LibreOffice 7.4.7.2 (the system's; the script prints the one it runs).
# Behaviour: XlsxWriter does not compute; it stores 0 as the result of every formula, also of one that gives text, and marks the
#   workbook to be recomputed on load. Excel does so, so that its author sees the right total. Readers of stored results
#   (openpyxl with data_only, calamine) give 0, and LibreOffice converting to CSV without a window ignores the mark and writes 0.
#   A total of 0 is a possible figure: nothing tells it from a real one. openpyxl instead stores no result, which reads as None.
# Output seen, for =SUM(A1:A2) over 120 and 30, and a text formula: 0 and 0 from openpyxl, calamine and LibreOffice
# A careful program: reads the formula beside its result and computes sums again, or refuses a stored 0 in a workbook with
#   fullCalcOnLoad; as a writer it passes the result along with the formula.
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
export PYTHONUTF8=1
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check XlsxWriter==3.3.1 openpyxl==3.1.5 python-calamine==0.9.1
cd "$dir"

cat > make.py <<'PY'
import xlsxwriter
workbook = xlsxwriter.Workbook("a.xlsx")
sheet = workbook.add_worksheet()
sheet.write_column(0, 0, [120, 30])
sheet.write_formula(2, 0, "=SUM(A1:A2)")
sheet.write_formula(3, 0, '=IF(A3>100,"reached","missed")')
workbook.close()
PY
cat > read.py <<'PY'
import re, zipfile, openpyxl, python_calamine
print("mark:", re.search("<calcPr.*?>", zipfile.ZipFile("a.xlsx").read("xl/workbook.xml").decode()).group())
print("openpyxl:", *(cell.value for cell in openpyxl.load_workbook("a.xlsx", data_only=True).active["A"]))
print("calamine:", *(row[0] for row in python_calamine.load_workbook("a.xlsx").get_sheet_by_index(0).to_python()))
print("LibreOffice:", *open("a.csv").read().split())
PY
venv/bin/python make.py
soffice --version
soffice "-env:UserInstallation=file://$dir/profile" --headless --convert-to csv a.xlsx > messages 2>&1
venv/bin/python read.py > seen

cat > expected <<'TEXT'
mark: <calcPr calcId="124519" fullCalcOnLoad="1"/>
openpyxl: 120 30 0 0
calamine: 120.0 30.0 0.0 0.0
LibreOffice: 120 30 0 0
TEXT
cat seen
diff expected seen
