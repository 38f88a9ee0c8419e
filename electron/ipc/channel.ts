/** The one channel between the preload and main; what travels on it is shared/ipc. */
export const CHANNEL = 'rom-rescue';
