import { type FileTree } from '../../model/file-tree.ts';

export interface HealthTest {
  readonly test: readonly string[];
  readonly reason: string;
}

/** Services that have a question of their own: the program that is started, and the one that asks it. */
const ownQuestions: readonly { readonly service: RegExp; readonly asks: string; readonly test: readonly string[] }[] = [
  { service: /^postgres$/, asks: 'pg_isready', test: ['CMD', 'pg_isready', '-q'] },
  { service: /^(?:redis|valkey)-server$/, asks: 'redis-cli', test: ['CMD', 'redis-cli', 'ping'] },
  { service: /^(?:mysqld|mariadbd)$/, asks: 'mysqladmin', test: ['CMD', 'mysqladmin', 'ping', '--silent'] },
  { service: /^rabbitmq-server$/, asks: 'rabbitmq-diagnostics', test: ['CMD', 'rabbitmq-diagnostics', '-q', 'ping'] },
  { service: /^mongod$/, asks: 'mongosh', test: ['CMD', 'mongosh', '--quiet', '--eval', 'db.runCommand({ping: 1}).ok'] },
];

/** Programs that can ask whether a port answers, the plainest first. */
const portQuestions: readonly { readonly program: string; readonly test: (port: number) => readonly string[] }[] = [
  { program: 'curl', test: (port) => ['CMD', 'curl', '--silent', '--output', '/dev/null', `http://127.0.0.1:${port}/`] },
  { program: 'nc', test: (port) => ['CMD', 'nc', '-z', '127.0.0.1', String(port)] },
  { program: 'bash', test: (port) => ['CMD', 'bash', '-c', `exec 3<>/dev/tcp/127.0.0.1/${port}`] },
  { program: 'wget', test: (port) => ['CMD', 'wget', '-q', '-O', '/dev/null', `http://127.0.0.1:${port}/`] },
  { program: 'node', test: (port) => ['CMD', 'node', '-e', `require("net").connect(${port},"127.0.0.1").on("connect",()=>process.exit(0)).on("error",()=>process.exit(1))`] },
  { program: 'python3', test: (port) => ['CMD', 'python3', '-c', `import socket;socket.create_connection(("127.0.0.1",${port}),3)`] },
]; // prettier-ignore

const folders = ['usr/local/bin', 'usr/bin', 'bin', 'usr/sbin', 'sbin', 'usr/local/sbin'];

/** A question that the image can answer with its own programs; `undefined` where it has none for it. */
export function findHealthTest(tree: FileTree, programs: readonly string[], port: number | undefined): HealthTest | undefined {
  const has = (program: string): boolean => folders.some((folder) => tree.get(`${folder}/${program}`) !== undefined);
  const own = ownQuestions.find(({ service, asks }) => programs.some((name) => service.test(name)) && has(asks));
  if (own !== undefined) return { test: own.test, reason: `${own.asks} is in the image and asks the service itself` };
  const asking = port === undefined ? undefined : portQuestions.find(({ program }) => has(program));
  if (asking === undefined || port === undefined) return undefined;
  return { test: asking.test(port), reason: `${asking.program} is in the image; port ${port} must answer` };
}
