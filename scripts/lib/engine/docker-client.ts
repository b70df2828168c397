import { Agent, type ClientRequest, type IncomingMessage } from 'node:http';
import type Dockerode from 'dockerode';

/** As `http.Agent` calls it for every request; its types do not tell. */
interface Adding {
  addRequest(request: ClientRequest, options: object): void;
}

/**
 * The API of the daemon behind a unix socket. docker-modem waits for ever for the rest of an answer when the daemon dies in the middle
 * of it; here that is an error.
 */
export async function openDocker(socketPath: string): Promise<Dockerode> {
  // Two hundred modules: whoever starts no engine does not wait for them.
  const { default: Client } = await import('dockerode');
  // An agent may be given, though the types do not tell.
  const options = { socketPath, agent: tellingAgent() };
  return new Client(options);
}

function tellingAgent(): Agent {
  const agent = new Agent({ keepAlive: true }) as Agent & Adding;
  const add = agent.addRequest.bind(agent);
  agent.addRequest = (request, options) => {
    request.once('response', (answer: IncomingMessage) => {
      answer.once('close', () => {
        if (!answer.complete) request.emit('error', new Error('the Docker daemon ended in the middle of an answer'));
      });
    });
    add(request, options);
  };
  return agent;
}
