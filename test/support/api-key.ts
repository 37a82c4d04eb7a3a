import type { ApiKeys, NewApiKey } from '../../sync/chain/access/api-keys.ts'

/** The header of a caller with a fresh key: of every hotel and with all the requests it wants, unless told otherwise. */
export async function keyHeader(
  { access }: { readonly access: { readonly keys: ApiKeys } },
  wanted: Partial<NewApiKey> = {},
): Promise<{ authorization: string }> {
  const { apiKey } = await access.keys.add({ name: 'test', hotelId: null, perMinute: 1_000_000, ...wanted })
  return { authorization: `Bearer ${apiKey}` }
}
