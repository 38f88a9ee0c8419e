import { describe, expect, it } from 'vitest';
import { bareReport } from '../../shared/firmware/bare-report';
import type { ImageReport } from '../../shared/firmware/report';
import type { FileInspection } from '../../shared/model/file-inspection';
import { exportCsv } from './export-csv';
import { exportHtml } from './export-html';
import { exportJson } from './export-json';

const report: ImageReport = {
  ...bareReport({
    size: 0x1000,
    verdict: 'damaged',
    summary: 'A <b>small</b> image.',
    findings: [{ code: 'X', severity: 'fail', offset: 0x100, length: 16, message: 'The address 00-1F-29-12-34-56 stands here.' }],
  }),
  regions: [{ name: 'me', offset: 0x800, length: 0x400 }],
  mac: '00:1f:29:12:34:56',
  macKind: 'factory',
  identity: [{ kind: 'serial', title: 'Serial number', offset: 4, length: 10, state: 'present', value: 'CZC1234567', sha256: 'ab' }],
  structure: [{ kind: 'volume', name: '<i>volume</i>', offset: 0, length: 64, state: 'bad', detail: 'of CZC1234567' }],
};
const files: FileInspection[] = [{ file: '@evil"<script>.bin', size: 0x1000, sha256: 'cd', report }];
const writers = { html: exportHtml, json: exportJson, csv: exportCsv };

describe.each(Object.entries(writers))('as %s', (_kind, write) => {
  it('hides addresses, numbers and their hashes in any spelling, unless they are asked for', () => {
    expect(write(files, { identity: false })).not.toMatch(/12.?34.?56|CZC1234567|"ab"/i);
    expect(write(files, { identity: true })).toMatch(/00:1f:29:12:34:56/);
  });
});

it('the page holds no markup of the image, and draws the findings to scale', () => {
  const page = exportHtml(files, { identity: false, program: 'ROM Rescue' });
  expect(page).not.toMatch(/<script|<i>|<b>small/);
  expect(page).toMatch(/<rect class="mark fail" x="62\.50"/);
  expect(page).toMatch(/<rect class="region me" x="500\.00"[^>]* width="250\.00"/);
});

it('a line of the table starts no formula', () => {
  expect(exportCsv(files, { identity: false })).toContain(`\r\n"'@evil""<script>.bin",4096,"damaged",`);
});
