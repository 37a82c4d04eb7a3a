import { type DeskHost, openDeskHostOver } from '../../electron/host/desk-host.ts'
import { DESK_CALLS, type DeskCallName, type DeskInput, type DeskOutput } from '../../shared/desk-api/contract.ts'
import { MemoryTransport } from '../../sync/transport/memory-transport.ts'
import { ENROL_CODE, FakeChain } from './fake-chain.ts'
import { MemoryPastGuests } from './memory-past-guests.ts'
import { MemorySisters } from './memory-sisters.ts'
import { seededRng } from './seeded-rng.ts'
import { smallHotelRows } from './small-hotel.ts'
import { temporaryDirectory } from './syncing-desk.ts'
import { TEST_KEY } from './test-vault.ts'
import { VirtualTime } from './virtual-time.ts'

export type Outcome<N extends DeskCallName> =
  | { readonly ok: true; readonly value: DeskOutput<N> }
  | { readonly ok: false; readonly error: { code: string; params: Record<string, unknown>; retry: string } }

/** A desk host over the small hotel and a fake chain, on virtual time. */
export class TestDeskHost {
  readonly chain = new FakeChain(smallHotelRows())
  readonly time: VirtualTime
  readonly sisters: MemorySisters
  readonly pastGuests = new MemoryPastGuests()
  readonly directory = temporaryDirectory()
  readonly logged: string[] = []
  #host: DeskHost | null = null
  #line: MemoryTransport | null = null

  constructor(time = new VirtualTime(), sisters = new MemorySisters()) {
    this.time = time
    this.sisters = sisters
  }

  async open(enrolCode: string | null = ENROL_CODE, deviceClass: 'desk' | 'kiosk' = 'desk'): Promise<void> {
    const rng = seededRng(1)
    const log = (_fields: object, message: string): void => void this.logged.push(message)
    this.#host = await openDeskHostOver(
      {
        dataDirectory: this.directory.path,
        replicaKey: TEST_KEY,
        enrolCode,
        terminalName: 'Desk 1',
        deviceClass,
        clock: this.time,
        rng,
        timers: this.time,
        log: { info: () => undefined, warn: log, error: log },
      },
      (token) => {
        this.#line = new MemoryTransport({ chain: this.chain, token, rng, timers: this.time })
        return { transport: this.#line, sisterHotels: this.sisters, pastGuests: this.pastGuests }
      },
    )
  }

  /** Opens and syncs. */
  async openReady(): Promise<void> {
    await this.open()
    await this.time.advance(2_000)
  }

  get line(): MemoryTransport {
    if (!this.#line) throw new Error('open first')
    return this.#line
  }

  get host(): DeskHost {
    if (!this.#host) throw new Error('open first')
    return this.#host
  }

  /** A call whose answer is checked against the contract, strictly as a screen would read it. */
  async call<N extends DeskCallName>(name: N, input: DeskInput<N>): Promise<Outcome<N>> {
    const answer = await this.host.handle(name, JSON.parse(JSON.stringify(input)))
    if (!answer.ok) return answer
    const value = DESK_CALLS[name].output.parse(JSON.parse(JSON.stringify(answer.value)))
    return { ok: true, value: value as DeskOutput<N> } // parsed by the call's own schema
  }

  /** The value of a call that has to succeed. */
  async read<N extends DeskCallName>(name: N, input: DeskInput<N>): Promise<DeskOutput<N>> {
    const answer = await this.call(name, input)
    if (!answer.ok) throw new Error(`${name}: ${JSON.stringify(answer.error)}`)
    return answer.value
  }

  /** The code that a call fails with; `null` where it succeeds. */
  async refusal<N extends DeskCallName>(name: N, input: DeskInput<N>): Promise<string | null> {
    const answer = await this.call(name, input)
    return answer.ok ? null : answer.error.code
  }

  async close(): Promise<void> {
    await this.host.close()
    this.directory.remove()
  }
}
