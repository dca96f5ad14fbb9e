/**
 * The only door to the machine under audit, so that an audit runs in a test over a recorded host. Nothing behind it changes the machine.
 * Every method throws {@link HostUnreadable} where it could not look.
 */
export interface Host {
  /** As the report names it. */
  readonly name: string;
  /** Where its engine listens, as a command line of dockerd has it: `unix:///run/docker.sock`. */
  readonly address: string;
  /** `undefined`: there is no such file. */
  readFile(path: string): Promise<Uint8Array | undefined>;
  /** Names in a folder; `undefined`: there is no such folder. */
  list(folder: string): Promise<readonly string[] | undefined>;
  stat(path: string): Promise<FileStatus | undefined>;
  /** One of {@link auditCommands}; never given to a shell. `undefined`: there is no such program. */
  run(argv: readonly string[]): Promise<CommandAnswer | undefined>;
  /**
   * GET of the Docker Engine API, below the version: `/containers/json`. `undefined`: there is no such thing (404). With `HEAD ` in front, the status of
   * a file in a container.
   */
  ask(path: string): Promise<unknown>;
}

export interface FileStatus {
  readonly type: 'file' | 'directory' | 'socket' | 'symlink' | 'other';
  /** Permission bits, 0o7777. */
  readonly mode: number;
  readonly userId: number;
  readonly groupId: number;
}

export interface CommandAnswer {
  readonly status: number;
  readonly stdout: string;
}

/** Something on the host could not be looked at; the message says what and why, without a full stop. */
export class HostUnreadable extends Error {
  override readonly name = 'HostUnreadable';
}

/** Every program an audit may run. They only print. */
export const auditCommands: readonly (readonly string[])[] = [
  ['auditctl', '-l'],
  ['systemctl', 'show', '-p', 'FragmentPath', 'docker.service'],
  ['systemctl', 'show', '-p', 'FragmentPath', 'docker.socket'],
];

/** Whether a path of the Engine API is one an audit asks for. All are GET or HEAD; none has an effect. */
export function isAuditQuestion(path: string): boolean {
  return auditQuestions.some((pattern) => pattern.test(path));
}

const auditQuestions: readonly RegExp[] = [
  /^\/(?:version|info|swarm|networks|services|nodes|secrets|configs)$/,
  /^\/images\/json$/,
  /^\/images\/[A-Za-z0-9:]{1,80}\/(?:json|history)$/,
  /^\/containers\/json\?all=1$/,
  /^\/containers\/[A-Za-z0-9]{1,80}\/(?:json|top|changes)$/,
  /^HEAD \/containers\/[A-Za-z0-9]{1,80}\/archive\?path=[^\s&#]{1,12288}$/,
  /^\/containers\/[A-Za-z0-9]{1,80}\/archive\?path=%2Fetc%2Fpasswd$/,
];
