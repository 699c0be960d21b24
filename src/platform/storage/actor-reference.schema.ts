/** Who did something, as records keep it: the name as it was then, since people are erased and systems have no id. */
export const ACTOR_REFERENCE = {
  _id: false,
  kind: { type: String, required: true },
  id: { type: String, default: null },
  name: { type: String, required: true },
} as const;
