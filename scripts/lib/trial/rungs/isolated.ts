import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { mapOf } from '../../recipe/json.ts';
import type { Evidence, Recipe, Rung } from '../../types.ts';
import { VOLUMES_IMAGE } from '../canary/volumes.ts';
import type { Climb } from '../climbs.ts';
import { collectEvidence } from '../evidence.ts';
import { provideOwn } from '../images.ts';
import { type Installed, install, lastWords, type RungOptions } from '../installed.ts';
import { askedServices } from '../isolation/asked.ts';
import { contactsOf } from '../isolation/contacts.ts';
import { engineRecipe } from '../isolation/engine-recipe.ts';
import { hardeningOf } from '../isolation/hardening.ts';
import { type Isolation, judge, ruleText } from '../isolation/judge.ts';
import { lookAt } from '../isolation/look.ts';
import { PROXY, visit } from '../isolation/neighbour.ts';
import { rulesOnEngine } from '../isolation/rules.ts';
import { contactsText, hardeningTable, reachText } from '../isolation/tell.ts';
import { type Witness, watched } from '../isolation/witness.ts';
import { layOut, Untried } from '../lay-out.ts';
import { planTrial, type TrialPlan } from '../plan.ts';
import { rung } from '../rung.ts';

/**
 * What the walls around the app are worth: on a fresh engine that is watched from its first moment this version is deployed;
 * then a neighbour on the network `proxy` tries every name and port, the kernel is asked what each container may do, lint's
 * security rules are asked again about what the engine runs, and who wanted out meanwhile is told.
 */
export const ISOLATED: Climb = {
  id: 'isolated',
  help: 'Take it off the network "proxy", make it listen on 127.0.0.1, or drop what it does not need; the evidence lists all that was seen.',
  saying({ measures: { portsTried = 0, portsOpen = 0, contacts = 0 } }) {
    const home =
      contacts === 0 ? 'phones home: none' : `phones home: ${contacts} ${contacts === 1 ? 'place' : 'places'}`;
    return `a neighbour reaches ${portsOpen} of ${portsTried} ports, all declared; ${home}`;
  },
  climb: isolate,
};

async function isolate(recipe: Recipe, _previous: Recipe | null, options: RungOptions): Promise<Rung> {
  const plan = planTrial(recipe);
  await using place = await layOut(recipe, plan, options);
  const image = await provideOwn(VOLUMES_IMAGE, options);
  const started = performance.now();
  let witness: Witness | null = null;
  const provider = watched(options.provider, image, (each) => {
    witness = each;
  });
  await using installed = await install(plan, place.folder, place.images, { ...options, provider });
  if (installed.fault !== null) return await notDeployed(recipe, installed);
  if (witness === null) throw new Error('nobody watches the engine');

  options.progress('a neighbour tries its doors');
  const isolation = await observe(recipe, plan, { installed, witness, image });
  const watchedSeconds = Math.round((performance.now() - started) / 100) / 10;
  return await conclude(isolation, installed, watchedSeconds);
}

interface Observers {
  readonly installed: Installed;
  readonly witness: Witness;
  readonly image: Awaited<ReturnType<typeof provideOwn>>;
}

async function observe(recipe: Recipe, plan: TrialPlan, { installed, witness, image }: Observers): Promise<Isolation> {
  const { world } = installed;
  const before = await lookAt(world, witness.id);
  const [reach, running] = await Promise.all([visit(world, image, before.seen), engineRecipe(world, recipe)]);
  // Once more: the neighbour is somebody else as well.
  const { seen, others } = await lookAt(world, witness.id);
  const services = askedServices(recipe, plan);
  const { egress = [], reachable = {} } = recipe.metadata?.trial ?? {};
  const networks = [...new Set([PROXY, ...seen.flatMap(({ addresses }) => addresses.map(({ network }) => network))])];
  const hosts = plan.routes.flatMap((route) => route.hosts);
  return {
    services,
    reachable,
    egress,
    seen,
    reach,
    rules: rulesOnEngine(recipe, running, today()),
    hardening: seen.flatMap((each) => hardeningOf(mapOf(services[each.service]), each)),
    contacts: contactsOf(await witness.calls(), { seen, ours: others, hosts, networks }),
  };
}

async function conclude(isolation: Isolation, { context }: Installed, watchedSeconds: number): Promise<Rung> {
  const { seen, reach, contacts, rules, hardening } = isolation;
  const { faults, warnings } = judge(isolation);
  const file = 'evidence/isolation.json';
  const kept = { seen, reach, contacts, hardening, findings: rules.findings, unexpected: rules.unexpected };
  await writeFile(join(context.folder, file), `${JSON.stringify(kept, null, 1)}\n`);
  const evidence: readonly Evidence[] = [
    ...(faults.length > 1 ? [{ kind: 'leftovers', title: 'All that is wrong', text: faults.join('\n') } as const] : []),
    { kind: 'reachable', title: 'What a neighbour reaches', text: reachText(isolation) },
    { kind: 'hardening', title: 'What is asked for, and what swarm gives', text: hardeningTable(hardening), file },
    { kind: 'contacts', title: 'Who wanted out', text: contactsText(isolation) },
    ...(faults.length === 0 ? [] : await collectEvidence(context, '')),
  ];
  const measures = {
    containers: seen.length,
    portsTried: reach.tried,
    portsOpen: reach.open.length,
    contacts: contacts.length,
    securityRules: rules.rules,
    watchedSeconds,
  };
  const rest = { measures, evidence, ...(warnings.length === 0 ? {} : { warnings }) };
  if (seen.length === 0) return rung('isolated', 'unverified', { ...rest, reason: 'no container of it runs' });
  const [reason] = faults;
  return reason === undefined ? rung('isolated', 'pass', rest) : rung('isolated', 'fail', { ...rest, reason });
}

/** What the engine was asked to run is there, even when it never ran. */
async function notDeployed(recipe: Recipe, { context, fault }: Installed): Promise<Rung> {
  const running = await engineRecipe({ engine: context.engine, stack: context.plan.stack }, recipe);
  const error = rulesOnEngine(recipe, running, today()).findings.find(({ severity }) => severity === 'error');
  const why = `this version does not deploy: ${fault?.reason}`;
  if (error === undefined) throw new Untried(why);
  return rung('isolated', 'fail', { reason: ruleText(error), evidence: await lastWords(context, fault) });
}

function today(): string {
  return new Date().toISOString().slice(0, 10);
}
