# Sourced by the jobs, inside the guest: attaches and detaches the virtual CH341A, runs the program, keeps what came of it.
# RESCUE is the path of the built command line; /out is the folder shared with the host.
set -u

# attach CHIP [FAULT]: the chip's content is /out/CHIP.bin, the counters land in /out/CHIP.stats
attach() {
  /out/vch341 3240 "/out/$1.bin" "/out/$1.stats" ${2:-} &
  emulator=$!
  for _ in $(seq 100); do
    sleep 0.1
    usbip attach -r 127.0.0.1 -b 1-1 2>>/out/usbip.log && break
  done
  for _ in $(seq 200); do
    grep -qs 5512 /sys/bus/usb/devices/*/idProduct && break
    sleep 0.1
  done
}

# The emulator stores the chip when its client leaves; after an unplug it has left already.
detach() {
  usbip detach -p 00 >>/out/usbip.log 2>&1
  wait "$emulator"
  for _ in $(seq 200); do
    grep -qs 5512 /sys/bus/usb/devices/*/idProduct || break
    sleep 0.1
  done
}

# rescue NAME VERB...: the JSON lands in /out/NAME.json, what it said in /out/NAME.err, its exit status in /out/NAME.exit
rescue() {
  local name=$1
  shift
  echo "$(cut -d' ' -f1 /proc/uptime) s: $name"
  node "$RESCUE" "$@" --programmer ch341a --json >"/out/$name.json" 2>"/out/$name.err"
  echo $? >"/out/$name.exit"
}

# The folder to go on from, as the failed write NAME told it.
resume_of() {
  sed -n 's/^  "resume": "\(.*\)".*/\1/p' "/out/$1.json"
}

# flashrom_reads NAME OFFSETS: one range, given as flashrom's layout has it, into /out/NAME.bin
flashrom_reads() {
  echo "$(cut -d' ' -f1 /proc/uptime) s: $1"
  echo "$2 part" >/tmp/layout
  flashrom -p ch341a_spi -c W25Q128.V -l /tmp/layout -i part -r "/out/$1.bin" >"/out/$1.log" 2>&1
  echo $? >"/out/$1.exit"
}
