import { type Finding } from '../../model/finding.ts';
import { type ImageConfig } from '../../model/image.ts';
import { formatPlatform } from '../../model/platform.ts';
import { type ComparedImage, type SettingChange } from './comparison.ts';

/** What the configurations say in another way: start, user, environment, ports, labels. Where one side is a report, only what reports have. */
export function compareSettings(before: ComparedImage, after: ComparedImage): readonly SettingChange[] {
  const isWhole = before.config !== undefined && after.config !== undefined;
  const [old, now] = [settingsOf(before, isWhole), settingsOf(after, isWhole)];
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((setting) => {
    const [from, to] = [old.get(setting), now.get(setting)];
    if (from === to) return [];
    return [{ setting, ...(from === undefined ? {} : { before: from }), ...(to === undefined ? {} : { after: to }) }];
  });
}

function settingsOf({ report: { target, findings }, config }: ComparedImage, isWhole: boolean): ReadonlyMap<string, string> {
  const settings = new Map<string, string>();
  const set = (name: string, value: string | undefined): void => {
    if (value !== undefined && value !== '') settings.set(name, value);
  };
  set('platform', target.platform === undefined ? undefined : formatPlatform(target.platform));
  set('distribution', target.distribution?.prettyName ?? target.distribution?.id);
  set('user', target.user);
  if (config !== undefined && isWhole) for (const [name, value] of configSettings(masked(config, findings))) set(name, value);
  return settings;
}

/** Values in which a secret was found are not shown. */
function masked(config: ImageConfig, findings: readonly Finding[]): ImageConfig {
  const secret = new Set(findings.flatMap((finding) => (finding.kind === 'secret' && finding.setting !== undefined ? [finding.setting] : [])));
  const mask = (line: string, setting: string): string => (secret.has(setting) ? line.replace(/=.*$/s, '=****') : line);
  const labels = new Map(Array.from(config.labels, ([name, value]) => [name, secret.has(`config.Labels[${JSON.stringify(name)}]`) ? '****' : value]));
  const hides = (name: string): boolean => [...secret].some((setting) => setting.startsWith(`config.${name}`));
  return {
    ...config,
    env: config.env.map((line, at) => mask(line, `config.Env[${at}]`)),
    labels,
    ...(hides('Cmd') ? { cmd: ['****'] } : {}),
    ...(hides('Entrypoint') ? { entrypoint: ['****'] } : {}),
  };
} // prettier-ignore

function configSettings(config: ImageConfig): readonly (readonly [string, string | undefined])[] {
  const list = (words: readonly string[]): string => (words.length === 0 ? '' : JSON.stringify(words));
  return [
    ['entrypoint', list(config.entrypoint)],
    ['command', list(config.cmd)],
    ['working directory', config.workingDirectory],
    ['stop signal', config.stopSignal],
    ['health check', config.hasHealthcheck ? 'set' : ''],
    ...config.exposedPorts.map((port) => [`port ${port}`, 'exposed'] as const),
    ...config.volumes.map((volume) => [`volume ${volume}`, 'declared'] as const),
    ...config.env.map((line) => {
      const at = line.indexOf('=');
      return [`environment ${at < 0 ? line : line.slice(0, at)}`, at < 0 ? '' : line.slice(at + 1)] as const;
    }),
    ...Array.from(config.labels, ([name, value]) => [`label ${name}`, value] as const),
  ];
}
