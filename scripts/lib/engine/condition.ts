import { readFile, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type Dockerode from 'dockerode';
import type { Child } from './child.ts';
import type { Condition } from './engine.ts';
import type { EnginePlace } from './paths.ts';

/** A process an engine needs besides its daemon. */
export interface Helper {
  readonly what: string;
  readonly child: Child;
}

/** A disk with less room than this is full: nothing on it can be trusted to have been written. */
const FULL_BYTES = 64 * 1024 ** 2;

/** What any stack may expect to find. A disk below it was too small because this machine's was. */
const ROOMY_BYTES = 4 * 1024 ** 3;

const ANSWER_MS = 10_000;
const LOG_LINES = 200;

interface Patient {
  readonly place: EnginePlace;
  readonly daemon: Child;
  readonly docker: Dockerode;
  readonly helpers: readonly Helper[];
}

/** See `Engine.condition`. Of several machines that of the first which ails; one that was killed on purpose is not asked. */
export async function readCondition(machines: readonly [Patient, ...Patient[]]): Promise<Condition> {
  const [first, ...others] = machines;
  const conditions = [await conditionOf(first)];
  for (const each of others) if (!each.daemon.hasEnded()) conditions.push(await conditionOf(each));
  const ill = conditions.find(({ ailment }) => ailment !== null);
  const full = conditions.find(({ filledBytes }) => filledBytes !== null);
  return ill ?? full ?? (conditions[0] as Condition);
}

async function conditionOf(patient: Patient): Promise<Condition> {
  const { place } = patient;
  const log = await readFile(join(place.data, 'dockerd.log'), 'utf8').catch(() => '');
  const disks = await readDisks(patient);
  const { ailment, filledBytes } = judgeDisks(disks);
  // A full disk is why the daemon ended, and not the other way round.
  return {
    ailment: ailment ?? (await deadPart(patient)),
    filledBytes,
    log: log.trim().split('\n').slice(-LOG_LINES).join('\n'),
  };
}

export interface Disks {
  readonly machineFree: number;
  /** Null where the engine has only a folder. */
  readonly own: { readonly size: number; readonly free: number } | null;
}

/** Whose fault a full disk is: the machine's, unless the stack had room enough of its own. */
export function judgeDisks({ machineFree, own }: Disks): Pick<Condition, 'ailment' | 'filledBytes'> {
  if (machineFree < FULL_BYTES) return { ailment: 'the disk of this machine is full', filledBytes: null };
  if (own === null || own.free >= FULL_BYTES) return { ailment: null, filledBytes: null };
  if (own.size >= ROOMY_BYTES) return { ailment: null, filledBytes: own.size };
  const size = `${Math.round(own.size / 1024 ** 2)} MB`;
  return { ailment: `the engine's disk is full: this machine had room for ${size} only`, filledBytes: null };
}

async function readDisks({ place, daemon }: Patient): Promise<Disks> {
  const machine = await statfs(place.data).catch(() => null);
  const inside = `/proc/${daemon.pid}/root${join(place.data, 'docker')}`;
  const [outer, inner] = await Promise.all([stat(place.data).catch(() => null), stat(inside).catch(() => null)]);
  const machineFree = machine === null ? Number.POSITIVE_INFINITY : machine.bavail * machine.bsize;
  if (inner === null || inner.dev === outer?.dev) return { machineFree, own: null };
  const { bsize, blocks, bavail } = await statfs(inside);
  return { machineFree, own: { size: blocks * bsize, free: bavail * bsize } };
}

async function deadPart({ daemon, docker, helpers }: Patient): Promise<string | null> {
  if (daemon.hasEnded()) return `the private Docker daemon ended (${await daemon.ended})`;
  const dead = helpers.find(({ child }) => child.hasEnded());
  if (dead !== undefined) return `the engine's ${dead.what} ended (${await dead.child.ended})`;
  const answer = docker.ping().then(
    () => null,
    (error: unknown) => `the private Docker daemon does not answer: ${String(error)}`,
  );
  const silence = `the private Docker daemon does not answer within ${ANSWER_MS / 1000} s`;
  return await Promise.race([answer, sleep(ANSWER_MS, silence, { ref: false })]);
}
