#!/bin/sh
# One ordinary git command makes the index of a repository unreadable for every program that uses libgit2.
#
# Versions: git 2.47.3 (the system's; the script prints the one it runs), pygit2 1.21.0 (PyPI) with libgit2 1.9.7.
# Behaviour: after `git update-index --split-index` or a sparse checkout with a sparse index, git itself works on as before, while
#   libgit2 opens the repository, reads its history, and fails at the first question about the index. git's own command undoes it.
#   Both are settings that people turn on for large repositories.
# Output seen:
#   split index → unsupported mandatory extension: 'link'      sparse index → unsupported mandatory extension: 'sdir'
# A careful program: catches this very error, says which setting is the cause and the command that takes it back
#   (git update-index --no-split-index, git sparse-checkout reapply --no-sparse-index), and does not call the repository damaged.
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1
export GIT_AUTHOR_NAME=An GIT_AUTHOR_EMAIL=an@example.com GIT_COMMITTER_NAME=An GIT_COMMITTER_EMAIL=an@example.com
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check pygit2==1.21.0
git --version
git init -q "$dir/repository"
cd "$dir/repository"
mkdir q1 q2
echo 120 > q1/report.md
echo 130 > q2/report.md
git add .
git commit -q -m reports

ask() {
    by_git=$(git -c advice.sparseIndexExpanded=false ls-files | wc -l | tr -d ' ')
    echo "$1: git $by_git files, libgit2 $("$dir/venv/bin/python" "$dir/read.py")"
}
cat > "$dir/read.py" <<'PY'
import pygit2
repository = pygit2.Repository(".")
print(len(list(repository.walk(repository.head.target))), "commit,", end=" ")
try:
    print(len(repository.index), "files")
except pygit2.GitError as error:
    print("fails,", error)
PY
{
    ask "plain"
    git update-index --split-index
    ask "split index"
    git update-index --no-split-index
    ask "split index taken back"
    git sparse-checkout set --cone --sparse-index q1 2> "$dir/messages"
    ask "sparse index"
    git sparse-checkout reapply --no-sparse-index 2>> "$dir/messages"
    ask "sparse index taken back"
} > "$dir/seen"

cat > "$dir/expected" <<'TEXT'
plain: git 2 files, libgit2 1 commit, 2 files
split index: git 2 files, libgit2 1 commit, fails, unsupported mandatory extension: 'link'
split index taken back: git 2 files, libgit2 1 commit, 2 files
sparse index: git 2 files, libgit2 1 commit, fails, unsupported mandatory extension: 'sdir'
sparse index taken back: git 2 files, libgit2 1 commit, 2 files
TEXT
cat "$dir/seen"
diff "$dir/expected" "$dir/seen"
