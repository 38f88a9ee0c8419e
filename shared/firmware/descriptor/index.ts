// The public face of the descriptor's folder.
export { hasDescriptorSignature } from './maps';
export { parseDescriptor, type Descriptor, type DescriptorRegion, type DescriptorRegionName, type MasterAccess } from './parse-descriptor';
export { readDescriptor, type DescriptorContext, type DescriptorReading } from './read-descriptor';
