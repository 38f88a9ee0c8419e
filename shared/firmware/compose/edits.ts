// The edits that composition allows, each with the repair it needs: MAC address, mark of the ME, ME strap, rights of the host. Nothing
// under a signature is touched. Works on the placed bytes in place; answers what it did.
import { appError, type AppError } from '../../model/errors';
import type { ByteRange } from '../../model/plan';
import { u32, u8 } from '../bytes';
import { note, warn } from '../checks/finding';
import { parseDescriptor } from '../descriptor';
import { fixGbeSum, macKindOf, parseGbe } from '../gbe';
import { parseMe } from '../me';
import type { Finding } from '../report';
import type { ComposeRuleId } from './rules';
import type { ComposeStep } from './types';

export interface EditOutcome {
  readonly steps: readonly ComposeStep[];
  readonly findings: readonly Finding[];
}
export type EditResult = { readonly ok: true; readonly value: EditOutcome } | { readonly ok: false; readonly error: AppError };

const MAC_BYTES = 6;
/** Word 0x3F: the last that is summed. */
const SUM_WORD = 0x7e;
/** PCH strap 10, bit 7. */
const ME_STRAP = { offset: 0x28, bit: 0x80, index: 10 } as const;

const refused = (problem: string, next: string): EditResult => ({ ok: false, error: appError('SAFETY_REFUSED', { problem, next }) });
const done = (steps: readonly ComposeStep[], findings: readonly Finding[] = []): EditResult => ({ ok: true, value: { steps, findings } });

/** The six bytes, or undefined where the text is no MAC address. */
export function parseMac(text: string): number[] | undefined {
  const match = /^([0-9a-f]{2})([:-])(?:[0-9a-f]{2}\2){4}[0-9a-f]{2}$/i.exec(text.trim());
  return match
    ? text
        .trim()
        .split(match[2]!)
        .map((pair) => parseInt(pair, 16))
    : undefined;
}

export function editMac(target: Uint8Array, region: ByteRange, text: string): EditResult {
  const mac = parseMac(text);
  const problem = macProblem(text);
  if (!mac || problem !== undefined) return { ok: false, error: appError('INPUT_INVALID', { detail: problem ?? '' }) };
  const area = target.subarray(region.offset, region.offset + region.length);
  const { copies } = parseGbe(area);
  // A sum over bytes that are no network settings would only make them look like some.
  const usable = copies.filter(({ blank, sumIsGood, deviceId }) => !blank && (sumIsGood || knownDevices.includes(deviceId)));
  if (usable.length === 0)
    return refused(
      'the network region holds no settings that an address could be put into',
      'Take the region from a backup of this board.',
    );
  const findings: Finding[] = [];
  const steps: ComposeStep[] = [];
  for (const copy of copies) {
    const place = { offset: region.offset + copy.offset, length: SUM_WORD + 2 };
    if (!usable.includes(copy)) {
      findings.push(warn('MAC_COPY_LEFT', 'One copy of the network settings is blank or damaged and was left as it is.', place));
      continue;
    }
    if (!copy.sumIsGood) {
      findings.push(
        warn(
          'GBE_SUM_REPAIRED',
          'The checksum of this copy was wrong before: it is right now, but what had changed in it is not known.',
          place,
        ),
      );
    }
    area.set(mac, copy.offset);
    fixGbeSum(area, copy.offset);
    steps.push(editStep(target, 'mac-edit', place.offset, MAC_BYTES), editStep(target, 'mac-edit', place.offset + SUM_WORD, 2));
  }
  return done(steps, [...findings, ...findingsOfMac(mac, { offset: region.offset, length: MAC_BYTES })]);
}

const knownDevices: readonly number[] = [0x1502, 0x1503];

