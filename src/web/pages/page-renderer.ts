import type { Request, Response } from 'express';
import type { Flash, PageAnswer } from '../route.js';

/** Sends pages: fills the layout for whoever looks, and keeps messages for the page after a redirect. */
export interface PageRenderer {
  send(req: Request, res: Response, page: PageAnswer): Promise<void>;
  /** Keeps a message for the next page this person sees. */
  keepFlash(req: Request, flash: Flash): void;
}
