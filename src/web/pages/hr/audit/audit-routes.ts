import { z } from 'zod';
import { InvalidInput } from '../../../../kernel/errors.js';
import { paths } from '../../../paths.js';
import { route, type PageAnswer, type Route } from '../../../route.js';
import { sendCsv } from '../../../send-csv.js';
import type { Services } from '../../../services.js';
import { auditShape } from '../../../shapes/organization.js';
import type { WorkspacePage } from '../../../workspaces/workspace.js';
import type { PersonActor } from '../../../../kernel/actor.js';
import { auditFilterFields, auditQuery, readFilter, type AuditFilter, type AuditQuery } from './audit-query.js';
import { auditLines } from './audit-lines.js';
import { eventSentence, withoutSecrets } from './event-words.js';
import { COUNTED, namesIn, presentAudit, words, type AuditAnswer } from './present-audit.js';

const permission = 'audit:view';

export const auditPages: readonly WorkspacePage[] = [
  { label: 'Audit', group: 'Organization', href: paths.hr.audit, permission },
];

const NOTHING = { items: [], olderThan: undefined, newerThan: undefined, unfinished: false } as const;

async function look(query: AuditQuery, actor: PersonActor, services: Services): Promise<AuditAnswer> {
  const filter = await readFilter(query, services);
  const { search } = filter;
  if (search === undefined) return { filter, stretch: NOTHING, total: 0, names: new Map() };
  const stretch = await services.audit.search(actor, search, {
    olderThan: query.older,
    newerThan: query.newer,
    size: query.size,
  });
  return {
    filter,
    stretch,
    total: await services.audit.countUpTo(actor, search, COUNTED + 1),
    names: await namesIn(stretch.items, services),
  };
}

/** The same as JSON. */
function answerOf({ filter, stretch, total, names }: AuditAnswer, query: AuditQuery) {
  return {
    items: stretch.items.map((event) => ({
      ...event,
      what: eventSentence(event, names, words),
      before: withoutSecrets(event.before),
      after: withoutSecrets(event.after),
    })),
    page: {
      size: query.size,
      total: total === undefined ? null : Math.min(total, COUNTED),
      totalIsMore: total !== undefined && total > COUNTED,
      older: stretch.olderThan ?? null,
      newer: stretch.newerThan ?? null,
      unfinished: stretch.unfinished,
    },
    candidates: filter.unclear?.people ?? [],
  };
}

function auditPage(answer: AuditAnswer, query: AuditQuery): PageAnswer {
  return { view: 'hr/audit', title: 'Audit', model: presentAudit(answer, query) };
}

const exportInput = z
  .strictObject(auditFilterFields)
  .refine(({ from, to }) => from === undefined || to === undefined || from <= to, {
    path: ['from'],
    error: 'The first day is after the last one.',
  });

/** What of the filter stands in the file's name. */
function fileName(filter: AuditFilter, now: Date): string {
  const stamp = now.toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-');
  const parts = [filter.what, filter.who, filter.about, filter.from, filter.to, filter.address];
  const named = parts.flatMap((part) => (part === undefined ? [] : [part.replace(/[^\w-]+/g, '-').slice(0, 30)]));
  return `${['audit', ...named, stamp].join('_')}.csv`;
}

export const auditRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: paths.hr.audit,
    permission,
    unit: 'hr',
    summary: 'Who did what to which record, newest first; pages by what is older or newer than an event.',
    query: auditQuery,
    output: auditShape,
    handler: async ({ actor, query, services }) => {
      const answer = await look(query, actor, services);
      return { ...answerOf(answer, query), answer };
    },
    page: ({ answer }, { query }) => auditPage(answer, query),
  }),
  route({
    method: 'POST',
    path: paths.hr.auditExport,
    permission,
    unit: 'hr',
    summary: 'Downloads everything that the filter means as CSV.',
    stepUp: true,
    body: exportInput,
    handler: async ({ actor, body, services }) => {
      const { search, unclear } = await readFilter(body, services);
      if (search === undefined || unclear !== null) {
        const message = 'It is not clear who is meant. Choose the person on the page first.';
        throw new InvalidInput([{ path: unclear?.field ?? 'who', message }]);
      }
      const { calendar } = await services.organizations.current();
      const filters = Object.fromEntries(
        Object.entries(body).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
      );
      const events = services.audit.export(actor, search, { from: body.from ?? '', to: body.to ?? '', filters });
      return {
        lines: auditLines(events, calendar.zone, services),
        fileName: fileName(body, services.clock.now()),
      };
    },
    deliver: ({ lines, fileName: name }, { http: { res } }) => sendCsv(res, lines, name),
  }),
];
