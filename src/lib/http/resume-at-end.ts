import { type Socket } from 'node:net';

/** What is used of undici's HTTP/1 parser, which it keeps on each socket under a symbol of its own. */
interface Parser {
  paused: boolean;
  readonly resume: () => void;
  readonly ptr: number;
  readonly llhttp: { llhttp_resume(pointer: number): void };
}

/**
 * Lets undici read on when the server closes a connection whose response has not been read to its end yet.
 *
 * undici 7 pauses its parser for a slow reader, and when the connection ends meanwhile, an assertion outside of any request ends the process
 * (nodejs/undici#5360; version 8 is right and needs Node 22.19). Large responses of HTTP/1.0 servers, and those with `Connection: close`, hit it.
 * A socket ends only after the parser has got all its bytes, so resuming adds nothing to what the response holds in memory.
 * Must be called before undici gets the socket, so that this listener comes before undici's own.
 */
export function resumeAtEnd(socket: Socket): void {
  socket.on('end', () => {
    const parser = findParser(socket);
    if (parser?.paused !== true) return;
    parser.resume();
    finishPaused(parser);
  });
}

/** A response without a length is paused again at once: only the end of the connection, which undici handles next, completes it. */
function finishPaused(parser: Parser): void {
  if (!parser.paused) return;
  parser.llhttp.llhttp_resume(parser.ptr);
  parser.paused = false;
}

function findParser(socket: Socket): Parser | undefined {
  const key = Object.getOwnPropertySymbols(socket).find(({ description }) => description === 'parser');
  // The version of undici is fixed in package.json, and tests beside this file hold it to this shape.
  return key === undefined ? undefined : (socket as unknown as Record<symbol, Parser | undefined>)[key];
}
