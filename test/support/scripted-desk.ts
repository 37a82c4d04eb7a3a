import type { DeskAnswer, DeskCallName, DeskEvent } from '../../shared/desk-api/contract.ts'
import type { DeskHandler } from '../../electron/host/desk-handler.ts'

type Answer = DeskAnswer<DeskCallName>

/** A desk handler that answers what it was told to, and keeps what it was asked. */
export class ScriptedDesk implements DeskHandler {
  readonly asked: { call: string; input: unknown }[] = []
  readonly #answers = new Map<string, () => Promise<Answer>>()
  readonly #heard = new Set<(event: DeskEvent) => void>()
  #onListen: (() => void) | null = null

  answer(call: string, answer: Answer | (() => Promise<Answer>)): void {
    this.#answers.set(call, typeof answer === 'function' ? answer : () => Promise.resolve(answer))
  }

  handle(call: string, input: unknown): Promise<Answer> {
    this.asked.push({ call, input })
    const answer = this.#answers.get(call)
    if (answer !== undefined) return answer()
    return Promise.resolve({ ok: false, error: { code: 'CALL_UNKNOWN', params: {}, retry: 'never' } })
  }

  listen(heard: (event: DeskEvent) => void): () => void {
    this.#heard.add(heard)
    this.#onListen?.()
    return () => this.#heard.delete(heard)
  }

  get listeners(): number {
    return this.#heard.size
  }

  /** Resolves when somebody listens. */
  async listenedTo(): Promise<void> {
    if (this.#heard.size > 0) return
    await new Promise<void>((resolve) => {
      this.#onListen = resolve
    })
  }

  tell(event: DeskEvent): void {
    for (const heard of this.#heard) heard(event)
  }
}
