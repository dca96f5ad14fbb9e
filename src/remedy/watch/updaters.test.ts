import { describe, expect, it } from 'vitest';
import { describeUpdaters, readUpdater } from './updaters.ts';

const dependabot = { name: 'Dependabot', path: '.github/dependabot.yml' } as const;
const renovate = { name: 'Renovate', path: 'renovate.json' } as const;

describe('updaters', () => {
  it('reads which ecosystems they update', () => {
    const text = 'version: 2\nupdates:\n  - package-ecosystem: "npm"\n    directory: "/"\n  -   directory: /x\n      package-ecosystem: docker\n  # package-ecosystem: gomod\n';
    expect(readUpdater(dependabot, text).ecosystems).toEqual(['npm', 'docker']);
    expect(readUpdater(renovate, '{"extends": ["config:recommended"]}').ecosystems).toBeUndefined();
    expect(readUpdater(renovate, '{ enabledManagers: ["npm", \'dockerfile\'], }').ecosystems).toEqual(['npm', 'dockerfile']);
  }); // prettier-ignore

  it('says what they update already, and what they could', () => {
    const updaters = [readUpdater(dependabot, '- package-ecosystem: npm'), readUpdater(renovate, '{}')];
    expect(describeUpdaters(updaters, ['Dockerfile', 'package.json', 'shop.csproj'])).toEqual([
      'Dependabot (.github/dependabot.yml) updates package.json: look for its pull requests before you apply this.',
      'Dependabot (.github/dependabot.yml) does not update Dockerfile; add docker to it to keep them up to date.',
      'Renovate (renovate.json) updates Dockerfile and package.json: look for its pull requests before you apply this.',
    ]);
  });
});
