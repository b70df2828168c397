/**
 * Names of the images a Dockerfile starts from, stages of its own left out. Pure. Throws for a name that is only
 * known while building: what is built must be known beforehand.
 */
export function baseImages(dockerfile: string): readonly string[] {
  const stages = new Set<string>(['scratch']);
  const bases = new Set<string>();
  for (const line of dockerfile.split('\n')) {
    const [word, ...rest] = line.trim().split(/\s+/);
    if (word?.toUpperCase() !== 'FROM') continue;
    const [name = '', as, stage] = rest.filter((part) => !part.startsWith('--'));
    if (name.includes('$')) throw new Error(`FROM "${name}" holds a variable; write the image's name out`);
    if (!stages.has(name)) bases.add(name);
    if (as?.toUpperCase() === 'AS' && stage !== undefined) stages.add(stage);
  }
  return [...bases];
}
