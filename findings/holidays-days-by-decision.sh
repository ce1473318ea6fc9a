#!/bin/sh
# The holidays package knows one exchanged working day of Vietnam's 2026 and not the other.
#
# Versions: holidays 0.109 (PyPI).
# Behaviour: besides the days of the Labour Code, some days off of public servants are made by a decision that exchanges a working day
#   for a Saturday. The package has 31 August 2026 (Saturday 22 August is worked instead) and even the Culture Day of 24 November, new
#   in that year, but lacks 2 January 2026 (Saturday 10 January instead, dispatch 12729/VPCP-KGVX). A deadline counted in working days
#   across the New Year comes out a day early, and nothing in the answer tells the years that are complete from those that are not.
# Output seen:
#   2026-01-02 working, 2026-01-10 day off (both wrong); 2026-08-31 day off, 2026-08-22 working, 2026-11-24 day off (right)
# A careful program: lets the office list its own days off and made-up days above any package, says up to which year its
#   table rests on decisions, and warns when a deadline is counted beyond it.
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check holidays==0.109

"$dir/venv/bin/python" - > "$dir/seen" <<'PY'
import holidays
vietnam = holidays.VN(years=2026)
for day in ("2026-01-02", "2026-01-10", "2026-08-31", "2026-08-22", "2026-11-24"):
    print(day, "working" if vietnam.is_working_day(day) else "day off")
PY

cat > "$dir/expected" <<'TEXT'
2026-01-02 working
2026-01-10 day off
2026-08-31 day off
2026-08-22 working
2026-11-24 day off
TEXT
cat "$dir/seen"
diff "$dir/expected" "$dir/seen"
