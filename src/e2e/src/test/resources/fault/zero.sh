# Runs a java with the option -zero: with the JVM of that name, which Debian has in a package of its own. That is fetched
# into the directory above where it is not installed.
# zero.sh JAVA ARGUMENT...
set -e
java=$1
shift
home=${java%/bin/java}
if [ ! -d "$home/lib/zero" ]; then
  own=$(dirname "$(dirname "$PWD")")/zero
  if [ ! -x "$own/home/bin/java" ]; then
    rm -rf "$own"
    mkdir "$own"
    (
      cd "$own"
      timeout 60 apt-get -qq -o APT::Sandbox::User=root download openjdk-17-jre-zero
      dpkg -x openjdk-17-jre-zero_*.deb package
      cp -rs "$home" home
      cp -r "$(find "$own/package" -type d -name zero)" home/lib/
      # It looks for its JVM beside the file it was started from, whatever links there are.
      rm home/bin/java
      cp "$home/bin/java" home/bin/
    ) >&2
  fi
  java=$own/home/bin/java
fi
exec "$java" "$@"
