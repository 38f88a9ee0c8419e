// The public face of the network region's folder.
export { fixGbeSum, macKindOf, parseGbe, type Gbe, type GbeCopy, type MacKind } from './parse-gbe';
export { readGbe, type GbeReading } from './read-gbe';
