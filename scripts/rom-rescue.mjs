// npm run -s rom-rescue -- VERB …: the command line from a checkout, built first when it is out of date.
import { ensureBuilt } from './launch/ensure-built.mjs';
import { runHere } from './launch/run-here.mjs';

ensureBuilt(['node'], { quiet: true });
await runHere('dist/cli.js');
