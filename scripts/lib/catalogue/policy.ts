/** What a browser may do on our pages: nothing from elsewhere, nothing inline. `wasm`: scripts of ours may run WebAssembly. */
export function contentPolicy({ wasm = false } = {}): string {
  const scripts = `script-src 'self'${wasm ? " 'wasm-unsafe-eval'" : ''}`;
  return `default-src 'none'; ${scripts}; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'`;
}
