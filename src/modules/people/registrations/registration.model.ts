import { Schema } from 'mongoose';
import type { Registration, RegistrationStatus } from './registration.js';

export interface RegistrationRecord {
  _id: string;
  organization: string;
  name: string;
  email: string;
  /** The address while it waits, the id afterwards: one registration of an address waits at a time. */
  openKey: string;
  employeeId: string;
  message: string;
  status: RegistrationStatus;
  at: Date;
  decidedAt: Date | null;
  decidedBy: string | null;
  reason: string;
  personId: string | null;
}

export const registrationRecordSchema = new Schema<RegistrationRecord>(
  {
    _id: { type: String, required: true },
    name: { type: String, required: true },
    email: { type: String, required: true },
    openKey: { type: String, required: true },
    employeeId: { type: String, default: '' },
    message: { type: String, default: '' },
    status: { type: String, required: true },
    at: { type: Date, required: true },
    decidedAt: { type: Date, default: null },
    decidedBy: { type: String, default: null },
    reason: { type: String, default: '' },
    personId: { type: String, default: null },
  },
  { collection: 'registrations', versionKey: false },
);
registrationRecordSchema.index({ organization: 1, openKey: 1 }, { unique: true });
registrationRecordSchema.index({ organization: 1, status: 1, at: -1, _id: -1 });
registrationRecordSchema.index({ organization: 1, personId: 1 });
registrationRecordSchema.index({ organization: 1, email: 1 });

export function toRegistration(record: RegistrationRecord): Registration {
  const { _id: id, name, email, employeeId, message, status, at, decidedAt, decidedBy, reason, personId } = record;
  return { id, name, email, employeeId, message, status, at, decidedAt, decidedBy, reason, personId };
}
