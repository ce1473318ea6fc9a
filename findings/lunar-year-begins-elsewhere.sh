#!/bin/sh
# A "lunar calendar" library puts Tết on the wrong day in some years, because it is a Chinese one.
#
# Versions: lunardate 0.3.0, holidays 0.109, ephem 4.2.1 (PyPI).
# Behaviour: the Vietnamese calendar takes sun and moon by Vietnam's time (UTC+7), the Chinese one by China's (UTC+8). When the new
#   moon falls between 16:00 and 17:00 UTC, the two years begin a day apart; when the winter solstice does (as in December 1984), the
#   leap month moves and they begin a month apart. Between 1976 and 2060 the two packages differ in 1985, 2007, 2030 and 2053 only, so
#   that a test with the Tết of last year, this year and next year proves nothing.
# Output seen (the first day of the year by holidays for Vietnam, and by lunardate):
#   2026: the same day      2007, 2030 and 2053: lunardate a day later      1985: lunardate a month later
# A careful program: uses a table or an algorithm made for UTC+7, and tests it with 1985, 2007 and 2030.
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check lunardate==0.3.0 holidays==0.109 ephem==4.2.1

"$dir/venv/bin/python" - > "$dir/seen" <<'PY'
import datetime, ephem, holidays
from lunardate import LunarDate
for year in (1985, 2007, 2026, 2030, 2053):
    vietnam = next(day for day, name in sorted(holidays.VN(years=year).items()) if name == "Lunar New Year")
    moon = ephem.next_new_moon(ephem.Date(vietnam - datetime.timedelta(days=3))).datetime()
    print(year, "new moon", moon.strftime("%m-%d %H:%M UTC,"), "holidays", f"{vietnam},", "lunardate", LunarDate(year, 1, 1).to_solar_date())
PY

cat > "$dir/expected" <<'TEXT'
1985 new moon 01-21 02:28 UTC, holidays 1985-01-21, lunardate 1985-02-20
2007 new moon 02-17 16:14 UTC, holidays 2007-02-17, lunardate 2007-02-18
2026 new moon 02-17 12:01 UTC, holidays 2026-02-17, lunardate 2026-02-17
2030 new moon 02-02 16:07 UTC, holidays 2030-02-02, lunardate 2030-02-03
2053 new moon 02-18 16:30 UTC, holidays 2053-02-18, lunardate 2053-02-19
TEXT
cat "$dir/seen"
diff "$dir/expected" "$dir/seen"
