import path from 'node:path';
import type { Request, Response } from 'express';
import type { PersonActor } from '../../kernel/actor.js';
import { languageFor } from '../../kernel/language.js';
import type { Notification } from '../../modules/notifications/index.js';
import { asset } from '../assets.js';
import { csrfToken } from '../middleware/csrf.js';
import { paths, withQuery } from '../paths.js';
import type { Flash, PageAnswer } from '../route.js';
import type { Services } from '../services.js';
import { languageOf } from '../text/index.js';
import type { BellItem, PageChrome } from '../views/chrome.js';
import { createRenderer } from '../views/renderer.js';
import { themeFromCookies } from '../views/theme.js';
import type { Workspace } from '../workspaces/workspace.js';
import { initialsOf } from '../views/pager.js';
import { navigationFor, waitingFor } from './navigation.js';

/** Sends pages: fills the layout for whoever looks, and keeps messages for the page after a redirect. */
export interface PageRenderer {
  /** The page as HTML; messages that were kept for it are used up. */
  render(req: Request, page: PageAnswer): Promise<string>;
  send(req: Request, res: Response, page: PageAnswer): Promise<void>;
  /**
   * Keeps a message for the next page this person sees. Wait for it before answering: a browser follows a redirect as soon
   * as it has the head of the answer, which is earlier than the session is saved on its own.
   */
  keepFlash(req: Request, flash: Flash): Promise<void>;
}

export function createPageRenderer(services: Services, workspaces: readonly Workspace[]): PageRenderer {
  const renderer = createRenderer({
    viewsDir: path.join(services.config.rootDir, 'views'),
    cache: services.config.cacheViews,
    strict: services.config.mode !== 'production',
    asset,
  });

  async function frame(req: Request, page: PageAnswer): Promise<PageChrome> {
    const base = {
      title: page.title,
      lang: 'en',
      dir: 'ltr',
      theme: themeFromCookies(req.headers.cookie),
      now: services.clock.now(),
      flash: takeFlash(req),
      path: req.originalUrl.split('?', 1)[0] ?? '',
      demo: services.demo,
      ...(page.breadcrumbs !== undefined && { breadcrumbs: page.breadcrumbs }),
      ...(page.layout !== undefined && { layout: page.layout }),
      ...(page.refresh !== undefined && { refresh: page.refresh }),
    } as const;
    const token = csrfToken(req);
    const withToken = { ...base, ...(token !== undefined && { csrfToken: token }) };
    // An initial password leads nowhere but to its change, so there is nothing to navigate to yet.
    if (req.actor === undefined || req.actor.mustChangePassword) return { ...withToken, workspaces: [], live: false };
    return { ...withToken, ...(await frameOfViewer(req.actor, req)) };
  }

  async function frameOfViewer(actor: PersonActor, req: Request) {
    const organization = await services.organizations.current();
    const lang = languageOf(actor.language);
    const { unread, newest } = await services.notifications.bell(actor);
    const waiting = await waitingFor(actor, services);
    const query = req.path === paths.people.search && typeof req.query['q'] === 'string' ? req.query['q'] : '';
    return {
      lang,
      locale: languageFor(actor.language ?? '', organization.settings.locale),
      zone: organization.calendar.zone,
      viewer: {
        id: actor.personId,
        name: actor.name,
        initials: initialsOf(actor.name),
        grade: actor.grade,
      },
      organization: {
        name: organization.name,
        ...(organization.logo !== null && {
          logoUrl: withQuery(paths.organization.logo, { v: organization.logo.hash.slice(0, 16) }),
        }),
      },
      workspaces: navigationFor(actor, workspaces, req.path, organization.settings.features, waiting),
      bell: { unread, href: paths.employee.notifications, items: newest.map((one) => bellItem(one, lang)) },
      search: { action: paths.people.search, query },
      live: true,
    };
  }

  async function render(req: Request, page: PageAnswer): Promise<string> {
    return renderer.renderPage(page.view, page.model, await frame(req, page));
  }

  return {
    render,
    async send(req, res, page) {
      const html = await render(req, page);
      res.set('Cache-Control', 'private, no-cache');
      res.type('html').send(html);
    },
    keepFlash(req, flash) {
      req.session.flash = [...(req.session.flash ?? []), flash];
      return new Promise((resolve, reject) => {
        req.session.save((error?: Error | null) => {
          if (error === undefined || error === null) resolve();
          else reject(error);
        });
      });
    },
  };
}

function bellItem({ id, text, language, href, at, readAt }: Notification, lang: string): BellItem {
  return {
    ...{ text, at, unread: readAt === null },
    ...(languageOf(language) !== lang && { lang: language }),
    href: href === null ? paths.employee.notifications : paths.employee.notification(id),
  };
}

function takeFlash(req: Request): Flash[] {
  const session = req.session as typeof req.session | undefined;
  const flash = session?.flash ?? [];
  if (flash.length > 0) delete req.session.flash;
  return [...flash];
}
