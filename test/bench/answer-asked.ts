import type { Figures } from './bench-child.ts'

/** What can be asked of a measured process, by name. */
export type Answers = Readonly<Record<string, (params: never) => Promise<Figures> | Figures>>

/** The other end of a `BenchChild`: answers what is asked, one after the other, and ends when the parent is gone. */
export function answerAsked(answers: Answers): void {
  let line: Promise<void> = Promise.resolve()
  process.on('message', (message) => {
    const { n, ask, ...params } = message as { n: number; ask: string } // as BenchChild sends them
    line = line.then(async () => {
      try {
        const answer = answers[ask]
        if (!answer) throw new Error(`nobody answers ${ask}`)
        process.send?.({ n, figures: await answer(params as never) }) // each handler names what its caller sends
      } catch (error) {
        process.send?.({ n, failed: error instanceof Error ? (error.stack ?? error.message) : String(error) })
      }
      return undefined
    })
  })
  process.on('disconnect', () => process.exit(0))
}
