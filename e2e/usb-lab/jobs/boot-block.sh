# Writes the boot block of the real image into a chip whose boot block is ruined; flashrom then reads the same chip.
. /out/lab.sh
cp /out/ruined.bin /out/chip.bin
attach chip
rescue identify identify
rescue write write --image /out/target.bin --range 0xFF0000:64K --backup /out/ruined.bin --verify touched --yes
rescue verify verify --image /out/target.bin --range 0xFF0000:64K
flashrom_reads flashrom 00ff0000:00ffffff
detach
