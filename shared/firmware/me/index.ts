// The public face of the ME folder.
export { parseMe, type MePartition, type MeRegion, type MeState } from './parse-me';
export { readMe, type MeContext, type MeReading } from './read-me';
