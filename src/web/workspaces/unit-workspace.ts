import { awardPart } from '../pages/unit/awards/award-part.js';
import { figuresPart } from '../pages/unit/figures/figures-part.js';
import { unitImportPart } from '../pages/unit/imports/unit-import-part.js';
import { boardPart } from '../pages/unit/people/board-part.js';
import { ownPeoplePart } from '../pages/unit/people/own-people-part.js';
import { proposalPart } from '../pages/unit/proposals/proposal-part.js';
import { queuePart } from '../pages/unit/queue-part.js';
import { utilizationPart } from '../pages/unit/utilization/utilization-part.js';
import type { UnitDeclaration } from './unit-declaration.js';
import type { UnitPart } from './unit-part.js';
import type { Workspace } from './workspace.js';

/** In the order in which navigation shows them. */
const PARTS: readonly UnitPart[] = [
  queuePart,
  proposalPart,
  utilizationPart,
  awardPart,
  unitImportPart,
  ownPeoplePart,
  boardPart,
  figuresPart,
];

/** Makes a unit's workspace from its declaration. The pages are the same for every unit. */
export function unitWorkspace(declaration: UnitDeclaration): Workspace {
  const parts = PARTS.map((part) => part(declaration));
  return {
    key: declaration.key,
    unit: declaration.unit,
    label: declaration.label,
    icon: declaration.icon,
    pages: [...parts.flatMap(({ pages }) => pages), ...(declaration.extraPages ?? [])],
    routes: [...parts.flatMap(({ routes }) => routes), ...(declaration.extraRoutes ?? [])],
  };
}
