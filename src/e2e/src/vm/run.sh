#!/usr/bin/env bash
# Runs a watched supervisor on a kernel that has nothing but cgroup v2, in a small emulated machine without a disk image:
# everything it needs is packed into its initial RAM disk, from this host's files.
#
#   run.sh JDK AGENT_JAR CLASSES DIRECTORY USER
#
# JDK has to have jlink. DIRECTORY holds "fates", see io.forkwatch.e2e.program.Fates, and gets "forkwatch.log" and
# "kernel". USER is a number: 0, or of somebody without rights. Needs Debian's qemu-system-x86, and apt for the kernel
# package KERNEL (linux-image-cloud-amd64), which is unpacked into CACHE and never installed. No root, no KVM.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
jdk=$1 agent=$2 classes=$3 directory=$4 user=$5
kernel=${KERNEL:-linux-image-cloud-amd64} cache=${CACHE:-$directory/..}/packages
modules=java.base,java.instrument,java.logging,java.management,jdk.httpserver,jdk.unsupported

die() { echo "run.sh: $*" >&2; exit 1; }
command -v qemu-system-x86_64 >/dev/null || die "no qemu-system-x86_64: apt-get install qemu-system-x86"

unpack() { # unpack PACKAGE: prints where it is; a meta package stands for the kernel it depends on
  local name
  name=$(apt-cache depends "$1" | sed -n 's/^ *Depends: \(linux-image-[^ ]*\)$/\1/p' | head -n 1)
  name=${name:-$1}
  if [[ ! -d $cache/$name ]]; then
    rm -rf "$cache/$name.new" && mkdir -p "$cache/$name.new"
    (cd "$cache/$name.new" && apt-get download -qq -o APT::Sandbox::User="$(id -un)" "$name" && dpkg -x ./*.deb . && rm ./*.deb)
    mv "$cache/$name.new" "$cache/$name"
  fi
  echo "$cache/$name"
}

with_libraries() { # copies programs and what they are linked with, to the same places
  local file
  { printf '%s\n' "$@"; for file; do ldd "$file" 2>/dev/null | grep -o '/[^ ]*' || true; done; } | sort -u |
    while read -r file; do
      case $file in "$root"/*) ;; *) mkdir -p "$root${file%/*}" && cp -L "$file" "$root$file" ;; esac
    done
}

busybox=$(unpack busybox-static)/bin/busybox
vmlinuz=$(echo "$(unpack "$kernel")"/boot/vmlinuz-*)
root=$directory/root
mkdir -p "$root"/{bin,dev,proc,sys,tmp,lab}
cp "$busybox" "$root/bin/"
cp "$here/init" "$root/init"
cp "$agent" "$root/lab/forkwatch.jar"
cp -r "$classes" "$root/lab/classes"
cp "$directory/fates" "$root/lab/"
"$jdk/bin/jlink" --add-modules "$modules" --strip-debug --no-man-pages --no-header-files --output "$root/jre"
mapfile -t programs < <(find "$root/jre" -name '*.so' -o -path '*/bin/java'; readlink -f /usr/bin/perl /usr/bin/setpriv; echo /bin/dash)
with_libraries "${programs[@]}" /lib64/ld-linux-x86-64.so.2
(cd "$root" && find . | "$busybox" cpio -o -H newc >"$directory/initrd" 2>/dev/null)
rm -rf "$root"
truncate -s 256M "$directory/disk"

# Two serial lines: the kernel's messages, and what the agent logged.
timeout -k 5 "${LIMIT:-900}" qemu-system-x86_64 -nodefaults -no-user-config -display none -no-reboot -machine q35 \
  -accel "${ACCEL:-tcg,thread=multi}" -cpu "${CPU:-Nehalem}" -smp 2 -m 1024 \
  -kernel "$vmlinuz" -initrd "$directory/initrd" \
  -append "console=ttyS0 quiet panic=-1 reboot=t cgroup_no_v1=all mitigations=off fw_user=$user" \
  -serial "file:$directory/console" -serial "file:$directory/serial" \
  -drive "file=$directory/disk,format=raw,if=none,id=disk" -device nvme,drive=disk,serial=disk
rm -f "$directory/initrd" "$directory/disk"
tr -d '\r' <"$directory/serial" | sed -n '/^{/p' >"$directory/forkwatch.log"
tr -d '\r' <"$directory/serial" | sed -n 's/^kernel //p' >"$directory/kernel"
[[ -s $directory/kernel ]] || { tail -n 20 "$directory/console" "$directory/serial" >&2; die "the machine failed"; }
