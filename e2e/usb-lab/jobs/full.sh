# The whole recovery of a boot block: contact, backup of two full reads, write, full verify; flashrom then reads all of the chip.
. /out/lab.sh
cp /out/ruined.bin /out/whole.bin
attach whole
rescue contact contact-test
rescue backup backup -o /out/own.bin
rescue whole-write write --image /out/target.bin --range 0xFF0000:64K --backup /out/own.bin --yes
flashrom_reads flashrom-whole 00000000:00ffffff
detach
