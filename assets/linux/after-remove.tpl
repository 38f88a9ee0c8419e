#!/bin/sh
# Runs as root after the package's files are gone. On an upgrade the new version has put its own things in place already.
set -e
[ "$1" = remove ] || [ "$1" = purge ] || exit 0

rm -f /usr/bin/rom-rescue /usr/lib/udev/rules.d/60-rom-rescue.rules
if command -v udevadm >/dev/null; then
  udevadm control --reload-rules || true
fi

profile='/etc/apparmor.d/${executable}'
if [ -f "$profile" ]; then
  if command -v apparmor_parser >/dev/null; then
    apparmor_parser --remove "$profile" 2>/dev/null || true
  fi
  rm -f "$profile"
fi
