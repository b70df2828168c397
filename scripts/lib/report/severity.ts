import type pc from 'picocolors';
import type { Severity } from '../types.ts';

type Colors = ReturnType<typeof pc.createColors>;

/** `text`, by default the severity padded to equal width, in the colour of the severity. */
export function paintSeverity(severity: Severity, colors: Colors, text: string = severity.padEnd(7)): string {
  const paint = severity === 'error' ? colors.red : severity === 'warning' ? colors.yellow : colors.blue;
  return paint(text);
}
