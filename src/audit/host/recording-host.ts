import { isJsonObject } from '../../lib/json/json-readers.ts';
import { type Host, HostUnreadable } from '../host.ts';
import { type Answer, type HostRecord } from './host-record.ts';

export interface RecordingHost {
  readonly host: Host;
  /** What was asked so far. */
  record(): HostRecord;
}

/** Answers as the host does, and remembers; values of variables are replaced, since they may be secret. */
export function recordingHost(host: Host, now: Date): RecordingHost {
  const files = new Map<string, Answer<string>>();
  const folders = new Map<string, Answer<readonly string[]>>();
  const statuses = new Map<string, HostRecord['statuses'][string]>();
  const commands = new Map<string, HostRecord['commands'][string]>();
  const engine = new Map<string, Answer<unknown>>();
  const kept = async <T, R>(
    to: Map<string, Answer<R>>,
    key: string,
    read: () => Promise<T | undefined>,
    form: (value: T) => R,
  ): Promise<T | undefined> => {
    try {
      const value = await read();
      to.set(key, { value: value === undefined ? null : form(value) });
      return value;
    } catch (error) {
      if (error instanceof HostUnreadable) to.set(key, { unread: error.message });
      throw error;
    }
  };
  return {
    host: {
      name: host.name,
      address: host.address,
      readFile: (path) =>
        kept(
          files,
          path,
          () => host.readFile(path),
          (bytes) => maskFile(path, bytes),
        ),
      list: (folder) =>
        kept(
          folders,
          folder,
          () => host.list(folder),
          (names) => names,
        ),
      stat: (path) =>
        kept(
          statuses,
          path,
          () => host.stat(path),
          (status) => status,
        ),
      run: (argv) =>
        kept(
          commands,
          argv.join(' '),
          () => host.run(argv),
          (answer) => answer,
        ),
      ask: (path) => kept(engine, path, () => host.ask(path), maskAnswer),
    },
    record: () => ({
      format: 1,
      name: host.name,
      address: host.address,
      recordedAt: now.toISOString(),
      files: sorted(files),
      folders: sorted(folders),
      statuses: sorted(statuses),
      commands: sorted(commands),
      engine: sorted(engine),
    }),
  };
}

function sorted<T>(answers: ReadonlyMap<string, T>): Readonly<Record<string, T>> {
  return Object.fromEntries([...answers].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Command lines of processes other than dockerd are nobody’s concern, and of the environment only one name is. */
function maskFile(path: string, bytes: Uint8Array): string {
  const text = Buffer.from(bytes).toString('utf8');
  if (path === '/etc/environment') return encode((/^.*DOCKER_CONTENT_TRUST=.*$/m.exec(text) ?? [''])[0]);
  if (path.endsWith('/cmdline') && !/(?:^|\/)docker/.test(text.split('\0', 1)[0] ?? '')) return '';
  if (path === '/etc/passwd') return encode(text.replaceAll(/^([^:]*):[^:]*:/gm, '$1:x:'));
  if (path === '/etc/docker/daemon.json') return encode(text.replaceAll(/:\/\/[^/@"\s]*@/g, '://(masked)@'));
  return Buffer.from(bytes).toString('base64');
}

function encode(text: string): string {
  return Buffer.from(text).toString('base64');
}

function maskAnswer(value: unknown): unknown {
  return value instanceof Uint8Array ? { base64: Buffer.from(value).toString('base64') } : maskValues(value, '');
}

/** Members whose texts are `NAME=value`, options with passwords, and addresses with them. */
function maskValues(value: unknown, key: string): unknown {
  if (Array.isArray(value))
    return value.map((each) => (key === 'Env' && typeof each === 'string' ? `${each.split('=', 1)[0]}=(masked)` : maskValues(each, key)));
  // Arguments may be secret; the program is enough.
  if (isJsonObject(value) && Array.isArray(value['Processes']))
    return { ...value, Processes: value['Processes'].map((row) => (Array.isArray(row) ? row.map(firstWord) : undefined)) };
  if (isJsonObject(value)) return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, maskValues(each, name)]));
  if (typeof value !== 'string') return value;
  // The content of a config of a swarm.
  if (key === 'Data') return '(masked)';
  if (key === 'CreatedBy') return value.replaceAll(/\b([A-Za-z_]\w*)=\S+/g, '$1=(masked)');
  if (commandKeys.has(key)) return firstWord(value);
  if (/password|secret|token|jointokens|^worker$|^manager$/i.test(key)) return '(masked)';
  return value.replaceAll(/:\/\/[^/@"\s]*@/g, '://(masked)@');
}

/** Command lines in the engine’s answers. */
const commandKeys: ReadonlySet<string> = new Set(['Args', 'Cmd', 'Entrypoint', 'Command', 'Test']);

function firstWord(value: unknown): unknown {
  return typeof value === 'string' ? value.split(' ', 1)[0] : value;
}
