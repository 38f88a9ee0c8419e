# The two reference jobs of the lab: contents known from a backup just made, and not known. Counters only.
. /out/lab.sh
# job NAME CHIP TARGET RANGE [OPTION]
job() {
  cp "/out/$2.bin" "/out/$1.bin"
  attach "$1"
  rescue "$1-write" write --image "/out/$3.bin" --range "$4" --backup "/out/$2.bin" --verify touched --yes --allow-unsound ${5:-}
  detach
}
job bb-known bb-chip target 0xFF0000:64K
job bb-unknown bb-chip target 0xFF0000:64K --fresh
job 1m-known target bios-target 0x600000:1M
job 1m-unknown target bios-target 0x600000:1M --fresh
