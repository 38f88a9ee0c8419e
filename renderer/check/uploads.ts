// Brings files to the desk in order, a few at once and each a piece at a time: the next piece is read when the last one lies on disk, so
// that hundreds of images never lie in memory. What is too large is refused by main before its first byte is read.
import { create } from 'zustand';
import { MAX_PIECE_BYTES, type Refusal } from '../../shared/ipc/check-views';
import { askCheck } from '../api/actions';
import type { Incoming } from './dropped-files';

interface UploadsState {
  readonly waiting: readonly Incoming[];
  readonly isRunning: boolean;
  /** Files that lay beside dumps in folders and were not taken: notes, pictures. */
  readonly passedOver: number;
  add(files: readonly Incoming[]): void;
  /** What has not begun is forgotten; the file in hand is abandoned. */
  stop(): void;
}

export const useUploads = create<UploadsState>((set, get) => ({
  waiting: [],
  isRunning: false,
  passedOver: 0,
  add: (files) => {
    set((state) => ({ waiting: [...state.waiting, ...files] }));
    if (!get().isRunning) void run();
  },
  stop: () => set({ waiting: [], isRunning: false, passedOver: 0 }),
}));

/** Small files are mostly waiting for an answer: while one waits, others come. Their order in the list is that of their beginning. */
const LANES = 4;

let turn = 0;

async function run(): Promise<void> {
  const own = ++turn;
  const goesOn = () => own === turn && useUploads.getState().isRunning;
  useUploads.setState({ isRunning: true });
  const lane = async () => {
    for (;;) {
      const [next, ...rest] = useUploads.getState().waiting;
      if (!next || !goesOn()) return;
      useUploads.setState({ waiting: rest });
      await bring(next, goesOn);
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  if (own === turn) useUploads.setState({ isRunning: false });
}

async function bring({ name, file, inFolder }: Incoming, goesOn: () => boolean): Promise<void> {
  const begun = await askCheck('check/begin', { name, sizeBytes: file.size, inFolder });
  if (!begun.ok) return;
  if (begun.value.outcome === 'passed-over') useUploads.setState((state) => ({ passedOver: state.passedOver + 1 }));
  if (begun.value.outcome !== 'taken') return;
  const { fileId } = begun.value;
  const abandon = (why: Refusal) => askCheck('check/abandon', { fileId, why });
  for (let offset = 0; offset < file.size; offset += MAX_PIECE_BYTES) {
    const bytes = await pieceOf(file, offset);
    if (!bytes) return void (await abandon(offset > 0 ? 'changed-while-read' : 'cannot-be-read'));
    if (!goesOn()) return void (await abandon('stopped'));
    // Its row says what went wrong, or the person has removed it.
    if (!(await askCheck('check/piece', { fileId, offset, bytes })).ok) return;
  }
}

/** `undefined` where the file is gone, is other than when it was chosen, may not be read, or is a folder. */
async function pieceOf(file: File, offset: number): Promise<Uint8Array | undefined> {
  const wanted = Math.min(MAX_PIECE_BYTES, file.size - offset);
  try {
    const bytes = new Uint8Array(await file.slice(offset, offset + wanted).arrayBuffer());
    return bytes.length === wanted ? bytes : undefined;
  } catch {
    return undefined;
  }
}
