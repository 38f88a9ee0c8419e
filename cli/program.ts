// The grammar of the command line: verbs and their options. What a verb does stands in verbs/.
import { Command, CommanderError, Option } from 'commander';
import { crisisLayoutIds } from '../native-bridge/keys/build/crisis-layouts';
import { serverSymptoms } from '../shared/machines/proliant';
import { machineIds } from '../shared/model/diagnosis';
import { fault } from '../shared/model/errors';
import { boardAnswers } from '../shared/model/programmer';
import { recipeIds } from '../shared/model/recovery';
import type { DeviceOptions } from './device';
import { ExitCode } from './exit-codes';
import { runVerb } from './run-verb';
import type { Terminal } from './terminal';
import type { Answer, Verb } from './verb';
import type { BackupOptions } from './verbs/backup';
import type { CompareOptions } from './verbs/compare';
import type { ComposeOptions } from './verbs/compose';
import type { ExtractOptions } from './verbs/extract';
import type { InspectOptions } from './verbs/inspect';
import type { KeyBuildOptions } from './verbs/key-build';
import type { KeyCheckOptions } from './verbs/key-check';
import type { KeyCrisisOptions } from './verbs/key-crisis';
import type { KeyInspectOptions } from './verbs/key-inspect';
import type { PlanOptions } from './verbs/plan';
import type { PracticeImageOptions } from './verbs/practice-image';
import type { PracticeServeOptions } from './verbs/practice-serve';
import type { ReadOptions } from './verbs/read';
import type { RecoverOptions } from './verbs/recover';
import type { VerifyOptions } from './verbs/verify';
import type { WriteOptions } from './verbs/write';
import {
  backup,
  compare,
  compose,
  contactTest,
  drives,
  extract,
  identify,
  inspect,
  keyBuild,
  keyCheck,
  keyCrisis,
  keyInspect,
  plan,
  practiceImageFile,
  practiceServe,
  programmers,
  read,
  recover,
  verify,
  write,
} from './verbs-on-demand';

const parents = ['practice', 'key'];

export interface ProgramDeps {
  readonly version: string;
  readonly terminal: Terminal;
  /** Made when a verb runs, so that --help touches no device. */
  readonly verb: () => Verb;
}

/** Runs one command line and answers the exit status. Throws nothing. */
export async function runProgram(args: readonly string[], deps: ProgramDeps): Promise<ExitCode> {
  let exit: ExitCode = ExitCode.good;
  const wantsJson = args.includes('--json');
  const perform = async (name: string, work: (verb: Verb) => Promise<Answer>): Promise<void> => {
    exit = await runVerb({ verb: name, json: wantsJson, terminal: deps.terminal }, () => work(deps.verb()));
  };
  const program = grammar(perform, deps);
  try {
    await program.parseAsync(args, { from: 'user' });
    return exit;
  } catch (thrown) {
    if (!(thrown instanceof CommanderError)) throw thrown;
    if (thrown.exitCode === 0) return ExitCode.good;
    return runVerb({ verb: verbIn(args), json: wantsJson, terminal: deps.terminal }, () =>
      Promise.reject(fault('INPUT_INVALID', { detail: usageText(thrown, args) })),
    );
  }
}

type Perform = (name: string, work: (verb: Verb) => Promise<Answer>) => Promise<void>;

