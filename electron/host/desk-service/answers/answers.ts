import type { z } from 'zod'
import { type Result, ok } from '../../../../shared/base/result.ts'
import type { DeskCallName, DeskCalls, DeskOutput } from '../../../../shared/desk-api/contract.ts'
import type { DeskContext, DeskRefusal } from '../desk-context.ts'

/** What a call is given: its input, read by its own schema. */
export type Input<N extends DeskCallName> = z.output<DeskCalls[N]['input']>

/** What a call answers where it is not refused. */
export type Output<N extends DeskCallName> = DeskOutput<N>

/** What answers some calls, one function a call; a promise where it has to ask over the line. */
export type Answers<N extends DeskCallName> = {
  readonly [C in N]: (
    context: DeskContext,
    input: Input<C>,
  ) => Result<DeskOutput<C>, DeskRefusal> | Promise<Result<DeskOutput<C>, DeskRefusal>>
}

/** Commands that give nothing back. */
export function done(result: Result<void, DeskRefusal>): Result<Record<string, never>, DeskRefusal> {
  return result.ok ? ok({}) : result
}
