import { describe, expect, it } from 'vitest';
import { fakeHost } from '../../../test/support/fake-host.ts';
import { type Change, findDrift } from './drift.ts';
import { readDrift } from './read-changes.ts';

const kinds = ['changed', 'added', 'deleted'] as const;
const change = (path: string, kind: number): Change => ({ path, kind: kinds[kind]! });

describe('changes in a running container', () => {
  const executable = { isFile: true, isExecutable: true };
  const plain = { isFile: true, isExecutable: false };

  it('tells programs, packages and accounts, and counts what every container writes [67]', async () => {
    const statuses = new Map([
      ['/usr/local/bin/miner', executable],
      ['/usr/bin/curl', executable],
      ['/tmp/run.sh', executable],
      ['/tmp/x.sock', { isFile: false, isExecutable: true }],
      ['/root/.bash_history', plain],
      ['/opt/app/plugin.so', plain],
    ]);
    const changes = [
      ...['/run', '/tmp', '/var', '/var/log', '/var/lib', '/var/lib/dpkg', '/etc', '/root', '/usr', '/usr/local', '/usr/local/bin', '/usr/bin', '/opt', '/opt/app'].map((path) => change(path, 0)),
      ...['/run/app.pid', '/tmp/x.sock', '/tmp/run.sh', '/var/log/app.log', '/root/.bash_history', '/usr/local/bin/miner', '/opt/app/plugin.so'].map((path) => change(path, 1)),
      ...['/etc/hosts', '/etc/hostname', '/etc/resolv.conf', '/var/lib/dpkg/status', '/usr/bin/curl', '/etc/shadow'].map((path) => change(path, 0)),
      ...['/usr/bin/passwd', '/srv/data.txt'].map((path) => change(path, 2)),
    ];
    const { items, otherCount, unread } = await findDrift(changes, (path) => Promise.resolve(statuses.get(path)));
    expect(items.map(({ path, kind, drift }) => `${drift} ${kind} ${path}`)).toEqual([
      'program added /opt/app/plugin.so',
      'program changed /usr/bin/curl',
      'program deleted /usr/bin/passwd',
      'program added /usr/local/bin/miner',
      'packages changed /var/lib/dpkg/status',
      'accounts changed /etc/shadow',
      'temporary-program added /tmp/run.sh',
    ]);
    expect({ otherCount, unread }).toEqual({ otherCount: changes.length - items.length, unread: [] });
  }); // prettier-ignore

  it('says how many it did not examine', async () => {
    const many = Array.from({ length: 600 }, (_, at) => change(`/srv/${at}`, 1));
    const { items, unread } = await findDrift(many, () => Promise.resolve(plain));
    expect({ items, unread }).toEqual({ items: [], unread: ['100 changed files were not examined: only the first 500 are'] });
  });

  it('asks the engine for the list and for each file, and takes null for nothing', async () => {
    const path = encodeURIComponent('/opt/a');
    const engine = {
      '/containers/x/changes': [{ Path: '/opt/a', Kind: 1 }, { Path: 5 }],
      [`HEAD /containers/x/archive?path=${path}`]: { mode: 0o755 },
    };
    expect(await readDrift(fakeHost({ engine }), 'x')).toEqual({ value: { items: [{ path: '/opt/a', kind: 'added', drift: 'program' }], otherCount: 0, unread: [] } }); // prettier-ignore
    expect(await readDrift(fakeHost({ engine: { '/containers/x/changes': null } }), 'x')).toEqual({
      value: { items: [], otherCount: 0, unread: [] },
    });
    expect(await readDrift(fakeHost({}), 'x')).toEqual({ unread: 'the container has ended' });
  });
});
