import { expect, it } from 'vitest';
import { type HistoryEntry } from '../model/image.ts';
import { findBaseLayerCount } from './base-layers.ts';

/** `+` makes a layer; text after `|` is the comment. */
function history(...lines: readonly string[]): readonly HistoryEntry[] {
  return lines.map((line) => {
    const [text = '', comment] = line.split(' | ');
    const isEmptyLayer = !text.startsWith('+ ');
    return { createdBy: isEmptyLayer ? text : text.slice(2), isEmptyLayer, ...(comment === undefined ? {} : { comment }) };
  });
}

const debian = ['+ /bin/sh -c #(nop) ADD file:ac82 in / ', '/bin/sh -c #(nop)  CMD ["bash"]'];
const node = [...debian, '+ RUN /bin/sh -c curl node # buildkit', 'ENTRYPOINT ["docker-entrypoint.sh"]', 'CMD ["node"]'];

it.each([
  ['the final CMD replaces the base’s', 1, history(...debian, '+ COPY . /app # buildkit', 'CMD ["node" "a.js"]'), ['node', 'a.js']],
  ['the nearest base, not the base’s base', 2, history(...node, '+ COPY . /app # buildkit', 'CMD ["node" "a.js"]'), ['node', 'a.js']],
  ['a base image itself: its own base', 1, history(...node), ['node']],
  ['ENTRYPOINT cleared an inherited CMD', 1, history(...debian, '+ COPY . /app # buildkit', 'ENTRYPOINT ["/app"]'), []],
  ['ENTRYPOINT beside a CMD that was kept, so both are of one stage', undefined, history('+ ADD rootfs /', 'CMD ["x"]', '+ COPY . /app', 'ENTRYPOINT ["/app"]'), ['x']],
  ['a base’s ENTRYPOINT and an own CMD prove nothing', undefined, history('+ ADD rootfs /', 'ENTRYPOINT ["x"]', '+ COPY . /app', 'CMD ["y"]'), ['y']],
  ['layers after the last start instruction prove nothing', undefined, history(...node, '+ COPY . /app # buildkit'), ['node']],
  ['one start instruction proves nothing', undefined, history(...debian), ['bash']],
  ['Buildah names the base', 1, history('+ ADD file:1 in /', 'ENV A=B | FROM 1eee50a6cf63', 'CMD ["bash"] | FROM 5497d666ee6d', '+ RUN apt-get | FROM localhost/debian-min:1', 'WORKDIR /app | FROM 66f044e96e69', '+ COPY . /app | FROM 6a8317c151be'), []],
  ['an entry that is no instruction', undefined, history('+ # debian.sh --arch amd64', '+ CMD-like', '+ COPY . /app'), []],
  ['no history', undefined, [], []],
] as const)('%s', (_, expected, entries, cmd) => {
  expect(findBaseLayerCount({ history: entries, cmd })).toBe(expected);
}); // prettier-ignore
