// The network settings: both copies, their sums, the address.
import type { Gbe } from '../gbe/parse-gbe';
import type { Finding } from '../report';
import { note, warn } from './finding';

/** `offset` and `length` of the region in the file. */
export function checkGbe(gbe: Gbe, offset: number, length: number): Finding[] {
  const region = { offset, length };
  if (gbe.copies.every(({ blank }) => blank)) {
    return [
      warn('GBE_BLANK', 'The network region is blank: the port has no MAC address.', {
        ...region,
        next: "Take it from the board's own backup.",
      }),
    ];
  }
  const bad = gbe.copies.flatMap((copy, index) => (copy.blank || !copy.sumIsGood ? [{ copy, number: index + 1 }] : []));
  const findings: Finding[] = bad.map(({ copy, number }) =>
    warn(
      'GBE_CHECKSUM',
      copy.blank
        ? `Copy ${number} of the network settings is blank.`
        : `The checksum of copy ${number} of the network settings is wrong: at least one bit of it differs.`,
      {
        offset: offset + copy.offset,
        length: 0x80,
        next: 'Read the chip again; if it stays, take the region from a good backup.',
      },
    ),
  );
  if (bad.length === 0 && !gbe.copiesAgree)
    findings.push(warn('GBE_COPIES_DIFFER', 'The two copies of the network settings differ.', region));
  if (bad.length === 0 && !gbe.copies.some(({ markedValid }) => markedValid)) {
    findings.push(warn('GBE_NOT_MARKED_VALID', 'Neither copy of the network settings is marked valid.', region));
  }
  return [...findings, ...checkAddress(gbe, offset)];
}

function checkAddress({ macKind }: Gbe, offset: number): Finding[] {
  const place = { offset, length: 6 };
  if (macKind === 'blank')
    return [warn('MAC_BLANK', 'There is no MAC address.', { ...place, next: "Take the network region from the board's own backup." })];
  if (macKind === 'placeholder')
    return [
      warn('MAC_PLACEHOLDER', "The MAC address is a placeholder, not this board's.", {
        ...place,
        next: "Take the network region from the board's own backup.",
      }),
    ];
  return macKind === 'generated' ? [note('MAC_GENERATED', 'The MAC address was made up, not given by a factory.', place)] : [];
}
