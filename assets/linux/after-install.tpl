#!/bin/sh
# Runs as root after the package was unpacked.
set -e
app='/opt/${sanitizedProductName}'

# The command line on the path; the window is started from the desktop's menu.
ln -sf "$app/resources/bin/rom-rescue" /usr/bin/rom-rescue

# Chromium's sandbox needs user namespaces, or its helper set to run as root where the kernel refuses them.
if unshare --user true 2>/dev/null; then
  chmod 0755 "$app/chrome-sandbox" || true
else
  chmod 4755 "$app/chrome-sandbox" || true
fi

# Ubuntu 24.04 and later allow user namespaces per program, by an AppArmor profile; older ones do not know its syntax.
profile="$app/resources/apparmor-profile"
if command -v apparmor_parser >/dev/null && apparmor_parser --skip-kernel-load "$profile" >/dev/null 2>&1; then
  cp -f "$profile" '/etc/apparmor.d/${executable}'
  apparmor_parser --replace '/etc/apparmor.d/${executable}' || true
fi

# The programmer, without being root. A CH341A that is plugged in already gets its permission now.
install -D -m 0644 "$app/resources/udev/60-rom-rescue.rules" /usr/lib/udev/rules.d/60-rom-rescue.rules
if command -v udevadm >/dev/null; then
  udevadm control --reload-rules || true
  udevadm trigger --subsystem-match=usb --attr-match=idVendor=1a86 || true
fi

if command -v update-desktop-database >/dev/null; then
  update-desktop-database -q /usr/share/applications || true
fi