/** Why this text cannot be the address of a board, for people; undefined where it can. */
export function macProblem(text: string): string | undefined {
  const mac = parseMac(text);
  if (!mac) return 'the MAC address is not six pairs of hex digits';
  if (mac.every((byte) => byte === 0)) return 'the MAC address is all zero';
  if (mac.every((byte) => byte === 0xff)) return 'the MAC address is all FF';
  return (mac[0]! & 1) !== 0 ? 'the MAC address is a multicast address: no card has one' : undefined;
}

function findingsOfMac(mac: readonly number[], place: ByteRange): Finding[] {
  const kind = macKindOf(mac.map((byte) => byte.toString(16).padStart(2, '0')).join(':'));
  if (kind === 'placeholder')
    return [warn('EDIT_MAC_PLACEHOLDER', "This MAC address is a well-known placeholder, not a board's own.", place)];
  return kind === 'generated'
    ? [note('EDIT_MAC_GENERATED', 'This MAC address is a made-up one; the label of the board has the real one.', place)]
    : [];
}

/** Sets the first byte of the fixed-offset variables to 01. IMAGE_FOREIGN where the region is no ME that could be declared valid. */
export function declareMeValid(target: Uint8Array, region: ByteRange): EditResult {
  const { validMark: mark, state, partitions } = parseMe(target.subarray(region.offset, region.offset + region.length));
  if (!mark || state === 'damaged' || state === 'empty') return { ok: false, error: appError('IMAGE_FOREIGN', { reason: 'no-me' }) };
  // A table that is wrong in this must not lead the one byte into code.
  const others = partitions.filter(({ name, offset, length }) => name !== 'FOVD' && offset <= mark.offset && mark.offset < offset + length);
  if (others.length > 0 || mark.offset >= region.length)
    return refused('the mark of the ME would lie inside another of its partitions', 'Take the ME from another file.');
  target[region.offset + mark.offset] = 0x01;
  return done([editStep(target, 'me-valid-mark', region.offset + mark.offset, 1)]);
}

export function switchMeOff(target: Uint8Array): EditResult {
  const descriptor = parseDescriptor(target);
  const map1 = descriptor ? u32(target, descriptor.signatureAt + 8) : 0;
  const [base, count] = [((map1 >>> 16) & 0xff) << 4, map1 >>> 24];
  if (descriptor?.version !== 1 || base === 0 || count <= ME_STRAP.index || base + ME_STRAP.offset >= FD_BYTES)
    return refused('the descriptor has no ME strap that this program knows', 'Leave the ME as it is.');
  const at = base + ME_STRAP.offset;
  target[at] = u8(target, at) | ME_STRAP.bit;
  return done(
    [editStep(target, 'me-off-strap', at, 1)],
    [
      warn('EDIT_ME_OFF', 'The strap that switches the ME off is set. That it works so on this chipset is not proven.', {
        offset: at,
        length: 1,
        next: 'Keep the image from before: it is the way back.',
        evidence: 'PCH strap 10, bit 7',
      }),
    ],
  );
}

const FD_BYTES = 0x1000;

export function openHostAccess(target: Uint8Array): EditResult {
  const descriptor = parseDescriptor(target);
  const at = descriptor ? (u32(target, descriptor.signatureAt + 8) & 0xff) << 4 : 0;
  if (descriptor?.version !== 1 || at === 0 || at + 4 > FD_BYTES)
    return refused('the descriptor has no rights that this program can change', 'Leave them as they are.');
  // Read and write masks of the first master; the requester id stays.
  target.fill(0xff, at + 2, at + 4);
  return done(
    [editStep(target, 'host-access', at + 2, 2)],
    [
      warn('EDIT_HOST_ACCESS', 'The host may write every region, descriptor and ME too: any program with full rights can change them.', {
        offset: at,
        length: 4,
        next: 'Write the locked descriptor back when the work is done.',
      }),
    ],
  );
}

const editStep = (target: Uint8Array, rule: ComposeRuleId, offset: number, length: number): ComposeStep => ({
  kind: 'edit',
  rule,
  offset,
  length,
  bytes: [...target.subarray(offset, offset + length)],
});
