import { type Host, HostUnreadable } from '../host.ts';

/** The rules that are loaded where `auditctl` says so, otherwise those that are written down; auditctl(8), augenrules(8). */
export async function collectAuditRules(host: Host): Promise<readonly string[] | undefined> {
  const loaded = await host.run(['auditctl', '-l']);
  if (loaded !== undefined) {
    if (loaded.status !== 0) throw new HostUnreadable('auditctl -l does not list the rules: run the audit as root');
    return linesOf(loaded.stdout);
  }
  const main = await host.readFile('/etc/audit/audit.rules');
  const names = (await host.list('/etc/audit/rules.d')) ?? [];
  if (main === undefined && names.length === 0) return undefined;
  const files = await Promise.all(
    names.filter((name) => name.endsWith('.rules')).map((name) => host.readFile(`/etc/audit/rules.d/${name}`)),
  );
  return [main, ...files].flatMap((bytes) => (bytes === undefined ? [] : linesOf(Buffer.from(bytes).toString('utf8'))));
}

/** Commands of `docker exec` in the current log; ausearch(8), records of type EXECVE. */
export async function collectExecCommands(host: Host): Promise<readonly string[] | undefined> {
  const bytes = await host.readFile('/var/log/audit/audit.log');
  if (bytes === undefined) return undefined;
  const commands = linesOf(Buffer.from(bytes).toString('utf8'))
    .filter((line) => line.startsWith('type=EXECVE '))
    .map(commandOf);
  return commands.filter((command) => /^(?:\S*\/)?docker(?: -\S+)*(?: container)? exec /.test(command));
}

/** Arguments are `a0="docker" a1="exec"`; what has blanks or quotes is hexadecimal. */
function commandOf(line: string): string {
  return [...line.matchAll(/ a\d+=(?:"([^"]*)"|([0-9A-F]+))/g)]
    .map(([, plain, hex]) => plain ?? Buffer.from(hex ?? '', 'hex').toString('utf8'))
    .join(' ');
}

function linesOf(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#') && !line.startsWith(';'));
}
