#!/usr/bin/env bash
# package.sh BUILD OUT [VERSION]: makes OUT/plexsync.zip and OUT/index.yml out of the release programs in BUILD.
#
# The zip holds the two programs, the libraries and the loader that they need, and the manifest: it runs where there is
# neither glibc nor a shell, such as in Stash's own Alpine image. Needs ldd, zip and sha256sum.
set -euo pipefail
build=${1:?the folder of the release build} out=${2:?where the package goes}
here=$(cd "$(dirname "$0")" && pwd)
version=${3:-$(sed -n 's/^version: //p' "$here/plexsync.yml")}
mkdir -p "$out"
out=$(cd "$out" && pwd)
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
mkdir "$stage/lib"

for program in plexsync plexsync-plugin; do
    install -m 0755 "$build/$program" "$stage/$program"
    # Lines such as "libz.so.1 => /lib/libz.so.1 (0x…)", and the loader without an arrow.
    ldd "$build/$program" | awk '$2 == "=>" && $3 ~ /^\// { print $3 } $1 ~ /^\// { print $1 }'
done | sort -u | while read -r library; do
    install -m 0755 "$library" "$stage/lib/$(basename "$library")"
done
loader=$(find "$stage/lib" -name 'ld-*.so.*' -printf '%f\n' | head -n 1)
if [ -z "$loader" ]; then
    echo "package.sh: ldd named no loader for $build/plexsync; is it a dynamic program?" >&2
    exit 1
fi

# The kernel would look for the system's loader, which may not be there: so the bundle's own is what Stash starts.
awk -v loader="$loader" -v version="$version" '
    /^version: / { print "version: " version; next }
    /^  - \.\/plexsync-plugin$/ {
        print "  - ./lib/" loader
        print "  - --library-path"
        print "  - \"{pluginDir}/lib\""
        print "  - \"{pluginDir}/plexsync-plugin\""
        next
    }
    { print }' "$here/plexsync.yml" > "$stage/plexsync.yml"

rm -f "$out/plexsync.zip"
(cd "$stage" && zip -q -X -D -r "$out/plexsync.zip" plexsync.yml plexsync plexsync-plugin lib)
cat > "$out/index.yml" <<ENTRY
- id: plexsync
  name: plexsync
  version: $version
  date: "$(date -u '+%Y-%m-%d %H:%M:%S')"
  path: plexsync.zip
  sha256: $(sha256sum "$out/plexsync.zip" | cut -d ' ' -f 1)
  requires: []
  metadata:
    description: Finds what Plex lacks of what Stash knows, and repairs it
ENTRY
echo "$out/plexsync.zip"
