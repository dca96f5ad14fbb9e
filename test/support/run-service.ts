import { parse } from 'yaml';

type Service = Readonly<Record<string, unknown>>;

/** What `docker run` and `podman run` are told so that they start a service of Compose files that are laid over each other, as `docker compose` would. */
export function runArguments(name: string, ...files: readonly string[]): readonly string[] {
  const services = files.map((file) => (parse(file, { logLevel: 'silent' }) as { readonly services: Readonly<Record<string, Service>> }).services[name] ?? {}); // prettier-ignore
  return services.flatMap((service) => Object.entries(service).flatMap(([key, value]) => argumentsOf(key, value)));
}

const options: Readonly<Record<string, string>> = {
  cap_drop: '--cap-drop',
  cap_add: '--cap-add',
  security_opt: '--security-opt',
  tmpfs: '--tmpfs',
  volumes: '--volume',
  user: '--user',
  pids_limit: '--pids-limit',
  mem_limit: '--memory',
  cpus: '--cpus',
};

function argumentsOf(key: string, value: unknown): readonly string[] {
  if (key === 'read_only') return value === true ? ['--read-only'] : [];
  if (key === 'healthcheck') return ['--health-cmd', healthCommand(value as { readonly test: readonly string[] })];
  const option = options[key];
  if (option === undefined) return [];
  return (Array.isArray(value) ? value : [value]).flatMap((each) => [option, String(each)]);
}

function healthCommand({ test }: { readonly test: readonly string[] }): string {
  return test.slice(1).map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' '); // prettier-ignore
}
