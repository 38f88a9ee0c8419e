// What is known of an image, as pairs of a title and a value for people: the same on the terminal and on the exported page.
import type { ImageReport } from '../../shared/firmware/report';
import type { FileInspection } from '../../shared/model/file-inspection';
import { machineOf } from './export-json';

export type FactRow = readonly [title: string, value: string];

export function factRows(inspection: FileInspection): FactRow[] {
  const { report } = inspection;
  const rows: [string, string | undefined][] = [
    ['Size', inspection.size === undefined ? undefined : sizeWords(inspection.size)],
    ['SHA-256', inspection.sha256],
    ['MD5', inspection.md5],
    ['CRC-32', inspection.crc32],
    ...(report
      ? [
          ['Machine', machineOf(inspection).machine] as [string, string | undefined],
          ...biosRows(report),
          ...meRows(report),
          ...otherRows(report),
        ]
      : []),
  ];
  return rows.flatMap(([title, value]) => (value === undefined || value === '' ? [] : [[title, value] as const]));
}

function biosRows({
  bios,
  machineFamily,
  biosVersion,
  recoveryVersion,
  bootBlockDate,
  bootBlockClass,
}: ImageReport): [string, string | undefined][] {
  return [
    ['BIOS', words(machineFamily, biosVersion, bios?.buildDate && `of ${bios.buildDate}`)],
    ['Recovery volume', words(recoveryVersion ?? bios?.recovery?.version, bios?.recovery && `(${bios.recovery.state})`)],
    [
      'Boot block',
      words(bios?.bootBlock?.family, bios?.bootBlock?.version, bootBlockDate, bootBlockClass && `(class of ${bootBlockClass})`),
    ],
    ['BIOS content', bios && `${bios.volumes} volumes, ${bios.files} files, ${bios.pe32Images} PE32 images`],
    [
      'Microcode',
      bios?.microcode.map(({ cpuid, revision, date }) => `${cpuid} revision ${revision.toString(16).toUpperCase()} (${date})`).join(', '),
    ],
    [
      'Startup ACM',
      bios?.acm && words(`for chipset ${bios.acm.chipsetId.toString(16).toUpperCase()}`, bios.acm.date && `of ${bios.acm.date}`),
    ],
  ];
}

function meRows({ me, meVersion, meState }: ImageReport): [string, string | undefined][] {
  const signed = (me?.partitions ?? []).filter(({ signature }) => signature !== undefined && signature !== 'none');
  return [
    ['ME', words(meVersion, me?.sku, me?.date && `of ${me.date}`)],
    ['ME data', meState?.replaceAll('-', ' ')],
    ['ME signatures', signed.map(({ name, signature, signedBy }) => words(name, signature, signedBy && `(${signedBy})`)).join(', ')],
    ['Manufacturing mode', me?.manufacturingMode?.sentence],
  ];
}

function otherRows({ mac, macKind, gbe, coverage, known, identity }: ImageReport): [string, string | undefined][] {
  const present = identity.filter(({ state }) => state === 'present');
  return [
    ['MAC', words(mac, macKind && `(${macKind})`, gbe?.macVendor)],
    ['Identity', present.map(({ title, value }) => (value === undefined ? title : `${title}: ${value}`)).join(', ')],
    ...knownRows(known),
    [
      'Proven by a checksum',
      coverage.programmedBytes > 0 ? `${share(coverage.coveredBytes, coverage.programmedBytes)} of what is not blank` : undefined,
    ],
  ];
}

/** One row for each reason to believe it, since one reason often stands for many pieces. */
function knownRows(known: ImageReport['known']): [string, string][] {
  const reasons = [...new Set(known.map(({ certainty }) => certainty))];
  return reasons.map((reason, index) => [
    index === 0 ? 'Known pieces' : '',
    `${known
      .filter(({ certainty }) => certainty === reason)
      .map(({ name }) => name)
      .join(', ')}: ${reason}`,
  ]);
}

const words = (...parts: readonly (string | undefined)[]): string => parts.filter((part) => part !== undefined && part !== '').join(' ');

export const share = (part: number, whole: number): string =>
  part === whole ? '100 %' : `${(Math.floor((part / whole) * 1000) / 10).toFixed(1)} %`;

export function sizeWords(bytes: number): string {
  // By hand: the first call of toLocaleString costs 20 ms.
  const plain = `${String(bytes).replace(/\B(?=(\d{3})+$)/g, ',')} byte${bytes === 1 ? '' : 's'}`;
  if (bytes < 1024) return plain;
  const [value, unit] = bytes < 1024 * 1024 ? [bytes / 1024, 'KiB'] : [bytes / 1024 / 1024, 'MiB'];
  return `${Number.isInteger(value) ? value : value.toFixed(1)} ${unit} (${plain})`;
}
