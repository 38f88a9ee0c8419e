// What is known of flash parts by their JEDEC id, as data. Source: domain/programmers.md 2.2 (ids) and 2.3 (times).
// Where several parts share an id only what all of them have is listed, with the slowest of their times.
import type { ChipProfile, EraseType } from '../../shared/model/chip';
import { opcodes } from './commands';

export interface ChipRecord {
  /** Three bytes, lower-case hex. */
  readonly jedec: string;
  readonly name: string;
  readonly manufacturer: string;
  readonly candidates: readonly string[];
  readonly sizeBytes: number;
  readonly voltage: '3.3V' | '1.8V';
  readonly statusStyle: ChipProfile['statusStyle'];
  readonly volatileStatus: boolean;
  readonly uniqueIdOpcode?: number;
  readonly fourByte?: ChipProfile['fourByte'];
  /** Absent where no time is known: SFDP or cautious defaults are used. */
  readonly times?: PartTimes;
  /** Erase sizes common to all candidates. Absent: SFDP decides, else 64 KiB only. */
  readonly eraseSizes: readonly (4096 | 32768 | 65536)[];
}

export interface PartTimes {
  readonly page: readonly [typicalMs: number, maxMs: number];
  readonly erase4k?: readonly [typicalMs: number, maxMs: number];
  readonly erase32k?: readonly [typicalMs: number, maxMs: number];
  readonly erase64k?: readonly [typicalMs: number, maxMs: number];
}

const winbondTimes: PartTimes = { page: [0.7, 3], erase4k: [45, 400], erase32k: [120, 1600], erase64k: [150, 2000] };
const macronixTimes: PartTimes = { page: [1.4, 5], erase4k: [60, 400], erase32k: [500, 2000], erase64k: [700, 2000] };
const micronTimes: PartTimes = { page: [0.5, 5], erase4k: [250, 800], erase64k: [700, 3000] };
const spansionTimes: PartTimes = { page: [0.25, 0.75], erase64k: [130, 650] };

const MIB = 1024 * 1024;
const megabytesOf: Readonly<Record<string, number>> = { '16': 4, '17': 8, '18': 16, '19': 32, '37': 8, '38': 16, '39': 32 };

interface Family extends Omit<ChipRecord, 'jedec' | 'name' | 'candidates' | 'sizeBytes'> {
  readonly prefix: string;
  /** Last id byte → the parts behind it; the first is the common name. */
  readonly parts: Readonly<Record<string, readonly string[]>>;
}

const all = [4096, 32768, 65536] as const;
const uniqueIdOpcode = opcodes.readUniqueId;
const winbond = {
  manufacturer: 'Winbond',
  statusStyle: 'winbond',
  volatileStatus: true,
  uniqueIdOpcode,
  eraseSizes: all,
  fourByte: 'enter',
  times: winbondTimes,
} as const;
const macronix = {
  manufacturer: 'Macronix',
  statusStyle: 'macronix',
  volatileStatus: false,
  fourByte: 'enter',
  times: macronixTimes,
} as const;
const micron = {
  manufacturer: 'Micron',
  statusStyle: 'micron',
  volatileStatus: false,
  eraseSizes: [4096, 65536],
  fourByte: 'enter-with-write-enable',
  times: micronTimes,
} as const;
const generic = { statusStyle: 'generic', volatileStatus: false, eraseSizes: [4096, 65536], fourByte: 'enter' } as const;

