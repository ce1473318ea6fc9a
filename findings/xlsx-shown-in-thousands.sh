#!/bin/sh
# A cell that shows 1,235 holds 1234567, and two ways to export the same sheet as CSV with LibreOffice write one each.
#
# Versions: openpyxl 3.1.5, python-calamine 0.9.1 (PyPI); LibreOffice 7.4.7.2 (the system's; the script prints the one it runs).
# Behaviour: in a number format a comma behind the last digit divides by a thousand for display (#,##0, shows thousands), with no sign
#   of it in the cell; the unit stands, if anywhere, in the table's heading, "nghìn đồng". Readers of values give the full number. So does
#   `soffice --convert-to csv`; but as soon as separators are named in its filter options, it writes what is shown, scaled and
#   rounded. The two figures are a thousandfold apart, and each is right only with its own unit.
# Output seen: openpyxl 1234567, calamine 1234567.0, CSV 1234567, CSV with options 44,34,76 "1,235";
#   in format 0.0 the value 3.26 is exported as 3.26 and as 3.3
# A careful program: looks at the number format, and refuses (or asks about) one that scales; in LibreOffice's filter options it always
#   sets "as shown" itself.
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
export PYTHONUTF8=1
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check openpyxl==3.1.5 python-calamine==0.9.1
cd "$dir"

cat > make.py <<'PY'
import openpyxl
workbook = openpyxl.Workbook()
for cell, value, number_format in (("A1", 1234567, "#,##0,"), ("A2", 3.26, "0.0")):
    workbook.active[cell] = value
    workbook.active[cell].number_format = number_format
workbook.save("a.xlsx")
PY
cat > read.py <<'PY'
import openpyxl, python_calamine
print("openpyxl:", *(cell.value for cell in openpyxl.load_workbook("a.xlsx").active["A"]))
print("calamine:", *(row[0] for row in python_calamine.load_workbook("a.xlsx").get_sheet_by_index(0).to_python()))
print("CSV:", *open("plain/a.csv").read().split())
print("CSV with options:", *open("options/a.csv").read().split())
PY
venv/bin/python make.py
soffice --version
convert() { # format, folder
    soffice "-env:UserInstallation=file://$dir/profile" --headless --convert-to "$1" --outdir "$2" a.xlsx > messages 2>&1
}
convert csv plain
convert "csv:Text - txt - csv (StarCalc):44,34,76" options
venv/bin/python read.py > seen

cat > expected <<'TEXT'
openpyxl: 1234567 3.26
calamine: 1234567.0 3.26
CSV: 1234567 3.26
CSV with options: "1,235" 3.3
TEXT
cat seen
diff expected seen
