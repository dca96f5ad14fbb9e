import { once } from 'node:events';
import { basename } from 'node:path';
import { exitCodes } from '../../model/exit-codes.ts';
import { type CommandContext, type CommandInput, optionValue } from '../command.ts';
import { guardLog } from './guard-log.ts';
import { readGuardSettings, watchGuardSettings } from './guard-settings.ts';
import { openGuardedEngine } from './guarded-engine.ts';
import { ImageJudge } from './image-judge.ts';
import { serveDockerPlugin } from './serve-docker-plugin.ts';

/** Runs until a signal comes. */
export async function runGuardDocker(input: CommandInput, context: CommandContext): Promise<number> {
  const { runtime, output } = context;
  const socket = optionValue(input, 'socket') ?? '/run/docker/plugins/pratique.sock';
  // A policy that cannot be read is an error now, and not at the first container.
  const settings = watchGuardSettings(input, await readGuardSettings(input, context), context);
  const guard = { settings, images: new ImageJudge(input, context), engine: await openGuardedEngine(runtime) };
  const server = await serveDockerPlugin(socket, guard, guardLog(runtime, output));
  output.note(`pratique: listening on ${socket}; dockerd --authorization-plugin=${basename(socket, '.sock')} asks it`);
  if (!runtime.signal.aborted) await once(runtime.signal, 'abort').catch(() => undefined);
  server.close();
  server.closeAllConnections();
  return exitCodes.passed;
}
