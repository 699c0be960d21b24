/** What a personal token may do: look, change, or do what asks people for their password again. */
export const TOKEN_SCOPES = ['read', 'write', 'administer'] as const;
export type TokenScope = (typeof TOKEN_SCOPES)[number];
