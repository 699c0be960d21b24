export type * from './chrome.js';
export type * from './components.js';
export type * from './data-components.js';
export type * from './form-components.js';
export { createFormatters, type Formatters, type FormatterOptions } from './formatters.js';
export { Html } from './html.js';
export { initialsOf, pagerOf, type PageOfList } from './pager.js';
export { createRenderer, type Renderer, type RendererOptions, type TemplateTools } from './renderer.js';
export * from './theme.js';
