import { expect, test } from 'vitest';
import { appError, errorCodes, type ErrorCode } from '../shared/model/errors';
import { errorText } from './messages';
import { failureLines } from './run-verb';

/** Words of the window: there is nothing to click in a terminal. */
const windowWords = /Look again|\bChoose\b|step 2|below the map|below this|open a new case|Open the case|Settle it/i;

test.each(errorCodes)('%s says what happened, whether the chip is safe and what to do, in words of the terminal', (code: ErrorCode) => {
  const { what, chip, steps } = errorText(appError(code));
  expect(what).not.toBe('');
  expect(chip).not.toBe('');
  expect(steps.length).toBeGreaterThan(0);
  if (code !== 'USB_DRIVER_MISSING') expect([what, ...steps].join('\n')).not.toMatch(windowWords);
});

test('a failure is told in four parts: what, chip, steps, details', () => {
  expect(failureLines(appError('WRITE_BLOCK_FAILED', { offset: 4096 }, undefined, 'modified'), false)).toEqual([
    'The block at 0x001000 did not take its content after two tries.',
    'The chip is written in part. What is old, new and unknown is in the journal; the write can go on.',
    '  1. Set the clip anew, straight down, and run: rom-rescue contact-test',
    '  2. Then, to go on: rom-rescue write --resume FOLDER (the folder is named above).',
    '  3. If it fails again at the same place, the chip is worn: replace it.',
    'Details: WRITE_BLOCK_FAILED offset=4096',
  ]);
});

test('a bug is told with its stack', () => {
  expect(failureLines(appError('INTERNAL', { detail: 'x' }, new Error('here')), false).at(-1)).toContain('Error: here');
});
