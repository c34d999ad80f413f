#!/bin/sh
# Applies an archive of changes to a published site:  sh apply.sh /srv/www/thongtindoingoai
# A copy is changed and checked completely; only then do the folders change names. The old one stays as <folder>.old.
set -eu
export LC_ALL=C
here=$(cd "$(dirname "$0")" && pwd)
site=${1:?"give the folder of the published site"}
site=${site%/}
[ -d "$site" ] || { echo "there is no folder $site" >&2; exit 2; }
rm -rf "$site.new"
cp -R "$site" "$site.new"
while IFS= read -r path; do
    rm -f "$site.new/$path"
done < "$here/removed.txt"
if [ -d "$here/site" ]; then
    (cd "$here/site" && find . -type f) | while IFS= read -r path; do
        mkdir -p "$(dirname "$site.new/$path")"
        rm -f "$site.new/$path"
        cp "$here/site/$path" "$site.new/$path"
    done
fi
find "$site.new" -depth -type d -empty -exec rmdir {} \;
find "$site.new" -type d -exec chmod 755 {} +
find "$site.new" -type f -exec chmod 644 {} +
(cd "$site.new" && sha256sum --check --strict --quiet "$here/site.manifest/SHA256SUMS") || {
    echo "the result is not the signed site; nothing was changed. Take the full archive instead." >&2
    rm -rf "$site.new"
    exit 1
}
expected=$(wc -l < "$here/site.manifest/SHA256SUMS")
present=$(find "$site.new" ! -type d | wc -l)
if [ "$expected" -ne "$present" ]; then
    echo "the folder has $present files, the signed site has $expected; nothing was changed. Take the full archive." >&2
    rm -rf "$site.new"
    exit 1
fi
rm -rf "$site.old"
mv "$site" "$site.old"
mv "$site.new" "$site"
echo "published; the site before is in $site.old"
