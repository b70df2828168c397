/** Standard output, as fast as its reader takes it; a reader who went away (`| head`) is no error of ours. */
export interface Output {
  write(text: string): Promise<void>;
  /** False once nobody reads any more. */
  isRead(): boolean;
}

export function openOutput(stream: NodeJS.WriteStream = process.stdout): Output {
  let read = true;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    read = false;
  });
  return {
    write: (text) =>
      read && text !== '' ? new Promise((done) => stream.write(text, () => done())) : Promise.resolve(),
    isRead: () => read,
  };
}

/** Notes and complaints, so that standard output holds findings only. */
export function tell(text: string): void {
  process.stderr.write(text);
}
