import { runAdmin } from './admin/run-admin.js';

/* npm run admin -- <command> [options]: what operators do. `npm run admin -- help` lists the commands. */
process.exitCode = await runAdmin(process.argv.slice(2), {
  environment: process.env,
  input: process.stdin,
  output: process.stdout,
  errors: process.stderr,
});
