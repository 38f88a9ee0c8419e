// Which signal is on which pin of a flash package, and which pin of the adapter goes there.
// SOIC-16: Winbond W25Q128BV datasheet, by domain facts; SOIC-8: the same datasheet. Adapter: CH341A in SPI mode.
import type { ContactDiagnosis } from '../../shared/model/contact';
import type { ErrorCode } from '../../shared/model/errors';

export const packages = ['SOIC-16', 'SOIC-8'] as const;
export type PackageName = (typeof packages)[number];
export type Signal = 'VCC' | 'GND' | '/CS' | 'DO' | 'DI' | 'CLK' | '/WP' | '/HOLD';

export const pinouts: Record<PackageName, { readonly pinsPerSide: number; readonly signals: Readonly<Record<number, Signal>> }> = {
  'SOIC-16': { pinsPerSide: 8, signals: { 1: '/HOLD', 2: 'VCC', 7: '/CS', 8: 'DO', 9: '/WP', 10: 'GND', 15: 'DI', 16: 'CLK' } },
  'SOIC-8': { pinsPerSide: 4, signals: { 1: '/CS', 2: 'DO', 3: '/WP', 4: 'GND', 5: 'DI', 6: 'CLK', 7: '/HOLD', 8: 'VCC' } },
};

export const adapterPins: Record<Signal, string> = {
  VCC: '3.3 V',
  GND: 'GND',
  '/CS': 'CS0 (D0)',
  DO: 'MISO (D7)',
  DI: 'MOSI (D5)',
  CLK: 'SCK (D3)',
  '/WP': '3.3 V',
  '/HOLD': '3.3 V',
};

export const wireColours: Record<
  Signal,
  { readonly token: string; readonly name: 'red' | 'black' | 'yellow' | 'blue' | 'green' | 'violet' }
> = {
  VCC: { token: '--wire-red', name: 'red' },
  '/WP': { token: '--wire-red', name: 'red' },
  '/HOLD': { token: '--wire-red', name: 'red' },
  GND: { token: '--wire-black', name: 'black' },
  '/CS': { token: '--wire-yellow', name: 'yellow' },
  DO: { token: '--wire-blue', name: 'blue' },
  DI: { token: '--wire-green', name: 'green' },
  CLK: { token: '--wire-violet', name: 'violet' },
};

/** The pins to look at first for each diagnosis. */
export const suspects: Record<ContactDiagnosis, readonly Signal[]> = {
  good: [],
  'all-ff': ['VCC', 'DO', '/CS'],
  'all-00': ['DO', 'VCC'],
  unsteady: ['GND', 'VCC', 'DO'],
  shifted: ['CLK', 'GND'],
  'commands-lost': ['DI', 'CLK', '/CS'],
  'ids-disagree': ['DI', 'CLK', 'GND'],
  'data-unsteady': ['VCC', 'GND'],
  mirrored: ['DI', 'CLK'],
  'bus-lost': ['VCC', '/CS', 'DO'],
  'unknown-chip': [],
  'low-voltage-chip': ['VCC'],
  'still-busy': [],
};

export const suspectsOfError: Partial<Record<ErrorCode, readonly Signal[]>> = {
  BUS_ALL_FF: suspects['all-ff'],
  BUS_ALL_00: suspects['all-00'],
  BUS_UNSTABLE: suspects.unsteady,
  BUS_SHIFTED: suspects.shifted,
  BUS_COMMANDS_LOST: suspects['commands-lost'],
  BUS_LOST: suspects['bus-lost'],
  BUS_DATA_UNSTABLE: suspects['data-unsteady'],
  CHIP_PROTECTED: ['/WP'],
  CHIP_LOW_VOLTAGE: ['VCC'],
  READ_UNSTABLE: suspects['data-unsteady'],
  READ_MIRRORED: suspects.mirrored,
};

export const pinOf = (name: PackageName, signal: Signal): number =>
  Number(Object.entries(pinouts[name].signals).find(([, each]) => each === signal)?.[0] ?? 0);
