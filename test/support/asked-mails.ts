import type { TestApp } from './app.js';
import { codeIn, mailsTo, tokenIn } from './account-mail.js';

/** Lets everything that was asked by address be answered. */
export async function answerAsks({ container }: TestApp): Promise<void> {
  await container.people.access.asks.run();
}

/** The code of the newest mail to an address. */
export async function newestCode(app: TestApp, email: string): Promise<string> {
  await answerAsks(app);
  const [mail] = await mailsTo(app.container.mailer, email);
  return mail === undefined ? 'no mail' : codeIn(mail);
}

/** The token of the link in the newest mail to an address. */
export async function newestToken(app: TestApp, email: string): Promise<string> {
  await answerAsks(app);
  const [mail] = await mailsTo(app.container.mailer, email);
  return mail === undefined ? 'no mail' : tokenIn(mail);
}
