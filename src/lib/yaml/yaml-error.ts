/** Why a YAML text was not taken, and where: the line and column (from 1) of what is wrong. */
export class YamlError extends Error {
  override readonly name = 'YamlError';
  readonly line: number;
  readonly column: number;
  /** What was probably meant, if known. */
  readonly meant: string | undefined;

  constructor(message: string, place: { readonly line: number; readonly column: number }, meant?: string) {
    super(message);
    this.line = place.line;
    this.column = place.column;
    this.meant = meant;
  }
}
