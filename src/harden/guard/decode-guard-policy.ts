import { posix } from 'node:path';
import { parseDuration } from '../../lib/text/parse-duration.ts';
import { parseYaml } from '../../lib/yaml/parse-yaml.ts';
import { YamlError } from '../../lib/yaml/yaml-error.ts';
import { type YamlValue } from '../../lib/yaml/yaml-value.ts';
import { configurationError } from '../../model/configuration-error.ts';
import { configurationSections } from '../../model/configuration-sections.ts';
import { limits } from '../../model/limits.ts';
import { type ContainerAllowances, defaultGuardPolicy, type GuardPolicy, hostNamespaces, imageRequirements } from './guard-policy.ts';

/** The section `guard` of `pratique.yaml`; the default policy where there is none. Throws CONFIG_INVALID with file, line and column. */
export function decodeGuardPolicy(text: string, path: string): GuardPolicy {
  try {
    const root = parseYaml(text, {
      maxBytes: limits.configurationBytes,
      maxDepth: limits.configurationDepth,
      maxValues: limits.configurationValues,
    });
    if (root.isEmpty) return defaultGuardPolicy;
    return root.mapping(configurationSections).optional('guard', decodeSection) ?? defaultGuardPolicy;
  } catch (error) {
    throw error instanceof YamlError ? configurationError(path, error) : error;
  }
}

function decodeSection(value: YamlValue): GuardPolicy {
  const section = value.mapping(['images', 'exempt', 'max-age', 'allow', 'on-error', 'break-glass']);
  const { images, onError } = defaultGuardPolicy;
  const breakGlass = section.optional('break-glass', (given) => {
    const members = given.mapping(['label', 'users']);
    return { label: members.required('label', (label) => label.text()), users: members.optional('users', texts) ?? [] };
  });
  return {
    images: {
      requires: section.optional('images', (given) => given.list().map((each) => each.word(imageRequirements))) ?? images.requires,
      exempt: section.optional('exempt', texts) ?? [],
      maxAgeMs: section.optional('max-age', duration) ?? images.maxAgeMs,
    },
    allow: section.optional('allow', decodeAllowances) ?? defaultGuardPolicy.allow,
    onError: section.optional('on-error', (given) => given.word(['deny', 'allow'])) ?? onError,
    ...(breakGlass === undefined ? {} : { breakGlass }),
  };
}

function decodeAllowances(value: YamlValue): ContainerAllowances {
  const section = value.mapping(['privileged', 'host-paths', 'engine-socket', 'capabilities', 'host-namespaces', 'devices', 'unconfined', 'plugins']);
  const isAllowed = (name: string): boolean => section.optional(name, (given) => given.truth()) ?? false;
  return {
    privileged: isAllowed('privileged'),
    hostPaths: section.optional('host-paths', (given) => given.list().map(hostPath)) ?? [],
    engineSocket: isAllowed('engine-socket'),
    capabilities: section.optional('capabilities', (given) => given.list().map(capability)) ?? [],
    hostNamespaces: section.optional('host-namespaces', (given) => given.list().map((each) => each.word(hostNamespaces))) ?? [],
    devices: section.optional('devices', texts) ?? [],
    unconfined: isAllowed('unconfined'),
    plugins: isAllowed('plugins'),
  };
} // prettier-ignore

function texts(value: YamlValue): readonly string[] {
  return value.list().map((each) => each.text());
}

function hostPath(value: YamlValue): string {
  const text = value.text();
  const [, path = '', mode = ''] = /^(\/.*?)(:ro)?$/.exec(text) ?? [];
  if (path === '') throw value.fault('is no absolute path');
  const normal = posix.normalize(path);
  return `${normal.length > 1 ? normal.replace(/\/$/, '') : normal}${mode}`;
}

function capability(value: YamlValue): string {
  const name = value
    .text()
    .toUpperCase()
    .replace(/^(?:CAP_)?/, 'CAP_');
  if (!/^CAP_[A-Z_]{3,24}$/.test(name)) throw value.fault('is no capability', 'NET_ADMIN');
  return name;
}

function duration(value: YamlValue): number {
  const read = parseDuration(value.text());
  if (read === undefined) throw value.fault('is no duration', '24h');
  return read;
}
