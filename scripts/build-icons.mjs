// Builds public/icons/sprite.svg out of the icons named here (Bootstrap Icons, MIT). Run after changing the list:
//   node scripts/build-icons.mjs
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const NAMES = `
  archive arrow-clockwise arrow-counterclockwise arrow-down-right arrow-left arrow-repeat arrow-right arrow-up-right
  award award-fill bank bar-chart bar-chart-line bell binoculars bookmark box-arrow-in-right box-arrow-right briefcase building bullseye calculator calendar-event
  calendar-x calendar3 caret-down-fill caret-up-fill cash-coin chat-left-text chat-quote check-circle check-circle-fill check-lg check2-all check2-circle
  chevron-expand chevron-left chevron-right circle-fill clipboard-check clipboard-data clock clock-history cloud-arrow-up coin columns-gap
  diagram-3 display dot download envelope eraser exclamation-circle-fill exclamation-octagon-fill exclamation-triangle-fill eye file-earmark-arrow-down
  file-earmark-spreadsheet file-earmark-text files filter flag flag-fill funnel gear gift grid graph-up-arrow
  hand-thumbs-up heart hourglass-split house house-door image inbox info-circle info-circle-fill journal-text key keyboard layout-three-columns
  lightbulb list list-check list-ol lock megaphone mortarboard moon-stars paperclip patch-check pause-circle pencil people people-fill
  person person-badge person-check person-dash person-gear person-plus person-up person-workspace pin-angle plus-circle plus-lg
  printer question-circle reply search send shield-check shield-lock slash-circle sliders speedometer2 star
  star-fill stars sun tags terminal three-dots trash trophy trophy-fill unlock upload wifi-off x-circle x-circle-fill x-lg
`
  .trim()
  .split(/\s+/);

const root = fileURLToPath(new URL('..', import.meta.url));

const symbols = [...new Set(NAMES)].sort().map((name) => {
  const svg = readFileSync(`${root}/node_modules/bootstrap-icons/icons/${name}.svg`, 'utf8');
  const viewBox = /viewBox="([^"]+)"/.exec(svg)?.[1];
  const shape = /<svg[^>]*>([\s\S]*)<\/svg>/
    .exec(svg)?.[1]
    ?.trim()
    .replace(/\s*\n\s*/g, '');
  if (viewBox === undefined || shape === undefined) throw new Error(`not understood: ${name}.svg`);
  return `<symbol id="${name}" viewBox="${viewBox}">${shape}</symbol>`;
});

writeFileSync(
  `${root}/public/icons/sprite.svg`,
  `<!-- Bootstrap Icons, https://icons.getbootstrap.com, MIT licence, Copyright 2019-2024 The Bootstrap Authors. -->\n` +
    `<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join('\n')}\n</svg>\n`,
);
console.log(`${symbols.length} icons`);
