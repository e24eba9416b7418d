# Makes an OCI image (https://github.com/opencontainers/image-spec) with tar and the JDK's own jlink: no Docker, no registry. Part of ./ostiary.
# The image has what the server needs and nothing else, no shell either: the C library of this machine, a Java runtime, the server, its class cache.

# What the server and its libraries use (jdeps --print-module-deps), and what is found at run time: TLS, DNS, languages.
image_modules=java.base,java.desktop,java.logging,java.management,java.naming,java.net.http,java.security.jgss,java.sql,java.xml
image_modules+=,jdk.crypto.ec,jdk.localedata,jdk.management,jdk.naming.dns,jdk.unsupported,jdk.zipfs

image_user=65532

# $1: folder. The runtime without what draws and sounds, which needs libraries of its own.
image_runtime() {
  "$JAVA_HOME/bin/jlink" --add-modules "$image_modules" --include-locales=en,de --strip-debug --no-header-files --no-man-pages --output "$1"
  rm -f "$1"/lib/lib{awt,awt_headless,awt_xawt,fontmanager,freetype,javajpeg,jawt,jsound,lcms,mlib_image,splashscreen}.so
}

# $1: root of the image. The C library as far as the runtime needs it, and who the user is.
image_base() {
  local library
  ldd "$1"/opt/java/bin/java "$1"/opt/java/lib/*.so "$1"/opt/java/lib/server/*.so 2>/dev/null \
    | awk '$2 == "=>" && $3 ~ /^\// {print $3} $1 ~ /^\/.*ld-/ {print $1}' | grep -v "^$1" | sort -u \
    | while read -r library; do cp -L --parents "$library" "$1"; done
  mkdir -p "$1"/etc "$1"/tmp "$1"/data
  chmod 1777 "$1"/tmp
  echo "ostiary:x:$image_user:$image_user::/data:/none" >"$1"/etc/passwd
  echo "ostiary:x:$image_user:" >"$1"/etc/group
  echo "hosts: files dns" >"$1"/etc/nsswitch.conf
}

image_digest() {
  sha256sum "$1" | cut -d ' ' -f 1
}

# $1: file. Moves it to where its digest says, and prints its descriptor without the media type.
image_blob() {
  local digest size
  digest="$(image_digest "$1")"
  size="$(stat -c %s "$1")"
  mv "$1" "$layout/blobs/sha256/$digest"
  printf '"digest":"sha256:%s","size":%s' "$digest" "$size"
}

# $1: archive. Packs it as the next layer. The same files make the same bytes.
image_layer() {
  diff_ids+="${diff_ids:+,}\"sha256:$(image_digest "$1")\""
  gzip -n "$1"
  layers+="${layers:+,}{\"mediaType\":\"application/vnd.oci.image.layer.v1.tar+gzip\",$(image_blob "$1.gz")}"
}

image_tar() {
  tar --sort=name --mtime=@0 --numeric-owner "$@"
}

# The strings of a JSON array.
image_strings() {
  local strings=""
  for string in "$@"; do
    strings+="${strings:+,}\"$string\""
  done
  printf '[%s]' "$strings"
}

# $1: the file to write
image() {
  local work root layout diff_ids="" layers="" architecture command config manifest native
  [ -n "${1:-}" ] || fail "image FILE: writes an OCI image into this file"
  [ ! -e "$1" ] || fail "$1 exists already"
  work="$(mktemp -d)"
  # shellcheck disable=SC2064
  trap "rm -rf '$work'" EXIT
  root="$work/root" layout="$work/layout"
  mkdir -p "$root/opt/ostiary/lib" "$layout/blobs/sha256"
  echo "Making the runtime and its class cache; this takes a minute." >&2
  image_runtime "$root/opt/java"
  image_base "$root"
  cp -r "$home"/server/target/lib/. "$root/opt/ostiary/lib/"
  cp "$home/server/target/ostiary.jar" "$root/opt/ostiary/"
  find "$root" -exec touch -h -d @0 {} + # the class cache knows its jars by their time
  native_options "$root/opt/ostiary/lib"
  "$root/opt/java/bin/java" "${jvm_options[@]}" "${native[@]}" "${training_options[@]}" \
    -XX:AOTCacheOutput="$root/opt/ostiary/ostiary.aot" -jar "$root/opt/ostiary/ostiary.jar" train >/dev/null 2>&1 || fail "the class cache could not be made"

  image_tar --owner=0 --group=0 -C "$root" --exclude=./opt --exclude=./data -cf "$work/base.tar" .
  image_tar --owner="$image_user" --group="$image_user" -C "$root" -rf "$work/base.tar" ./data
  image_tar --owner=0 --group=0 -C "$root" -cf "$work/java.tar" ./opt/java
  image_tar --owner=0 --group=0 -C "$root" -cf "$work/libraries.tar" ./opt/ostiary/lib
  image_tar --owner=0 --group=0 -C "$root" -cf "$work/server.tar" ./opt/ostiary/ostiary.jar ./opt/ostiary/ostiary.aot
  for layer in base java libraries server; do
    image_layer "$work/$layer.tar"
  done

  case "$(uname -m)" in
    aarch64) architecture=arm64 ;;
    *) architecture=amd64 ;;
  esac
  native_options /opt/ostiary/lib
  command="$(image_strings /opt/java/bin/java "${jvm_options[@]}" "${native[@]}" -XX:AOTCache=/opt/ostiary/ostiary.aot '-Xlog:aot*=off' '-Xlog:cds*=off' \
    -jar /opt/ostiary/ostiary.jar)"
  printf '{"architecture":"%s","os":"linux","config":{"User":"%s:%s","WorkingDir":"/data","Entrypoint":%s,"Cmd":["start"],"Env":%s,%s},%s}' \
    "$architecture" "$image_user" "$image_user" "$command" \
    "$(image_strings OSTIARY_BIND=0.0.0.0 OSTIARY_METRICS=0.0.0.0:9464 OSTIARY_DATA=/data OSTIARY_LOG=json MALLOC_ARENA_MAX=2)" \
    '"ExposedPorts":{"8080/tcp":{},"9464/tcp":{}},"Volumes":{"/data":{}},"StopSignal":"SIGTERM"' \
    "\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[$diff_ids]}" >"$work/config.json"
  config="$(image_blob "$work/config.json")"
  printf '{"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","config":{"mediaType":%s,%s},"layers":[%s]}' \
    '"application/vnd.oci.image.config.v1+json"' "$config" "$layers" >"$work/manifest.json"
  manifest="$(image_blob "$work/manifest.json")"
  printf '{"schemaVersion":2,"manifests":[{"mediaType":"application/vnd.oci.image.manifest.v1+json",%s,"annotations":%s}]}' \
    "$manifest" '{"org.opencontainers.image.ref.name":"ostiary:latest"}' >"$layout/index.json"
  printf '{"imageLayoutVersion":"1.0.0"}' >"$layout/oci-layout"
  image_tar --owner=0 --group=0 -C "$layout" -cf "$work/image.tar" oci-layout index.json blobs
  mv "$work/image.tar" "$1"
  echo "$1: ostiary:latest for linux/$architecture, $(du -h "$1" | cut -f 1)B"
}
