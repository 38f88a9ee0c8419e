// What a person types before something that cannot be undone. Typed text is compared here, never in a face.

/** "WRITE boot block", "WRITE BIOS code, boot block"; all regions are "WRITE whole chip". */
export function flashSentence(changed: readonly string[], all: readonly string[], titleOf: (region: string) => string): string {
  if (changed.length > 1 && all.every((region) => changed.includes(region))) return 'WRITE whole chip';
  return `WRITE ${changed.map((region) => inSentence(titleOf(region))).join(', ')}`;
}

/**
 * What the person says that they know: the board's own address goes; or the chip has faults that this write does not mend, and the
 * machine may stay dark.
 */
export const withWarnings = (sentence: string, { macReplaced, faultsRemain }: { macReplaced: boolean; faultsRemain: boolean }): string =>
  `${sentence}${macReplaced ? ', MAC address replaced' : ''}${faultsRemain ? ', faults remain' : ''}`;

export const overrideSentence = 'WRITE WITHOUT A BACKUP';

/** Case and spacing may differ; words may not. */
export const isTyped = (typed: string, sentence: string): boolean => plain(typed) === plain(sentence);

const plain = (text: string): string => text.trim().replace(/\s+/g, ' ').toLowerCase();

/** "Boot block" → "boot block"; abbreviations keep their capitals: "BIOS code". What stands in brackets is left out. */
function inSentence(title: string): string {
  const bare = title.replace(/\s*\(.*\)\s*/, '');
  return /^[A-Z][a-z]/.test(bare) ? bare.charAt(0).toLowerCase() + bare.slice(1) : bare;
}
