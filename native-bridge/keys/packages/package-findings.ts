// What was found about a package as a whole. The findings on each image in it stand with the image.
import { fail, note, warn } from '../../../shared/firmware/checks/finding';
import type { Finding } from '../../../shared/firmware/report';
import type { PackageMember, RomImage } from '../../../shared/keys/types';
import type { InspectPackageOptions } from './inspect-package';
import type { PackageFacts } from './package-summary';
import type { ReleaseText } from './release-text';

export function containerFindings(
  { container, authenticode }: PackageFacts,
  sha256: string,
  leftClosed: readonly string[],
  { expectedSha256, passedOver }: InspectPackageOptions,
): Finding[] {
  const findings: Finding[] = [];
  if (expectedSha256 !== undefined) {
    const same = expectedSha256.replaceAll(/[\s:]/g, '').toLowerCase() === sha256;
    findings.push(
      same
        ? note('PACKAGE_SHA256_EQUAL', 'The SHA-256 is the one you gave: this is the file of the download page.')
        : fail('PACKAGE_SHA256_DIFFERS', 'The SHA-256 is not the one you gave: this is another file, or the download is damaged.', {
            next: 'Download it again from the page that names this SHA-256.',
            evidence: `found ${sha256}`,
          }),
    );
  }
  if (authenticode === 'broken') {
    findings.push(
      fail('PACKAGE_ALTERED', 'The program was changed after it was signed: its digest is not the one in its signature.', {
        next: 'Do not use it. Download it again from HPE.',
      }),
    );
  }
  if (container === 'dos-softpaq') {
    findings.push(
      fail('PACKAGE_DOS', 'This is a DOS program, as SoftPaqs before 2006 were: it cannot be opened without running it.', {
        next: 'Run it in a DOS emulator, then choose the folder or the diskette image it made.',
      }),
    );
  }
  if (container === 'pe-unknown') {
    findings.push(
      fail('PACKAGE_CONTENT_UNKNOWN', 'This Windows program holds no archive that could be found.', {
        next: 'Unpack it on Windows, then choose the folder it was unpacked to.',
      }),
    );
  }
  if (leftClosed.length > 0)
    findings.push(
      note('PACKAGE_LEFT_CLOSED', `Archives that lie too deep in others were not opened: ${leftClosed.slice(0, 5).join(', ')}.`, {
        next: 'If firmware may be in them, unpack them and choose the folder.',
      }),
    );
  if (passedOver !== undefined && passedOver > 0)
    findings.push(note('PACKAGE_PASSED_OVER', `Links and special files in the folder were not looked at: ${passedOver}.`));
  if (container === 'unknown')
    findings.push(
      fail('PACKAGE_UNKNOWN', 'This is no SoftPaq, smart component or ROM image that is known.', { next: 'Choose another file.' }),
    );
  return findings;
}

/** Several families in one package, or a text that names another one than the images. */
export function familyFindings(images: readonly RomImage[], { family }: ReleaseText): Finding[] {
  const families = [...new Set(images.flatMap((image) => (image.family ? [image.family] : [])))];
  if (families.length > 1)
    return [
      warn('PACKAGE_SEVERAL_FAMILIES', `The package holds images of several families: ${families.join(', ')}.`, {
        next: 'Choose the family of your machine.',
      }),
    ];
  if (family !== undefined && families[0] !== undefined && families[0] !== family)
    return [
      warn('PACKAGE_FAMILY_TEXT', `The package’s text names family ${family}, its image ${families[0]}.`, { next: 'Go by the image.' }),
    ];
  return [];
}

export function setFindings(members: readonly PackageMember[], images: readonly RomImage[]): Finding[] {
  const flashers = new Set(members.filter(({ role }) => role === 'rompaq').map(({ sha256 }) => sha256));
  const drivers = members.filter(({ role }) => role === 'system-driver' || role === 'option-driver');
  const findings: Finding[] = [];
  if (flashers.size > 1)
    findings.push(
      warn('PACKAGE_SEVERAL_FLASHERS', 'The package holds different copies of ROMPAQ.EXE.', {
        next: 'Use a package as HPE distributes it.',
      }),
    );
  if (flashers.size > 0 && drivers.length === 0)
    findings.push(
      fail('PACKAGE_NO_DRIVER', 'ROMPAQ.EXE is there, and no driver (.CPU, .OPT) for it.', { next: 'Download the package again.' }),
    );
  if (flashers.size === 0 && images.some(({ kind }) => kind !== 'workstation'))
    findings.push(
      note('PACKAGE_NO_FLASHER', 'The ROM image is there, but no ROMPAQ.EXE: a key needs a ROMPaq package of the same server besides.', {
        next: 'Add the SoftPaq “For USB Key-Media” of this server.',
      }),
    );
  return findings;
}
