import { build, checkMachine } from './ready-to-run.mjs';

// npm run build: whatever the stamp says. From then on the output counts as fresh.
checkMachine();
build();