function grammar(perform: Perform, { version, terminal }: ProgramDeps): Command {
  const program = new Command('rom-rescue');
  program
    .description('Brings back machines whose firmware flash is broken.')
    .version(version, '-V, --version')
    .exitOverride()
    .configureOutput({ writeOut: (text) => terminal.print(text.trimEnd()), writeErr: () => undefined })
    .showHelpAfterError(false)
    .helpCommand(false)
    .addHelpText(
      'after',
      '\nSizes and offsets: 0x1000, 4096, 4K, 1M. Exit: 0 good, 1 check failed, 2 usage, 3 device or I/O, 4 refused, 130 cancelled.',
    );

  const verb = (parent: Command, name: string, description: string): Command =>
    parent.command(name).description(description).option('--json', 'one JSON document on stdout');
  const deviceVerb = (name: string, description: string): Command =>
    verb(program, name, description)
      .option('--programmer <id>', 'ch341a, ch341a:BUS-PORT or simulated:SCENARIO (default: the one that is plugged in)')
      .addOption(new Option('--chip-file <file>', 'keeps a simulated chip between commands'));
  const imageVerb = (name: string, description: string): Command =>
    deviceVerb(name, description)
      .option('--regions <names>', 'bb,bios,… or all')
      .option('--range <offset:length>', 'bytes of the chip, for example 0xFF0000:64K');

  verb(program, 'programmers', 'list what is plugged in, and what is missing to use it').action(() => perform('programmers', programmers));
  deviceVerb('contact-test', 'prove the wiring without changing anything').action((options: DeviceOptions) =>
    perform('contact-test', (given) => contactTest(given, options)),
  );
  deviceVerb('identify', 'chip, size, protection, unique id').action((options: DeviceOptions) =>
    perform('identify', (given) => identify(given, options)),
  );
  deviceVerb('read', 'read once')
    .requiredOption('-o, --output <file>')
    .option('--range <offset:length>', 'only these bytes')
    .action((options: ReadOptions) => perform('read', (given) => read(given, options)));
  deviceVerb('backup', 'read until two reads agree, save, read the file back, inspect')
    .requiredOption('-o, --output <file>', 'never overwritten; FILE.json beside it says how it was read')
    .option('--reads <n>', 'full reads, at least 2')
    .action((options: BackupOptions) => perform('backup', (given) => backup(given, options)));
  imageVerb('plan', 'what a write would do and how long: nothing is written')
    .requiredOption('--image <file>')
    .option('--backup <file>', 'known contents, so that nothing need be read')
    .option('--allow-unsound', 'plan although the image has faults')
    .action((options: PlanOptions) => perform('plan', (given) => plan(given, options)));
  imageVerb('write', 'write by plan, and verify')
    .option('--image <file>')
    .option('--backup <file>', 'of this chip, read twice by "backup"')
    .option('--yes', 'do not ask')
    .option('--fresh', 'read what the write touches from the chip, instead of believing the backup there')
    .option('--verify <full|touched>', 'read back the whole chip (default), or only what was written')
    .option('--resume <folder>', 'go on after a fault')
    .option('--allow-unsound', 'write although the image has faults')
    .action((options: WriteOptions) => perform('write', (given) => write(given, options)));
  imageVerb('verify', 'compare the chip with a file')
    .requiredOption('--image <file>')
    .action((options: VerifyOptions) => perform('verify', (given) => verify(given, options)));
  verb(program, 'recover', 'the whole recovery without a window')
    .option('--programmer <id>', 'as for the other verbs; simulated:SCENARIO practises')
    .option('--case <folder>', 'a case to go on with; any other folder is where a new one is made')
    .option('--recipe <name>', recipeIds.join(', '))
    .option('--source <file...>', 'image or region files that the recipe takes from')
    .option('--machine <name>', 'machine of a new case (default: z620)')
    .option('--board <answer>', boardAnswers.join(', '))
    .option('--yes', 'confirm the power rules and the write')
    .action((options: RecoverOptions) => perform('recover', (given) => recover(given, options, version)));

  verb(program, 'compare', 'where and how reads or images differ, and what the difference means')
    .argument('<file...>', 'two files or more; the first is what the others are held against')
    .option('--ignore <names>', 'leave out fd, gbe, pdr, me, me-data, nvram, bios or bb: for example nvram,me-data')
    .action((files: string[], options: CompareOptions) => perform('compare', (given) => compare(given, files, options)));
  verb(program, 'extract', 'one region as a file')
    .argument('<file>', 'an image, or a part of one')
    .argument('<region>', 'fd, gbe, pdr, me, nvram, bios, bb, bios-region; or a partition, volume or file by name or identifier')
    .requiredOption('-o, --output <file>', 'never overwritten')
    .option('--machine <name>', 'the machine the image is for, where its descriptor is gone')
    .action((file: string, region: string, options: ExtractOptions) => perform('extract', () => extract(file, region, options)));
  verb(program, 'compose', 'an image to write, by the rules of composition')
    .requiredOption('-o, --output <file>', 'never overwritten; FILE.json beside it is the manifest')
    .requiredOption('--base <file>', 'the newest good backup of the board')
    .option('--take <region=file...>', 'fd, gbe, pdr, me, nvram, bios, bb or recovery, from a region file or a whole image')
    .option('--own <file...>', 'files among these that are backups of this very board')
    .option('--machine <name>', 'where no file names its family')
    .option('--mac <address>', 'network address, into both copies with their sums')
    .option('--me-data <policy>', 'keep, or declare-valid: the ME sets itself up at the next cold start')
    .option('--keep-recovery', 'leave the crisis-recovery volume of the base under the BIOS code taken')
    .option('--me-off', 'set the strap that switches the ME off')
    .option('--open-host', 'let the host read and write every region')
    .option('--foreign-me', 'take an ME that has run on another board')
    .option('--rebuild', 'there is no good backup: what is lost is named')
    .option('--allow-unsound', 'write the file although the result has faults')
    .action((options: ComposeOptions) => perform('compose', () => compose(options, version)));

  verb(program, 'inspect', 'what images are, and whether they are sound')
    .argument('<file...>', 'images, parts of images, archives and folders')
    .option('--csv', 'one line a file on stdout')
    .option('--html <file>', 'a page that needs nothing else')
    .option('--export <file>', 'the JSON document, as a file')
    .option('--findings <severity>', 'the lightest findings told: fail, warn or note')
    .option('--machine <name>', 'the machine the images are for')
    .option('--show-identity', 'show addresses and serial numbers instead of hiding them')
    .action((files: string[], options: InspectOptions) => perform('inspect', (given) => inspect(given, files, options)));

  const key = program.command('key').description('USB keys that flash a server, or recover a workstation');
  verb(key, 'inspect', 'what a SoftPaq, smart component or ROM image is, for which machine, whether it is genuine')
    .argument('<package...>', 'packages as downloaded, folders they were unpacked to, or ROM images')
    .option('--sha256 <hex>', 'as published on the download page of this one package')
    .option('--family <words>', 'family as the server shows it (P63), or its model')
    .action((files: string[], options: KeyInspectOptions) => perform('key-inspect', (given) => keyInspect(given, files, options)));

  verb(key, 'build', 'a bootable ROMPaq key out of packages')
    .requiredOption('--from <package...>', 'the SoftPaq “For USB Key-Media” of the server; a newer ROM image or package besides')
    .option('-o, --output <image>', 'an image file, never overwritten')
    .option('--drive <id>', 'a drive, as "drives" lists it')
    .option('--size <bytes>', 'of the image file (default: what the partition needs)')
    .option('--file-system <name>', 'fat32 (default), or fat16 for small or stubborn cases')
    .option('--family <words>', 'family as the server shows it (P63), or its model')
    .option('--image <name>', 'the ROM image, where the packages hold several')
    .option('--symptom <name>', `what the server said: ${serverSymptoms.join(', ')}`)
    .option('--drive-name <name>', 'the name of a large or fixed drive, typed')
    .option('--test-size', 'prove first that the drive holds what it says: some seconds, and what is on it stays until the key is written')
    .option('--yes', 'erase the drive without asking, and build although the family does not fit')
    .action((options: KeyBuildOptions) => perform('key-build', (given) => keyBuild(given, options)));
  verb(key, 'crisis', 'a crisis-recovery key for a workstation')
    .requiredOption('--bios <file>', 'the stock .BIN file, or the SoftPaq that holds it')
    .option('-o, --output <image>', 'an image file, never overwritten')
    .option('--drive <id>', 'a drive, as "drives" lists it')
    .option('--size <bytes>', 'of the image file (default: what the partition needs)')
    .option('--file-system <name>', 'fat32 (default) or fat16')
    .option('--machine <name>', machineIds.join(', '))
    .option('--processor <name>', 'v1 or v2 of the Xeon E5: old releases do not go with v2')
    .option('--installed <release>', 'BIOS release of the board, such as 3.96, where it is known')
    .option('--layout <name>', `where the file stands: ${crisisLayoutIds.join(', ')}`)
    .option('--image <name>', 'the BIOS file, where the package holds several')
    .option('--drive-name <name>', 'the name of a large or fixed drive, typed')
    .option('--test-size', 'prove first that the drive holds what it says: some seconds, and what is on it stays until the key is written')
    .option('--yes', 'erase the drive without asking')
    .action((options: KeyCrisisOptions) => perform('key-crisis', (given) => keyCrisis(given, options)));
  verb(key, 'check', 'whether a key will work, and why not')
    .argument('[key]', 'an image of a key, or the folder that a stick is shown as')
    .option('--drive <id>', 'a drive, as "drives" lists it: only read, without --repair')
    .option('--machine <name>', 'workstation or server the key is for')
    .option('--family <name>', 'family as the machine shows it')
    .option('--repair', 'mend on the drive or in the image file what can be mended without making the key anew')
    .option('--drive-name <name>', 'with --repair: the name of a large or fixed drive, typed')
    .action((path: string | undefined, options: KeyCheckOptions) => perform('key-check', (given) => keyCheck(given, path, options)));

  verb(program, 'drives', 'the drives a key may be written to, and why the others may not').action(() => perform('drives', () => drives()));

  const practice = program.command('practice').description('a machine to practise on, without hardware');
  verb(practice, 'image', 'a synthetic Z620 chip image')
    .requiredOption('-o, --output <file>')
    .option('--scenario <name>', 'what is broken about it')
    .action((options: PracticeImageOptions) => perform('practice-image', () => practiceImageFile(options)));
  verb(practice, 'serve', 'a simulated chip behind serprog, for other tools')
    .requiredOption('--serprog <host:port>')
    .option('--image <file>', 'what the chip holds, and where it is kept')
    .action((options: PracticeServeOptions) => perform('practice-serve', (given) => practiceServe(given, options)));
  return program;
}

const words = (args: readonly string[]): string[] => args.filter((word) => !word.startsWith('-'));

function verbIn(args: readonly string[]): string {
  const [first = 'usage', second] = words(args);
  return parents.includes(first) && second !== undefined ? `${first}-${second}` : /^[a-z-]+$/.test(first) ? first : 'usage';
}

function usageText({ code, message }: CommanderError, args: readonly string[]): string {
  const [first = ''] = words(args);
  if (code === 'commander.unknownCommand' || code === 'commander.help')
    return first === '' ? 'name a verb; see rom-rescue --help' : `there is no verb "${first}" in this version; see rom-rescue --help`;
  return message.replace(/^error: /, '').replaceAll("'", '"');
}
