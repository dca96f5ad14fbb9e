import { describe, expect, it } from 'vitest';
import { quietRuntime } from '../../model/runtime.ts';
import { displayWidth } from '../../lib/terminal/display-width.ts';
import { type CommandContext } from '../command.ts';
import { commands } from '../commands.ts';
import { helpCommand } from './help-command.ts';
import { helpTopics } from './help-topics.ts';

async function help(name: string, width = 80): Promise<string> {
  const written: string[] = [];
  const write = async (chunks: Iterable<string> | AsyncIterable<string>): Promise<void> => {
    for await (const chunk of chunks) written.push(chunk);
  };
  const output = { width, useColor: false, useHyperlinks: false, warn: () => undefined, note: () => undefined, write };
  const context: CommandContext = { output, runtime: quietRuntime(), commands, cacheDirectory: '', toolVersion: '0' };
  await helpCommand.run({ arguments: name === '' ? [] : name.split(' '), options: new Map() }, context);
  return written.join('');
}

describe('help', () => {
  it('lists the topics, and says on the first page how to', async () => {
    const topics = await help('topics');
    expect(helpTopics.filter(({ name, summary }) => !new RegExp(`^  ${name} +${summary.slice(0, 20)}`, 'm').test(topics))).toEqual([]);
    expect(await help('')).toContain('pratique help topics');
  });

  it.each([
    ['tpics', 'topics'],
    ['scna', 'scan'],
    ['trsut', 'trust'],
    ['trust kye', 'trust key'],
    ['verifying-image', 'verifying-images'],
    ['verifying', 'verifying-images'],
    ['limit', 'limits'],
    ['LAYER_TRUNCATD', 'LAYER_TRUNCATED'],
    ['tag_moved', 'TAG_MOVED'],
    ['metadata-expired', 'METADATA_EXPIRED'],
  ])('asks of %s whether %s was meant', async (typed, meant) => {
    const message = `no help for ${JSON.stringify(typed)}; did you mean ${meant}?`;
    await expect(help(typed)).rejects.toMatchObject({ code: 'USAGE', message, hint: `pratique help ${meant}` });
  });

  it('says where to look for what is like nothing', async () => {
    await expect(help('weather')).rejects.toMatchObject({
      message: 'no help for "weather"',
      hint: '"pratique help" lists commands, "pratique help topics" pages',
    });
  });

  it.each(commands.map(({ name }) => name))('keeps the page of %s to 80 columns, and every example can be pasted', async (name) => {
    const lines = (await help(name)).split('\n');
    expect(lines.filter((line) => displayWidth(line) > 80)).toEqual([]);
    const joined = lines.join('\n').replaceAll(/ \\\n +/g, ' ');
    const { examples } = await commands.find((each) => each.name === name)!.load();
    expect(examples.filter(({ line }) => !joined.includes(line))).toEqual([]);
  });
});
