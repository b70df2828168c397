/** A page that is open loads itself anew when the site was built again: by a script of our own, which the pages' policy allows. */
import type { ServerResponse } from 'node:http';
import type { Live } from './serve.ts';

const SCRIPT = '__live.js';
const EVENTS = '__live';
/** Also when the command was ended and begun again. */
const CODE = `const events = new EventSource(new URL('${EVENTS}', document.currentScript.src));
let lost = false;
events.addEventListener('error', () => { lost = true; });
events.addEventListener('open', () => { if (lost) location.reload(); });
events.addEventListener('built', () => location.reload());
`;

export interface LiveReload extends Live, Disposable {
  /** Tells every open page. */
  readonly reload: () => void;
}

export function openLiveReload(): LiveReload {
  const listening = new Set<ServerResponse>();
  return {
    answers(path, response) {
      if (path === SCRIPT) response.writeHead(200, { 'content-type': 'text/javascript; charset=utf-8' }).end(CODE);
      else if (path === EVENTS) {
        response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
        response.write('retry: 500\n\n');
        listening.add(response);
        response.on('close', () => listening.delete(response));
      } else return false;
      return true;
    },
    inject: (html, base) => html.replace('</body>', `<script src="${base}${SCRIPT}"></script></body>`),
    reload() {
      for (const response of listening) response.write('event: built\ndata: \n\n');
    },
    [Symbol.dispose]() {
      for (const response of listening) response.end();
    },
  };
}
