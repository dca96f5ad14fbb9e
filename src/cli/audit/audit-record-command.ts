import { type Command } from '../command.ts';
import { hostOption } from './audit-command.ts';

export const auditRecordCommand: Command = {
  name: 'audit record',
  summary: 'record a host in a folder, to audit it elsewhere',
  description: [
    'Writes what an audit asks and is answered to host.json in FOLDER. Values of environment variables, arguments of programs and passwords in addresses are left out; look through the file before you pass it on.',
  ],
  arguments: [{ name: 'FOLDER', meaning: 'where to write; it is made if it does not exist' }],
  options: [hostOption],
  examples: [{ line: 'sudo pratique audit record host-7 && pratique audit --host host-7', does: 'record this host, and check the record' }],
  run: async (input, context) => (await import('./run-audit-record.ts')).runAuditRecord(input, context),
};
