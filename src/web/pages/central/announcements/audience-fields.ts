import { z } from 'zod';
import { checkboxField, lineField, optionalField } from '../../../../kernel/fields.js';
import type { AudienceFilter } from '../../../../modules/announcements/index.js';
import { readGrant } from '../../../../modules/people/index.js';
import { choosePeople, DELIVERY_PARTNERS, MANAGERS } from '../../../forms/choose-person.js';
import type { Services } from '../../../services.js';

const named = () => optionalField(lineField(200));
const value = () => optionalField(z.string().max(100));

const grant = z.string().transform((code, context) => {
  const found = readGrant(code);
  if (found !== undefined) return found;
  context.addIssue({ code: 'custom', message: 'Choose from the list.' });
  return z.NEVER;
});

/** Whom an announcement is for, as a form and a program say it; people by name, address, employee id or id. */
export const audienceFields = {
  department: value(),
  grade: value(),
  location: value(),
  manager: named(),
  dp: named(),
  grant: optionalField(grant),
  belowTarget: checkboxField(),
};

type AudienceInput = z.output<z.ZodObject<typeof audienceFields>>;

/** @throws InvalidInput where a name means nobody or several */
export async function audienceOf(services: Services, input: AudienceInput): Promise<AudienceFilter> {
  const { manager, dp, belowTarget, department, grade, location, grant: held } = input;
  const people = await choosePeople(services, [
    ...(manager === undefined ? [] : [{ path: 'manager', text: manager, duty: MANAGERS }]),
    ...(dp === undefined ? [] : [{ path: 'dp', text: dp, duty: DELIVERY_PARTNERS }]),
  ]);
  return {
    ...(department !== undefined && { department }),
    ...(grade !== undefined && { grade }),
    ...(location !== undefined && { location }),
    ...(manager !== undefined && { managerId: people.get('manager') }),
    ...(dp !== undefined && { dpId: people.get('dp') }),
    ...(held !== undefined && { grant: held }),
    ...(belowTarget && { belowTarget }),
  };
}
