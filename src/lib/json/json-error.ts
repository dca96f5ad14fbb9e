/** Why a JSON text was not taken: its size, its nesting, its syntax, or a value that is not of the wanted type. */
export type JsonFault = 'too-large' | 'too-deep' | 'syntax' | 'type';

/** Thrown by the readers of this folder; the stages turn it into their own coded error or issue. */
export class JsonError extends Error {
  override readonly name = 'JsonError';
  readonly fault: JsonFault;

  constructor(fault: JsonFault, message: string, options: { readonly cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.fault = fault;
  }
}
