#!/bin/sh
# git log --since=2026-06-05 gives other commits in the morning than in the afternoon.
#
# Versions: git 2.47.3 (the system's; the script prints the one it runs).
# Behaviour: a date without a time does not mean the start of that day: git adds the time of day at which the command runs. Asked at
#   07:00, "since 5 June" begins at 07:00 of that day; asked at 23:00 it leaves out everything done during office hours.
#   --until has the same fault the other way round: asked at 07:00, it leaves out the whole office day.
#   (The script sets git's clock with GIT_TEST_DATE_NOW instead of waiting.)
# Output seen of --since, with commits on 5 June 2026 at 08:00 and 16:00:
#   asked at 07:00 → both      asked at 12:00 → only 16:00      asked at 23:00 → none
# A careful program: always writes the time and the offset, --since=2026-06-05T00:00:00+07:00, or compares the times itself.
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1 TZ=UTC-7
export GIT_AUTHOR_NAME=An GIT_AUTHOR_EMAIL=an@example.com GIT_COMMITTER_NAME=An GIT_COMMITTER_EMAIL=an@example.com
git --version
git init -q "$dir/repository"
cd "$dir/repository"
for hour in 08 16; do
    GIT_COMMITTER_DATE="2026-06-05T$hour:00:00+0700" git commit -q --allow-empty -m "$hour:00"
done

midnight=1782838800 # 2026-07-01T00:00:00+07:00
for hour in 7 12 23; do
    export GIT_TEST_DATE_NOW=$((midnight + hour * 3600))
    for limit in --since=2026-06-05 --since=2026-06-05T00:00:00+07:00 --until=2026-06-05; do
        echo "asked at $hour:00, $limit →" $(git log --reverse --format=%s "$limit")
    done
done > "$dir/seen"

cat > "$dir/expected" <<'TEXT'
asked at 7:00, --since=2026-06-05 → 08:00 16:00
asked at 7:00, --since=2026-06-05T00:00:00+07:00 → 08:00 16:00
asked at 7:00, --until=2026-06-05 →
asked at 12:00, --since=2026-06-05 → 16:00
asked at 12:00, --since=2026-06-05T00:00:00+07:00 → 08:00 16:00
asked at 12:00, --until=2026-06-05 → 08:00
asked at 23:00, --since=2026-06-05 →
asked at 23:00, --since=2026-06-05T00:00:00+07:00 → 08:00 16:00
asked at 23:00, --until=2026-06-05 → 08:00 16:00
TEXT
cat "$dir/seen"
diff "$dir/expected" "$dir/seen"
