// One ChipProfile out of what the table knows and what the chip says of itself, each fact with its source.
import type { ChipFactSource, ChipProfile, EraseType } from '../../shared/model/chip';
import { findChip, isLowVoltageId, tableEraseTypes, type ChipRecord, type PartTimes } from './chip-table';
import { hasFourByteErase } from './commands';
import { limits } from './limits';
import type { SfdpFacts } from './sfdp';

const MIB16 = 16 * 1024 * 1024;
/** A larger block is only taken where the chip has no smaller one. */
const LARGEST_USUAL_ERASE = 65_536;

/** Where neither SFDP nor the table has a time: the cautious limits of domain 2.3. */
const assumedTimes: PartTimes = {
  page: [1.5, limits.unknownTimes.pageMaxMs],
  erase4k: [100, limits.unknownTimes.erase4kMaxMs],
  erase32k: [500, limits.unknownTimes.erase64kMaxMs],
  erase64k: [700, limits.unknownTimes.erase64kMaxMs],
};

/** @param id the bytes of RDID, at least three; a Spansion part is told apart by its fifth. */
export function buildProfile(id: Uint8Array, sfdp: SfdpFacts | undefined): ChipProfile | undefined {
  const jedec = Buffer.from(id.subarray(0, 3)).toString('hex');
  const record = withExtendedId(findChip(jedec), id);
  if (!record && !sfdp) return undefined;

  const sizeBytes = record?.sizeBytes ?? sfdp!.sizeBytes;
  // A description of another size is not of this part.
  const own = sfdp && sfdp.sizeBytes === sizeBytes ? sfdp : undefined;
  const { eraseTypes, eraseSource } = eraseOf(record, own);
  const page = pageOf(record, own);
  const fourByte = sizeBytes > MIB16 ? fourByteOf(record, own, eraseTypes) : undefined;
  return {
    jedec,
    name: record?.name ?? `SFDP ${jedec}`,
    manufacturer: record?.manufacturer ?? 'unknown',
    candidates: record?.candidates ?? [],
    sizeBytes,
    pageBytes: own?.pageBytes ?? 256,
    pageTypicalMs: page.typicalMs,
    pageMaxMs: page.maxMs,
    eraseTypes,
    voltage: record?.voltage ?? (isLowVoltageId(jedec) ? '1.8V' : 'unknown'),
    addressBytes: sizeBytes > MIB16 ? 4 : 3,
    ...(fourByte ? { fourByte } : {}),
    statusStyle: record?.statusStyle ?? 'generic',
    // Macronix has no 50h whatever its tables say (domain 2.4).
    volatileStatus: record?.volatileStatus === true || (own?.volatileStatus === true && record?.statusStyle !== 'macronix'),
    hasSfdp: sfdp !== undefined,
    ...(record?.uniqueIdOpcode === undefined ? {} : { uniqueIdOpcode: record.uniqueIdOpcode }),
    sources: {
      size: record ? 'table' : 'sfdp',
      erase: eraseSource,
      times: page.source,
      voltage: record || isLowVoltageId(jedec) ? 'table' : 'assumed',
    },
  };
}

/** 01 20 18 4D 01: uniform 64 KiB sectors; 00: 256 KiB, where D8h would erase more than asked. */
function withExtendedId(record: ChipRecord | undefined, id: Uint8Array): ChipRecord | undefined {
  if (record?.manufacturer !== 'Spansion' || record.eraseSizes.length > 0) return record;
  return id[3] === 0x4d && id[4] === 0x01 ? { ...record, eraseSizes: [65536] } : record;
}

function eraseOf(record: ChipRecord | undefined, sfdp: SfdpFacts | undefined): { eraseTypes: EraseType[]; eraseSource: ChipFactSource } {
  if (sfdp) {
    const smallest = sfdp.hasSectorMap ? 65_536 : 0;
    const usable = sfdp.eraseTypes.filter(({ sizeBytes }) => sizeBytes >= smallest);
    const usual = usable.filter(({ sizeBytes }) => sizeBytes <= LARGEST_USUAL_ERASE);
    const eraseTypes = (usual.length > 0 ? usual : usable).map((type) => withTimes(type, record));
    if (eraseTypes.length > 0) return { eraseTypes, eraseSource: 'sfdp' };
  }
  if (record) return { eraseTypes: tableEraseTypes(record, assumedTimes), eraseSource: 'table' };
  return { eraseTypes: [], eraseSource: 'assumed' };
}

function withTimes(type: EraseType, record: ChipRecord | undefined): EraseType {
  if (type.typicalMs > 0) return type;
  const key = type.sizeBytes <= 4096 ? 'erase4k' : type.sizeBytes <= 32768 ? 'erase32k' : 'erase64k';
  const [typicalMs, maxMs] = record?.times?.[key] ?? assumedTimes[key]!;
  return { ...type, typicalMs, maxMs };
}

function pageOf(record: ChipRecord | undefined, sfdp: SfdpFacts | undefined): { typicalMs: number; maxMs: number; source: ChipFactSource } {
  if (sfdp?.pageTypicalMs !== undefined) return { typicalMs: sfdp.pageTypicalMs, maxMs: sfdp.pageMaxMs ?? 10, source: 'sfdp' };
  const [typicalMs, maxMs] = (record?.times ?? assumedTimes).page;
  return { typicalMs, maxMs, source: record?.times ? 'table' : 'assumed' };
}

function fourByteOf(
  record: ChipRecord | undefined,
  sfdp: SfdpFacts | undefined,
  eraseTypes: readonly EraseType[],
): ChipProfile['fourByte'] {
  const fromChip = sfdp?.fourByte;
  if (fromChip === 'opcodes' && eraseTypes.every(({ opcode }) => hasFourByteErase(opcode))) return 'opcodes';
  return record?.fourByte ?? (fromChip === 'opcodes' ? 'enter' : fromChip) ?? 'enter';
}
