#!/bin/sh
# YAML cuts a Vietnamese decimal number in two inside { } and [ ], and keeps it whole as text outside of them.
#
# Versions: PyYAML 6.0.4, ruamel.yaml 0.19.1 (PyPI).
# Behaviour: in a flow mapping the comma ends the entry even with no blank behind it, so that `46,2` is the value 46 and then a key 2
#   with no value. In a flow list it is two numbers. Both readers do so without a word, as YAML says they must. In block style the
#   same characters are the text "46,2", not a number.
# Output seen (the same from both readers):
#   { thu: 46,2 } → {'thu': 46, 2: None}      thu: [46,2] → {'thu': [46, 2]}      thu: 46,2 → {'thu': '46,2'}
# A careful program: refuses a key that is a number or has no value where none is expected, names the comma as the likely cause, and
#   writes figures with quotes or in block style itself.
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
export PYTHONUTF8=1
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check PyYAML==6.0.4 ruamel.yaml==0.19.1

"$dir/venv/bin/python" - > "$dir/seen" <<'PY'
import yaml
from ruamel.yaml import YAML
for text in ("{ thu: 46,2 }", "{ thu: 46,2, chi: 1.250,5 }", "thu: [46,2]", "thu: 46,2"):
    print(text)
    print("  PyYAML     ", yaml.safe_load(text))
    print("  ruamel.yaml", YAML(typ="safe", pure=True).load(text))
PY

cat > "$dir/expected" <<'TEXT'
{ thu: 46,2 }
  PyYAML      {'thu': 46, 2: None}
  ruamel.yaml {'thu': 46, 2: None}
{ thu: 46,2, chi: 1.250,5 }
  PyYAML      {'thu': 46, 2: None, 'chi': 1.25, 5: None}
  ruamel.yaml {'thu': 46, 2: None, 'chi': 1.25, 5: None}
thu: [46,2]
  PyYAML      {'thu': [46, 2]}
  ruamel.yaml {'thu': [46, 2]}
thu: 46,2
  PyYAML      {'thu': '46,2'}
  ruamel.yaml {'thu': '46,2'}
TEXT
cat "$dir/seen"
diff "$dir/expected" "$dir/seen"
