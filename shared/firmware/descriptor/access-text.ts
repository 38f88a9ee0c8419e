// Who may read and write which region, in sentences.
import type { Descriptor, DescriptorRegionName, MasterAccess } from './parse-descriptor';

export const regionText: Record<DescriptorRegionName, string> = {
  fd: 'the descriptor',
  bios: 'the BIOS region',
  me: 'the ME region',
  gbe: 'the network region',
  pdr: 'the platform data region',
};

const masters = [
  { key: 'host', title: 'host', text: 'The host', own: 'bios' },
  { key: 'me', title: 'ME', text: 'The ME', own: 'me' },
  { key: 'gbe', title: 'network controller', text: 'The network controller', own: 'gbe' },
] as const;

/** One sentence for each master and each region that is used and not its own. */
export function accessSentences(descriptor: Descriptor): string[] {
  const used = descriptor.regions.map(({ name }) => name);
  return masters
    .filter(({ own }) => used.includes(own))
    .flatMap(({ key, text, own }) =>
      used.filter((name) => name !== own).map((name) => `${text} may ${verb(descriptor.masters[key], name)} ${regionText[name]}.`),
    );
}

function verb({ read, write }: MasterAccess, name: DescriptorRegionName): string {
  const [mayRead, mayWrite] = [read.includes(name), write.includes(name)];
  if (mayRead && mayWrite) return 'read and write';
  if (mayRead) return 'read but not write';
  return mayWrite ? 'write but not read' : 'neither read nor write';
}

export interface MasterFacts {
  readonly name: string;
  readonly requesterId: number;
  readonly read: readonly string[];
  readonly write: readonly string[];
}

export const masterFacts = (descriptor: Descriptor): MasterFacts[] =>
  masters.map(({ key, title }) => ({ name: title, ...descriptor.masters[key] }));
