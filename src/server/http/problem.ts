/** One field of a request and the rule that it breaks. */
export interface FieldFault {
  /** `body.reference`, `query.limit`, `path.digest`. */
  readonly field: string;
  readonly rule: string;
}

/** What a request is refused with: RFC 9457. Nothing of it comes from a stack, a path of this machine or a secret. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly status: number;
  readonly errors: readonly FieldFault[];
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    detail: string,
    options: {
      readonly errors?: readonly FieldFault[];
      readonly headers?: Readonly<Record<string, string>>;
      readonly cause?: unknown;
    } = {},
  ) {
    super(detail, options.cause === undefined ? undefined : { cause: options.cause });
    this.status = status;
    this.errors = options.errors ?? [];
    this.headers = options.headers ?? {};
  }

  toJSON(): object {
    const { status, message: detail, errors } = this;
    return { type: 'about:blank', title: titles.get(status) ?? 'Error', status, detail, ...(errors.length === 0 ? {} : { errors }) };
  }
}

/** Something that does not exist, or that the caller may not know of: both are told the same. */
export function notFound(what: string): Problem {
  return new Problem(404, `${what} does not exist`);
}

/** One field that breaks a rule that no schema can say. */
export function invalidField(field: string, rule: string): Problem {
  return new Problem(400, `${field} ${rule}`, { errors: [{ field, rule }] });
}

const titles: ReadonlyMap<number, string> = new Map([
  [400, 'Bad Request'],
  [401, 'Unauthorized'],
  [403, 'Forbidden'],
  [404, 'Not Found'],
  [405, 'Method Not Allowed'],
  [408, 'Request Timeout'],
  [409, 'Conflict'],
  [413, 'Content Too Large'],
  [415, 'Unsupported Media Type'],
  [422, 'Unprocessable Content'],
  [429, 'Too Many Requests'],
  [500, 'Internal Server Error'],
  [503, 'Service Unavailable'],
]);
