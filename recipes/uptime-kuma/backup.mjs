// A consistent copy while Uptime Kuma runs; renamed only when it is complete. The image holds no program for SQLite, but
// its Node.js does.
import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

const folder = '/app/data/backup';
mkdirSync(folder, { recursive: true });
rmSync(`${folder}/kuma.db.new`, { force: true });
const database = new DatabaseSync('/app/data/kuma.db');
database.exec('PRAGMA busy_timeout = 10000');
database.exec(`VACUUM INTO '${folder}/kuma.db.new'`);
database.close();
renameSync(`${folder}/kuma.db.new`, `${folder}/kuma.db`);
