// Processor signatures (CPUID leaf 1) in plain words: what a microcode update or an image serves.

/** The first two families: domain z620.md 5. The rest: Intel's public list of microcode updates. */
const names: Readonly<Record<string, string>> = {
  '206D5': 'Sandy Bridge-EP (Xeon E5 v1)',
  '206D6': 'Sandy Bridge-EP (Xeon E5 v1)',
  '206D7': 'Sandy Bridge-EP (Xeon E5 v1)',
  '306E4': 'Ivy Bridge-EP (Xeon E5 v2)',
  '106A5': 'Nehalem-EP (Xeon 5500)',
  '206C2': 'Westmere-EP (Xeon 5600)',
  '206A7': 'Sandy Bridge (Core 2nd generation, Xeon E3)',
  '306A9': 'Ivy Bridge (Core 3rd generation, Xeon E3 v2)',
  '306C3': 'Haswell (Core 4th generation, Xeon E3 v3)',
  '306F2': 'Haswell-EP (Xeon E5 v3)',
};

export const processorName = (cpuid: string): string | undefined => names[cpuid];
export const cpuidText = (signature: number): string => signature.toString(16).toUpperCase();
