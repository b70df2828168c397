import { connect, createSecureContext, type SecureContext } from 'node:tls';
import type { PortConfig } from 'dockerode';
import type { Engine, ImageNeed } from '../../engine/engine.ts';
import type { ImageResult } from '../../types.ts';
import type { Route } from '../plan.ts';
import { sharedNetwork } from '../shared-swarm.ts';
import { selfSigned } from './certificate.ts';
import { haproxyConfig } from './haproxy.ts';
import { traefikArguments } from './traefik.ts';

/** A reverse proxy on the network `proxy` of one engine; goes with the engine. */
export interface Edge {
  readonly kind: 'haproxy' | 'traefik';
  readonly image: string;
  /** Unix socket of its HTTPS port. */
  readonly socket: string;
}

const TRAEFIK = 'docker.io/library/traefik:v3.6';
const HAPROXY = 'ghcr.io/recipe-commons/edge-haproxy:2.6-1';
const HTTP_PORT = 18080;
/** On the engine's own loopback. */
export const HTTPS_PORT = 18443;
const TLS_PORT = 8443;
const PORTS: readonly PortConfig[] = [
  { Protocol: 'tcp', TargetPort: 8080, PublishedPort: HTTP_PORT, PublishMode: 'host' },
  { Protocol: 'tcp', TargetPort: TLS_PORT, PublishedPort: HTTPS_PORT, PublishMode: 'host' },
];
/** Starts the name of everything the edge makes on an engine. */
export const EDGE_NAME = 'recipe-commons-edge';
/** Its image is unpacked at the same time as the app's: on a loaded machine that takes minutes, and is no fault. */
const READY_MS = 300_000;

const IMAGES: readonly ImageNeed[] = [
  { reference: TRAEFIK, services: ['edge'], context: null, standIns: false },
  { reference: HAPROXY, services: ['edge'], context: `${import.meta.dirname}/image`, standIns: false },
];

/**
 * In order of preference. Traefik reads the labels itself; HAProxy gets what we parsed from them. Where the swarm is not ours
 * Traefik would read the labels of everybody.
 */
export function edgeImages(shared: boolean): readonly ImageNeed[] {
  return IMAGES.filter(({ reference }) => !shared || reference !== TRAEFIK);
}

type AvailableImage = Extract<ImageResult, { available: true }>;

/**
 * Starts the proxy on the overlay network `proxy`, which must exist. `image`: one of `edgeImages`, provided.
 * Throws when it does not listen in time; that is our fault, never the recipe's.
 */
export async function startEdge(
  engine: Engine,
  options: {
    readonly stack: string;
    readonly routes: readonly Route[];
    readonly image: AvailableImage;
    readonly signal: AbortSignal;
  },
): Promise<Edge> {
  const { image, signal } = options;
  const kind = image.reference === TRAEFIK ? 'traefik' : 'haproxy';
  const container = kind === 'traefik' ? traefikContainer(engine) : await haproxyContainer(engine, options);
  const { shared } = engine;
  await engine.docker.createService({
    Name: edgeName(engine),
    ...(shared && { Labels: { ...shared.labels } }),
    TaskTemplate: {
      ContainerSpec: {
        Image: `${image.reference}@${image.digest}`,
        ...(shared && { Labels: { ...shared.labels } }),
        ...container,
      },
      // Where `dial` arrives.
      Placement: { Constraints: [shared === undefined ? 'node.role==manager' : `node.id == ${shared.node}`] },
      Networks: [{ Target: shared === undefined ? 'proxy' : sharedNetwork(options.stack) }],
      Resources: { Limits: { MemoryBytes: 256 * 1024 * 1024 } },
    },
    // No VIP: an engine without IP_VS would not forward to it.
    EndpointSpec: { Mode: 'dnsrr', Ports: shared === undefined ? [...PORTS] : [] },
  });
  const socket = await engine.dial(shared === undefined ? HTTPS_PORT : TLS_PORT);
  await listening(socket, signal);
  return { kind, image: image.reference, socket };
}

function edgeName({ shared }: Engine): string {
  return shared === undefined ? EDGE_NAME : `${EDGE_NAME}-${shared.id}`;
}

function traefikContainer(engine: Engine) {
  const { socketPath } = engine.docker.modem as { socketPath?: string };
  const socket = { Type: 'bind' as const, Source: socketPath ?? '', Target: '/var/run/docker.sock' };
  return { Args: traefikArguments(), Mounts: [{ ...socket, ReadOnly: true }] };
}

async function haproxyContainer(
  engine: Engine,
  { stack, routes }: { readonly stack: string; readonly routes: readonly Route[] },
) {
  const config = `${edgeName(engine)}-config`;
  const secret = `${edgeName(engine)}-certificate`;
  const labels = engine.shared && { Labels: { ...engine.shared.labels } };
  const data = (text: string) => Buffer.from(text).toString('base64');
  const [{ id: configId }, { id: secretId }] = await Promise.all([
    engine.docker.createConfig({ Name: config, ...labels, Data: data(haproxyConfig(stack, routes)) }),
    selfSigned().then((pem) => engine.docker.createSecret({ Name: secret, ...labels, Data: data(pem) })),
  ]);
  const file = (name: string) => ({ Name: name, UID: '0', GID: '0', Mode: 0o444 });
  return {
    Configs: [{ File: file('/etc/haproxy/edge.cfg'), ConfigID: configId, ConfigName: config }],
    Secrets: [{ File: file('edge.pem'), SecretID: secretId, SecretName: secret }],
  };
}

/** Resolves once a TLS handshake succeeds. */
async function listening(socket: string, signal: AbortSignal): Promise<void> {
  const deadline = performance.now() + READY_MS;
  const secureContext = createSecureContext();
  while (!(await handshake(socket, secureContext))) {
    signal.throwIfAborted();
    if (performance.now() > deadline) throw new Error(`the edge proxy does not listen after ${READY_MS / 1000} s`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function handshake(path: string, secureContext: SecureContext): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(
      { path, secureContext, rejectUnauthorized: false, servername: 'edge.test', timeout: 2000 },
      () => end(true),
    );
    const end = (done: boolean) => {
      socket.destroy();
      resolve(done);
    };
    socket.on('error', () => end(false));
    socket.on('timeout', () => end(false));
    socket.on('close', () => resolve(false));
  });
}
