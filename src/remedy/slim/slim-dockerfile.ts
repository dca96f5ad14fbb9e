import { type ImageConfig } from '../../model/image.ts';
import { type SlimPlan } from './removable.ts';

export interface DockerfileInput {
  /** What `FROM` names. */
  readonly image: string;
  readonly plan: SlimPlan;
  readonly config: ImageConfig;
  /** Settings in which a secret was found: `config.Env[2]`. */
  readonly secretSettings: ReadonlySet<string>;
}

/** A Dockerfile of two stages: the first removes, the second copies what is left into one layer and says again what the image said of itself. */
export function* slimDockerfile({ image, plan, config, secretSettings }: DockerfileInput): Iterable<string> {
  const commands = [...new Set(plan.removable.map(({ command }) => command).filter((command) => command !== ''))];
  yield '# Written by pratique slim. Build it with: docker build -t NAME -f FILE .\n';
  yield `FROM ${image} AS full\nUSER 0\n`;
  for (const { command, name } of plan.removable) if (command === '') yield `# ${name.replace(/[^\w .,+@/-]/g, '?')}: no command removes these files and no others; --build does\n`;
  if (commands.length > 0) yield `RUN ${commands.join(' \\\n && ')}\n`;
  yield '\nFROM scratch\nCOPY --from=full / /\n';
  for (const [at, line] of config.env.entries()) {
    const equals = line.indexOf('=');
    const name = equals < 0 ? line : line.slice(0, equals);
    if (!/^[\w.-]+$/.test(name)) continue;
    yield secretSettings.has(`config.Env[${at}]`) ? `# ${name} holds a secret; pass it when the container starts\n` : `ENV ${name}=${quote(line.slice(equals + 1))}\n`;
  }
  for (const [name, value] of config.labels)
    if (/^[\w./-]+$/.test(name) && !secretSettings.has(`config.Labels[${JSON.stringify(name)}]`)) yield `LABEL ${name}=${quote(value)}\n`;
  if (config.workingDirectory !== undefined) yield `WORKDIR ${escapeWord(config.workingDirectory)}\n`;
  for (const port of config.exposedPorts) if (/^\d+(?:\/\w+)?$/.test(port)) yield `EXPOSE ${port}\n`;
  for (const volume of config.volumes) yield `VOLUME ${JSON.stringify([volume])}\n`;
  if (config.hasHealthcheck) yield '# The image has a HEALTHCHECK; copy it from its Dockerfile.\n';
  if (config.stopSignal !== undefined && /^\w+$/.test(config.stopSignal)) yield `STOPSIGNAL ${config.stopSignal}\n`;
  if (config.user !== undefined && config.user !== '') yield `USER ${escapeWord(config.user)}\n`;
  if (config.entrypoint.length > 0) yield `ENTRYPOINT ${JSON.stringify(config.entrypoint)}\n`;
  if (config.cmd.length > 0) yield `CMD ${JSON.stringify(config.cmd)}\n`;
} // prettier-ignore

/** As the Dockerfile reference escapes a value in double quotes; a line break would end the instruction. */
function quote(value: string): string {
  return `"${value.replace(/[\\"$]/g, '\\$&').replace(/[\r\n]+/g, ' ')}"`;
}

function escapeWord(word: string): string {
  return word.replace(/[\\$]/g, '\\$&').replace(/[\r\n]+/g, ' ');
}
