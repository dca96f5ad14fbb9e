import { type FileStatus, type Host } from '../../src/audit/host.ts';

/** A host made of answers; what is not there does not exist. */
export interface FakeHost {
  readonly name?: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly folders?: Readonly<Record<string, readonly string[]>>;
  readonly statuses?: Readonly<Record<string, Partial<FileStatus>>>;
  readonly commands?: Readonly<Record<string, string>>;
  readonly engine?: Readonly<Record<string, unknown>>;
}

export function fakeHost({
  name = 'unix:///run/docker.sock',
  files = {},
  folders = {},
  statuses = {},
  commands = {},
  engine = {},
}: FakeHost): Host {
  const own = <T>(from: Readonly<Record<string, T>>, key: string): T | undefined => (Object.hasOwn(from, key) ? from[key] : undefined);
  return {
    name,
    address: name,
    readFile: (path) => Promise.resolve(own(files, path) === undefined ? undefined : Buffer.from(own(files, path) ?? '')),
    list: (folder) => Promise.resolve(own(folders, folder)),
    stat: (path) => {
      const status = own(statuses, path);
      return Promise.resolve(status === undefined ? undefined : { type: 'file', mode: 0o644, userId: 0, groupId: 0, ...status });
    },
    run: (argv) => {
      const stdout = own(commands, argv.join(' '));
      return Promise.resolve(stdout === undefined ? undefined : { status: 0, stdout });
    },
    ask: (path) => Promise.resolve(own(engine, path)),
  };
}
