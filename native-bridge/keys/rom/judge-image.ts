// One ROM image, judged by its bytes: what it is for, how old, and what proves that it is whole.
import { fail, note, warn } from '../../../shared/firmware/checks/finding';
import type { Finding, ImageReport } from '../../../shared/firmware/report';
import type { RomImage } from '../../../shared/keys/types';
import { parseImageName, type ImageName } from './image-name';
import { readLegacyImage } from './legacy-image';
import { readSignedImage, type SignatureState } from './signed-image';

export interface JudgedImage {
  readonly image: RomImage;
  readonly findings: readonly Finding[];
  /** Of a workstation's image: what was read of it, so that it is read once. */
  readonly report?: ImageReport;
}

/** What is read of a workstation's image. Handed in, so that who meets none need not load the whole inspection. */
export type ReadImage = (bytes: Uint8Array) => ImageReport;

/** Undefined where the bytes are no ROM image of a server. `path` as the package or key names it. */
export function judgeServerImage(path: string, bytes: Uint8Array, rootSha256?: string): JudgedImage | undefined {
  const fileName = path.slice(path.lastIndexOf('/') + 1);
  const name = parseImageName(fileName);
  return judgeSigned(path, bytes, name, rootSha256) ?? judgeLegacy(path, bytes, name);
}

/** Undefined where the bytes are no ROM image that is known. */
export const judgeImage = (path: string, bytes: Uint8Array, readImage: ReadImage, rootSha256?: string): JudgedImage | undefined =>
  judgeServerImage(path, bytes, rootSha256) ?? judgeWorkstation(path, bytes, readImage(bytes));

function judgeSigned(path: string, bytes: Uint8Array, name: ImageName | undefined, rootSha256?: string): JudgedImage | undefined {
  const signed = readSignedImage(bytes, rootSha256);
  if (!signed) return undefined;
  const image: RomImage = {
    path,
    size: bytes.length,
    kind: 'signed',
    proof: signed.signature === 'good' ? 'signature-good' : 'signature-bad',
    ...(signed.family ? { family: signed.family } : {}),
    ...(signed.productId ? { productId: signed.productId } : {}),
    ...(signed.title ? { title: signed.title } : {}),
    ...(signed.date ? { innerDate: signed.date } : {}),
    ...(name?.date ? { nameDate: name.date } : {}),
  };
  return { image, findings: [...signatureFindings(path, signed.signature), ...nameFindings(image, name, 6)] };
}

function judgeLegacy(path: string, bytes: Uint8Array, name: ImageName | undefined): JudgedImage | undefined {
  const legacy = readLegacyImage(bytes);
  if (!legacy) return undefined;
  const isWhole = legacy.sumIsGood && legacy.lengthIsGood;
  const image: RomImage = {
    path,
    size: bytes.length,
    kind: 'legacy',
    family: legacy.family,
    productId: legacy.productId,
    proof: isWhole ? 'sum-good' : 'sum-bad',
    version: legacy.revision,
    ...(legacy.date ? { innerDate: legacy.date } : {}),
    ...(name?.date ? { nameDate: name.date } : {}),
  };
  const damaged = fail(
    'ROM_IMAGE_DAMAGED',
    `The ROM image ${path} is damaged: ${legacy.sumIsGood ? 'its length' : 'its checksum'} is wrong.`,
    {
      next: 'Download the package again.',
    },
  );
  return { image, findings: [...(isWhole ? [] : [damaged]), ...nameFindings(image, name, 7)] };
}

/** A whole chip image of a workstation names its family; HP's signature over it cannot be checked (domain rompaq.md 5). */
export function judgeWorkstation(path: string, bytes: Uint8Array, report: ImageReport): JudgedImage | undefined {
  if (report.kind !== 'full' || report.machineFamily === undefined) return undefined;
  const image: RomImage = {
    path,
    size: bytes.length,
    kind: 'workstation',
    family: report.machineFamily,
    proof: 'none',
    ...(report.biosVersion ? { version: report.biosVersion } : {}),
  };
  return { image, findings: report.findings.filter(({ severity }) => severity !== 'note'), report };
}

function signatureFindings(path: string, state: SignatureState): Finding[] {
  const next = 'Download the package again, from HPE.';
  switch (state) {
    case 'good':
      return [note('ROM_IMAGE_GENUINE', `The signature of ${path} is HP’s and fits: it is genuine and whole.`)];
    case 'content-differs':
      return [fail('ROM_IMAGE_DAMAGED', `The ROM image ${path} is not what HP signed: at least one bit of it differs.`, { next })];
    case 'other-signer':
      return [fail('ROM_IMAGE_OTHER_SIGNER', `The ROM image ${path} is signed, but not by a key of HP’s.`, { next })];
    case 'unreadable':
      return [fail('ROM_IMAGE_DAMAGED', `The signature of ${path} cannot be read.`, { next })];
  }
}

/** ROMPAQ finds images by their name: it must tell the product (first `letters` characters) and the date that stand inside. */
function nameFindings({ path, productId, innerDate }: RomImage, name: ImageName | undefined, letters: 6 | 7): Finding[] {
  if (!name) {
    return [
      warn('ROM_IMAGE_NAME', `${path} is a ROM image, but its name is none that ROMPAQ looks for.`, {
        next: 'Take the image from the package again, under its own name.',
      }),
    ];
  }
  if (productId !== undefined && name.productId.slice(0, letters) !== productId.slice(0, letters)) {
    return [
      fail('ROM_IMAGE_RENAMED', `${path} is named for ${name.productId} and holds ${productId}: ROMPAQ refuses it.`, {
        next: 'Give it back its own name.',
      }),
    ];
  }
  if (innerDate !== undefined && name.date !== undefined && innerDate !== name.date) {
    return [
      warn('ROM_IMAGE_DATE', `The name of ${path} says ${name.date}, the image inside ${innerDate}.`, {
        next: 'Give it back its own name.',
      }),
    ];
  }
  return [];
}
