import { Schema } from 'mongoose';

/** One try to sign in by a code of a mail. It exists for every address, whether anybody has it or not. */
export interface CodeFlowRecord {
  /** Hash of the flow's id, which only the browser that asked has. */
  _id: string;
  /** One for each organization in which the address is known; none where it is not. */
  codes: IssuedCode[];
  /** When the codes were made. */
  issuedAt: Date | null;
  /** Codes that were typed, right and wrong. */
  tries: number;
  used: boolean;
  /** When the database may forget it. */
  removeAt: Date;
}

export interface IssuedCode {
  organization: string;
  person: string;
  /** The address to which the code went. */
  email: string;
  /** The person's generation of sessions when the code was made; a later one makes it worthless. */
  epoch: number;
  hash: string;
}

export const codeFlowSchema = new Schema<CodeFlowRecord>(
  {
    _id: { type: String, required: true },
    codes: {
      type: [
        new Schema<IssuedCode>(
          {
            organization: { type: String, required: true },
            person: { type: String, required: true },
            email: { type: String, required: true },
            epoch: { type: Number, required: true },
            hash: { type: String, required: true },
          },
          { _id: false },
        ),
      ],
      required: true,
    },
    issuedAt: { type: Date, default: null },
    tries: { type: Number, required: true },
    used: { type: Boolean, required: true },
    removeAt: { type: Date, required: true },
  },
  { collection: 'code_flows', versionKey: false },
);
// Above organizations on purpose: the database itself removes what nobody can use any more.
codeFlowSchema.index({ removeAt: 1 }, { expireAfterSeconds: 0 });
