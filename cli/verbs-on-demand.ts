// The verbs, each read from the disk when it runs: one that looks at a file needs neither the devices nor the recovery.
import type { Answer } from './verb';

const onDemand =
  <Given extends readonly unknown[]>(load: () => Promise<(...given: Given) => Promise<Answer>>) =>
  async (...given: Given): Promise<Answer> =>
    (await load())(...given);

export const backup = onDemand(async () => (await import('./verbs/backup')).backup);
export const compare = onDemand(async () => (await import('./verbs/compare')).compare);
export const compose = onDemand(async () => (await import('./verbs/compose')).compose);
export const contactTest = onDemand(async () => (await import('./verbs/contact-test')).contactTest);
export const drives = onDemand(async () => (await import('./verbs/drives')).drives);
export const extract = onDemand(async () => (await import('./verbs/extract')).extract);
export const identify = onDemand(async () => (await import('./verbs/identify')).identify);
export const inspect = onDemand(async () => (await import('./verbs/inspect')).inspect);
export const keyBuild = onDemand(async () => (await import('./verbs/key-build')).keyBuild);
export const keyCheck = onDemand(async () => (await import('./verbs/key-check')).keyCheck);
export const keyCrisis = onDemand(async () => (await import('./verbs/key-crisis')).keyCrisis);
export const keyInspect = onDemand(async () => (await import('./verbs/key-inspect')).keyInspect);
export const plan = onDemand(async () => (await import('./verbs/plan')).plan);
export const practiceImageFile = onDemand(async () => (await import('./verbs/practice-image')).practiceImageFile);
export const practiceServe = onDemand(async () => (await import('./verbs/practice-serve')).practiceServe);
export const programmers = onDemand(async () => (await import('./verbs/programmers')).programmers);
export const read = onDemand(async () => (await import('./verbs/read')).read);
export const recover = onDemand(async () => (await import('./verbs/recover')).recover);
export const verify = onDemand(async () => (await import('./verbs/verify')).verify);
export const write = onDemand(async () => (await import('./verbs/write')).write);