const families: readonly Family[] = [
  {
    ...winbond,
    prefix: 'ef40',
    voltage: '3.3V',
    parts: {
      '16': ['W25Q32', 'W25Q32BV', 'W25Q32FV', 'W25Q32JV'],
      '17': ['W25Q64', 'W25Q64BV', 'W25Q64CV', 'W25Q64FV', 'W25Q64JV-IQ'],
      '18': ['W25Q128', 'W25Q128BV', 'W25Q128FV', 'W25Q128JV-IN', 'W25Q128JV-IQ', 'W25Q128JV-JQ'],
      '19': ['W25Q256', 'W25Q256FV', 'W25Q256JV'],
    },
  },
  {
    ...winbond,
    prefix: 'ef70',
    voltage: '3.3V',
    parts: { '17': ['W25Q64JV-IM'], '18': ['W25Q128JV-M', 'W25Q128JV-IM', 'W25Q128JV-JM'], '19': ['W25Q256JV-M'] },
  },
  {
    ...winbond,
    prefix: 'ef60',
    voltage: '1.8V',
    parts: { '17': ['W25Q64DW', 'W25Q64DW', 'W25Q64FW'], '18': ['W25Q128FW'], '19': ['W25Q256JW'] },
  },
  { ...winbond, prefix: 'ef80', voltage: '1.8V', parts: { '17': ['W25Q64JW-DTR'], '18': ['W25Q128JW-DTR'], '19': ['W25Q256JW-DTR'] } },
  {
    ...macronix,
    prefix: 'c220',
    voltage: '3.3V',
    // They differ in 4K and 32K erase; 20h is in the common subset, 52h is not (12805D).
    eraseSizes: [4096, 65536],
    parts: {
      '17': ['MX25L64', 'MX25L6405D', 'MX25L6406E', 'MX25L6436E', 'MX25L6445E', 'MX25L6465E', 'MX25L6473E', 'MX25L6473F'],
      '18': ['MX25L128', 'MX25L12805D', 'MX25L12833F', 'MX25L12835F', 'MX25L12873F', 'MX25L12845E', 'MX25L12865E', 'MX25L12850F'],
      '19': ['MX25L256', 'MX25L25635E', 'MX25L25635F', 'MX25L25645G'],
    },
  },
  {
    ...macronix,
    prefix: 'c225',
    voltage: '1.8V',
    eraseSizes: [4096, 65536],
    parts: { '37': ['MX25U6435F'], '38': ['MX25U128', 'MX25U12835F', 'MX25U12873F'], '39': ['MX25U25635F'] },
  },
  {
    ...micron,
    prefix: '20ba',
    voltage: '3.3V',
    parts: { '17': ['N25Q064'], '18': ['N25Q128', 'N25Q128', 'MT25QL128'], '19': ['N25Q256', 'N25Q256', 'MT25QL256'] },
  },
  {
    ...micron,
    prefix: '20bb',
    voltage: '1.8V',
    parts: { '17': ['N25Q064 1.8 V'], '18': ['N25Q128 1.8 V', 'MT25QU128'], '19': ['N25Q256 1.8 V', 'MT25QU256'] },
  },
  {
    ...generic,
    manufacturer: 'Spansion',
    prefix: '0120',
    voltage: '3.3V',
    statusStyle: 'spansion',
    // 256 KiB or 64 KiB sectors behind the same three bytes: told apart by the extended id (profile.ts), else SFDP or none.
    eraseSizes: [],
    times: spansionTimes,
    parts: { '18': ['S25FL128', 'S25FL127S', 'S25FL128P', 'S25FL128S', 'S25FL129P'] },
  },
  { ...generic, manufacturer: 'Spansion', prefix: '0160', voltage: '3.3V', statusStyle: 'spansion', parts: { '18': ['S25FL128L'] } },
  {
    ...generic,
    manufacturer: 'GigaDevice',
    prefix: 'c840',
    voltage: '3.3V',
    statusStyle: 'winbond',
    eraseSizes: all,
    parts: { '17': ['GD25Q64'], '18': ['GD25Q128'] },
  },
  {
    ...generic,
    manufacturer: 'GigaDevice',
    prefix: 'c860',
    voltage: '1.8V',
    statusStyle: 'winbond',
    eraseSizes: all,
    parts: { '17': ['GD25LQ64'], '18': ['GD25LQ128'] },
  },
  { ...generic, manufacturer: 'Eon', prefix: '1c30', voltage: '3.3V', parts: { '18': ['EN25Q128'] } },
  { ...generic, manufacturer: 'Eon', prefix: '1c70', voltage: '3.3V', parts: { '17': ['EN25QH64'], '18': ['EN25QH128'] } },
  { ...generic, manufacturer: 'Eon', prefix: '1c38', voltage: '1.8V', parts: { '17': ['EN25S64'], '18': ['EN25S128'] } },
  { ...generic, manufacturer: 'XMC', prefix: '2070', voltage: '3.3V', parts: { '17': ['XM25QH64A'], '18': ['XM25QH128A'] } },
  { ...generic, manufacturer: 'XMC', prefix: '2040', voltage: '3.3V', parts: { '17': ['XM25QH64C'], '18': ['XM25QH128C'] } },
  { ...generic, manufacturer: 'ISSI', prefix: '9d60', voltage: '3.3V', parts: { '17': ['IS25LP064'], '18': ['IS25LP128'] } },
  { ...generic, manufacturer: 'ISSI', prefix: '9d70', voltage: '1.8V', parts: { '17': ['IS25WP064'], '18': ['IS25WP128'] } },
];

export const chipTable: readonly ChipRecord[] = families.flatMap(({ prefix, parts, ...family }) =>
  Object.entries(parts).map(([last, [name = '', ...candidates]]): ChipRecord => ({
    ...family,
    jedec: prefix + last,
    name,
    candidates: candidates.length > 0 ? candidates : [name],
    sizeBytes: (megabytesOf[last] ?? 0) * MIB,
  })),
);

const byId = new Map(chipTable.map((record) => [record.jedec, record]));

export const findChip = (jedec: string): ChipRecord | undefined => byId.get(jedec);

/** A 1.8 V family, known by its first two id bytes also where the size is in no table. */
export function isLowVoltageId(jedec: string): boolean {
  return families.some(({ prefix, voltage }) => voltage === '1.8V' && jedec.startsWith(prefix));
}

/** Erase types a record promises, ascending, with its times. */
export function tableEraseTypes(record: Pick<ChipRecord, 'eraseSizes' | 'times'>, fallback: PartTimes): EraseType[] {
  const known = { 4096: [0x20, 'erase4k'], 32768: [0x52, 'erase32k'], 65536: [0xd8, 'erase64k'] } as const;
  return record.eraseSizes.map((sizeBytes) => {
    const [opcode, key] = known[sizeBytes];
    const [typicalMs, maxMs] = record.times?.[key] ?? fallback[key] ?? [0, 0];
    return { sizeBytes, opcode, typicalMs, maxMs };
  });
}

/** A known id of which `jedec` is the image after one clock too many or too few. */
export function shiftedFrom(jedec: string): ChipRecord | undefined {
  const seen = Number.parseInt(jedec, 16);
  return chipTable.find(({ jedec: text }) => {
    const id = Number.parseInt(text, 16);
    const late = id >>> 1;
    const early = (id << 1) & 0xffffff;
    return seen === late || seen === (late | 0x800000) || seen === early || seen === (early | 1);
  });
}
