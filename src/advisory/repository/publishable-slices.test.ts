import { expect, it } from 'vitest';
import { publishableSlices } from './publishable-slices.ts';
import { type SliceSource } from './slice-source.ts';

const slice = (name: string, ...sources: readonly string[]): SliceSource =>
  ({ name, directory: name, manifest: { shards: [{ name, sources }] } }) as unknown as SliceSource;

it('leaves out slices with anything that may not be passed on', () => {
  const slices = [slice('debian@12', 'debian-tracker'), slice('wolfi', 'osv-other', 'wolfi-secdb'), slice('cve')];
  const { slices: kept, privateNames } = publishableSlices(slices, [{ id: 'debian-tracker' }, { id: 'wolfi-secdb', mayPublish: false }]);
  expect([kept.map(({ name }) => name), privateNames]).toEqual([['debian@12', 'cve'], ['wolfi']]);
});
