# Runs a command in a copy of the root directory that is read-only throughout and has no /tmp: within a mount namespace
# of its own. The directory of the project, which may well be below /tmp, is /project there, also in the command.
# read-only-root.sh PROJECT COMMAND...
set -e
project=$1
shift
root=$PWD/root
mkdir "$root"
mount -t tmpfs tmpfs "$root"
for entry in /*; do
  name=${entry#/}
  if [ "$name" = tmp ]; then
    continue
  elif [ -L "$entry" ]; then
    cp -P "$entry" "$root/$name"
  elif [ -d "$entry" ]; then
    mkdir "$root/$name"
    mount --rbind "$entry" "$root/$name"
    mount -o remount,bind,ro "$root/$name"
  fi
done
if [ -d "$root/dev/shm" ]; then
  mount -t tmpfs -o ro tmpfs "$root/dev/shm"
fi
mkdir "$root/project"
mount --bind "$project" "$root/project"
mount -o remount,bind,ro "$root/project"
mount -o remount,ro "$root"
for word; do
  shift
  set -- "$@" "$(printf %s "$word" | sed "s|$project|/project|g")"
done
exec chroot "$root" "$@"
