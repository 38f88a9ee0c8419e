// What a package is in one sentence: its name, the machine, the release, and whether it is genuine.
import type { KeyKind, PackageContainer, PackageMember, RomImage } from '../../../shared/keys/types';
import type { ReleaseText } from './release-text';

/** What the sentences about a package are made of. */
export interface PackageFacts {
  readonly container: PackageContainer;
  readonly authenticode: 'intact' | 'broken' | undefined;
  readonly images: readonly RomImage[];
  readonly family: string | undefined;
  readonly text: ReleaseText;
}

const containerTitles: Record<PackageContainer, string> = {
  'package-for-the-web': 'A SoftPaq',
  'pe-cabinet': 'A SoftPaq',
  'pe-7z': 'A SoftPaq',
  'pe-zip': 'A self-extracting program',
  cabinet: 'A cabinet',
  '7z': 'A 7-Zip archive',
  zip: 'A zip archive',
  fwpkg: 'A firmware package',
  rpm: 'A Linux package',
  scexe: 'A smart component for Linux',
  tgz: 'A tar archive',
  tar: 'A tar archive',
  folder: 'A folder',
  'rom-image': 'A ROM image',
  'key-maker': 'HP’s key maker',
  'dos-softpaq': 'A DOS program',
  'pe-unknown': 'A Windows program',
  unknown: 'A file',
};

export function summaryOf(
  { container, images, family, text }: PackageFacts,
  members: readonly PackageMember[],
  canBuild: readonly KeyKind[],
): string {
  const name = text.softpaq ? `SoftPaq ${text.softpaq}` : containerTitles[container];
  const [image] = images;
  if (!image) {
    const what = members.some(({ role }) => role === 'boot-file')
      ? 'with boot files for keys and no firmware'
      : 'without firmware that is known';
    return `${name} ${what}.`;
  }
  const machine = text.models[0] ? ` for ${text.models.join(', ')}` : '';
  const date = image.innerDate ? ` of ${image.innerDate}` : image.version ? ` ${image.version}` : '';
  const proof =
    image.proof === 'signature-good'
      ? 'its signature is HP’s and fits'
      : image.proof === 'sum-good'
        ? 'its checksum fits'
        : image.proof === 'none'
          ? 'nothing in it proves that it is genuine'
          : 'it is damaged or altered';
  const use = canBuild.includes('rompaq') ? ' A ROMPaq key can be made from it alone.' : '';
  return `${name}${machine}: family ${family ?? 'unknown'}, ROM image${date}; ${proof}.${use}`;
}
