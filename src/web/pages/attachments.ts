import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { ruleBroken, NotFound } from '../../kernel/errors.js';
import { isId } from '../../kernel/ids.js';
import { paths } from '../paths.js';
import { route, type Route } from '../route.js';
import { attachmentShape } from '../shapes/request.js';

/** Types that a browser may show inside a page; all others are saved. */
const SHOWN_INLINE: readonly string[] = ['application/pdf', 'image/png', 'image/jpeg', 'image/webp'];

export const attachmentRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: paths.employee.attachments,
    permission: 'signed-in',
    summary: 'Stores a piece of evidence for a request that is about to be raised.',
    status: 201,
    upload: { field: 'file', maxFiles: 1 },
    body: z.strictObject({}),
    output: z.object({ attachment: attachmentShape }),
    handler: async ({ actor, files, services }) => {
      const [file] = files;
      if (file === undefined) throw ruleBroken('attachment.missing', 'file', 'Choose a file.');
      return { attachment: await services.attachments.store(actor, file) };
    },
  }),
  route({
    method: 'GET',
    path: paths.attachment(),
    permission: 'signed-in',
    summary: 'The file itself, for its owner, the decider, the unit, HR and central.',
    params: z.object({ id: z.string().refine(isId) }),
    handler: async ({ actor, params, services }) => {
      const attachment = await services.attachments.find(params.id);
      if (attachment === undefined || !(await services.requests.mayReadEvidence(actor, attachment)))
        throw new NotFound();
      await services.outbox.record(actor, {
        type: 'attachment.downloaded',
        subject: { type: 'attachment', id: attachment.id },
        data: { name: attachment.name },
      });
      return services.attachments.open(attachment);
    },
    deliver: async (file, { http: { res } }) => {
      // Opened before anything is sent: a file that is not there gets a proper answer.
      const content = await open(file.path);
      const disposition = SHOWN_INLINE.includes(file.type) ? 'inline' : 'attachment';
      res.status(200);
      res.set({
        'Content-Type': file.type,
        'Content-Length': String(file.size),
        'Content-Disposition': `${disposition}; filename*=UTF-8''${encodeURIComponent(file.name)}`,
        'Cache-Control': 'private, no-store',
        // Evidence is foreign content: it gets no rights of this origin, only to be looked at.
        'Content-Security-Policy':
          "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'self'",
        'X-Frame-Options': 'SAMEORIGIN',
      });
      await pipeline(content.createReadStream(), res);
    },
  }),
];
