// How much one inspection takes in. Everything beyond is told, not read.
const MIB = 1024 * 1024;

/** Sixteen times the largest chip of the machines that we know. */
export const MAX_FILE_BYTES = 256 * MIB;
/** Of one archive, with all archives in it. */
export const MAX_UNPACKED_BYTES = 1024 * MIB;
/** Of one archive: so many are named, and so many of them inspected. */
export const MAX_MEMBERS_NAMED = 1000;
export const MAX_MEMBERS_INSPECTED = 200;
/** A zip in a gz in a zip. */
export const MAX_ARCHIVE_DEPTH = 3;
export const MAX_FILES = 100_000;
export const MAX_FOLDER_DEPTH = 64;
