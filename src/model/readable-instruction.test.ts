import { expect, it } from 'vitest';
import { readableInstruction } from './readable-instruction.ts';

const digest = '88105e790c673d3418e5f5cdf39a6bcf593e5dd08e226ac05e9d9b656fa8ddb1';

it.each([
  [`/bin/sh -c #(nop) COPY dir:${digest} in /app/node_modules `, 'COPY … /app/node_modules'],
  [`/bin/sh -c #(nop) ADD file:${digest} in / `, 'ADD … /'],
  [`/bin/sh -c #(nop) COPY multi:${digest} in /app/ `, 'COPY … /app/'],
  [`/bin/sh -c #(nop) COPY --chown=1000:1000 dir:${digest} in /srv `, 'COPY … /srv'],
  ['/bin/sh -c #(nop)  CMD ["bash"]', 'CMD ["bash"]'],
  ['COPY node_modules /app/node_modules # buildkit', 'COPY node_modules /app/node_modules'],
  ['RUN /bin/sh -c apt-get update &&     apt-get install curl # buildkit', 'RUN apt-get update && apt-get install curl'],
  ['/bin/sh -c apt-get update', 'RUN apt-get update'],
  ['RUN |1 VERSION=1 /bin/sh -c make # buildkit', 'RUN |1 VERSION=1 /bin/sh -c make'],
  ['|1 VERSION=1 /bin/sh -c make', 'RUN |1 VERSION=1 /bin/sh -c make'],
  ['WORKDIR /app', 'WORKDIR /app'],
])('%s', (createdBy, expected) => {
  expect(readableInstruction(createdBy)).toBe(expected);
});
