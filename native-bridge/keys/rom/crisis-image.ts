// Whether a BIOS image is one the crisis recovery would take. HP's signature over it cannot be checked here, so what cannot be proven is
// said; what shows that it was changed is refused.
import { fail, note, warn } from '../../../shared/firmware/checks/finding';
import { inspectImage } from '../../../shared/firmware/inspect';
import type { Finding, ImageReport } from '../../../shared/firmware/report';
import { nodeTools } from '../../inspection/node-tools';
import { sumsOf } from '../../inspection/node-tools';

/** As published in a blog, not checked against HP's own file (domain z620.md 5). */
const stockSha256: ReadonlyMap<string, string> = new Map([
  ['05e89382e73afb280f637acbfa1029e9107dd30c78df37b6a00f184657f5f2c3', 'J61 3.96'],
]);
/** Microcode of the stock release: another set means that somebody exchanged it (domain z620.md 5). */
const stockMicrocode: ReadonlyMap<string, readonly string[]> = new Map([['03.96', ['306E4 42E', '206D7 718', '206D6 61F', '206D5 513']]]);
const next = 'Take the .BIN from the DOS folder of HP’s own SoftPaq.';

/** Findings about one whole image; `path` for the sentences. */
export function crisisImageFindings(path: string, bytes: Uint8Array, report: ImageReport = inspectImage(bytes, {}, nodeTools)): Finding[] {
  const name = stockSha256.get(sumsOf(bytes).sha256);
  if (name) return [note('BIOS_STOCK', `${path} equals the ${name} whose SHA-256 was published.`)];
  const version = report.biosVersion;
  const findings: Finding[] = [];
  const signed = report.bios?.signatureBlock;
  if (signed === undefined)
    findings.push(fail('BIOS_UNSIGNED', `${path} carries no signature block of HP’s: the recovery refuses it.`, { next }));
  else if (version !== undefined && signed !== version)
    findings.push(
      fail(
        'BIOS_SPLICED',
        `${path} is BIOS ${version} with the signature block of ${signed}: it was put together, and the recovery refuses it.`,
        { next },
      ),
    );
  const found = report.bios?.microcode.map(({ cpuid, revision }) => `${cpuid} ${revision.toString(16).toUpperCase()}`) ?? [];
  const expected = version === undefined ? undefined : stockMicrocode.get(version);
  if (expected && found.length > 0 && (found.length !== expected.length || !expected.every((one) => found.includes(one))))
    findings.push(
      fail('BIOS_MODDED', `${path} holds other microcode than HP’s release ${version}: it was modified, and the recovery refuses it.`, {
        next,
        evidence: found.join(', '),
      }),
    );
  if (report.findings.some(({ severity, offset }) => severity === 'fail' && offset !== undefined && offset >= 0x510000))
    findings.push(fail('BIOS_DAMAGED', `The BIOS in ${path} is damaged: the recovery refuses it.`, { next }));
  if (report.macKind === 'factory')
    findings.push(
      warn(
        'BIOS_IS_A_DUMP',
        `${path} carries the MAC address of a board: it is a dump, not the file HP published, and its signature may not fit.`,
        { next },
      ),
    );
  if (!findings.some(({ severity }) => severity === 'fail'))
    findings.push(
      note('BIOS_UNPROVEN', `Nothing shows that ${path} was changed; that HP’s signature over it fits cannot be checked here.`),
    );
  return findings;
}
