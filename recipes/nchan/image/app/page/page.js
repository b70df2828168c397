// Shows what arrives on one channel.
const state = document.querySelector('#state');
const messages = document.querySelector('#messages');
let source = null;

document.querySelector('form').addEventListener('submit', (event) => {
  event.preventDefault();
  const channel = new FormData(event.target).get('channel');
  source?.close();
  messages.replaceChildren();
  source = new EventSource(`/sub/${encodeURIComponent(channel)}`);
  source.onopen = () => { state.textContent = `Subscribed to ${channel}.`; };
  source.onerror = () => { state.textContent = 'The connection broke; trying again.'; };
  source.onmessage = ({ data }) => {
    const line = document.createElement('li');
    line.textContent = data;
    messages.append(line);
  };
});
