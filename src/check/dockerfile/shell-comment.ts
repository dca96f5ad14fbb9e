/** What ShellCheck says about a command, at its place in the Dockerfile. */
export interface ShellComment {
  /** `SC2086` */
  readonly code: string;
  readonly level: 'error' | 'warning' | 'info' | 'style';
  readonly message: string;
  /** Of ShellCheck. */
  readonly version: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}
