#!/bin/sh
# pandas turns text cells into numbers, and reading "the Vietnamese way" turns dates and codes into numbers too.
#
# Versions: pandas 3.1.1, openpyxl 3.1.5, python-calamine 0.9.1 (PyPI).
# Behaviour: a column of cells that Excel holds as text, "001" and "002", is read as the integers 1 and 2, with either engine; "1.250" and
#   "2.750", text as well and meant as thousands, become 1.25 and 2.75. With thousands="." and decimal=",", as Vietnamese figures
#   need, read_csv removes the full stops of everything: indicator code 01.02 becomes 102, the date 15.06.2026 becomes 15062026,
#   and 46.2 becomes 462. The result is a clean numeric column; nothing shows what was there.
# Output seen: read_excel 001 → 1, 1.250 → 1.25;   read_csv 01.02 → 102, 15.06.2026 → 15062026, 46.2 → 462
# A careful program: reads every cell as text (dtype=str) or with the type that the file gives it, and converts column by column by a
#   strict rule of its own.
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
export PYTHONUTF8=1
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check pandas==3.1.1 openpyxl==3.1.5 python-calamine==0.9.1
cd "$dir"

cat > read.py <<'PY'
import io, openpyxl, pandas
workbook = openpyxl.Workbook()
for row in (["code", "sum"], ["001", "1.250"], ["002", "2.750"]):
    workbook.active.append(row)
workbook.save("a.xlsx")
for engine in ("openpyxl", "calamine"):
    print("read_excel,", engine + ":", pandas.read_excel("a.xlsx", engine=engine).to_dict("list"))
    print("  as text:", pandas.read_excel("a.xlsx", engine=engine, dtype=str).to_dict("list"))
csv = "code;date;sum;rate\n01.02;15.06.2026;1.250,5;46.2\n01.03;30.06.2026;2.000;4.5\n"
print("read_csv:", pandas.read_csv(io.StringIO(csv), sep=";", thousands=".", decimal=",").to_dict("list"))
PY
venv/bin/python read.py > seen

cat > expected <<'TEXT'
read_excel, openpyxl: {'code': [1, 2], 'sum': [1.25, 2.75]}
  as text: {'code': ['001', '002'], 'sum': ['1.250', '2.750']}
read_excel, calamine: {'code': [1, 2], 'sum': [1.25, 2.75]}
  as text: {'code': ['001', '002'], 'sum': ['1.250', '2.750']}
read_csv: {'code': [102, 103], 'date': [15062026, 30062026], 'sum': [1250.5, 2000.0], 'rate': [462, 45]}
TEXT
cat seen
diff expected seen
