// Where cases are kept unless told: the documents of the person, so that they are found and backed up with them.
import { join } from 'node:path';

export interface Surroundings {
  readonly platform: string;
  readonly homeFolder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** `ROM_RESCUE_CASES` overrides. */
export function defaultCasesFolder({ platform, homeFolder, environment }: Surroundings): string {
  const told = environment['ROM_RESCUE_CASES'];
  if (told) return told;
  // On Linux the documents folder may be named in any language; XDG data is where a program keeps what it must not lose.
  if (platform === 'linux') return join(environment['XDG_DATA_HOME'] ?? join(homeFolder, '.local', 'share'), 'rom-rescue', 'cases');
  return join(homeFolder, 'Documents', 'ROM Rescue');
}
