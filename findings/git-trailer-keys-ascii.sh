#!/bin/sh
# A git trailer with a Vietnamese key is no trailer, and takes the ASCII ones beside it down with it.
#
# Versions: git 2.47.3 (the system's; the script prints the one it runs).
# Behaviour: only ASCII letters, digits and hyphens make a key. A last paragraph with one line "Đơn-vị: …" is not a block of trailers,
#   so that the well-formed "Nguoi-ky: …" above it is not found either; if git knows one of the keys (Signed-off-by), the Vietnamese
#   line alone is left out. Given as --trailer, such a line is written with a second colon and an empty value. Exit status 0 throughout.
# Output seen:
#   "Nguoi-ky: An" alone → found; with "Đơn-vị: Sở Y tế" below it → nothing found; --trailer "Kỳ: 2026-Q2" → "Kỳ: 2026-Q2: "
# A careful program: uses ASCII keys, keeps Vietnamese words to the values, and checks that what it wrote can be read back as trailers.
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1
git --version
cd "$dir"

parse() { # title, then the lines of the last paragraph
    echo "$1:"
    shift
    { printf 'Báo cáo quý II\n\n'; printf '%s\n' "$@"; } | git interpret-trailers --parse | sed 's/^/  /'
}
{
    parse "ASCII key" "Nguoi-ky: An"
    parse "ASCII and Vietnamese keys" "Nguoi-ky: An" "Đơn-vị: Sở Y tế"
    parse "the same with a key that git knows" "Nguoi-ky: An" "Đơn-vị: Sở Y tế" "Signed-off-by: An <an@example.com>"
    echo "Vietnamese key added by git:"
    printf 'Báo cáo quý II\n' | git interpret-trailers --trailer 'Kỳ: 2026-Q2' | tail -n 1 | sed 's/^/  /; s/$/|/'
} > seen

cat > expected <<'TEXT'
ASCII key:
  Nguoi-ky: An
ASCII and Vietnamese keys:
the same with a key that git knows:
  Nguoi-ky: An
  Signed-off-by: An <an@example.com>
Vietnamese key added by git:
  Kỳ: 2026-Q2: |
TEXT
cat seen
diff expected seen
