import { createServer, type Server } from 'node:net';

/** OpenSearch's starter takes no port above 9299; below is also outside the range of outgoing connections. */
const LOWEST = 5_000;
const HIGHEST = 9_290;
const BLOCK = 10;

/**
 * Hands out free loopback ports that no other test process will get: each block of ten belongs to the process that listens
 * on its first port, and is free again when that process ends, however it ends. Asking only whether a port is free
 * is not enough, because a broker takes its ports seconds later.
 * @param count at most 9
 */
export async function freePorts(count: number): Promise<number[]> {
  if (count >= BLOCK) throw new Error(`At most ${BLOCK - 1} ports at a time.`);
  for (;;) {
    const base = LOWEST + BLOCK * Math.floor(Math.random() * ((HIGHEST - LOWEST) / BLOCK));
    const guard = await listen(base);
    if (!guard) continue;
    const ports = Array.from({ length: count }, (_, index) => base + 1 + index);
    if ((await Promise.all(ports.map(isFree))).every(Boolean)) {
      guard.unref();
      return ports;
    }
    guard.close();
  }
}

/** @returns undefined when something else listens there */
function listen(port: number): Promise<Server | undefined> {
  return new Promise((done) => {
    const server = createServer();
    server.once('error', () => done(undefined));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => done(server));
  });
}

async function isFree(port: number): Promise<boolean> {
  const server = await listen(port);
  await new Promise((closed) => (server ? server.close(closed) : closed(undefined)));
  return server !== undefined;
}
