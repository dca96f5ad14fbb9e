/** One message of RFC 5424. */
export interface SyslogMessage {
  readonly facility: number;
  /** 0 emergency … 7 debug. */
  readonly severity: number;
  readonly time: Date;
  readonly host: string;
  readonly application: string;
  readonly processId: string;
  readonly messageId: string;
  /** SD-ELEMENT: its name with the enterprise number, and its parameters. */
  readonly data?: { readonly id: string; readonly parameters: ReadonlyMap<string, string> };
  readonly text: string;
}

/** RFC 5424, section 6, without its frame. Line ends in the text stay: frames count bytes. */
export function formatSyslog({ facility, severity, time, host, application, processId, messageId, data, text }: SyslogMessage): string {
  const header = [headerField(host, 255), headerField(application, 48), headerField(processId, 128), headerField(messageId, 32)].join(' ');
  return `<${facility * 8 + severity}>1 ${time.toISOString()} ${header} ${data === undefined ? '-' : element(data)} \ufeff${text}`;
}

/** PRINTUSASCII without blanks; `-` for nothing. */
function headerField(text: string, most: number): string {
  const field = text.replace(/[^\x21-\x7e]/g, '_').slice(0, most);
  return field === '' ? '-' : field;
}

function element({ id, parameters }: NonNullable<SyslogMessage['data']>): string {
  const written = [...parameters].map(([name, value]) => ` ${name.replace(/[^\x21-\x7e]|[=\]"]/g, '_').slice(0, 32)}="${value.replace(/["\\\]]/g, '\\$&').replace(/[\r\n]/g, ' ')}"`);
  return `[${id}${written.join('')}]`;
} // prettier-ignore
