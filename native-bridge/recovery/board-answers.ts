// Which board each adapter is, as the person answered: kept in the cases folder, so that it is asked once per adapter and not at
// every start. An adapter has no serial number: it is known by its place (kind, bus, port).
import { join } from 'node:path';
import { z } from 'zod';
import { boardAnswers, type BoardAnswer } from '../../shared/model/programmer';
import type { Disk } from './files';
import { parseJson } from './vault';

const schema = z.object({ version: z.literal(1), boards: z.record(z.string(), z.enum(boardAnswers)) });

export class BoardAnswers {
  private constructor(
    private readonly disk: Disk,
    private readonly folder: string,
    private readonly answers: Map<string, BoardAnswer>,
  ) {}

  /** What cannot be read is asked again. */
  static async load(disk: Disk, folder: string): Promise<BoardAnswers> {
    const text = await disk.readText(pathIn(folder)).catch(() => undefined);
    const parsed = schema.safeParse(parseJson(text));
    return new BoardAnswers(disk, folder, new Map(parsed.success ? Object.entries(parsed.data.boards) : []));
  }

  get(programmerId: string): BoardAnswer | undefined {
    return this.answers.get(programmerId);
  }

  /** Holds in this run also where the disk does not take it; answers whether it did. */
  async set(programmerId: string, answer: BoardAnswer): Promise<boolean> {
    this.answers.set(programmerId, answer);
    return this.save();
  }

  /** For an adapter that was seen to leave: another board may come to the same port. */
  async forget(programmerIds: readonly string[]): Promise<void> {
    const known = programmerIds.filter((id) => this.answers.delete(id));
    if (known.length > 0) await this.save();
  }

  private async save(): Promise<boolean> {
    const text = `${JSON.stringify({ version: 1, boards: Object.fromEntries(this.answers) }, null, 2)}\n`;
    try {
      await this.disk.ensureFolder(this.folder);
      await this.disk.write(pathIn(this.folder), text);
      return true;
    } catch {
      return false;
    }
  }
}

const pathIn = (folder: string): string => join(folder, 'boards.json');
