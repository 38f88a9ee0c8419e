import { expect, it } from 'vitest';
import { runCommand } from './run-command';

const node = (program: string, limitMs: number) => runCommand(process.execPath, ['-e', program], { limitMs });

it('keeps what a command printed on either stream and whether it ended well', async () => {
  expect(await node('console.log("out"); console.error("err")', 20_000)).toEqual({
    endedWell: true,
    timedOut: false,
    output: expect.stringMatching(/out\n|err\n/) as string,
  });
  expect(await node('process.exit(3)', 20_000)).toEqual({ endedWell: false, timedOut: false, output: '' });
});

it('ends a command that never ends, together with what it started', async () => {
  const hang =
    'require("node:child_process").spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "inherit" }); setInterval(() => {}, 1000)';
  expect(await node(hang, 300)).toMatchObject({ endedWell: false, timedOut: true });
});

it('reports a command that does not exist as one that ended badly', async () => {
  expect(await runCommand('no-such-command-anywhere', [], { limitMs: 20_000 })).toMatchObject({ endedWell: false, timedOut: false });
});
