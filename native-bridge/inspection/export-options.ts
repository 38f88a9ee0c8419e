// What an export is told beside the inspections.

export interface ExportOptions {
  /** Serial numbers and addresses with their values; only ever after a person asked for them. */
  readonly identity: boolean;
  /** "ROM Rescue 0.1.0", at the foot of a page. */
  readonly program?: string;
  /** Day, or day and time, as it is to be shown. */
  readonly madeAt?: string;
}
