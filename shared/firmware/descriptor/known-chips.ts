// Names for the JEDEC ids that stand in the tables of supported chips. Only parts whose id is published in their datasheet.
const names: Readonly<Record<string, string>> = {
  'EF 40 15': 'Winbond W25Q16',
  'EF 40 16': 'Winbond W25Q32',
  'EF 40 17': 'Winbond W25Q64',
  'EF 40 18': 'Winbond W25Q128',
  'C2 20 15': 'Macronix MX25L16',
  'C2 20 16': 'Macronix MX25L32',
  'C2 20 17': 'Macronix MX25L64',
  'C2 20 18': 'Macronix MX25L128',
  '20 BA 16': 'Micron N25Q032',
  '20 BA 17': 'Micron N25Q064',
  '20 BA 18': 'Micron N25Q128',
  '1F 47 00': 'Atmel AT25DF321',
  '1F 48 00': 'Atmel AT25DF641',
  'BF 25 4A': 'SST 25VF032B',
  'BF 25 4B': 'SST 25VF064C',
  '1C 30 17': 'Eon EN25Q64',
  '1C 30 18': 'Eon EN25Q128',
  'C8 40 16': 'GigaDevice GD25Q32',
  'C8 40 17': 'GigaDevice GD25Q64',
  'C8 40 18': 'GigaDevice GD25Q128',
};

/** `id`: vendor in the lowest byte, as the descriptor stores it. "EF 40 18". */
export const jedecText = (id: number): string =>
  [id & 0xff, (id >>> 8) & 0xff, (id >>> 16) & 0xff].map((byte) => byte.toString(16).toUpperCase().padStart(2, '0')).join(' ');

export const chipName = (jedec: string): string | undefined => names[jedec];

/** However it is written ("ef4018", "EF 40 18"): the form used here, or undefined where it is no id. */
export function normalJedec(text: string): string | undefined {
  const digits = text.replace(/[^0-9a-f]/gi, '').toUpperCase();
  return digits.length === 6 ? `${digits.slice(0, 2)} ${digits.slice(2, 4)} ${digits.slice(4)}` : undefined;
}
