/** Progress for people: on a terminal one line per recipe, redrawn in place; elsewhere a plain line for each thing that happens. */
import { plainText } from '../report/plain-text.ts';
import { plainStep, type Step } from './step.ts';

/** The part of a stream that is written to and asked. */
export interface Screen {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
  write(text: string): unknown;
}

export interface Live extends Disposable {
  readonly onStep: (step: Step) => void;
  /** A line that stays, e.g. of the image store. */
  readonly onLine: (line: string) => void;
  /** What a command has to say on its standard output, above what is redrawn. */
  readonly print: (text: string) => void;
}

/** What is under way: each step beside the moment its engine was asked for, in milliseconds. */
export type Under = ReadonlyMap<string, { readonly step: Step; readonly since: number }>;

const REDRAW_MS = 200;
const UP_AND_CLEAR = (lines: number): string => (lines === 0 ? '' : `\u001b[${lines}A\r\u001b[0J`);

/** `error` is drawn on; `output` gets what is printed. */
export function openLive(error: Screen, output: Screen, now: () => number = () => performance.now()): Live {
  if (error.isTTY !== true) {
    const onLine = (line: string) => void error.write(`${line}\n`);
    const onStep = (step: Step) => onLine(plainStep(step));
    return { onLine, onStep, print: (text) => void output.write(text), [Symbol.dispose]: () => undefined };
  }
  const under = new Map<string, { step: Step; since: number }>();
  let drawn = 0;
  const draw = (above: () => void = () => undefined): void => {
    error.write(UP_AND_CLEAR(drawn));
    above();
    const lines = liveLines(under, now(), sizeOf(error));
    drawn = lines.length;
    error.write(lines.map((line) => `${line}\n`).join(''));
  };
  const timer = setInterval(draw, REDRAW_MS);
  timer.unref();
  return {
    onLine: (line) => draw(() => error.write(`${line}\n`)),
    print: (text) => draw(() => output.write(text)),
    onStep(step) {
      const key = `${step.recipe}/${step.rung ?? ''}`;
      if (step.ended) under.delete(key);
      else under.set(key, { step, since: now() - step.seconds * 1000 });
      draw();
    },
    [Symbol.dispose]() {
      clearInterval(timer);
      under.clear();
      draw();
    },
  };
}

/** A terminal that does not know its size says 0. */
function sizeOf({ columns, rows }: Screen) {
  return { columns: columns || 80, rows: rows || 24 };
}

/** `davical  upgrades: breaks it 12 s · rolls-back: engine 3 s`, one line per recipe, none longer than the terminal is wide. */
export function liveLines(
  under: Under,
  now: number,
  { columns, rows }: { readonly columns: number; readonly rows: number },
): readonly string[] {
  const recipes = [...new Set([...under.values()].map(({ step }) => step.recipe))];
  const width = Math.max(0, ...recipes.map((name) => name.length));
  const lines = recipes.map((recipe) => {
    const steps = [...under.values()].filter(({ step }) => step.recipe === recipe);
    const told = steps.map(({ step: { rung, doing }, since }) => {
      const seconds = Math.round((now - since) / 1000);
      return `${rung === null ? '' : `${rung}: `}${doing} ${seconds} s`;
    });
    return plainText(`${recipe.padEnd(width)}  ${told.join(' · ')}`).slice(0, Math.max(1, columns - 1));
  });
  const fitting = Math.max(1, rows - 2);
  if (lines.length <= fitting) return lines;
  return [...lines.slice(0, fitting - 1), `… and ${lines.length - fitting + 1} more`];
}
