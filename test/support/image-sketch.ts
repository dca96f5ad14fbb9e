import { type ImageDescription } from '../../src/model/checker.ts';
import { type HistoryEntry, type ImageConfig } from '../../src/model/image.ts';

/**
 * An image in the words of a Dockerfile, as the examples of rules about images are written: `USER app`, `ENV A=b`. Every line is an entry of the
 * history; what it sets is in the configuration too.
 */
export function sketchImage(text: string): ImageDescription {
  const lines = text.split('\n').filter((line) => line !== '');
  const config = lines.reduce(applyLine, emptyConfig);
  return {
    config,
    platform: { os: 'linux', architecture: 'amd64' },
    layers: [],
    packages: [],
    now: new Date('2026-06-01T00:00:00Z'),
  };
}

const emptyConfig: ImageConfig = {
  env: [],
  entrypoint: [],
  cmd: [],
  exposedPorts: [],
  volumes: [],
  labels: new Map(),
  hasHealthcheck: false,
  history: [],
  diffIds: [],
};

function applyLine(config: ImageConfig, line: string): ImageConfig {
  const at = line.indexOf(' ');
  const [keyword, rest] = [line.slice(0, at), line.slice(at + 1)];
  const entry: HistoryEntry = { createdBy: `${line} # buildkit`, isEmptyLayer: !['RUN', 'COPY', 'ADD'].includes(keyword) };
  const next = { ...config, history: [...config.history, entry] };
  switch (keyword) {
    case 'USER':
      return { ...next, user: rest };
    case 'ENV':
      return { ...next, env: [...config.env, rest] };
    case 'LABEL':
      return { ...next, labels: new Map([...config.labels, rest.split('=', 2) as [string, string]]) };
    case 'EXPOSE':
      return { ...next, exposedPorts: [...config.exposedPorts, ...rest.split(' ')] };
    case 'VOLUME':
      return { ...next, volumes: [...config.volumes, ...rest.split(' ')] };
    case 'HEALTHCHECK':
      return { ...next, hasHealthcheck: rest !== 'NONE' };
    case 'CMD':
      return { ...next, cmd: JSON.parse(rest) as string[] };
    case 'ENTRYPOINT':
      return { ...next, entrypoint: JSON.parse(rest) as string[] };
    default:
      return next;
  }
}
