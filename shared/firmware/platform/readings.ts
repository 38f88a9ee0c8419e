// What the readers of this folder answer, joined into one.
import type { Reading } from '../report';

export const emptyReading: Reading = { findings: [], structure: [], proofs: [] };

export function joinReadings(readings: readonly Reading[]): Reading {
  return {
    findings: readings.flatMap(({ findings }) => findings),
    structure: readings.flatMap(({ structure }) => structure),
    proofs: readings.flatMap(({ proofs }) => proofs),
  };
}
