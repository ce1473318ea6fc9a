#!/bin/sh
# LibreOffice reports success for a conversion that has made nothing.
#
# Versions: LibreOffice 7.4.7.2 (the system's; the script prints the one it runs).
# Behaviour: `soffice --convert-to` exits with status 0 when the file to convert does not exist and when the wanted format does not exist.
#   The only sign is a line on standard error, where good runs may print warnings as well.
# Output seen: exit status 0 and no file, in both cases.
# A careful program: converts into an empty folder and asks afterwards whether exactly the expected file is there and is not empty.
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir out
soffice --version
echo "1;2" > a.csv

convert() { # format, file
    status=0
    soffice "-env:UserInstallation=file://$dir/profile" --headless --convert-to "$1" --outdir out "$2" > messages 2>&1 || status=$?
    error=$(grep -o -m 1 'Error: source file could not be loaded\|Error: no export filter' messages || echo none)
    echo "$2 to $1: exit status $status, files made: $(ls out | wc -l | tr -d ' '), error: $error"
    rm -f out/*
}
{
    convert pdf a.csv
    convert pdf absent.docx
    convert absent a.csv
} > seen

cat > expected <<'TEXT'
a.csv to pdf: exit status 0, files made: 1, error: none
absent.docx to pdf: exit status 0, files made: 0, error: Error: source file could not be loaded
a.csv to absent: exit status 0, files made: 0, error: Error: no export filter
TEXT
cat seen
diff expected seen
