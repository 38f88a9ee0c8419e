// The code of the management engine, in words: places of its partitions, signatures, hashes.
import { hex, isFilledWith } from '../bytes';
import type { CodePartition } from '../me/code-partitions';
import { entryTitle, type MeEntry, type MeTable } from '../me/partition-table';
import { keyName, UNKNOWN_KEY } from '../me/signing-keys';
import type { Finding } from '../report';
import { fail, note, warn } from './finding';

const restore = "Take the ME region from the board's own backup, or read the chip again.";
const endOf = ({ offset, length }: Pick<MeEntry, 'offset' | 'length'>): number => offset + length;
const place = (base: number, { offset, length }: Pick<MeEntry, 'offset' | 'length'>) => ({ offset: base + offset, length, next: restore });

/** `base`: where the region stands in the file. */
export function checkMeCode(region: Uint8Array, base: number, table: MeTable | undefined, code: readonly CodePartition[]): Finding[] {
  // Without its second code partition and with blank modules an ME was cut down on purpose.
  const isCutDown =
    table !== undefined &&
    !table.entries.some(({ name, offset }) => name === 'NFTP' && !isFilledWith(region, 0xff, offset, 0x1000)) &&
    code.some(({ modules }) => modules.some(({ check }) => check === 'blank'));
  return [
    ...(table ? checkPlaces(base, table, code[0]?.manifest?.generation) : []),
    ...(isCutDown
      ? [
          warn('ME_CUT_DOWN', 'Parts of the ME code were removed on purpose: this ME only starts the machine.', {
            offset: base,
            length: region.length,
          }),
        ]
      : []),
    ...code.flatMap((partition) => checkPartition(region, base, partition, isCutDown)),
    ...unknownKeys(base, code),
  ];
}

function checkPlaces(base: number, { entries }: MeTable, generation = 0): Finding[] {
  const findings: Finding[] = [];
  entries.forEach((entry, index) => {
    for (const other of entries.slice(index + 1)) {
      if (entry.offset >= endOf(other) || other.offset >= endOf(entry)) continue;
      // From generation 9 on an entry may frame others, for the update tool.
      const frames =
        (entry.offset <= other.offset && endOf(entry) >= endOf(other)) || (other.offset <= entry.offset && endOf(other) >= endOf(entry));
      if (frames && generation >= 9) continue;
      findings.push(
        fail(
          'ME_PARTITIONS_OVERLAP',
          `The ME partitions ${entryTitle(entry.name)} and ${entryTitle(other.name)} lie over each other: the table is damaged.`,
          {
            offset: base + entry.entryAt,
            length: 32,
            evidence: [entry, other].map((one) => `${entryTitle(one.name)} ${hex(one.offset)}–${hex(endOf(one) - 1)}`).join(', '),
            next: restore,
          },
        ),
      );
    }
  });
  return findings.slice(0, 4);
}

function checkPartition(
  region: Uint8Array,
  base: number,
  { entry, manifest, signature, modules }: CodePartition,
  isCutDown: boolean,
): Finding[] {
  const name = entryTitle(entry.name);
  if (!manifest) {
    // FTPR is told by the state of the region already.
    if (entry.name === 'FTPR') return [];
    const isBlank = isFilledWith(region, 0xff, entry.offset, entry.length);
    if (isBlank && isCutDown) return [];
    return [
      fail(
        'ME_MANIFEST_MISSING',
        isBlank ? `The ME partition ${name} is blank.` : `The ME partition ${name} does not begin with a manifest: it is damaged.`,
        place(base, entry),
      ),
    ];
  }
  const whole = { offset: base + manifest.offset, length: Math.min(manifest.length, entry.length), next: restore };
  const findings: Finding[] = [];
  if (signature.kind === 'cut')
    findings.push(
      fail('ME_MANIFEST_LENGTH', `The manifest of the ME partition ${name} cannot have the length it names.`, {
        ...whole,
        length: 0x20,
        evidence: `${hex(manifest.length)} bytes in a partition of ${hex(entry.length)}`,
      }),
    );
  if (signature.kind === 'bad')
    findings.push(
      fail('ME_SIGNATURE', `The signature of the ME partition ${name} is wrong: at least one bit of its manifest differs.`, {
        ...whole,
        evidence:
          signature.where === 'content'
            ? `the signature by ${keyName(signature.keyHash)} is whole, the signed content is not what it was made for`
            : 'key or signature do not open to a hash',
      }),
    );
  if (manifest.isModern && signature.kind === 'good' && manifest.generation <= 8 && manifest.partitionName !== name)
    findings.push(
      fail(
        'ME_PARTITION_NAME',
        `The ME partition table calls “${name}” what is signed as “${manifest.partitionName}”: the table is damaged.`,
        {
          offset: base + entry.entryAt,
          length: 32,
          next: restore,
        },
      ),
    );
  return [...findings, ...checkModules(base, name, modules, isCutDown)];
}

function checkModules(base: number, partition: string, modules: CodePartition['modules'], isCutDown: boolean): Finding[] {
  return modules.flatMap(({ module, check }) => {
    const where = { offset: base + module.offset, length: module.storedBytes, next: restore };
    if (check === 'bad')
      return [
        fail(
          'ME_MODULE_HASH',
          `The ME module ${module.name} of ${partition} does not unpack to what its hash says: at least one bit of it differs.`,
          {
            ...where,
            evidence: `SHA-256 in its header at ${hex(base + module.headerAt + 0x14)}`,
          },
        ),
      ];
    if (check === 'blank' && !isCutDown) return [fail('ME_MODULE_BLANK', `The ME module ${module.name} of ${partition} is blank.`, where)];
    return [];
  });
}

/** One note for all partitions of a key: a development image has the same on each. */
function unknownKeys(base: number, code: readonly CodePartition[]): Finding[] {
  const foreign = code.filter(({ signature }) => signature.kind === 'good' && keyName(signature.keyHash) === UNKNOWN_KEY);
  const first = foreign[0];
  if (!first?.manifest || first.signature.kind !== 'good') return [];
  return [
    note('ME_UNKNOWN_KEY', 'The signatures of the ME code are valid, but made with an unknown key: a development image, or not Intel’s.', {
      offset: base + first.manifest.offset,
      length: first.manifest.length,
      evidence: `${foreign.map(({ entry }) => entryTitle(entry.name)).join(', ')}: key ${first.signature.keyHash}`,
    }),
  ];
}
