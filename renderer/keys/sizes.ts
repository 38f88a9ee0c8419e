// Sizes of drives as they are sold: in decimal units.
const number = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });

export function formatDriveSize(bytes: number): string {
  if (bytes >= 1e12) return `${number.format(bytes / 1e12)} TB`;
  return bytes >= 1e9 ? `${number.format(bytes / 1e9)} GB` : `${number.format(bytes / 1e6)} MB`;
}
