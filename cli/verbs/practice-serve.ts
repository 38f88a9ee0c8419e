// rom-rescue practice serve: a simulated chip behind serprog, for other tools to talk to. Runs until it is stopped.
import { fault } from '../../shared/model/errors';
import { VirtualClock } from '../../native-bridge/clock';
import { diskFault, nodeDisk } from '../../native-bridge/recovery/files';
import { NorChip } from '../../native-bridge/simulator/nor-chip';
import { w25q128 } from '../../native-bridge/simulator/nor-profile';
import { practiceGoodImage } from '../../native-bridge/simulator/practice-image';
import { fileStore } from '../../native-bridge/simulator/practice-store';
import { serveSerprog } from '../../native-bridge/simulator/serprog-server';
import { ExitCode } from '../exit-codes';
import { readImage } from '../image-file';
import { parseCount } from '../numbers';
import type { Answer, Verb } from '../verb';

export interface PracticeServeOptions {
  /** HOST:PORT; port 0 is any free one. */
  readonly serprog: string;
  /** What the chip holds when it starts; what clients write lands there. */
  readonly image?: string;
}

export async function practiceServe(verb: Verb, { serprog, image }: PracticeServeOptions): Promise<Answer> {
  const colon = serprog.lastIndexOf(':');
  if (colon < 1) throw fault('INPUT_INVALID', { detail: `"${serprog}" is not HOST:PORT` });
  const host = serprog.slice(0, colon);
  const wantedPort = parseCount(serprog.slice(colon + 1), 0, 65_535, 'the port');
  const chip = await chipFrom(image);
  const server = await serveSerprog({ host, port: wantedPort, chip, clock: new VirtualClock() }).catch((thrown: unknown) => {
    throw fault('INPUT_INVALID', { detail: `${serprog} cannot be served (${thrown instanceof Error ? thrown.message : String(thrown)})` });
  });
  const at = `${host}:${server.port}`;
  verb.terminal.note(`Serving ${chip.profile.name} on ${at} until Ctrl-C. For example: flashrom -p serprog:ip=${at} -r FILE`);
  await stopped(verb.signal);
  await server.close();
  const { pages, erases4k, erases32k, erases64k, readBytes } = chip.counters;
  return {
    exit: ExitCode.good,
    json: { address: at, pages, erases: { '4K': erases4k, '32K': erases32k, '64K': erases64k }, readBytes },
    text: [`Served: ${readBytes} bytes read, ${pages} pages programmed, ${erases4k + erases32k + erases64k} blocks erased.`],
  };
}

async function chipFrom(image: string | undefined): Promise<NorChip> {
  if (image === undefined) return new NorChip(w25q128, practiceGoodImage());
  const content = (await nodeDisk.exists(image)) ? await readImage(image) : practiceGoodImage();
  if (content.length !== w25q128.sizeBytes) throw fault('IMAGE_WRONG_SIZE', { size: content.length, expected: w25q128.sizeBytes });
  const chip = new NorChip(w25q128, content);
  const store = fileStore(image);
  try {
    store.start(content, false);
  } catch (thrown) {
    throw diskFault(thrown, image);
  }
  chip.array.contentChanged = ({ start, end }) => store.changed(chip.content, start, end);
  return chip;
}

const stopped = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
