// /proc/self/mountinfo, read. Pure.

export interface Mount {
  /** "8:17" */
  readonly device: string;
  readonly place: string;
  readonly type: string;
  readonly source: string;
}

/** Lines that are none are left out. */
export function parseMounts(mountinfo: string): Mount[] {
  return mountinfo.split('\n').flatMap((line) => {
    const [before = '', after] = line.split(' - ');
    const fields = before.split(' ');
    const [device, place] = [fields[2], fields[4]];
    const [type, source] = after?.split(' ') ?? [];
    return device && place && type && source ? [{ device, place: unescaped(place), type, source: unescaped(source) }] : [];
  });
}

/** The mount that a file lies on; the last of several at one place hides the others. */
export function holderOf(file: string, mounts: readonly Mount[]): Mount | undefined {
  const holding = mounts.filter(({ place }) => place === '/' || file === place || file.startsWith(`${place}/`));
  return holding.reduce<Mount | undefined>((best, mount) => (best && best.place.length > mount.place.length ? best : mount), undefined);
}

/** Blanks and backslashes stand as octal numbers. */
const unescaped = (word: string): string => word.replace(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(parseInt(digits, 8)));
