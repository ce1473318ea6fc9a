#!/bin/sh
# Git reads 12/06 as 6 December or as 12 June, depending on the separator, on the year, and on whether the time stands before it.
#
# Versions: git 2.47.3 (the system's; the script prints the one it runs).
# Behaviour: with slashes or hyphens git takes the month first, and silently the day first when the first number cannot be a month; with
#   dots it takes the day first. With the time in front of the date it also takes the day first when the other reading lies
#   in the future, so that the same text changes its meaning as the year goes by. Written the Vietnamese way, days 13 to 31 are always
#   right and days 1 to 12 mostly wrong: most trials look fine. No warning, and the commit (--date, GIT_AUTHOR_DATE) keeps the
#   wrong day for good.
# Output seen (2024 lies in the past, 2098 in the future):
#   12/06/2024 09:00 → 2024-12-06      13/06/2024 09:00 → 2024-06-13      12.06.2024 09:00 → 2024-06-12
#   09:00 12/06/2024 → 2024-12-06      09:00 12/06/2098 → 2098-06-12      12/06/2098 09:00 → 2098-12-06
# A careful program: reads the user's date itself and gives git only the form 2024-06-12T09:00:00+07:00.
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1
export GIT_AUTHOR_NAME=An GIT_AUTHOR_EMAIL=an@example.com GIT_COMMITTER_NAME=An GIT_COMMITTER_EMAIL=an@example.com
git --version
git init -q "$dir/repository"
cd "$dir/repository"

for written in "12/06/2024 09:00" "13/06/2024 09:00" "12.06.2024 09:00" "12-06-2024 09:00" \
    "09:00 12/06/2024" "09:00 12/06/2098" "12/06/2098 09:00"; do
    git commit -q --allow-empty -m x --date "$written +0700"
    echo "$written → $(git log -1 --format=%as)"
done > "$dir/seen"

cat > "$dir/expected" <<'TEXT'
12/06/2024 09:00 → 2024-12-06
13/06/2024 09:00 → 2024-06-13
12.06.2024 09:00 → 2024-06-12
12-06-2024 09:00 → 2024-12-06
09:00 12/06/2024 → 2024-12-06
09:00 12/06/2098 → 2098-06-12
12/06/2098 09:00 → 2098-12-06
TEXT
cat "$dir/seen"
diff "$dir/expected" "$dir/seen"
