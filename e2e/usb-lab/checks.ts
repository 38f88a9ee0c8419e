// What must be true after each job of the lab. Each check is one line of the result.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LabImages } from './images';
import { readOutcome, readStats, type Outcome, type Stats } from './lab';

export interface Check {
  readonly what: string;
  readonly passed: boolean;
  readonly detail: string;
}

const check = (what: string, passed: boolean, detail: unknown = ''): Check => ({
  what,
  passed,
  detail: passed ? '' : JSON.stringify(detail),
});

export function bootBlockChecks(folder: string, { target }: LabImages): Check[] {
  const [identify, write, verify] = ['identify', 'write', 'verify'].map((name) => readOutcome(folder, name));
  const stats = readStats(folder, 'chip');
  return [
    check(
      'the program identifies the virtual CH341A and its chip',
      (identify?.json['chip'] as { jedec?: string })?.jedec === 'ef4018',
      identify,
    ),
    check('the boot block is written and read back', write?.exit === 0 && write.json['verified'] === true, write),
    check('the verify finds no difference', verify?.exit === 0 && verify.json['equal'] === true, verify),
    check('the chip holds the target, everywhere', holds(folder, 'chip', target)),
    check('flashrom reads the same boot block', flashromAgrees(folder, 'flashrom', target.subarray(0xff0000), 0xff0000)),
    check('no command was sent to a busy chip or without write enable', isClean(stats), stats),
    check('at least 32 IN transfers were in flight', (stats['max_in'] ?? 0) >= 32, stats['max_in']),
  ];
}

export function faultChecks(folder: string, { target, ruined }: LabImages): Check[] {
  const outcome = (name: string): Outcome => readOutcome(folder, name);
  const flipped = outcome('bitflip-contact');
  const isDone = (name: string): boolean => outcome(name).exit === 0 && outcome(name).json['verified'] === true;
  return [
    check('unplugged in a write: said so', fails(outcome('unplug'), 'USB_UNPLUGGED'), outcome('unplug')),
    check(
      'unplugged in a write: goes on to the target',
      isDone('unplug-resumed') && holds(folder, 'unplug', target),
      outcome('unplug-resumed'),
    ),
    check('clip off in a write: said so', fails(outcome('stuckff'), 'BUS_LOST'), outcome('stuckff')),
    check(
      'clip off in a write: goes on to the target',
      isDone('stuckff-resumed') && holds(folder, 'stuckff', target),
      outcome('stuckff-resumed'),
    ),
    check('wrong bits: the contact test names unsteady data', flipped.exit === 1 && flipped.json['diagnosis'] === 'data-unsteady', flipped),
    check('rare wrong bits: the chip ends as the target', isDone('bitflip-again') && holds(folder, 'bitflip', target), [
      outcome('bitflip'),
      outcome('bitflip-again'),
    ]),
    check('write-protected: said so', fails(outcome('protect'), 'CHIP_PROTECTED'), outcome('protect')),
    check('write-protected: the chip is as it was', holds(folder, 'protect', ruined)),
  ];
}

export function fullChecks(folder: string, { target, ruined }: LabImages): Check[] {
  const [contact, backup, write] = ['contact', 'backup', 'whole-write'].map((name) => readOutcome(folder, name));
  return [
    check('the contact test is good', contact?.json['diagnosis'] === 'good', contact),
    check(
      'two full reads agree and are saved',
      backup?.exit === 0 && backup.json['reads'] === 2 && same(readFileSync(join(folder, 'own.bin')), ruined),
      backup,
    ),
    check('the write is verified over the whole chip', write?.exit === 0 && write.json['comparedBytes'] === target.length, write),
    check('the chip holds the target, everywhere', holds(folder, 'whole', target)),
    check('flashrom reads the same chip', flashromAgrees(folder, 'flashrom-whole', target, 0)),
  ];
}

const fails = ({ exit, json }: Outcome, code: string): boolean => exit === 3 && json.error?.code === code;
const same = (left: Uint8Array, right: Uint8Array): boolean => Buffer.compare(left, right) === 0;
const holds = (folder: string, chip: string, wanted: Uint8Array): boolean => same(readFileSync(join(folder, `${chip}.bin`)), wanted);
const isClean = (stats: Stats): boolean => stats['illegal'] === 0 && stats['bad_program'] === 0;

/** flashrom's file is a whole image of which only the range it was asked for is filled. */
function flashromAgrees(folder: string, name: string, wanted: Uint8Array, offset: number): boolean {
  const ended = readFileSync(join(folder, `${name}.exit`), 'utf8').trim();
  return ended === '0' && same(readFileSync(join(folder, `${name}.bin`)).subarray(offset, offset + wanted.length), wanted);
}
