import { createBuilder } from 'vite'

/** Builds the screens alone, as `npm run build` does with everything else. */
export async function buildRenderer(): Promise<void> {
  const builder = await createBuilder({ logLevel: 'warn' })
  const client = builder.environments['client']
  if (!client) throw new Error('vite.config.ts has a client environment')
  await builder.build(client)
}
