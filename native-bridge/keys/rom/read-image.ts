// The whole inspection of a workstation's image, with the tools of this process.
import { inspectImage } from '../../../shared/firmware/inspect';
import { nodeTools } from '../../inspection/node-tools';
import type { ReadImage } from './judge-image';

export const readImage: ReadImage = (bytes) => inspectImage(bytes, {}, nodeTools);
