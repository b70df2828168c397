#!/bin/sh
# Puts the copy made by the backup hook in place of the repository. Fossil opens the file anew for
# each request, so the server need not be stopped.
set -eu
data=/var/lib/fossil
cp "$data/backup/project.fossil" "$data/restored.fossil"
rm -f "$data/project.fossil-journal" "$data/project.fossil-wal" "$data/project.fossil-shm"
mv "$data/restored.fossil" "$data/project.fossil"
fossil sql --readonly -R "$data/project.fossil" 'PRAGMA quick_check' </dev/null
