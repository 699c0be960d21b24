export { createDemo, type DemoOptions } from './create-demo.js';
export { DEMO_PASSWORD, type DemoAccount } from './demo-accounts.js';
export type { DemoServices } from './demo-services.js';
export { DEMO_SIZE, type DemoSize } from './plan-history.js';
export { prepareDemoApart } from './prepare-demo-apart.js';
export { prepareDemo } from './prepare-demo.js';
