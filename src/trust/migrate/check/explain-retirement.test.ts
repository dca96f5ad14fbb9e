import { describe, expect, it } from 'vitest';
import { explainRetirement } from './explain-retirement.ts';

const before = new Date('2026-11-30T12:00:00Z');
const after = new Date('2026-12-08T00:00:00Z');

describe('explainRetirement', () => {
  it('states when a server is shut down and advises to export before', () => {
    expect(explainRetirement('https://notary.docker.io', before)).toMatch(
      /^Docker shuts down notary\.docker\.io on 2026-12-08\. Try again soon: export with pratique trust migrate export /,
    );
  });

  it('reports a server that was shut down and what remains', () => {
    expect(explainRetirement('https://notary.docker.io', after)).toMatch(
      /^Docker shut down notary\.docker\.io on 2026-12-08, so its signatures can no longer be read\. Use an archive /,
    );
  });

  it('says nothing about other servers', () => {
    expect(explainRetirement('https://notary.example.org:4443', before)).toBeUndefined();
  });
});
