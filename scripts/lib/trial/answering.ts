import type { Rung } from '../types.ts';
import { askPorts } from './ask-ports.ts';
import type { TrialContext } from './context.ts';
import { answerPatienceMs } from './deadline.ts';
import type { Edge } from './edge/edge.ts';
import { declaredSkip, rung } from './rung.ts';
import { answers } from './rungs/answers.ts';
import type { LazyBrowser } from './screenshot.ts';

/** The rung "answers": by the ports that are published, and by the route that is declared, whatever there is of both. */
export async function answering(context: TrialContext, edge: Edge | null, browser: LazyBrowser): Promise<Rung> {
  const started = performance.now();
  const { plan, engine, signal } = context;
  const skip = declaredSkip(plan, 'answers');
  if (skip !== null) return skip;
  const patienceMs = answerPatienceMs(engine.facts);
  const asked = await askPorts(engine, plan, patienceMs, signal);
  const ports = plan.ports.length === 0 ? {} : { ports: plan.ports.length };
  const [problem] = plan.routeProblems;
  const onlyPorts = plan.ports.length > 0 && plan.routes.length === 0 && problem === undefined;
  if (asked.reason !== null || onlyPorts) {
    const rest = { measures: ports, evidence: asked.evidence, durationMs: Math.round(performance.now() - started) };
    if (asked.reason === null) return rung('answers', 'pass', rest);
    return rung('answers', 'fail', { ...rest, reason: asked.reason });
  }
  const web = await answersByRoute(context, edge, browser, patienceMs);
  return { ...web, measures: { ...web.measures, ...ports }, evidence: [...asked.evidence, ...web.evidence] };
}

async function answersByRoute(
  context: TrialContext,
  edge: Edge | null,
  browser: LazyBrowser,
  patienceMs: number,
): Promise<Rung> {
  const { plan, folder, signal } = context;
  const [problem] = plan.routeProblems;
  if (edge !== null && problem === undefined) {
    return await answers({ plan, edge, folder, signal, patienceMs, browser: browser.launch() });
  }
  const unjoined = 'No service joins the external network "proxy", where the reverse proxy is';
  const reason = problem ?? (plan.routes.length > 0 ? unjoined : 'No label declares a route');
  return rung('answers', 'fail', { reason: `${reason}.` });
}
