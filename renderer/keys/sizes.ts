// Sizes of drives as they are sold: in decimal units. Number and unit stay on one line.
const number = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });

export function formatDriveSize(bytes: number): string {
  if (bytes >= 1e12) return `${number.format(bytes / 1e12)}\u00a0TB`;
  return bytes >= 1e9 ? `${number.format(bytes / 1e9)}\u00a0GB` : `${number.format(bytes / 1e6)}\u00a0MB`;
}
