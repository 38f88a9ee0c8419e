// rom-rescue extract: one region, partition, volume or file of an image as a file of its own. Never overwrites, invents no region.
import { parseDescriptor } from '../../shared/firmware/descriptor/parse-descriptor';
import { inspectImage } from '../../shared/firmware/inspect';
import { endOf } from '../../shared/firmware/ranges';
import type { ImageReport, RegionSpan, StructureNode } from '../../shared/firmware/report';
import { machines } from '../../shared/machines';
import { machineIds } from '../../shared/model/diagnosis';
import { fault } from '../../shared/model/errors';
import { nodeTools } from '../../native-bridge/inspection/node-tools';
import { sha256Of } from '../../native-bridge/recovery/hash';
import { ExitCode } from '../exit-codes';
import { readImage } from '../image-file';
import { requireAbsent, writeNewFile } from '../new-file';
import { hex, oneOf } from '../numbers';
import type { Answer } from '../verb';
import { rangeText, sizeText, table } from '../wording';

export interface ExtractOptions {
  readonly output: string;
  readonly machine?: string;
}

/** Who says where it is. */
type Witness = 'descriptor' | 'machine' | 'content' | 'structure' | 'file';

interface Found extends RegionSpan {
  readonly by: Witness;
}

const witnessText: Readonly<Record<Witness, string>> = {
  descriptor: 'the descriptor of the image',
  machine: 'the map of the machine; the descriptor does not say it',
  content: 'what stands in the image; neither a descriptor nor a known machine says it',
  structure: 'the headers found in the image',
  file: 'what the file is as a whole',
};

export async function extract(path: string, wanted: string, options: ExtractOptions): Promise<Answer> {
  const machineId = options.machine === undefined ? undefined : oneOf(options.machine, machineIds, '--machine');
  await requireAbsent(options.output);
  const bytes = await readImage(path);
  const report = inspectImage(bytes, machineId === undefined ? {} : { machineId }, nodeTools);
  const found = findPart(bytes, report, wanted);
  if (endOf(found) > bytes.length) {
    throw fault('INPUT_INVALID', {
      detail: `${found.name} lies at ${rangeText(found)} and ${path} ends at ${hex(bytes.length)}: the file is cut off`,
    });
  }
  const part = bytes.subarray(found.offset, endOf(found));
  await writeNewFile(options.output, part);
  const sha256 = sha256Of(part);
  const blank = part.every((byte) => byte === 0xff);
  return {
    exit: ExitCode.good,
    json: { file: options.output, region: found.name, offset: found.offset, length: found.length, sha256, by: found.by, blank, from: path },
    text: [
      `${options.output}: ${found.name}, ${rangeText(found)}, ${sizeText(found.length)}${blank ? ', blank' : ''}`,
      ...table([
        ['SHA-256', sha256],
        ['place by', witnessText[found.by]],
      ]),
    ],
  };
}

/** A region by its name, else a partition, volume or file by name or identifier. Throws INPUT_INVALID where it is not or not once. */
function findPart(bytes: Uint8Array, report: ImageReport, wanted: string): Found {
  const name = wanted.toLowerCase();
  const region = regionNamed(bytes, report, name);
  if (region) return region;
  const nodes = nodesNamed(report.structure, name);
  if (nodes.length === 1) return { name: nodes[0]!.name, offset: nodes[0]!.offset, length: nodes[0]!.length, by: 'structure' };
  if (nodes.length > 1) {
    const places = nodes.slice(0, 8).map(({ offset }) => hex(offset));
    throw fault('INPUT_INVALID', { detail: `"${wanted}" stands ${nodes.length} times: at ${places.join(', ')}; name it as NAME@OFFSET` });
  }
  const known = knownNames(report);
  throw fault('INPUT_INVALID', {
    detail:
      known.length > 0
        ? `there is no "${wanted}" in this image; there are: ${known.join(', ')}`
        : 'no regions are known of this file: its descriptor is gone and it is of no machine known; name one with --machine',
  });
}

function knownNames({ regions }: ImageReport): string[] {
  const names = regions.map(({ name }) => name);
  return names.includes('nvram') && names.includes('bb') ? [...names, 'bios-region'] : names;
}

function regionNamed(bytes: Uint8Array, report: ImageReport, name: string): Found | undefined {
  const { regions, kind } = report;
  if (name === 'bios-region') return biosRegion(bytes, report);
  const span = regions.find((region) => region.name === name);
  if (!span) return undefined;
  return { name, offset: span.offset, length: span.length, by: kind === 'full' ? witnessOf(bytes, span) : 'file' };
}

/** The descriptor's BIOS region: on the machines known it holds the variables, the code and the boot block. */
function biosRegion(bytes: Uint8Array, { regions, kind }: ImageReport): Found | undefined {
  const parts = ['nvram', 'bios', 'bb'].flatMap((name) => regions.find((region) => region.name === name) ?? []);
  const [first, last] = [parts[0], parts.at(-1)];
  if (!first || !last) return undefined;
  const span = { name: 'bios', offset: first.offset, length: endOf(last) - first.offset };
  return { ...span, name: 'bios-region', by: kind === 'full' ? witnessOf(bytes, span) : 'file' };
}

function witnessOf(bytes: Uint8Array, { name, offset, length }: RegionSpan): Witness {
  const said = parseDescriptor(bytes)?.regions.find((region) => region.name === name);
  if (said?.offset === offset && said.length === length) return 'descriptor';
  const isMapped = machines.some(({ layout }) =>
    [...layout.regions, { ...layout.biosRegion, name: 'bios' }].some(
      (region) => region.name === name && region.offset === offset && region.length === length,
    ),
  );
  return isMapped ? 'machine' : 'content';
}

type Placed = StructureNode & { readonly offset: number };

/** `name` may end in "@offset". Things inside compressed content have no place of their own to be cut from. */
function nodesNamed(nodes: readonly StructureNode[], wanted: string): Placed[] {
  const [name = '', at] = wanted.split('@');
  const place = at === undefined ? undefined : Number(at);
  const found: Placed[] = [];
  const walk = (level: readonly StructureNode[]): void => {
    for (const node of level) {
      const { offset } = node;
      const isIt = node.name.toLowerCase() === name || node.guid?.toLowerCase() === name;
      if (isIt && offset !== undefined && node.length > 0 && (place === undefined || place === offset)) found.push({ ...node, offset });
      walk(node.children ?? []);
    }
  };
  walk(nodes);
  return found;
}
