/** What the installed package runs: the lint command with everything it needs in one file, see scripts/pack.ts. */
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(`error: this is Node ${process.version}, and 22.18 or newer is needed\n`);
  process.exitCode = 2;
} else {
  const { default: lintCommand } = await import('./lint-command.ts');
  await lintCommand();
}
