import type { Readable } from 'node:stream'
import { type SnapshotLine, snapshotLineSchema } from '../../shared/wire/sync-messages.ts'

/** The lines of an NDJSON snapshot as they arrive; `null`, and the end, at the first that is none. */
export async function* snapshotLines(stream: Readable): AsyncGenerator<SnapshotLine | null> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const chunk of stream as AsyncIterable<Uint8Array>) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    for (const text of lines) {
      const line = parseLine(text)
      yield line
      if (line === null) return
    }
  }
  if (rest.trim() !== '') yield parseLine(rest)
}

function parseLine(text: string): SnapshotLine | null {
  try {
    return snapshotLineSchema.safeParse(JSON.parse(text)).data ?? null
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}
