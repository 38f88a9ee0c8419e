import { describe, expect, it } from 'vitest';
import { certainties } from '../model/knowledge';
import { machineIds } from '../model/diagnosis';
import { machineById, machines, machinesOfFamily, regionIds } from './index';

/** Every statement in the data: an object with value, certainty and source, at any depth. */
function statements(data: unknown): { value: unknown; certainty: string; source: string }[] {
  if (typeof data !== 'object' || data === null) return [];
  const inside = Object.values(data).flatMap(statements);
  return 'certainty' in data && 'source' in data ? [data as { value: unknown; certainty: string; source: string }, ...inside] : inside;
}

describe('what is known of the machines', () => {
  it('names each machine once, two of them sharing one family', () => {
    expect(machines.map(({ id }) => id)).toEqual([...machineIds]);
    expect(machinesOfFamily('J61').map(({ id }) => id)).toEqual(['z420', 'z620']);
    expect(machineById('toaster')).toBeUndefined();
  });

  it.each(machines.map((machine) => [machine.name, machine] as const))(
    'maps the whole chip of the %s without gap or overlap',
    (_, { layout }) => {
      let end = 0;
      for (const { offset, length } of layout.regions) {
        expect(offset).toBe(end);
        end = offset + length;
      }
      expect([end, layout.regions.map(({ name }) => name)]).toEqual([layout.sizeBytes, [...regionIds]]);
      for (const { offset, length } of layout.volumes)
        expect(layout.regions.some((region) => offset >= region.offset && offset + length <= region.offset + region.length)).toBe(true);
    },
  );

  it('gives every statement a certainty and a source', () => {
    for (const machine of machines) {
      const all = statements(machine);
      expect(all.length).toBeGreaterThan(40);
      for (const { certainty, source } of all) expect([certainties.includes(certainty as never), source.length > 3]).toEqual([true, true]);
    }
  });

  it('says that it does not know what is not known', () => {
    const z820 = machineById('z820')!;
    expect([z820.flash.place.certainty, machineById('z620')!.assemblyNumbers.certainty]).toEqual(['unknown', 'unknown']);
  });
});
