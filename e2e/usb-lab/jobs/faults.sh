# Each fault of the emulator in the middle of the boot-block write, and then the write going on without it.
. /out/lab.sh
write="write --image /out/target.bin --range 0xFF0000:64K --backup /out/ruined.bin --verify touched --yes"

for fault in unplug:900 stuckff:1000; do
  kind=${fault%:*}
  cp /out/ruined.bin "/out/$kind.bin"
  attach "$kind" "$fault"
  rescue "$kind" $write
  detach
  attach "$kind"
  rescue "$kind-resumed" write --resume "$(resume_of "$kind")" --verify touched --yes
  detach
done

# Every 700th byte reads wrong: the contact test must say so. A rare wrong bit must not end in a wrong chip.
cp /out/ruined.bin /out/bitflip.bin
attach bitflip bitflip:700
rescue bitflip-contact contact-test
detach
attach bitflip bitflip:20000
rescue bitflip $write
detach
if [ -n "$(resume_of bitflip)" ]; then again="write --resume $(resume_of bitflip) --verify touched --yes"; else again="$write --fresh"; fi
attach bitflip
rescue bitflip-again $again
detach

cp /out/ruined.bin /out/protect.bin
attach protect protect:7
rescue protect $write
detach
